//! The generator.

pub mod config;
pub mod diagnostic;
pub mod docs_set;
pub mod emit;
pub mod ir;
pub mod manifest;
pub mod markdown;
pub mod openapi;
pub mod output;
pub mod page;
pub mod pointer;
mod print;
