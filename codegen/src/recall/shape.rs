//! What a remembered type is recognized by: its properties or values, and a digest of its structure.

use std::collections::BTreeSet;

use crate::graph::{Edge, Graph, Kind, NodeId, StructKind};
use crate::names::lock::KnownType;
use crate::names::members::value_keys;

/// How many properties of a union's branches are remembered.
pub const SAMPLE: usize = 8;

/// How many levels of lists within lists count.
const MAX_NESTING: usize = 16;

/// How many levels of a type's parts count for its digest: its own, and that of its parts.
const LEVELS: usize = 2;

/// The properties of an object, or of the branches of a union.
pub fn properties(graph: &Graph, kind: &Kind) -> Vec<String> {
    let of_object = |object: &StructKind| object.fields.keys().cloned().collect();
    match kind {
        Kind::Struct(object) => of_object(object),
        Kind::Union(union) => {
            let branches = union.branches.iter();
            let kinds = branches.map(|branch| &graph.node(branch.node).kind);
            let properties: BTreeSet<String> = kinds
                .filter_map(|kind| match kind {
                    Kind::Struct(object) => Some(object),
                    _ => None,
                })
                .flat_map(|object| object.fields.keys().cloned())
                .collect();
            properties.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The values of an enum, as text.
pub fn values(kind: &Kind) -> Vec<String> {
    match kind {
        Kind::Enum(values) => value_keys(&values.values),
        _ => Vec::new(),
    }
}

/// How many of the remembered properties and values a schema has.
fn shared(known: &KnownType, graph: &Graph, kind: &Kind) -> usize {
    let properties = properties(graph, kind);
    let values = values(kind);
    let kept = known
        .members()
        .filter(|member| properties.contains(member) || values.contains(member));
    kept.count()
}

/// Whether a schema and what is remembered of a type have nothing in common, although something is remembered.
pub fn is_foreign(known: &KnownType, graph: &Graph, node: NodeId) -> bool {
    let node = graph.node(node);
    let same_title = node.title.is_some() && node.title == known.title;
    let is_empty = properties(graph, &node.kind).is_empty() && values(&node.kind).is_empty();
    !same_title && !known.is_bare() && !is_empty && shared(known, graph, &node.kind) == 0
}

/// A digest of the structure of a type and its parts, and one of the descriptions of its properties. It has no names, and
/// equal structures have equal digests, whatever the order of properties, values and branches.
pub fn digest(graph: &Graph, node: NodeId) -> String {
    let structure = fnv(&structure(graph, node, LEVELS));
    format!("{structure:08x}-{:04x}", fnv(&words(graph, node)) & 0xffff)
}

/// How much a schema is like a remembered type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Likeness {
    same_structure: bool,
    same_words: bool,
    shared: usize,
}

impl Likeness {
    /// Compares a schema with what is remembered of a type.
    pub fn of(known: &KnownType, graph: &Graph, node: NodeId) -> Self {
        let now = digest(graph, node);
        let parts = |digest: &str| {
            digest
                .split_once('-')
                .map(|(one, other)| (one.to_owned(), other.to_owned()))
        };
        let (now, before) = (parts(&now), known.shape.as_deref().and_then(parts));
        let same = |part: fn(&(String, String)) -> &String| match (&now, &before) {
            (Some(now), Some(before)) => part(now) == part(before),
            _ => false,
        };
        let same_structure = same(|parts| &parts.0);
        Self {
            same_structure,
            same_words: same_structure && same(|parts| &parts.1),
            shared: shared(known, graph, &graph.node(node).kind),
        }
    }

    /// Whether there is anything in common.
    pub fn is_some(self) -> bool {
        self.same_structure || self.shared > 0
    }

    /// Whether the structure is the same, and there is enough of it to distinguish it from others.
    pub fn is_same(self) -> bool {
        self.same_structure && self.shared > 1
    }

    /// Whether there are common properties or values.
    pub fn shares(self) -> bool {
        self.shared > 0
    }
}

/// The descriptions of an object's properties.
fn words(graph: &Graph, node: NodeId) -> String {
    let Kind::Struct(object) = &graph.node(node).kind else {
        return String::new();
    };
    let fields = object.fields.iter();
    let mut words: Vec<String> = fields
        .map(|(name, field)| {
            format!(
                "{name:?} {}",
                field.docs.split_whitespace().collect::<Vec<_>>().join(" ")
            )
        })
        .collect();
    words.sort();
    words.join(",")
}

fn structure(graph: &Graph, node: NodeId, levels: usize) -> String {
    let edge = |edge: &Edge, levels: usize| {
        let null = if edge.nullable { "?" } else { "" };
        format!("{}{null}", structure(graph, edge.target, levels))
    };
    let sorted = |mut parts: Vec<String>| {
        parts.sort();
        parts.join(",")
    };
    let inner = levels.saturating_sub(1);
    match &graph.node(node).kind {
        Kind::Struct(_) | Kind::List(_) | Kind::Map(_) | Kind::Union(_) if levels == 0 => {
            "..".to_owned()
        }
        Kind::Any => "any".to_owned(),
        Kind::Object => "object".to_owned(),
        Kind::Scalar(scalar) => format!("{scalar:?}"),
        Kind::List(items) => format!("[{}]", edge(items, levels - 1)),
        Kind::Map(items) => format!("{{{}}}", edge(items, levels - 1)),
        Kind::Struct(object) => {
            let fields = object.fields.iter().map(|(property, field)| {
                format!(
                    "{property:?} {} {}",
                    field.required,
                    edge(&field.edge, inner)
                )
            });
            let additional = object.additional.map(|additional| edge(&additional, inner));
            format!(
                "struct {} {additional:?} {}",
                sorted(fields.collect()),
                object.form
            )
        }
        Kind::Enum(_) => format!("enum {}", sorted(values(&graph.node(node).kind))),
        Kind::Union(union) => {
            let branches = union.branches.iter().map(|branch| {
                let tags = sorted(branch.tags.clone());
                format!("{tags} {}", structure(graph, branch.node, inner))
            });
            format!(
                "union {:?} {}",
                union.discriminator,
                sorted(branches.collect())
            )
        }
    }
}

/// The name of a type, or a placeholder that is unique to the type while it has no name.
pub type TypeName<'a> = dyn Fn(NodeId) -> String + 'a;

/// The type of a schema's values, in a few words.
pub fn type_key(graph: &Graph, node: NodeId, name: &TypeName<'_>) -> String {
    nested_key(graph, node, name, MAX_NESTING)
}

fn nested_key(graph: &Graph, node: NodeId, name: &TypeName<'_>, levels: usize) -> String {
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
