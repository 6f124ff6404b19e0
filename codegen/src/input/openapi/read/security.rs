//! Security requirements and schemes.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::super::SecuritySchemeObject;
use super::lenient::Reader;
use crate::ir::SchemeKind;

impl Reader<'_> {
    pub(super) fn security(
        &mut self,
        map: &Map<String, Value>,
    ) -> Option<Vec<IndexMap<String, Vec<String>>>> {
        map.get("security")?;
        let alternatives = self.list(map, "security")?;
        let mut security = Vec::new();
        self.each("security", alternatives, |reader, alternative| {
            if let Some(schemes) = reader.as_object(alternative, "a security requirement") {
                security.push(
                    schemes
                        .keys()
                        .map(|name| (name.clone(), reader.texts(schemes, name)))
                        .collect(),
                );
            }
        });
        Some(security)
    }

    pub(super) fn security_schemes(
        &mut self,
        map: &Map<String, Value>,
    ) -> IndexMap<String, SecuritySchemeObject> {
        let schemes = self.object(map, "securitySchemes").into_iter().flatten();
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
        ("http", _, _) => SchemeKind::Bearer,
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
