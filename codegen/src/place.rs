//! Where types live: which module defines each, and which uses of a type need a `Box`.
//!
//! Input: the types, their uses and the bodies of operations. Output: a [`Placement`]. A type that only one tag uses lives
//! in that tag's module, every other one in `shared`.

mod cycles;

use std::collections::BTreeSet;

use crate::bodies::{Bodies, OperationTypeKind};
use crate::graph::{Graph, NodeId};
use crate::input::docs_set::{Api, OperationIndex};
use crate::ir::TypeId;
use crate::merge::Types;
use crate::type_refs::TypeRefs;
use crate::uses::Uses;

pub use cycles::{Cycles, cycles};

/// The places of all types of an API.
#[derive(Debug)]
pub struct Placement {
    /// The tag of the module that defines a type, or `None` for `shared`; by [`TypeId`].
    pub homes: Vec<Option<String>>,
    /// The types that contain themselves.
    pub cycles: Cycles,
}

/// Decides where all types live.
pub fn place(api: &Api, graph: &Graph, types: &Types, uses: &Uses, bodies: &Bodies) -> Placement {
    // The operations that use each type.
    let by_schemas = uses.classes().map(|(_, uses)| uses.operations.clone());
    let by_operations = bodies.types.iter().map(|each| each.operations.clone());
    let mut users: Vec<BTreeSet<OperationIndex>> = by_schemas.chain(by_operations).collect();
    // Whatever an error type refers to is used wherever the error type is.
    let refs = TypeRefs::new(graph, types, uses);
    for each in &bodies.types {
        if let OperationTypeKind::Errors(errors) = &each.kind {
            let roots = errors.values().filter_map(|ty| ty.definition());
            for id in reachable(graph, types, &refs, roots.collect()) {
                if let Some(users) = users.get_mut(id.0) {
                    users.extend(&each.operations);
                }
            }
        }
    }
    let home = |users: &BTreeSet<OperationIndex>| api.only_tag(users.iter().copied());
    Placement {
        homes: users
            .iter()
            .map(|users| home(users).map(str::to_owned))
            .collect(),
        cycles: cycles(graph, types, uses),
    }
}

/// The types that the values of some types consist of, those types included.
fn reachable(
    graph: &Graph,
    types: &Types,
    refs: &TypeRefs<'_>,
    mut open: Vec<TypeId>,
) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !reached.insert(id) {
            continue;
        }
        let class = refs.class(id);
        let node = class.and_then(|class| types.members(class).first());
        let parts: Vec<NodeId> = node.map_or_else(Vec::new, |node| graph.children(*node));
        open.extend(parts.iter().filter_map(|part| refs.of(*part).definition()));
    }
    reached
}
