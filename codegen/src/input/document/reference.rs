//! The text of a `$ref`: a URI reference (RFC 3986) whose fragment is a JSON pointer (RFC 6901).

use crate::pointer;

/// The segments of a reference into the same document; `None` for a reference to elsewhere.
pub(super) fn segments(text: &str) -> Option<Vec<String>> {
    let fragment = text.strip_prefix('#')?;
    Some(
        pointer::segments(fragment)
            .map(|segment| percent_decoded(&segment))
            .collect(),
    )
}

/// Whether a reference leads to another machine.
pub(super) fn is_remote(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    }) || text.starts_with("//")
}

/// The text without percent-encoding; unchanged where what is encoded isn't UTF-8.
pub(super) fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = (*byte == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(code) => {
                decoded.push(code);
                at += 3;
            }
            None => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}
