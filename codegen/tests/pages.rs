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

use codegen::spec::Spec;

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

/// What was written for the pages, without what is the same for all pages.
fn code(spec: &Spec) -> String {
    let (generated, diagnostics) = common::generate(spec);
    let modules = generated
        .files
        .iter()
        .filter(|(path, _)| path.matches('/').count() > 1);
    let mut text = String::new();
    for (path, module) in modules {
        let (_, module) = module.split_once('\n').unwrap();
        text.push_str(&format!("// {path}\n{module}\n"));
    }
    text + &common::printed(&diagnostics)
}

/// All of it in one crate compiles without a warning, and no page's text runs as a doctest.
#[test]
fn the_code_of_all_concepts_is_clean() {
    let (generated, _) = common::generate(&common::fixtures());
    compile::assert_clean("fixtures", &generated.files);
}
