//! From the API pages of docusaurus-plugin-openapi-docs to a typed Rust client crate.
//!
//! The API of this crate is [`generate`], with [`Options`] and a [`Spec`](input::spec::Spec) as input, and
//! [`output::Plan`], which compares the result with a folder and writes it. [`report`] has what commands print about a
//! run.
//!
//! [`pipeline`] calls the stages in order: [`input`], [`lower`], [`merge`], [`recall`], [`merge`] again, [`uses`],
//! [`names`], [`bodies`], [`names`] again, [`place`], [`assemble`], [`remember`] and [`emit`]. Between them pass
//! the [`graph`] of all schemas, an [`analysis`] of each API, and the [`ir`].
//!
//! These modules are public so that the tests can run single stages and build an IR by hand; they aren't meant for other
//! crates and change without notice.

pub mod analysis;
pub mod assemble;
pub mod bodies;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod graph;
pub mod input;
pub mod ir;
pub mod lower;
pub mod markdown;
pub mod merge;
pub mod names;
pub mod output;
pub mod paging;
mod parallel;
pub mod pipeline;
pub mod place;
pub mod pointer;
pub mod position;
pub mod recall;
pub mod remember;
pub mod report;
pub mod runtime;
mod sample;
pub mod scalar;
mod stack;
pub mod surface;
pub mod type_refs;
pub mod uses;
pub mod wording;

pub use pipeline::{Generated, Options, generate};
