//! The verdicts of diffs, proven by the compiler: a program that uses everything of the old crate compiles with the new
//! one exactly if the diff has no breaking change.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod cases;
#[path = "../common/mod.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod common;
mod compile;
mod program;

use std::collections::BTreeMap;

use cases::{CASES, base};
use codegen::Generated;
use codegen::diff::{Class, Diff, State};
use codegen::input::page::Source;
use codegen::input::spec::Spec;
use codegen::surface::Surface;
use serde_json::Value;

const CONFIG: &str = "package: {name: client, version: 0.1.0}\n\
                      paging: {offset: offset, limit: limit, total: count, page-size: 50}\n";

/// Changes that break the crate although the pages only add something: there was one type, and now there are several.
const UNFORCED: [&str; 3] = [
    "a file among the media types",
    "a second success",
    "errors where there were none",
];

/// A change in one direction, which is an API of the crate.
struct Step {
    /// The API's module.
    api: String,
    name: String,
    expected: Option<Class>,
    old: Value,
    new: Value,
}

fn steps() -> Vec<Step> {
    let mut steps = Vec::new();
    for (index, case) in CASES.iter().enumerate() {
        let mut edited = base();
        (case.edit)(&mut edited);
        let [forward, backward] = case.classes;
        let [base, edited] = changed_only(base(), edited);
        let states = [(base.clone(), edited.clone()), (edited, base)];
        for ((suffix, expected), (old, new)) in
            [("a", forward), ("b", backward)].into_iter().zip(states)
        {
            steps.push(Step {
                api: format!("api{index}{suffix}"),
                name: format!(
                    "{}{}",
                    case.name,
                    if suffix == "a" { "" } else { ", undone" }
                ),
                expected,
                old,
                new,
            });
        }
    }
    steps
}

/// The operations that differ, so that there is little to compile. Something is always left.
fn changed_only(mut old: Value, mut new: Value) -> [Value; 2] {
    let (before, after) = (old.clone(), new.clone());
    let differs = |id: &str| before.get(id) != after.get(id);
    let is_empty = |all: &Value| !all.as_object().unwrap().keys().any(|id| differs(id));
    let keeps_pet = is_empty(&before) || is_empty(&after);
    for state in [&mut old, &mut new] {
        state
            .as_object_mut()
            .unwrap()
            .retain(|id, _| differs(id) || keeps_pet && id == "getPet");
    }
    [old, new]
}

/// A spec folder with an API for each step.
fn spec(steps: &[Step], pages: fn(&Step) -> &Value, names: &str) -> Spec {
    let mut spec = Spec {
        config: Some(CONFIG.to_owned()),
        names: names.to_owned(),
        ..Spec::default()
    };
    for step in steps {
        for (id, definition) in pages(step).as_object().unwrap() {
            spec.pages.push(Source {
                path: format!("{}/{}.api.mdx", step.api, id.to_lowercase()),
                bytes: format!("---\napi: {definition}\n---\n").into_bytes(),
            });
        }
    }
    spec
}

#[test]
fn a_program_compiles_exactly_if_no_change_is_breaking() {
    let steps = steps();
    assert!(steps.len() >= 60);
    let old_spec = spec(&steps, |step| &step.old, "");
    let (old, _) = common::generate(&old_spec);
    let new_spec = spec(&steps, |step| &step.new, &old.names);
    let (new, _) = common::generate(&new_spec);
    let (before, after) = (
        State::of(&old.krate, &old_spec),
        State::of(&new.krate, &new_spec),
    );
    let failures = programs(&old, &new).failures();
    let (mut wrong, mut unforced) = (Vec::new(), Vec::new());
    for step in &steps {
        let (before, after) = (before.only(&step.api), after.only(&step.api));
        let diff = Diff::of(&before, &after);
        let class = diff.class();
        let failure = failures.get(&step.api);
        if class != step.expected || failure.is_some() != (class == Some(Class::Breaking)) {
            wrong.push(format!(
                "{}: expected {:?}, found {class:?}, the compiler says {failure:?}\n{}",
                step.name,
                step.expected,
                codegen::diff::render::text(&diff, None)
            ));
        }
        if diff.entries.iter().any(|entry| entry.unforced) {
            unforced.push(step.name.as_str());
        }
        // What the index shows is the surface, so that each change shows there.
        let index = before.surface.write();
        assert_eq!(
            Surface::read(&index).as_ref(),
            Ok(&before.surface),
            "{}",
            step.name
        );
        assert_eq!(
            diff.entries.is_empty(),
            before.surface == after.surface,
            "{}",
            step.name
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    for name in UNFORCED {
        assert!(unforced.contains(&name), "{name} is not in {unforced:?}");
    }
}

/// A program for each old API, beside the new crate.
fn programs(old: &Generated, new: &Generated) -> compile::Program {
    let modules = old.krate.versions.iter();
    let modules: BTreeMap<String, String> = modules
        .map(|version| (version.module.clone(), program::module(version)))
        .collect();
    compile::Program::new(&new.files, modules)
}
