use super::*;

const SERVER: Server =
    Server::new("https://{tenant}.api.example.com", "/v1").variables(&[("tenant", "docs")]);

fn settings(token_url: TokenUrl) -> Settings {
    Settings {
        user_agent: "example/1.0",
        server: SERVER,
        token_url: Some(token_url),
        schemes: &[],
        sources: &[],
        request_id: &[],
        total_header: None,
    }
}

/// The token URL of a client with this base URL, tenant and token URL.
fn token_url(documented: TokenUrl, set: [Option<&str>; 3]) -> Result<String, String> {
    let [base_url, tenant, token_url] = set;
    let base = Base {
        url: base_url.map(|url| parse_base(url).unwrap()),
        variables: tenant
            .map(|tenant| ("tenant".to_owned(), tenant.to_owned()))
            .into_iter()
            .collect(),
        token_url: token_url.map(str::to_owned),
    };
    base.token_url(&settings(documented)).map(String::from)
}

const NONE: Option<&str> = None;
const ACME: Option<&str> = Some("acme");
const GATEWAY: Option<&str> = Some("https://gateway.example.com/gw");

/// As a page of a vendor whose tenants have hosts of their own.
const PLACEHOLDER: TokenUrl = TokenUrl::Documented("https://tenant.api.example.com/oauth/token");
const LOGIN: TokenUrl = TokenUrl::Documented("https://login.example.com/token");
const LOGIN_OF_TENANT: TokenUrl = TokenUrl::Documented("https://{tenant}.login.example.com/token");
const SAME_HOST: TokenUrl = TokenUrl::Documented("https://{tenant}.api.example.com/t");
const PATH: TokenUrl = TokenUrl::Documented("/oauth/token");
const CONFIGURED: TokenUrl = TokenUrl::Configured("https://login.example.com/token");

/// The token URL of the API; base URL, tenant and token URL of the client; the one that is used.
type Row = (TokenUrl, [Option<&'static str>; 3], Option<&'static str>);

#[rustfmt::skip]
const ROWS: [Row; 18] = [
    // The user sets nothing: the docs decide.
    (LOGIN, [NONE, NONE, NONE], Some("https://login.example.com/token")),
    (LOGIN_OF_TENANT, [NONE, NONE, NONE], Some("https://docs.login.example.com/token")),
    (LOGIN, [NONE, Some("docs"), NONE], Some("https://login.example.com/token")),
    (PATH, [NONE, NONE, NONE], Some("https://docs.api.example.com/oauth/token")),
    // The user sets another host: the token endpoint is there too, or it is an error.
    (PLACEHOLDER, [GATEWAY, NONE, NONE], None),
    (PLACEHOLDER, [NONE, ACME, NONE], None),
    (PLACEHOLDER, [NONE, Some("tenant"), NONE], Some("https://tenant.api.example.com/oauth/token")),
    (LOGIN, [NONE, ACME, NONE], None),
    (LOGIN_OF_TENANT, [GATEWAY, ACME, NONE], None),
    (LOGIN_OF_TENANT, [NONE, ACME, NONE], Some("https://acme.login.example.com/token")),
    (SAME_HOST, [NONE, ACME, NONE], Some("https://acme.api.example.com/t")),
    (PATH, [GATEWAY, NONE, NONE], Some("https://gateway.example.com/gw/oauth/token")),
    // The user or the maintainer chose it.
    (CONFIGURED, [GATEWAY, ACME, NONE], Some("https://login.example.com/token")),
    (PLACEHOLDER, [GATEWAY, NONE, Some("https://mine.example.com/t?a=b")], Some("https://mine.example.com/t?a=b")),
    (PLACEHOLDER, [GATEWAY, ACME, Some("https://{tenant}.example.com/t")], Some("https://acme.example.com/t")),
    (PLACEHOLDER, [NONE, ACME, Some("/mine")], Some("https://acme.api.example.com/mine")),
    // No secret is sent to such a URL.
    (TokenUrl::Configured("ftp://example.com/token"), [NONE, NONE, NONE], None),
    (TokenUrl::Configured("https://user:hush@example.com/token"), [NONE, NONE, NONE], None),
];

#[test]
fn a_documented_token_url_on_another_host_needs_the_documented_server() {
    for (documented, set, expected) in ROWS {
        let url = token_url(documented, set);
        let used = url.as_ref().ok().map(String::as_str);
        assert_eq!(used, expected, "{documented:?} {set:?}: {url:?}");
        assert!(!format!("{url:?}").contains("hush"));
    }
    let error = token_url(PLACEHOLDER, [GATEWAY, NONE, NONE]).unwrap_err();
    assert!(
        error.contains("https://tenant.api.example.com/oauth/token")
            && error.contains("token_url()"),
        "{error}"
    );
}

#[test]
fn paths_stay_below_the_base_url() {
    let base = Url::parse("http://h/tenantA/api").unwrap();
    for path in [
        "..",
        ".",
        "/beta/../x",
        "/beta/./x",
        "/beta/..",
        "/%2e%2e/x",
        "/beta/%2e%2e/%2E%2e/x",
        "/.%2e/x",
        "/%2E",
        "/..\\x",
        "\\..\\..\\x",
        "/beta\\..\\..\\..\\admin",
        "/.\t./x",
        "/.\n./x",
        "/a\rb",
        "/a\0b",
        "/x#y",
        "/a/b/../..",
        "/..%2f/../x",
    ] {
        let url = operation_url(&base, path, &[], &[]);
        assert!(url.is_err(), "{path:?} leads to {}", url.unwrap());
    }
    for (path, expected) in [
        ("", "http://h/tenantA/api"),
        ("/", "http://h/tenantA/api"),
        ("a/b", "http://h/tenantA/api/a/b"),
        ("//evil.com/x", "http://h/tenantA/api/evil.com/x"),
        ("/a//b/", "http://h/tenantA/api/a//b/"),
        ("/a..b/...", "http://h/tenantA/api/a..b/..."),
        ("/ä b?x=#", "http://h/tenantA/api/%C3%A4%20b?x=%23"),
        ("/%2f..%2f", "http://h/tenantA/api/%2f..%2f"),
        ("/@user:x", "http://h/tenantA/api/@user:x"),
    ] {
        assert_eq!(
            operation_url(&base, path, &[], &[]).map(String::from),
            Ok(expected.to_owned()),
            "{path}"
        );
    }
}

#[test]
fn variables_are_parts_of_a_host() {
    for tenant in ["", "..", ".", "a..b", ".a", "a.", "a/b", "a@b", "a#", "a:1"] {
        assert!(
            token_url(TokenUrl::Documented("/t"), [None, Some(tenant), None]).is_err(),
            "{tenant}"
        );
    }
    for tenant in ["a", "a.b", "a-b_c", "münchen"] {
        assert!(
            token_url(TokenUrl::Documented("/t"), [None, Some(tenant), None]).is_ok(),
            "{tenant}"
        );
    }
}

#[test]
fn printed_urls_have_no_secrets() {
    for (url, printed) in [
        ("https://user:hush@h:99999/", "https://…@h:99999/"),
        ("user:hush@h", "…@h"),
        ("https://h/?api_key=hush", "https://h/?…"),
        ("https://h/#hush", "https://h/?…"),
        ("https://a@b:hush@h/p@q", "https://…@q"),
        ("h", "h"),
    ] {
        assert_eq!(without_secrets(url), printed);
    }
}
