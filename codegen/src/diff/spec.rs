//! The changes between two definitions of an operation.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::pointer::pointer_push;

/// What a change of a definition asks of the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// Only docs change.
    Docs,
    /// Something is new, and what was there stays as it was.
    Adds,
    /// What was there is gone or different, so that the crate may have to break users' code.
    Changes,
}

/// A change of a definition.
#[derive(Clone, Debug, PartialEq)]
pub struct SpecChange {
    /// JSON pointer (RFC 6901) into the old definition, or, if it is new, into the new one.
    pub old_pointer: String,
    /// JSON pointer into the new definition, or, if it is gone, into the old one.
    pub new_pointer: String,
    /// The old value.
    pub old: Option<Value>,
    /// The new value.
    pub new: Option<Value>,
    /// What it asks of the crate.
    pub effect: Effect,
}

/// The changes between two definitions, in the order of the old one.
pub(super) fn changes(old: &Value, new: &Value) -> Vec<SpecChange> {
    let mut walk = Walk { found: Vec::new() };
    walk.value(
        &Spot {
            old: String::new(),
            new: String::new(),
            key: "",
            keys: Keys::Keywords,
        },
        old,
        new,
    );
    walk.found
}

/// What the keys of an object are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    /// Keywords of OpenAPI or JSON Schema.
    Keywords,
    /// Names that the vendor chose: of properties, media types, statuses, headers.
    Names,
}

/// Where the walk is, in both definitions.
struct Spot<'a> {
    old: String,
    new: String,
    /// The keyword that leads here.
    key: &'a str,
    /// What the keys of an object here are.
    keys: Keys,
}

impl<'a> Spot<'a> {
    fn child(&self, segment: &'a str) -> Self {
        let keys = match (self.keys, segment) {
            (
                Keys::Keywords,
                "properties" | "patternProperties" | "responses" | "content" | "headers"
                | "mapping" | "variables" | "securitySchemes" | "$defs" | "encoding",
            ) => Keys::Names,
            _ => Keys::Keywords,
        };
        Self {
            old: pointer_push(&self.old, segment),
            new: pointer_push(&self.new, segment),
            key: if self.keys == Keys::Names {
                ""
            } else {
                segment
            },
            keys,
        }
    }

    fn item(&self, old: usize, new: usize) -> Self {
        Self {
            old: format!("{}/{old}", self.old),
            new: format!("{}/{new}", self.new),
            key: self.key,
            keys: Keys::Keywords,
        }
    }
}

/// Keywords that only docs show.
const DOCS: [&str; 22] = [
    "contentEncoding",
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "info",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "pattern",
    "postman",
    "summary",
    "title",
    "uniqueItems",
    "xml",
];

/// Keywords of which the request is described, and which add to it without changing types.
const ADDITIONS: [&str; 6] = [
    "security",
    "servers",
    "additionalProperties",
    "links",
    "callbacks",
    "discriminator",
];

struct Walk {
    found: Vec<SpecChange>,
}

impl Walk {
    fn push(&mut self, spot: &Spot<'_>, old: Option<&Value>, new: Option<&Value>, effect: Effect) {
        let is_docs = DOCS.contains(&spot.key) || spot.key.starts_with("x-");
        self.found.push(SpecChange {
            old_pointer: spot.old.clone(),
            new_pointer: spot.new.clone(),
            old: old.cloned(),
            new: new.cloned(),
            effect: if is_docs { Effect::Docs } else { effect },
        });
    }

