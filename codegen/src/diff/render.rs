//! Diffs for people and programs.

mod json;
mod markdown;
mod phrase;
mod text;

pub use json::json;
pub use markdown::{changelog, markdown};
pub use phrase::verdict;
pub use text::{brief, text};
