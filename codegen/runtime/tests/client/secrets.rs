//! Where secrets must not go: to other hosts, and into errors and `Debug` output, whatever the server does with them.

use crate::support::{Memory, RawServer, builder, call, get, response};
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine as _};
use client_runtime::http::Method;
use client_runtime::testing::{MockTransport, Reply};
use client_runtime::{
    Client, ClientBuilder, ConfigError, Credentials, Error, Json, SchemeKind, SecurityScheme,
    Server, Settings, Style, TokenUrl, Value,
};
use serde_json::json;

/// A secret with characters that are escaped in forms, URLs and JSON.
const SECRET: &str = "SECRET+PLAN\"TED/45%6=";

static FOREIGN_ENDPOINT: Settings = Settings::new(
    "example/1.0",
    Server::new("https://{tenant}.api.example.com", "").variables(&[("tenant", "tenant")]),
)
.token_url(TokenUrl::Documented(
    "https://tenant.api.example.com/oauth/token",
))
.schemes(&[SecurityScheme::new(
    "oauth2",
    SchemeKind::OAuth2 {
        client_credentials: true,
    },
)]);

#[tokio::test]
async fn the_client_secret_is_not_sent_to_the_placeholder_host_of_the_docs() {
    let server = MockTransport::new();
    let builder = || ClientBuilder::<Client>::new(&FOREIGN_ENDPOINT).transport(server.clone());
    for builder in [
        builder().base_url("https://acme.api.example.com"),
        builder().variable("tenant", "acme"),
    ] {
        let error = builder
            .client_credentials("id", SECRET)
            .build()
            .unwrap_err();
        assert!(matches!(error, ConfigError::TokenUrl { .. }));
        assert!(error.to_string().contains("token_url()"), "{error}");
    }
    // The same with credentials that the builder doesn't know.
    let client = builder()
        .variable("tenant", "acme")
        .no_auth()
        .build()
        .unwrap();
    let own = Credentials::client_credentials("id", SECRET);
    let request = client.request(Method::GET, "/x").credentials(own.clone());
    let error = request.await.unwrap_err();
    assert!(
        matches!(error, Error::Auth(_)) && error.to_string().contains("token_url()"),
        "{error}"
    );
    assert!(server.requests().is_empty());

    // The user names it.
    server
        .on_request(Method::POST, "/token")
        .reply_json(200, &json!({"access_token": "token"}));
    let client = builder()
        .variable("tenant", "acme")
        .token_url("https://{tenant}.login.example.com/token")
        .credentials(own)
        .default_header("x-gateway-key", "hush-hush")
        .build()
        .unwrap();
    let _ = client.request(Method::GET, "/x").await;
    let requests = server.requests();
    assert_eq!(
        requests[0].url.as_str(),
        "https://acme.login.example.com/token"
    );
    assert_eq!(requests[1].header("authorization"), Some("Bearer token"));
    // Another host gets no other secret.
    assert_eq!(requests[0].header("x-gateway-key"), None);
    assert_eq!(requests[1].header("x-gateway-key"), Some("hush-hush"));
}

/// The secret as a server may repeat it.
fn spellings() -> Vec<String> {
    let form: String = url::form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
    let pair = format!("id:{SECRET}");
    vec![
        SECRET.to_owned(),
        form.to_ascii_lowercase()
            .replace("secret", "SECRET")
            .replace("plan", "PLAN")
            .replace("ted", "TED"),
        form,
        json!(SECRET).to_string(),
        BASE64_STANDARD.encode(SECRET),
        BASE64_STANDARD.encode(&pair),
        BASE64_URL_SAFE_NO_PAD.encode(pair),
    ]
}

fn assert_masked(printed: &str) {
    for spelling in spellings() {
        let spelling = spelling.trim_matches(['"', '=']);
        assert!(!printed.contains(spelling), "{spelling} in {printed}");
    }
    assert!(!printed.contains("SECRET"), "{printed}");
}

