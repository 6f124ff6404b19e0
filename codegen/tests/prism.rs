//! The requests of generated functions, checked by somebody else's program: [Prism](https://stoplight.io/open-source/prism),
//! a mock server that compares each request with an OpenAPI document.
//!
//! The document is made of the pages. A program calls each operation through its generated function, with the examples of
//! its page. CONTRIBUTING.md says how to install Prism; without it, the test does nothing except print a notice.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "examples/assembled.rs"]
mod assembled;
#[path = "prism/calls.rs"]
mod calls;
#[path = "prism/document.rs"]
mod document;
#[path = "prism/examples.rs"]
mod examples;
#[path = "prism/program.rs"]
mod program;
#[path = "prism/server.rs"]
mod server;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use codegen::assemble::CrateLocation;
use codegen::diagnostic::Diagnostics;
use codegen::input::page::read_pages;
use codegen::input::spec::Spec;
use codegen::ir::Runtime;
use codegen::{Generated, Options};

/// The path of Prism's executable.
const PRISM: &str = "CODEGEN_PRISM";

/// A spec folder to check instead of the repository's own pages.
const PAGES: &str = "CODEGEN_PRISM_PAGES";

/// Pages whose operations Prism 5.14 ends at with a `TypeError`: it reads no path parameters of the styles `label` and
/// `matrix`.
const BEYOND_PRISM: [&str; 1] = ["parameters/get-shelf.api.mdx"];

#[test]
fn requests_are_what_the_pages_say() {
    let Some(prism) = std::env::var_os(PRISM) else {
        let notice =
            format!("NOTICE: requests not checked with Prism: set {PRISM} (see CONTRIBUTING.md)\n");
        std::io::stderr().write_all(notice.as_bytes()).ok();
        return;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = match std::env::var_os(PAGES) {
        Some(pages) => vec![("given", root.join("..").join(pages))],
        None => vec![
            ("own", root.join("../spec")),
            ("fixtures", root.join("tests/pages")),
        ],
    };
    for (name, folder) in folders {
        check(name, &folder, &PathBuf::from(&prism));
    }
}

fn check(name: &str, folder: &Path, prism: &Path) {
    let mut diagnostics = Diagnostics::default();
    let spec = Spec::read(folder, &mut diagnostics);
    let generated = generate(&spec, &mut diagnostics);
    let pages = read_pages(&spec.pages, &mut diagnostics);
    let document = document::document(&generated.krate, &pages);
    let mut calls = calls::calls(&generated.krate, &pages);
    calls.retain(|call| !BEYOND_PRISM.contains(&call.page.as_str()));
    let program = program::build(name, &generated, &calls);
    let server = server::start(prism, &document, program.folder());
    let outcomes = program.run(server.port());

    assert_eq!(outcomes.len(), calls.len());
    let results: Vec<_> = calls.iter().zip(&outcomes).collect();
    let refused = results
        .iter()
        .filter_map(|(call, outcome)| outcome.refusal(call));
    let refused: Vec<String> = refused.collect();
    let excused = results
        .iter()
        .filter(|(call, outcome)| outcome.is_the_pages_fault(call));
    let excused = excused.count();
    println!(
        "{name}: {} operations called, {} not called, {} refused, {excused} of them because of the page",
        outcomes.len(),
        generated_operations(&generated) - outcomes.len(),
        refused.len() + excused,
    );
    assert!(!outcomes.is_empty());
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

fn generated_operations(generated: &Generated) -> usize {
    let modules = generated
        .krate
        .versions
        .iter()
        .flat_map(|version| &version.modules);
    modules.map(|module| module.operations.len()).sum()
}

fn generate(spec: &Spec, diagnostics: &mut Diagnostics) -> Generated {
    let options = Options {
        runtime: None,
        package: Some("checked".into()),
        location: CrateLocation {
            runtime: Runtime::Path(program::runtime()),
            member: false,
        },
        command: "cargo xtask codegen".to_owned(),
        prune: false,
    };
    codegen::generate(spec, &options, diagnostics).unwrap()
}
