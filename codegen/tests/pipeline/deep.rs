//! Schemas nested as deep as the reader lets them.

use codegen::diagnostic::Diagnostics;
use codegen::input::page::{MAX_DEPTH, Source};
use codegen::input::spec::Spec;

use crate::common;

/// A page whose schema is `outer` around `outer` around … `{"type": "string"}`; `@` marks the place of the inner one.
fn nested(name: &str, outer: &str, depth: usize) -> Source {
    let (before, after) = outer.split_once('@').unwrap();
    let schema = format!(
        "{}{{\"type\":\"string\"}}{}",
        before.repeat(depth),
        after.repeat(depth)
    );
    let api = format!(
        r#"{{"operationId":"{name}","method":"get","path":"/{name}","responses":{{"200":{{"description":"","content":{{"application/json":{{"schema":{schema}}}}}}}}}}}"#
    );
    Source {
        path: format!("deep/{name}.api.mdx"),
        bytes: format!("---\nid: {name}\napi: {api}\n---\n").into_bytes(),
    }
}

/// A test's thread has a stack of 2 MiB.
#[test]
fn deep_schemas_need_no_deep_stack() {
    let levels = (MAX_DEPTH - 20) / 3;
    let objects = nested(
        "objects",
        r#"{"type":"object","properties":{"inner":@}}"#,
        levels,
    );
    let parts = nested(
        "parts",
        r#"{"allOf":[@,{"properties":{"own":{"type":"string"}}}]}"#,
        levels,
    );
    let branches = nested("branches", r#"{"oneOf":[@,{"type":"integer"}]}"#, levels);
    let lists = nested("lists", r#"{"type":"array","items":@}"#, levels);
    let maps = nested("maps", r#"{"additionalProperties":@}"#, levels);
    for page in [objects, parts, branches, lists, maps] {
        let path = page.path.clone();
        let spec = Spec {
            pages: vec![page],
            ..Spec::default()
        };
        let mut diagnostics = Diagnostics::default();
        let generated = codegen::generate(&spec, &common::options(), &mut diagnostics);
        let printed = common::printed(&diagnostics);
        assert!(generated.is_some(), "{path}: {printed}");
        // The parts of an `allOf` are one type.
        let is_deep = !path.ends_with("parts.api.mdx");
        assert_eq!(
            printed.contains("warning[too-deep]"),
            is_deep,
            "{path}: {printed}"
        );
    }
}
