//! The macros of generated code, for what would be the same lines in every operation, enum and union.
//!
//! Their input has the syntax of a Rust item, except for `by` in [`union!`](crate::union). They name everything by
//! `$crate::` or `::core::`, because a generated module may define its own `String` or `Result`.

mod error_body;
mod open_enum;
mod request;
mod response_by_status;
mod scalar_enum;
mod union;
