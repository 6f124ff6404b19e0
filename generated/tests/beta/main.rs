//! The client of the beta API as its users meet it: over HTTP, against a server on this machine.

mod errors;
mod examples;
mod json_patch;
mod pages;
mod patch;
mod support;
mod tolerance;
