//! The crate around the API versions: package, client settings, servers and security schemes.

use std::collections::BTreeMap;

use crate::analysis::Analysis;
use crate::input::config::Config;
use crate::input::openapi::{SecuritySchemeObject, ServerObject};
use crate::ir::{
    ClientSettings, Crate, Package, Runtime, SecurityScheme, Server, TokenUrl, Version,
};

/// Where the crate is.
#[derive(Clone, Debug)]
pub struct CrateLocation {
    /// How the crate gets the runtime, if the settings don't say it.
    pub runtime: Runtime,
    /// Whether the crate is a member of another workspace.
    pub member: bool,
}

/// Puts the versions into a crate.
pub fn assemble_crate(
    analyses: &[Analysis],
    versions: Vec<Version>,
    config: &Config,
    location: CrateLocation,
    command: &str,
) -> Crate {
    let package = &config.package;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    Crate {
        package: Package {
            name: text(&package.name),
            version: text(&package.version),
            description: text(&package.description),
            product: text(&package.product),
            vendor_documentation: package.vendor_documentation.clone(),
            about: package.about.clone(),
            runtime: package.runtime.clone().unwrap_or(location.runtime),
            member: location.member,
            dependencies: package.dependencies.clone(),
            dev_dependencies: package.dev_dependencies.clone().unwrap_or_default(),
            features: package.features.clone(),
            command: command.to_owned(),
        },
        client: ClientSettings {
            server: base_server(&versions),
            token_url: match &config.token_url {
                Some(url) => Some(TokenUrl::Configured(url.clone())),
                None => documented_token_url(analyses),
            },
            schemes: schemes(analyses),
            sources: config.configuration.clone().unwrap_or_default(),
            request_id: config.request_id.clone(),
            total_header: config
                .paging
                .iter()
                .flatten()
                .find_map(|rule| rule.total_header.clone()),
        },
        versions,
    }
}

/// A Server Object. Variables of the path stand at their defaults.
pub(super) fn server(object: &ServerObject, config: &Config) -> Server {
    let (origin, path) = object.origin_and_path();
    let mut path = path.to_owned();
    let default = |name: &String, default: &String| -> String {
        config.server_variables.get(name).unwrap_or(default).clone()
    };
    for (name, value) in &object.variables {
        path = path.replace(&format!("{{{name}}}"), &default(name, value));
    }
    let origin = if origin.contains("://") {
        origin.to_owned()
    } else {
        String::new()
    };
    let variables = object
        .origin_variables()
        .map(|(name, value)| (name.clone(), default(name, value)))
        .collect();
    Server {
        origin,
        path: path.trim_end_matches('/').to_owned(),
        variables,
    }
}

/// The origin that most versions share.
fn base_server(versions: &[Version]) -> Server {
    let origins = versions.iter().map(|version| Server {
        path: String::new(),
        ..version.server.clone()
    });
    most_frequent(origins)
}

/// The most frequent server of those that have an origin, or of all if none has.
pub(super) fn most_frequent(servers: impl Iterator<Item = Server>) -> Server {
    let mut counts: BTreeMap<Server, usize> = BTreeMap::new();
    for server in servers {
        *counts.entry(server).or_default() += 1;
    }
    let main = counts
        .into_iter()
        .max_by_key(|(server, count)| (!server.origin.is_empty(), *count));
    main.map(|(server, _)| server).unwrap_or_default()
}

/// The schemes of all pages, by name.
fn all_schemes(analyses: &[Analysis]) -> BTreeMap<&String, &SecuritySchemeObject> {
    analyses
        .iter()
        .flat_map(|analysis| &analysis.api.operations)
        .flat_map(|operation| &operation.object.security_schemes)
        .collect()
}

fn documented_token_url(analyses: &[Analysis]) -> Option<TokenUrl> {
    let schemes = all_schemes(analyses).into_values();
    let url = schemes.filter_map(|scheme| scheme.token_url.clone()).next();
    url.map(TokenUrl::Documented)
}

fn schemes(analyses: &[Analysis]) -> Vec<SecurityScheme> {
    let schemes = all_schemes(analyses)
        .into_iter()
        .map(|(id, scheme)| SecurityScheme {
            id: id.clone(),
            kind: scheme.kind.clone(),
        });
    schemes.collect()
}
