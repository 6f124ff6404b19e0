//! A value of a schema, for a mock server to respond with.
//!
//! Input: a schema and what its page publishes as an example. Output: a value that decodes as the schema's type. What is
//! published is kept as far as it matches its schema; what doesn't match and what is missing is made of the examples,
//! defaults and enums of the parts. Where a schema contains itself, the value ends.

use serde_json::{Map, Value, json};

use crate::graph::{Edge, EnumKind, Field, Graph, Kind, Node, NodeId, StructKind, UnionKind};
use crate::scalar::Scalar;

/// The moment and the day of every sample, because the same input gives the same bytes.
const MOMENT: &str = "2024-01-15T09:30:00Z";
const DAY: &str = "2024-01-15";

/// A value of a schema: the published one, as far as it matches.
pub(crate) fn value(graph: &Graph, edge: Edge, published: Option<&Value>) -> Value {
    let mut samples = Samples {
        graph,
        path: Vec::new(),
    };
    let published = published.and_then(|value| samples.fitted(edge, value));
    let value = published.or_else(|| samples.sample(edge));
    value.unwrap_or_default()
}

struct Samples<'g> {
    graph: &'g Graph,
    /// The schemas that a sample is being made of.
    path: Vec<NodeId>,
}

impl Samples<'_> {
    /// A published value with what doesn't match its schema replaced; `None` if the value itself doesn't.
    fn fitted(&mut self, edge: Edge, value: &Value) -> Option<Value> {
        let graph = self.graph;
        match (&graph.node(edge.target).kind, value) {
            (Kind::Any, _) => Some(value.clone()),
            (_, Value::Null) => edge.nullable.then_some(Value::Null),
            (Kind::Scalar(scalar), _) => is_of(*scalar, value).then(|| value.clone()),
            (Kind::Enum(kind), _) => is_open_value(kind, value).then(|| value.clone()),
            (Kind::Object, Value::Object(_)) => Some(value.clone()),
            (Kind::List(item), Value::Array(items)) => {
                let items = items.iter().filter_map(|value| self.fitted(*item, value));
                Some(items.collect())
            }
            (Kind::Map(item), Value::Object(entries)) => {
                let entries = entries
                    .iter()
                    .filter_map(|(name, value)| Some((name.clone(), self.fitted(*item, value)?)));
                Some(Value::Object(entries.collect()))
            }
            (Kind::Struct(kind), Value::Object(entries)) => self.fitted_object(kind, entries),
            (Kind::Union(kind), _) => self.fitted_branch(kind, value),
            _ => None,
        }
    }

    fn fitted_object(&mut self, kind: &StructKind, entries: &Map<String, Value>) -> Option<Value> {
        let mut fitted = Map::new();
        for (name, value) in entries {
            let kept = match kind.fields.get(name) {
                // The null of an optional field is read as its absence.
                Some(field) if value.is_null() && !field.required => Some(Value::Null),
                Some(field) => self
                    .fitted(field.edge, value)
                    .or_else(|| self.sample_field(field)),
                None => match kind.additional {
                    Some(additional) => self.fitted(additional, value),
                    None => Some(value.clone()),
                },
            };
            fitted.extend(kept.map(|value| (name.clone(), value)));
        }
        for (name, field) in required(kind) {
            if !fitted.contains_key(name) {
                fitted.insert(name.clone(), self.sample_field(field)?);
            }
        }
        Some(Value::Object(fitted))
    }

    /// The branch that the discriminator selects, else the one that leaves the value as it is, else the first that the
    /// value matches at all.
    fn fitted_branch(&mut self, kind: &UnionKind, value: &Value) -> Option<Value> {
        let tag = kind.discriminator.as_ref().map(|name| value.get(name));
        let tag = tag.flatten().and_then(Value::as_str);
        if let Some(tag) = tag {
            let mut branches = kind.branches.iter();
            return match branches.find(|branch| branch.tags.iter().any(|each| each == tag)) {
                Some(branch) => self.fitted(not_null(branch.node), value),
                // Unions are open.
                None => Some(value.clone()),
            };
        }
        let branches = kind.branches.iter();
        let fitted: Vec<Value> = branches
            .filter_map(|branch| self.fitted(not_null(branch.node), value))
            .collect();
        let same = fitted.iter().position(|fitted| fitted == value);
        fitted.into_iter().nth(same.unwrap_or_default())
    }

    /// A value made of the schema's own example, or of its parts; `None` if it would contain itself.
    fn sample(&mut self, edge: Edge) -> Option<Value> {
        let graph = self.graph;
        let node = graph.node(edge.target);
        if self.path.contains(&edge.target) {
            return edge.nullable.then_some(Value::Null);
        }
        self.path.push(edge.target);
        let example = node.example.as_ref();
        let sample = example
            .and_then(|example| self.fitted(not_null(edge.target), example))
            .or_else(|| self.composed(node));
        self.path.pop();
        match sample {
            None if edge.nullable => Some(Value::Null),
            sample => sample,
        }
    }

    fn composed(&mut self, node: &Node) -> Option<Value> {
        match &node.kind {
            Kind::Any | Kind::Object => Some(json!({})),
            Kind::Scalar(scalar) => Some(placeholder(*scalar, node.format.as_deref())),
            Kind::Enum(kind) => kind.values.first().cloned(),
            Kind::List(item) => Some(self.sample(*item).into_iter().collect()),
            Kind::Map(item) => {
                let entry = self.sample(*item).map(|value| ("key".to_owned(), value));
                Some(Value::Object(entry.into_iter().collect()))
            }
            Kind::Struct(kind) => self.object(kind),
            Kind::Union(kind) => self.union(kind),
        }
    }

    /// All properties that a response has, except deprecated ones that it can do without.
    fn object(&mut self, kind: &StructKind) -> Option<Value> {
        let mut object = Map::new();
        for (name, field) in &kind.fields {
            let is_required = field.required && !field.one_way;
            if !is_required && (field.write_only || field.deprecated) {
                continue;
            }
            match self.sample_field(field) {
                Some(value) => drop(object.insert(name.clone(), value)),
                None if is_required => return None,
                None => {}
            }
        }
        Some(Value::Object(object))
    }

    fn sample_field(&mut self, field: &Field) -> Option<Value> {
        let has_example = self.graph.node(field.edge.target).example.is_some();
        let default = field.default.as_ref().filter(|_| !has_example);
        default
            .and_then(|value| self.fitted(field.edge, value))
            .or_else(|| self.sample(field.edge))
    }

    /// A value of the first branch that ends, with the value of the discriminator that means it.
    fn union(&mut self, kind: &UnionKind) -> Option<Value> {
        kind.branches.iter().find_map(|branch| {
            let mut value = self.sample(not_null(branch.node))?;
            let tag = branch.tags.first();
            if let (Some(name), Some(tag), Some(object)) =
                (&kind.discriminator, tag, value.as_object_mut())
            {
                object.insert(name.clone(), Value::from(tag.as_str()));
            }
            Some(value)
        })
    }
}

