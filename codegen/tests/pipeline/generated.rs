//! The committed crate is what the generator makes of the committed pages.

use std::collections::BTreeMap;

use codegen::Options;
use codegen::assemble::CrateLocation;
use codegen::diagnostic::Diagnostics;
use codegen::ir::Runtime;
use codegen::output::Plan;
use codegen::runtime::VERSION;

use crate::common;

#[test]
fn generated_is_up_to_date() {
    let spec = common::read(&common::workspace("spec"));
    let location = CrateLocation {
        runtime: Runtime::Version {
            version: VERSION.to_owned(),
            path: Some("../codegen/runtime".to_owned()),
        },
        member: true,
    };
    let options = Options {
        package: None,
        runtime: None,
        location,
        command: "cargo xtask codegen".to_owned(),
        prune: false,
    };
    let mut diagnostics = Diagnostics::default();
    let generated = codegen::generate(&spec, &options, &mut diagnostics);
    let generated = generated.unwrap_or_else(|| panic!("{}", common::printed(&diagnostics)));
    let plan = Plan::new(&common::workspace("generated"), generated.files).unwrap();
    assert!(
        plan.is_current() && spec.names == generated.names,
        "the crate or spec/names.yaml is not what the pages give; run `cargo xtask codegen` and commit the result\n{}",
        plan.report()
    );
}

/// The runtime is tested with emitted code: the modules of a small API, without the crate around them.
#[test]
fn the_sample_of_the_runtime_is_up_to_date() {
    let folder = common::workspace("codegen/runtime/tests/surface");
    let (generated, diagnostics) = common::generate(&common::read(&folder.join("spec")));
    assert_eq!(common::printed(&diagnostics), "");
    // A crate of its own tests the examples: the runtime doesn't have the feature that they need.
    let is_example = |path: &str| path.starts_with("shop/examples");
    let is_module =
        |path: &str| path == "shop.rs" || path.starts_with("shop/") && !is_example(path);
    let modules: BTreeMap<&str, &String> = generated
        .files
        .iter()
        .filter_map(|(path, text)| Some((path.strip_prefix("src/")?, text)))
        .filter(|(path, _)| is_module(path))
        .collect();
    assert_eq!(
        modules.keys().collect::<Vec<_>>(),
        [&"shop.rs", &"shop/exports.rs", &"shop/products.rs"]
    );
    // The runtime doesn't have the features of the tags either.
    let is_kept = |line: &&str| !line.trim_start().starts_with("#[cfg(feature = \"shop-");
    for (path, text) in modules {
        let path = folder.join(path);
        let text: String = text.split_inclusive('\n').filter(is_kept).collect();
        if std::env::var_os("UPDATE_SAMPLE").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        assert!(
            std::fs::read_to_string(&path).unwrap_or_default() == text,
            "{} isn't what the generator makes of its pages; to update it, run\n\
             UPDATE_SAMPLE=1 cargo test -p codegen --test pipeline the_sample_of_the_runtime",
            path.display()
        );
    }
}
