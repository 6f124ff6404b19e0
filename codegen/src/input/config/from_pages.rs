//! Default settings, derived from the pages.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToKebabCase, ToShoutySnakeCase};

use crate::input::docs_set::Api;
use crate::input::openapi::ServerObject;
use crate::ir::{Dependency, SchemeKind, Setting, Source};

use super::Config;
use super::package::is_rusts_own;

/// The credentials, and how their variables' names end.
const CREDENTIALS: [(Setting, &str); 6] = [
    (Setting::ClientId, "CLIENT_ID"),
    (Setting::ClientSecret, "CLIENT_SECRET"),
    (Setting::Token, "TOKEN"),
    (Setting::Username, "USERNAME"),
    (Setting::Password, "PASSWORD"),
    (Setting::ApiKey, "API_KEY"),
];

/// The package of pages that don't name their API.
const PACKAGE: &str = "api-client";

impl Config {
    /// Fills in the keys that the file omits: the package from the API's title, and environment variables that start
    /// with the package's name.
    #[must_use]
    pub fn or_from_pages(mut self, apis: &[Api]) -> Self {
        let title = title(apis);
        let package = &mut self.package;
        let name = package
            .name
            .get_or_insert_with(|| package_name(&title))
            .clone();
        let product = package.product.get_or_insert_with(|| {
            if title.is_empty() {
                name.clone()
            } else {
                title
            }
        });
        package
            .description
            .get_or_insert_with(|| description(product));
        package.version.get_or_insert_with(|| "0.1.0".to_owned());
        package.dev_dependencies.get_or_insert_with(tokio);
        self.configuration
            .get_or_insert_with(|| vec![environment(&name, apis)]);
        self
    }
}

/// What the example needs that a new crate has.
fn tokio() -> BTreeMap<String, Dependency> {
    let dependency = Dependency {
        version: "1".to_owned(),
        package: None,
        features: ["macros", "rt-multi-thread"].map(str::to_owned).to_vec(),
        default_features: true,
        optional: false,
    };
    BTreeMap::from([("tokio".to_owned(), dependency)])
}

fn description(product: &str) -> String {
    match product.to_lowercase().ends_with("api") {
        true => format!("Client for the {product}"),
        false => format!("Client for the {product} API"),
    }
}

/// The most frequent title; of several, the first.
fn title(apis: &[Api]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for operation in apis.iter().flat_map(|api| &api.operations) {
        *counts
            .entry(operation.object.info_title.trim())
            .or_default() += 1;
    }
    counts.remove("");
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map(|(title, _)| title.split_whitespace().collect::<Vec<_>>().join(" "))
        .unwrap_or_default()
}

fn package_name(title: &str) -> String {
    let ascii: String = title
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    let name = ascii.to_kebab_case();
    match name.chars().next() {
        None => PACKAGE.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("api-{name}"),
        Some(_) if is_rusts_own(&name) => format!("{name}-client"),
        Some(_) => name,
    }
}

fn environment(package: &str, apis: &[Api]) -> Source {
    let prefix = package.to_shouty_snake_case();
    let named = |setting: Setting, name: &str| (setting, format!("{prefix}_{name}"));
    let operations = || apis.iter().flat_map(|api| &api.operations);
    let schemes = operations().flat_map(|operation| operation.object.security_schemes.values());
    let kinds: Vec<&SchemeKind> = schemes.map(|scheme| &scheme.kind).collect();
    // Pages without security schemes don't say how the API authenticates.
    let together = keys_together(apis);
    let is_used = |setting: &Setting| match setting {
        Setting::ApiKey if !together.is_empty() => {
            numbers_of_keys(apis, &together).any(|count| count == 1)
        }
        _ => kinds.is_empty() || kinds.iter().any(|kind| serves(setting, kind)),
    };
    let credentials = CREDENTIALS.iter().filter(|(setting, _)| is_used(setting));
    let mut settings = vec![named(Setting::BaseUrl, "BASE_URL")];
    settings.extend(credentials.map(|(setting, name)| named(setting.clone(), name)));
    for scheme in &together {
        add(
            &mut settings,
            &prefix,
            Setting::ApiKeyFor((*scheme).clone()),
            scheme,
        );
    }
    let servers = operations().flat_map(|operation| &operation.object.servers);
    let variables: BTreeSet<&String> = servers
        .flat_map(ServerObject::origin_variables)
        .map(|(name, _)| name)
        .collect();
    for variable in variables {
        add(
            &mut settings,
            &prefix,
            Setting::Variable(variable.clone()),
            variable,
        );
    }
    Source::Environment(settings)
}

/// Adds a setting whose environment variable is named after something in the pages, if that has letters for it.
fn add(settings: &mut Vec<(Setting, String)>, prefix: &str, setting: Setting, name: &str) {
    let ascii: String = name.chars().filter(char::is_ascii).collect();
    let ascii = ascii.to_shouty_snake_case();
    if ascii.is_empty() {
        return;
    }
    let mut variable = format!("{prefix}_{ascii}");
    while settings.iter().any(|(_, known)| *known == variable) {
        variable.push_str(match setting {
            Setting::ApiKeyFor(_) => "_KEY",
            _ => "_VARIABLE",
        });
    }
    settings.push((setting, variable));
}

/// The schemes of all API keys, if some operation takes several keys at once.
fn keys_together(apis: &[Api]) -> BTreeSet<&String> {
    let operations = apis.iter().flat_map(|api| &api.operations);
    let schemes = operations.flat_map(|operation| &operation.object.security_schemes);
    let keys: BTreeSet<&String> = schemes
        .filter(|(_, scheme)| serves(&Setting::ApiKey, &scheme.kind))
        .map(|(id, _)| id)
        .collect();
    let takes_several = numbers_of_keys(apis, &keys).any(|count| count > 1);
    match takes_several {
        true => keys,
        false => BTreeSet::new(),
    }
}

/// How many of these schemes each alternative of an operation takes at once.
fn numbers_of_keys<'a>(
    apis: &'a [Api],
    keys: &'a BTreeSet<&String>,
) -> impl Iterator<Item = usize> + 'a {
    let operations = apis.iter().flat_map(|api| &api.operations);
    let sets = operations.flat_map(|operation| operation.object.security.iter().flatten());
    sets.map(|set| set.keys().filter(|id| keys.contains(id)).count())
}

/// Whether a security scheme can be served by a credential.
fn serves(setting: &Setting, kind: &SchemeKind) -> bool {
    match setting {
        Setting::ClientId | Setting::ClientSecret => matches!(
            kind,
            SchemeKind::OAuth2 {
                client_credentials: true
            }
        ),
        Setting::Token => matches!(kind, SchemeKind::OAuth2 { .. } | SchemeKind::Bearer),
        Setting::Username | Setting::Password => matches!(kind, SchemeKind::Basic),
        Setting::ApiKey => matches!(
            kind,
            SchemeKind::HeaderKey(_) | SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_)
        ),
        Setting::BaseUrl | Setting::ApiKeyFor(_) | Setting::Variable(_) => false,
    }
}
