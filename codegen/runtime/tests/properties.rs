//! Checks that hold for every input, on random input for seconds. The fuzzers of `codegen/fuzz` run the same ones for
//! longer.

#[path = "checks/mod.rs"]
mod checks;

use proptest::collection::vec;
use proptest::prelude::*;

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..200)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_decoded_and_what_is_dropped_make_the_body(bytes in bytes()) {
        checks::decode(&bytes);
    }

    #[test]
    fn requests_go_where_the_user_said(bytes in bytes()) {
        checks::urls(&bytes);
    }

    #[test]
    fn waits_are_as_long_as_asked_and_end(bytes in bytes()) {
        checks::retry_after(&bytes);
    }

    #[test]
    fn tokens_are_used_and_secrets_are_not_shown(bytes in bytes()) {
        checks::token(&bytes);
    }
}
