//! oas3-gen, a generator of Rust clients, on the definitions of the same pages.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use codegen::diagnostic::Diagnostics;
use codegen::input::page::{Page, Source, read_pages};
use serde_json::{Map, Value, json};

/// The keys that docs pages add to an operation.
const OF_PAGES: [&str; 7] = [
    "info",
    "jsonRequestBodyExample",
    "method",
    "path",
    "postman",
    "securitySchemes",
    "servers",
];

/// How to install the program.
const INSTALL: &str = "cargo install --locked oas3-gen@0.29.0";

/// The program and its input and output.
pub(super) struct Peer {
    /// Its name and version.
    pub(super) version: String,
    document: PathBuf,
    pub(super) out: PathBuf,
}

impl Peer {
    const PROGRAM: &'static str = "oas3-gen";

    /// The package that it writes, which has the name of its folder.
    pub(super) const PACKAGE: &'static str = "bench-peer";

    /// Checks that the program is installed, and writes the document.
    pub(super) fn new(folder: &Path, pages: &[Source]) -> Result<Self> {
        let mut version = Command::new(Self::PROGRAM);
        let Ok(found) = version.arg("--version").output() else {
            bail!(
                "{} isn't installed. To install it, run `{INSTALL}`",
                Self::PROGRAM
            );
        };
        let pages = read_pages(pages, &mut Diagnostics::default());
        let document = folder.join("openapi.json");
        std::fs::write(&document, self::document(&pages).to_string())
            .with_context(|| format!("can't write {}", document.display()))?;
        Ok(Self {
            version: String::from_utf8_lossy(&found.stdout).trim().to_owned(),
            document,
            out: folder.join(Self::PACKAGE),
        })
    }

    /// The command that writes its crate.
    pub(super) fn generate(&self) -> Command {
        let mut command = Command::new(Self::PROGRAM);
        command.args(["generate", "client-mod", "--workspace", "-i"]);
        command.arg(&self.document).arg("-o").arg(&self.out);
        command
    }

    /// Makes its crate a workspace of its own, with the TLS library that this generator's crates use.
    pub(super) fn adapt(&self) -> Result<()> {
        let path = self.out.join("Cargo.toml");
        let context = || format!("can't change {}", path.display());
        let text = std::fs::read_to_string(&path).with_context(context)?;
        let text = text.replace("\"native-tls\"", "\"rustls\"");
        std::fs::write(&path, text + "\n[workspace]\n").with_context(context)
    }
}

/// One document with all operations of the pages, which have no `$ref`.
fn document(pages: &[Page]) -> Value {
    let mut paths = Map::new();
    let mut schemes = Value::Null;
    for page in pages {
        let definition = &page.definition;
        let (Some(path), Some(method)) =
            (definition["path"].as_str(), definition["method"].as_str())
        else {
            continue;
        };
        let mut operation = definition.clone();
        if let Some(operation) = operation.as_object_mut() {
            operation.retain(|key, _| !OF_PAGES.contains(&key.as_str()));
        }
        repair(path, &mut operation);
        paths.entry(path).or_insert_with(|| json!({}))[method] = operation;
        if schemes.is_null() {
            schemes = definition["securitySchemes"].clone();
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Bench", "version": "1" },
        "servers": pages.first().map_or(Value::Null, |page| page.definition["servers"].clone()),
        "paths": paths,
        "components": { "securitySchemes": schemes },
    })
}

/// Removes what the program writes code for that doesn't compile: path parameters that the path doesn't have, and the
/// values of the items of lists in parameters.
fn repair(path: &str, operation: &mut Value) {
    let parameters = operation
        .get_mut("parameters")
        .and_then(Value::as_array_mut);
    let Some(parameters) = parameters else {
        return;
    };
    parameters.retain(|parameter| {
        let name = parameter["name"].as_str().unwrap_or_default();
        parameter["in"] != "path" || path.contains(&format!("{{{name}}}"))
    });
    for parameter in parameters {
        let items = parameter.pointer_mut("/schema/items");
        if let Some(items) = items.and_then(Value::as_object_mut) {
            items.remove("enum");
        }
    }
}
