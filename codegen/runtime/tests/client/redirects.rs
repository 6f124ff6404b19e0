//! Over real connections: which credentials go where is the transport's business too.

use crate::support::{RawServer, answer, builder, get, post};
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

fn ok() -> crate::support::Act {
    answer("200 OK", "", "{}")
}

fn to(status: &str, location: &str) -> crate::support::Act {
    answer(status, &format!("location: {location}\r\n"), "")
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
    let there = &other.requests()[0];
    assert!(there.starts_with("GET /elsewhere HTTP/1.1\r\n"), "{there}");
    assert!(!there.contains("hush"), "{there}");
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
        let call: crate::support::Call = operation.security(scheme).request(&client(&server));
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
async fn within_a_host_method_body_and_token_go_along() {
    let server = RawServer::start([to("308 Permanent Redirect", "/beta/y?z=1"), ok()]).await;
    post(&client(&server))
        .json("application/json", &json!([7]))
        .await
        .unwrap();
    let there = &server.requests()[1];
    assert!(
        there.starts_with("POST /beta/y?z=1 HTTP/1.1\r\n"),
        "{there}"
    );
    assert!(
        there.contains("authorization: Bearer hush") && there.ends_with("\r\n\r\n[7]"),
        "{there}"
    );
}

#[tokio::test]
async fn a_body_does_not_go_to_another_host() {
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
async fn a_post_does_not_become_a_get_unless_it_is_asked_to() {
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
    let there = &server.requests()[1];
    assert!(
        there.starts_with("GET /beta/y HTTP/1.1\r\n") && there.ends_with("\r\n\r\n"),
        "{there}"
    );
    assert!(!there.contains("content-type"), "{there}");
}

#[tokio::test]
async fn a_stream_is_not_sent_to_a_second_place() {
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
async fn a_location_that_is_none_is_the_answer() {
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
            .contains("the token endpoint answered 307"),
        "{error}"
    );
    assert!(other.requests().is_empty());
}
