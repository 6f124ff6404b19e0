//! Whole runs: pages in, files out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "pipeline/bad_sets.rs"]
mod bad_sets;
mod common;
#[path = "pipeline/common_parameters.rs"]
mod common_parameters;
#[path = "pipeline/corpus.rs"]
mod corpus;
#[path = "pipeline/deep.rs"]
mod deep;
#[path = "pipeline/determinism.rs"]
mod determinism;
#[path = "pipeline/edits.rs"]
mod edits;
#[path = "pipeline/explain.rs"]
mod explain;
#[path = "pipeline/features.rs"]
mod features;
#[path = "pipeline/generated.rs"]
mod generated;
#[path = "pipeline/histories.rs"]
mod histories;
#[path = "pipeline/history.rs"]
mod history;
#[path = "pipeline/large.rs"]
mod large;
#[path = "pipeline/members.rs"]
mod members;
#[path = "pipeline/name_quality.rs"]
mod name_quality;
#[path = "pipeline/names.rs"]
mod names;
#[path = "pipeline/updates.rs"]
mod updates;
