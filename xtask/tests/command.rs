//! The command line, run as people run it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A spec folder with one page, and the path of a crate that isn't there yet.
fn spec() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let page = r#"{"operationId": "getPet", "method": "get", "path": "/pet", "responses": {"200": {"description": "", "content": {"application/json": {"schema": {"title": "Pet", "type": "object", "properties": {"id": {"type": "string"}}}}}}}}"#;
    fs::create_dir_all(dir.path().join("spec/v1")).unwrap();
    fs::write(
        dir.path().join("spec/v1/get-pet.api.mdx"),
        format!("---\nid: get-pet\napi: {page}\n---\n"),
    )
    .unwrap();
    dir
}

/// Runs the generator in a folder: whether it succeeded, and what it printed.
fn run(dir: &Path, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_openapi-crate"))
        .args(["codegen", "--spec", "spec", "--out", "out"])
        .args(arguments)
        .current_dir(dir)
        .output()
        .unwrap();
    let printed = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(printed).unwrap())
}

#[test]
fn reports_that_cannot_be_written_are_found_before_anything_is() {
    for flag in ["--manifest", "--diagnostics"] {
        let dir = spec();
        fs::create_dir(dir.path().join("folder")).unwrap();
        assert!(
            Command::new("mkfifo")
                .arg(dir.path().join("pipe"))
                .status()
                .unwrap()
                .success()
        );
        for target in ["folder", "pipe", "spec/v1/get-pet.api.mdx/x"] {
            let (succeeded, printed) = run(dir.path(), &[flag, target]);
            assert!(!succeeded, "{printed}");
            assert!(
                printed.starts_with(&format!("error: can't write {target}: ")),
                "{printed}"
            );
            assert!(!dir.path().join("out").exists());
        }
        assert!(run(dir.path(), &[flag, "reports/file.json"]).0);
        assert!(
            fs::read_to_string(dir.path().join("reports/file.json"))
                .unwrap()
                .starts_with(['{', '['])
        );
    }
}

#[test]
fn a_link_to_names_is_followed() {
    let dir = spec();
    fs::write(dir.path().join("kept.yaml"), "").unwrap();
    let link = dir.path().join("spec/names.yaml");
    symlink("../kept.yaml", &link).unwrap();
    let (succeeded, printed) = run(dir.path(), &[]);
    assert!(succeeded, "{printed}");
    assert!(link.is_symlink());
    assert!(
        fs::read_to_string(dir.path().join("kept.yaml"))
            .unwrap()
            .contains("Pet")
    );
}

#[test]
fn a_folder_of_others_needs_force() {
    let dir = spec();
    fs::create_dir(dir.path().join("out")).unwrap();
    fs::write(dir.path().join("out/letter.txt"), "Dear all").unwrap();
    let (succeeded, printed) = run(dir.path(), &[]);
    assert!(!succeeded);
    assert!(printed.contains("add `--force`"), "{printed}");
    assert_eq!(fs::read_dir(dir.path().join("out")).unwrap().count(), 1);
    assert!(run(dir.path(), &["--force"]).0);
    assert!(run(dir.path(), &[]).0);
}

#[test]
fn an_interrupted_run_is_undone_and_reported() {
    let dir = spec();
    let names = dir.path().join("spec/names.yaml");
    fs::write(&names, "").unwrap();
    assert!(run(dir.path(), &[]).0);
    // What a run leaves that is killed when it has removed one file and replaced names.yaml.
    let out = dir.path().join("out");
    let staging = out.join(".codegen-killed");
    fs::create_dir(&staging).unwrap();
    fs::rename(out.join("INDEX.md"), staging.join("0.old")).unwrap();
    fs::rename(&names, staging.join("1.old")).unwrap();
    fs::write(&names, "no names").unwrap();
    let journal = format!(
        r#"{{"folders": [], "files": [{{"path": "INDEX.md", "old": true, "new": false}},
            {{"path": "{}", "old": true, "new": true}}]}}"#,
        names.canonicalize().unwrap().display()
    );
    fs::write(staging.join("journal.json"), journal).unwrap();
    let (succeeded, printed) = run(dir.path(), &["--check"]);
    assert!(!succeeded);
    assert!(
        printed.contains("an earlier run was interrupted"),
        "{printed}"
    );
    assert!(!out.join("INDEX.md").exists());
    let (succeeded, printed) = run(dir.path(), &[]);
    assert!(succeeded, "{printed}");
    assert!(
        printed.contains("undid  the changes of an earlier run"),
        "{printed}"
    );
    assert!(out.join("INDEX.md").exists());
    assert!(fs::read_to_string(&names).unwrap().contains("Pet"));
    assert!(!staging.exists());
}

#[test]
fn an_interrupted_import_is_reported_and_undone_by_the_next() {
    let dir = spec();
    // What an import leaves that is killed when it has replaced the only page.
    let page = dir.path().join("spec/v1/get-pet.api.mdx");
    let staging = dir.path().join("spec/.codegen-killed");
    fs::create_dir(&staging).unwrap();
    fs::copy(&page, staging.join("0.old")).unwrap();
    fs::write(&page, "new").unwrap();
    let journal =
        r#"{"folders": [], "files": [{"path": "v1/get-pet.api.mdx", "old": true, "new": true}]}"#;
    fs::write(staging.join("journal.json"), journal).unwrap();
    let (succeeded, printed) = run(dir.path(), &[]);
    assert!(!succeeded);
    assert!(
        printed.contains("an import into the spec folder `spec` was interrupted"),
        "{printed}"
    );
    let document = r#"{"openapi": "3.0.0", "info": {"title": "v1", "version": "1"}, "paths": {}}"#;
    fs::write(dir.path().join("openapi.json"), document).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_openapi-crate"))
        .args(["import", "openapi.json", "--spec", "spec"])
        .current_dir(dir.path())
        .output()
        .unwrap();
    let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(
        printed.contains("undid  the changes of an earlier import"),
        "{printed}"
    );
    let (succeeded, printed) = run(dir.path(), &[]);
    assert!(succeeded, "{printed}");
}
