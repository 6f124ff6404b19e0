//! Updates of a spec folder from the command line: importing, comparing, releasing, and several runs at once.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod codegen;
mod diff;
mod folder;
mod import;
mod release;
mod runs;
