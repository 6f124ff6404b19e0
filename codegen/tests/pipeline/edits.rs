//! Edits that vendors make of pages and that must break nobody: additions, new orders, new words.

use std::collections::BTreeMap;

use codegen::ir::{Presence, TypeDef, TypeKind, Version};
use serde_json::{Map, Value, json};

/// The pages of one API: path in the spec folder, and definition.
pub(crate) type Pages = BTreeMap<String, Value>;

/// An edit.
pub(crate) struct Edit {
    pub(crate) name: &'static str,
    /// Where it can be made.
    places: fn(&Pages, &Version) -> Vec<Place>,
    /// Makes it at one place.
    make: fn(&mut Value, &Version, &Place),
}

/// A value in a page.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) page: String,
    /// JSON pointer.
    pub(crate) pointer: String,
    /// The type whose schema is there.
    ty: Option<usize>,
}

impl Edit {
    /// Where the edit can be made.
    pub(crate) fn places(&self, pages: &Pages, version: &Version) -> Vec<Place> {
        (self.places)(pages, version)
    }

    /// The pages after the edit at some places.
    pub(crate) fn at(&self, pages: &Pages, version: &Version, places: &[Place]) -> Pages {
        let mut pages = pages.clone();
        for place in places {
            let page = pages.get_mut(&place.page).unwrap();
            if let Some(value) = page.pointer_mut(&place.pointer) {
                (self.make)(value, version, place);
            }
        }
        pages
    }
}

