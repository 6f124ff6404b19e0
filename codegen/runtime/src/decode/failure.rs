//! Where decoding failed: an index into the text, from the position in serde_json's error.
//!
//! serde_json reports where it stopped reading. That is the end of the value that doesn't match, or its start if it is
//! a list or an object that isn't read at all. The types of this crate read a value as text first
//! ([`RawText`](super::RawText)) and fail after that, where serde_json's position is of no use. They leave the value's
//! address with [`misfit`].

use super::DecodeError;
use super::cursor::Cursor;
use serde::de::IgnoredAny;
use std::cell::Cell;

/// Messages quote values, so of a long one only this many characters are kept: at its start, and at its end, where it
/// says what was expected.
const KEPT_CHARS: (usize, usize) = (300, 200);

/// Why a strict decode failed, and where in its text.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    pub(super) message: String,
    pub(super) spot: Spot,
    /// Whether the text isn't JSON, or is nested too deeply.
    is_syntax: bool,
}

/// The place of a value that doesn't match, by the index where it starts or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spot {
    Start(usize),
    End(usize),
}

impl Spot {
    fn map(self, index: impl FnOnce(usize) -> Option<usize>) -> Option<Self> {
        match self {
            Self::Start(at) => index(at).map(Self::Start),
            Self::End(at) => index(at).map(Self::End),
        }
    }
}

impl Failure {
    pub(super) fn new(text: &[u8], error: &serde_json::Error) -> Self {
        let message = without_position(error);
        let index = index_of(text, error.line(), error.column());
        let is_unread = ["invalid type: map", "invalid type: sequence"]
            .iter()
            .any(|start| message.starts_with(start));
        let spot = match text.get(index) {
            Some(b'{' | b'[') if is_unread => Spot::Start(index),
            _ => Spot::End(index),
        };
        Self {
            spot: left_spot(text, &message).unwrap_or(spot),
            message: shortened(&message),
            is_syntax: !error.is_data(),
        }
    }

    /// Checks that a body can be repaired.
    pub(super) fn check_repairable(&self, body: &[u8]) -> Result<(), DecodeError> {
        if body.trim_ascii().is_empty() {
            return Err(DecodeError::root("the body is empty instead of JSON"));
        }
        if let Err(error) = serde_json::from_slice::<IgnoredAny>(body) {
            return Err(DecodeError::root(error.to_string()));
        }
        // Valid JSON may have syntax errors all the same: numbers out of range, invalid characters in strings. They are
        // misfits, but nothing that is nested too deeply can be read.
        if self.is_syntax && self.message.starts_with("recursion limit") {
            return Err(DecodeError::root(self.message.clone()));
        }
        Ok(())
    }

    /// The failure as the error of a text.
    pub(super) fn into_error(self, text: &[u8]) -> DecodeError {
        if let Err(error) = self.check_repairable(text) {
            return error;
        }
        let mut cursor = Cursor::new(text);
        cursor.advance_to(self.spot);
        DecodeError {
            pointer: cursor.pointer(),
            message: self.message,
        }
    }

    /// Leaves the spot in `text`, which is a part of a larger text, for the failure of that.
    pub(super) fn leave(&self, text: &str) {
        let base = text.as_ptr().addr();
        let spot = self.spot.map(|index| base.checked_add(index));
        if let Some(spot) = spot {
            leave(spot, &self.message);
        }
    }
}

thread_local! {
    /// The address of a value that doesn't match, and the message of its error.
    static LEFT: Cell<Option<(Spot, String)>> = const { Cell::new(None) };
}

fn leave(address: Spot, message: &str) {
    LEFT.set(Some((address, message.to_owned())));
}

/// An error for a value that was read as `text`. If that is a part of the text being decoded, the error is located
/// there.
pub(super) fn misfit<E: serde::de::Error>(text: &str, message: &str) -> E {
    leave(Spot::Start(text.as_ptr().addr()), message);
    E::custom(message)
}

/// The spot that was left for this message, if it is in this text.
fn left_spot(text: &[u8], message: &str) -> Option<Spot> {
    let (address, left_message) = LEFT.take()?;
    let base = text.as_ptr().addr();
    let spot = address.map(|address| address.checked_sub(base).filter(|at| *at <= text.len()));
    spot.filter(|_| shortened(message) == shortened(&left_message))
}

/// A message without its middle, if it is long.
fn shortened(message: &str) -> String {
    let (start, end) = KEPT_CHARS;
    let mut chars = message.char_indices();
    let Some((start, _)) = chars.nth(start) else {
        return message.to_owned();
    };
    match chars.rev().nth(end) {
        Some((end, _)) => {
            let (start, end) = (message.get(..start), message.get(end..));
            format!("{}…{}", start.unwrap_or_default(), end.unwrap_or_default())
        }
        None => message.to_owned(),
    }
}

/// The index at a position as serde_json counts: lines from 1, and in each the bytes that were read. Errors that have
/// no position are those of the root.
fn index_of(text: &[u8], line: usize, column: usize) -> usize {
    let start = match line {
        0 => return text.len(),
        1 => 0,
        line => {
            let mut ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
            ends.nth(line - 2).map_or(text.len(), |(end, _)| end + 1)
        }
    };
    text.len().min(start + column)
}

/// The message. For data that doesn't match, the pointer is a better place than line and column of a repaired text.
fn without_position(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    match message.strip_suffix(&position) {
        Some(text) => text.to_owned(),
        None => message,
    }
}
