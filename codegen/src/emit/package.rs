//! `Cargo.toml`

use super::print::MARK;
use crate::ir::Crate;

/// What hand-written tests and examples beside the emitted code need.
const DEV_DEPENDENCIES: &str = "
[dev-dependencies]
futures-util = { version = \"0.3\", default-features = false }
tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }
wiremock = \"0.6\"
";

/// What the example of paging in the crate's docs needs.
const EXAMPLES_WITH_STREAMS: &str = "
[dev-dependencies]
futures-util = { version = \"0.3\", default-features = false }

[workspace]
";

/// The crate's manifest.
pub(crate) fn manifest(krate: &Crate) -> String {
    let package = &krate.package;
    let documentation = match &package.documentation {
        Some(url) => format!("homepage = {}\n", quoted(url)),
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
        .collect();
    let modules = krate.versions.iter().flat_map(|version| &version.modules);
    let mut operations = modules.flat_map(|module| &module.operations);
    let end = if package.member {
        DEV_DEPENDENCIES
    } else if operations.any(|operation| operation.paging.is_some()) {
        EXAMPLES_WITH_STREAMS
    } else {
        "\n[workspace]\n"
    };
    format!(
        "# {MARK}\n\
         \n\
         [package]\n\
         name = {name}\n\
         version = {version}\n\
         edition = \"2024\"\n\
         rust-version = \"1.88\"\n\
         description = {description}\n\
         license = {license}\n\
         {documentation}\
         include = [\"/src\", \"/INDEX.md\"]\n\
         \n\
         [features]\n\
         default = [{default}]\n\
         {features}\
         # Conversions of dates.\n\
         chrono = [\"client-runtime/chrono\"]\n\
         jiff = [\"client-runtime/jiff\"]\n\
         time = [\"client-runtime/time\"]\n\
         \n\
         [dependencies]\n\
         client-runtime = {{ path = {runtime} }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n\
         serde_json = \"1\"\n\
         {end}",
        name = quoted(&package.name),
        version = quoted(&package.version),
        description = quoted(&package.description),
        license = quoted(&package.license),
        default = default.join(", "),
        runtime = quoted(&package.runtime),
    )
}

/// A TOML string. JSON's escapes are a part of TOML's.
fn quoted(text: &str) -> String {
    let text: String = text.chars().filter(|char| *char != '\u{7f}').collect();
    serde_json::Value::from(text).to_string()
}
