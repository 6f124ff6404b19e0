//! A mock server that replies with the examples of the docs pages.

use identitynow::Client;
use identitynow::beta::access_profiles::PATCH_ACCESS_PROFILE;
use identitynow::beta::{AccessProfile, examples};
use identitynow::runtime::testing::MockTransport;

#[tokio::test]
async fn every_operation_replies_with_its_documented_response() {
    let server = MockTransport::new();
    server.reply_with_examples(examples::ALL);
    let client = Client::builder()
        .variable("tenant", "acme")
        .transport(server.clone())
        .bearer_token("any")
        .strict()
        .build()
        .unwrap();
    let beta = client.beta();

    let profile = beta.access_profiles().patch_access_profile("7", []).await;
    assert_eq!(profile.unwrap().name, "Employee-database-read-write");
    let tokens = beta.personal_access_tokens();
    let token = tokens.patch_personal_access_token("7", []).await.unwrap();
    assert_eq!(token.id, "86f1dc6fe8f54414950454cbb11278fa");
    assert_eq!(server.calls(&PATCH_ACCESS_PROFILE).len(), 1);
}

#[test]
fn an_example_is_a_value() {
    let example = &examples::access_profiles::PATCH_ACCESS_PROFILE;
    let profile: AccessProfile = example.decode().unwrap();
    assert_eq!(example.status(), 200);
    assert_eq!(serde_json::to_value(&profile).unwrap(), example.json());
}
