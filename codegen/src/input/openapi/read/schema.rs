//! Schemas: from JSON to [`Schema`].
//!
//! The dialects of OpenAPI 3.0 and 3.1 (JSON Schema) are both read, whatever version the page states. So is
//! `circular(...)`, which the plugin writes where a schema, or a map of properties, would contain itself, and the names
//! that `import` gives to schemas of large documents.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::diagnostic::Code;

use super::super::{Additional, Circular, Discriminator, Mapping, Schema, SchemaObject};
use super::lenient::{Reader, kind};

/// Keywords that are read, and those that don't affect the type.
pub(super) const KEYWORDS: &[&str] = &[
    "$anchor",
    "$comment",
    "$id",
    "$ref",
    "$schema",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "default",
    "deprecated",
    "description",
    "discriminator",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "format",
    "items",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "nullable",
    "oneOf",
    "pattern",
    "properties",
    "readOnly",
    "required",
    "title",
    "type",
    "uniqueItems",
    "writeOnly",
    "xml",
];

impl Reader<'_> {
    /// The schema under a key, if the key is there.
    pub(super) fn schema_under(&mut self, map: &Map<String, Value>, key: &str) -> Option<Schema> {
        let value = map.get(key)?;
        Some(self.inside(key, |reader| reader.schema(value)))
    }

    pub(super) fn schema(&mut self, value: &Value) -> Schema {
        match value {
            Value::Object(map) if map.is_empty() => Schema::Any,
            Value::Object(map) => match map.get("$ref") {
                Some(Value::String(reference)) => self.reference(reference),
                _ => Schema::Object(Box::new(self.schema_object(map))),
            },
            Value::Bool(true) => Schema::Any,
            Value::Bool(false) => Schema::Never,
            other => match circular(other) {
                Some(circular) => Schema::Circular(circular),
                None => {
                    self.malformed(format!(
                        "found {} instead of a schema: it is treated as any JSON value",
                        kind(other)
                    ));
                    Schema::Any
                }
            },
        }
    }

    fn reference(&mut self, reference: &str) -> Schema {
        let Some(name) = name(reference) else {
            return Schema::Circular(Circular {
                title: Some(component(reference)),
            });
        };
        self.named.push((self.pointer(), name.to_owned()));
        Schema::Named(name.to_owned())
    }

    fn schema_object(&mut self, map: &Map<String, Value>) -> SchemaObject {
        self.keywords(map, KEYWORDS);
        let mut object = SchemaObject {
            title: self.title(map),
            description: self.text(map, "description").unwrap_or_default(),
            nullable: self.flag(map, "nullable") || self.flag(map, "x-nullable"),
            format: self.format(map),
            required: self.required(map),
            additional: self.additional(map),
            items: self.items(map),
            all_of: self.schemas(map, "allOf"),
            one_of: self.schemas(map, "oneOf"),
            any_of: self.schemas(map, "anyOf"),
            discriminator: self.discriminator(map),
            default: map.get("default").cloned(),
            example: example(map),
            deprecated: self.flag(map, "deprecated"),
            read_only: self.flag(map, "readOnly"),
            write_only: self.flag(map, "writeOnly"),
            minimum: map.get("minimum").and_then(whole),
            maximum: map.get("maximum").and_then(whole),
            anchor: self.text(map, "$anchor"),
            ..SchemaObject::default()
        };
        self.has_anchors |= object.anchor.is_some();
        self.types(map, &mut object);
        self.values(map, &mut object);
        self.properties(map, &mut object);
        object
    }

    fn title(&mut self, map: &Map<String, Value>) -> Option<String> {
        let title = self.text(map, "title")?.trim().to_owned();
        (!title.is_empty()).then_some(title)
    }

    fn types(&mut self, map: &Map<String, Value>, object: &mut SchemaObject) {
        let names = match map.get("type") {
            Some(Value::String(name)) => vec![name.clone()],
            _ => self.texts(map, "type"),
        };
        let mut says_null = false;
        for name in names {
            let name = name.trim().to_owned();
            if name == "null" {
                says_null = true;
            } else if !name.is_empty() && !object.types.contains(&name) {
                object.types.push(name);
            }
        }
        object.nullable |= says_null;
        object.only_null = says_null && object.types.is_empty();
    }

    /// `format`, or the equivalent keywords of JSON Schema.
    fn format(&mut self, map: &Map<String, Value>) -> Option<String> {
        let format = self
            .text(map, "format")
            .map(|format| format.trim().to_owned());
        let encoding = map.get("contentEncoding").and_then(Value::as_str);
        let media_type = map.get("contentMediaType").and_then(Value::as_str);
        format
            .filter(|format| !format.is_empty())
            .or(match (encoding, media_type) {
                (Some("base64"), _) => Some("byte".to_owned()),
                (None, Some("application/octet-stream")) => Some("binary".to_owned()),
                _ => None,
            })
    }

    /// A map of properties, like a list of schemas, has no title. It recurs where the plugin copied a schema to add to
    /// it, and the copy keeps the title, so the ancestor has the title of the schema itself.
    fn properties(&mut self, map: &Map<String, Value>, object: &mut SchemaObject) {
        let value = map.get("properties");
        if let Some(Circular { title }) = value.and_then(circular) {
            let title = title.or_else(|| object.title.clone());
            object.circular_properties = Some(Circular { title });
            return;
        }
        let Some(properties) = self.object(map, "properties") else {
            return;
        };
        object.properties = self.inside("properties", |reader| {
            let mut read = IndexMap::with_capacity(properties.len());
            for (name, value) in properties {
                let schema = reader.inside(name, |reader| reader.schema(value));
                read.insert(name.clone(), schema);
            }
            read
        });
    }

    fn required(&mut self, map: &Map<String, Value>) -> Vec<String> {
        let Some(Value::Bool(_)) = map.get("required") else {
            let mut names = self.texts(map, "required");
            let mut seen = std::collections::BTreeSet::new();
            names.retain(|name| seen.insert(name.clone()));
            return names;
        };
        // OpenAPI 2 had it on parameters, and draft 3 of JSON Schema on properties.
        self.inside("required", |reader| {
            reader.say(
                Code::Malformed,
                "`required` is a boolean instead of a list of property names: it is ignored",
                "list the property in `required` of its object",
            );
        });
        Vec::new()
    }

    fn additional(&mut self, map: &Map<String, Value>) -> Additional {
        match map.get("additionalProperties") {
            None | Some(Value::Null) => Additional::Unsaid,
            Some(Value::Bool(false)) => Additional::Forbidden,
            Some(value) => Additional::Allowed(
                self.inside("additionalProperties", |reader| reader.schema(value)),
            ),
        }
    }

    fn items(&mut self, map: &Map<String, Value>) -> Option<Schema> {
        self.schema_under(map, "items")
    }

    fn schemas(&mut self, map: &Map<String, Value>, key: &str) -> Vec<Schema> {
        if let Some(Circular { title }) = map.get(key).and_then(circular) {
            let title = title.or_else(|| self.title(map));
            return vec![Schema::Circular(Circular { title })];
        }
        let mut schemas = Vec::new();
        let list = self.list(map, key).unwrap_or_default();
        self.each(key, list, |reader, value| {
            schemas.push(reader.schema(value))
        });
        schemas
    }

    fn discriminator(&mut self, map: &Map<String, Value>) -> Option<Discriminator> {
        // OpenAPI 2 had only the property's name.
        if let Some(Value::String(property)) = map.get("discriminator") {
            return Some(Discriminator {
                property: property.clone(),
                mapping: IndexMap::new(),
            });
        }
        let discriminator = self.object(map, "discriminator")?;
        self.inside("discriminator", |reader| {
            let Some(property) = reader
                .text(discriminator, "propertyName")
                .filter(|name| !name.is_empty())
            else {
                reader.malformed("the discriminator has no `propertyName`: it is ignored");
                return None;
            };
            let mapping = reader.object(discriminator, "mapping");
            let mapping = reader.inside("mapping", |reader| reader.mapping(mapping));
            Some(Discriminator { property, mapping })
        })
    }

    fn mapping(&mut self, mapping: Option<&Map<String, Value>>) -> IndexMap<String, Mapping> {
        let mut read = IndexMap::new();
        for (tag, value) in mapping.into_iter().flatten() {
            let target = match value {
                Value::String(name) if circular(value).is_none() => Mapping::Name(component(name)),
                schema => Mapping::Inlined(self.inside(tag, |reader| reader.schema(schema))),
            };
            read.insert(tag.clone(), target);
        }
        read
    }
}

