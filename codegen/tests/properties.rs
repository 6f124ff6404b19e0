//! Checks that hold for every input, on random input for seconds. The fuzzers of `codegen/fuzz` run the same ones for longer.

#[path = "checks/mod.rs"]
mod checks;

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
