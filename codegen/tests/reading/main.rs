//! Reading: pages in every spelling give the same definition, and bad input gives one clear message each.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use base64::Engine;
use codegen::diagnostic::Diagnostics;
use codegen::input::config::Config;
use codegen::input::docs_set;
use codegen::input::openapi::{OperationObject, read_operation};
use codegen::input::page::{MAX_BYTES, Page, Source, read_folder, read_page};
use codegen::input::spec::Spec;
use codegen::names::words::module_name;
use insta::assert_snapshot;
use serde_json::{Value, json};

const JSON: &str = r#"{"operationId":"getThing","method":"get","path":"/things/{id}","responses":{"200":{"description":"A thing: [it] isn't \"much\" # really"},"404":{"description":"– none 😀"}}}"#;

fn source(bytes: impl Into<Vec<u8>>) -> Source {
    Source {
        path: "beta/get-thing.api.mdx".to_owned(),
        bytes: bytes.into(),
    }
}

fn page_with(api: &str) -> String {
    format!(
        "---\nid: get-thing\nsidebar_label: Get a thing\napi: {api}\nsidebar_class_name: \"get\"\n---\n\n# Get a thing\n"
    )
}

fn compressed(text: &[u8]) -> String {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(text).unwrap();
    base64::engine::general_purpose::STANDARD.encode(encoder.finish().unwrap())
}

fn read(bytes: impl Into<Vec<u8>>) -> (Option<Page>, String) {
    let mut diagnostics = Diagnostics::default();
    let page = read_page(&source(bytes), &mut diagnostics);
    (page, printed(&diagnostics))
}

fn printed(diagnostics: &Diagnostics) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics.sorted() {
        writeln!(text, "{diagnostic}").unwrap();
    }
    text
}

/// The messages about a page that can't be read.
#[track_caller]
fn refused(bytes: impl Into<Vec<u8>>) -> String {
    let (page, messages) = read(bytes);
    assert_eq!(page, None);
    messages
}

/// The page, which must be read without a word.
#[track_caller]
fn accepted(bytes: impl Into<Vec<u8>>) -> Page {
    let (page, messages) = read(bytes);
    assert_eq!(messages, "");
    page.unwrap()
}

mod bad_pages;
mod configuration;
mod docs_sets;
mod folders;
mod operations;
#[path = "../common/outside_data.rs"]
mod outside_data;
mod overlay;
mod spellings;
