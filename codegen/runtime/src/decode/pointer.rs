//! JSON pointers (RFC 6901).

use super::DecodeError;
use super::failure::Failure;
use serde_json::Value;
use std::borrow::Cow;

/// Appends a key or index to a pointer.
pub(super) fn push(pointer: &mut String, token: &str) {
    pointer.push('/');
    pointer.push_str(&token.replace('~', "~0").replace('/', "~1"));
}

/// The string, or the number as a string, at the first of `pointers` that leads to one.
pub(crate) fn find_text(value: &Value, pointers: &[&str]) -> Option<String> {
    pointers
        .iter()
        .find_map(|pointer| match value.pointer(pointer)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
}

/// The JSON with each key once: of several values the last one counts. Pointers into it stay the same.
pub(super) fn without_duplicates<'a>(
    body: &[u8],
    failure: &Failure,
) -> Result<Cow<'a, [u8]>, DecodeError> {
    let value: Value =
        serde_json::from_slice(body).map_err(|_| failure.clone().into_error(body))?;
    Ok(Cow::Owned(value.to_string().into_bytes()))
}
