//! Which types contain themselves.
//!
//! A type that contains itself without a list or map in between has no finite size. Each use that closes such a cycle is
//! a `Box`.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Graph, Kind, NodeId};
use crate::merge::{ClassId, Types};
use crate::uses::Uses;

/// The types that contain each other by value, by the number of their cycle.
#[derive(Debug, Default)]
pub struct Cycles {
    cycle_of: BTreeMap<ClassId, usize>,
}

impl Cycles {
    /// Whether a use of `part` in `owner` closes a cycle.
    pub fn needs_box(&self, owner: ClassId, part: ClassId) -> bool {
        match (self.cycle_of.get(&owner), self.cycle_of.get(&part)) {
            (Some(owner), Some(part)) => owner == part,
            _ => false,
        }
    }
}

/// Finds the cycles: the strongly connected components of the types' containment by value (Tarjan's algorithm).
pub fn cycles(graph: &Graph, types: &Types, uses: &Uses) -> Cycles {
    let parts: BTreeMap<ClassId, BTreeSet<ClassId>> = uses
        .classes()
        .map(|(class, _)| (class, contained(graph, types, class)))
        .collect();
    let mut search = Search {
        parts: &parts,
        order: BTreeMap::new(),
        stack: Vec::new(),
        cycles: Cycles::default(),
        count: 0,
    };
    for class in parts.keys() {
        search.visit(*class);
    }
    search.cycles
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
    cycles: Cycles,
    count: usize,
}

impl Search<'_> {
    /// Returns the earliest class in the visit's order that the class leads back to.
    fn visit(&mut self, class: ClassId) -> usize {
        if let Some(&known) = self.order.get(&class) {
            let done = self.cycles.cycle_of.contains_key(&class) || !self.stack.contains(&class);
            return if done { usize::MAX } else { known };
        }
        let own = self.order.len();
        self.order.insert(class, own);
        self.stack.push(class);
        let mut earliest = own;
        let parts = self.parts;
        let mut contains_itself = false;
        for &part in parts.get(&class).into_iter().flatten() {
            contains_itself |= part == class;
            earliest = earliest.min(self.visit(part));
        }
        if earliest == own {
            self.close(class, contains_itself);
        }
        earliest
    }

    fn close(&mut self, class: ClassId, contains_itself: bool) {
        let start = self
            .stack
            .iter()
            .position(|&open| open == class)
            .unwrap_or(0);
        let members = self.stack.split_off(start);
        if members.len() > 1 || contains_itself {
            self.count += 1;
            self.cycles
                .cycle_of
                .extend(members.into_iter().map(|member| (member, self.count)));
        }
    }
}
