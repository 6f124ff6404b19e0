//! `package`: the manifest of the crate. What Cargo or crates.io would refuse is found here.

use std::collections::BTreeMap;

use http::Uri;
use semver::{Version, VersionReq};
use serde::Deserialize;

use super::PackageConfig;
use super::check::{Problems, report};
use super::runtime::{HELP, RuntimeEntry};
use crate::ir::{About, Dependency};
use crate::runtime::{DEFAULT, RUST_VERSION};

/// The limits of crates.io.
const LONGEST_NAME: usize = 64;
const LONGEST_KEYWORD: usize = 20;
const MOST: usize = 5;

/// The section as written.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Package {
    name: Option<String>,
    version: Option<String>,
    product: Option<String>,
    description: Option<String>,
    vendor_documentation: Option<String>,
    authors: Vec<String>,
    rust_version: Option<String>,
    documentation: Option<String>,
    readme: Option<String>,
    homepage: Option<String>,
    repository: Option<String>,
    license: Option<String>,
    license_file: Option<String>,
    keywords: Vec<String>,
    categories: Vec<String>,
    runtime: Option<RuntimeEntry>,
    dependencies: BTreeMap<String, Requirement>,
    dev_dependencies: Option<BTreeMap<String, Requirement>>,
    features: BTreeMap<String, Vec<String>>,
}

