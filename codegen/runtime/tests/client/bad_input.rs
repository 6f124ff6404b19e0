//! Invalid input from servers and callers.

use crate::support::{Action, Memory, RawServer, builder, call, get, post, response};
use client_runtime::http::Method;
use client_runtime::testing::{ManualClock, Reply};
use client_runtime::{Client, ClientBuilder, Error, Json, Style, Text, TransportErrorKind};
use serde_json::json;

fn against(server: &RawServer) -> ClientBuilder<Client> {
    builder()
        .base_url(&*server.url)
        .clock(ManualClock::new())
        .no_auth()
}

#[tokio::test]
async fn no_credentials() {
    let error = builder().build().unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("no credentials: pass some to the builder or call no_auth()"),
        "{error}"
    );
}

#[tokio::test]
async fn a_bad_url() {
    for (url, message) in [
        ("", "isn't a valid URL"),
        ("api.example.com", "isn't a valid URL"),
        ("ftp://api.example.com", "isn't an http or https URL"),
        ("https://api.example.com?x=1", "has a query"),
        ("https://user:hush@api.example.com", "with basic()"),
    ] {
        let error = builder()
            .base_url(url)
            .no_auth()
            .build()
            .unwrap_err()
            .to_string();
        assert!(
            error.contains(message) && !error.contains("hush"),
            "{url}: {error}"
        );
    }
    for (tenant, message) in [
        ("", "has no value"),
        ("a/b", "can't be"),
        ("a.evil.com#", "can't be"),
        ("a@evil", "can't be"),
    ] {
        let error = builder()
            .variable("tenant", tenant)
            .no_auth()
            .build()
            .unwrap_err()
            .to_string();
        assert!(error.contains(message), "{tenant}: {error}");
    }
}

#[tokio::test]
async fn a_token_endpoint_with_an_html_response() {
    let memory = Memory::new();
    let page = "<html><body>\n  Please   log in\n</body></html>";
    memory.on(
        Method::POST,
        "/oauth/token",
        [
            Reply::bytes(200, page).header("content-type", "text/html"),
            Reply::bytes(403, page),
        ],
    );
    let error = get(&memory.client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "call: not authorized: the token endpoint responded 200 OK (text/html) without a token"
    );
    let error = get(&memory.client).await.unwrap_err().to_string();
    assert!(
        error.ends_with("403 Forbidden: <html><body> Please log in </body></html>"),
        "{error}"
    );
}

#[tokio::test]
async fn a_success_without_a_body() {
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/x", [Reply::status(200)]);
    let error = get(&memory.client).await.unwrap_err();
    assert!(matches!(error, Error::Response(_)));
    let message = "call: 200 OK, but the response can't be decoded: the body is empty instead of JSON (at the root)";
    assert_eq!(error.to_string(), message);
}

#[tokio::test]
async fn a_body_that_is_cut_off() {
    let cut =
        || Action::Write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"a\": [1, ".to_vec());
    // An idempotent operation is repeated.
    let server = RawServer::start([cut(), response("200 OK", "", "{}")]).await;
    get(&against(&server).build().unwrap()).await.unwrap();
    // For any other, the error has the status: the call had its effect.
    let server = RawServer::start([cut()]).await;
    let error = post(&against(&server).build().unwrap()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 200);
    assert!(
        error
            .to_string()
            .starts_with("call: 200 OK, but the connection broke"),
        "{error}"
    );

    // The same, with a length as if it were complete.
    let server = RawServer::start([response("200 OK", "", "{\"a\": [1, ")]).await;
    let error = get(&against(&server).build().unwrap()).await.unwrap_err();
    assert!(matches!(error, Error::Response(_)));
    assert_eq!(error.raw_body().unwrap(), "{\"a\": [1, ");
}

#[tokio::test]
async fn a_body_that_is_too_large() {
    // Its length is a gigabyte; reading stops at the limit.
    let mut large = b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n[".to_vec();
    large.resize(large.len() + 70_000, b' ');
    let server = RawServer::start([Action::WriteAndHang(large)]).await;
    let error = get(&against(&server).max_body_bytes(65_536).build().unwrap())
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the body is larger than 65536 bytes (max_body_bytes)"),
        "{error}"
    );
    assert_eq!(
        (
            error.status().unwrap().as_u16(),
            error.raw_body().unwrap().len()
        ),
        (200, 65_536)
    );
    assert_eq!(server.requests().len(), 1);

    // An error status is still reported as one.
    let server = RawServer::start([response("418 I'm a teapot", "", &"x".repeat(70_000))]).await;
    let error = get(&against(&server).max_body_bytes(65_536).build().unwrap())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Status(_)));
    assert_eq!(error.raw_body().unwrap().len(), 65_536);
}

#[tokio::test]
async fn an_error_status_with_an_incomplete_body_is_still_reported() {
    let cut =
        Action::Write(b"HTTP/1.1 404 Not Found\r\ncontent-length: 100\r\n\r\nnot th".to_vec());
    let server = RawServer::start([cut]).await;
    let error = get(&against(&server).build().unwrap()).await.unwrap_err();
    assert_eq!(error.to_string(), "call: 404 Not Found: not th");
}

#[tokio::test]
async fn a_response_that_is_not_http() {
    for bytes in [&b""[..], b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200"] {
        let server = RawServer::start([Action::Write(bytes.to_vec())]).await;
        let error = post(&against(&server).build().unwrap()).await.unwrap_err();
        let Error::Connection(error) = error else {
            panic!("{error}")
        };
        assert_eq!(error.error.kind(), TransportErrorKind::Interrupted);
    }
}

