use crate::support::{Memory, call, get};
use client_runtime::http::Method;
use client_runtime::testing::Reply;
use client_runtime::{Binary, Empty, Error, Json, Operation, Request, Value};
use serde::Deserialize;
use serde_json::json;
use std::time::{Duration, SystemTime};

#[derive(Clone, Debug, Deserialize, PartialEq)]
struct Problem {
    #[serde(rename = "trackingId")]
    tracking_id: String,
    count: Option<u8>,
}

client_runtime::error_body! {
    /// The error bodies.
    enum Failed {
        /// Exactly this.
        BadRequest(Problem) = 400,
        /// Any of these.
        Client(Value) = 401..=499,
        /// The rest.
        Default(Vec<String>) = _,
    }
}

async fn failed(reply: Reply) -> Error<Failed> {
    let memory = Memory::signed_in();
    memory.on(Method::POST, "/beta/x", [reply]);
    static CALL: Operation = Operation::new("call", Method::POST, "/x", &crate::support::SERVER);
    let request: Request<Json<Value>, Failed> = CALL.request(&memory.client);
    request.await.unwrap_err()
}

#[tokio::test]
async fn the_body_is_typed_by_status() {
    let error = failed(Reply::json(
        400,
        &json!({"trackingId": "7", "count": "many"}),
    ))
    .await;
    // A misfit is dropped, as in a success.
    assert_eq!(
        error.body(),
        Some(&Failed::BadRequest(Problem {
            tracking_id: "7".into(),
            count: None
        }))
    );
    let error = failed(Reply::json(404, &json!("no"))).await;
    assert_eq!(error.body(), Some(&Failed::Client(json!("no"))));
    let error = failed(Reply::json(501, &json!(["no"]))).await;
    assert_eq!(error.body(), Some(&Failed::Default(vec!["no".into()])));
}

#[tokio::test]
async fn an_undecodable_error_body_is_still_available() {
    for body in [
        "",
        "RESTEASY003210: Could not find resource",
        "{\"message\": 5}",
        "[1, 2",
        "\u{feff}",
    ] {
        let error = failed(Reply::bytes(400, body).header("x-a", "b")).await;
        assert_eq!(error.body(), None);
        assert_eq!(error.status().unwrap(), 400);
        assert_eq!(error.headers().unwrap()["x-a"], "b");
        assert_eq!(error.raw_body().unwrap(), body);
        assert_eq!(error.operation(), "call");
    }
}

#[tokio::test]
async fn the_message_has_the_message_of_the_server() {
    let text = |reply| async { failed(reply).await.to_string() };
    for (body, words) in [
        (
            json!({"detailCode": "400.1", "trackingId": "e7", "messages": [{"locale": "en", "text": "The request\nwas bad."}]}),
            "The request was bad.",
        ),
        (json!({"error": "JWT is expired"}), "JWT is expired"),
        (
            json!({"error": "invalid_client", "error_description": "No such client."}),
            "No such client.",
        ),
        (
            json!({"errorName": "NotFound", "errorMessage": "Nothing there"}),
            "Nothing there",
        ),
        (
            json!({"type": "about:blank", "title": "Gone", "detail": "It is gone."}),
            "It is gone.",
        ),
        (
            json!({"message": null, "errors": [{"message": "name is empty"}]}),
            "name is empty",
        ),
        (json!({"code": 5}), "{\"code\":5}"),
    ] {
        assert_eq!(
            text(Reply::json(400, &body)).await,
            format!("call: 400 Bad Request: {words}")
        );
    }
    assert_eq!(text(Reply::status(418)).await, "call: 418 I'm a teapot");
    let long = text(Reply::bytes(400, "ü".repeat(5000))).await;
    assert!(long.chars().count() < 340 && long.ends_with('…'), "{long}");
}

#[tokio::test]
async fn a_retry_date_is_compared_with_the_clock_of_the_client() {
    let memory = Memory::signed_in();
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    memory.clock.set_time_of_day(time);
    let date = httpdate::fmt_http_date(time + Duration::from_secs(50));
    let reply = Reply::status(400).header("retry-after", &date);
    memory.on(Method::GET, "/beta/x", [reply]);
    let error = get(&memory.client).await.unwrap_err();
    // It is the wait that the server asked for, however late the error is looked at.
    memory.clock.advance(Duration::from_secs(50));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(50)));
}

#[tokio::test]
async fn errors_have_a_request_id_and_retry_after() {
    let error =
        failed(Reply::json(400, &json!({"trackingId": "e7"})).header("retry-after", "12")).await;
    assert_eq!(error.request_id().as_deref(), Some("e7"));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(12)));
    assert!(!error.is_retryable());
    assert!(failed(Reply::status(502)).await.is_retryable());
    assert_eq!(failed(Reply::bytes(400, "none")).await.request_id(), None);
    fn is_error<T: std::error::Error + Send + Sync + 'static>(_: &T) {}
    is_error(&error);
    assert!(size_of::<Error<Failed>>() <= 16);
}

client_runtime::response_by_status! {
    /// Several successes.
    enum Done {
        /// Done.
        Ok(Json<Vec<u8>>) = 200,
        /// A file.
        File(Binary) = 203..=206,
        /// Started.
        Accepted(Empty) = 202,
    }
}

#[tokio::test]
async fn successes_are_typed_by_status() {
    let memory = Memory::signed_in();
    let replies = [
        Reply::json(200, &json!([1, "x"])),
        Reply::status(202),
        Reply::bytes(206, "part"),
        Reply::bytes(201, "{}"),
    ];
    memory.on(Method::GET, "/beta/x", replies);
    let request = || call(&memory.client, Method::GET, "/x").expect::<Done>();
    let done = request().send().await.unwrap();
    assert!(matches!(done.value(), Done::Ok(list) if list == &[1]));
    assert_eq!(done.misfits()[0].pointer, "/1");
    assert!(matches!(request().await.unwrap(), Done::Accepted(())));
    let Done::File(file) = request().await.unwrap() else {
        panic!()
    };
    assert_eq!(file.bytes().await.unwrap(), "part");
    let error = request().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 201);
    assert!(
        error
            .to_string()
            .contains("undocumented status 201 Created"),
        "{error}"
    );
    assert_eq!(
        memory.server.requests()[1].header("accept"),
        Some("*/*, application/json")
    );
}

#[tokio::test]
async fn misfits_are_reported_or_errors_in_strict_mode() {
    let memory = Memory::signed_in();
    memory.on(
        Method::GET,
        "/beta/x",
        [Reply::json(200, &json!([1, "two", 3]))],
    );
    let list = || call(&memory.client, Method::GET, "/x").expect::<Json<Vec<u8>>>();
    let response = list().send().await.unwrap();
    assert_eq!(response.value(), &[1, 3]);
    assert_eq!(
        (
            response.misfits()[0].pointer.as_str(),
            &response.misfits()[0].value
        ),
        ("/1", &json!("two"))
    );
    assert_eq!(response.raw(), r#"[1,"two",3]"#);

    let error = list().strict().await.unwrap_err();
    let Error::Response(failed) = &error else {
        panic!("{error}")
    };
    assert_eq!(
        (
            failed.error.pointer.as_str(),
            error.status().unwrap().as_u16()
        ),
        ("/1", 200)
    );

    let strict = crate::support::builder()
        .transport(memory.server.clone())
        .no_auth()
        .strict()
        .build()
        .unwrap();
    get(&strict).expect::<Json<Vec<u8>>>().await.unwrap_err();
}