fn not_null(target: NodeId) -> Edge {
    Edge {
        target,
        nullable: false,
    }
}

/// The properties that a response must have.
fn required(kind: &StructKind) -> impl Iterator<Item = (&String, &Field)> {
    let fields = kind.fields.iter();
    fields.filter(|(_, field)| field.required && !field.one_way)
}

fn is_of(scalar: Scalar, value: &Value) -> bool {
    match scalar {
        Scalar::Boolean => value.is_boolean(),
        Scalar::Int32 => value
            .as_i64()
            .is_some_and(|number| i32::try_from(number).is_ok()),
        Scalar::Int64 => value.is_i64(),
        Scalar::Number => value.is_number(),
        Scalar::String | Scalar::Timestamp | Scalar::Date | Scalar::Binary => value.is_string(),
    }
}

/// Enums are open: any other value of the same kind is one too.
fn is_open_value(kind: &EnumKind, value: &Value) -> bool {
    match kind.values.iter().all(Value::is_string) {
        true => value.is_string(),
        false => kind.values.contains(value),
    }
}

/// A value that shows the format, as the docs plugin has them on pages.
fn placeholder(scalar: Scalar, format: Option<&str>) -> Value {
    match scalar {
        Scalar::Boolean => return json!(true),
        Scalar::Int32 | Scalar::Int64 | Scalar::Number => return json!(0),
        Scalar::Timestamp => return json!(MOMENT),
        Scalar::Date => return json!(DAY),
        Scalar::String | Scalar::Binary => {}
    }
    json!(match format.unwrap_or_default() {
        "email" => "user@example.com",
        "uuid" => "3fa85f64-5717-4562-b3fc-2c963f66afa6",
        "uri" | "url" => "https://example.com",
        "hostname" => "example.com",
        "ipv4" => "198.51.100.42",
        "ipv6" => "2001:db8::8a2e:370:7334",
        _ => "string",
    })
}
