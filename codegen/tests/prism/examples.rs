//! The examples that a page has for parameters and bodies, the most explicit first.

use serde_json::Value;

use crate::assembled::{Direction, assembled};

/// The examples of a parameter, a media type or a schema. They may contradict the schema.
pub(crate) fn of(described: &Value, schema: &Value) -> Vec<Value> {
    let mut found = written(described);
    found.extend(written(schema));
    found.extend(schema["default"].as_array().into_iter().flatten().cloned());
    found.extend(schema.get("default").cloned());
    found.extend(schema["enum"].get(0).cloned());
    found.extend(assembled(schema, Direction::Sent));
    // YAML and people write numbers as strings.
    let parsed = found
        .iter()
        .filter_map(|value| serde_json::from_str(value.as_str()?).ok());
    let parsed: Vec<Value> = parsed.collect();
    found.extend(parsed);
    found.retain(|value| !value.is_null());
    found
}

fn written(described: &Value) -> Vec<Value> {
    let single = described.get("example").cloned();
    let named = described["examples"].as_object().into_iter().flatten();
    let named = named.filter_map(|(_, example)| example.get("value").cloned());
    let listed = described["examples"]
        .as_array()
        .into_iter()
        .flatten()
        .cloned();
    single.into_iter().chain(named).chain(listed).collect()
}
