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

/// The crate and its names are those of one run.
#[test]
fn a_generator_that_is_killed_is_undone_or_complete() {
    let folder = folder();
    folder.write("spec/names.yaml", "");
    let outcomes = ["one.json", "other.json"].map(|document| {
        folder.run(&import(document)).good();
        let start_time = Instant::now();
        folder.run(&CODEGEN).good();
        let took = start_time.elapsed();
        (folder.read("spec/names.yaml"), folder.tree("out"), took)
    });
    let [(names, out, _), (other_names, other_out, whole)] = outcomes;
    const STEPS: u32 = 24;
    // Files are replaced at the end of a run.
    for step in 0..STEPS {
        std::fs::remove_dir_all(folder.path().join("out")).unwrap();
        let files = out.iter().map(|(path, text)| (path.as_str(), text));
        for (path, text) in files.chain([("spec/names.yaml", &names)]) {
            folder.write(path, text);
        }
        let mut run = start(&folder, &CODEGEN);
        std::thread::sleep(whole / 2 + whole * step / STEPS / 2);
        run.kill().unwrap();
        run.wait().unwrap();
        // A run takes back what was interrupted, even if it can't read the pages itself.
        folder.write("spec/bad.api.mdx", "no frontmatter");
        folder.run(&CODEGEN).with(1);
        std::fs::remove_file(folder.path().join("spec/bad.api.mdx")).unwrap();
        let names_now = folder.read("spec/names.yaml");
        let is_old = folder.tree("out") == out;
        assert!(is_old || folder.tree("out") == other_out);
        assert!(names_now == if is_old { &*names } else { &*other_names });
    }
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
