//! Rules for paging that the pages of other vendors' styles suggest, and what becomes of them once they are confirmed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[allow(dead_code, reason = "other tests use the rest of it")]
mod common;
#[path = "emit/compile.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod compile;

use std::collections::BTreeSet;

use codegen::Generated;
use codegen::input::spec::Spec;
use codegen::paging::snippet;

/// The pages of all styles, a folder each.
fn styles() -> Spec {
    common::read(&common::workspace("codegen/tests/paging"))
}

/// A run without rules, then one with the rules that it proposes.
fn confirmed(spec: &Spec) -> (String, Generated) {
    let (proposed, _) = common::generate(spec);
    let rules = snippet(&proposed.paging);
    let mut spec = spec.clone();
    if !proposed.paging.is_empty() {
        spec.config = Some(rules.clone());
    }
    let (generated, _) = common::generate(&spec);
    assert!(generated.paging.is_empty() || proposed.paging.is_empty());
    (rules, generated)
}

/// The constant of each operation, by its request.
fn constants(generated: &Generated) -> String {
    let mut text = String::new();
    for source in generated.files.values() {
        for (_, rest) in source
            .match_indices("\n    impl ")
            .map(|(at, start)| (at, &source[at + start.len()..]))
        {
            let Some((name, rest)) = rest.split_once(" {\n") else {
                continue;
            };
            let Some((constant, methods)) = rest
                .strip_prefix("        const PAGING: Paging = ")
                .and_then(|rest| rest.split_once(';'))
            else {
                continue;
            };
            let constant: String = constant.split_whitespace().collect();
            let streams = ["items", "pages", "total"].map(|stream| {
                methods
                    .split("\n    }\n")
                    .next()
                    .unwrap()
                    .contains(&format!("fn {stream}(self)"))
                    .then_some(stream)
            });
            let streams: Vec<&str> = streams.into_iter().flatten().collect();
            text.push_str(&format!("{name}: {constant} -> {}\n", streams.join(", ")));
        }
    }
    text
}

#[test]
fn each_style_has_its_rules() {
    let all = styles();
    let names: BTreeSet<&str> = all
        .pages
        .iter()
        .filter_map(|page| page.path.split('/').next())
        .collect();
    let mut text = String::new();
    for name in names {
        let mut spec = all.clone();
        spec.pages
            .retain(|page| page.path.starts_with(&format!("{name}/")));
        let (rules, generated) = confirmed(&spec);
        text.push_str(&format!("# {name}\n{rules}\n{}\n", constants(&generated)));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn the_code_of_all_styles_is_clean() {
    let (_, generated) = confirmed(&styles());
    compile::assert_clean("paging", &generated.files);
}
