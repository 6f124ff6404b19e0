// Testing code that uses the client, without a server and without a URL: a mock server in memory has replies for the
// requests of an operation and records them, and a manual clock replaces waiting.

use identitynow::Client;
use identitynow::beta::access_profiles::PATCH_ACCESS_PROFILE;
use identitynow::beta::{AccessProfile, ApiError, JsonPatchOperation, SourceRef};
use identitynow::runtime::testing::{ManualClock, MockTransport, Reply};
use serde_json::json;

/// The code under test: disables an access profile. Returns `false` if it doesn't exist.
async fn disable(client: &Client, id: &str) -> Result<bool, identitynow::Error<ApiError>> {
    let patch = [JsonPatchOperation::replace("/enabled", false)];
    match client
        .beta()
        .access_profiles()
        .patch_access_profile(id, patch)
        .await
    {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.body(), Some(ApiError::NotFound(_))) => Ok(false),
        Err(error) => Err(error),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = MockTransport::new();
    // Any other profile doesn't exist: the last route that matches a request replies.
    server
        .on(&PATCH_ACCESS_PROFILE)
        .reply_json(404, &json!({"detailCode": "404 Not found"}));
    let payroll = server
        .on(&PATCH_ACCESS_PROFILE)
        .path("id", "7")
        .reply(Reply::status(429).header("retry-after", "30"))
        .reply_json(200, &AccessProfile::new("Payroll", SourceRef::default()));

    let clock = ManualClock::new();
    let client = Client::builder()
        .variable("tenant", "acme")
        .transport(server.clone())
        .clock(clock.clone())
        .bearer_token("any")
        .build()?;

    assert!(disable(&client, "7").await?);
    assert!(!disable(&client, "8").await?);

    // The first call was retried after the delay that the server asked for, without sleeping.
    payroll.assert_calls(2);
    assert_eq!(clock.waits(), [std::time::Duration::from_secs(30)]);
    let patch = json!([{"op": "replace", "path": "/enabled", "value": false}]);
    server
        .on(&PATCH_ACCESS_PROFILE)
        .json(&patch)
        .assert_calls(3);
    println!("all as expected");
    Ok(())
}
