//! The functions that the macros' output calls. Not public API, and not stable.

pub use crate::decode::{BestFit, BranchError, RawText, branch, inner_error, other, tag};
pub use crate::error::error_body;
pub use crate::object::{Optional, Read, Shape, read, write};
pub use std::boxed::Box;
pub use std::clone::Clone;
pub use std::string::{String, ToString};
pub use std::vec::Vec;

use crate::decode::TextSeed;
use serde::Deserializer;
use serde::de::DeserializeSeed as _;
use serde_json::Value;
use std::borrow::Cow;

/// Deserializes the string of an open enum.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    TextSeed.deserialize(deserializer)
}

/// Whether a value is the one of a scalar enum's variant.
pub fn is(value: &Value, named: impl Into<Value>) -> bool {
    *value == named.into()
}
