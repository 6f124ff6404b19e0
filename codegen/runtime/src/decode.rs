//! JSON text to a value. Strict and fast first; what does not fit its type is taken out only when that fails.
//!
//! Invariant: the value, written again, with the misfits put back at their pointers, is the body that came, but for nulls of
//! optional fields and for fields unknown to types that do not keep them.
//!
//! Each type is compiled for one deserializer only ([`strict`] over a slice): repairs go back to text and come in again.

mod pointer;
mod repair;
mod union;

use pointer::Token;
use repair::Repair;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub(crate) use pointer::find_text;
pub use union::{BestFit, branch, inner_error};

/// A value and what of its JSON did not fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded<T> {
    /// The value.
    pub value: T,
    /// What was left out of it, in the order of discovery.
    pub misfits: Vec<Misfit>,
}

impl<T> Decoded<T> {
    /// A value with nothing left out.
    pub fn whole(value: T) -> Self {
        Self {
            value,
            misfits: Vec::new(),
        }
    }

    /// The value put into another type.
    pub fn map<U>(self, into: impl FnOnce(T) -> U) -> Decoded<U> {
        Decoded {
            value: into(self.value),
            misfits: self.misfits,
        }
    }
}

/// A part of an answer that does not fit the type that the docs promise, and was left out of the decoded value.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Misfit {
    /// Where it stood in the body: a JSON pointer (RFC 6901).
    pub pointer: String,
    /// What stood there.
    pub value: Value,
    /// Why it does not fit.
    pub error: String,
}

/// JSON that could not be read as its type, even with the misfits left out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} (at {})", if .pointer.is_empty() { "the root" } else { .pointer.as_str() })]
#[non_exhaustive]
pub struct DecodeError {
    /// What does not fit, as a JSON pointer (RFC 6901); empty for the root.
    pub pointer: String,
    /// Why.
    pub message: String,
}

impl DecodeError {
    pub(crate) fn root(message: impl Into<String>) -> Self {
        Self {
            pointer: String::new(),
            message: message.into(),
        }
    }
}

/// Reads JSON as `T`, leaving out what does not fit.
///
/// A value that does not fit is removed with the smallest part around it that can go: the value of an optional field, an
/// element of a list, an entry of a map.
///
/// # Errors
///
/// When the text is no JSON, or its root does not fit: another kind of value, or without a field that `T` requires.
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Item { id: String, size: Option<u32> }
///
/// let read = client_runtime::decode::<Vec<Item>>(br#"[{"id": "a", "size": "XL"}, {"id": null}]"#)?;
/// assert_eq!(read.value.len(), 1);
/// assert_eq!(read.value[0].size, None);
/// assert_eq!(read.misfits[0].pointer, "/0/size");
/// assert_eq!(read.misfits[1].pointer, "/1");
/// # Ok::<(), client_runtime::DecodeError>(())
/// ```
pub fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<Decoded<T>, DecodeError> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let failure = match strict(body) {
        Ok(value) => return Ok(Decoded::whole(value)),
        Err(failure) => failure,
    };
    let mut repair = Repair::new(body, failure)?;
    loop {
        match strict(&repair.text()) {
            Ok(value) => {
                return Ok(Decoded {
                    value,
                    misfits: repair.into_misfits(),
                });
            }
            Err(failure) => repair.remove(failure)?,
        }
    }
}

/// Reads JSON as `T`; a single misfit is an error.
pub(crate) fn decode_strictly<T: DeserializeOwned>(body: &[u8]) -> Result<Decoded<T>, DecodeError> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    strict(body)
        .map(Decoded::whole)
        .map_err(Failure::into_error)
}

/// RFC 8259, section 8.1: a reader may ignore a byte order mark, though none should have been written.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Why a strict reading failed, and where in the text that it was given.
struct Failure {
    path: Vec<Token>,
    message: String,
    /// Whether the text is JSON, so that taking something out may help.
    is_data: bool,
}

impl Failure {
    fn into_error(self) -> DecodeError {
        DecodeError {
            pointer: pointer::to_text(&self.path),
            message: self.message,
        }
    }
}

fn strict<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let value =
        serde_path_to_error::deserialize(&mut json).map_err(|error| failure(body, &error))?;
    json.end().map_err(|error| Failure {
        path: Vec::new(),
        message: error.to_string(),
        is_data: false,
    })?;
    Ok(value)
}

fn failure(body: &[u8], error: &serde_path_to_error::Error<serde_json::Error>) -> Failure {
    if body.trim_ascii().is_empty() {
        return Failure {
            path: Vec::new(),
            message: "the body is empty instead of JSON".into(),
            is_data: false,
        };
    }
    let mut path = pointer::from_path(error.path());
    let (inner, message) = union::split_inner(&without_position(error.inner()));
    path.extend(inner);
    Failure {
        path,
        message,
        is_data: error.inner().is_data(),
    }
}

/// The message. Of data that does not fit, the path is the better place: lines and columns would be those of repaired text.
fn without_position(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    match message.strip_suffix(&position) {
        Some(text) if error.is_data() => text.to_owned(),
        _ => message,
    }
}

#[cfg(test)]
mod tests;
