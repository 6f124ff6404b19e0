//! Single values of a response body, without decoding the rest.

use crate::pointer;
use bytes::Bytes;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::HashMap;

/// The body of a page. A place that isn't there is `None`, like null.
pub(super) struct PageBody<'a>(Option<&'a RawValue>);

impl<'a> PageBody<'a> {
    pub(super) fn new(raw: &'a Bytes) -> Self {
        Self(serde_json::from_slice(raw).ok())
    }

    /// The JSON text at a pointer.
    pub(super) fn at(&self, pointer: &str) -> Option<&'a RawValue> {
        let mut value = self.0?;
        for step in pointer::tokens(pointer) {
            let fields: HashMap<String, &'a RawValue> = serde_json::from_str(value.get()).ok()?;
            value = fields.get(&step)?;
        }
        Some(value).filter(|value| value.get() != "null")
    }

    /// The items of the list at a pointer; none if there is no list.
    pub(super) fn items(&self, pointer: &str) -> Vec<&'a RawValue> {
        self.at(pointer)
            .and_then(|list| serde_json::from_str(list.get()).ok())
            .unwrap_or_default()
    }

    pub(super) fn value(&self, pointer: &str) -> Option<Value> {
        serde_json::from_str(self.at(pointer)?.get()).ok()
    }

    /// A whole number, as a number or as text.
    pub(super) fn number(&self, pointer: &str) -> Option<u64> {
        match self.value(pointer)? {
            Value::String(text) => text.trim().parse().ok(),
            value => value.as_u64(),
        }
    }

    /// A boolean, as a boolean or as text.
    pub(super) fn boolean(&self, pointer: &str) -> Option<bool> {
        match self.value(pointer)? {
            Value::String(text) => text.trim().to_ascii_lowercase().parse().ok(),
            value => value.as_bool(),
        }
    }
}
