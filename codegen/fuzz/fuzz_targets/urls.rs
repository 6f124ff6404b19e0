//! Odd paths, parameters, hosts, token endpoints and redirects, in requests.

#![no_main]

#[path = "../../runtime/tests/checks/mod.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::urls(bytes));
