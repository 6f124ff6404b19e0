//! Crates as people publish them: the manifest for each way to get the runtime, and a package that needs nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod common;
#[path = "emit/compile.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod compile;

use std::path::Path;

use codegen::Options;
use codegen::diagnostic::Diagnostics;
use codegen::input::config::parse_runtime;
use codegen::input::spec::Spec;
use codegen::output::{Claim, Plan};
use insta::assert_snapshot;

/// Two concepts: operations with paging, and unions.
fn spec(config: &str) -> Spec {
    let mut spec = common::fixtures();
    spec.pages.retain(|page| {
        let concept = page.path.split('/').next().unwrap();
        ["json_patch", "unions", "two_errors", "get_and_put"].contains(&concept)
    });
    spec.config = Some(config.to_owned());
    spec
}

fn manifest(config: &str, runtime: &str) -> String {
    let options = Options {
        runtime: Some(parse_runtime(runtime).unwrap()),
        ..common::options()
    };
    let mut diagnostics = Diagnostics::default();
    let generated = codegen::generate(&spec(config), &options, &mut diagnostics);
    let mut generated = generated.unwrap_or_else(|| panic!("{}", common::printed(&diagnostics)));
    let manifest = generated.files.remove("Cargo.toml").unwrap();
    manifest.parse::<toml::Table>().unwrap();
    manifest
}

/// The line about the runtime.
fn dependency(runtime: &str) -> String {
    let manifest = manifest("package: {name: acme}", runtime);
    let line = manifest
        .lines()
        .find(|line| line.starts_with("client-runtime = "));
    line.unwrap().to_owned()
}

#[test]
fn the_runtime_comes_from_a_registry_a_repository_or_a_folder() {
    assert_snapshot!(dependency("version=0.1"), @r#"client-runtime = { version = "0.1", default-features = false }"#);
    assert_snapshot!(dependency("version=0.1,path=../runtime"), @r#"client-runtime = { version = "0.1", path = "../runtime", default-features = false }"#);
    assert_snapshot!(dependency("path=../runtime"), @r#"client-runtime = { path = "../runtime", default-features = false }"#);
    assert_snapshot!(dependency("git=https://example.com/r,tag=v0.1.0"), @r#"client-runtime = { git = "https://example.com/r", tag = "v0.1.0", default-features = false }"#);
}

/// Everything that the settings can say of a package, with the runtime inside of it.
#[test]
fn a_manifest_has_what_the_settings_say() {
    assert_snapshot!(manifest(ALL, "inline"));
}

const ALL: &str = r#"
package:
  name: acme
  version: 1.2.3
  description: Client for Acme
  authors: [Ada <ada@example.com>]
  rust-version: "1.90"
  documentation: https://docs.example.com
  vendor-documentation: https://developer.example.com
  readme: docs/README.md
  repository: https://example.com/acme
  license: MIT
  keywords: [acme, api]
  categories: [api-bindings]
  dependencies:
    rayon: {version: "1", optional: true}
    tokio: {version: "1.40", features: [rt]}
  dev-dependencies:
    wiremock: "0.6"
  features:
    parallel: ["dep:rayon"]
"#;

/// The code, the docs and the example compile without a warning and without the runtime's package, and Cargo packs all of it.
#[test]
fn a_crate_with_the_runtime_inside_is_a_package() {
    let options = Options {
        runtime: Some(parse_runtime("inline").unwrap()),
        ..common::options()
    };
    let mut diagnostics = Diagnostics::default();
    let config = "package: {name: inline-runtime}";
    let generated = codegen::generate(&spec(config), &options, &mut diagnostics).unwrap();
    assert!(
        generated
            .files
            .values()
            .all(|text| !text.contains("client_runtime") && !text.contains("client-runtime"))
    );
    let folder = compile::folder("inline-runtime");
    let _ = std::fs::remove_dir_all(&folder);
    let claim = Claim::take(&folder).unwrap();
    let plan = Plan::new(&folder, generated.files.clone()).unwrap();
    plan.with_starters(&generated.starters)
        .write(&claim)
        .unwrap();
    compile::assert_clean("inline-runtime", &generated.files);
    let listed = compile::cargo(
        &folder,
        &["package", "--offline", "--allow-dirty", "--list"],
    );
    let files = generated.files.keys().chain(generated.starters.keys());
    let missing: Vec<&String> = files
        .filter(|file| !listed.lines().any(|line| line == file.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// A README and an example are there when the crate is new, and never touched again.
#[test]
fn what_a_crate_begins_with_is_its_users() {
    let (generated, _) = common::generate(&spec("package: {name: acme}"));
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    std::fs::write(out.join("README.md"), "mine").unwrap();
    let write = || {
        let claim = Claim::take(out).unwrap();
        let plan = Plan::new(out, generated.files.clone()).unwrap();
        plan.with_starters(&generated.starters)
            .write(&claim)
            .unwrap();
    };
    write();
    let text = |path: &str| std::fs::read_to_string(out.join(path)).unwrap();
    assert_eq!(text("README.md"), "mine");
    assert_snapshot!(text("examples/first_call.rs"));
    assert_snapshot!(generated.starters["README.md"]);
    std::fs::remove_dir_all(out.join("examples")).unwrap();
    std::fs::remove_file(out.join("src/lib.rs")).unwrap();
    write();
    assert!(out.join("src/lib.rs").exists() && !out.join("examples").exists());
}

/// What the manifest of the crate in `generated/` promises is in its package.
#[test]
fn the_package_of_the_client_has_a_readme_and_its_licenses() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = root.join("generated");
    let listed = compile::cargo(
        &folder,
        &["package", "--offline", "--allow-dirty", "--list"],
    );
    for file in ["README.md", "INDEX.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        assert!(listed.lines().any(|line| line == file), "{file}");
    }
    for file in ["LICENSE-MIT", "LICENSE-APACHE"] {
        let text = |folder: &Path| std::fs::read_to_string(folder.join(file)).unwrap();
        assert_eq!(text(&folder), text(&root));
    }
}