/// All edits that change one page at one place.
pub(crate) const EDITS: [Edit; 15] = [
    Edit {
        name: "a property comes first",
        places: structs,
        make: |schema, _, _| insert_first(schema, "properties", "addedLater", text()),
    },
    Edit {
        name: "a property with a list of values comes first",
        places: structs,
        make: |schema, _, _| {
            let values = json!({"type": "string", "enum": ["ONE", "OTHER"]});
            insert_first(schema, "properties", "status", values);
        },
    },
    Edit {
        name: "a required property comes in what is only received",
        places: received,
        make: |schema, _, _| {
            insert_first(schema, "properties", "addedLater", text());
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            schema["required"] = std::iter::once("addedLater".into())
                .chain(required)
                .collect();
        },
    },
    Edit {
        name: "an optional property of what is only received can be null",
        places: received,
        make: |schema, version, place| {
            let definition = &version.types[place.ty.unwrap()];
            let is_optional = |name: &str| match &definition.kind {
                TypeKind::Struct(object) => {
                    let mut fields = object.fields.iter();
                    fields.any(|field| field.name == name && field.presence == Presence::Optional)
                }
                _ => false,
            };
            let properties = schema["properties"].as_object_mut().unwrap();
            let plain = properties.iter_mut().find(|(name, property)| {
                is_optional(name) && property["type"].is_string() && property.get("enum").is_none()
            });
            if let Some((_, property)) = plain {
                property["nullable"] = true.into();
            }
        },
    },
    Edit {
        name: "a value comes first",
        places: enums,
        make: |schema, _, _| {
            schema["enum"]
                .as_array_mut()
                .unwrap()
                .insert(0, "ADDED_LATER".into());
        },
    },
    Edit {
        name: "a branch comes first",
        places: unions,
        make: |schema, _, _| {
            let keyword = ["oneOf", "anyOf"]
                .into_iter()
                .find(|each| schema[*each].is_array());
            let branch = json!({"type": "object", "properties": {"addedLater": text()}});
            schema[keyword.unwrap()]
                .as_array_mut()
                .unwrap()
                .insert(0, branch);
        },
    },
    Edit {
        name: "a parameter comes first",
        places: operations,
        make: |operation, _, _| {
            let values = json!({"type": "string", "enum": ["ONE", "OTHER"]});
            let parameter = json!({"name": "added-later", "in": "query", "schema": values});
            let known = operation["parameters"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            operation["parameters"] = std::iter::once(parameter).chain(known).collect();
        },
    },
    Edit {
        name: "parameters change places",
        places: operations,
        make: |operation, _, _| reverse(&mut operation["parameters"]),
    },
    Edit {
        name: "properties change places",
        places: structs,
        make: |schema, _, _| reverse(&mut schema["properties"]),
    },
    Edit {
        name: "required names change places",
        places: structs,
        make: |schema, _, _| reverse(&mut schema["required"]),
    },
    Edit {
        name: "values change places",
        places: enums,
        make: |schema, _, _| reverse(&mut schema["enum"]),
    },
    Edit {
        name: "branches change places",
        places: unions,
        make: |schema, _, _| {
            for keyword in ["oneOf", "anyOf"] {
                reverse(&mut schema[keyword]);
            }
        },
    },
    Edit {
        name: "a description changes",
        places: schemas,
        make: |schema, _, _| schema["description"] = "Other words.".into(),
    },
    Edit {
        name: "an operationId changes",
        places: operations,
        make: |operation, _, _| operation["operationId"] = "calledOtherwise".into(),
    },
    Edit {
        name: "a schema gets a title",
        places: finite,
        make: |schema, version, place| {
            if let Some(ty) = place.ty
                && schema.get("title").is_none()
            {
                schema["title"] = format!("Vendor{}", version.types[ty].name).into();
            }
        },
    },
];

fn text() -> Value {
    json!({"type": "string"})
}

fn insert_first(schema: &mut Value, list: &str, name: &str, value: Value) {
    let object = schema[list].as_object_mut().unwrap();
    let before = std::mem::take(object);
    *object = Map::from_iter([(name.to_owned(), value)]);
    object.extend(before);
}

fn reverse(value: &mut Value) {
    match value {
        Value::Array(list) => list.reverse(),
        Value::Object(map) => *map = std::mem::take(map).into_iter().rev().collect(),
        _ => {}
    }
}

fn operations(pages: &Pages, _: &Version) -> Vec<Place> {
    let places = pages.keys().map(|page| Place {
        page: page.clone(),
        pointer: String::new(),
        ty: None,
    });
    places.collect()
}

/// The schemas of types.
fn schemas(pages: &Pages, version: &Version) -> Vec<Place> {
    let mut pages_of: BTreeMap<(&str, &str), &String> = BTreeMap::new();
    for (page, definition) in pages {
        let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let id = definition["operationId"].as_str().unwrap_or_default();
        pages_of.insert((folder, id), page);
    }
    let mut places = Vec::new();
    for (ty, definition) in version.types.iter().enumerate() {
        for position in &definition.positions {
            let (operation, pointer) = position.split_once('#').unwrap();
            let operation = operation.rsplit_once('/').unwrap_or(("", operation));
            if let Some(page) = pages_of.get(&operation)
                && pages[*page].pointer(pointer).is_some_and(Value::is_object)
            {
                places.push(Place {
                    page: (*page).clone(),
                    pointer: pointer.to_owned(),
                    ty: Some(ty),
                });
            }
        }
    }
    places
}

/// The schemas of pages without recursion: where it is cut off, pages with titles have a title as well.
fn finite(pages: &Pages, version: &Version) -> Vec<Place> {
    let mut places = schemas(pages, version);
    places.retain(|place| !pages[&place.page].to_string().contains("circular("));
    places
}

fn schemas_of(
    pages: &Pages,
    version: &Version,
    is_wanted: impl Fn(&TypeDef, &Value) -> bool,
) -> Vec<Place> {
    let mut places = schemas(pages, version);
    places.retain(|place| {
        let schema = pages[&place.page].pointer(&place.pointer).unwrap();
        place
            .ty
            .is_some_and(|ty| is_wanted(&version.types[ty], schema))
    });
    places
}

fn structs(pages: &Pages, version: &Version) -> Vec<Place> {
    schemas_of(pages, version, |definition, schema| {
        let is_patch = matches!(&definition.kind, TypeKind::Struct(object) if object.json_patch);
        schema["properties"].is_object() && !is_patch
    })
}

/// Objects that are only received. One with a name may be a part of another object, which is sent.
fn received(pages: &Pages, version: &Version) -> Vec<Place> {
    schemas_of(pages, version, |definition, schema| {
        let is_received = matches!(&definition.kind, TypeKind::Struct(object) if !object.sent);
        schema["properties"].is_object() && is_received && schema.get("$anchor").is_none()
    })
}

fn enums(pages: &Pages, version: &Version) -> Vec<Place> {
    schemas_of(pages, version, |definition, schema| {
        let values = schema["enum"].as_array();
        let is_textual =
            values.is_some_and(|all| all.len() > 1 && all.iter().all(Value::is_string));
        // A value that RFC 6902 doesn't know makes something else of an operation of JSON Patch.
        let is_op = definition
            .positions
            .iter()
            .any(|position| position.ends_with("/op"));
        is_textual && !is_op && matches!(definition.kind, TypeKind::Enum(_))
    })
}

/// Unions without a discriminator.
fn unions(pages: &Pages, version: &Version) -> Vec<Place> {
    schemas_of(pages, version, |definition, schema| {
        let has_branches = schema["oneOf"].is_array() != schema["anyOf"].is_array();
        let is_plain =
            matches!(&definition.kind, TypeKind::Union(union) if union.discriminator.is_none());
        has_branches && is_plain
    })
}
