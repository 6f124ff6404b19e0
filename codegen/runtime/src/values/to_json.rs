use serde::Serialize;
use serde_json::Value;

/// A value as JSON, for places that take any JSON, such as an operation of JSON Patch.
///
/// ```
/// use client_runtime::{serde_json::json, to_json};
///
/// assert_eq!(to_json("Payroll"), json!("Payroll"));
/// assert_eq!(to_json(vec![Some(1), None]), json!([1, null]));
/// ```
///
/// # Panics
///
/// Like [`serde_json::json!`], if the value can't be JSON: a map whose keys aren't strings or numbers, or an
/// implementation of [`Serialize`] that fails. The types of generated crates always can.
#[track_caller]
#[allow(
    clippy::panic,
    reason = "a value that can't be serialized is a mistake in the calling code"
)]
pub fn to_json(value: impl Serialize) -> Value {
    match serde_json::to_value(value) {
        Ok(value) => value,
        Err(error) => panic!("the value can't be JSON: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::to_json;

    #[test]
    #[should_panic(expected = "the value can't be JSON: key must be a string")]
    fn a_key_that_is_no_string() {
        to_json(BTreeMap::from([(vec![1], 2)]));
    }
}
