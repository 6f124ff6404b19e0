//! JSON text inside of JSON, for types that choose how to read a value by what it is.

use super::failure;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

/// The name by which [`serde_json::value::RawValue`] asks for the text of a value. `RawValue` itself can't be used:
/// borrowed it fails for everything but a slice, and boxed it copies and fails for other formats.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// The text of a JSON value. It is a part of the text being deserialized if serde_json reads from a slice, and
/// otherwise a copy.
#[doc(hidden)]
pub struct RawText<'de>(Cow<'de, str>);

impl RawText<'_> {
    /// The error for a value that doesn't match.
    pub fn misfit<E: serde::de::Error>(&self, message: &str) -> E {
        failure::misfit(self, message)
    }
}

impl Deref for RawText<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for RawText<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW_VALUE, RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = RawText<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    /// serde_json: a map whose only value is the text.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawText<'de>, A::Error> {
        map.next_key::<IgnoredAny>()?;
        map.next_value_seed(TextSeed).map(RawText)
    }

    /// Other formats.
    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<RawText<'de>, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Ok(RawText(Cow::Owned(value.to_string())))
    }
}

/// A string, borrowed if possible.
pub(crate) struct TextSeed;

impl<'de> DeserializeSeed<'de> for TextSeed {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for TextSeed {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text))
    }
}
