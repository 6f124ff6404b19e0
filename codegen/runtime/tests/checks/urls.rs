//! Where requests go: only to the host and below the path that the user chose, and with parameters as they were given.

use super::entropy::Entropy;
use super::{Memory, SERVER, SETTINGS, odd, run, settings};
use client_runtime::http::Method;
use client_runtime::testing::{RecordedRequest, Reply};
use client_runtime::{Client, Operation, RawRequest, RetryPolicy, Settings, Style, TokenUrl};
use serde_json::json;
use url::Url;

/// The token endpoint that the docs of many APIs have: on a host of its own, with the tenant in it.
static DOCUMENTED: Settings = settings(TokenUrl::Documented(
    "https://{tenant}.login.example.com/token",
));

const BASES: [&str; 4] = [
    "https://api.example.org",
    "https://api.example.org/gateway/v1",
    "https://api.example.org/gateway/",
    "http://127.0.0.1:8080/a%20b",
];

pub(crate) fn urls(bytes: &[u8]) {
    let mut entropy = Entropy::new(bytes);
    match entropy.below(6) {
        0 => path(&mut entropy),
        1 => base_url(&mut entropy),
        2 => parameters(&mut entropy),
        3 => variable(&mut entropy),
        4 => token_url(&mut entropy),
        _ => redirect(&mut entropy),
    }
}

/// The request that is sent, if one is.
fn sent(memory: &Memory, client: &Client, request: RawRequest) -> Option<RecordedRequest> {
    let _ = client;
    let _ = run(request.retry(RetryPolicy::never()).send());
    let mut requests = memory.server.requests();
    assert!(requests.len() <= 1);
    requests.pop()
}

fn assert_below(url: &Url, base: &Url) {
    assert_eq!(url.origin(), base.origin(), "{url}");
    assert_eq!((url.username(), url.password()), ("", None), "{url}");
    assert_eq!(url.fragment(), None, "{url}");
    let below = url.path().strip_prefix(base.path().trim_end_matches('/'));
    let below = below.unwrap_or_else(|| panic!("{url} isn't below {base}"));
    assert!(below.is_empty() || below.starts_with('/'), "{url} {base}");
}

/// A path of the user's own stays below the base URL.
fn path(entropy: &mut Entropy<'_>) {
    let memory = Memory::new();
    let base = *entropy.pick(&BASES);
    let builder = memory.builder(&SETTINGS).base_url(base);
    let client = builder.bearer_token("token").build().unwrap();
    let path = odd::text(entropy);
    let request = client.request(Method::GET, &path);
    if let Some(request) = sent(&memory, &client, request) {
        assert_below(&request.url, &base.parse().unwrap());
    }
}

