//! The request on the wire, and the decoded response.

use std::collections::BTreeMap;

use identitynow::Client;
use identitynow::beta::{ApproverType, DtoType, JsonPatchOperation};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, ResponseTemplate};

use crate::support::{ID, PROFILE, Tenant, header, profile};

#[tokio::test]
async fn a_patch_is_sent_as_the_page_says() {
    let tenant = Tenant::start().await;
    tenant
        .answer(ResponseTemplate::new(200).set_body_json(profile()))
        .await;

    let patch = [
        JsonPatchOperation::replace("/enabled", true),
        JsonPatchOperation::replace("/description", Value::Null),
        JsonPatchOperation::add(
            "/entitlements/0",
            BTreeMap::from([("id", "1"), ("type", "ENTITLEMENT")]),
        ),
    ];
    tenant
        .client
        .beta()
        .access_profiles()
        .patch_access_profile(ID, patch)
        .await
        .unwrap();

    let requests = tenant.requests().await;
    let [request] = requests.as_slice() else {
        panic!("{requests:?}")
    };
    assert_eq!(
        (
            request.method.as_str(),
            request.url.path(),
            request.url.query()
        ),
        ("PATCH", PROFILE, None)
    );
    assert_eq!(
        header(request, "content-type"),
        "application/json-patch+json"
    );
    assert_eq!(header(request, "accept"), "application/json");
    assert_eq!(
        header(request, "user-agent"),
        concat!("identitynow/", env!("CARGO_PKG_VERSION"), " payroll/2.1")
    );
    assert_eq!(header(request, "authorization"), "Bearer token-1");
    let expected = r#"[{"op":"replace","path":"/enabled","value":true},{"op":"replace","path":"/description","value":null},{"op":"add","path":"/entitlements/0","value":{"id":"1","type":"ENTITLEMENT"}}]"#;
    assert_eq!(String::from_utf8_lossy(&request.body), expected);
}

#[tokio::test]
async fn an_id_stays_one_segment_of_the_path() {
    let tenant = Tenant::start().await;
    Mock::given(method("PATCH"))
        .respond_with(ResponseTemplate::new(200).set_body_json(profile()))
        .mount(&tenant.server)
        .await;

    let profiles = tenant.client.beta().access_profiles();
    for id in ["a/b c", "../roles", "50%", "a?b#c", "ümlaut+"] {
        profiles.patch_access_profile(id, []).await.unwrap();
    }
    let paths: Vec<String> = tenant
        .requests()
        .await
        .iter()
        .map(|request| request.url.path().to_owned())
        .collect();
    let segments = [
        "a%2Fb%20c",
        "..%2Froles",
        "50%25",
        "a%3Fb%23c",
        "%C3%BCmlaut%2B",
    ];
    assert_eq!(
        paths,
        segments.map(|segment| format!("/beta/access-profiles/{segment}"))
    );

    for id in ["", ".", ".."] {
        let error = profiles.patch_access_profile(id, []).await.unwrap_err();
        assert!(matches!(error, identitynow::Error::Request(_)), "{error}");
    }
    assert_eq!(tenant.requests().await.len(), segments.len());
}

#[tokio::test]
async fn concurrent_calls_fetch_one_token() {
    let tenant = Tenant::start().await;
    tenant
        .answer(ResponseTemplate::new(200).set_body_json(profile()))
        .await;

    let calls = (0..8).map(|_| {
        let client = tenant.client.clone();
        tokio::spawn(async move {
            client
                .beta()
                .access_profiles()
                .patch_access_profile(ID, [])
                .await
                .map(drop)
        })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert_eq!(tenant.requests().await.len(), 8);
    assert_eq!(tenant.tokens().await, 1);
}

#[tokio::test]
async fn a_token_is_renewed_before_it_expires() {
    let tenant = Tenant::start().await;
    tenant
        .answer(ResponseTemplate::new(200).set_body_json(profile()))
        .await;

    let profiles = tenant.client.beta().access_profiles();
    profiles.patch_access_profile(ID, []).await.unwrap();
    tenant.clock.advance(std::time::Duration::from_secs(740));
    profiles.patch_access_profile(ID, []).await.unwrap();
    let requests = tenant.requests().await;
    let tokens: Vec<&str> = requests
        .iter()
        .map(|request| header(request, "authorization"))
        .collect();
    assert_eq!(tokens, ["Bearer token-1", "Bearer token-2"]);
}

#[tokio::test]
async fn the_answer_is_typed() {
    let tenant = Tenant::start().await;
    let answer = ResponseTemplate::new(200)
        .set_body_json(profile())
        .insert_header("slpt-request-id", "42");
    tenant.answer(answer).await;

    let response = tenant
        .client
        .beta()
        .access_profiles()
        .patch_access_profile(ID, [])
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.header("slpt-request-id"), Some("42"));
    assert!(response.misfits().is_empty());

    let profile = response.into_value();
    assert_eq!(profile.id.as_deref(), Some(ID));
    assert_eq!(profile.description, None);
    assert_eq!(profile.provisioning_criteria, None);
    assert_eq!(
        profile.created.unwrap().as_str(),
        "2021-03-01T22:32:58.104Z"
    );
    assert_eq!(profile.owner.unwrap().r#type, Some(DtoType::Identity));
    let config = profile.access_request_config.unwrap();
    assert_eq!(
        config.approval_schemes.unwrap()[0].approver_type,
        Some(ApproverType::GovernanceGroup)
    );
}

#[tokio::test]
async fn the_other_operation_is_there_too() {
    let tenant = Tenant::start().await;
    let body = json!({"id": "86f1", "name": "Laptop", "scope": null, "owner": {}, "created": "2017-07-11T18:45:37.098Z"});
    Mock::given(method("PATCH"))
        .and(path("/beta/personal-access-tokens/86f1"))
        .respond_with(ResponseTemplate::new(200).set_body_json(body))
        .mount(&tenant.server)
        .await;

    let tokens = tenant.client.beta().personal_access_tokens();
    let token = tokens
        .patch_personal_access_token("86f1", [JsonPatchOperation::replace("/name", "Laptop")])
        .await
        .unwrap();
    assert_eq!((token.name.as_str(), token.scope), ("Laptop", None));
}

#[test]
fn a_client_goes_anywhere_and_tells_no_secret() {
    fn check<T: Send + Sync + Clone + std::fmt::Debug>(value: &T) -> String {
        format!("{value:?}")
    }
    let client = Client::builder()
        .variable("tenant", "acme")
        .client_credentials("id", "hush-hush")
        .build()
        .unwrap();
    let debug = check(&client);
    assert!(
        debug.contains("acme.api.identitynow.com") && !debug.contains("hush-hush"),
        "{debug}"
    );
}
