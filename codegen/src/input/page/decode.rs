//! The value of `api`: from its text to the definition.
//!
//! Three spellings of one JSON object: JSON itself, YAML (a mapping, or a string that holds one of the others), and the
//! base64 of JSON that zlib has compressed. JSON never goes through the YAML reader, which takes ten times as long.

use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_PAD_INDIFFERENT;
use flate2::read::ZlibDecoder;
use serde_json::Value;

use crate::diagnostic::Code;
use crate::input::json::{self, JsonError, Syntax};

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

/// A YAML string that contains JSON or base64.
fn string(text: &str) -> Result<Value, Problem> {
    let text = text.trim();
    if text.starts_with('{') {
        return object(json(text)?);
    }
    match base64_text(text) {
        Some(encoded) => object(compressed(&encoded)?),
        None => Err(bad(
            format!("`api` is neither JSON nor base64: {}", start(text)),
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

/// What starts with a brace is JSON, or looks like it: formatters make a YAML mapping in flow style of it, on many
/// lines, with trailing commas and other quotes. The number of lines decides which of the two it is.
fn json_or_flow(text: &str, front: &Frontmatter) -> Result<Value, Problem> {
    let problem = match json(text) {
        Err(problem) if problem.code == Code::BadApi => problem,
        result => return result,
    };
    yaml(front).map_err(|other| if text.contains('\n') { other } else { problem })
}

fn json(text: &str) -> Result<Value, Problem> {
    json::parse(text).map_err(|error| match error {
        JsonError::Large => Problem::too_large(format!("`api` has {} bytes", text.len())),
        JsonError::Deep => Problem::too_deep(MAX_DEPTH),
        JsonError::Syntax(error) => syntax(&error),
    })
}

fn syntax(error: &Syntax) -> Problem {
    let Syntax {
        position,
        near,
        reason,
        is_cut_off,
    } = error;
    if *is_cut_off {
        let message =
            format!("the JSON of `api` is cut off: it ends after byte {position}, with {near}");
        return bad(message, CUT_OFF);
    }
    let message =
        format!("the JSON of `api` is invalid at byte {position}, at the end of {near}: {reason}");
    bad(message, COPY_AGAIN)
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

/// The value is read below its key, because it may continue by indentation, and on its line, which errors name.
fn yaml(front: &Frontmatter) -> Result<Value, Problem> {
    let lines_before = "\n".repeat(front.line);
    match yaml::parse(&format!("{lines_before}api: {}", front.api)) {
        Ok(Value::Object(mut entry)) => Ok(entry.remove("api").unwrap_or_default()),
        Ok(other) => Ok(other),
        Err(YamlError::Deep) => Err(Problem::too_deep(yaml::MAX_DEPTH)),
        Err(YamlError::Large) => Err(Problem::too_large(
            "`api` expands to more bytes than a definition can have",
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
            "`api` decompresses to more bytes than a definition can have",
        ));
    }
    read.map_err(|error| {
        bad(
            format!("the base64 of `api` isn't complete zlib data: {error}"),
            CUT_OFF,
        )
    })?;
    let text = String::from_utf8(text)
        .map_err(|_| bad("the decompressed `api` isn't UTF-8", COPY_AGAIN))?;
    json(&text)
}