/// A base URL is used as it is or refused.
fn base_url(entropy: &mut Entropy<'_>) {
    let memory = Memory::new();
    let text = odd::text(entropy);
    let builder = memory.builder(&SETTINGS).base_url(&text);
    let Ok(client) = builder.bearer_token("token").build() else {
        return;
    };
    let base: Url = text.trim().parse().unwrap();
    assert_eq!(base.query(), None);
    let request = client.request(Method::GET, "/a");
    if let Some(request) = sent(&memory, &client, request) {
        assert_below(&request.url, &base);
        assert!(request.url.path().ends_with("/a"), "{}", request.url);
        let is_secret = base.scheme() == "https" || is_loopback(&base);
        assert!(is_secret, "a token over plain http to {base}");
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let is_local = host == "localhost" || host.ends_with(".localhost");
    is_local || host.starts_with("127.") || host == "[::1]"
}

/// Values stay in their path segment, query parameter and header, and arrive as they are.
fn parameters(entropy: &mut Entropy<'_>) {
    let memory = Memory::new();
    let client = memory.builder(&SETTINGS).no_auth().build().unwrap();
    let (id, query, header) = (odd::text(entropy), odd::text(entropy), odd::text(entropy));
    static GET: Operation =
        Operation::new("get", Method::GET, "/a/{id}/b-{id}.pdf?fixed=1", &SERVER);
    let request = GET
        .request(&client)
        .path("id", &id)
        .query(Style::form("q"), &query)
        .header_parameter(Style::simple("x-value"), &header);
    let Some(request) = sent(&memory, &client, request) else {
        return;
    };
    let segments: Vec<&str> = request.url.path().split('/').collect();
    let ["", "beta", "a", one, two] = segments.as_slice() else {
        panic!("{}", request.url)
    };
    let decoded = |text: &str| {
        percent_encoding::percent_decode_str(text)
            .decode_utf8_lossy()
            .into_owned()
    };
    assert_eq!(decoded(one), id);
    assert_eq!(decoded(two), format!("b-{id}.pdf"));
    assert_eq!(request.query("q"), Some(query));
    assert_eq!(request.query("fixed").as_deref(), Some("1"));
    assert_eq!(request.url.query_pairs().count(), 2);
    let received = request.headers.get("x-value").unwrap();
    assert_eq!(received.as_bytes(), header.as_bytes());
}

/// A server variable is a part of the host's name, and nothing else.
fn variable(entropy: &mut Entropy<'_>) {
    let memory = Memory::new();
    let tenant = odd::text(entropy);
    let builder = memory.builder(&SETTINGS).variable("tenant", &tenant);
    let Ok(client) = builder.bearer_token("token").build() else {
        return;
    };
    static GET: Operation = Operation::new("get", Method::GET, "/a", &SERVER);
    let request = GET.request(&client);
    if let Some(request) = sent(&memory, &client, request) {
        let host = request.url.host_str().unwrap();
        assert!(host.ends_with(".api.example.com"), "{tenant:?}: {host}");
        let (scheme, port) = (request.url.scheme(), request.url.port());
        assert_eq!(
            (scheme, port, request.url.path()),
            ("https", None, "/beta/a")
        );
    }
}

/// The client secret goes to the API's host, to the documented host of the same tenant, or to where the user said.
fn token_url(entropy: &mut Entropy<'_>) {
    let memory = Memory::new();
    let (text, tenant) = (odd::text(entropy), odd::text(entropy));
    let is_documented = entropy.one_in(2);
    let mut builder = memory.builder(if is_documented {
        &DOCUMENTED
    } else {
        &SETTINGS
    });
    let base = entropy.one_in(2).then(|| *entropy.pick(&BASES));
    if let Some(base) = base {
        builder = builder.base_url(base);
    }
    let is_chosen = entropy.one_in(2);
    if is_chosen {
        builder = builder.token_url(&text);
    }
    let has_tenant = entropy.one_in(2);
    if has_tenant {
        builder = builder.variable("tenant", &tenant);
    }
    let Ok(client) = builder.client_credentials("id", "secret").build() else {
        return;
    };
    let _ = run(client
        .request(Method::GET, "/a")
        .retry(RetryPolicy::never())
        .send());
    let tenant = if has_tenant { &tenant } else { "acme" };
    for request in memory.server.requests() {
        let url = &request.url;
        assert!(url.scheme() == "https" || is_loopback(url), "{url}");
        let mut allowed = vec![match base {
            Some(base) => base.to_owned(),
            None => format!("https://{tenant}.api.example.com"),
        }];
        if is_chosen {
            allowed.push(text.replace("{tenant}", tenant));
        } else if is_documented && base.is_none() {
            allowed.push(format!("https://{tenant}.login.example.com"));
        }
        let mut allowed = allowed.iter().filter_map(|text| Url::parse(text).ok());
        assert!(
            allowed.any(|allowed| allowed.origin() == url.origin()),
            "{url}"
        );
    }
}

/// A redirect never takes a token to another origin, and never leads from https to http.
fn redirect(entropy: &mut Entropy<'_>) {
    let memory = Memory::new();
    let method = entropy
        .pick(&[Method::GET, Method::POST, Method::PUT])
        .clone();
    let status = *entropy.pick(&[301, 302, 303, 307, 308, 300, 304, 399]);
    let location = odd::text(entropy);
    let builder = memory
        .builder(&SETTINGS)
        .base_url("https://api.example.org");
    let client = builder.bearer_token("token").build().unwrap();
    let reply = Reply::status(status).header("location", &location);
    memory.server.on_request(method.clone(), "/a").reply(reply);
    let request = client
        .request(method, "/a")
        .header("x-private", "yes")
        .header("cookie", "a=b");
    let request = request.json("application/json", &json!({"a": 1}));
    let _ = run(request.retry(RetryPolicy::never()).send());
    let requests = memory.server.requests();
    assert!(requests.len() <= 11, "{}", requests.len());
    for request in requests {
        assert_eq!(request.url.scheme(), "https", "{location:?}");
        if request.url.origin() != Url::parse("https://api.example.org").unwrap().origin() {
            assert_eq!(request.method, Method::GET);
            assert_eq!(request.body, "");
            for name in ["authorization", "x-private", "cookie"] {
                assert_eq!(request.header(name), None, "{}", request.url);
            }
        }
    }
}
