//! Lists and maps that contain themselves with no object, enum or union between.
//!
//! They have no Rust type: a type with a name can refer to itself, `Vec<Vec<…>>` can't. The edge that closes such a cycle
//! leads to any JSON instead, so that every cycle of the graph has a type with a name in it.

use std::collections::BTreeSet;

use crate::graph::{Edge, Graph, Kind, NodeId};
use crate::position::Position;

/// Breaks the cycles among the nodes from `start` on. Returns the positions of the lists and maps whose parts are any JSON
/// now.
pub(super) fn break_unnamed(graph: &mut Graph, start: usize) -> Vec<Position> {
    let mut broken = Vec::new();
    let mut done = BTreeSet::new();
    // An ancestor comes before its parts, so that the edge that the page cut off is the one that is found.
    for first in graph.ids().skip(start) {
        let mut way = BTreeSet::new();
        let mut node = first;
        while let Some(edge) = part(graph, node).filter(|_| done.insert(node)) {
            way.insert(node);
            if way.contains(&edge.target) {
                broken.extend(graph.node(node).positions.first().cloned());
                cut(graph, node);
                break;
            }
            node = edge.target;
        }
    }
    broken
}

/// What a list or a map has in it.
fn part(graph: &Graph, node: NodeId) -> Option<Edge> {
    match &graph.node(node).kind {
        Kind::List(edge) | Kind::Map(edge) => Some(*edge),
        _ => None,
    }
}

fn cut(graph: &mut Graph, node: NodeId) {
    // Nodes are made for any JSON.
    let target = graph.reserve(Vec::new());
    let edge = Edge {
        target,
        nullable: false,
    };
    let kind = &mut graph.node_mut(node).kind;
    *kind = match kind {
        Kind::List(_) => Kind::List(edge),
        _ => Kind::Map(edge),
    };
}
