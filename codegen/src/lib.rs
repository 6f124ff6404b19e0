//! From the API pages of docusaurus-plugin-openapi-docs to a typed Rust client crate.
//!
//! [`pipeline`] calls the stages in order. The other modules are the stages, what passes between them ([`graph`],
//! [`ir`]), and what reports on a run ([`report`]).

pub mod analysis;
pub mod assemble;
pub mod bodies;
pub mod diagnostic;
pub mod emit;
pub mod graph;
pub mod input;
pub mod ir;
pub mod lower;
pub mod markdown;
pub mod merge;
pub mod names;
pub mod output;
pub mod pipeline;
pub mod place;
pub mod pointer;
pub mod position;
pub mod report;
pub mod scalar;
pub mod type_refs;
pub mod uses;

pub use pipeline::{Generated, Options, generate};
