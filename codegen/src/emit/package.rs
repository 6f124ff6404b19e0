//! `Cargo.toml`

use super::print::mark;
use crate::ir::{Crate, Dependency};
use crate::markdown;

/// The features of every crate, apart from its versions.
const FEATURES: &str = r#"# Conversions of dates.
chrono = ["client-runtime/chrono"]
jiff = ["client-runtime/jiff"]
time = ["client-runtime/time"]
# The default transport with a library for TLS, or without one.
rustls-aws-lc = ["client-runtime/rustls-aws-lc"]
rustls-ring = ["client-runtime/rustls-ring"]
native-tls = ["client-runtime/native-tls"]
reqwest = ["client-runtime/reqwest"]
# A transport made of a `tower::Service`.
tower = ["client-runtime/tower"]
"#;

/// The crate's manifest.
pub(crate) fn manifest(krate: &Crate) -> String {
    let package = &krate.package;
    let optional = |key: &str, value: &Option<String>| match value {
        Some(value) => format!("{key} = {}\n", quoted(value)),
        None => String::new(),
    };
    let features: String = krate
        .versions
        .iter()
        .map(|version| format!("{} = []\n", version.module))
        .collect();
    let default: Vec<String> = krate
        .versions
        .iter()
        .map(|version| quoted(&version.module))
        .chain([quoted("rustls-aws-lc")])
        .collect();
    let end = if package.member {
        ""
    } else {
        "\n[workspace]\n"
    };
    format!(
        "# {mark}\n\
         \n\
         [package]\n\
         name = {name}\n\
         version = {version}\n\
         edition = \"2024\"\n\
         rust-version = \"1.88\"\n\
         description = {description}\n\
         {license}\
         {homepage}\
         include = [\"/src\", \"/INDEX.md\"]\n\
         \n\
         [features]\n\
         default = [{default}]\n\
         {features}\
         {FEATURES}\
         \n\
         [dependencies]\n\
         client-runtime = {{ path = {runtime}, default-features = false }}\n\
         serde_json = \"1\"\n\
         {dev_dependencies}{end}",
        mark = mark(krate),
        dev_dependencies = dev_dependencies(krate),
        name = quoted(&package.name),
        version = quoted(&package.version),
        description = quoted(&package.description),
        license = optional("license", &package.license),
        homepage = optional("homepage", &package.documentation),
        default = default.join(", "),
        runtime = quoted(&package.runtime),
    )
}

/// The table `dev-dependencies`, which the settings list.
fn dev_dependencies(krate: &Crate) -> String {
    let all = &krate.package.dev_dependencies;
    if all.is_empty() {
        return String::new();
    }
    let lines = all
        .iter()
        .map(|(name, dependency)| format!("{} = {}\n", quoted_key(name), requirement(dependency)));
    format!("\n[dev-dependencies]\n{}", lines.collect::<String>())
}

/// A dependency as a TOML value.
fn requirement(dependency: &Dependency) -> String {
    let Dependency {
        version,
        features,
        default_features,
    } = dependency;
    let version = quoted(version);
    if features.is_empty() && *default_features {
        return version;
    }
    let mut table = format!("{{ version = {version}");
    if !default_features {
        table.push_str(", default-features = false");
    }
    if !features.is_empty() {
        let features: Vec<String> = features.iter().map(|feature| quoted(feature)).collect();
        table.push_str(&format!(", features = [{}]", features.join(", ")));
    }
    table + " }"
}

/// A TOML key, quoted where it isn't a bare one.
fn quoted_key(name: &str) -> String {
    let is_bare = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
    match !name.is_empty() && name.chars().all(is_bare) {
        true => name.to_owned(),
        false => quoted(name),
    }
}

/// A TOML string. JSON's escapes are a part of TOML's; what can't be seen is escaped as well.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let mut quoted = String::with_capacity(json.len());
    for char in json.chars() {
        if char.is_control() || markdown::is_hidden(char) {
            quoted.push_str(&format!("\\u{:04X}", u32::from(char)));
        } else {
            quoted.push(char);
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn what_cannot_be_seen_is_escaped() {
        assert_eq!(
            quoted("a\"\u{202e}b\u{61c}\u{7f}\u{1b}é\u{feff}"),
            r#""a\"\u202Eb\u061C\u007F\u001bé\uFEFF""#
        );
    }
}
