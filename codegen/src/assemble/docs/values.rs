//! Descriptions of an enum's values, from prose such as `**OWNER**: the owner of the role`.
//!
//! Input: a description and the values of the enum. Output: what it says of each value, and the rest of the text. A text
//! is taken apart only if it describes every value or nearly every one at the start of a line; text that isn't a
//! value's stays in the rest.

use std::collections::BTreeMap;

use serde_json::Value;

/// A description, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ValueDocs {
    /// The text without the descriptions of values.
    pub(crate) rest: String,
    /// What the text says of each value, by the value's spelling.
    pub(crate) values: BTreeMap<String, String>,
}

/// What may decorate a value: emphasis, code and quotes.
const DECORATION: [char; 5] = ['*', '_', '`', '"', '\''];

/// What a line may start with before the value.
const BULLETS: [&str; 4] = ["* ", "- ", "+ ", "• "];

/// Sentences that announce the list.
const ANNOUNCEMENTS: [&str; 8] = [
    "allowed values",
    "one of the following values",
    "possible values",
    "possible values are",
    "the values are as follows",
    "valid values",
    "values",
    "values are as follows",
];

/// A value as descriptions spell it: a string without quotes.
pub(crate) fn spelled(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Takes a description apart; `None` if it isn't a list of the values.
pub(crate) fn split(text: &str, values: &[String]) -> Option<ValueDocs> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut lead: Vec<&str> = Vec::new();
    let mut tail: Vec<&str> = Vec::new();
    // The value whose description the next line may continue.
    let mut open: Option<&str> = None;
    let mut says_something = false;
    for line in text.lines() {
        if let Some((value, docs)) = described(line, values) {
            says_something |= docs.is_some();
            let docs = docs.unwrap_or_default();
            if found.insert(value.to_owned(), docs).is_some() {
                return None;
            }
            open = Some(value);
            continue;
        }
        let continued = open.and_then(|value| found.get_mut(value));
        match continued {
            Some(docs) if continues(line) => {
                docs.push(' ');
                docs.push_str(line.trim());
            }
            _ => {
                open = None;
                let rest = if found.is_empty() {
                    &mut lead
                } else {
                    &mut tail
                };
                rest.push(line);
            }
        }
    }
    // One value in five may be missing.
    let enough = found.len() >= 2 && (values.len() - found.len()) * 5 <= values.len();
    if !enough || !says_something {
        return None;
    }
    let parts = [
        without_announcement(&lead.join("\n")),
        tail.join("\n").trim().to_owned(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Some(ValueDocs {
        rest: parts.join("\n\n"),
        values: found
            .into_iter()
            .map(|(value, docs)| (value, sentence(&docs)))
            .collect(),
    })
}

/// The value that a line describes, and the description; `None` if the line only names the value.
fn described<'v>(line: &str, values: &'v [String]) -> Option<(&'v str, Option<String>)> {
    let line = line.trim();
    let item = BULLETS.iter().find_map(|bullet| line.strip_prefix(bullet));
    let text = item.unwrap_or(line).trim_start();
    let inner = text.trim_start_matches(DECORATION);
    let is_decorated = inner.len() < text.len();
    let matching = values.iter().filter_map(|value| {
        let rest = inner.strip_prefix(value.as_str())?;
        let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_' && !is_decorated);
        ends.then_some((value, rest))
    });
    // Of `READ` and `READ ALL` the longer one.
    let (value, rest) = matching.max_by_key(|(value, _)| value.len())?;
    let rest = rest.trim_start_matches(DECORATION);
    let is_marked = item.is_some() || is_decorated;
    if is_marked && rest.trim().is_empty() {
        return Some((value, None));
    }
    let docs = after_separator(rest)
        .or_else(|| after_constant(rest))
        .or_else(|| is_marked.then(|| after_space(rest)).flatten())?;
    Some((value, Some(docs.trim().to_owned())))
}

/// `: text`, ` - text`, ` = text`; the separator may be inside of the emphasis.
fn after_separator(rest: &str) -> Option<&str> {
    let rest = rest.trim_start();
    let text = [":", "- ", "– ", "— ", "= ", "=> ", "-> "]
        .iter()
        .find_map(|separator| rest.strip_prefix(separator))?;
    let text = text.trim_start_matches(DECORATION);
    (!text.trim().is_empty()).then_some(text)
}

/// go-swagger writes the constant after the value, and the constant's comment, which repeats it.
fn after_constant(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix(' ')?;
    let (constant, comment) = rest.split_once(' ').unwrap_or((rest, ""));
    let capitals = constant.chars().filter(char::is_ascii_uppercase).count();
    let small = constant.chars().filter(char::is_ascii_lowercase).count();
    if capitals < 2 || small < 2 || !constant.chars().all(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let comment = comment.trim_start();
    Some(comment.strip_prefix(constant).unwrap_or(comment))
}

/// A sentence about the value, as in `"DONE" means the job is done`.
fn after_space(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix(' ')?.trim_start();
    Some(rest.strip_prefix("means ").unwrap_or(rest))
}

/// Whether a line goes on with the description of the line before: it is indented, or it begins in the middle of a sentence.
fn continues(line: &str) -> bool {
    let first = line.trim_start().chars().next();
    let starts_small = first.is_some_and(|first| first.is_lowercase() || first == '(');
    let about_null = line.trim_start_matches(DECORATION).starts_with("null");
    first.is_some() && !about_null && (line.starts_with("  ") || starts_small)
}

/// The text without `Values are as follows.` at its end, and with a full stop in place of a colon.
fn without_announcement(text: &str) -> String {
    let text = text.trim();
    let start = text.rfind(". ").map_or(0, |at| at + 1);
    let (before, last) = text.split_at(start);
    let announces = |last: &str| {
        let last = last.trim().trim_end_matches([':', '.']).to_lowercase();
        ANNOUNCEMENTS.contains(&last.as_str())
    };
    let kept = if announces(last) { before } else { text };
    match kept.trim().strip_suffix(':') {
        Some(kept) => format!("{}.", kept.trim_end()),
        None => kept.trim().to_owned(),
    }
}

/// The description as a sentence: `is a test` becomes `A test`.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix("is ").unwrap_or(text);
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    // A word with capitals inside is a name.
    let is_name = text
        .split_whitespace()
        .next()
        .is_some_and(|word| word.chars().skip(1).any(|c| c.is_uppercase() || c == '_'));
    match is_name {
        true => text.to_owned(),
        false => first.into_iter().chain(characters).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, values: &[&str]) -> Option<(String, Vec<(String, String)>)> {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        split(text, &values).map(|docs| (docs.rest, docs.values.into_iter().collect()))
    }

    #[track_caller]
    fn assert_split(text: &str, rest: &str, described: &[(&str, &str)]) {
        let values: Vec<&str> = described.iter().map(|(value, _)| *value).collect();
        let mut expected: Vec<(String, String)> = described
            .iter()
            .map(|(value, docs)| ((*value).to_owned(), (*docs).to_owned()))
            .collect();
        expected.sort();
        assert_eq!(parts(text, &values), Some((rest.to_owned(), expected)));
    }

    #[test]
    fn a_description_of_each_value_is_found_however_it_is_marked() {
        let described = [("ON", "It runs."), ("OFF", "It rests.")];
        for text in [
            "The state.\n\n**ON**: It runs.\n\n**OFF**: It rests.",
            "The state:\n* ON: it runs.\n* OFF: it rests.",
            "The state. Values are as follows.\n- `ON` - It runs.\n- `OFF` - It rests.",
            "The state.\nON - It runs.\nOFF - It rests.",
            "The state.\n\"ON\" means it runs.\n\"OFF\" means it rests.",
            "The state.\n**ON:** It\nruns.\n**OFF:** It\n  rests.",
            "The state.\nON StateOn  StateOn it runs.\nOFF StateOff  StateOff it rests.",
        ] {
            assert_split(text, "The state.", &described);
        }
    }

    #[test]
    fn what_describes_no_value_is_kept() {
        assert_split(
            "The state.\n\nA - First.\n\nB - Second.\n\nnull - Unknown.\n\nMore may come.",
            "The state.\n\nnull - Unknown.\n\nMore may come.",
            &[("A", "First."), ("B", "Second.")],
        );
    }

    #[test]
    fn a_text_that_describes_few_of_the_values_stays_whole() {
        assert_eq!(parts("A - First.", &["A", "B"]), None);
        assert_eq!(parts("*A* or *B*, as needed.", &["A", "B"]), None);
        assert_eq!(parts("A - First.\nB - Second.", &["A", "B", "C"]), None);
        assert_eq!(parts("A: 1\nB: 2\nA: 3", &["A", "B"]), None);
        assert_eq!(parts("AB: 1\nAC: 2", &["A", "B"]), None);
        assert_eq!(parts("One of\n* A\n* B", &["A", "B"]), None);
    }
}
