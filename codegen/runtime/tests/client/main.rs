//! Tests of the client against servers on loopback and a transport in memory. No test waits: time is injected.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail anywhere"
)]

mod auth;
mod bad_input;
mod bodyless;
mod configuration;
mod errors;
mod files;
mod mocks;
mod paging;
mod paging_styles;
mod redirects;
mod requests;
mod retries;
mod secrets;
mod support;
#[cfg(feature = "tower")]
mod tower;
mod traces;
