//! Removes from a body what doesn't match its types.
//!
//! serde stops at the first value that doesn't match. To find the next one without reading everything again, the rest
//! of the body is decoded behind a short head, which has the lists and objects around the place, but only as much in
//! them as decoding the rest needs: lists are empty, and objects have their first entries in short. All heads together
//! with the body are read about once, so the work is linear in the body and the misfits.
//!
//! A value that was decoded in parts is decoded again as a whole at its end, when all that doesn't match inside is
//! removed: it may lack a required field. In the end the whole repaired body is decoded. If a head was too short after
//! all, all of it starts again with complete heads ([`Mode::Complete`]).

use super::cursor::{Cursor, Kind};
use super::failure::{Failure, Spot};
use super::text::{self, push_comma, shorten, value_of, with_head};
use super::{DecodeError, Misfit};
use std::ops::Range;

/// A body with more misfits than these isn't of its documented type.
const MAX_MISFITS: usize = 10_000;

/// How many bytes may be read to find misfits: a few times the body, and short heads for some thousand misfits.
const MAX_READ_FACTOR: usize = 8;
const MAX_READ_BYTES: usize = 64 * 1024 * 1024;

/// How serde's own messages begin.
const SERDE_MESSAGES: [&str; 6] = [
    "missing field",
    "invalid length",
    "invalid type",
    "invalid value",
    "unknown field",
    "unknown variant",
];

/// How the misfits are searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// With short heads.
    Short,
    /// With complete heads.
    Complete,
}

impl Mode {
    /// The mode to try after this one.
    pub(super) fn next(self, failure: &Failure, body: &[u8]) -> Result<Self, DecodeError> {
        match self {
            Self::Short => Ok(Self::Complete),
            Self::Complete => Err(failure.clone().into_error(body)),
        }
    }
}

/// Why a search ended without success.
pub(super) enum Stop {
    /// The body can't be repaired.
    Error(DecodeError),
    /// A failure makes no sense with a short head.
    Confused,
}

pub(super) struct Repair<'a> {
    body: &'a [u8],
    mode: Mode,
    cursor: Cursor<'a>,
    /// Where the rest of the body starts that isn't decoded yet.
    resume: usize,
    /// Whether a comma precedes that.
    has_comma: bool,
    removed: Vec<Removed>,
    /// A value that was decoded in parts and is to be decoded as a whole.
    unverified: Option<Place>,
    bytes_left: usize,
}

/// A value that was removed.
struct Removed {
    place: Place,
    error: String,
}

/// The place of a value in the body.
struct Place {
    pointer: String,
    /// The start of the list or object that has it, and its key.
    parent: Option<(usize, Option<String>)>,
    value: Range<usize>,
    /// The value with its key.
    entry: Range<usize>,
}

/// What is put before the rest of the body.
struct Head {
    text: Vec<u8>,
    /// The unverified value in it.
    unverified: Option<Range<usize>>,
}

impl<'a> Repair<'a> {
    /// Removes the value at the first failure.
    pub(super) fn start(body: &'a [u8], failure: &Failure, mode: Mode) -> Result<Self, Stop> {
        let mut repair = Self {
            body,
            mode,
            cursor: Cursor::new(body),
            resume: 0,
            has_comma: false,
            removed: Vec::new(),
            unverified: None,
            bytes_left: MAX_READ_BYTES + MAX_READ_FACTOR * body.len(),
        };
        repair.handle(failure, failure.spot)?;
        Ok(repair)
    }

    /// Removes all other values that `check` finds.
    pub(super) fn finish(&mut self, check: fn(&[u8]) -> Option<Failure>) -> Result<(), Stop> {
        let mut rest = self.body.to_vec();
        loop {
            let head = self.head();
            let text = with_head(&mut rest, &head.text, self.resume);
            let Some(failure) = check(&text) else {
                return Ok(());
            };
            self.count(&failure)?;
            self.locate(&failure, &head)?;
        }
    }

    /// Finds out which value a failure behind a head is about.
    fn locate(&mut self, failure: &Failure, head: &Head) -> Result<(), Stop> {
        let length = head.text.len();
        let in_rest = match failure.spot {
            Spot::Start(at) if at >= length => Some(Spot::Start(at - length + self.resume)),
            Spot::End(at) if at > length => Some(Spot::End(at - length + self.resume)),
            _ => None,
        };
        match (in_rest, self.unverified.take(), &head.unverified) {
            (Some(spot), verified, _) => {
                if let Some(verified) = verified {
                    self.cursor.keep(verified.entry);
                }
                self.handle(failure, spot)
            }
            (None, Some(place), Some(range)) if failure.spot >= Spot::End(range.end) => {
                self.remove(place, failure)
            }
            (None, ..) => Err(Stop::Confused),
        }
    }

    /// Removes the value at a spot of the body, or has it decoded as a whole first.
    fn handle(&mut self, failure: &Failure, spot: Spot) -> Result<(), Stop> {
        if failure.message.starts_with("duplicate field") {
            return Err(Stop::Confused);
        }
        self.cursor.advance_to(spot);
        let place = Place::of_last(&self.cursor);
        self.cursor.forget(&place.entry);
        let is_in_parts = self.mode == Mode::Short && place.value.start < self.resume;
        self.has_comma = self.cursor.skip_comma();
        self.resume = self.cursor.position;
        if is_in_parts {
            self.unverified = Some(place);
            return Ok(());
        }
        self.remove(place, failure)
    }

