//! Runs that are killed, and several at once: the spec folder and the crate are as one of the runs left them.

use std::collections::BTreeMap;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::folder::Folder;
use super::import::document;

type Tree = BTreeMap<String, String>;

/// A folder with two documents, which have some operations in common.
fn folder() -> Folder {
    let folder = Folder::new();
    let ids = |range: std::ops::Range<usize>| range.map(|each| format!("getPet{each}x"));
    folder.write("one.json", &document(ids(0..60), "One"));
    folder.write("other.json", &document(ids(30..90), "Other"));
    folder
}

fn start(folder: &Folder, arguments: &[&str]) -> Child {
    let mut command = folder.command(arguments);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

const fn import(document: &str) -> [&str; 5] {
    ["import", document, "--spec", "spec", "--prune"]
}

const CODEGEN: [&str; 5] = ["codegen", "--spec", "spec", "--out", "out"];

/// What each of the documents makes of the spec folder and the crate.
fn outcomes(folder: &Folder) -> [(Tree, Tree); 2] {
    ["one.json", "other.json"].map(|document| {
        folder.run(&import(document)).good();
        folder.run(&CODEGEN).good();
        (folder.tree("spec"), folder.tree("out"))
    })
}

#[test]
fn an_import_that_is_killed_is_undone_or_complete() {
    let folder = folder();
    let [(one, _), (other, _)] = outcomes(&folder);
    let start_time = Instant::now();
    folder.run(&import("one.json")).good();
    let whole = start_time.elapsed();
    const STEPS: u32 = 24;
    let mut is_complete = [0, 0];
    for step in 0..STEPS {
        folder.run(&import("one.json")).good();
        let mut run = start(&folder, &import("other.json"));
        std::thread::sleep(whole * step / STEPS);
        run.kill().unwrap();
        run.wait().unwrap();
        // An import takes back what was interrupted, even if it has nothing to import itself.
        folder.run(&import("nothing.json")).with(1);
        let tree = folder.tree("spec");
        assert!(tree == one || tree == other, "{:?}", tree.keys());
        is_complete[usize::from(tree == other)] += 1;
    }
    assert!(is_complete[0] > 0, "{is_complete:?}");
}

#[test]
fn imports_and_generators_at_once_do_not_mix() {
    let folder = folder();
    let [(one, out), (other, other_out)] = outcomes(&folder);
    for step in 0..8 {
        let runs = [
            start(&folder, &import("one.json")),
            start(&folder, &import("other.json")),
        ];
        std::thread::sleep(Duration::from_millis(5 * step));
        let generator = start(&folder, &CODEGEN);
        for mut run in runs.into_iter().chain([generator]) {
            assert!(run.wait().unwrap().success());
        }
        let tree = folder.tree("spec");
        assert!(tree == one || tree == other, "{:?}", tree.keys());
        let tree = folder.tree("out");
        assert!(tree == out || tree == other_out, "{:?}", tree.keys());
    }
}
