//! Real updates: published versions of one API, generated one after the other with the names carried along. What breaks
//! users must have its cause in the pages.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use codegen::diagnostic::Diagnostics;
use codegen::input::document::{self, Selection};
use codegen::input::page::Source;
use codegen::input::spec::Spec;
use codegen::ir::Version;
use codegen::names::lock::Lock;
use codegen::pipeline;
use serde_json::Value;

use super::forced::{Pages, reason};
use crate::common;
use crate::common::outside_data::HISTORY;
use crate::common::surface::Surface;

/// Every pair is compared in release builds; debug builds are too slow for that and take larger steps.
const STEP: usize = if cfg!(debug_assertions) { 16 } else { 1 };

/// A version of the API, and what was made of it.
struct Made {
    pages: Pages,
    version: Version,
    surface: Surface,
}

#[test]
fn updates_break_only_what_the_pages_force() {
    let Some(archive) = HISTORY.path() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    unpack(&archive, folder.path());
    let mut documents: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    documents.sort();
    let mut lock = Lock::default();
    let mut before: Option<Made> = None;
    let (mut forced, mut unforced) = (Vec::new(), Vec::new());
    for document in documents.iter().step_by(STEP) {
        let made = make(document, true, &mut lock);
        if let Some(before) = &before {
            let number = document.file_name().unwrap().to_string_lossy()[..3].to_owned();
            for each in before.surface.breaks(&made.surface) {
                let now = each.now.as_deref().unwrap_or("gone");
                let line = format!("{number} {}: {} -> {now}", each.item, each.before);
                match reason(&each.item, &before.version, &before.pages, &made.pages) {
                    Some(reason) => forced.push(format!("{line} because {reason}")),
                    None => unforced.push(line),
                }
            }
        }
        before = Some(made);
    }
    println!("forced:\n{}", forced.join("\n"));
    let unforced = unforced.join("\n");
    assert!(
        unforced.is_empty(),
        "no change of the pages forces:\n{unforced}"
    );
}

fn unpack(archive: &Path, folder: &Path) {
    let mut tar = Command::new("tar");
    let status = tar.arg("-xJf").arg(archive).arg("-C").arg(folder).status();
    assert!(
        status.unwrap().success(),
        "{} can't be unpacked",
        archive.display()
    );
}

/// Runs the stages over a document, and replaces the names by what they remember.
fn make(document: &Path, with_titles: bool, lock: &mut Lock) -> Made {
    let mut diagnostics = Diagnostics::default();
    let document = document::read(document, &Selection::default(), &mut diagnostics).unwrap();
    let mut definitions = BTreeMap::new();
    let mut spec = Spec::default();
    for page in document.pages {
        let mut definition = page.definition();
        if !with_titles {
            remove_titles(&mut definition);
        }
        let path = format!(
            "beta/{}-{}.api.mdx",
            page.key.method,
            page.key.path.replace('/', "-")
        );
        let bytes = format!("---\napi: {}\n---\n", definition).into_bytes();
        spec.pages.push(Source { path, bytes });
        definitions.insert(page.key.id, definition);
    }
    let (mut apis, config) = pipeline::read(&spec, &common::options(), &mut diagnostics);
    let (version, _) = pipeline::run_api(apis.remove(0), &config, lock, &mut diagnostics);
    assert!(
        !diagnostics.has_errors(),
        "{}",
        common::printed(&diagnostics)
    );
    // As if the file were written and read again.
    *lock = Lock::read(&lock.write("cargo xtask codegen"), &mut diagnostics);
    Made {
        pages: Pages::new(definitions),
        surface: Surface::of(std::slice::from_ref(&version)),
        version,
    }
}

/// As older versions of the docs plugin wrote pages. A property may be called `title`: then it is a schema.
fn remove_titles(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if object.get("title").is_some_and(Value::is_string) && !object.contains_key("version")
            {
                object.remove("title");
            }
            object.values_mut().for_each(remove_titles);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_titles),
        Value::String(text) if text.starts_with("circular(") => "circular()".clone_into(text),
        _ => {}
    }
}

/// A second run over the same pages changes nothing.
#[test]
fn a_second_run_changes_no_name() {
    let Some(archive) = HISTORY.path() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    unpack(&archive, folder.path());
    let first = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .min()
        .unwrap();
    let mut lock = Lock::default();
    let before = make(&first, false, &mut lock);
    let names = lock.write("");
    let after = make(&first, false, &mut lock);
    let breaks = before.surface.breaks(&after.surface);
    assert_eq!(breaks, []);
    assert!(lock.write("") == names);
}
