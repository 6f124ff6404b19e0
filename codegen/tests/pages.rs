//! Small pages, a folder a concept, and the code that they become.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod common;
#[path = "emit/compile.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod compile;

use std::collections::BTreeSet;

use codegen::input::spec::Spec;
use codegen::output::Files;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

/// Every concept has a snapshot: the code of its modules, and what the generator says about its pages.
#[test]
fn every_concept_has_its_code() {
    let fixtures = common::fixtures();
    let concepts: BTreeSet<&str> = fixtures
        .pages
        .iter()
        .filter_map(|page| page.path.split('/').next())
        .collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/pages");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for concept in concepts {
            insta::assert_snapshot!(concept, code(&only(&fixtures, concept)));
        }
    });
}

/// The pages of one concept.
fn only(fixtures: &Spec, concept: &str) -> Spec {
    let mut spec = fixtures.clone();
    spec.pages
        .retain(|page| page.path.starts_with(&format!("{concept}/")));
    spec
}

/// What was written for the pages, without what is the same for all pages. Only one concept is about the examples for
/// mock servers.
fn code(spec: &Spec) -> String {
    let (generated, diagnostics) = common::generate(spec);
    let modules = generated.files.iter().filter(|(path, _)| {
        let is_example = path.ends_with("/examples.rs") || path.contains("/examples/");
        path.matches('/').count() > 1 && (!is_example || path.contains("/mock_examples/"))
    });
    let mut text = String::new();
    for (path, module) in modules {
        let (_, module) = module.split_once('\n').unwrap();
        text.push_str(&format!("// {path}\n{module}\n"));
    }
    text + &common::printed(&diagnostics)
}

/// All of it in one crate compiles without a warning.
#[test]
fn the_code_of_all_concepts_is_clean() {
    let (mut generated, _) = common::generate(&common::fixtures());
    let examples = examples(&generated.files);
    generated
        .files
        .insert("examples/operations.rs".to_owned(), examples);
    compile::assert_clean("fixtures", &generated.files);
}

/// What `cargo test --doc` would run: besides the examples of operations nothing else than these.
#[test]
fn no_text_of_a_page_is_a_doctest() {
    let (generated, _) = common::generate(&common::fixtures());
    let mut tests = BTreeSet::new();
    for (path, text) in &generated.files {
        let blocks = doc_blocks(text);
        if blocks.iter().any(|docs| has_code(&without_example(docs).0)) {
            tests.insert(path.as_str());
        }
    }
    let own = [
        "src/json_patch/operations.rs",
        "src/json_patch_bodies/operations.rs",
        "src/json_patch_from/operations.rs",
        "src/lib.rs",
    ];
    assert_eq!(tests, BTreeSet::from(own));
}

/// The examples of the operations are in a file of their own, which the crate with the code of all concepts compiles.
#[test]
fn every_operation_has_an_example() {
    let (generated, _) = common::generate(&common::fixtures());
    let mut missing = Vec::new();
    for (path, text) in &generated.files {
        let is_operation = |docs: &&String| docs.contains("; docs page ");
        for docs in doc_blocks(text).iter().filter(is_operation) {
            if without_example(docs).1.is_none() {
                missing.push(format!("{path}: {docs}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

/// The examples of operations as a program.
fn examples(files: &Files) -> String {
    let blocks = files.values().flat_map(|text| doc_blocks(text));
    let examples = blocks.filter_map(|docs| without_example(&docs).1);
    let modules = examples
        .enumerate()
        .map(|(index, example)| format!("mod example_{index} {{\n{example}}}\n"));
    let modules: String = modules.collect();
    format!("#![allow(unused, deprecated)]\n{modules}fn main() {{}}\n")
}

/// A doc comment without the example of an operation, and its code with the lines that rustdoc hides.
fn without_example(docs: &str) -> (String, Option<String>) {
    let docs = docs
        .lines()
        .map(|line| line.strip_prefix(' ').unwrap_or(line));
    let docs: String = docs.map(|line| format!("{line}\n")).collect();
    let Some((before, example)) = docs.split_once("```\n# async fn run(") else {
        return (docs, None);
    };
    let (code, after) = example.split_once("```\n").unwrap();
    let lines = code
        .lines()
        .map(|line| line.strip_prefix("# ").unwrap_or(line));
    let code = lines.map(|line| format!("{line}\n")).collect::<String>();
    (
        format!("{before}{after}"),
        Some(format!("async fn run({code}")),
    )
}

/// The doc comments of a file.
fn doc_blocks(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
    let docs = |line: &str| line.starts_with("///") || line.starts_with("//!");
    let blocks = lines.chunk_by(|one, other| docs(one) == docs(other));
    let blocks = blocks.filter(|block| docs(block[0]));
    blocks
        .map(|block| {
            block
                .iter()
                .map(|line| format!("{}\n", &line[3..]))
                .collect()
        })
        .collect()
}

/// Whether rustdoc would take a part of it for Rust.
fn has_code(docs: &str) -> bool {
    Parser::new(docs).any(|event| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => &*language != "text",
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => true,
        _ => false,
    })
}
