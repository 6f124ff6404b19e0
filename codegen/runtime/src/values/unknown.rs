//! What open enums keep of a value that they do not name.
//!
//! The payloads are opaque on purpose: an upgrade that names the value must not break a `match` that looked for it here.
//! To make an unknown value, use the enum's `From`.

use serde_json::Value;
use std::fmt;

/// A text that the enum holding it does not name. Made by the enum's `From<&str>`, read by [`as_str`](Self::as_str).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    #[doc(hidden)]
    pub fn __new(text: &str) -> Self {
        Self(text.into())
    }

    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A value of any kind that the enum holding it does not name. Made by the enum's `From<Value>`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownScalar(Value);

impl UnknownScalar {
    #[doc(hidden)]
    pub fn __new(value: Value) -> Self {
        Self(value)
    }

    /// The value as it came.
    pub fn as_value(&self) -> &Value {
        &self.0
    }
}
