//! Runs of the generator over folders of pages.

pub(crate) mod outside_data;
pub(crate) mod surface;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use codegen::assemble::CrateLocation;
use codegen::diagnostic::Diagnostics;
use codegen::input::spec::Spec;
use codegen::ir::Runtime;
use codegen::{Generated, Options};

/// A path below the workspace's root.
pub(crate) fn workspace(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The fixtures, as one spec folder: each concept is an API.
pub(crate) fn fixtures() -> Spec {
    read(&workspace("codegen/tests/pages"))
}

/// Everything in a spec folder.
pub(crate) fn read(folder: &Path) -> Spec {
    let mut diagnostics = Diagnostics::default();
    let spec = Spec::read(folder, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{}", printed(&diagnostics));
    spec
}

/// The options of a run that writes outside of the workspace.
pub(crate) fn options() -> Options {
    let runtime = Runtime::Path(format!("{}/runtime", env!("CARGO_MANIFEST_DIR")));
    Options {
        package: None,
        runtime: None,
        location: CrateLocation {
            runtime,
            member: false,
        },
        command: "cargo xtask codegen".to_owned(),
        prune: false,
    }
}

/// A run over good pages, and what it says of them.
pub(crate) fn generate(spec: &Spec) -> (Generated, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let generated = codegen::generate(spec, &options(), &mut diagnostics);
    let generated = generated.unwrap_or_else(|| panic!("{}", printed(&diagnostics)));
    (generated, diagnostics)
}

/// What there is to say, a diagnostic a paragraph.
pub(crate) fn printed(diagnostics: &Diagnostics) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics.sorted() {
        writeln!(text, "{diagnostic}").unwrap();
    }
    text
}
