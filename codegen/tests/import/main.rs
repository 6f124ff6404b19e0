//! Importing OpenAPI documents into a spec folder.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failing test may panic"
)]

mod definitions;
mod folders;

use std::path::Path;

use codegen::diagnostic::Diagnostics;
use codegen::input::document::{self, Document, Selection, Update};
use serde_json::Value;

/// Reads a document that is all right.
fn read(text: &str) -> Document {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("openapi.yaml");
    std::fs::write(&file, text).unwrap();
    let mut diagnostics = Diagnostics::default();
    let document = document::read(&file, &Selection::default(), &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{:?}", diagnostics.sorted());
    document.unwrap()
}

/// The only page's definition.
fn definition(text: &str) -> Value {
    let mut document = read(text);
    assert_eq!(document.pages.len(), 1);
    document.pages.remove(0).definition
}

fn import(text: &str, spec: &Path, prune: bool) -> Result<Update, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("openapi.yaml");
    std::fs::write(&file, text).unwrap();
    let mut diagnostics = Diagnostics::default();
    let selection = Selection::default();
    let update = document::import(
        &file,
        &selection,
        spec,
        Some("pets"),
        prune,
        &mut diagnostics,
    );
    if diagnostics.has_errors() {
        let errors: Vec<String> = diagnostics.errors().map(ToString::to_string).collect();
        let place = folder.path().display().to_string();
        return Err(errors.join("\n").replace(&place, ""));
    }
    let update = update.unwrap();
    update.write().unwrap();
    Ok(update)
}
