//! The examples that docs pages publish, read and written by the code that the pages become.
//!
//! Of each JSON body of an operation there are up to three kinds: those that the vendor wrote into the definition
//! (`example`, `examples`), the one that the docs plugin assembles from the schema, and those that the page shows; of
//! each operation there is one that is emitted for mock servers. A program is generated that reads a body as the type that the manifest names for it, and writes it again.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "examples/account.rs"]
mod account;
#[path = "examples/assembled.rs"]
mod assembled;
#[path = "examples/collect.rs"]
mod collect;
#[path = "examples/corpus.rs"]
mod corpus;
#[path = "common/outside_data.rs"]
mod outside_data;
#[path = "examples/program.rs"]
mod program;
#[path = "examples/report.rs"]
mod report;
#[path = "examples/shown.rs"]
mod shown;

use std::path::Path;

use codegen::assemble::CrateLocation;
use codegen::diagnostic::Diagnostics;
use codegen::input::page::read_page;
use codegen::input::spec::Spec;
use codegen::ir::Runtime;
use codegen::{Generated, Options};
use report::Report;

/// Emits the crate for a spec folder, and sends every example through it.
fn run(name: &str, folder: &Path) -> Report {
    let mut diagnostics = Diagnostics::default();
    let spec = Spec::read(folder, &mut diagnostics);
    let generated = generate(&spec, &mut diagnostics);
    let bodies = collect::bodies(&generated);
    let mut samples = collect::emitted(&generated, &bodies);
    for source in &spec.pages {
        let page = read_page(source, &mut diagnostics).unwrap();
        let text = std::str::from_utf8(&source.bytes).unwrap();
        samples.extend(collect::samples(&page, text, &bodies));
    }
    let program = program::build(name, &generated, &bodies);
    let outcomes = program.run(&samples);
    Report::new(&generated, &samples, &outcomes)
}

fn generate(spec: &Spec, diagnostics: &mut Diagnostics) -> Generated {
    let options = Options {
        runtime: None,
        package: Some("documented".into()),
        location: CrateLocation {
            runtime: Runtime::Path(program::runtime()),
            member: false,
        },
        command: "cargo xtask codegen".to_owned(),
        prune: false,
    };
    codegen::generate(spec, &options, diagnostics).unwrap()
}
