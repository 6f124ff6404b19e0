//! The committed crate is what the generator makes of the committed pages.

use codegen::Options;
use codegen::assemble::CrateLocation;
use codegen::diagnostic::Diagnostics;
use codegen::output::Plan;

use crate::common;

#[test]
fn generated_is_up_to_date() {
    let spec = common::read(&common::workspace("spec"));
    let location = CrateLocation {
        runtime: "../codegen/runtime".to_owned(),
        member: true,
    };
    let options = Options {
        package: None,
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
