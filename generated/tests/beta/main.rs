//! The client of the beta API, over HTTP, against a local server.

mod errors;
mod examples;
mod json_patch;
#[cfg(feature = "examples")]
mod mocks;
mod pages;
mod patch;
mod support;
mod tolerance;