/// A version requirement, alone or in a table as in `Cargo.toml`.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected a version, or a mapping with a `version`"
)]
enum Requirement {
    Version(String),
    Table(RequirementTable),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RequirementTable {
    version: String,
    package: Option<String>,
    #[serde(default)]
    features: Vec<String>,
    default_features: Option<bool>,
    #[serde(default)]
    optional: bool,
}

impl Requirement {
    fn into_dependency(self) -> Dependency {
        match self {
            Self::Version(version) => Dependency {
                version,
                package: None,
                features: Vec::new(),
                default_features: true,
                optional: false,
            },
            Self::Table(table) => Dependency {
                version: table.version,
                package: table.package,
                features: table.features,
                default_features: table.default_features.unwrap_or(true),
                optional: table.optional,
            },
        }
    }
}

impl Package {
    pub(super) fn into_config(self, problems: &mut Problems) -> PackageConfig {
        if let Some(name) = &self.name {
            check_name(name, problems);
        }
        if let Some(version) = &self.version {
            check_version(version, problems);
        }
        let about = About {
            authors: self.authors,
            rust_version: self.rust_version,
            documentation: self.documentation,
            readme: self.readme,
            homepage: self.homepage,
            repository: self.repository,
            license: self.license,
            license_file: self.license_file,
            keywords: self.keywords,
            categories: self.categories,
        };
        check_about(&about, problems);
        let runtime = self.runtime.and_then(|entry| {
            let read = entry.into_runtime();
            let problem = |message: String| {
                let message = format!("package.runtime: {message}");
                report(problems, message, HELP);
            };
            read.map_err(problem).ok()
        });
        let dependencies = dependencies("dependencies", self.dependencies, problems);
        let dev_dependencies = self
            .dev_dependencies
            .map(|each| self::dependencies("dev-dependencies", each, problems));
        PackageConfig {
            name: self.name,
            version: self.version,
            product: self.product,
            description: self.description,
            vendor_documentation: self.vendor_documentation,
            about,
            runtime,
            dependencies,
            dev_dependencies,
            features: self.features,
        }
    }
}

/// Whether Cargo and crates.io accept a package's name, and whether it differs from the crate's dependencies and from
/// Rust's own crates.
pub fn is_package_name(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(allowed)
        && name.len() <= LONGEST_NAME
        && name.replace('_', "-") != "client-runtime"
        && !is_rusts_own(name)
}

/// Whether a package would take the name of one of Rust's own crates, which macros such as `#[tokio::main]` then can't
/// find.
pub(super) fn is_rusts_own(name: &str) -> bool {
    ["alloc", "core", "proc-macro", "std", "test"].contains(&name.replace('_', "-").as_str())
}

fn check_name(name: &str, problems: &mut Problems) {
    if is_rusts_own(name) {
        report(
            problems,
            format!(
                "package.name: {name:?} is the name of one of Rust's own crates, which programs could no longer use"
            ),
            "add a word, as in `core-client`",
        );
    } else if !is_package_name(name) {
        report(
            problems,
            format!("package.name: {name:?} isn't a valid Cargo package name"),
            "use at most 64 ASCII letters, digits, `-` and `_`, start with a letter, and don't use `client-runtime`, the name of its dependency",
        );
    }
}

fn check_version(version: &str, problems: &mut Problems) {
    if let Err(error) = Version::parse(version) {
        report(
            problems,
            format!("package.version: {version:?} isn't a valid version: {error}"),
            "use three numbers, such as `0.1.0`",
        );
    }
}

fn check_about(about: &About, problems: &mut Problems) {
    if about.authors.iter().any(|author| author.trim().is_empty()) {
        report(
            problems,
            "package.authors: an author is empty".to_owned(),
            "write each as `Name <address>` or as a name alone",
        );
    }
    if let Some(version) = &about.rust_version {
        check_rust_version(version, problems);
    }
    let urls = [
        ("documentation", &about.documentation),
        ("homepage", &about.homepage),
        ("repository", &about.repository),
    ];
    for (key, url) in urls {
        if let Some(url) = url.as_ref().filter(|url| !is_web_page(url)) {
            report(
                problems,
                format!("package.{key}: {url:?} isn't the URL of a web page"),
                "start it with `https://`; crates.io refuses anything else",
            );
        }
    }
    for (key, path) in [
        ("readme", &about.readme),
        ("license-file", &about.license_file),
    ] {
        if let Some(path) = path.as_ref().filter(|path| !is_in_crate(path)) {
            report(
                problems,
                format!("package.{key}: {path:?} isn't a file of the crate"),
                "write a path relative to the folder of the crate, such as `README.md`",
            );
        }
    }
    check_license(about, problems);
    check_keywords(&about.keywords, problems);
    check_categories(&about.categories, problems);
}

fn check_rust_version(version: &str, problems: &mut Problems) {
    let numbers = |text: &str| -> Option<Vec<u64>> {
        text.split('.').map(|number| number.parse().ok()).collect()
    };
    let wanted = numbers(version).filter(|numbers| (2..=3).contains(&numbers.len()));
    if wanted.is_none_or(|wanted| Some(wanted) < numbers(RUST_VERSION)) {
        report(
            problems,
            format!(
                "package.rust-version: {version:?} isn't a version of Rust from {RUST_VERSION} on, which emitted code needs"
            ),
            "write two or three numbers, such as `1.90`, or leave the key out",
        );
    }
}

fn is_web_page(url: &str) -> bool {
    let uri = url.parse::<Uri>().ok();
    let scheme = uri.as_ref().and_then(Uri::scheme_str);
    matches!(scheme, Some("http" | "https")) && uri.as_ref().and_then(Uri::host).is_some()
}

fn is_in_crate(path: &str) -> bool {
    let ordinary =
        |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':']);
    path.split('/').all(ordinary) && !path.contains(char::is_control)
}

fn check_license(about: &About, problems: &mut Problems) {
    let Some(license) = &about.license else {
        return;
    };
    if about.license_file.is_some() {
        report(
            problems,
            "package: both `license` and `license-file` are there".to_owned(),
            "keep `license` for an SPDX expression, or `license-file` for a text that has none",
        );
    }
    if let Err(error) = spdx::Expression::parse(license) {
        report(
            problems,
            format!(
                "package.license: {license:?} isn't an SPDX expression: {}",
                error.reason
            ),
            "write it as `MIT` or `MIT OR Apache-2.0`; see https://spdx.org/licenses",
        );
    }
}

