//! Odd responses of a token endpoint.

#![no_main]

#[path = "../../runtime/tests/checks/mod.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::token(bytes));