    fn value(&mut self, spot: &Spot<'_>, old: &Value, new: &Value) {
        // Most of a definition is the same.
        if old == new {
            return;
        }
        let is_data = DOCS.contains(&spot.key) || spot.key.starts_with("x-");
        match (old, new) {
            (Value::Object(old), Value::Object(new)) if !is_data => self.object(spot, old, new),
            (Value::Array(before), Value::Array(after)) if !is_data => match spot.key {
                "parameters" => self.items(spot, before, after, &parameter_key),
                "oneOf" | "anyOf" | "allOf" => {
                    self.items(spot, before, after, &branch_key(before, after))
                }
                "enum" | "type" | "tags" => {
                    self.push(spot, Some(old), Some(new), gains(before, after))
                }
                "required" => self.push(spot, Some(old), Some(new), Effect::Changes),
                "security" | "servers" => self.push(spot, Some(old), Some(new), Effect::Adds),
                _ => self.push(spot, Some(old), Some(new), Effect::Changes),
            },
            _ => self.push(spot, Some(old), Some(new), Effect::Changes),
        }
    }

    fn object(&mut self, spot: &Spot<'_>, old: &Map<String, Value>, new: &Map<String, Value>) {
        let keys = old
            .keys()
            .chain(new.keys().filter(|key| !old.contains_key(*key)));
        for key in keys {
            let child = spot.child(key);
            match (old.get(key), new.get(key)) {
                (Some(before), Some(after)) => self.value(&child, before, after),
                (Some(before), None) => self.push(&child, Some(before), None, Effect::Changes),
                (None, Some(after)) => {
                    let effect = effect_of_new(spot, key, after);
                    self.push(&child, None, Some(after), effect);
                }
                (None, None) => {}
            }
        }
    }

    /// Compares lists whose items have a key.
    fn items(
        &mut self,
        spot: &Spot<'_>,
        old: &[Value],
        new: &[Value],
        key: &dyn Fn(usize, &Value) -> String,
    ) {
        let place = |list: &[Value], wanted: &str| {
            list.iter()
                .enumerate()
                .position(|(index, each)| key(index, each) == wanted)
        };
        for (index, before) in old.iter().enumerate() {
            match place(new, &key(index, before)) {
                Some(now) => {
                    if let Some(after) = new.get(now) {
                        self.value(
                            &Spot {
                                key: "",
                                ..spot.item(index, now)
                            },
                            before,
                            after,
                        );
                    }
                }
                None => self.push(
                    &spot.item(index, index),
                    Some(before),
                    None,
                    Effect::Changes,
                ),
            }
        }
        for (index, after) in new.iter().enumerate() {
            if place(old, &key(index, after)).is_none() {
                let effect = match after.get("required") {
                    Some(Value::Bool(true)) if spot.key == "parameters" => Effect::Changes,
                    _ => Effect::Adds,
                };
                self.push(&spot.item(index, index), None, Some(after), effect);
            }
        }
    }
}

/// What a key that is new asks of the crate.
fn effect_of_new(spot: &Spot<'_>, key: &str, value: &Value) -> Effect {
    if spot.keys == Keys::Names || ADDITIONS.contains(&key) {
        return Effect::Adds;
    }
    match key {
        "requestBody" if value.get("required") != Some(&Value::Bool(true)) => Effect::Adds,
        "parameters" => match value.as_array() {
            Some(all)
                if all
                    .iter()
                    .all(|each| each.get("required") != Some(&Value::Bool(true))) =>
            {
                Effect::Adds
            }
            _ => Effect::Changes,
        },
        _ => Effect::Changes,
    }
}

fn parameter_key(_: usize, parameter: &Value) -> String {
    format!("{} {}", parameter["in"], parameter["name"])
}

/// The key of a branch: its title, if every branch has its own, or else its index.
fn branch_key(old: &[Value], new: &[Value]) -> impl Fn(usize, &Value) -> String + use<> {
    let titles = |list: &[Value]| {
        let titles: BTreeSet<String> = list
            .iter()
            .filter_map(|each| Some(each.get("title")?.as_str()?.to_owned()))
            .collect();
        titles.len() == list.len()
    };
    let titled = titles(old) && titles(new);
    move |index, branch| match titled {
        true => branch["title"].to_string(),
        false => index.to_string(),
    }
}

/// Whether a list only gains values.
fn gains(old: &[Value], new: &[Value]) -> Effect {
    match old.iter().all(|value| new.contains(value)) {
        true => Effect::Adds,
        false => Effect::Changes,
    }
}
