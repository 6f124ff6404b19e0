//! Small IRs, built by hand, and the code that they become.

// Clippy's exception for tests does not reach what tests call.
#![allow(clippy::unwrap_used)]

#[path = "emit/clashes.rs"]
mod clashes;
#[path = "emit/compile.rs"]
mod compile;
#[path = "emit/everything.rs"]
mod everything;
#[path = "emit/fixture.rs"]
mod fixture;
#[path = "emit/hostile.rs"]
mod hostile;

use codegen::emit::emit;
use codegen::ir::Runtime;
use codegen::report::manifest::manifest;

#[test]
fn every_part_of_the_ir_is_emitted() {
    for (path, text) in &emit(&everything::everything()).unwrap() {
        insta::assert_snapshot!(path.as_str(), text);
    }
}

#[test]
fn manifest_tells_every_operation_and_type() {
    insta::assert_snapshot!(manifest(&everything::everything()));
}

/// What is emitted compiles without a warning, also where the vendor's types are named like everything that it uses, and
/// where the vendor's texts try to be code.
#[test]
fn emitted_code_is_clean() {
    let mut krate = everything::everything();
    krate
        .versions
        .extend([clashes::clashes(), hostile::hostile()]);
    krate.package.runtime = Runtime::Path(compile::runtime());
    compile::assert_clean("everything", &emit(&krate).unwrap());
}

#[test]
fn same_input_gives_the_same_bytes() {
    assert_eq!(
        emit(&everything::everything()).unwrap(),
        emit(&everything::everything()).unwrap()
    );
}

#[test]
fn a_license_is_only_granted_by_the_settings() {
    let manifest = |license: Option<&str>| {
        let mut krate = everything::everything();
        krate.package.about.license = license.map(str::to_owned);
        emit(&krate).unwrap().remove("Cargo.toml").unwrap()
    };
    assert!(!manifest(None).contains("license"));
    assert!(manifest(Some("Apache-2.0")).contains("license = \"Apache-2.0\"\n"));
}
