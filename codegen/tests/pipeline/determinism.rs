//! The same input gives the same bytes, however it is spelt and in whatever order it comes.

use std::io::Write as _;

use base64::Engine;
use codegen::diagnostic::Diagnostics;
use codegen::input::page::{Source, read_page};
use codegen::input::spec::Spec;
use codegen::report::manifest::manifest;
use serde_json::Value;

use crate::common;

/// Everything that a run writes.
fn written(spec: &Spec) -> String {
    let (generated, _) = common::generate(spec);
    let files = generated
        .files
        .iter()
        .map(|(path, text)| format!("=== {path}\n{text}"));
    let mut all: String = files.collect();
    all.push_str(&generated.names);
    all.push_str(&manifest(&generated.krate));
    all
}

/// Spells all pages differently.
fn spelt(spec: &Spec, spell: fn(&str, &Value) -> String) -> Spec {
    let mut spec = spec.clone();
    for source in &mut spec.pages {
        let page = read_page(source, &mut Diagnostics::default()).unwrap();
        source.bytes = spell(&page.id, &page.definition).into_bytes();
    }
    spec
}

fn as_json(id: &str, definition: &Value) -> String {
    format!("---\nid: {id}\napi: {definition}\n---\n")
}

fn as_yaml(id: &str, definition: &Value) -> String {
    let yaml = serde_yaml::to_string(definition).unwrap();
    let indented: String = yaml.lines().map(|line| format!("  {line}\n")).collect();
    format!("---\nid: {id}\napi:\n{indented}---\n")
}

fn as_base64(id: &str, definition: &Value) -> String {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder
        .write_all(definition.to_string().as_bytes())
        .unwrap();
    let text = base64::engine::general_purpose::STANDARD.encode(encoder.finish().unwrap());
    format!("---\nid: {id}\napi: {text}\n---\n")
}

fn with_crlf(id: &str, definition: &Value) -> String {
    as_json(id, definition).replace('\n', "\r\n")
}

#[test]
fn order_and_encoding_of_pages_do_not_show() {
    let spec = common::fixtures();
    let expected = written(&spec);
    let mut shuffled = spec.clone();
    shuffled
        .pages
        .sort_by_key(|Source { path, .. }| path.bytes().rev().collect::<Vec<u8>>());
    assert!(
        written(&shuffled) == expected,
        "the order of the pages shows"
    );
    for (name, spell) in [
        ("JSON", as_json as fn(&str, &Value) -> String),
        ("YAML", as_yaml),
        ("base64", as_base64),
        ("CRLF", with_crlf),
    ] {
        assert!(
            written(&spelt(&spec, spell)) == expected,
            "pages written as {name} give other output"
        );
    }
}

/// A second run over what the first one remembered changes nothing.
#[test]
fn names_settle_at_once() {
    let mut spec = common::fixtures();
    let (first, _) = common::generate(&spec);
    spec.names.clone_from(&first.names);
    let (second, _) = common::generate(&spec);
    assert_eq!(first.names, second.names);
    assert!(
        first.files == second.files,
        "remembered names give other output"
    );
}
