//! Importing OpenAPI documents into a spec folder.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failing test may panic"
)]

mod bad_documents;
mod definitions;
mod files;
mod folders;
mod large;
mod lenient;

use std::path::Path;

use codegen::diagnostic::{Diagnostics, Severity};
use codegen::input::document::{self, Document, Selection, Update};
use codegen::output::Claim;
use serde_json::Value;

/// Reads a document of several files, the first of which is its root; the errors as text.
fn read_files(files: &[(&str, &str)]) -> Result<Document, String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let file = folder.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    let mut diagnostics = Diagnostics::default();
    let source = folder.path().join(files[0].0);
    let document = document::read(&source, &Selection::default(), &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(errors(&diagnostics, folder.path()));
    }
    Ok(document.unwrap())
}

fn errors(diagnostics: &Diagnostics, folder: &Path) -> String {
    let sorted = diagnostics.sorted();
    let errors = sorted
        .iter()
        .filter(|each| each.code.severity() == Severity::Error);
    let errors: Vec<String> = errors.map(ToString::to_string).collect();
    errors
        .join("\n")
        .replace(&format!("{}/", folder.display()), "")
}

/// Reads a document of one file that is imported, and what is said about it.
fn read_with_warnings(text: &str) -> (Document, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("openapi.yaml");
    std::fs::write(&file, text).unwrap();
    let mut diagnostics = Diagnostics::default();
    let document = document::read(&file, &Selection::default(), &mut diagnostics);
    let said: Vec<String> = diagnostics
        .sorted()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(!diagnostics.has_errors(), "{said:?}");
    let said = said
        .join("\n")
        .replace(&format!("{}/", folder.path().display()), "");
    (document.unwrap(), said)
}

/// Reads a document that is all right.
fn read(text: &str) -> Document {
    read_files(&[("openapi.yaml", text)]).unwrap()
}

/// The only page's definition.
fn definition(text: &str) -> Value {
    let mut document = read(text);
    assert_eq!(document.pages.len(), 1);
    document.pages.remove(0).definition()
}

fn import(text: &str, spec: &Path, prune: bool) -> Result<Update, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("openapi.yaml");
    std::fs::write(&file, text).unwrap();
    let mut diagnostics = Diagnostics::default();
    let selection = Selection::default();
    let claim = Claim::take(spec).unwrap();
    let update = document::import(
        &file,
        &selection,
        spec,
        Some("pets"),
        prune,
        &mut diagnostics,
    );
    if diagnostics.has_errors() {
        return Err(errors(&diagnostics, folder.path()));
    }
    let update = update.unwrap();
    update.write(&claim).unwrap();
    Ok(update)
}

/// Generates code of pages: its public API, and what the generator says.
fn generated(pages: &[String]) -> Result<(String, String), String> {
    let pages = pages.iter().enumerate();
    let pages = pages.map(|(index, text)| codegen::input::page::Source {
        path: format!("v1/{index}.api.mdx"),
        bytes: text.clone().into_bytes(),
    });
    let spec = codegen::input::spec::Spec {
        pages: pages.collect(),
        ..Default::default()
    };
    let options = codegen::Options {
        package: None,
        runtime: None,
        location: codegen::assemble::CrateLocation {
            runtime: codegen::ir::Runtime::Inline,
            member: false,
        },
        command: "cargo xtask codegen".to_owned(),
        prune: false,
    };
    let mut diagnostics = Diagnostics::default();
    let generated = codegen::generate(&spec, &options, &mut diagnostics);
    let said: Vec<String> = diagnostics
        .sorted()
        .iter()
        .map(ToString::to_string)
        .collect();
    let said = said.join("\n");
    match generated {
        Some(generated) => Ok((generated.files["INDEX.md"].clone(), said)),
        None => Err(said),
    }
}
