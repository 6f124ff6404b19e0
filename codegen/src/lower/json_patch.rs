//! JSON Patch (RFC 6902): one schema for the operations of all bodies sent as `application/json-patch+json`.
//!
//! The media type says what these bodies are: arrays of operations. Schemas often say less (`type: object`), wrap the
//! array in an object, list only some values of `op`, or describe each operation by a branch of a union. The operations
//! of all these bodies get the schema that most pages have for them, completed by the operations that the RFC defines.
//! `assemble` completes its fields.

use std::collections::{BTreeSet, HashMap};

use indexmap::IndexMap;
use serde_json::Value;

use super::{Content, Lowered};
use crate::graph::{Edge, EnumKind, Field, Graph, Kind, NodeId, StructKind};
use crate::scalar::Scalar;

/// RFC 6902, section 4.
const OPS: [&str; 6] = ["add", "remove", "replace", "move", "copy", "test"];

/// The members of an operation.
const MEMBERS: [&str; 4] = ["op", "path", "value", "from"];

/// Whether a schema is an operation of JSON Patch (RFC 6902, section 4): `op`, `path` and `value`, and nothing besides but
/// `from`.
pub fn is_json_patch(graph: &Graph, node: NodeId) -> bool {
    let Kind::Struct(object) = &graph.node(node).kind else {
        return false;
    };
    let ops = ops(graph, object);
    is_operation(graph, object)
        && object.fields.contains_key("value")
        && ops.is_some_and(|ops| ops.contains(&"replace"))
}

/// Gives the operations of all JSON Patch bodies one schema.
pub(super) fn unite(lowered: &mut Lowered) {
    let graph = &mut lowered.graph;
    let bodies = lowered.operations.iter().flat_map(|each| &each.request);
    let bodies = bodies.filter_map(|(media_type, content)| match content {
        Content::Json(edge) if is_patch_media_type(media_type) => Some(edge.target),
        _ => None,
    });
    let bodies: Vec<(NodeId, Vec<NodeId>)> = bodies
        .filter_map(|body| Some((body, operations_of(graph, body)?)))
        .collect();
    if bodies.is_empty() {
        return;
    }
    let operations: Vec<NodeId> = bodies.iter().flat_map(|(_, nodes)| nodes.clone()).collect();
    let model = match most_frequent(graph, &operations) {
        Some(model) => model,
        None => standard(graph),
    };
    complete(graph, model, &operations);
    for (body, nodes) in bodies {
        let target = Edge {
            target: model,
            nullable: false,
        };
        graph.node_mut(body).kind = Kind::List(target);
        for node in nodes.into_iter().filter(|node| *node != model) {
            absorb(graph, model, node);
        }
    }
}

fn is_patch_media_type(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json-patch+json")
}

