//! Reading: from the files of a spec folder to the operations of its APIs and the settings.
//!
//! Nothing here knows about Rust types. What is malformed is left out with a diagnostic, so that the stages after this
//! one see well-formed definitions only.

pub mod config;
mod disk;
pub mod docs_set;
pub mod document;
mod json;
pub mod openapi;
pub mod overlay;
pub mod page;
pub mod spec;
