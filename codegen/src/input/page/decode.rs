//! The value of `api`: from its text to the definition.
//!
//! Three spellings of one JSON object: JSON itself, YAML (a mapping, or a string that holds one of the others), and the
//! base64 of JSON that zlib has compressed. JSON never goes through the YAML reader, which takes ten times as long.

use std::borrow::Cow;
use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_PAD_INDIFFERENT;
use flate2::read::ZlibDecoder;
use serde::Deserialize;
use serde_json::Value;

use crate::diagnostic::Code;

use super::frontmatter::Frontmatter;
use super::yaml::{self, YamlError};
use super::{MAX_BYTES, MAX_DEPTH, Problem};

const COPY_AGAIN: &str = "copy the page again; a part of its `api` line may be missing or changed";
const CUT_OFF: &str = "copy the page again; its last line may be missing";

/// Decodes the value of `api`.
pub(super) fn definition(front: &Frontmatter) -> Result<Value, Problem> {
    let text = front.api.trim();
    let value = match text.bytes().next() {
        None => return Err(bad("`api` is empty", COPY_AGAIN)),
        Some(b'{') => json_or_flow(text, front)?,
        Some(_) => match base64_text(text) {
            Some(encoded) => compressed(&encoded)?,
            None => yaml(front)?,
        },
    };
    match value {
        Value::String(text) => string(&text),
        value => object(value),
    }
}

/// A string that YAML has unwrapped: it holds JSON or base64.
fn string(text: &str) -> Result<Value, Problem> {
    let text = text.trim();
    if text.starts_with('{') {
        return object(json(text)?);
    }
    match base64_text(text) {
        Some(encoded) => object(compressed(&encoded)?),
        None => Err(bad(
            format!(
                "`api` is text that is neither JSON nor base64: {}",
                start(text)
            ),
            COPY_AGAIN,
        )),
    }
}

fn object(value: Value) -> Result<Value, Problem> {
    let kind = match &value {
        Value::Object(_) => return Ok(value),
        Value::Array(_) => "a list",
        Value::String(_) => "text",
        Value::Null => "null",
        Value::Bool(_) | Value::Number(_) => "a scalar",
    };
    Err(bad(
        format!("`api` is {kind}, not the definition of an operation"),
        COPY_AGAIN,
    ))
}

fn bad(message: impl Into<String>, help: &'static str) -> Problem {
    Problem::new(Code::BadApi, message, help)
}

/// What starts with a brace is JSON, or looks like it: formatters make a YAML mapping in flow style of it, on many lines,
/// with commas behind the last members and other quotes. Which of the two it was meant to be, the lines tell.
fn json_or_flow(text: &str, front: &Frontmatter) -> Result<Value, Problem> {
    let problem = match json(text) {
        Err(problem) if problem.code == Code::BadApi => problem,
        result => return result,
    };
    yaml(front).map_err(|other| if text.contains('\n') { other } else { problem })
}

fn json(text: &str) -> Result<Value, Problem> {
    if text.len() > MAX_BYTES {
        return Err(Problem::too_large(format!(
            "`api` has {} bytes",
            text.len()
        )));
    }
    // The depth is known before anything recurses, which makes it safe to lift the parser's own limit of 128.
    if nesting(text) > MAX_DEPTH {
        return Err(Problem::too_deep(MAX_DEPTH));
    }
    let text = without_lone_surrogates(text);
    let mut reader = serde_json::Deserializer::from_str(&text);
    reader.disable_recursion_limit();
    let value = Value::deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| syntax(&text, &error))
}

/// How deep arrays and objects are nested. Of broken JSON it may tell too much, never too little.
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

/// JavaScript writes half of a surrogate pair, left by a text cut in the middle of an emoji, as `\ud83d`; it is no character.
fn without_lone_surrogates(text: &str) -> Cow<'_, str> {
    if !text.contains("\\ud") && !text.contains("\\uD") {
        return Cow::Borrowed(text);
    }
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let length = match (
            surrogate(escape),
            surrogate(escape.get(6..).unwrap_or_default()),
        ) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(_), _) => {
                mended.push_str("\\ufffd");
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            // The escape and what it escapes, which may be a backslash.
            (None, _) => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        let (kept, after) = escape.split_at_checked(length).unwrap_or((escape, ""));
        mended.push_str(kept);
        rest = after;
    }
    mended.push_str(rest);
    Cow::Owned(mended)
}

/// The surrogate that an escape at the start of the text stands for.
fn surrogate(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16)
        .ok()
        .filter(|unit| (0xD800..=0xDFFF).contains(unit))
}

/// Says where JSON breaks, with some of the text before that place.
fn syntax(text: &str, error: &serde_json::Error) -> Problem {
    let lines_before = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum::<usize>();
    let position = (lines_before + error.column()).min(text.len());
    let near = excerpt(text, position);
    if error.is_eof() {
        let message = format!(
            "the JSON of `api` is cut off: it ends after byte {}, with {near}",
            text.len()
        );
        return bad(message, CUT_OFF);
    }
    let full = error.to_string();
    let reason = full
        .rsplit_once(" at line ")
        .map_or(full.as_str(), |(reason, _)| reason);
    bad(
        format!("the JSON of `api` breaks at byte {position}, at the end of {near}: {reason}"),
        COPY_AGAIN,
    )
}

/// The first characters of a text, quoted.
fn start(text: &str) -> String {
    let shown: String = text
        .chars()
        .take(30)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    format!("`{shown}`")
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

/// The value is read below its key, because it may continue by indentation, and on its line, which errors name.
fn yaml(front: &Frontmatter) -> Result<Value, Problem> {
    let lines_before = "\n".repeat(front.line);
    match yaml::parse(&format!("{lines_before}api: {}", front.api)) {
        Ok(Value::Object(mut entry)) => Ok(entry.remove("api").unwrap_or_default()),
        Ok(other) => Ok(other),
        Err(YamlError::Deep) => Err(Problem::too_deep(yaml::MAX_DEPTH)),
        Err(YamlError::Large) => Err(Problem::too_large(
            "`api` expands to more bytes than any definition has",
        )),
        Err(YamlError::Syntax(error)) => Err(bad(
            format!("the YAML of `api` can't be read: {error}"),
            COPY_AGAIN,
        )),
    }
}

/// The text without white space, if it can only be base64.
fn base64_text(text: &str) -> Option<String> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = compact
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='));
    // Every scalar of YAML is shorter than the shortest operation.
    (plain && compact.len() > 16).then_some(compact)
}

fn compressed(encoded: &str) -> Result<Value, Problem> {
    let bytes = STANDARD_PAD_INDIFFERENT.decode(encoded).map_err(|error| {
        bad(
            format!("the base64 of `api` can't be decoded: {error}"),
            CUT_OFF,
        )
    })?;
    let mut text = Vec::new();
    let read = ZlibDecoder::new(bytes.as_slice())
        .take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut text);
    if text.len() > MAX_BYTES {
        return Err(Problem::too_large(
            "`api` decompresses to more bytes than any definition has",
        ));
    }
    read.map_err(|error| {
        bad(
            format!("the base64 of `api` is no complete zlib data: {error}"),
            CUT_OFF,
        )
    })?;
    let text = String::from_utf8(text)
        .map_err(|_| bad("what `api` decompresses to is not UTF-8", COPY_AGAIN))?;
    json(&text)
}
