//! All problems of a set of pages are reported in one run, and nothing is generated.

use codegen::diagnostic::Diagnostics;
use codegen::input::page::Source;
use codegen::input::spec::Spec;

use crate::common;

/// The pages, given by path and definition.
fn pages(pages: &[(&str, &str)]) -> Spec {
    let pages = pages.iter().map(|(path, api)| Source {
        path: format!("{path}.api.mdx"),
        bytes: format!("---\nid: {path}\napi: {api}\n---\n").into_bytes(),
    });
    Spec {
        pages: pages.collect(),
        ..Spec::default()
    }
}

/// What a run has to say that makes nothing.
#[track_caller]
fn refused(spec: &Spec) -> String {
    let mut diagnostics = Diagnostics::default();
    let generated = codegen::generate(spec, &common::options(), &mut diagnostics);
    assert!(generated.is_none());
    common::printed(&diagnostics)
}

#[test]
fn all_problems_of_all_files_are_reported() {
    let mut spec = pages(&[
        ("zoo/cut-off", r#"{"operationId": "cutOff", "#),
        (
            "zoo/no-path",
            r#"{"operationId": "noPath", "method": "get"}"#,
        ),
        (
            "zoo/one",
            r#"{"operationId": "one", "method": "get", "path": "/animals"}"#,
        ),
        (
            "zoo/same-id",
            r#"{"operationId": "one", "method": "get", "path": "/keepers"}"#,
        ),
        (
            "zoo/same-path",
            r#"{"operationId": "two", "method": "get", "path": "/animals"}"#,
        ),
    ]);
    spec.pages.push(Source {
        path: "zoo/bare.api.mdx".to_owned(),
        bytes: b"# No frontmatter\n".to_vec(),
    });
    spec.config = Some("pakage: {}\n".to_owned());
    spec.names = "\"zoo\":\n  lower: [\"one#/a\"]\n".to_owned();
    insta::assert_snapshot!(refused(&spec));
}

#[test]
fn impossible_names_are_reported() {
    let mut spec = pages(&[(
        "zoo/one",
        r#"{"operationId": "one", "method": "get", "path": "/animals"}"#,
    )]);
    spec.names = "\
\"zoo\":
  Animal: [\"one#/a\", \"one#/b\"]
  Beast: [\"one#/b\"]
  Self: [\"one#/c\"]
  2ndAnimal: [\"one#/d\"]
  Vec: [\"one#/e\"]
  animal: [\"one#/f\"]
  Keeper: one#/g
"
    .to_owned();
    insta::assert_snapshot!(refused(&spec));
    spec.names = "\"zoo\":\n  Animal: [\"one#/a\"]\n  ANIMAL: [\"one#/b\"]\n".to_owned();
    insta::assert_snapshot!(refused(&spec));
    spec.names = "\"zoo\":\n  Animal: [\"one#/a\"]\n  Animal: [\"one#/b\"]\n".to_owned();
    insta::assert_snapshot!(refused(&spec));
}
