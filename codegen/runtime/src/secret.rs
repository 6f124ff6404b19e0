//! Text that is never printed.

use base64::prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD, Engine as _};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt;
use std::sync::Arc;

/// Shorter secrets aren't looked for in texts: they would match anywhere.
const MIN_MASKED_LENGTH: usize = 4;

/// A password, key or token. Its `Debug` output doesn't contain it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<str>);

impl Secret {
    /// The text itself. The caller is responsible for what happens to it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The spellings in which a server may repeat the secret: as it is, form-encoded, percent-encoded, in base64.
    fn spellings(&self) -> Vec<String> {
        let text = self.expose();
        let form: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        let percent = utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        vec![
            text.to_owned(),
            lowercase_escapes(&form),
            lowercase_escapes(&percent),
            form,
            percent,
            BASE64_STANDARD_NO_PAD.encode(text),
            BASE64_URL_SAFE_NO_PAD.encode(text),
        ]
    }
}

/// Replaces secrets, in any spelling that a server may use for them, by `…`.
pub(crate) fn mask(text: &str, secrets: &[Secret]) -> String {
    let secrets = secrets
        .iter()
        .filter(|secret| secret.expose().len() >= MIN_MASKED_LENGTH);
    let spellings = secrets.flat_map(Secret::spellings);
    spellings.fold(text.to_owned(), |text, spelling| {
        mask_escaped(text, &spelling)
    })
}

/// Replaces `spelling` also where backslashes escape its characters: in JSON, in JSON within JSON, in `Debug` output.
fn mask_escaped(text: String, spelling: &str) -> String {
    let spelling = spelling.replace('\\', "");
    let (positions, unescaped): (Vec<usize>, Vec<u8>) = text
        .bytes()
        .enumerate()
        .filter(|(_, byte)| *byte != b'\\')
        .unzip();
    let mut masked = String::new();
    let (mut copied, mut from) = (0, 0);
    while let Some(at) = find(
        unescaped.get(from..).unwrap_or_default(),
        spelling.as_bytes(),
    ) {
        let (start, end) = (from + at, from + at + spelling.len());
        let position = |index: usize| positions.get(index).copied().unwrap_or(text.len());
        masked.push_str(text.get(copied..position(start)).unwrap_or_default());
        masked.push('…');
        copied = positions.get(end - 1).map_or(text.len(), |last| last + 1);
        from = end;
    }
    match copied {
        0 => text,
        copied => masked + text.get(copied..).unwrap_or_default(),
    }
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    let is_empty = part.is_empty();
    text.windows(part.len().max(1))
        .position(|window| !is_empty && window == part)
}

/// The length of the longest spelling of any of the secrets.
pub(crate) fn longest_spelling(secrets: &[Secret]) -> usize {
    // A percent-encoded byte takes three, a byte that is escaped several times a few more.
    let longest = secrets.iter().map(|secret| secret.expose().len() * 8).max();
    longest.unwrap_or(0)
}

/// `%2B` as `%2b`.
fn lowercase_escapes(text: &str) -> String {
    let mut parts = text.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let (hex, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        format!("{text}%{}{rest}", hex.to_ascii_lowercase())
    })
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}
