//! Which module a type lives in, and which uses of a type need a `Box`.
//!
//! A type that one tag alone uses lives in that tag's module, every other one in `shared`. A type that contains itself
//! without a list or map in between has no finite size: each use that closes such a circle is boxed.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Graph, Kind, NodeId};
use crate::input::docs_set::{Api, DocumentedOperation, OperationIndex};
use crate::merge::{ClassId, Types};
use crate::uses::Uses;

/// The tag of operations that have none.
pub const UNTAGGED: &str = "Operations";

/// The tag that an operation belongs to: the first one.
pub fn tag(operation: &DocumentedOperation) -> &str {
    match operation.object.tags.first() {
        Some(first) if !first.trim().is_empty() => first,
        _ => UNTAGGED,
    }
}

/// The tag that alone uses all these operations.
pub fn only_tag(api: &Api, operations: impl IntoIterator<Item = OperationIndex>) -> Option<&str> {
    let tags: BTreeSet<&str> = operations
        .into_iter()
        .map(|operation| tag(api.operation(operation)))
        .collect();
    match tags.into_iter().collect::<Vec<_>>().as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// The types that contain each other by value, as the number of their circle.
#[derive(Debug, Default)]
pub struct Circles {
    circle_of: BTreeMap<ClassId, usize>,
}

impl Circles {
    /// Whether a use of `part` in `owner` closes a circle.
    pub fn need_box(&self, owner: ClassId, part: ClassId) -> bool {
        match (self.circle_of.get(&owner), self.circle_of.get(&part)) {
            (Some(owner), Some(part)) => owner == part,
            _ => false,
        }
    }
}

/// Finds the circles: the strongly connected components of the types' containment by value (Tarjan's algorithm).
pub fn circles(graph: &Graph, types: &Types, uses: &Uses) -> Circles {
    let parts: BTreeMap<ClassId, BTreeSet<ClassId>> = uses
        .classes()
        .map(|(class, _)| (class, contained(graph, types, class)))
        .collect();
    let mut search = Search {
        parts: &parts,
        order: BTreeMap::new(),
        stack: Vec::new(),
        circles: Circles::default(),
        count: 0,
    };
    for class in parts.keys() {
        search.visit(*class);
    }
    search.circles
}

/// The types that a type's values hold directly.
fn contained(graph: &Graph, types: &Types, class: ClassId) -> BTreeSet<ClassId> {
    let Some(&node) = types.members(class).first() else {
        return BTreeSet::new();
    };
    let direct: Vec<NodeId> = match &graph.node(node).kind {
        Kind::Struct(object) => object
            .fields
            .values()
            .map(|field| field.edge.target)
            .collect(),
        Kind::Union(union) => union.branches.iter().map(|branch| branch.node).collect(),
        _ => Vec::new(),
    };
    direct
        .into_iter()
        .filter(|&part| graph.node(part).kind.is_named())
        .map(|part| types.class(part))
        .collect()
}

struct Search<'a> {
    parts: &'a BTreeMap<ClassId, BTreeSet<ClassId>>,
    order: BTreeMap<ClassId, usize>,
    stack: Vec<ClassId>,
    circles: Circles,
    count: usize,
}

impl Search<'_> {
    /// Returns the earliest class in the visit's order that the class leads back to.
    fn visit(&mut self, class: ClassId) -> usize {
        if let Some(&known) = self.order.get(&class) {
            let done = self.circles.circle_of.contains_key(&class) || !self.stack.contains(&class);
            return if done { usize::MAX } else { known };
        }
        let own = self.order.len();
        self.order.insert(class, own);
        self.stack.push(class);
        let mut earliest = own;
        let parts = self.parts;
        let mut meets_itself = false;
        for &part in parts.get(&class).into_iter().flatten() {
            meets_itself |= part == class;
            earliest = earliest.min(self.visit(part));
        }
        if earliest == own {
            self.close(class, meets_itself);
        }
        earliest
    }

    fn close(&mut self, class: ClassId, meets_itself: bool) {
        let start = self
            .stack
            .iter()
            .position(|&open| open == class)
            .unwrap_or(0);
        let members = self.stack.split_off(start);
        if members.len() > 1 || meets_itself {
            self.count += 1;
            self.circles
                .circle_of
                .extend(members.into_iter().map(|member| (member, self.count)));
        }
    }
}
