//! Whether a change of the pages forces a change of the crate.

use std::collections::{BTreeMap, BTreeSet};

use codegen::ir::{TypeKind, Version};
use serde_json::Value;

/// The definitions of all operations, by operationId.
pub(crate) struct Pages {
    by_id: BTreeMap<String, Value>,
}

impl Pages {
    pub(crate) fn new(by_id: BTreeMap<String, Value>) -> Self {
        Self { by_id }
    }

    /// The operation with the method and path of another one.
    fn same(&self, operation: &Value) -> Option<&Value> {
        let key = |operation: &Value| (operation["method"].clone(), operation["path"].clone());
        self.by_id.values().find(|each| key(each) == key(operation))
    }
}

/// The change of the pages that forces the change of an item of [`super::super::common::surface`].
pub(crate) fn reason(item: &str, before: &Version, old: &Pages, new: &Pages) -> Option<String> {
    let (first, rest) = item.split_once("::").unwrap_or((item, ""));
    if let Some(module) = before.modules.iter().find(|module| module.name == first) {
        let function = rest.split('(').next().unwrap_or_default();
        let operations = module.operations.iter();
        let is_type = before.types.iter().any(|each| each.name == rest);
        // What a module has a path to depends on all its operations.
        let mut ids = operations
            .filter(|each| is_type || each.function == function)
            .map(|each| &each.id);
        return ids.find_map(|id| {
            let operation = old.by_id.get(id)?;
            match new.same(operation) {
                Some(now) => forcing(operation, now),
                None => Some("it is gone".to_owned()),
            }
            .map(|change| format!("of {id}: {change}"))
        });
    }
    let end = item
        .find(|each: char| !each.is_ascii_alphanumeric())
        .unwrap_or(item.len());
    let (name, part) = item.split_at(end);
    let definition = before.types.iter().find(|each| each.name == name)?;
    let property = match &definition.kind {
        TypeKind::Struct(object) => {
            let mut fields = object.fields.iter();
            fields
                .find(|field| part.strip_prefix('.') == Some(&field.ident))
                .map(|field| &field.name)
        }
        _ => None,
    };
    definition.positions.iter().find_map(|position| {
        let (id, pointer) = position.split_once('/')?.1.split_once('#')?;
        let operation = old.by_id.get(id)?;
        let Some(now) = new.same(operation) else {
            return Some(format!("{id} is gone"));
        };
        let (schema, pointer_now) = (operation.pointer(pointer)?, moved(operation, now, pointer));
        let change = match (now.pointer(&pointer_now), property) {
            (None, _) => Some("the schema is gone".to_owned()),
            (Some(now), None) => forcing(schema, now),
            (Some(now), Some(property)) => forcing_property(schema, now, property),
        };
        change.map(|change| format!("at {id}#{pointer}: {change}"))
    })
}

/// A pointer in which the index of a parameter is the present one.
fn moved(old: &Value, new: &Value, pointer: &str) -> String {
    let index = || {
        let (index, rest) = pointer.strip_prefix("/parameters/")?.split_once('/')?;
        let old = &old["parameters"][index.parse::<usize>().ok()?];
        let key = |each: &Value| (each["in"].clone(), each["name"].clone());
        let now = new["parameters"]
            .as_array()?
            .iter()
            .position(|each| key(each) == key(old))?;
        Some(format!("/parameters/{now}/{rest}"))
    };
    index().unwrap_or_else(|| pointer.to_owned())
}

/// What changed about a property of an object, wherever its composition has it.
fn forcing_property(old: &Value, new: &Value, property: &str) -> Option<String> {
    let (mut old_schemas, mut new_schemas) = (Vec::new(), Vec::new());
    let old_required = find(old, property, &mut old_schemas);
    let new_required = find(new, property, &mut new_schemas);
    if old_required != new_required {
        return Some(format!(
            "required changed from {old_required} to {new_required}"
        ));
    }
    if new_schemas.len() != old_schemas.len() {
        return Some("it is described elsewhere".to_owned());
    }
    old_schemas
        .iter()
        .zip(new_schemas)
        .find_map(|(old, new)| forcing(old, new))
}

/// The schemas of a property, and whether it is required.
fn find<'a>(schema: &'a Value, property: &str, found: &mut Vec<&'a Value>) -> bool {
    found.extend(schema["properties"].get(property));
    let mut required = items(&schema["required"]).any(|each| each == property);
    for key in ["allOf", "oneOf", "anyOf"] {
        for part in items(&schema[key]) {
            required |= find(part, property, found);
        }
    }
    required
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Keywords that don't change Rust types.
const DOCS: [&str; 14] = [
    "description",
    "example",
    "examples",
    "title",
    "summary",
    "default",
    "deprecated",
    "pattern",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "info",
    "tags",
];

/// The first difference that is not only an addition.
fn forcing(old: &Value, new: &Value) -> Option<String> {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            let mut keys = keys
                .into_iter()
                .filter(|key| !DOCS.contains(&key.as_str()) && !key.starts_with("x-"));
            keys.find_map(|key| {
                let at = |change: String| format!("{key}: {change}");
                match (old.get(key), new.get(key)) {
                    (Some(old), Some(new)) => match key.as_str() {
                        "enum" => missing(old, new).map(at),
                        "required" => (old != new).then(|| at(format!("{old} is now {new}"))),
                        _ => forcing(old, new).map(at),
                    },
                    (Some(old), None) => Some(at(format!("{} is gone", short(old)))),
                    (None, Some(new)) if is_restriction(key) => {
                        Some(at(format!("{} is new", short(new))))
                    }
                    (None, _) => None,
                }
            })
        }
        (Value::Array(old), Value::Array(new)) if old.iter().all(Value::is_object) => old
            .iter()
            .enumerate()
            .find_map(|(index, old)| match new.get(index) {
                Some(new) => forcing(old, new).map(|change| format!("{index}: {change}")),
                None => Some(format!("{index} is gone")),
            }),
        _ => (old != new).then(|| format!("{} is now {}", short(old), short(new))),
    }
}

fn missing(old: &Value, new: &Value) -> Option<String> {
    let gone = items(old).find(|value| !items(new).any(|each| each == *value));
    gone.map(|value| format!("{value} is gone"))
}

/// Whether a keyword that is new changes the type of what was there.
fn is_restriction(key: &str) -> bool {
    [
        "enum",
        "format",
        "nullable",
        "type",
        "$ref",
        "allOf",
        "oneOf",
        "anyOf",
        "required",
        "items",
        "properties",
    ]
    .contains(&key)
}

fn short(value: &Value) -> String {
    value.to_string().chars().take(60).collect()
}
