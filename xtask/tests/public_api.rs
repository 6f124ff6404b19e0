//! The public API of the crates that users depend on, as snapshots: what a change adds, removes or changes is a line of
//! its diff.
//!
//! The API is read from rustdoc's JSON, whose format changes from release to release. The test therefore runs on the
//! toolchain of `rust-toolchain.toml` alone, and prints a notice on any other. It starts rustdoc by a shell script and
//! so needs Unix; the API is the same on all platforms.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs::Permissions;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn client_runtime() {
    check("client-runtime");
}

#[test]
fn identitynow() {
    check("identitynow");
}

fn check(package: &str) {
    if !is_pinned_toolchain() {
        let notice = format!(
            "NOTICE: test skipped, the public API of {package} is only compared on the toolchain of rust-toolchain.toml\n"
        );
        // Written to stderr itself, because the test harness hides what `eprintln!` prints in a test that passes.
        std::io::stderr().write_all(notice.as_bytes()).unwrap();
        return;
    }
    let api = public_api::Builder::from_rustdoc_json(rustdoc_json(package))
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()
        .unwrap();
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(package, api.to_string());
    });
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Whether this test was compiled by the release of Rust that `rust-toolchain.toml` names.
fn is_pinned_toolchain() -> bool {
    let file = std::fs::read_to_string(workspace().join("rust-toolchain.toml")).unwrap();
    let channel = file
        .lines()
        .find_map(|line| line.strip_prefix("channel = "))
        .unwrap()
        .trim_matches('"');
    let version = Command::new("rustc").arg("--version").output().unwrap();
    String::from_utf8_lossy(&version.stdout).starts_with(&format!("rustc {channel} "))
}

/// Writes rustdoc's JSON of a package with all its features, and returns its path.
///
/// JSON is an unstable option, which `RUSTC_BOOTSTRAP` allows on a stable toolchain. Only rustdoc gets the variable: in
/// Cargo's own environment it would have the build scripts of dependencies run again, and most of the workspace
/// compiled again.
fn rustdoc_json(package: &str) -> PathBuf {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("rustdoc");
    std::fs::write(
        &script,
        "#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec rustdoc \"$@\"\n",
    )
    .unwrap();
    std::fs::set_permissions(&script, Permissions::from_mode(0o755)).unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("..");
    let output = Command::new(env!("CARGO"))
        .args(["rustdoc", "--quiet", "--locked", "--lib", "--all-features"])
        .args(["--package", package])
        .args(["--", "-Zunstable-options", "--output-format=json"])
        .current_dir(workspace())
        .env("RUSTDOC", script)
        .env("CARGO_TARGET_DIR", &target)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    target
        .join("doc")
        .join(package.replace('-', "_"))
        .with_extension("json")
}
