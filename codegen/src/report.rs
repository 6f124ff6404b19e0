//! What a run can report beside the crate: why a name was chosen, counts, and the manifest.
//!
//! Reports read the result of the pipeline and never change it.

pub mod explain;
pub mod manifest;
pub mod stats;
