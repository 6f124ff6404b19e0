//! Texts that mean something to URLs, headers, JSON or log files.

use super::entropy::Entropy;

const PARTS: [&str; 60] = [
    "",
    "a",
    "acme",
    "7",
    "-1",
    "0",
    ".",
    "..",
    "...",
    "%2e",
    "%2E%2e",
    ".%2e",
    "%252e",
    "\\",
    "/",
    "//",
    "/../",
    "\\..\\",
    ".\t.",
    ".\n.",
    "\r\n",
    "\0",
    "%00",
    "%",
    "%zz",
    "%2f",
    "%5c",
    "?",
    "#",
    "#..",
    "&",
    "=",
    "+",
    ";",
    ",",
    ":",
    ":80",
    "@",
    "user:pass@",
    "evil.example",
    "//evil.example",
    "http://",
    "https://",
    "https://evil.example/",
    "localhost",
    "127.0.0.1",
    "[::1]",
    "{",
    "}",
    "{id}",
    "{tenant}",
    "é",
    "日本",
    "\u{202e}",
    "\u{feff}",
    " ",
    "\"",
    "'",
    "<",
    "|",
];

/// A few of the parts, or the rest of the bytes as text.
pub(super) fn text(entropy: &mut Entropy<'_>) -> String {
    if entropy.one_in(8) {
        return String::from_utf8_lossy(entropy.rest()).into_owned();
    }
    let count = 1 + entropy.below(5);
    (0..count).map(|_| *entropy.pick(&PARTS)).collect()
}
