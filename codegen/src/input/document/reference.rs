//! The text of a `$ref`: a URI reference (RFC 3986) whose fragment is a JSON pointer (RFC 6901).

use crate::pointer;

/// The parts of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// What comes before `#`: empty for the same file.
    pub(super) file: String,
    fragment: String,
}

impl Reference {
    /// Takes a reference apart.
    pub(super) fn parse(text: &str) -> Self {
        let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
        Self {
            file: file.to_owned(),
            fragment: fragment.to_owned(),
        }
    }

    /// The segments of the JSON pointer; none for an anchor.
    pub(super) fn segments(&self) -> Vec<String> {
        pointer::segments(&self.fragment)
            .map(|segment| percent_decoded(&segment))
            .collect()
    }

    /// Whether the reference is a URL and no relative path.
    pub(super) fn is_remote(&self) -> bool {
        let is_scheme = |scheme: &str| {
            scheme.len() > 1
                && scheme
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        };
        self.file.starts_with("//")
            || self
                .file
                .split_once(':')
                .is_some_and(|(scheme, _)| is_scheme(scheme))
    }
}

/// The segments of a reference into the same file; `None` for a reference to elsewhere.
pub(super) fn segments(text: &str) -> Option<Vec<String>> {
    (text == "#" || text.starts_with("#/")).then(|| Reference::parse(text).segments())
}

/// Whether the value of a discriminator mapping is a reference; else it is the name of a schema.
pub(super) fn is_mapping(text: &str) -> bool {
    let is_file = [".json", ".yaml", ".yml"]
        .iter()
        .any(|extension| text.to_lowercase().ends_with(extension));
    text.starts_with('#') || text.contains('/') || is_file
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
