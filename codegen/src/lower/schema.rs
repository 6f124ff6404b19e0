//! What kind of value a view describes.

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::Lowering;
use super::keywords::{adds_nothing, is_null};
use super::view::{Located, View};
use crate::diagnostic::Code;
use crate::graph::{Edge, EnumKind, Field, Kind, StructKind};
use crate::input::openapi::{Additional, Schema, SchemaObject};
use crate::position::{Position, Step};
use crate::scalar::Scalar;

impl<'a> Lowering<'a, '_> {
    pub(super) fn kind(&mut self, schemas: &[Located<'a>], mut view: View<'a>) -> Kind {
        let Some(located) = schemas.last() else {
            return Kind::Any;
        };
        let position = &located.position;
        for contradiction in &view.contradictions {
            self.report(
                Code::Contradiction,
                position,
                format!("the parts of allOf contradict each other: {contradiction}"),
            );
        }
        for title in &view.lost {
            self.report(
                Code::Circular,
                position,
                format!("circular({title}) doesn't match any schema around it: its properties are missing"),
            );
        }
        if let Some(kind) = self.union(schemas, &mut view, position) {
            return kind;
        }
        if !view.values.is_empty() && view.items.is_empty() {
            return self.values(&view, position);
        }
        match view.types.as_slice() {
            [] if schemas
                .iter()
                .any(|located| object(located.schema).is_some_and(|object| object.only_null)) =>
            {
                self.report(
                    Code::NoSchema,
                    position,
                    "only null is allowed: treated as any JSON value",
                );
                Kind::Any
            }
            [] => self.untyped(&view, position),
            [only] => self.typed(only, &view, position),
            several => self.several_types(several, &view, position),
        }
    }

    fn untyped(&mut self, view: &View<'a>, position: &Position) -> Kind {
        if !view.properties.is_empty() || view.additional.is_some() {
            return self.object(view, position);
        }
        if !view.items.is_empty() {
            return self.list(view, position);
        }
        if view.format.is_some() {
            return self.typed("string", view, position);
        }
        self.report(
            Code::NoSchema,
            position,
            "the schema describes no value: treated as any JSON value",
        );
        Kind::Any
    }

    pub(super) fn typed(&mut self, name: &str, view: &View<'a>, position: &Position) -> Kind {
        match name {
            "object" => self.object(view, position),
            "array" => self.list(view, position),
            // A schema with properties is an object, whatever its type says.
            _ if !view.properties.is_empty() => {
                self.report(
                    Code::UnknownType,
                    position,
                    format!("type `{name}` with properties is read as an object"),
                );
                self.object(view, position)
            }
            _ => match scalar(name, view.format) {
                Some(scalar) => Kind::Scalar(scalar),
                None => {
                    self.report(
                        Code::UnknownType,
                        position,
                        format!("`{name}` isn't a type of OpenAPI: treated as any JSON value"),
                    );
                    Kind::Any
                }
            },
        }
    }

    fn object(&mut self, view: &View<'a>, position: &Position) -> Kind {
        let mut fields = IndexMap::new();
        for (name, schemas) in &view.properties {
            let field = self.field(schemas, view.required.contains(name));
            fields.insert((*name).to_owned(), field);
        }
        // Parts of an `allOf` aren't checked alone: another part may have the property.
        if self.part.as_ref() != Some(position) {
            self.report_missing(view, position);
        }
        let additional = view
            .additional
            .clone()
            .map(|located| self.additional(located));
        // A common mistake: a list whose type says `object`.
        if fields.is_empty() && additional.is_none() && !view.items.is_empty() {
            self.report(
                Code::Contradiction,
                position,
                "`type: object` with `items`: read as one such item, not as a list",
            );
            let item = self.lower(without_repetition(&view.items)).target;
            return self.repeated(item, position);
        }
        // Without fields, it is a map or any object.
        match additional {
            _ if !fields.is_empty() => Kind::Struct(StructKind {
                fields,
                additional,
                form: false,
            }),
            Some(edge) if !self.is_any(edge.target) => Kind::Map(edge),
            _ => Kind::Object,
        }
    }

    fn report_missing(&mut self, view: &View<'a>, position: &Position) {
        let required = view.required.iter();
        for name in required.filter(|name| !view.properties.contains_key(*name)) {
            self.report(
                Code::Malformed,
                position,
                format!("`{name}` is required but isn't one of the properties"),
            );
        }
    }

    /// The values under names that the schema does not list.
    fn additional(&mut self, located: Located<'a>) -> Edge {
        let position = located.position.clone();
        let unsaid = object(located.schema).is_some_and(|it| it.additional == Additional::Unsaid);
        let edge = match located.schema {
            // `additionalProperties: true` allows more values but doesn't describe them.
            Schema::Any => self.any(&position),
            _ => self.lower(vec![located]),
        };
        // Neither does a bare `type: object`: so a map to Java's `Object` or to Go's raw JSON is described, whose values
        // are of any kind.
        if unsaid && self.graph.node(edge.target).kind == Kind::Object {
            return self.any(&position);
        }
        edge
    }

    fn field(&mut self, schemas: &[Located<'a>], required: bool) -> Field {
        let schemas = without_repetition(schemas);
        let edge = self.lower(schemas.clone());
        let objects = || {
            schemas
                .iter()
                .rev()
                .filter_map(|located| object(located.schema))
        };
        Field {
            edge,
            required,
            one_way: objects().any(|object| object.read_only || object.write_only),
            write_only: objects().any(|object| object.write_only),
            docs: description(&schemas),
            default: objects().find_map(|object| object.default.clone()),
            deprecated: objects().any(|object| object.deprecated),
        }
    }

    fn list(&mut self, view: &View<'a>, position: &Position) -> Kind {
        let items = position.child(Step::Items);
        if !view.values.is_empty() {
            // `enum` beside `items` is meant for the items.
            let kind = self.values(view, position);
            return Kind::List(self.leaf(kind, vec![items]));
        }
        if view.items.is_empty() {
            self.report(
                Code::NoSchema,
                position,
                "the array has no `items`: they are treated as any JSON value",
            );
            return Kind::List(self.any(&items));
        }
        Kind::List(self.lower(without_repetition(&view.items)))
    }

    /// `enum` and `const`.
    fn values(&mut self, view: &View<'a>, position: &Position) -> Kind {
        if view.values.iter().all(|value| value.is_boolean()) {
            return Kind::Scalar(Scalar::Boolean);
        }
        if view.values.iter().all(|value| value.is_number())
            && !view.values.iter().all(|value| value.is_i64())
        {
            self.report(
                Code::Malformed,
                position,
                "an enum of fractions: treated as any number",
            );
            return Kind::Scalar(Scalar::Number);
        }
        if !view
            .values
            .iter()
            .all(|value| value.is_string() || value.is_i64() || value.is_boolean())
        {
            self.report(
                Code::Malformed,
                position,
                "an enum with values other than strings, whole numbers and booleans: treated as any JSON value",
            );
            return Kind::Any;
        }
        let owned = |texts: &IndexMap<&str, &str>| -> IndexMap<String, String> {
            let texts = texts.iter();
            texts
                .map(|(value, text)| ((*value).to_owned(), (*text).to_owned()))
                .collect()
        };
        Kind::Enum(EnumKind {
            values: stringified(view),
            docs: owned(&view.value_docs),
            names: owned(&view.value_names),
        })
    }

    /// `type: [string, integer]`: a union of what each type alone would be.
    fn several_types(&mut self, types: &[&'a str], view: &View<'a>, position: &Position) -> Kind {
        let nodes = types.iter().map(|name| {
            let kind = self.typed(name, view, position);
            self.leaf(kind, Vec::new()).target
        });
        let nodes = nodes.collect();
        self.plain_union(nodes, position)
    }
}

/// Values that are written as numbers or booleans under `type: string` are strings on the wire: YAML took the quotes.
fn stringified(view: &View<'_>) -> Vec<Value> {
    let textual = view.types == ["string"];
    let values = view.values.iter().map(|value| match value {
        Value::String(_) => (*value).clone(),
        other if textual => Value::String(other.to_string()),
        other => (*other).clone(),
    });
    let distinct: IndexSet<Value> = values.collect();
    distinct.into_iter().collect()
}

/// The scalar of a `type` and `format`. Vendors also write other types than those of OpenAPI.
fn scalar(name: &str, format: Option<&str>) -> Option<Scalar> {
    Some(match (name, format.unwrap_or_default()) {
        ("string", "date-time") => Scalar::Timestamp,
        ("string", "date") => Scalar::Date,
        ("string", "binary") | ("file", _) => Scalar::Binary,
        ("string" | "uuid" | "text", _) => Scalar::String,
        ("boolean" | "bool", _) => Scalar::Boolean,
        ("integer" | "number" | "int", "int8" | "int16" | "int32" | "uint8" | "uint16") => {
            Scalar::Int32
        }
        ("integer" | "int" | "long", _) | ("number", "int64" | "long" | "integer") => Scalar::Int64,
        ("number" | "float" | "double" | "decimal", _) => Scalar::Number,
        ("date", _) => Scalar::Date,
        ("date-time" | "datetime", _) => Scalar::Timestamp,
        _ => return None,
    })
}

/// The schema that another one only repeats: the only part of its `allOf`, or the only branch of its union.
pub(super) fn only_repeats<'a>(located: &Located<'a>, view: &View<'a>) -> Option<Located<'a>> {
    let object = object(located.schema)?;
    if located.bare || !adds_nothing(object) {
        return None;
    }
    let branches = view.unions.iter().flat_map(|union| &union.branches);
    let branches: Vec<&Located<'a>> = branches.filter(|branch| !is_null(branch.schema)).collect();
    // A union may be the part's alone. One of a single branch would become that branch.
    let chooses =
        !object.one_of.is_empty() || !object.any_of.is_empty() || object.discriminator.is_some();
    match (object.all_of.len(), branches.as_slice()) {
        (1, []) => view.parts.last().cloned(),
        (1, [_, _, ..]) if !chooses => view.parts.last().cloned(),
        (0, [branch]) => Some((*branch).clone()),
        _ => None,
    }
}

/// Whether one branch of a union is null.
pub(super) fn has_null_branch(view: &View<'_>) -> bool {
    view.unions
        .iter()
        .flat_map(|union| &union.branches)
        .any(|branch| is_null(branch.schema))
}

/// Parts of an `allOf` often repeat a property word for word.
fn without_repetition<'a>(schemas: &[Located<'a>]) -> Vec<Located<'a>> {
    let mut distinct: Vec<Located<'a>> = Vec::new();
    for located in schemas {
        let repeated = distinct.iter().any(|known| known.schema == located.schema);
        if !repeated && !matches!(located.schema, Schema::Any) {
            distinct.push(located.clone());
        }
    }
    if distinct.is_empty() {
        schemas.first().cloned().into_iter().collect()
    } else {
        distinct
    }
}

