//! The text of errors: short, in one line, and without secrets.

use crate::Secret;
use crate::secret::{longest_spelling, mask};
use http::{HeaderMap, header};
use serde_json::Value;
use std::fmt::{self, Write as _};

/// A message is cut to this many characters.
const MAX_MESSAGE_CHARS: usize = 300;

/// The `Debug` output of a part of an error is cut to this many characters.
const MAX_DEBUG_CHARS: usize = 1000;

/// The message of an error's body, in one line.
pub(super) fn message_of(body: &[u8], secrets: &[Secret]) -> String {
    let json = serde_json::from_slice(body).ok();
    let message = json.as_ref().and_then(message_in);
    excerpt(message.map_or(body, str::as_bytes), secrets)
}

/// The message in the JSON of an error, under one of the usual names: those of RFC 9457 (`detail`, `title`), of RFC
/// 6749 (`error_description`, `error`) and others.
pub(crate) fn message_in(json: &Value) -> Option<&str> {
    const NAMES: [&str; 10] = [
        "detail",
        "message",
        "error_description",
        "text",
        "messages",
        "errors",
        "error",
        "title",
        "errorMessage",
        "detailMessage",
    ];
    match json {
        Value::String(text) if !text.trim().is_empty() => Some(text),
        Value::Array(list) => list.iter().find_map(message_in),
        Value::Object(map) => NAMES.iter().find_map(|name| message_in(map.get(*name)?)),
        _ => None,
    }
}

/// The media type of a response, for a message, if it isn't JSON.
pub(super) fn other_than_json(headers: &HeaderMap, secrets: &[Secret]) -> String {
    match headers.get(header::CONTENT_TYPE) {
        Some(media_type) if !media_type.as_bytes().windows(4).any(|part| part == b"json") => {
            format!(" ({})", excerpt(media_type.as_bytes(), secrets))
        }
        _ => String::new(),
    }
}

/// The beginning of a text in one line, without the secrets.
pub(crate) fn excerpt(text: &[u8], secrets: &[Secret]) -> String {
    // A character has at most four bytes.
    let text = masked_start(text, MAX_MESSAGE_CHARS * 4, secrets);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    truncated(&line, MAX_MESSAGE_CHARS)
}

/// The beginning of a value's `Debug` output, without the secrets.
pub(crate) fn brief(value: &impl fmt::Debug, secrets: &[Secret]) -> String {
    let mut start = Start {
        text: String::new(),
        limit: MAX_DEBUG_CHARS * 4 + longest_spelling(secrets),
    };
    // An error means that the limit is reached.
    let _ = write!(start, "{value:?}");
    let text = masked_start(start.text.as_bytes(), MAX_DEBUG_CHARS * 4, secrets);
    truncated(&text, MAX_DEBUG_CHARS)
}

/// At least `length` bytes of a text, if it has as many, with its secrets masked. A secret that is cut off isn't
/// recognized, so what may be part of one is dropped.
fn masked_start(text: &[u8], length: usize, secrets: &[Secret]) -> String {
    let longest = longest_spelling(secrets);
    match text.get(..length + longest) {
        None => mask(&String::from_utf8_lossy(text), secrets),
        Some(start) => {
            let masked = mask(&String::from_utf8_lossy(start), secrets);
            let mut end = masked.len().saturating_sub(longest);
            while !masked.is_char_boundary(end) {
                end -= 1;
            }
            masked.get(..end).unwrap_or_default().to_owned()
        }
    }
}

/// The first `length` characters, and `…` if there are more.
fn truncated(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Keeps what is written up to a limit, and then fails, so that nothing more is formatted.
struct Start {
    text: String,
    limit: usize,
}

impl fmt::Write for Start {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text.push_str(text);
        if self.text.len() > self.limit {
            Err(fmt::Error)
        } else {
            Ok(())
        }
    }
}

type AnyError = dyn std::error::Error + 'static;

/// An error and its causes, in one line.
pub(crate) fn chain(error: &AnyError) -> String {
    causes(error)
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

/// An error and its causes.
pub(crate) fn causes(error: &AnyError) -> impl Iterator<Item = &AnyError> {
    std::iter::successors(Some(error), |error| error.source())
}
