//! Definitions that somebody might have written: fixture pages with parts deleted, doubled, renamed, exchanged and nested.

use serde_json::{Map, Value, json};

use super::entropy::Entropy;
use super::odd;

/// Changes a definition as long as there is entropy, a dozen times at most.
pub(super) fn mutate(
    definition: &mut Value,
    others: &[(String, Value)],
    entropy: &mut Entropy<'_>,
) {
    let count = 1 + entropy.below(12);
    for _ in 0..count {
        if entropy.is_empty() {
            break;
        }
        let other = &entropy.pick(others).1;
        once(definition, Some(other), entropy);
    }
}

/// Changes other data in the same way.
pub(super) fn mutate_data(data: &mut Value, entropy: &mut Entropy<'_>) {
    let count = 1 + entropy.below(4);
    for _ in 0..count {
        once(data, None, entropy);
    }
}

fn once(root: &mut Value, other: Option<&Value>, entropy: &mut Entropy<'_>) {
    let places = places(root);
    let place = entropy.pick(&places).clone();
    let Some(value) = root.pointer_mut(&place) else {
        return;
    };
    match entropy.below(10) {
        0 => delete(value, entropy),
        1 => double(value, entropy),
        2 => rename(value, entropy),
        3 => *value = odd::value(entropy),
        4 if other.is_some() => *value = odd::schema(entropy),
        5 => *value = from_elsewhere(other, value, entropy),
        6 => nest(value, 1, entropy),
        7 => {
            let depth = 1 + entropy.below(20);
            nest(value, depth, entropy);
        }
        8 => say(value, entropy),
        _ => {
            if let Value::String(text) = value {
                *text = odd::name(entropy);
            } else {
                say(value, entropy);
            }
        }
    }
}

/// The pointers to all values.
fn places(root: &Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut next = 0;
    while let Some(place) = found.get(next).cloned() {
        next += 1;
        match root.pointer(&place) {
            Some(Value::Object(map)) => found.extend(map.keys().map(|key| {
                let key = key.replace('~', "~0").replace('/', "~1");
                format!("{place}/{key}")
            })),
            Some(Value::Array(list)) => {
                found.extend((0..list.len()).map(|index| format!("{place}/{index}")));
            }
            _ => {}
        }
    }
    found
}

fn key(map: &Map<String, Value>, entropy: &mut Entropy<'_>) -> Option<String> {
    map.keys().nth(entropy.below(map.len())).cloned()
}

fn delete(value: &mut Value, entropy: &mut Entropy<'_>) {
    match value {
        Value::Object(map) => {
            if let Some(key) = key(map, entropy) {
                map.shift_remove(&key);
            }
        }
        Value::Array(list) if !list.is_empty() => {
            list.remove(entropy.below(list.len()));
        }
        _ => *value = Value::Null,
    }
}

fn double(value: &mut Value, entropy: &mut Entropy<'_>) {
    match value {
        Value::Object(map) => {
            let copy = key(map, entropy).and_then(|key| map.get(&key).cloned());
            map.insert(odd::name(entropy), copy.unwrap_or_default());
        }
        Value::Array(list) => {
            let copy = list.get(entropy.below(list.len())).cloned();
            list.push(copy.unwrap_or_default());
        }
        other => *other = json!([other, other]),
    }
}

fn rename(value: &mut Value, entropy: &mut Entropy<'_>) {
    let Value::Object(map) = value else { return };
    let Some(old) = key(map, entropy) else { return };
    let new = odd::name(entropy);
    let renamed = std::mem::take(map).into_iter();
    *map = renamed
        .map(|(key, value)| {
            if key == old {
                (new.clone(), value)
            } else {
                (key, value)
            }
        })
        .collect();
}

/// The part of another page at the same keys, or any part of it.
fn from_elsewhere(other: Option<&Value>, value: &Value, entropy: &mut Entropy<'_>) -> Value {
    let Some(other) = other else {
        return json!([value]);
    };
    let places = places(other);
    let place = entropy.pick(&places);
    other.pointer(place).cloned().unwrap_or_default()
}

/// Puts a value into schemas.
fn nest(value: &mut Value, depth: usize, entropy: &mut Entropy<'_>) {
    for _ in 0..depth {
        let inner = value.take();
        *value = match entropy.below(8) {
            0 => json!({"type": "array", "items": inner}),
            1 => json!({"type": "object", "additionalProperties": inner}),
            2 => json!({"type": "object", "properties": {odd::name(entropy): inner}}),
            3 => json!({"oneOf": [inner, {"type": "string"}]}),
            4 => {
                json!({"allOf": [inner, {"type": "object", "properties": {"a": {"type": "string"}}}]})
            }
            5 => json!({"anyOf": [{"type": "integer"}, inner]}),
            6 => json!({"title": odd::name(entropy), "type": "array", "items": inner}),
            _ => json!({"allOf": [inner]}),
        };
    }
}

/// Adds a keyword.
fn say(value: &mut Value, entropy: &mut Entropy<'_>) {
    const TEXTS: [&str; 10] = [
        "title",
        "description",
        "operationId",
        "path",
        "method",
        "format",
        "type",
        "summary",
        "pattern",
        "in",
    ];
    const ANYTHING: [&str; 12] = [
        "enum",
        "const",
        "nullable",
        "required",
        "default",
        "example",
        "deprecated",
        "readOnly",
        "writeOnly",
        "tags",
        "discriminator",
        "x-enum-descriptions",
    ];
    const SCHEMAS: [&str; 4] = ["items", "additionalProperties", "not", "schema"];
    let Value::Object(map) = value else {
        *value = odd::value(entropy);
        return;
    };
    let (key, value) = match entropy.below(3) {
        0 => (*entropy.pick(&TEXTS), Value::from(odd::name(entropy))),
        1 => (*entropy.pick(&ANYTHING), odd::value(entropy)),
        _ => (*entropy.pick(&SCHEMAS), odd::schema(entropy)),
    };
    map.insert(key.to_owned(), value);
}
