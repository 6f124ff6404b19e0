//! The values that open enums don't name.
//!
//! The payloads are opaque on purpose: a new version that names the value must not break a `match` on it. To create an
//! unknown value, use the enum's `From`.

use serde_json::Value;
use std::fmt;

/// A string that its enum doesn't name. Create one with the enum's `From<&str>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    #[doc(hidden)]
    pub fn __new(text: &str) -> Self {
        Self(text.into())
    }

    /// The string as it was received.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A value of any kind that its enum doesn't name. Create one with the enum's `From<Value>`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownScalar(Value);

impl UnknownScalar {
    #[doc(hidden)]
    pub fn __new(value: Value) -> Self {
        Self(value)
    }

    /// The value as it was received.
    pub fn as_value(&self) -> &Value {
        &self.0
    }
}