fn check_keywords(keywords: &[String], problems: &mut Problems) {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+');
    let is_valid = |keyword: &&String| {
        keyword.starts_with(|c: char| c.is_ascii_alphanumeric())
            && keyword.chars().all(allowed)
            && keyword.len() <= LONGEST_KEYWORD
    };
    if let Some(keyword) = keywords.iter().find(|keyword| !is_valid(keyword)) {
        report(
            problems,
            format!("package.keywords: crates.io refuses the keyword {keyword:?}"),
            "use at most 20 ASCII letters, digits, `-`, `_` and `+`, and start with a letter or digit",
        );
    }
    at_most_five("keywords", keywords, problems);
}

fn check_categories(categories: &[String], problems: &mut Problems) {
    let is_slug =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let is_valid = |category: &&String| category.split("::").all(is_slug);
    if let Some(category) = categories.iter().find(|category| !is_valid(category)) {
        report(
            problems,
            format!("package.categories: {category:?} isn't the slug of a category"),
            "take slugs from https://crates.io/category_slugs, such as `api-bindings`",
        );
    }
    at_most_five("categories", categories, problems);
}

fn at_most_five(key: &str, values: &[String], problems: &mut Problems) {
    if values.len() > MOST {
        report(
            problems,
            format!(
                "package.{key}: there are {}, and crates.io accepts {MOST}",
                values.len()
            ),
            "keep the five that say most",
        );
    }
}

/// Dependencies that Cargo accepts, by name.
fn dependencies(
    key: &str,
    entries: BTreeMap<String, Requirement>,
    problems: &mut Problems,
) -> BTreeMap<String, Dependency> {
    let entries = entries.into_iter();
    entries
        .map(|(name, requirement)| {
            let dependency = requirement.into_dependency();
            check_dependency(key, &name, &dependency, problems);
            (name, dependency)
        })
        .collect()
}

fn check_dependency(key: &str, name: &str, dependency: &Dependency, problems: &mut Problems) {
    let package = dependency.package.as_deref().unwrap_or(name);
    if !is_package_name(name) || !is_package_name(package) {
        report(
            problems,
            format!("package.{key}: {name:?} isn't the name of a package that can be added"),
            "write the package's name; the runtime is described by `package.runtime`",
        );
    }
    if let Err(error) = VersionReq::parse(&dependency.version) {
        let version = &dependency.version;
        report(
            problems,
            format!("package.{key}.{name}: {version:?} isn't a version requirement: {error}"),
            "write it as in Cargo.toml, such as `1` or `0.4.2`",
        );
    }
    if key == "dev-dependencies" && dependency.optional {
        report(
            problems,
            format!("package.{key}.{name}: a dev-dependency can't be optional"),
            "move it to `dependencies`, or leave `optional` out",
        );
    }
}

/// Checks the users' features, once it is known which ones the crate has anyway.
pub(super) fn check_features(package: &PackageConfig, own: &[String], problems: &mut Problems) {
    let is_own = |name: &str| own.iter().any(|own| own == name);
    for (name, enables) in &package.features {
        let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | '.');
        if is_own(name) || name == DEFAULT {
            report(
                problems,
                format!("package.features: every crate has the feature {name:?}"),
                "choose another name",
            );
        } else if !name.starts_with(|c: char| c.is_alphanumeric() || c == '_')
            || !name.chars().all(allowed)
        {
            report(
                problems,
                format!("package.features: {name:?} isn't a valid name"),
                "use letters, digits, `-`, `_`, `+` and `.`, and start with a letter or digit",
            );
        }
        let is_known = |value: &str| match value.strip_prefix("dep:") {
            Some(name) => package
                .dependencies
                .get(name)
                .is_some_and(|each| each.optional),
            None => {
                is_own(value)
                    || package.features.contains_key(value)
                    || value.split_once('/').is_some_and(|(name, feature)| {
                        !feature.is_empty()
                            && package
                                .dependencies
                                .contains_key(name.trim_end_matches('?'))
                    })
            }
        };
        if let Some(value) = enables.iter().find(|value| !is_known(value)) {
            report(
                problems,
                format!("package.features.{name}: there is nothing that {value:?} could enable"),
                "name a feature, `dep:NAME` of an optional dependency, or `NAME/FEATURE`; the dependency is in `package.dependencies`",
            );
        }
    }
}
