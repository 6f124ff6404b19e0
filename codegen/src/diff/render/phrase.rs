//! The sentences of which reports consist.

use serde_json::Value;

use crate::diff::{Cause, Change, Class, Diff, Entry};
use crate::wording::{counted, plural};

/// The most items that are listed by name.
const SHOWN: usize = 6;

/// The longest value of a page that is shown whole, in characters.
const LONGEST: usize = 80;

/// How a name is marked as code.
pub(super) type Code = fn(&str) -> String;

/// The verdict on one line: `breaking: 2 breaking, 3 additive changes, docs of 4 items`.
pub fn verdict(diff: &Diff) -> String {
    let Some(class) = diff.class() else {
        return "no change of the public API".to_owned();
    };
    let counts = Class::ALL.map(|class| (class.word(), diff.of_class(class).count()));
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{count} {word}"))
        .collect();
    let mut parts = Vec::new();
    if !counts.is_empty() {
        parts.push(format!(
            "{} change{}",
            counts.join(", "),
            plural(diff.entries.len())
        ));
    }
    if !diff.docs.is_empty() {
        parts.push(format!("docs of {}", counted(diff.docs.len(), "item")));
    }
    let class = match class {
        Class::Docs => "docs only",
        class => class.word(),
    };
    format!("{class}: {}", parts.join(", "))
}

/// What happened to an item, where it isn't about a member of it: `beta::Pet is deprecated now`.
fn of_whole(entry: &Entry, code: Code) -> Option<String> {
    let items = list(&entry.items, code);
    let (is, has) = match entry.items.len() {
        1 => ("is", "has"),
        _ => ("are", "have"),
    };
    let sentence = match (entry.what, entry.change) {
        ("setters", Change::Added) => format!("{items} {has} setters now: the type is sent"),
        ("setters", Change::Removed) => format!("{items} {has} no setters any more"),
        ("streamed", Change::Added) => {
            format!("{items} {is} no longer `Clone`: the body may be a stream")
        }
        ("streamed", Change::Removed) => {
            format!("{items} {has} no `try_clone` any more, but {is} `Clone`")
        }
        (what @ ("deprecated" | "experimental"), Change::Added) => {
            format!("{items} {is} {what} now")
        }
        (what @ ("deprecated" | "experimental"), Change::Removed) => {
            format!("{items} {is} no longer {what}")
        }
        _ => return None,
    };
    Some(sentence)
}

/// What happened, on one line: ``field `beta::Pet.tag` is now `Option<String>`, was `String` ``.
pub(super) fn headline(entry: &Entry, code: Code) -> String {
    if let Some(sentence) = of_whole(entry, code) {
        return sentence;
    }
    let count = entry.items.len();
    let is_many = count > 1 || is_plural(entry.what);
    let what = match count == 1 || is_plural(entry.what) {
        true => entry.what.to_owned(),
        false => format!("{count} {}", many(entry.what)),
    };
    let (is, was, has) = match is_many {
        false => ("is", "was", "has"),
        true => ("are", "were", "have"),
    };
    let items = list(&entry.items, code);
    let value = |text: &str| match entry.what {
        _ if text.is_empty() => "nothing".to_owned(),
        // The values of several variants.
        "variant" => code(&cut(text)),
        _ => code(text),
    };
    let (before, after) = (value(&entry.before), value(&entry.after));
    let subject = match entry.what {
        // What belongs to an item and has no name of its own.
        "field" | "variant" | "option" | "setter" | "constructor" | "function" | "type"
        | "path" | "API" | "package" | "former name" | "conversion" => format!("{what} {items}"),
        "kind" => items,
        _ => format!("{what} of {items}"),
    };
    match entry.change {
        Change::Added if entry.after.is_empty() || entry.what == "variant" => {
            format!("{subject} {is} new{}", explained(entry, code))
        }
        Change::Added => format!("{subject} {is} new: {after}"),
        Change::Removed if entry.before.is_empty() => format!("{subject} {is} gone"),
        Change::Removed => format!("{subject} {is} gone, {was} {before}"),
        Change::Changed if matches!(entry.after.as_str(), "deprecated" | "not deprecated") => {
            format!("{subject} {is} {} now", entry.after)
        }
        Change::Changed if entry.class == Class::Docs && entry.what == "constructor" => {
            format!("{subject} {has} other argument names: {after}, {was} {before}")
        }
        Change::Changed => format!("{subject} {is} now {after}, {was} {before}"),
        Change::Renamed if entry.class == Class::Breaking => {
            format!("{subject} {is} now called {after}")
        }
        Change::Renamed => {
            format!("{subject} {is} now called {after}; the old name is a deprecated alias")
        }
        Change::Moved if entry.what == "function" => format!("{subject} {is} now {after}"),
        Change::Moved => format!("{subject} moved from {before} to {after}"),
    }
}

/// The value of a variant that is new.
fn explained(entry: &Entry, code: Code) -> String {
    match entry.after.as_str() {
        "" => String::new(),
        value => format!(": {}", code(&cut(value))),
    }
}

/// Whether a word is a plural already, however many items it is about.
fn is_plural(what: &str) -> bool {
    matches!(what, "statuses" | "scopes" | "arguments")
}

