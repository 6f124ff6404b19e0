//! The file as written, key by key.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::ir::{Setting, Source};
use crate::names::words::module_name;

use super::check::{self, Problems, report};
use super::package::Package;
use super::{Config, NamesConfig, paging};

/// The whole file. All keys are optional, and an empty file is valid.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct File {
    package: Package,
    apis: BTreeMap<String, Api>,
    auth: Auth,
    server_variables: BTreeMap<String, String>,
    configuration: Option<Vec<SourceEntry>>,
    paging: Option<paging::Rules>,
    constants: BTreeMap<String, Scalar>,
    request_id: Vec<String>,
    names: Names,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Api {
    module: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Auth {
    token_url: Option<String>,
}

/// Either `environment`, or `file` and its keys.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct SourceEntry {
    environment: Option<Settings>,
    file: Option<String>,
    selector: Option<String>,
    keys: Option<Settings>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Settings {
    base_url: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
    token: Option<String>,
    username: Option<String>,
    password: Option<String>,
    api_key: Option<String>,
    /// By security scheme.
    api_keys: BTreeMap<String, String>,
    variables: BTreeMap<String, String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Names {
    acronyms: Vec<String>,
    singulars: BTreeMap<String, String>,
    words: BTreeMap<String, String>,
}

/// The value of a parameter: `true` is the same as `"true"`.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a string, a number or a boolean")]
enum Scalar {
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(String),
}

impl Scalar {
    fn into_text(self) -> String {
        match self {
            Self::Boolean(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Number(value) => value.to_string(),
            Self::Text(value) => value,
        }
    }
}

impl File {
    pub(super) fn into_config(self, problems: &mut Problems) -> Config {
        let package = self.package.into_config(problems);
        let modules = modules(self.apis, problems);
        let token_url = self.auth.token_url;
        if let Some(url) = &token_url {
            check::token_url(url, problems);
        }
        for pointer in &self.request_id {
            check::pointer(pointer, "request-id", problems);
        }
        let constants = self.constants.into_iter();
        let constants: BTreeMap<String, String> = constants
            .map(|(name, value)| (name, value.into_text()))
            .collect();
        check::constants(&constants, problems);
        let names = NamesConfig {
            acronyms: self.names.acronyms,
            singulars: self.names.singulars,
            words: self.names.words,
        };
        check::names(&names, problems);
        Config {
            package,
            modules,
            token_url,
            server_variables: self.server_variables,
            configuration: self.configuration.map(|entries| sources(entries, problems)),
            paging: self.paging.map(|rules| rules.into_config(problems)),
            constants,
            request_id: self.request_id,
            names,
        }
    }
}

impl Settings {
    fn into_pairs(self) -> Vec<(Setting, String)> {
        let fixed = [
            (Setting::BaseUrl, self.base_url),
            (Setting::ClientId, self.client_id),
            (Setting::ClientSecret, self.client_secret),
            (Setting::Token, self.token),
            (Setting::Username, self.username),
            (Setting::Password, self.password),
            (Setting::ApiKey, self.api_key),
        ];
        let keys = self.api_keys.into_iter();
        let keys = keys.map(|(scheme, value)| (Setting::ApiKeyFor(scheme), value));
        let variables = self.variables.into_iter();
        let variables = variables.map(|(name, value)| (Setting::Variable(name), value));
        fixed
            .into_iter()
            .filter_map(|(setting, value)| Some((setting, value?)))
            .chain(keys)
            .chain(variables)
            .collect()
    }
}

fn modules(apis: BTreeMap<String, Api>, problems: &mut Problems) -> BTreeMap<String, String> {
    let mut modules: BTreeMap<String, String> = BTreeMap::new();
    for (folder, api) in apis {
        let Some(module) = api.module else { continue };
        if module_name(&module) != module {
            report(
                problems,
                format!("apis.{folder}.module: `{module}` isn't a valid module name"),
                "use lowercase letters, digits and `_`, start with a letter, and avoid keywords and the modules of every crate, such as `client`",
            );
        } else if let Some((other, _)) = modules.iter().find(|(_, taken)| **taken == module) {
            report(
                problems,
                format!(
                    "apis: the folders `{other}` and `{folder}` both have the module `{module}`"
                ),
                "give each folder its own module",
            );
        }
        modules.insert(folder, module);
    }
    modules
}

fn sources(entries: Vec<SourceEntry>, problems: &mut Problems) -> Vec<Source> {
    let mut sources = Vec::new();
    for (index, entry) in entries.into_iter().enumerate() {
        let at = format!("configuration[{index}]");
        match entry {
            SourceEntry {
                environment: Some(settings),
                file: None,
                selector: None,
                keys: None,
            } => {
                let variables = settings.into_pairs();
                let names = variables.iter().map(|(_, name)| name);
                names.for_each(|name| check::variable(name, &at, problems));
                sources.push(Source::Environment(variables));
            }
            SourceEntry {
                environment: None,
                file: Some(path),
                selector,
                keys: Some(keys),
            } => {
                let keys = keys.into_pairs();
                let pointers = keys.iter().map(|(_, pointer)| pointer).chain(&selector);
                pointers.for_each(|pointer| check::pointer(pointer, &at, problems));
                check::file(&path, &at, problems);
                sources.push(Source::File {
                    path,
                    selector,
                    keys,
                });
            }
            _ => report(
                problems,
                format!(
                    "{at}: an entry has either `environment`, or `file` with `keys` and optionally `selector`"
                ),
                "split the entry in two, or add the missing key",
            ),
        }
    }
    sources
}
