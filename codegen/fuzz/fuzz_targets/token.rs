//! Odd responses of a token endpoint.

#![no_main]

#[path = "../../runtime/tests/checks/mod.rs"]
#[allow(unused_imports, reason = "other fuzzers use the rest of it")]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::token(bytes));
