//! Emitted crates, compiled.

use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::output::Files;

/// What isn't compiled by default.
const FEATURES: [&str; 2] = ["--features", "examples"];

/// Where the crate `name` is written.
pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("emitted")
        .join(name)
}

/// The path of the runtime's package.
pub(crate) fn runtime() -> String {
    format!("{}/runtime", env!("CARGO_MANIFEST_DIR"))
}

/// Writes a crate and asserts that clippy and rustdoc have nothing to say about it.
pub(crate) fn assert_clean(name: &str, files: &Files) {
    assert_compiles(name, files);
    let doc = ["doc", "--offline", "--quiet", "--no-deps"];
    cargo(&folder(name), &[&doc[..], &FEATURES].concat());
}

/// Writes a crate and asserts that rustc and clippy have nothing to say about it.
pub(crate) fn assert_compiles(name: &str, files: &Files) {
    let folder = folder(name);
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    // The versions of the workspace, all of which are there already.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    std::fs::copy(lock, folder.join("Cargo.lock")).unwrap();
    cargo(
        &folder,
        &[
            "clippy",
            "--offline",
            "--quiet",
            "--lib",
            "--examples",
            FEATURES[0],
            FEATURES[1],
            "--",
            "-D",
            "warnings",
        ],
    );
}

/// Runs Cargo in a folder and returns what it prints.
pub(crate) fn cargo(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(folder)
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("build"),
        )
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "cargo {arguments:?}:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}
