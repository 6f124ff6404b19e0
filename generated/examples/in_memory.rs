// Testing code that uses the client, without a server: an in-memory transport returns scripted responses and records
// the requests, and a manual clock replaces waiting.

use identitynow::Client;
use identitynow::beta::{ApiError, JsonPatchOperation};
use identitynow::runtime::http::Method;
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
    let path = "/beta/access-profiles/7";
    server.on(
        Method::PATCH,
        path,
        Reply::status(429).header("retry-after", "30"),
    );
    server.on(
        Method::PATCH,
        path,
        Reply::json(
            200,
            &json!({"name": "Payroll", "owner": null, "source": {}}),
        ),
    );
    server.on(
        Method::PATCH,
        "/beta/access-profiles/8",
        Reply::json(404, &json!({"detailCode": "404 Not found"})),
    );

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
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    assert_eq!(clock.waits(), [std::time::Duration::from_secs(30)]);
    assert_eq!(
        requests[0].json(),
        json!([{"op": "replace", "path": "/enabled", "value": false}])
    );
    println!("all as expected");
    Ok(())
}
