//! The example that the docs plugin assembles from a schema, for whoever looks at the page.
//!
//! It isn't the vendor's own example, but combines parts of them: of `example`, `default` and the first value of each
//! enum, with a placeholder for the rest. What is here follows what the plugin shows, its oddities included, so that it
//! can be compared with the pages.

use serde_json::{Map, Value, json};

/// What the plugin calls a date and time: the moment at which the page was made. No page has this one.
pub(crate) const NOW: &str = "2023-08-04T12:00:00.000Z";
/// The day of [`NOW`].
pub(crate) const TODAY: &str = "2023-08-04";

/// The plugin's example of what is sent, or of what is received; none where it finds nothing to show.
pub(crate) fn assembled(schema: &Value, direction: Direction) -> Option<Value> {
    let example = schema.get("example");
    if example.is_some() {
        return example.cloned();
    }
    if let Some(parts) = schema["allOf"].as_array() {
        return assembled(&with_properties(schema, &merged(parts)), direction);
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(first) = schema[key].get(0) {
            let mut rest = schema.clone();
            rest.as_object_mut()?.remove(key);
            return assembled(&with_properties(&rest, first), direction);
        }
    }
    let kind = match schema["type"].as_str() {
        Some(kind) => kind,
        None if schema["properties"].is_object() => "object",
        None if schema["items"].is_object() => "array",
        None => return None,
    };
    match kind {
        "object" => Some(object(schema, direction)),
        "array" => Some(list(&schema["items"], direction)),
        _ if schema["enum"].is_array() => {
            Some(default(schema).unwrap_or_else(|| schema["enum"][0].clone()))
        }
        _ if direction.hides(schema) => None,
        kind => placeholder(kind, schema),
    }
}

/// Whether an example is for a request or for a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "requests are only sent")]
pub(crate) enum Direction {
    Sent,
    Received,
}

impl Direction {
    fn hides(self, schema: &Value) -> bool {
        let other = match self {
            Self::Sent => "readOnly",
            Self::Received => "writeOnly",
        };
        schema[other] == true || schema["deprecated"] == true
    }
}

fn object(schema: &Value, direction: Direction) -> Value {
    let properties = schema["properties"].as_object().into_iter().flatten();
    let shown = properties.filter(|(_, schema)| !direction.hides(schema));
    let entries = shown.filter_map(|(name, schema)| {
        let value = property(schema, direction)?;
        Some((name.clone(), value))
    });
    Value::Object(entries.collect())
}

/// Unlike elsewhere, a choice comes before an example.
fn property(schema: &Value, direction: Direction) -> Option<Value> {
    if schema.as_object().is_some_and(Map::is_empty) {
        return Some(json!({}));
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(first) = schema[key].get(0) {
            return assembled(first, direction);
        }
    }
    match schema["allOf"].as_array() {
        Some(parts) => property(&merged(parts), direction),
        None => assembled(schema, direction),
    }
}

/// One item, or one of each kind. What can't be shown is null in a list.
fn list(items: &Value, direction: Direction) -> Value {
    let choices = items["anyOf"].as_array().or(items["oneOf"].as_array());
    let choices = choices.map_or(std::slice::from_ref(items), Vec::as_slice);
    let shown = |schema| assembled(schema, direction).unwrap_or_default();
    choices.iter().map(shown).collect()
}

fn default(schema: &Value) -> Option<Value> {
    let counts =
        |value: &&Value| !matches!(value.to_string().as_str(), "null" | "false" | "0" | "\"\"");
    schema.get("default").filter(counts).cloned()
}

fn placeholder(kind: &str, schema: &Value) -> Option<Value> {
    let by_format = match (kind, schema["format"].as_str().unwrap_or_default()) {
        ("string", "email") => "user@example.com",
        ("string", "date") => TODAY,
        ("string", "date-time") => NOW,
        ("string", "uuid") => "3fa85f64-5717-4562-b3fc-2c963f66afa6",
        ("string", "hostname") => "example.com",
        ("string", "ipv4") => "198.51.100.42",
        ("string", "ipv6") => "2001:0db8:5b96:0000:0000:426f:8e17:642a",
        ("number", "float") => return Some(json!(0)),
        _ => "",
    };
    if !by_format.is_empty() {
        return Some(json!(by_format));
    }
    default(schema).or_else(|| match kind {
        "string" => Some(json!("string")),
        "number" | "integer" => Some(json!(0)),
        "boolean" => Some(
            schema
                .get("default")
                .filter(|value| value.is_boolean())
                .cloned()
                .unwrap_or(json!(true)),
        ),
        _ => None,
    })
}

/// A schema that has properties of its own counts together with what it is combined with, else not at all.
fn with_properties(schema: &Value, part: &Value) -> Value {
    if !schema["properties"].is_object() {
        return part.clone();
    }
    let mut whole = schema.clone();
    if let Some(whole) = whole.as_object_mut() {
        whole.remove("allOf");
    }
    overlay(&mut whole, part);
    whole
}

/// Puts a schema over another, key by key.
fn overlay(under: &mut Value, over: &Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                overlay(under.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (under, over) => *under = over.clone(),
    }
}

/// The parts of an `allOf` as one schema.
fn merged(parts: &[Value]) -> Value {
    let mut whole = Map::new();
    for part in parts {
        let flat;
        let part = match part["allOf"].as_array() {
            Some(inner) => {
                let mut both = inner.clone();
                let mut own = part.clone();
                own.as_object_mut().map(|own| own.remove("allOf"));
                both.push(own);
                flat = merged(&both);
                &flat
            }
            None => part,
        };
        for (key, value) in part.as_object().into_iter().flatten() {
            match whole.get_mut(key) {
                None => drop(whole.insert(key.clone(), value.clone())),
                Some(there) => merge_keyword(key, there, value),
            }
        }
    }
    Value::Object(whole)
}

/// Of two values of a keyword the first one counts, but for what has schemas in it; two examples are shown as `true`.
fn merge_keyword(key: &str, there: &mut Value, value: &Value) {
    match key {
        "properties" => {
            for (name, schema) in value.as_object().into_iter().flatten() {
                let both = match there.get(name) {
                    Some(first) if first != schema => merged(&[first.clone(), schema.clone()]),
                    _ => schema.clone(),
                };
                there[name] = both;
            }
        }
        "items" if there != value => *there = merged(&[there.clone(), value.clone()]),
        "example" if there != value => *there = json!(true),
        _ => {}
    }
}
