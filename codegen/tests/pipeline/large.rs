//! Pages of an ordinary size with very many of one thing: time grows with the size, not with its square.

use std::time::{Duration, Instant};

use codegen::input::page::Source;
use codegen::input::spec::Spec;
use serde_json::{Value, json};

use crate::common;

/// Far more than any of these pages takes, and far less than the square of its size would.
const LIMIT: Duration = Duration::from_secs(300);

/// Asserts that a page is generated in time, and that no name is longer than a file's may be.
fn assert_quick(path: &str, schema: &Value) {
    let operation = json!({
        "operationId": "getLarge",
        "method": "get",
        "path": path,
        "responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}},
    });
    let spec = Spec {
        pages: vec![Source {
            path: "large/get-large.api.mdx".to_owned(),
            bytes: format!("---\nid: get-large\napi: {operation}\n---\n").into_bytes(),
        }],
        ..Spec::default()
    };
    let start = Instant::now();
    let (generated, _) = common::generate(&spec);
    let took = start.elapsed();
    assert!(took < LIMIT, "{took:?}");
    let code = generated
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".rs"));
    let code = code.flat_map(|(_, text)| text.lines());
    let code = code.filter(|line| !line.contains("\"") && !line.trim_start().starts_with("//"));
    let mut words = code.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
    assert_eq!(words.find(|word| word.len() > 255), None);
}

#[test]
fn an_enum_of_many_values() {
    let values: Vec<String> = (0..100_000).map(|number| format!("v{number} x")).collect();
    assert_quick(
        "/",
        &json!({"title": "Many", "type": "string", "enum": values}),
    );
}

/// These values, and these properties, differ in signs only.
#[test]
fn many_names_that_collide() {
    let names: Vec<String> = (0..3_000)
        .map(|count| format!("a{}", ".".repeat(count)))
        .collect();
    let properties: serde_json::Map<String, Value> = names
        .iter()
        .map(|name| (name.clone(), json!({"type": "string"})))
        .collect();
    assert_quick(
        "/",
        &json!({"title": "Many", "type": "string", "enum": names}),
    );
    assert_quick(
        "/",
        &json!({"title": "Many", "type": "object", "properties": properties}),
    );
}

#[test]
fn long_names_and_many_braces() {
    let long = "X".repeat(10_000);
    assert_quick(
        &format!("/{}id}}/{long}", "{".repeat(3_000)),
        &json!({"title": long, "type": "object", "properties": {long.as_str(): {"enum": [long]}}}),
    );
}
