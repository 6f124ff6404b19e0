//! JSON of unknown origin: from text to a value, within limits.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;

use super::page::{MAX_BYTES, MAX_DEPTH};

/// Why JSON can't be read.
#[derive(Clone, Debug)]
pub(super) enum JsonError {
    /// It has more than [`MAX_BYTES`].
    Large,
    /// It is nested deeper than [`MAX_DEPTH`].
    Deep,
    /// It isn't valid JSON.
    Syntax(Syntax),
}

/// Where JSON is invalid.
#[derive(Clone, Debug)]
pub(super) struct Syntax {
    /// The byte after the last one that was read.
    pub(super) position: usize,
    /// Some of the text before that place, quoted.
    pub(super) near: String,
    /// The error.
    pub(super) reason: String,
    /// Whether the text ends too early.
    pub(super) is_cut_off: bool,
}

/// Reads JSON.
pub(super) fn parse(text: &str) -> Result<Value, JsonError> {
    if text.len() > MAX_BYTES {
        return Err(JsonError::Large);
    }
    // The depth is known before anything recurses, which makes it safe to lift the parser's own limit of 128.
    if nesting(text) > MAX_DEPTH {
        return Err(JsonError::Deep);
    }
    let text = without_lone_surrogates(text);
    let mut reader = serde_json::Deserializer::from_str(&text);
    reader.disable_recursion_limit();
    let value = Value::deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| JsonError::Syntax(syntax(&text, &error)))
}

/// How deep arrays and objects are nested. For invalid JSON the result may be too large, but never too small.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut quoted, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// JavaScript writes half of a surrogate pair, as in a text cut in the middle of an emoji, as `\ud83d`, which isn't a
/// character.
fn without_lone_surrogates(text: &str) -> Cow<'_, str> {
    if !text.contains("\\ud") && !text.contains("\\uD") {
        return Cow::Borrowed(text);
    }
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        replaced.push_str(before);
        let length = match (
            surrogate(escape),
            surrogate(escape.get(6..).unwrap_or_default()),
        ) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(_), _) => {
                replaced.push_str("\\ufffd");
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            // The escape and what it escapes, which may be a backslash.
            (None, _) => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        let (kept, after) = escape.split_at_checked(length).unwrap_or((escape, ""));
        replaced.push_str(kept);
        rest = after;
    }
    replaced.push_str(rest);
    Cow::Owned(replaced)
}

/// The surrogate that an escape at the start of the text denotes.
fn surrogate(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16)
        .ok()
        .filter(|unit| (0xD800..=0xDFFF).contains(unit))
}

fn syntax(text: &str, error: &serde_json::Error) -> Syntax {
    let lines_before = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum::<usize>();
    let position = (lines_before + error.column()).min(text.len());
    let full = error.to_string();
    let reason = full
        .rsplit_once(" at line ")
        .map_or(full.as_str(), |(reason, _)| reason);
    Syntax {
        position: if error.is_eof() { text.len() } else { position },
        near: excerpt(text, position),
        reason: reason.to_owned(),
        is_cut_off: error.is_eof(),
    }
}

/// The last characters before a position, quoted.
fn excerpt(text: &str, position: usize) -> String {
    let before: Vec<char> = text
        .get(..position)
        .unwrap_or(text)
        .chars()
        .rev()
        .take(30)
        .collect();
    let shown: String = before
        .into_iter()
        .rev()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    format!("`{}`", shown.trim_start())
}
