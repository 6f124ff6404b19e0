//! What tells a remembered type from others: some of its properties or values, and a digest of its structure.

use crate::graph::{Edge, Graph, Kind, NodeId, StructKind};
use crate::names::lock::KnownType;

/// How many properties or values are remembered of a type.
pub const SAMPLE: usize = 8;

/// How deep lists of lists are told apart.
const MAX_NESTING: usize = 16;

/// What a type's parts are called; a part that has no name yet is told apart by its class.
pub type PartName<'a> = dyn Fn(NodeId) -> String + 'a;

/// The properties of an object.
pub fn properties(kind: &Kind) -> Vec<&str> {
    match kind {
        Kind::Struct(object) => object.fields.keys().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The values of an enum, as text.
pub fn values(kind: &Kind) -> Vec<String> {
    match kind {
        Kind::Enum(values) => values.values.iter().map(value_text).collect(),
        _ => Vec::new(),
    }
}

fn value_text(value: &serde_json::Value) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.to_string(),
    }
}

/// How many of the remembered properties and values a schema has.
pub fn shared(known: &KnownType, kind: &Kind) -> usize {
    let properties = properties(kind);
    let values = values(kind);
    let kept = known.properties.iter();
    let kept = kept.filter(|name| properties.contains(&name.as_str()));
    kept.count()
        + known
            .values
            .iter()
            .filter(|value| values.contains(value))
            .count()
}

/// Whether a schema has nothing of what is remembered of a type, although something is.
pub fn is_foreign(known: &KnownType, title: Option<&str>, kind: &Kind) -> bool {
    let same_title = title.is_some() && title == known.title.as_deref();
    let nothing_known = known.properties.is_empty() && known.values.is_empty();
    let is_empty = matches!(kind, Kind::Struct(object) if object.fields.is_empty());
    !same_title && !nothing_known && !is_empty && shared(known, kind) == 0
}

/// A digest of the structure of a type. Equal structures have equal digests, whatever the order of properties and values.
pub fn digest(graph: &Graph, node: NodeId, name: &PartName<'_>) -> String {
    let text = match &graph.node(node).kind {
        Kind::Struct(object) => structure(graph, object, name),
        Kind::Enum(_) => {
            let mut values = values(&graph.node(node).kind);
            values.sort();
            format!("enum {values:?}")
        }
        Kind::Union(union) => {
            let branches = union.branches.iter().map(|branch| {
                let mut tags = branch.tags.clone();
                tags.sort();
                format!("{} {tags:?}", type_key(graph, branch.node, name))
            });
            let mut branches: Vec<String> = branches.collect();
            branches.sort();
            format!("union {:?} {branches:?}", union.discriminator)
        }
        _ => type_key(graph, node, name),
    };
    format!("{:08x}", fnv(&text))
}

fn structure(graph: &Graph, object: &StructKind, name: &PartName<'_>) -> String {
    let fields = object.fields.iter().map(|(property, field)| {
        let edge = edge_key(graph, field.edge, name);
        format!("{property:?} {} {edge}", field.required)
    });
    let mut fields: Vec<String> = fields.collect();
    fields.sort();
    let additional = object.additional.map(|edge| edge_key(graph, edge, name));
    format!("struct {fields:?} {additional:?} {}", object.form)
}

fn edge_key(graph: &Graph, edge: Edge, name: &PartName<'_>) -> String {
    let null = if edge.nullable { "?" } else { "" };
    format!("{}{null}", type_key(graph, edge.target, name))
}

/// The type of a schema's values, in a few words.
pub fn type_key(graph: &Graph, node: NodeId, name: &PartName<'_>) -> String {
    nested_key(graph, node, name, MAX_NESTING)
}

fn nested_key(graph: &Graph, node: NodeId, name: &PartName<'_>, levels: usize) -> String {
    let inner = |edge: &Edge| {
        let null = if edge.nullable { "?" } else { "" };
        match levels {
            0 => "..".to_owned(),
            _ => format!("{}{null}", nested_key(graph, edge.target, name, levels - 1)),
        }
    };
    match &graph.node(node).kind {
        Kind::Any => "any".to_owned(),
        Kind::Object => "object".to_owned(),
        Kind::Scalar(scalar) => format!("{scalar:?}"),
        Kind::List(edge) => format!("[{}]", inner(edge)),
        Kind::Map(edge) => format!("{{{}}}", inner(edge)),
        Kind::Struct(_) | Kind::Enum(_) | Kind::Union(_) => name(node),
    }
}

/// FNV-1a, folded to 32 bits: stable across platforms and versions of Rust.
fn fnv(text: &str) -> u32 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    ((hash >> 32) ^ (hash & 0xffff_ffff)) as u32
}
