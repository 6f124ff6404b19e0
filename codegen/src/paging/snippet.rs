//! Proposed rules as they are written in `codegen.yaml`.

use std::collections::BTreeSet;

use crate::input::config::{CursorSource, NextRule, PagingRule};
use crate::wording::counted;

use super::Proposal;

/// The key `paging` with these rules.
pub fn snippet(proposals: &[Proposal]) -> String {
    let rules = proposals.iter().map(|proposal| {
        let comment = comment(&proposal.operations);
        let lines = keys(&proposal.rule).into_iter().enumerate();
        let lines = lines.map(|(index, (key, value))| {
            let start = if index == 0 { "  - " } else { "    " };
            format!("{start}{key}: {value}\n")
        });
        format!("  # {comment}\n{}", lines.collect::<String>())
    });
    format!("paging:\n{}", rules.collect::<String>())
}

/// How many operations a rule fits, and some of them.
fn comment(operations: &BTreeSet<String>) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<&str> = operations.iter().take(SHOWN).map(String::as_str).collect();
    let shown: String = shown
        .join(", ")
        .chars()
        .filter(|char| !char.is_control())
        .collect();
    let more = if operations.len() > SHOWN {
        ", …"
    } else {
        ""
    };
    format!("{}: {shown}{more}", counted(operations.len(), "operation"))
}

fn keys(rule: &PagingRule) -> Vec<(&'static str, String)> {
    let mut keys = Vec::new();
    let mut number = |key: &'static str, name: &String, first: u32, usual: u32| {
        keys.push((key, scalar(name)));
        if first != usual {
            keys.push(("first", first.to_string()));
        }
    };
    match &rule.next {
        NextRule::Offset { name, first } => number("offset", name, *first, 0),
        NextRule::Page { name, first } => number("page", name, *first, 1),
        NextRule::Cursor { name, from } => {
            keys.push(("cursor", scalar(name)));
            keys.push(match from {
                CursorSource::Field(places) => ("next", scalars(places)),
                CursorSource::Header(name) => ("next-header", scalar(name)),
                CursorSource::LastItem(place) => ("last-item", scalar(place)),
            });
        }
        NextRule::Link(places) => keys.push(("next-link", scalars(places))),
        NextRule::LinkHeader(names) if names.is_empty() => {
            keys.push(("link-header", "true".to_owned()))
        }
        NextRule::LinkHeader(names) => keys.push(("link-header", scalars(names))),
        NextRule::SearchAfter => {}
    }
    let lists = [
        ("limit", &rule.limit),
        ("items", &rule.items),
        ("more", &rule.more),
        ("is-last", &rule.is_last),
        ("total-field", &rule.total_field),
        ("total-pages", &rule.total_pages),
    ];
    if rule.in_body {
        keys.push(("in", "body".to_owned()));
    }
    for (key, list) in lists {
        if !list.is_empty() {
            keys.push((key, scalars(list)));
        }
    }
    for (key, text) in [("total", &rule.total), ("total-header", &rule.total_header)] {
        if let Some(text) = text {
            keys.push((key, scalar(text)));
        }
    }
    keys
}

fn scalars(texts: &[String]) -> String {
    match texts {
        [text] => scalar(text),
        texts => {
            let texts: Vec<String> = texts.iter().map(|text| scalar(text)).collect();
            format!("[{}]", texts.join(", "))
        }
    }
}

/// A text as YAML: quoted, unless it is a plain word.
fn scalar(text: &str) -> String {
    const OTHERS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_plain = text.starts_with(|char: char| char.is_ascii_alphabetic() || char == '/')
        && text
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || "_/-.$".contains(char))
        && !OTHERS.contains(&text.to_ascii_lowercase().as_str());
    match is_plain {
        true => text.to_owned(),
        // JSON's strings are YAML's.
        false => serde_json::Value::from(text).to_string(),
    }
}
