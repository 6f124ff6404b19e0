//! Reading: from the files of a spec folder to the operations of its APIs and the settings.
//!
//! Nothing here knows about Rust types. Malformed parts are ignored with a diagnostic, so that later stages
//! see only well-formed definitions.

pub mod config;
mod disk;
pub mod docs_set;
pub mod document;
mod json;
pub mod openapi;
pub mod overlay;
pub mod page;
pub mod spec;
