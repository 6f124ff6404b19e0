//! Checks that hold for every input, on random input for seconds. The fuzzers of `codegen/fuzz` run the same ones for longer.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "checks/mod.rs"]
mod checks;
#[path = "emit/compile.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod compile;

use proptest::collection::vec;
use proptest::prelude::*;

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..400)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_pages(bytes in bytes()) {
        checks::pages(&bytes);
    }

    #[test]
    fn any_text_as_a_page(text in "(---\n)?(api: ?)?[ -~\n]{0,200}(\n---\n)?") {
        checks::page_text(text.as_bytes());
    }

    #[test]
    fn settings(bytes in bytes()) {
        checks::settings(&bytes);
    }

    #[test]
    fn names(bytes in bytes()) {
        checks::names(&bytes);
    }
}

/// Pages of this many APIs make up a crate that is compiled.
const APIS: usize = 8;

/// As many pages are mutated. Most of them are accepted.
const PAGES: usize = 400;

/// Besides mutated pages, the crate has some whose schemas are nested deeper than rustc reads types.
#[test]
fn mutated_pages_compile() {
    let files = checks::crate_of_mutated_pages(PAGES, APIS, &compile::runtime());
    compile::assert_compiles("mutated", &files);
}
