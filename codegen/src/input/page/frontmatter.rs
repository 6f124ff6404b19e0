//! The frontmatter of a page: from its text to the entry `api` and the other keys.
//!
//! `api` is cut out by lines and read separately, because the other keys of some pages aren't valid YAML.

use serde_json::Value;

use crate::diagnostic::Code;

use super::{Problem, yaml};

const COPY_AGAIN: &str =
    "copy the page again from its repository, from the first line `---` to the end";

/// A frontmatter in two parts.
pub(super) struct Frontmatter {
    /// The value of `api`, without the key: what follows it on its line, and the lines that continue it.
    pub(super) api: String,
    /// The line of the key, from 0.
    pub(super) line: usize,
    /// The other lines; removed lines are empty, so that a YAML error has the page's line number.
    rest: String,
}

/// The other keys that are used.
#[derive(Default)]
pub(super) struct Keys {
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
}

/// Finds the frontmatter and cuts `api` out of it.
pub(super) fn split(text: &str) -> Result<Frontmatter, Problem> {
    let mut lines = text
        .split('\n')
        .map(|line| line.strip_suffix('\r').unwrap_or(line));
    // A viewer's header, a byte order mark or a licence comment may precede the frontmatter.
    let Some(fence) = lines.position(|line| is_fence(line.trim_start_matches('\u{feff}'))) else {
        let message = "the page has no frontmatter: it has no line `---`";
        return Err(Problem::new(Code::Frontmatter, message, COPY_AGAIN));
    };
    let mut front = vec![""; fence + 1];
    loop {
        match lines.next() {
            Some(line) if is_fence(line) => return cut(front),
            Some(line) => front.push(line),
            None => break,
        }
    }
    let message = "the frontmatter doesn't end: the page has only one line `---`";
    Err(Problem::new(Code::Frontmatter, message, COPY_AGAIN))
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}

fn cut(mut lines: Vec<&str>) -> Result<Frontmatter, Problem> {
    let key = lines
        .iter()
        .enumerate()
        .find_map(|(at, line)| Some((at, api_value(line)?)));
    let Some((line, first)) = key else {
        return Err(Problem::new(
            Code::NoApi,
            "the frontmatter has no key `api`",
            "`*.api.mdx` pages describe operations: copy the page again, or remove it from the spec folder",
        ));
    };
    let mut api = vec![first];
    let mut entry = lines.iter_mut().skip(line);
    if let Some(key_line) = entry.next() {
        *key_line = "";
    }
    for continuation in entry.take_while(|line| continues(line)) {
        api.push(std::mem::take(continuation));
    }
    Ok(Frontmatter {
        api: api.join("\n"),
        line,
        rest: lines.join("\n"),
    })
}

/// What follows the key `api` on its line.
fn api_value(line: &str) -> Option<&str> {
    let after = ["api", "\"api\"", "'api'"]
        .iter()
        .find_map(|key| line.strip_prefix(key))?;
    let value = after.trim_start_matches(' ').strip_prefix(':')?;
    (value.is_empty() || value.starts_with([' ', '\t'])).then_some(value)
}

/// Whether a line continues the entry above it: it is indented, empty, a comment, or closes a bracket.
fn continues(line: &str) -> bool {
    line.is_empty() || line.starts_with([' ', '\t', '#', '}', ']'])
}

/// The other keys, and the error if they aren't valid YAML.
pub(super) fn keys(front: &Frontmatter) -> (Keys, Option<String>) {
    match yaml::parse(&front.rest) {
        Ok(Value::Object(map)) => {
            let text = |key: &str| map.get(key).and_then(scalar);
            (
                Keys {
                    id: text("id"),
                    title: text("sidebar_label").or_else(|| text("title")),
                },
                None,
            )
        }
        Ok(Value::Null) => (Keys::default(), None),
        Ok(_) => (
            by_line(&front.rest),
            Some("they aren't a mapping".to_owned()),
        ),
        Err(error) => (by_line(&front.rest), Some(error.to_string())),
    }
}

fn scalar(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The same keys, read line by line, for frontmatter that isn't valid YAML.
fn by_line(text: &str) -> Keys {
    let value = |key: &str| {
        text.lines().find_map(|line| {
            let value = line.strip_prefix(key)?.strip_prefix(':')?.trim();
            // The line may be valid YAML by itself, with quotes to remove.
            let parsed = yaml::parse(value).ok().as_ref().and_then(scalar);
            parsed.or_else(|| (!value.is_empty()).then(|| value.to_owned()))
        })
    };
    Keys {
        id: value("id"),
        title: value("sidebar_label").or_else(|| value("title")),
    }
}