fn object(schema: &Schema) -> Option<&SchemaObject> {
    match schema {
        Schema::Object(object) => Some(object),
        Schema::Any | Schema::Never | Schema::Circular(_) | Schema::Named(_) => None,
    }
}

pub(super) fn title(schema: &Schema) -> Option<String> {
    object(schema)?.title.clone()
}

pub(super) fn example(schema: &Schema) -> Option<Value> {
    object(schema)?.example.clone()
}

pub(super) fn format(schema: &Schema) -> Option<String> {
    object(schema)?.format.clone()
}

/// The strongest description of a position.
pub(super) fn description(schemas: &[Located<'_>]) -> String {
    let descriptions = schemas
        .iter()
        .rev()
        .filter_map(|located| object(located.schema))
        .map(|object| &object.description);
    descriptions
        .into_iter()
        .find(|text| !text.is_empty())
        .cloned()
        .unwrap_or_default()
}

/// Whether a part of an `allOf` is an object of its own, not just a remark.
pub(super) fn has_properties(schema: &Schema) -> bool {
    object(schema).is_some_and(|object| !object.properties.is_empty() || !object.all_of.is_empty())
}

pub(super) fn is_deprecated(schema: &Schema) -> bool {
    object(schema).is_some_and(|object| object.deprecated)
}
