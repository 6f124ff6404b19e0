//! Real updates: published versions of one API, generated one after the other with the names carried along. What breaks
//! users must have its cause in the pages, and `INDEX.md` and the diff must show every change.

use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::diagnostic::Diagnostics;
use codegen::diff::{Diff, State};
use codegen::input::document::{self, Selection};
use codegen::input::page::Source;
use codegen::input::spec::Spec;
use codegen::pipeline;
use codegen::surface::Surface;
use serde_json::Value;

use crate::common;
use crate::common::outside_data::HISTORY;

/// Every pair is compared in release builds; debug builds are too slow for that and take larger steps.
const STEP: usize = if cfg!(debug_assertions) { 16 } else { 1 };

/// The versions of the archive, unpacked.
struct History {
    _folder: tempfile::TempDir,
    documents: Vec<PathBuf>,
}

impl History {
    fn unpack(archive: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut tar = Command::new("tar");
        tar.arg("-xJf").arg(archive).arg("-C").arg(folder.path());
        assert!(
            tar.status().unwrap().success(),
            "{} can't be unpacked",
            archive.display()
        );
        let entries = std::fs::read_dir(folder.path()).unwrap();
        let mut documents: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        documents.sort();
        Self {
            _folder: folder,
            documents,
        }
    }
}

#[test]
fn updates_break_only_what_the_pages_force() {
    let Some(archive) = HISTORY.path() else {
        return;
    };
    let history = History::unpack(&archive);
    let mut names = String::new();
    let mut before: Option<State> = None;
    let mut unforced = Vec::new();
    for document in history.documents.iter().step_by(STEP) {
        let number = document.file_name().unwrap().to_string_lossy()[..3].to_owned();
        let state = make(document, true, &mut names);
        let index = state.surface.write();
        assert_eq!(
            Surface::read(&index).as_ref(),
            Ok(&state.surface),
            "{number}"
        );
        if let Some(before) = &before {
            let diff = Diff::of(before, &state);
            assert_eq!(
                diff.entries.is_empty(),
                before.surface == state.surface,
                "{number}"
            );
            assert_eq!(
                before.surface.write() == index,
                before.surface == state.surface,
                "{number}"
            );
            let faults = diff.entries.iter().filter(|entry| entry.unforced);
            unforced.extend(faults.map(|entry| {
                format!(
                    "{number} {} {:?}: {} -> {}",
                    entry.what, entry.items, entry.before, entry.after
                )
            }));
        }
        before = Some(state);
    }
    let unforced = unforced.join("\n");
    assert!(
        unforced.is_empty(),
        "no change of the pages forces:\n{unforced}"
    );
}

/// Runs the stages over a document, and replaces the names by what they remember.
fn make(document: &Path, with_titles: bool, names: &mut String) -> State {
    let mut diagnostics = Diagnostics::default();
    let document = document::read(document, &Selection::default(), &mut diagnostics).unwrap();
    let mut spec = Spec {
        names: std::mem::take(names),
        ..Spec::default()
    };
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
        let bytes = format!("---\napi: {definition}\n---\n").into_bytes();
        spec.pages.push(Source { path, bytes });
    }
    let model = pipeline::model(&spec, &common::options(), &mut diagnostics);
    let model = model.unwrap_or_else(|| panic!("{}", common::printed(&diagnostics)));
    names.clone_from(&model.names);
    State::of(&model.krate, &spec)
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
    let history = History::unpack(&archive);
    let mut names = String::new();
    let before = make(&history.documents[0], false, &mut names);
    let first = names.clone();
    let after = make(&history.documents[0], false, &mut names);
    assert_eq!(before.surface, after.surface);
    assert!(names == first);
}
