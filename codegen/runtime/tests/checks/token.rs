//! The token endpoint's responses: a token is used as it is, nothing else is, and no error contains the secret.

use super::entropy::Entropy;
use super::{Memory, SETTINGS, odd, run};
use client_runtime::http::Method;
use client_runtime::testing::{Reply, Route};
use serde_json::{Value, json};
use std::time::Duration;

/// Characters that are escaped in every spelling.
const SECRET: &str = "hush+\"hush\"/\\4é6==";

pub(crate) fn token(bytes: &[u8]) {
    let mut entropy = Entropy::new(bytes);
    let memory = Memory::new();
    let endpoint = memory.server.on_request(Method::POST, "/oauth/token");
    let tokens: Vec<Value> = (0..1 + entropy.below(3))
        .map(|_| respond(&endpoint, &mut entropy))
        .collect();
    let api_status = *entropy.pick(&[200, 401, 403, 429, 500]);
    memory
        .server
        .on_request(Method::GET, "/a")
        .reply(Reply::bytes(api_status, "{}"));
    let builder = memory
        .builder(&SETTINGS)
        .base_url("https://api.example.org");
    let client = builder.client_credentials("id", SECRET).build().unwrap();

    for _ in 0..3 {
        let result = run(client.request(Method::GET, "/a").send());
        if let Err(error) = &result {
            let shown = format!("{error} {error:?} {:?}", std::error::Error::source(error));
            assert_silent(&shown);
        }
        memory
            .clock
            .advance(Duration::from_secs(entropy.below(4000) as u64));
    }

    let requests = memory.server.requests();
    let (fetches, calls): (Vec<_>, Vec<_>) = requests
        .iter()
        .partition(|request| request.url.path() == "/oauth/token");
    // Each of the three calls makes four attempts at most, and one more with another token, each with a token.
    assert!(
        fetches.len() <= 3 * 8 && calls.len() <= 3 * 5,
        "{requests:?}"
    );
    for call in calls {
        assert_eq!(call.url.path(), "/a");
        let sent = String::from_utf8_lossy(call.headers["authorization"].as_bytes());
        let is_ours = |token: &Value| {
            token
                .as_str()
                .is_some_and(|token| sent == format!("Bearer {token}"))
        };
        assert!(tokens.iter().any(is_ours), "{sent} isn't one of {tokens:?}");
        assert!(!call.url.as_str().contains("hush") && call.body.is_empty());
    }
    for fetch in fetches {
        assert_eq!(
            (&fetch.method, fetch.header("authorization")),
            (&Method::POST, None)
        );
        assert_eq!(fetch.url.query(), None);
    }
}

/// Adds a response of the token endpoint. Returns the token in it.
fn respond(endpoint: &Route, entropy: &mut Entropy<'_>) -> Value {
    let status = *entropy.pick(&[200, 200, 201, 204, 302, 400, 401, 429, 503, 200]);
    let token = match entropy.below(6) {
        0..=2 => Value::from(format!("t{}", entropy.below(3))),
        3 => Value::from(other_text(entropy)),
        4 => odd_value(entropy),
        _ => Value::from(echo(entropy)),
    };
    let body = json!({
        "access_token": token,
        "expires_in": odd_value(entropy),
        "token_type": other_text(entropy),
        "error": odd_value(entropy),
        "error_description": format!("{}{}", " x".repeat(entropy.below(700)), echo(entropy)),
    });
    let body = match entropy.below(4) {
        0 => other_text(entropy) + &echo(entropy),
        1 => Value::from(body.to_string()).to_string(),
        _ => body.to_string(),
    };
    let parsed: Option<Value> = serde_json::from_str(&body).ok();
    let token = parsed.and_then(|body| body.get("access_token").cloned());
    let reply = Reply::bytes(status, body)
        .header("content-type", &format!("text/{}", echo(entropy)))
        .header("location", "https://evil.example/");
    endpoint.clone().reply(reply);
    token.filter(|_| status / 100 == 2).unwrap_or_default()
}

fn odd_value(entropy: &mut Entropy<'_>) -> Value {
    match entropy.below(12) {
        0 => Value::Null,
        1 => json!(0),
        2 => json!(-1),
        3 => json!(0.5),
        4 => json!(1e300),
        5 => json!("749"),
        6 => json!("NaN"),
        7 => json!("inf"),
        8 => json!([749]),
        9 => json!(other_text(entropy)),
        _ => json!(1 + entropy.below(4000)),
    }
}

/// Text without the letter that all parts of the secret have: a fuzzer learns the secret, and makes texts like it.
fn other_text(entropy: &mut Entropy<'_>) -> String {
    odd::text(entropy).replace('h', "")
}

/// The secret as a server may repeat it.
fn echo(entropy: &mut Entropy<'_>) -> String {
    let form: String = url::form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
    match entropy.below(5) {
        0 => SECRET.to_owned(),
        1 => form,
        2 => format!("client_secret={}&x", form.to_lowercase()),
        3 => Value::from(SECRET).to_string(),
        _ => other_text(entropy),
    }
}

/// Asserts that no part of the secret can be read, however it is escaped.
fn assert_silent(text: &str) {
    let plain = text.replace('\\', "");
    for part in ["hush+", "\"hush\"", "hush\"/", "hush%2", "hush&quot;"] {
        assert!(!plain.contains(part), "{text}");
    }
}
