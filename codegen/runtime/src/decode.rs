//! Decodes JSON. Strict and fast first; only if that fails, the values that don't match their types are removed.
//!
//! Invariant: the decoded value, serialized again, with the misfits put back at their pointers, is the body that was
//! received, except for nulls of optional fields and for unknown fields of types that don't keep them.
//!
//! Each type is compiled for one deserializer only, serde_json's own over a slice ([`strict`]). Everything else here
//! doesn't depend on types: a failure is located by a scan of the text, misfits are removed from the text.

mod cursor;
mod duplicates;
mod failure;
mod raw;
mod repair;
mod text;
mod union;

use duplicates::{has_duplicates, without_duplicates};
use failure::Failure;
use repair::{Mode, Repair, Stop};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::borrow::Cow;

pub use raw::RawText;
pub(crate) use raw::TextSeed;
pub use union::{BestFit, BranchError, branch, inner_error, other, tag};

/// A value, and the parts of its JSON that don't match their types.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded<T> {
    /// The value.
    pub value: T,
    /// The parts that were dropped from it, in the order of the text.
    pub misfits: Vec<Misfit>,
}

impl<T> Decoded<T> {
    /// A value without misfits.
    pub fn whole(value: T) -> Self {
        Self {
            value,
            misfits: Vec::new(),
        }
    }

    /// Converts the value.
    pub fn map<U>(self, into: impl FnOnce(T) -> U) -> Decoded<U> {
        Decoded {
            value: into(self.value),
            misfits: self.misfits,
        }
    }
}

/// A part of a response that doesn't match the documented type and was dropped from the decoded value.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Misfit {
    /// Its place in the body: a JSON pointer (RFC 6901).
    pub pointer: String,
    /// Its value.
    pub value: Value,
    /// Why it doesn't match.
    pub error: String,
}

/// JSON that can't be decoded as its type, even without the misfits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} (at {})", if .pointer.is_empty() { "the root" } else { .pointer.as_str() })]
#[non_exhaustive]
pub struct DecodeError {
    /// The place of the value that doesn't match: a JSON pointer (RFC 6901), empty for the root.
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

/// Decodes JSON as `T`, dropping and reporting what doesn't match.
///
/// A value that doesn't match is dropped with the smallest part around it that is optional: the value of an optional
/// field, an element of a list, an entry of a map.
///
/// # Errors
///
/// If the text isn't valid JSON, if its root doesn't match (another kind of value, or without a required field), or if
/// there are thousands of misfits.
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
    let body = without_byte_order_mark(body);
    let mut failure = match strict(body) {
        Ok(value) => return Ok(Decoded::whole(value)),
        Err(failure) => failure,
    };
    let body = match has_duplicates(body) {
        Some(false) => Cow::Borrowed(body),
        Some(true) => Cow::Owned(without_duplicates(body)),
        None => {
            failure.check_repairable(body)?;
            Cow::Borrowed(body)
        }
    };
    if let Cow::Owned(body) = &body {
        failure = match strict(body) {
            Ok(value) => return Ok(Decoded::whole(value)),
            Err(failure) => failure,
        };
    }
    // Each turn repairs the whole body: behind short heads first, behind complete ones if that fails (see `repair`).
    let mut mode = Mode::Short;
    loop {
        match repaired(&body, &failure, mode) {
            Ok(Some(decoded)) => return Ok(decoded),
            Err(Stop::Error(error)) => return Err(error),
            Ok(None) | Err(Stop::Confused) => mode = mode.next(&failure, &body)?,
        }
    }
}

/// The value of a body without its misfits. `None` if it doesn't match its type without them either.
fn repaired<T: DeserializeOwned>(
    body: &[u8],
    failure: &Failure,
    mode: Mode,
) -> Result<Option<Decoded<T>>, Stop> {
    let mut repair = Repair::start(body, failure, mode)?;
    // A body with a single misfit needs no search for others.
    let mut value = strict(&repair.text()).ok();
    if value.is_none() {
        repair.finish(check::<T>)?;
        value = strict(&repair.text()).ok();
    }
    Ok(value.map(|value| Decoded {
        value,
        misfits: repair.into_misfits(),
    }))
}

/// Decodes JSON as `T`; a single misfit is an error.
pub(crate) fn decode_strictly<T: DeserializeOwned>(body: &[u8]) -> Result<Decoded<T>, DecodeError> {
    let body = without_byte_order_mark(body);
    strict(body)
        .map(Decoded::whole)
        .map_err(|failure| failure.into_error(body))
}

/// RFC 8259, section 8.1: a parser may ignore a byte order mark.
fn without_byte_order_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

fn strict<T: DeserializeOwned>(text: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(text).map_err(|error| Failure::new(text, &error))
}

fn check<T: DeserializeOwned>(text: &[u8]) -> Option<Failure> {
    strict::<T>(text).err()
}

#[cfg(test)]
mod tests;
