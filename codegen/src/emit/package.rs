//! `Cargo.toml`

mod dependencies;
mod toml;

use self::toml::{line, list, quoted, wrapped_list};
use super::features::{self, Feature};
use super::print::{WIDTH, mark};
use crate::ir::{Crate, Runtime, Source, Version};
use crate::markdown;
use crate::runtime;

/// What the feature `examples` is for.
pub(crate) const EXAMPLES: &str =
    "The responses that the docs pages show, for mock servers in tests.";

/// What `cargo package` takes. The users' own files are among it.
const INCLUDE: &[&str] = &["/src", "/examples", "/INDEX.md", "/README.md", "/LICENSE*"];

/// The crate's manifest.
pub(crate) fn manifest(krate: &Crate) -> String {
    let end = match krate.package.member {
        true => "",
        false => "\n[workspace]\n",
    };
    format!(
        "# {}\n\n{}\n{}{}{end}",
        mark(krate),
        package(krate),
        features(krate),
        dependencies::tables(krate)
    )
}

/// The table `package`.
fn package(krate: &Crate) -> String {
    let package = &krate.package;
    let about = &package.about;
    let homepage = about.homepage.as_ref();
    let homepage = homepage.or(package.vendor_documentation.as_ref());
    let rust_version = about.rust_version.as_deref();
    let text = |key, value: Option<&String>| Some(line(key, &quoted(value?)));
    let texts = |key, values: &[String]| (!values.is_empty()).then(|| line(key, &list(values)));
    let lines = [
        text("name", Some(&package.name)),
        text("version", Some(&package.version)),
        texts("authors", &about.authors),
        Some(line("edition", "\"2024\"")),
        Some(line(
            "rust-version",
            &quoted(rust_version.unwrap_or(runtime::RUST_VERSION)),
        )),
        text("description", Some(&package.description)),
        text("documentation", about.documentation.as_ref()),
        text("readme", about.readme.as_ref()),
        text("homepage", homepage),
        text("repository", about.repository.as_ref()),
        text("license", about.license.as_ref()),
        text("license-file", about.license_file.as_ref()),
        texts("keywords", &about.keywords),
        texts("categories", &about.categories),
        Some(line("include", &list(INCLUDE))),
    ];
    let lines: String = lines.into_iter().flatten().collect();
    format!("[package]\n{lines}")
}

/// The features of the runtime that are on by default: YAML only for a client that reads such a file.
pub(crate) fn default_features(krate: &Crate) -> Vec<&'static str> {
    let reads_yaml = krate.client.sources.iter().any(Source::is_yaml);
    let features = runtime::default_features().iter().copied();
    let on = features.filter(|feature| *feature != "yaml" || reads_yaml);
    on.collect()
}

/// The features of a version, and of its tags if it has several.
fn version_features(version: &Version) -> String {
    let feature = |Feature { name, enables }: Feature| line(&name, &wrapped_list(&name, &enables));
    let mut text = feature(features::all(version));
    if let Some(shared) = features::shared(version) {
        text.push_str("# The operations of single tags, for a shorter build.\n");
        text.extend(features::tags(version).map(feature));
        text.push_str("# What the tags share. Each of them enables it.\n");
        text.push_str(&feature(shared));
    }
    text
}

/// The table `features`: one for each version, those of the runtime, and the users' own.
fn features(krate: &Crate) -> String {
    let versions = krate.versions.iter().map(|version| version.module.as_str());
    let default: Vec<&str> = versions.chain(default_features(krate)).collect();
    let mut text = format!("[features]\n{}", line(runtime::DEFAULT, &list(&default)));
    text.extend(krate.versions.iter().map(version_features));
    text.push_str(&format!("# {EXAMPLES}\n{}", line(features::EXAMPLES, "[]")));
    for feature in runtime::features() {
        if !feature.comment.is_empty() {
            let comment = markdown::paragraph(feature.comment, WIDTH - "# ".len());
            text.extend(comment.iter().map(|line| format!("# {line}\n")));
        }
        let enables = match krate.package.runtime {
            Runtime::Inline => list(feature.enables),
            _ => list(&[format!("client-runtime/{}", feature.name)]),
        };
        text.push_str(&line(feature.name, &enables));
    }
    let own = krate.package.features.iter();
    text.extend(own.map(|(name, enables)| line(name, &list(enables))));
    text
}