fn many(what: &str) -> String {
    match what {
        "media type" => "media types".to_owned(),
        "API" => "APIs".to_owned(),
        other => format!("{other}s"),
    }
}

/// The first names of a list, and how many more there are.
pub(super) fn list(names: &[String], code: Code) -> String {
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| code(name)).collect();
    let more = names.len().saturating_sub(SHOWN);
    match more {
        0 => shown.join(", "),
        _ => format!("{} and {more} more", shown.join(", ")),
    }
}

/// What else there is to say about an entry, a line each.
pub(super) fn details(entry: &Entry, code: Code) -> Vec<String> {
    let mut lines = Vec::new();
    if !entry.with.is_empty() {
        lines.push(format!(
            "with {}: {}",
            counted(entry.with.len(), "type"),
            list(&entry.with, code)
        ));
    }
    if !entry.reaches.is_empty() {
        let short: Vec<String> = entry
            .reaches
            .iter()
            .map(|each| without_api(entry, each))
            .collect();
        lines.push(format!(
            "reaches {}: {}",
            counted(entry.reaches.len(), "function"),
            list(&short, code)
        ));
    }
    if let Some(first) = entry.causes.first() {
        let more = match entry.causes.len() {
            1 => String::new(),
            count => format!(" (and at {})", counted(count - 1, "more place")),
        };
        lines.push(format!("because {}{more}", cause(first, code)));
    }
    if entry.unforced {
        lines.push(match entry.causes.is_empty() {
            true => "nothing changed there in the pages: look at names.yaml, codegen.yaml and overlay.yaml".to_owned(),
            false => "the spec only adds there, but the crate breaks".to_owned(),
        });
    }
    lines
}

/// A function without the module of the API version, which the items of the entry show.
fn without_api(entry: &Entry, function: &str) -> String {
    let api = entry.items.first().and_then(|item| item.split_once("::"));
    let rest = api.and_then(|(api, _)| function.strip_prefix(api)?.strip_prefix("::"));
    rest.unwrap_or(function).to_owned()
}

fn cause(cause: &Cause, code: Code) -> String {
    let page = code(&cause.page);
    if cause.pointer.is_empty() {
        return match (&cause.old, &cause.new) {
            (_, Some(Value::String(route))) => format!("{page} is new ({})", code(route)),
            (Some(Value::String(route)), _) => format!("{page} is gone ({})", code(route)),
            _ => format!("{page} changed"),
        };
    }
    let at = format!("{page} at {}", code(&cause.pointer));
    match (&cause.old, &cause.new) {
        (Some(Value::Array(old)), Some(Value::Array(new))) => {
            let only = |one: &[Value], other: &[Value]| {
                let only = one.iter().filter(|each| !other.contains(each));
                let only: Vec<String> = only.map(short).collect();
                list(&only, code)
            };
            let parts = [("gained ", only(new, old)), ("lost ", only(old, new))];
            let parts: Vec<String> = parts
                .into_iter()
                .filter(|(_, values)| !values.is_empty())
                .map(|(word, values)| word.to_owned() + &values)
                .collect();
            match parts.is_empty() {
                true => format!("{at} has another order"),
                false => format!("{at} {}", parts.join(" and ")),
            }
        }
        (Some(old), Some(new)) => {
            format!("{at} is {}, was {}", code(&short(new)), code(&short(old)))
        }
        (None, Some(new)) => format!("{at} is new: {}", code(&short(new))),
        (Some(old), None) => format!("{at} is gone, was {}", code(&short(old))),
        (None, None) => at,
    }
}

/// A value on one line, cut off where it is long; of an object, its most telling properties.
fn short(value: &Value) -> String {
    let text = match value {
        Value::Object(object) => {
            let keys = [
                "name", "in", "type", "format", "enum", "nullable", "required", "title",
            ];
            let shown: serde_json::Map<String, Value> = keys
                .iter()
                .filter_map(|key| Some(((*key).to_owned(), object.get(*key)?.clone())))
                .collect();
            match shown.is_empty() {
                true => value.to_string(),
                false => Value::Object(shown).to_string(),
            }
        }
        other => other.to_string(),
    };
    cut(&text)
}

/// The beginning of a text that is long.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(what: &'static str, items: &[&str]) -> String {
        let entry = Entry {
            class: Class::Docs,
            change: Change::Changed,
            what,
            items: items.iter().map(|item| (*item).to_owned()).collect(),
            before: "a".to_owned(),
            after: "b".to_owned(),
            with: Vec::new(),
            reaches: Vec::new(),
            causes: Vec::new(),
            unforced: false,
        };
        headline(&entry, |name| name.to_owned())
    }

    #[test]
    fn sentences_agree_in_number() {
        assert_eq!(changed("field", &["A.x"]), "field A.x is now b, was a");
        assert_eq!(
            changed("field", &["A.x", "B.x"]),
            "2 fields A.x, B.x are now b, were a"
        );
        assert_eq!(changed("scopes", &["f"]), "scopes of f are now b, were a");
        assert_eq!(
            changed("scopes", &["f", "g"]),
            "scopes of f, g are now b, were a"
        );
        assert_eq!(
            changed("return type", &["f", "g"]),
            "2 return types of f, g are now b, were a"
        );
    }
}
