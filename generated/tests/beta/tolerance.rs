//! Responses that the page doesn't document.

use identitynow::beta::{AccessProfile, DtoType};
use identitynow::{Error, Response};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::support::{ID, Tenant, profile_with};

async fn answer(changes: Value) -> Response<AccessProfile> {
    let tenant = Tenant::start().await;
    tenant
        .answer(ResponseTemplate::new(200).set_body_json(profile_with(changes)))
        .await;
    tenant
        .client
        .beta()
        .access_profiles()
        .patch_access_profile(ID, [])
        .send()
        .await
        .unwrap()
}

#[tokio::test]
async fn an_unknown_value_of_an_enum_survives() {
    let profile = answer(json!({"owner": {"type": "WORKFLOW"}}))
        .await
        .into_value();
    let kind = profile.owner.as_ref().unwrap().r#type.clone().unwrap();
    assert_eq!(kind.as_str(), "WORKFLOW");
    assert!(matches!(kind, DtoType::Unknown(_)));
    assert_eq!(kind, DtoType::from("WORKFLOW"));
    assert_eq!(DtoType::from("IDENTITY"), DtoType::Identity);
    assert_eq!(
        serde_json::to_value(&profile).unwrap()["owner"]["type"],
        "WORKFLOW"
    );
}

#[tokio::test]
async fn a_strange_date_keeps_its_text() {
    let profile = answer(json!({"created": "-5877585-01-28T05:08:53.857Z"}))
        .await
        .into_value();
    assert_eq!(
        profile.created.unwrap().as_str(),
        "-5877585-01-28T05:08:53.857Z"
    );
}

#[tokio::test]
async fn what_does_not_fit_is_taken_out_and_told() {
    let changes = json!({
        "enabled": "yes",
        "entitlements": [{"id": "1"}, "users", {"id": "2"}],
        "accessRequestConfig": {"commentsRequired": null},
    });
    let response = answer(changes).await;
    let mut misfits: Vec<(&str, Value)> = response
        .misfits()
        .iter()
        .map(|misfit| (misfit.pointer.as_str(), misfit.value.clone()))
        .collect();
    misfits.sort_by_key(|(pointer, _)| *pointer);
    assert_eq!(
        misfits,
        [
            ("/enabled", json!("yes")),
            ("/entitlements/1", json!("users"))
        ]
    );
    assert_eq!(response.enabled, None);
    assert_eq!(response.entitlements.as_ref().unwrap().len(), 2);
    assert_eq!(response.name, "Employee-database-read-write");
    assert!(String::from_utf8_lossy(response.raw()).contains(r#""enabled":"yes""#));
}

#[tokio::test]
async fn strict_mode_takes_nothing_out() {
    let tenant = Tenant::start().await;
    tenant
        .answer(ResponseTemplate::new(200).set_body_json(profile_with(json!({"enabled": "yes"}))))
        .await;
    let error = tenant
        .client
        .beta()
        .access_profiles()
        .patch_access_profile(ID, [])
        .strict()
        .await
        .unwrap_err();
    let Error::Response(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.error.pointer, "/enabled");
}

#[tokio::test]
async fn an_answer_that_is_none_tells_that_the_call_took_effect() {
    for body in [
        "",
        "[]",
        r#"{"name": "Payroll", "source": nul"#,
        "<html></html>",
        r#"{"name": null}"#,
    ] {
        let tenant = Tenant::start().await;
        tenant
            .answer(ResponseTemplate::new(200).set_body_raw(body, "application/json"))
            .await;
        let error = tenant
            .client
            .beta()
            .access_profiles()
            .patch_access_profile(ID, [])
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Response(_)), "{body}: {error:?}");
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!(error.raw_body().unwrap(), body.as_bytes());
        assert!(!error.is_retryable());
    }
}

#[test]
fn recorded_bodies_can_be_decoded() {
    let body = profile_with(json!({"enabled": 1})).to_string();
    let decoded = identitynow::decode::<AccessProfile>(body.as_bytes()).unwrap();
    assert_eq!(decoded.misfits[0].pointer, "/enabled");
    assert_eq!(decoded.misfits[0].value, 1);
}