#[tokio::test]
async fn a_refused_connection() {
    let client = builder()
        .base_url("http://127.0.0.1:1")
        .clock(ManualClock::new())
        .no_auth()
        .build()
        .unwrap();
    let error = get(&client).await.unwrap_err();
    assert!(
        error.to_string().starts_with("call: no connection: "),
        "{error}"
    );
    assert!(error.is_retryable());
}

#[tokio::test]
async fn a_header_that_is_not_utf_8() {
    let bytes = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\nx-odd: caf\xE9\r\nx-total-count: \xFF\r\nretry-after: \xFF\r\n\r\n{}";
    let server = RawServer::start([Action::Write(bytes.to_vec())]).await;
    let response = get(&against(&server).build().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!((response.header("x-odd"), response.total()), (None, None));
    assert_eq!(response.headers()["x-odd"].as_bytes(), b"caf\xE9");
}

#[tokio::test]
async fn a_text_that_is_not_utf_8() {
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/x", [Reply::bytes(200, &b"caf\xE9"[..])]);
    let error = get(&memory.client).expect::<Text>().await.unwrap_err();
    assert!(error.to_string().contains("invalid UTF-8"), "{error}");
    assert_eq!(&error.raw_body().unwrap()[..], b"caf\xE9");
}

#[tokio::test]
async fn path_parameters_stay_in_their_segment() {
    let memory = Memory::signed_in();
    let request = |value: &str| call(&memory.client, Method::GET, "/x/{id}/y").path("id", value);
    for value in ["", ".", ".."] {
        let error = request(value).await.unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{error}");
    }
    assert!(memory.server.requests().is_empty());
    for (value, segment) in [
        ("a/b", "a%2Fb"),
        ("../z", "..%2Fz"),
        ("a?b#c", "a%3Fb%23c"),
        ("%2e%2e", "%252e%252e"),
        ("ä €", "%C3%A4%20%E2%82%AC"),
        ("a\r\nb\\", "a%0D%0Ab%5C"),
    ] {
        request(value).send().await.unwrap_err();
        assert_eq!(
            memory.server.requests().last().unwrap().url.path(),
            format!("/beta/x/{segment}/y")
        );
    }
}

#[tokio::test]
async fn reserved_characters_are_allowed_in_queries_only() {
    let memory = Memory::signed_in();
    for style in [Style::simple("id"), Style::label("id"), Style::matrix("id")] {
        let request = call(&memory.client, Method::GET, "/x/{id}/y")
            .path_styled(style.allow_reserved(), "../z?a=1")
            .query(Style::form("q").allow_reserved(), "/?")
            .cookie(Style::form("c").allow_reserved(), "1;d=2");
        request.send().await.unwrap_err();
        let sent = memory.server.requests().pop().unwrap();
        assert!(
            sent.url.path().ends_with("..%2Fz%3Fa%3D1/y"),
            "{}",
            sent.url
        );
        assert_eq!(sent.url.query(), Some("q=/?"));
        assert_eq!(sent.header("cookie"), Some("c=1%3Bd%3D2"));
    }
}

#[tokio::test]
async fn an_invalid_request_is_an_error() {
    let memory = Memory::signed_in();
    let client = &memory.client;
    let odd: std::collections::BTreeMap<Vec<u8>, u8> = [(vec![1], 1)].into();
    for (request, message) in [
        (
            call(client, Method::GET, "/x/{id}"),
            "the path parameter `id` has no value",
        ),
        (call(client, Method::GET, "/x/{id"), "has a `{` without `}`"),
        (
            call(client, Method::GET, "/x/{id}").path("id", None::<u8>),
            "the path parameter `id` is empty",
        ),
        (get(client).header("x y", "z"), "invalid header `x y`"),
        (get(client).header("x", "a\nb"), "invalid header `x`"),
        (
            get(client).json("application/json", &odd),
            "the body can't be serialized",
        ),
        (
            get(client).query(client_runtime::Style::form("q"), &odd),
            "the parameter `q` can't be serialized",
        ),
        (get(client).form(&[1]), "a form must be an object"),
        (
            get(client).bytes("text/csv", client_runtime::Body::file("/no/such/file")),
            "/no/such/file",
        ),
    ] {
        let error = request.await.unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{error:?}");
        assert!(
            error.to_string().starts_with("call: not sent: ")
                && error.to_string().contains(message),
            "{error}"
        );
    }
    let raw = client
        .request(Method::GET, "@evil.example.com/")
        .await
        .unwrap_err();
    assert!(
        raw.to_string()
            .contains("no reply to GET /@evil.example.com/"),
        "{raw}"
    );
    assert_eq!(
        memory.server.requests().last().unwrap().url.host_str(),
        Some("acme.api.example.com")
    );
}

#[tokio::test]
async fn html_instead_of_json() {
    let memory = Memory::signed_in();
    memory.on(
        Method::GET,
        "/beta/x",
        [Reply::bytes(200, "<html>ok</html>")],
    );
    let error = get(&memory.client).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("expected value at line 1 column 1"),
        "{error}"
    );
    let error = get(&memory.client)
        .expect::<Json<Vec<u8>>>()
        .strict()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Response(_)));
    memory.on(Method::GET, "/beta/x", [Reply::json(200, &json!({}))]);
}
