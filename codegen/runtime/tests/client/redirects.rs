//! Redirects, over real connections, because the transport must not follow them with credentials.

use crate::support::{RawServer, builder, call, get, post, response};
use client_runtime::http::Method;
use client_runtime::{Body, Client, Credentials};
use serde_json::json;

fn client(server: &RawServer) -> Client {
    builder()
        .base_url(&*server.url)
        .bearer_token("hush")
        .api_key("hush-key")
        .default_header("x-own", "hush")
        .build()
        .unwrap()
}

fn ok() -> crate::support::Action {
    response("200 OK", "", "{}")
}

fn to(status: &str, location: &str) -> crate::support::Action {
    response(status, &format!("location: {location}\r\n"), "")
}

#[tokio::test]
async fn a_token_stays_with_its_host() {
    let other = RawServer::start([ok()]).await;
    let server = RawServer::start([to("302 Found", &format!("{}/elsewhere", other.url))]).await;
    get(&client(&server))
        .header("cookie", "hush")
        .await
        .unwrap();
    assert!(server.requests()[0].contains("authorization: Bearer hush"));
    let request = &other.requests()[0];
    assert!(
        request.starts_with("GET /elsewhere HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(!request.contains("hush"), "{request}");
}

#[tokio::test]
async fn a_key_stays_with_its_host() {
    let other = RawServer::start([ok()]).await;
    let server = RawServer::start([to(
        "307 Temporary Redirect",
        &format!("{}/elsewhere", other.url),
    )])
    .await;
    for scheme in [&["header"], &["query"], &["cookie"]] {
        let operation = client_runtime::Operation::new(
            "call",
            client_runtime::http::Method::GET,
            "/x",
            &crate::support::SERVER,
        );
        let call: crate::support::Call =
            crate::support::leak(operation.security(scheme)).request(&client(&server));
        call.await.unwrap();
    }
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.contains("hush-key"))
    );
    assert!(
        other
            .requests()
            .iter()
            .all(|request| !request.contains("hush"))
    );
}

#[tokio::test]
async fn a_redirect_within_the_host_keeps_method_body_and_token() {
    let server = RawServer::start([to("308 Permanent Redirect", "/beta/y?z=1"), ok()]).await;
    post(&client(&server))
        .json("application/json", &json!([7]))
        .await
        .unwrap();
    let request = &server.requests()[1];
    assert!(
        request.starts_with("POST /beta/y?z=1 HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.contains("authorization: Bearer hush") && request.ends_with("\r\n\r\n[7]"),
        "{request}"
    );
}

#[tokio::test]
async fn a_body_is_not_sent_to_another_host() {
    let other = RawServer::start([ok()]).await;
    let server = RawServer::start([to("307 Temporary Redirect", &other.url)]).await;
    let error = post(&client(&server))
        .json("application/json", &json!([7]))
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 307);
    assert_eq!(error.headers().unwrap()["location"], other.url.as_str());
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn a_post_becomes_a_get_only_after_303() {
    let server = RawServer::start([to("301 Moved Permanently", "/beta/y")]).await;
    let error = post(&client(&server))
        .json("application/json", &json!([7]))
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 301);

    let server = RawServer::start([to("303 See Other", "/beta/y"), ok()]).await;
    post(&client(&server))
        .json("application/json", &json!([7]))
        .await
        .unwrap();
    let request = &server.requests()[1];
    assert!(
        request.starts_with("GET /beta/y HTTP/1.1\r\n") && request.ends_with("\r\n\r\n"),
        "{request}"
    );
    assert!(!request.contains("content-type"), "{request}");
}

#[tokio::test]
async fn another_host_does_not_give_the_result_of_a_change() {
    let other = RawServer::start([response("200 OK", "", r#"{"name": "theirs"}"#)]).await;
    let server = RawServer::start([to("303 See Other", &other.url)]).await;
    let change = call(&client(&server), Method::PATCH, "/x");
    let error = change
        .json("application/json", &json!([7]))
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 303);
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn a_stream_is_not_redirected() {
    let server = RawServer::start([to("307 Temporary Redirect", "/beta/y"), ok()]).await;
    let stream =
        futures_util::stream::iter([Ok::<_, std::io::Error>(client_runtime::Bytes::from("once"))]);
    let error = post(&client(&server))
        .bytes("text/plain", Body::stream(stream))
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 307);
}

#[tokio::test]
async fn a_loop_ends() {
    let server = RawServer::start([to("302 Found", "/beta/x")]).await;
    let error = get(&client(&server)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 302);
    assert_eq!(server.requests().len(), 11);
}

#[tokio::test]
async fn a_redirect_to_an_invalid_location_is_returned() {
    for location in ["http://", "ftp://127.0.0.1/", "file:///etc/passwd"] {
        let server = RawServer::start([to("302 Found", location)]).await;
        assert_eq!(
            get(&client(&server)).await.unwrap_err().status().unwrap(),
            302,
            "{location}"
        );
    }
}

#[tokio::test]
async fn the_secret_of_client_credentials_is_not_redirected() {
    let other = RawServer::start([ok()]).await;
    let server = RawServer::start([to(
        "307 Temporary Redirect",
        &format!("{}/oauth/token", other.url),
    )])
    .await;
    let client = builder()
        .base_url(&*server.url)
        .credentials(Credentials::client_credentials("id", "hush"))
        .build()
        .unwrap();
    let error = get(&client).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the token endpoint responded 307"),
        "{error}"
    );
    assert!(other.requests().is_empty());
}
