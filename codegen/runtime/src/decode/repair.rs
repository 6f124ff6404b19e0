//! Taking out of a body what does not fit, one part after the other, and remembering what stood where.
//!
//! Failures are given in the places of the repaired body; misfits are kept in those of the original. The two differ where
//! an element was taken out of a list, and [`Repair::original_place`] is the only way from one to the other.

use super::pointer::{self, Token, follow_mut, step};
use super::{DecodeError, Failure, Misfit};
use serde_json::Value;

/// A body with more misfits than this is not the type it was promised to be.
const MAX_MISFITS: usize = 2000;
/// Each misfit costs another reading, so of a large body fewer are borne: as many as make this many bytes to read.
const MAX_BYTES_READ: usize = 2 * 1024 * 1024 * 1024;

pub(super) struct Repair {
    original: Value,
    repaired: Value,
    removed: Vec<Removed>,
    steps_left: usize,
}

struct Removed {
    place: Vec<Token>,
    error: String,
}

impl Removed {
    fn into_error(self) -> DecodeError {
        DecodeError {
            pointer: pointer::to_text(&self.place),
            message: self.error,
        }
    }

    /// Whether `message` says that `place` misses what was taken out here.
    fn is_missed(&self, place: &[Token], message: &str) -> bool {
        match self.place.strip_prefix(place) {
            Some([Token::Key(key)]) => message.starts_with(&format!("missing field `{key}`")),
            _ => false,
        }
    }
}

impl Repair {
    /// Starts with the first failure.
    pub(super) fn new(body: &[u8], failure: Failure) -> Result<Self, DecodeError> {
        if !failure.is_data {
            return Err(failure.into_error());
        }
        let original: Value =
            serde_json::from_slice(body).map_err(|error| DecodeError::root(error.to_string()))?;
        let steps_left = (MAX_BYTES_READ / body.len().max(1)).clamp(1, MAX_MISFITS);
        let mut repair = Self {
            repaired: original.clone(),
            original,
            removed: Vec::new(),
            steps_left,
        };
        // A key that stands twice needs no more than the way through `Value`, where the last one wins.
        if !failure.message.starts_with("duplicate field") {
            repair.remove(failure)?;
        }
        Ok(repair)
    }

    /// The repaired body as text.
    pub(super) fn text(&self) -> Vec<u8> {
        self.repaired.to_string().into_bytes()
    }

    /// Takes out what the failure points to.
    pub(super) fn remove(&mut self, failure: Failure) -> Result<(), DecodeError> {
        let place = self.existing_place(failure.path);
        let original = self.original_place(&place);
        let cause = Removed {
            place: original.clone(),
            error: failure.message,
        };
        let cause = self.forget_inside(&original, &cause.error).unwrap_or(cause);
        let Some((last, parent)) = place.split_last().filter(|_| self.steps_left > 0) else {
            return Err(cause.into_error());
        };
        match (follow_mut(&mut self.repaired, parent), last) {
            // `remove` would move the last entry into the gap.
            (Some(Value::Object(map)), Token::Key(key)) => drop(map.shift_remove(key)),
            (Some(Value::Array(list)), Token::Index(index)) => drop(list.remove(*index)),
            _ => return Err(cause.into_error()),
        }
        self.steps_left -= 1;
        self.removed.push(Removed {
            place: original,
            error: cause.error,
        });
        Ok(())
    }

    /// As much of the path as there is in the repaired body. Keys and indices are told apart by what they lead into.
    fn existing_place(&self, path: Vec<Token>) -> Vec<Token> {
        let mut node = &self.repaired;
        let mut place = Vec::new();
        for token in path {
            let token = match (node, token) {
                (Value::Array(_), Token::Key(key)) => {
                    key.parse().map_or(Token::Key(key), Token::Index)
                }
                (Value::Object(_), Token::Index(index)) => Token::Key(index.to_string()),
                (_, token) => token,
            };
            let Some(next) = step(node, &token) else {
                break;
            };
            node = next;
            place.push(token);
        }
        place
    }

    /// Where a place of the repaired body is in the original.
    fn original_place(&self, place: &[Token]) -> Vec<Token> {
        let mut original = Vec::with_capacity(place.len());
        for token in place {
            match token {
                Token::Key(_) => original.push(token.clone()),
                Token::Index(index) => {
                    let index = self.original_index(&original, *index);
                    original.push(Token::Index(index));
                }
            }
        }
        original
    }

    fn original_index(&self, list: &[Token], index: usize) -> usize {
        let mut gone: Vec<usize> = self
            .removed
            .iter()
            .filter_map(|removed| match removed.place.strip_prefix(list) {
                Some([Token::Index(gone)]) => Some(*gone),
                _ => None,
            })
            .collect();
        gone.sort_unstable();
        gone.into_iter().fold(
            index,
            |index, gone| if gone <= index { index + 1 } else { index },
        )
    }

    /// Drops what was taken out inside `place`, which now goes as a whole; returns it where it is what `message` misses.
    fn forget_inside(&mut self, place: &[Token], message: &str) -> Option<Removed> {
        let (inside, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.removed)
            .into_iter()
            .partition(|removed| removed.place.starts_with(place));
        self.removed = rest;
        inside
            .into_iter()
            .find(|removed| removed.is_missed(place, message))
    }

    /// What was taken out, as it stood in the original.
    pub(super) fn into_misfits(self) -> Vec<Misfit> {
        let Self {
            original, removed, ..
        } = self;
        removed
            .into_iter()
            .map(|Removed { place, error }| {
                let value = place
                    .iter()
                    .try_fold(&original, step)
                    .cloned()
                    .unwrap_or_default();
                Misfit {
                    pointer: pointer::to_text(&place),
                    value,
                    error,
                }
            })
            .collect()
    }
}
