//! The generator.

pub mod diagnostic;
pub mod openapi;
pub mod page;
pub mod pointer;
