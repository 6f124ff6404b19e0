//! What a type was made from: the types that its schemas would be without `names.yaml`.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::Analysis;
use crate::graph::{Graph, Kind, NodeId};
use crate::merge::ClassId;
use crate::names::lock;
use crate::recall::shape;
use crate::wording::counted;

/// The schemas of a type in one analysis that are one type in another one.
struct Part<'a> {
    name: Option<&'a str>,
    class: ClassId,
    /// The schemas with a position of their own.
    nodes: Vec<NodeId>,
}

/// The lines about why the schemas of a type are one type, and apart from others.
pub(super) fn explain(analysis: &Analysis, fresh: &Analysis, class: ClassId) -> Vec<String> {
    let parts = parts(analysis, class, fresh);
    let mut lines = match parts.as_slice() {
        [] => Vec::new(),
        [only] => merged(analysis, only),
        _ => united(analysis, fresh, &parts),
    };
    lines.extend(
        parts
            .iter()
            .filter_map(|part| apart(analysis, fresh, class, part)),
    );
    lines
}

/// The type with the most schemas that the schemas of a type would be without `names.yaml`.
pub(super) fn main_part(analysis: &Analysis, class: ClassId, fresh: &Analysis) -> Option<ClassId> {
    let parts = parts(analysis, class, fresh);
    parts.first().map(|part| part.class)
}

/// The types in `other` of the schemas of a type, that of most of them first. The two analyses are of the same pages, so
/// that a schema is the same node in both; each numbers its classes by itself.
fn parts<'a>(analysis: &Analysis, class: ClassId, other: &'a Analysis) -> Vec<Part<'a>> {
    let mut by_class: BTreeMap<ClassId, Vec<NodeId>> = BTreeMap::new();
    for &node in analysis.types.members(class) {
        let of_other = other.types.class(node);
        if other.uses.of(of_other).is_some() && !is_hidden(analysis, node) {
            by_class.entry(of_other).or_default().push(node);
        }
    }
    let parts = by_class.into_iter().map(|(class, nodes)| Part {
        name: other.names.of(class),
        class,
        nodes,
    });
    let mut parts: Vec<Part<'_>> = parts.collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.nodes.len()));
    parts
}

/// Whether the pages have no schema of its own for a node.
fn is_hidden(analysis: &Analysis, node: NodeId) -> bool {
    analysis.lowered.graph.node(node).positions.is_empty()
}

/// Why several schemas are one type by the evidence of the pages.
fn merged(analysis: &Analysis, only: &Part<'_>) -> Vec<String> {
    let graph = &analysis.lowered.graph;
    let (count, Some(first)) = (only.nodes.len(), only.nodes.first()) else {
        return Vec::new();
    };
    if count < 2 {
        return Vec::new();
    }
    let titles: BTreeSet<Option<&str>> = only
        .nodes
        .iter()
        .map(|node| graph.node(*node).title.as_deref())
        .collect();
    let alike = match (Vec::from_iter(titles).as_slice(), &graph.node(*first).kind) {
        ([Some(title)], _) => format!("the same structure and the title `{title}`"),
        ([None, Some(title)], _) => {
            format!("the same structure, and the title `{title}` or none")
        }
        (_, Kind::Enum(_)) => "the same values".to_owned(),
        (_, Kind::Union(_)) => "the same branches".to_owned(),
        _ => "the same properties with the same descriptions".to_owned(),
    };
    vec![format!(
        "  one type, because its {count} schemas have {alike}"
    )]
}

/// The types that `names.yaml` makes one.
fn united(analysis: &Analysis, fresh: &Analysis, parts: &[Part<'_>]) -> Vec<String> {
    let mut lines = vec![format!(
        "  one type, because {} has one name for what would otherwise be {} types:",
        lock::FILE,
        parts.len()
    )];
    let all = |node: &NodeId| contents(&analysis.lowered.graph, *node);
    for part in parts {
        let Some(node) = part.nodes.first() else {
            continue;
        };
        let own = contents(&fresh.lowered.graph, *node);
        let missing: Vec<String> = all(node)
            .difference(&own)
            .map(|name| format!("`{name}`"))
            .collect();
        let missing = match missing.is_empty() {
            true => String::new(),
            false => format!(", without {}", missing.join(", ")),
        };
        let positions = &fresh.lowered.graph.node(*node).positions;
        let first = positions.first().map(|first| first.in_api(&fresh.api));
        lines.push(format!(
            "    `{}`, {}{missing}: {}",
            part.name.unwrap_or_default(),
            counted(part.nodes.len(), "schema"),
            first.unwrap_or_default()
        ));
    }
    lines
}

/// A type that is kept apart although the pages would make it one with this type.
fn apart(analysis: &Analysis, fresh: &Analysis, class: ClassId, part: &Part<'_>) -> Option<String> {
    let others = parts(fresh, part.class, analysis);
    let others: Vec<String> = others
        .iter()
        .filter(|other| other.class != class)
        .filter_map(|other| Some(format!("`{}`", other.name?)))
        .collect();
    (!others.is_empty()).then(|| {
        format!(
            "  apart from {}, which has equal schemas, because {} names them apart",
            others.join(" and "),
            lock::FILE
        )
    })
}

/// The properties and values of a schema.
fn contents(graph: &Graph, node: NodeId) -> BTreeSet<String> {
    let kind = &graph.node(node).kind;
    let properties = shape::properties(graph, kind);
    properties.into_iter().chain(shape::values(kind)).collect()
}
