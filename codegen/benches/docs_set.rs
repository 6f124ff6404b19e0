//! The time that the generator takes, and how it grows with the number of pages: `cargo bench --package codegen`.
//!
//! The set is the workspace's own pages, repeated under other names. The docs set of a whole API is timed as well, if
//! it is there: see CONTRIBUTING.md.

#[path = "../tests/common/outside_data.rs"]
mod outside_data;

use std::path::{Path, PathBuf};

use codegen::assemble::CrateLocation;
use codegen::diagnostic::Diagnostics;
use codegen::input::page::Source;
use codegen::input::spec::Spec;
use codegen::ir::Runtime;
use codegen::{Options, generate};

fn main() {
    divan::main();
}

/// The time is linear in the number of pages.
#[divan::bench(args = [50, 100, 200, 400], sample_count = 10)]
fn pages(bencher: divan::Bencher<'_, '_>, count: usize) {
    let spec = repeated(count);
    bencher
        .counter(divan::counter::ItemsCount::new(count))
        .bench(|| run(&spec));
}

#[divan::bench(sample_count = 10)]
fn corpus(bencher: divan::Bencher<'_, '_>) {
    let Some(folder) = outside_data::DOCS_SET.path() else {
        return;
    };
    let spec = Spec::read(&folder, &mut Diagnostics::default());
    bencher.bench(|| run(&spec));
}

fn run(spec: &Spec) -> usize {
    let location = CrateLocation {
        runtime: Runtime::Inline,
        member: false,
    };
    let options = Options {
        package: None,
        runtime: None,
        location,
        command: "cargo xtask codegen".to_owned(),
        prune: false,
    };
    generate(spec, &options, &mut Diagnostics::default())
        .map_or(0, |generated| generated.files.len())
}

/// The pages of the workspace, repeated with different operationIds and paths.
fn repeated(count: usize) -> Spec {
    let mut spec = Spec::read(&workspace().join("spec"), &mut Diagnostics::default());
    let originals = std::mem::take(&mut spec.pages);
    spec.names.clear();
    spec.pages = originals
        .iter()
        .cycle()
        .take(count)
        .enumerate()
        .map(|(index, page)| renamed(page, index))
        .collect();
    spec
}

fn renamed(page: &Source, index: usize) -> Source {
    let text = String::from_utf8_lossy(&page.bytes);
    let text = text
        .replacen(
            "\"operationId\":\"",
            &format!("\"operationId\":\"copy{index}"),
            1,
        )
        .replacen("\"path\":\"/", &format!("\"path\":\"/copy{index}/"), 1);
    Source {
        path: format!("{index}-{}", page.path.replace('/', "-")),
        bytes: text.into_bytes(),
    }
}

fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}