/// The title in `circular(Title)`; no title in `circular()`, nor where the plugin mistook a property called `title` for
/// it.
fn circular(value: &Value) -> Option<Circular> {
    let title = value
        .as_str()?
        .trim()
        .strip_prefix("circular(")?
        .strip_suffix(')')?
        .trim();
    let untitled = title.is_empty() || title == "[object Object]";
    Some(Circular {
        title: (!untitled).then(|| title.to_owned()),
    })
}

/// The name in a reference to the schema with that `$anchor`.
pub(super) fn name(reference: &str) -> Option<&str> {
    let name = reference.strip_prefix('#')?;
    (!name.is_empty() && !name.starts_with('/')).then_some(name)
}

/// The name of a component: what follows the last slash of a reference.
pub(super) fn component(reference: &str) -> String {
    let name = reference.rsplit('/').next().unwrap_or(reference);
    let name = [".json", ".yaml", ".yml"]
        .iter()
        .find_map(|extension| name.strip_suffix(extension))
        .unwrap_or(name);
    name.trim().to_owned()
}

/// `example`, or the first of `examples`, which JSON Schema has instead.
fn example(map: &Map<String, Value>) -> Option<Value> {
    let first = || map.get("examples")?.get(0);
    map.get("example").or_else(first).cloned()
}

/// An integer; JavaScript writes 250.0 as 250.
fn whole(value: &Value) -> Option<i64> {
    let exact =
        |number: f64| (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64);
    value.as_i64().or_else(|| value.as_f64().and_then(exact))
}
