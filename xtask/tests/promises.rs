//! The table of promises in ARCHITECTURE.md names tests that exist.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;

#[test]
fn every_promise_has_its_test() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let document = std::fs::read_to_string(workspace.join("ARCHITECTURE.md")).unwrap();
    let (_, section) = document.split_once("\n## Promises\n").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let rows = section
        .lines()
        .filter(|line| line.starts_with("| "))
        .skip(1);
    let mut promises = 0;
    for row in rows {
        let cell = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let (path, name) = cell.trim_matches('`').split_once("`: `").unwrap();
        let source = std::fs::read_to_string(workspace.join(path)).unwrap();
        assert!(
            source.contains(&format!("fn {name}(")),
            "{path} has no test {name}"
        );
        promises += 1;
    }
    assert!(promises > 0);
}