#[tokio::test]
async fn a_token_endpoint_that_repeats_the_secret() {
    for spelling in spellings() {
        for padding in [0, 250, 290] {
            let text = format!("{}{spelling} isn't known", "x".repeat(padding));
            for body in [json!({"error_description": text}).to_string(), text] {
                let memory = Memory::new();
                memory.on(Method::POST, "/oauth/token", [Reply::bytes(401, body)]);
                let client = builder()
                    .transport(memory.server.clone())
                    .client_credentials("id", SECRET);
                let error = get(&client.build().unwrap()).await.unwrap_err();
                assert_masked(&format!("{error} {error:?}"));
                assert!(error.to_string().contains("401 Unauthorized"), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn a_server_that_repeats_the_request() {
    for credentials in [
        Credentials::bearer(SECRET),
        Credentials::basic("id", SECRET),
        Credentials::api_key(SECRET),
    ] {
        for spelling in spellings() {
            let body =
                json!({"message": format!("you sent {spelling}"), "headers": {"a": spelling}});
            for status in [403, 200] {
                let memory = Memory::new();
                memory.on(
                    Method::GET,
                    "/beta/x",
                    [Reply::json(status, &body).header("x-echo", "ok")],
                );
                let operation = client_runtime::Operation::new(
                    "call",
                    Method::GET,
                    "/x",
                    &crate::support::SERVER,
                );
                let security: &[&str] = &["oauth2", "basic", "header"];
                let call: crate::support::Call =
                    crate::support::leak(operation.security(security)).request(&memory.client);
                let call = call
                    .expect::<Json<Vec<Value>>>()
                    .credentials(credentials.clone());
                let error = call.await.unwrap_err();
                assert_masked(&format!("{error} {error:?}"));
            }
        }
    }
}

#[tokio::test]
async fn debug_output_is_short_and_without_values_of_headers_and_parameters() {
    let memory = Memory::signed_in();
    let large = json!({"message": "no", "data": "y".repeat(1_000_000)});
    let reply = || Reply::json(400, &large).header("set-cookie", "sid=hush");
    memory.on(Method::GET, "/beta/x", [reply()]);
    let error = get(&memory.client).await.unwrap_err();
    assert!(
        format!("{error:?}").len() < 3000,
        "{}",
        format!("{error:?}").len()
    );
    assert_eq!(error.raw_body().unwrap().len(), large.to_string().len());
    assert!(!format!("{error:?}").contains("hush"), "{error:?}");

    let list = get(&memory.client).expect::<Json<Vec<u8>>>();
    memory.on(Method::GET, "/beta/y", [Reply::json(200, &large)]);
    let error = call(&memory.client, Method::GET, "/y")
        .expect::<Json<Vec<u8>>>()
        .await
        .unwrap_err();
    assert!(
        format!("{error:?}").len() < 3000 && error.to_string().len() < 1000,
        "{error:?}"
    );

    let request = list
        .header("x-api-key", "hush")
        .header("accept-language", "en")
        .query(Style::form("key"), "hush")
        .cookie(Style::form("sid"), "hush");
    let printed = format!("{request:?}");
    assert!(!printed.contains("hush"), "{printed}");
    assert!(
        printed.contains("x-api-key") && printed.contains("\"en\"") && printed.contains("key"),
        "{printed}"
    );
    let _ = request.send().await;
    let printed = format!("{:?}", memory.server.requests().pop().unwrap().headers);
    assert!(!printed.contains("hush"), "{printed}");
}

#[test]
fn a_base_url_with_a_secret_is_an_error_without_it() {
    for url in [
        "https://user:hush@h:99999/",
        "https://user:hush@h/",
        "https://h/?api_key=hush",
        "https://h/#hush",
        "user:hush@h",
        "ftp://user:hush@h/",
        "https://user:hush",
    ] {
        let builder = builder().base_url(url).no_auth();
        let printed = format!("{builder:?}");
        let error = builder.build().unwrap_err();
        let printed = format!("{printed} {error} {error:?}");
        if url.contains(['@', '?', '#']) {
            assert!(!printed.contains("hush"), "{printed}");
        }
    }
}

#[tokio::test]
async fn headers_that_the_client_sets_itself_are_errors() {
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/x", [Reply::json(200, &json!({}))]);
    for name in [
        "host",
        "Host",
        "content-length",
        "transfer-encoding",
        "connection",
    ] {
        let error = get(&memory.client).header(name, "evil").await.unwrap_err();
        assert!(
            matches!(error, Error::Request(_)) && error.to_string().contains(name),
            "{error}"
        );
        let error = builder()
            .no_auth()
            .default_header(name, "evil")
            .build()
            .unwrap_err();
        assert!(matches!(error, ConfigError::Header { .. }), "{error}");
    }
    let own = || get(&memory.client).header("authorization", "Bearer own");
    let error = own().await.unwrap_err();
    assert!(
        matches!(error, Error::Request(_)) && error.to_string().contains("credentials()"),
        "{error}"
    );
    assert_eq!(memory.count("/beta/x"), 0);
    own().credentials(Credentials::none()).await.unwrap();
    let requests = memory.server.requests();
    assert_eq!(
        requests.last().unwrap().header("authorization"),
        Some("Bearer own")
    );
}

#[tokio::test]
async fn a_host_header_is_never_sent_with_a_token() {
    let server = RawServer::start([response("200 OK", "", "{}")]).await;
    let client = builder()
        .base_url(&*server.url)
        .bearer_token("token")
        .build()
        .unwrap();
    get(&client).header("host", "evil").await.unwrap_err();
    assert!(server.requests().is_empty());
    get(&client).await.unwrap();
    assert_eq!(server.requests().len(), 1);
}