    fn remove(&mut self, place: Place, failure: &Failure) -> Result<(), Stop> {
        if let Some(child) = self.suspect(&place, failure) {
            let error = failure.message.clone();
            self.removed.push(Removed {
                place: child,
                error,
            });
            self.unverified = Some(place);
            return Ok(());
        }

        // The misfits inside go with it. One may be the cause: a required field that was removed.
        let inside = self
            .removed
            .partition_point(|removed| removed.place.value.start < place.value.start);
        let inside = self.removed.split_off(inside);
        let cause = inside
            .into_iter()
            .find(|removed| removed.is_missed(&place, &failure.message));
        let (pointer, error) = match cause {
            Some(cause) => (cause.place.pointer, cause.error),
            None => (place.pointer.clone(), failure.message.clone()),
        };

        if place.parent.is_none() {
            return Err(Stop::Error(DecodeError {
                pointer,
                message: error,
            }));
        }
        if self.removed.len() >= MAX_MISFITS {
            return Err(self.too_many(pointer, &error));
        }
        self.removed.push(Removed { place, error });
        Ok(())
    }

    /// The last value in a list or object that failed at its end, unless it was removed already. serde's own messages about a
    /// list or object are clear; another message may come from a type that reads a value first and then rejects it, such as an
    /// untagged enum. Such an error has no position, and serde_json gives it that of the end of the list or object.
    fn suspect(&mut self, place: &Place, failure: &Failure) -> Option<Place> {
        let is_clear = SERDE_MESSAGES
            .iter()
            .any(|start| failure.message.starts_with(start));
        if is_clear || self.mode == Mode::Complete {
            return None;
        }
        let end = place.value.end.checked_sub(1)?;
        self.bytes_left = self.bytes_left.saturating_sub(end);
        let mut cursor = Cursor::new(self.body);
        cursor.advance_to(Spot::End(end));
        let last = Place::of_last(&cursor);
        let is_child = matches!(last.parent, Some((start, _)) if start == place.value.start);
        let removed = self.removed.last().map(|removed| &removed.place.value);
        (is_child && removed != Some(&last.value)).then_some(last)
    }

    /// Counts the bytes that were read.
    fn count(&mut self, failure: &Failure) -> Result<(), Stop> {
        let (Spot::Start(read) | Spot::End(read)) = failure.spot;
        match self.bytes_left.checked_sub(read) {
            Some(left) => {
                self.bytes_left = left;
                Ok(())
            }
            None => Err(self.too_many(self.cursor.pointer(), &failure.message)),
        }
    }

    fn too_many(&self, pointer: String, error: &str) -> Stop {
        let count = self.removed.len();
        Stop::Error(DecodeError {
            pointer,
            message: format!("after {count} other values that don't match: {error}"),
        })
    }

    fn head(&mut self) -> Head {
        match self.mode {
            Mode::Short => self.short_head(),
            Mode::Complete => Head {
                text: self.repaired(0..self.resume),
                unverified: None,
            },
        }
    }

    fn short_head(&mut self) -> Head {
        let mut text = Vec::new();

        // The lists and objects around the place, each up to the next one.
        let depth = self.cursor.frames.len();
        for (level, frame) in self.cursor.frames.iter_mut().enumerate() {
            match &mut frame.kind {
                Kind::List { .. } => text.push(b'['),
                Kind::Object {
                    key, entries, kept, ..
                } => {
                    let (kept, count) = kept;
                    for entry in entries.iter().skip(*count) {
                        if !kept.is_empty() {
                            kept.push(b',');
                        }
                        shorten(&repaired(self.body, &self.removed, entry.clone()), kept);
                    }
                    *count = entries.len();
                    text.push(b'{');
                    text.extend_from_slice(kept);
                    if level + 1 < depth || self.unverified.is_some() {
                        push_comma(&mut text);
                        text.extend_from_slice(self.body.get(key.clone()).unwrap_or_default());
                        text.push(b':');
                    }
                }
            }
        }

        // The value that is to be decoded as a whole.
        let unverified = self.unverified.as_ref().map(|place| {
            let start = text.len();
            text.extend(self.repaired(place.value.clone()));
            start..text.len()
        });
        if self.has_comma {
            push_comma(&mut text);
        }
        Head { text, unverified }
    }

    /// The repaired body.
    pub(super) fn text(&self) -> Vec<u8> {
        self.repaired(0..self.body.len())
    }

    fn repaired(&self, range: Range<usize>) -> Vec<u8> {
        repaired(self.body, &self.removed, range)
    }

    /// What was removed.
    pub(super) fn into_misfits(self) -> Vec<Misfit> {
        let body = self.body;
        let misfits = self.removed.into_iter().map(|removed| Misfit {
            pointer: removed.place.pointer,
            value: value_of(body.get(removed.place.value).unwrap_or_default()),
            error: removed.error,
        });
        misfits.collect()
    }
}

impl Place {
    /// The place of the value that a cursor read last.
    fn of_last(cursor: &Cursor<'_>) -> Self {
        let parent = cursor.frames.last().map(|frame| match &frame.kind {
            Kind::List { .. } => (frame.start, None),
            Kind::Object { key, .. } => (frame.start, Some(cursor.key_text(key))),
        });
        Self {
            pointer: cursor.pointer(),
            parent,
            value: cursor.last.clone(),
            entry: cursor.last_entry(),
        }
    }
}

impl Removed {
    /// Whether `message` says that the value at `place` lacks this one.
    fn is_missed(&self, place: &Place, message: &str) -> bool {
        match &self.place.parent {
            Some((parent, Some(key))) if *parent == place.value.start => {
                message.starts_with(&format!("missing field `{key}`"))
            }
            _ => false,
        }
    }
}

/// A part of the body, without the values that were removed from it.
fn repaired(body: &[u8], removed: &[Removed], range: Range<usize>) -> Vec<u8> {
    let first = removed.partition_point(|removed| removed.place.entry.start < range.start);
    let entries = removed
        .iter()
        .skip(first)
        .map(|removed| &removed.place.entry);
    text::without(body, entries, range)
}
