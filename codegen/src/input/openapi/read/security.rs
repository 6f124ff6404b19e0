//! Security requirements and schemes.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::super::SecuritySchemeObject;
use super::lenient::Reader;
use crate::diagnostic::Code;
use crate::ir::SchemeKind;

impl Reader<'_> {
    /// The alternative requirements, without schemes that take no credentials.
    pub(super) fn security(
        &mut self,
        map: &Map<String, Value>,
    ) -> Option<Vec<IndexMap<String, Vec<String>>>> {
        map.get("security")?;
        let schemes = map.get("securitySchemes").and_then(Value::as_object);
        let alternatives = self.list(map, "security")?;
        let mut security = Vec::new();
        self.each("security", alternatives, |reader, alternative| {
            if let Some(required) = reader.as_object(alternative, "a security requirement") {
                let mut names: Vec<&String> = required.keys().collect();
                names.retain(|name| {
                    let scheme = schemes.and_then(|schemes| schemes.get(*name));
                    scheme.is_none_or(|scheme| reader.is_supported(name, scheme))
                });
                let scopes = |name: &String| (name.clone(), reader.texts(required, name));
                security.push(names.into_iter().map(scopes).collect());
            }
        });
        Some(security)
    }

    /// Whether a scheme takes credentials of the client. Reports what is read as another scheme.
    fn is_supported(&mut self, name: &str, scheme: &Value) -> bool {
        let text = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or_default();
        let http = text("scheme").to_ascii_lowercase();
        let (message, help) = match (text("type"), http.as_str()) {
            ("mutualTLS", _) => (
                format!("`{name}` is mutual TLS, for which the client has no credentials"),
                "pass an HTTP client that has the certificate to the client's builder",
            ),
            ("http", "basic" | "bearer") | ("apiKey" | "basic" | "oauth2" | "openIdConnect", _) => {
                return true;
            }
            ("http", other) => (
                format!("`{name}` has the HTTP scheme `{other}`: the client sends a bearer token"),
                "pass a transport that signs requests if that is wrong",
            ),
            (other, _) => (
                format!("`{name}` has the type `{other}`: the client sends a bearer token"),
                "",
            ),
        };
        self.say(Code::UnsupportedSecurity, message, help);
        text("type") != "mutualTLS"
    }

    pub(super) fn security_schemes(
        &mut self,
        map: &Map<String, Value>,
    ) -> IndexMap<String, SecuritySchemeObject> {
        let schemes = self.object(map, "securitySchemes").into_iter().flatten();
        let schemes = schemes.filter(|(_, scheme)| scheme["type"] != "mutualTLS");
        schemes
            .map(|(name, scheme)| (name.clone(), security_scheme(scheme)))
            .collect()
    }
}

/// OpenAPI 3.0.3, Security Scheme Object.
fn security_scheme(scheme: &Value) -> SecuritySchemeObject {
    let text = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or_default();
    let flow = scheme.pointer("/flows/clientCredentials");
    let name = || text("name").to_owned();
    let kind = match (
        text("type"),
        text("in"),
        text("scheme").to_ascii_lowercase().as_str(),
    ) {
        ("apiKey", "query", _) => SchemeKind::QueryKey(name()),
        ("apiKey", "cookie", _) => SchemeKind::CookieKey(name()),
        ("apiKey", _, _) => SchemeKind::HeaderKey(name()),
        ("http", _, "basic") | ("basic", _, _) => SchemeKind::Basic,
        ("http" | "openIdConnect", _, _) => SchemeKind::Bearer,
        _ => SchemeKind::OAuth2 {
            client_credentials: flow.is_some(),
        },
    };
    SecuritySchemeObject {
        kind,
        token_url: flow
            .and_then(|flow| flow.get("tokenUrl")?.as_str())
            .map(str::to_owned),
    }
}