/// The schemas of the operations in a body: those of the items of an array, which may be wrapped in an object. `None` if
/// the body can't be a JSON Patch.
fn operations_of(graph: &Graph, body: NodeId) -> Option<Vec<NodeId>> {
    match &graph.node(body).kind {
        Kind::List(edge) => operations_in(graph, edge.target),
        Kind::Struct(object) if is_operation(graph, object) => Some(vec![body]),
        Kind::Struct(object) => match object.fields.values().collect::<Vec<_>>().as_slice() {
            [only] => match &graph.node(only.edge.target).kind {
                Kind::List(edge) => operations_in(graph, edge.target),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// The schemas of an operation: of any object, of one with the members of an operation, or of one of several of these.
fn operations_in(graph: &Graph, item: NodeId) -> Option<Vec<NodeId>> {
    match &graph.node(item).kind {
        Kind::Any | Kind::Object => Some(vec![item]),
        Kind::Map(edge) if graph.node(edge.target).kind == Kind::Any => Some(vec![item]),
        Kind::Struct(object) if is_operation(graph, object) => Some(vec![item]),
        Kind::Union(union) => {
            let branches = union.branches.iter().map(|branch| branch.node);
            let are_operations = branches.clone().all(|branch| {
                matches!(&graph.node(branch).kind, Kind::Struct(object) if is_operation(graph, object))
            });
            are_operations.then(|| [item].into_iter().chain(branches).collect())
        }
        _ => None,
    }
}

/// Whether an object has `op` and `path`, and no members but those of an operation.
fn is_operation(graph: &Graph, object: &StructKind) -> bool {
    let known = |key: &String| MEMBERS.contains(&key.as_str());
    let is_text =
        |field: &Field| graph.node(field.edge.target).kind == Kind::Scalar(Scalar::String);
    let op = object.fields.get("op");
    let is_op = op.is_some_and(|op| is_text(op) || ops(graph, object).is_some());
    is_op && object.fields.contains_key("path") && object.fields.keys().all(known)
}

/// The values of `op`, if there are only such as the RFC defines.
fn ops<'g>(graph: &'g Graph, object: &StructKind) -> Option<Vec<&'g str>> {
    let Kind::Enum(values) = &graph.node(object.fields.get("op")?.edge.target).kind else {
        return None;
    };
    let texts = values.values.iter().map(|value| value.as_str());
    texts
        .map(|text| text.filter(|text| OPS.contains(text)))
        .collect()
}

/// The first of the objects that most bodies have, judged by their members.
fn most_frequent(graph: &Graph, operations: &[NodeId]) -> Option<NodeId> {
    let mut counts: IndexMap<_, usize> = IndexMap::new();
    let mut first = HashMap::new();
    for &node in operations {
        if let Kind::Struct(object) = &graph.node(node).kind {
            let members: BTreeSet<&String> = object.fields.keys().collect();
            let key = (members, ops(graph, object).map(BTreeSet::from_iter));
            first.entry(key.clone()).or_insert(node);
            *counts.entry(key).or_default() += 1;
        }
    }
    // Of several, `max_by_key` takes the last.
    let (most, _) = counts.iter().rev().max_by_key(|(_, count)| **count)?;
    first.get(most).copied()
}

/// The operation as the RFC describes it.
fn standard(graph: &mut Graph) -> NodeId {
    let op = leaf(graph, Kind::Enum(all_ops()));
    let path = leaf(graph, Kind::Scalar(Scalar::String));
    let fields = [
        ("op", field(op, true, "What to do.")),
        (
            "path",
            field(
                path,
                true,
                "The JSON Pointer (RFC 6901) of the value to change.",
            ),
        ),
    ];
    let fields = fields.map(|(name, field)| (name.to_owned(), field));
    let id = leaf(
        graph,
        Kind::Struct(StructKind {
            fields: fields.into_iter().collect(),
            additional: None,
            form: false,
        }),
    );
    graph.node_mut(id).docs = "An operation of a JSON Patch (RFC 6902).".to_owned();
    id
}

/// Adds to the schema of an operation what other pages and the RFC know of it.
fn complete(graph: &mut Graph, model: NodeId, operations: &[NodeId]) {
    let listed: Vec<Value> = operations
        .iter()
        .filter_map(|node| match &graph.node(*node).kind {
            Kind::Struct(object) => ops(graph, object),
            _ => None,
        })
        .flatten()
        .map(Value::from)
        .collect();
    let Kind::Struct(object) = graph.node(model).kind.clone() else {
        return;
    };
    if let Some(op) = object.fields.get("op") {
        complete_op(graph, op.edge.target, listed);
    }
    let value = object.fields.get("value").map(|field| field.edge.target);
    let value = value.unwrap_or_else(|| leaf(graph, Kind::Any));
    // `type: object` or `type: string` would forbid to set a number.
    if !matches!(graph.node(value).kind, Kind::Union(_)) {
        graph.node_mut(value).kind = Kind::Any;
    }
    if let Kind::Struct(object) = &mut graph.node_mut(model).kind {
        let default = || {
            field(
                value,
                false,
                "The value to add, to replace with, or to test for.",
            )
        };
        object
            .fields
            .entry("value".to_owned())
            .or_insert_with(default);
        // Every operation has them, even if a page doesn't say so.
        for name in ["op", "path"] {
            if let Some(field) = object.fields.get_mut(name) {
                field.required = true;
            }
        }
    }
}

fn complete_op(graph: &mut Graph, op: NodeId, listed: Vec<Value>) {
    let node = graph.node_mut(op);
    let mut known = match &node.kind {
        Kind::Enum(known) => known.clone(),
        _ => EnumKind::default(),
    };
    known.values.extend(listed);
    if !known.values.iter().any(|value| value == "replace") {
        known.values.extend(all_ops().values);
    }
    let mut seen = Vec::new();
    known.values.retain(|value| {
        let is_new = !seen.contains(value);
        seen.push(value.clone());
        is_new
    });
    node.kind = Kind::Enum(known);
}

fn all_ops() -> EnumKind {
    EnumKind {
        values: OPS.map(Value::from).to_vec(),
        ..EnumKind::default()
    }
}

fn leaf(graph: &mut Graph, kind: Kind) -> NodeId {
    let id = graph.reserve(Vec::new());
    graph.node_mut(id).kind = kind;
    id
}

fn field(target: NodeId, required: bool, docs: &str) -> Field {
    Field {
        edge: Edge {
            target,
            nullable: false,
        },
        required,
        one_way: false,
        write_only: false,
        docs: docs.to_owned(),
        default: None,
        deprecated: false,
    }
}

/// Makes the positions of a schema and of its parts positions of another one, as far as the two are alike.
fn absorb(graph: &mut Graph, model: NodeId, other: NodeId) {
    let mut pairs = vec![(model, other)];
    let mut seen: HashMap<NodeId, NodeId> = HashMap::new();
    while let Some((model, other)) = pairs.pop() {
        if model == other || seen.insert(other, model).is_some() {
            continue;
        }
        let positions = graph.node(other).positions.clone();
        let known = &mut graph.node_mut(model).positions;
        known.extend(positions);
        let [one, another] = [model, other].map(|node| &graph.node(node).kind);
        match (one, another) {
            (Kind::Struct(one), Kind::Struct(another)) => {
                pairs.extend(one.fields.iter().filter_map(|(name, field)| {
                    let other = another.fields.get(name)?;
                    Some((field.edge.target, other.edge.target))
                }));
            }
            (Kind::Union(one), Kind::Union(another)) => {
                let others = another.branches.iter().map(|branch| branch.node);
                pairs.extend(one.branches.iter().map(|branch| branch.node).zip(others));
            }
            (Kind::List(one), Kind::List(another)) => pairs.push((one.target, another.target)),
            _ => {}
        }
    }
}
