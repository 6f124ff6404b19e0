//! The values of enums and their descriptions.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::super::SchemaObject;
use super::lenient::Reader;

impl Reader<'_> {
    /// `enum` and `const`. Values of any kind are kept; lowering decides which can be modelled.
    pub(super) fn values(&mut self, map: &Map<String, Value>, object: &mut SchemaObject) {
        let written = match map.get("const") {
            Some(value) => std::slice::from_ref(value),
            None => self.list(map, "enum").unwrap_or_default(),
        };
        let mut seen = HashSet::new();
        for value in written {
            if value.is_null() {
                object.nullable = true;
            } else if seen.insert(value) {
                object.values.push(value.clone());
            }
        }
        if !written.is_empty() && object.values.is_empty() {
            object.only_null = true;
        }
        self.value_docs(map, written, object);
        value_names(map, written, object);
    }

    fn value_docs(
        &mut self,
        map: &Map<String, Value>,
        written: &[Value],
        object: &mut SchemaObject,
    ) {
        let descriptions = map
            .get("x-enum-descriptions")
            .or_else(|| map.get("x-enumDescriptions"));
        match descriptions {
            Some(Value::Array(list)) => {
                for (value, description) in written.iter().zip(list) {
                    add(object, &spelled(value), description.as_str());
                }
            }
            Some(Value::Object(by_value)) => {
                for value in written.iter().map(spelled) {
                    add(object, &value, by_value.get(&value).and_then(Value::as_str));
                }
            }
            _ => {}
        }
        if let Some(lines) = map.get("x-go-enum-desc").and_then(Value::as_str) {
            go_descriptions(lines, written, object);
        }
    }
}

/// The names that other generators take for the values.
fn value_names(map: &Map<String, Value>, written: &[Value], object: &mut SchemaObject) {
    let keys = ["x-enum-varnames", "x-enumNames", "x-enum-names"];
    let names = keys.iter().find_map(|key| map.get(*key)?.as_array());
    for (value, name) in written.iter().zip(names.into_iter().flatten()) {
        if let Some(name) = name.as_str() {
            object.value_names.insert(spelled(value), name.to_owned());
        }
    }
}

/// The longest value, in bytes, that is matched against Go's descriptions.
const MAX_GO_VALUE: usize = 200;

/// go-swagger writes a line for each value: the value, the name of the constant, and its comment.
fn go_descriptions(lines: &str, written: &[Value], object: &mut SchemaObject) {
    let values: HashSet<String> = written.iter().map(spelled).collect();
    for line in lines.lines() {
        // Values may contain spaces, and one may be a prefix of another: the longest wins.
        let ends = line.match_indices(' ').map(|(end, _)| end);
        let starts = ends
            .take_while(|end| *end <= MAX_GO_VALUE)
            .map(|end| line.split_at(end));
        let longest = starts.filter(|(start, _)| values.contains(*start)).last();
        if let Some((value, rest)) = longest {
            // The comment starts with the constant's name again, as comments in Go do.
            let (constant, comment) = rest.trim_start().split_once(' ').unwrap_or_default();
            let comment = comment.trim_start();
            add(
                object,
                value,
                Some(comment.strip_prefix(constant).unwrap_or(comment)),
            );
        }
    }
}

fn add(object: &mut SchemaObject, value: &str, description: Option<&str>) {
    if let Some(description) = description
        .map(str::trim)
        .filter(|description| !description.is_empty())
    {
        object
            .value_docs
            .entry(value.to_owned())
            .or_insert_with(|| description.to_owned());
    }
}

/// A value as spelled in a list of descriptions: a string without quotes.
fn spelled(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
