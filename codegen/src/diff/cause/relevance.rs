//! How well a change of a schema explains a change of its type.

use serde_json::Value;

use crate::diff::spec::{Effect, SpecChange};
use crate::pointer;
use crate::surface::Aspect;

/// How well a change inside a schema explains a change of an aspect of its type; less is better. `None` if it doesn't.
///
/// `keys` are the properties that the aspect is about.
pub(super) fn relevance(
    inside: &str,
    change: &SpecChange,
    aspect: Option<&Aspect>,
    keys: &[String],
) -> Option<usize> {
    let segments: Vec<String> = pointer::segments(inside).collect();
    let mut rest = segments.as_slice();
    // The parts of a composition describe the same value.
    while let [keyword, _, more @ ..] = rest
        && ["allOf", "oneOf", "anyOf"].contains(&keyword.as_str())
        && !more.is_empty()
    {
        rest = more;
    }
    let first = rest.first().map(String::as_str);
    let is_docs = change.effect == Effect::Docs;
    let is_meant = |name: &str| keys.iter().any(|key| key == name);
    match aspect {
        Some(Aspect::Field(_) | Aspect::Setter(_) | Aspect::Constructor(_)) => {
            match (first, rest.get(1)) {
                (Some("properties"), Some(name)) if is_meant(name) => {
                    let is_deprecated = rest.last().is_some_and(|last| last == "deprecated");
                    (!is_docs || is_deprecated).then_some(0)
                }
                (Some("required"), _) if names(change).any(is_meant) => Some(0),
                (Some("properties" | "required"), _) | (None, _) if !is_docs => Some(3),
                _ => None,
            }
        }
        Some(Aspect::Variant(_)) => match first {
            Some("enum" | "oneOf" | "anyOf" | "discriminator") => Some(0),
            _ => (!is_docs).then_some(3),
        },
        Some(Aspect::Deprecated) => (first == Some("deprecated")).then_some(0),
        Some(Aspect::Kind) | None => (!is_docs && rest.len() < 3).then_some(1),
        Some(_) => (!is_docs).then_some(3),
    }
}

/// The names in the lists of a change that only one of them has.
fn names(change: &SpecChange) -> impl Iterator<Item = &str> {
    let list = |value: &'_ Option<Value>| -> Vec<Value> {
        value
            .as_ref()
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let (old, new) = (list(&change.old), list(&change.new));
    let differs = move |each: &&Value| old.contains(each) != new.contains(each);
    let both = [&change.old, &change.new]
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten();
    both.filter(differs).filter_map(Value::as_str)
}
