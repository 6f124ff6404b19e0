//! The tables of dependencies: the runtime, or what the runtime needs where it is a part of the crate, and the users' own.

use std::collections::BTreeMap;

use super::toml::{line, quoted, requirement};
use crate::ir::{Crate, Dependency, GitReference, Runtime};
use crate::runtime;

/// What every emitted module names.
const SERDE_JSON: &str = "serde_json";

/// The tables `dependencies` and, where there are any, those of some systems and `dev-dependencies`.
pub(super) fn tables(krate: &Crate) -> String {
    let package = &krate.package;
    let mut all = BTreeMap::new();
    let mut text = "\n[dependencies]\n".to_owned();
    let mut of_systems: BTreeMap<&str, BTreeMap<String, Dependency>> = BTreeMap::new();
    match runtime_dependency(&package.runtime) {
        Some(runtime) => {
            text.push_str(&line("client-runtime", &runtime));
            all.insert(SERDE_JSON.to_owned(), any_version_1());
        }
        None => {
            for each in runtime::DEPENDENCIES {
                let table = match each.target {
                    None => &mut all,
                    Some(target) => of_systems.entry(target).or_default(),
                };
                table.insert(each.name.to_owned(), each.dependency());
            }
        }
    }
    for (name, dependency) in &package.dependencies {
        let merged = match all.remove(name) {
            Some(own) => merge(own, dependency),
            None => dependency.clone(),
        };
        all.insert(name.clone(), merged);
    }
    text.push_str(&lines(&all));
    for (target, dependencies) in of_systems {
        let lines = lines(&dependencies);
        text.push_str(&format!("\n[target.'{target}'.dependencies]\n{lines}"));
    }
    if !package.dev_dependencies.is_empty() {
        let lines = lines(&package.dev_dependencies);
        text.push_str(&format!("\n[dev-dependencies]\n{lines}"));
    }
    text
}

fn lines(dependencies: &BTreeMap<String, Dependency>) -> String {
    let lines = dependencies.iter();
    lines
        .map(|(name, dependency)| line(name, &requirement(dependency)))
        .collect()
}

/// The value of the dependency `client-runtime`; none if its sources are in the crate.
fn runtime_dependency(runtime: &Runtime) -> Option<String> {
    let source = match runtime {
        Runtime::Inline => return None,
        Runtime::Path(path) => format!("path = {}", quoted(path)),
        Runtime::Version {
            version,
            path: None,
        } => format!("version = {}", quoted(version)),
        Runtime::Version {
            version,
            path: Some(path),
        } => format!("version = {}, path = {}", quoted(version), quoted(path)),
        Runtime::Git { url, reference } => match reference {
            Some(GitReference { kind, name }) => {
                format!("git = {}, {kind} = {}", quoted(url), quoted(name))
            }
            None => format!("git = {}", quoted(url)),
        },
    };
    Some(format!("{{ {source}, default-features = false }}"))
}

fn any_version_1() -> Dependency {
    Dependency {
        version: "1".to_owned(),
        package: None,
        features: Vec::new(),
        default_features: true,
        optional: false,
    }
}

/// What emitted code and the users' own both depend on: the users' version, with all features that either needs.
fn merge(own: Dependency, users: &Dependency) -> Dependency {
    let mut features = own.features;
    let more = users.features.iter();
    let more: Vec<String> = more
        .filter(|feature| !features.contains(feature))
        .cloned()
        .collect();
    features.extend(more);
    Dependency {
        version: users.version.clone(),
        package: own.package,
        features,
        default_features: own.default_features || users.default_features,
        optional: own.optional && users.optional,
    }
}
