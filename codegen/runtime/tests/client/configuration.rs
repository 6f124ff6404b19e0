use crate::support::{Memory, RawServer, builder, get, response};
use client_runtime::http::{Method, Request, Response};
use client_runtime::testing::Reply;
use client_runtime::{BoxFuture, ByteStream, ConfigError, Transport, TransportError};
use std::sync::Arc;

#[tokio::test]
async fn a_base_url_can_have_a_path() {
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/gw/acme/beta/x", [Reply::bytes(200, "{}")]);
    let client = builder()
        .transport(memory.server.clone())
        .base_url(" https://gateway.example.com/gw/acme/ ")
        .client_credentials("id", "secret")
        .build()
        .unwrap();
    memory.on(
        Method::POST,
        "/gw/acme/oauth/token",
        [Reply::bytes(
            200,
            r#"{"access_token": "t", "expires_in": "60"}"#,
        )],
    );
    get(&client).await.unwrap();
    let urls: Vec<_> = memory
        .server
        .requests()
        .iter()
        .map(|request| request.url.to_string())
        .collect();
    assert_eq!(
        urls,
        [
            "https://gateway.example.com/gw/acme/oauth/token",
            "https://gateway.example.com/gw/acme/beta/x"
        ]
    );
}

#[tokio::test]
async fn a_variable_is_part_of_the_host() {
    let memory = Memory::new();
    let client = builder()
        .transport(memory.server.clone())
        .variable("tenant", "other")
        .no_auth()
        .build()
        .unwrap();
    get(&client).await.unwrap_err();
    assert_eq!(
        memory.server.requests()[0].url.as_str(),
        "https://other.api.example.com/beta/x"
    );
    assert!(
        format!("{client:?}").contains("https://other.api.example.com"),
        "{client:?}"
    );
}

#[tokio::test]
async fn everything_goes_through_the_proxy() {
    let proxy = RawServer::start([response("200 OK", "", r#"{"access_token": "t"}"#)]).await;
    let client = builder()
        .base_url("http://api.example.com")
        .allow_plain_http()
        .proxy(&*proxy.url)
        .client_credentials("id", "secret")
        .build()
        .unwrap();
    get(&client).await.unwrap();
    let lines: Vec<_> = proxy
        .requests()
        .iter()
        .map(|request| request.lines().next().unwrap().to_owned())
        .collect();
    assert_eq!(
        lines,
        [
            "POST http://api.example.com/oauth/token HTTP/1.1",
            "GET http://api.example.com/beta/x HTTP/1.1"
        ]
    );
}

#[tokio::test]
async fn the_reqwest_client_can_be_replaced() {
    let server = RawServer::start([response("200 OK", "", "{}")]).await;
    let own = client_runtime::reqwest::Client::builder()
        .http1_title_case_headers()
        .build()
        .unwrap();
    get(&builder()
        .base_url(&*server.url)
        .http_client(own)
        .no_auth()
        .build()
        .unwrap())
    .await
    .unwrap();
    assert!(
        server.requests()[0].contains("User-Agent: example/1.0"),
        "{}",
        server.requests()[0]
    );
}

#[test]
fn invalid_settings_are_errors_of_the_builder() {
    let message = |error: ConfigError| error.to_string();
    let error = message(
        builder()
            .no_auth()
            .default_header("x y", "z")
            .build()
            .unwrap_err(),
    );
    assert!(error.contains("invalid header `x y`"), "{error}");
    let error = message(
        builder()
            .no_auth()
            .user_agent_suffix("a\nb")
            .build()
            .unwrap_err(),
    );
    assert!(error.contains("user-agent"), "{error}");
    for builder in [
        builder().no_auth().proxy("::"),
        builder()
            .no_auth()
            .root_certificate("-----BEGIN CERTIFICATE-----\n!\n"),
    ] {
        let error = message(builder.build().unwrap_err());
        assert!(
            error.starts_with("can't build the HTTP client: "),
            "{error}"
        );
    }
}

#[test]
fn loading_from_nowhere_finds_nothing() {
    let error = builder().load().unwrap().build().unwrap_err();
    assert!(matches!(error, ConfigError::NoCredentials { .. }));
    builder().load().unwrap().no_auth().build().unwrap();
}

/// Middleware that appends a header value.
#[derive(Debug)]
struct Marked(Arc<dyn Transport>, &'static str);

impl Transport for Marked {
    fn send(
        &self,
        mut request: Request<ByteStream>,
    ) -> BoxFuture<'_, Result<Response<ByteStream>, TransportError>> {
        request
            .headers_mut()
            .append("x-via", self.1.parse().unwrap());
        self.0.send(request)
    }
}

#[tokio::test]
async fn middleware_wraps_the_transport_and_sees_everything() {
    let server = RawServer::start([response("200 OK", "", r#"{"access_token": "t"}"#)]).await;
    let client = builder()
        .base_url(&*server.url)
        .client_credentials("id", "secret")
        .middleware(|transport| Marked(transport, "inner"))
        .middleware(|transport| Marked(transport, "outer"))
        .build()
        .unwrap();
    get(&client).await.unwrap();
    assert_eq!(server.requests().len(), 2);
    for request in server.requests() {
        assert!(
            request.contains("x-via: outer\r\nx-via: inner"),
            "{request}"
        );
    }
}
