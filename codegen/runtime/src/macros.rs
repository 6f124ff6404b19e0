//! The macros of generated code, for what would be the same lines in every operation, struct, enum and union.
//!
//! Their input has the syntax of a Rust item, except for the properties in [`object!`](crate::object) and `by` in
//! [`union!`](crate::union). They name everything by
//! `$crate::` or `::core::`, because a generated module may define its own `String` or `Result`.

mod error_body;
mod object;
mod open_enum;
mod request;
mod response_by_status;
mod scalar_enum;
mod union;
