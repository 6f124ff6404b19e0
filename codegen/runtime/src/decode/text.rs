//! JSON text that is cut and put together again. All of it works on valid JSON.

use super::cursor::end_of_string;
use serde_json::Value;
use std::borrow::Cow;
use std::ops::Range;

/// Strings in a head that are longer than this are left empty.
const MAX_KEPT_STRING: usize = 256;

/// A part of a text without some entries of its objects and elements of its lists, which are in order.
pub(super) fn without<'e>(
    text: &[u8],
    entries: impl Iterator<Item = &'e Range<usize>>,
    range: Range<usize>,
) -> Vec<u8> {
    let mut rest = Vec::with_capacity(range.len());
    let mut copied = range.start;
    for entry in entries.take_while(|entry| entry.start < range.end) {
        rest.extend_from_slice(text.get(copied..entry.start).unwrap_or_default());
        copied = entry.end;
        // One of the commas around it goes too.
        rest.truncate(rest.trim_ascii_end().len());
        if rest.last() == Some(&b',') {
            rest.pop();
        } else {
            copied = after_comma(text, copied);
        }
    }
    rest.extend_from_slice(text.get(copied..range.end).unwrap_or_default());
    rest
}

/// The rest of the body behind a head, which is written over what precedes the rest.
pub(super) fn with_head<'t>(rest: &'t mut [u8], head: &[u8], resume: usize) -> Cow<'t, [u8]> {
    let start = resume.checked_sub(head.len());
    match start.and_then(|start| Some((start, rest.get_mut(start..resume)?))) {
        Some((start, space)) => {
            space.copy_from_slice(head);
            rest.get(start..).unwrap_or_default().into()
        }
        None => [head, rest.get(resume..).unwrap_or_default()]
            .concat()
            .into(),
    }
}

/// Adds a comma after a value.
pub(super) fn push_comma(text: &mut Vec<u8>) {
    if !matches!(text.last(), None | Some(b'{' | b'[' | b',')) {
        text.push(b',');
    }
}

/// The index after white space and a comma.
fn after_comma(text: &[u8], index: usize) -> usize {
    let rest = text.get(index..).unwrap_or_default();
    let trimmed = rest.trim_ascii_start();
    match trimmed.strip_prefix(b",") {
        Some(next) => text.len() - next.len(),
        None => index,
    }
}

/// Appends an entry of an object with empty lists, and without long strings.
pub(super) fn shorten(json: &[u8], short: &mut Vec<u8>) {
    let mut at = 0;
    while let Some(&byte) = json.get(at) {
        let end = match byte {
            b'[' => end_of_list(json, at),
            b'"' => end_of_string(json, at),
            _ => at + 1,
        };
        let is_long = end - at > MAX_KEPT_STRING;
        match byte {
            b'[' => short.extend_from_slice(b"[]"),
            b'"' if is_long && !is_key(json, end) => short.extend_from_slice(b"\"\""),
            _ => short.extend_from_slice(json.get(at..end).unwrap_or_default()),
        }
        at = end;
    }
}

fn is_key(json: &[u8], end: usize) -> bool {
    let rest = json.get(end..).unwrap_or_default();
    rest.trim_ascii_start().starts_with(b":")
}

/// The index after a list that starts here.
fn end_of_list(json: &[u8], start: usize) -> usize {
    let mut at = start;
    let mut depth = 0_usize;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => {
                at = end_of_string(json, at);
                continue;
            }
            b'[' => depth += 1,
            b']' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    at
}

/// The value of a JSON text. Text that can't be decoded at all, such as a number out of range, is kept as a string.
pub(super) fn value_of(json: &[u8]) -> Value {
    serde_json::from_slice(json).unwrap_or_else(|_| String::from_utf8_lossy(json).into())
}
