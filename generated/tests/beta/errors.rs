//! Errors: typed by status, with status, headers and raw body.

use identitynow::Error;
use identitynow::beta::{AccessProfile, ApiError, ErrorResponse};
use identitynow::runtime::RetryPolicy;
use serde_json::{Value, json};
use wiremock::matchers::{header as with_header, method};
use wiremock::{Mock, ResponseTemplate};

use crate::support::{ID, Tenant, header, profile};

/// The error for a response, without retries.
async fn error(answer: ResponseTemplate) -> Error<ApiError> {
    let tenant = Tenant::start().await;
    tenant.answer(answer).await;
    call(&tenant).await.unwrap_err()
}

async fn call(tenant: &Tenant) -> Result<AccessProfile, Error<ApiError>> {
    let profiles = tenant.client.beta().access_profiles();
    profiles
        .patch_access_profile(ID, [])
        .retry(RetryPolicy::never())
        .await
}

fn body(status: u16) -> Value {
    json!({
        "detailCode": format!("{status}.1"),
        "trackingId": "b21b1f7ce4da4d639f2c62a57171b427",
        "messages": [{"locale": "en-US", "localeOrigin": "DEFAULT", "text": "No such luck."}],
    })
}

/// The variants that have the API's general error body, and their statuses.
fn general(error: &ApiError) -> Option<(u16, &ErrorResponse)> {
    match error {
        ApiError::BadRequest(body) => Some((400, body)),
        ApiError::Forbidden(body) => Some((403, body)),
        ApiError::NotFound(body) => Some((404, body)),
        ApiError::InternalServerError(body) => Some((500, body)),
        _ => None,
    }
}

#[tokio::test]
async fn each_status_has_its_type() {
    // The page documents no 404, but other pages of the API do, and share the type.
    for status in [400, 403, 404, 500] {
        let error = error(
            ResponseTemplate::new(status)
                .set_body_json(body(status))
                .insert_header("x-zone", "b"),
        )
        .await;
        let (variant, typed) = error.body().and_then(general).unwrap();
        assert_eq!(variant, status);
        assert_eq!(typed.detail_code, Some(format!("{status}.1")));
        assert_eq!(
            typed.messages.as_ref().unwrap()[0].text.as_deref(),
            Some("No such luck.")
        );
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.headers().unwrap()["x-zone"], "b");
        assert_eq!(
            serde_json::from_slice::<Value>(error.raw_body().unwrap()).unwrap(),
            body(status)
        );
        assert_eq!(
            error.request_id().as_deref(),
            Some("b21b1f7ce4da4d639f2c62a57171b427")
        );
        let line = error.to_string();
        assert!(
            line.starts_with("patchAccessProfile: ") && line.ends_with("No such luck."),
            "{line}"
        );
    }
}

#[tokio::test]
async fn a_token_that_is_refused_is_renewed_once() {
    let tenant = Tenant::start().await;
    let refusal = json!({"error": "JWT validation failed: JWT is expired"});
    Mock::given(method("PATCH"))
        .and(with_header("authorization", "Bearer token-1"))
        .respond_with(ResponseTemplate::new(401).set_body_json(&refusal))
        .mount(&tenant.server)
        .await;
    tenant
        .answer(ResponseTemplate::new(200).set_body_json(profile()))
        .await;
    call(&tenant).await.unwrap();
    let requests = tenant.requests().await;
    let tokens: Vec<&str> = requests
        .iter()
        .map(|request| header(request, "authorization"))
        .collect();
    assert_eq!(tokens, ["Bearer token-1", "Bearer token-2"]);

    let tenant = Tenant::start().await;
    tenant
        .answer(ResponseTemplate::new(401).set_body_json(&refusal))
        .await;
    let error = call(&tenant).await.unwrap_err();
    let Some(ApiError::Unauthorized(typed)) = error.body() else {
        panic!("{error:?}")
    };
    assert_eq!(
        typed.error,
        Some("JWT validation failed: JWT is expired".into())
    );
    assert_eq!(
        (tenant.requests().await.len(), tenant.tokens().await),
        (2, 2)
    );
}

#[tokio::test]
async fn throttled_calls_wait_as_long_as_the_server_asks() {
    let tenant = Tenant::start().await;
    let throttled = ResponseTemplate::new(429)
        .insert_header("retry-after", "7")
        .set_body_json(json!({"message": "Rate Limit Exceeded"}));
    Mock::given(method("PATCH"))
        .respond_with(throttled.clone())
        .up_to_n_times(2)
        .mount(&tenant.server)
        .await;
    tenant
        .answer(ResponseTemplate::new(200).set_body_json(profile()))
        .await;
    tenant
        .client
        .beta()
        .access_profiles()
        .patch_access_profile(ID, [])
        .await
        .unwrap();
    assert_eq!(tenant.clock.waits(), [std::time::Duration::from_secs(7); 2]);

    let error = error(throttled).await;
    let Some(ApiError::TooManyRequests(typed)) = error.body() else {
        panic!("{error:?}")
    };
    assert_eq!(typed.message, Some("Rate Limit Exceeded".into()));
    assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(7)));
    assert!(error.is_retryable());
}

#[tokio::test]
async fn a_failed_patch_is_not_repeated() {
    let tenant = Tenant::start().await;
    tenant
        .answer(ResponseTemplate::new(500).set_body_json(body(500)))
        .await;
    tenant
        .client
        .beta()
        .access_profiles()
        .patch_access_profile(ID, [])
        .await
        .unwrap_err();
    assert_eq!(tenant.requests().await.len(), 1);
}

#[tokio::test]
async fn a_body_of_another_kind_hides_no_error() {
    let html = "<html><body>RESTEASY003210: could not find resource</body></html>";
    for status in [400, 404, 418, 502] {
        let error = error(ResponseTemplate::new(status).set_body_raw(html, "text/html")).await;
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.body(), None);
        assert_eq!(error.raw_body().unwrap(), html.as_bytes());
        assert!(error.to_string().contains("RESTEASY003210"), "{error}");
    }
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let tenant = Tenant::start().await;
    let client = identitynow::Client::builder()
        .base_url(tenant.server.uri())
        .client_credentials("id", "wrong-secret");
    let client = client.retry(RetryPolicy::never()).build().unwrap();
    let error = client
        .beta()
        .access_profiles()
        .patch_access_profile(ID, [])
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Auth(_)), "{error:?}");
    let text = format!("{error} {error:?}");
    assert!(
        text.contains("404") && !text.contains("wrong-secret"),
        "{text}"
    );
    assert!(tenant.requests().await.is_empty());
}
