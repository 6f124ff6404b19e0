//! The generator.

pub mod config;
pub mod diagnostic;
pub mod docs_set;
pub mod emit;
pub mod graph;
pub mod ir;
pub mod lower;
pub mod manifest;
pub mod markdown;
pub mod merge;
pub mod names;
pub mod openapi;
pub mod output;
pub mod page;
pub mod pointer;
mod print;
pub mod uses;
