//! The macros that generated code is written in: what would be the same lines for every operation, enum and union.
//!
//! Their input has the syntax of a normal Rust item, so that it can be printed and read as one. They name everything by
//! `$crate::` or `::core::`, since a generated module may define a `String` or a `Result` of its own.

mod error_body;
mod open_enum;
mod request;
mod response_by_status;
mod scalar_enum;
mod union;
