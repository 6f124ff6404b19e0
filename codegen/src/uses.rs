//! Every use of a type: its position, its title and description there, and its role.
//!
//! Input: the lowered operations and the partition into types. Output: [`Uses`], the evidence on which names, docs and
//! directions are decided. A class that no value has (only a part of an `allOf`) has no uses and doesn't become a type.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Edge, Graph, Kind, NodeId};
use crate::input::docs_set::{Api, DocumentedOperation, OperationIndex};
use crate::ir::{Outcome, Status};
use crate::lower::{Lowered, LoweredOperation};
use crate::merge::{ClassId, Types};
use crate::position::Position;

/// The evidence on all types of an API.
#[derive(Debug)]
pub struct Uses {
    by_class: BTreeMap<ClassId, ClassUses>,
}

/// The evidence on one type.
#[derive(Debug, Default)]
pub struct ClassUses {
    /// Its roles, in the order of the pages.
    pub roles: Vec<Role>,
    /// The operations that reach it.
    pub operations: BTreeSet<OperationIndex>,
    /// Every position of a schema of it.
    pub positions: BTreeSet<Position>,
    /// It is part of something that is sent.
    pub sent: bool,
    /// It is part of something that is received.
    pub received: bool,
    /// Titles and how often they occur.
    pub titles: BTreeMap<String, usize>,
    /// Descriptions and how often they occur.
    pub docs: BTreeMap<String, usize>,
}

/// What a type is used for at one position.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Role {
    /// The operation.
    pub operation: OperationIndex,
    /// What it is part of.
    pub site: UseSite,
    /// It is the item of a list or the value of a map there.
    pub item: bool,
}

/// What a type is part of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UseSite {
    /// A request body.
    Request,
    /// The body of a success.
    Success,
    /// The body of an error.
    Error(Status),
    /// A parameter of this name.
    Parameter(String),
    /// A field.
    Field {
        /// The type that has the field.
        owner: ClassId,
        /// The property.
        property: String,
    },
    /// A branch of a union.
    Branch {
        /// The union.
        owner: ClassId,
        /// The first value of the discriminator that means it.
        tag: Option<String>,
    },
}

impl Uses {
    /// The classes that values have, in their order.
    pub fn classes(&self) -> impl Iterator<Item = (ClassId, &ClassUses)> {
        self.by_class.iter().map(|(class, uses)| (*class, uses))
    }

    /// The evidence on a class, unless nothing uses it.
    pub fn of(&self, class: ClassId) -> Option<&ClassUses> {
        self.by_class.get(&class)
    }
}

impl ClassUses {
    /// The most frequent description; of equally frequent ones the shortest, since it is the least specific to one use.
    pub fn main_docs(&self) -> &str {
        let best = self
            .docs
            .iter()
            .max_by_key(|(text, count)| (**count, std::cmp::Reverse(text.len())));
        best.map(|(text, _)| text.as_str()).unwrap_or_default()
    }
}

/// Collects the uses of all types of an API.
pub fn collect(api: &Api, lowered: &Lowered, types: &Types) -> Uses {
    let mut collector = Collector {
        graph: &lowered.graph,
        types,
        visited: BTreeSet::new(),
        claimed: BTreeSet::new(),
        uses: Uses {
            by_class: BTreeMap::new(),
        },
    };
    for (index, documented) in api.indexed() {
        collector.operation(index, documented, lowered.operation(index));
    }
    collector.parts();
    collector.uses
}

/// Which way a body goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Direction {
    Sent,
    Received,
}

struct Collector<'a> {
    graph: &'a Graph,
    types: &'a Types,
    visited: BTreeSet<(OperationIndex, NodeId, Direction)>,
    claimed: BTreeSet<&'a Position>,
    uses: Uses,
}

impl<'a> Collector<'a> {
    fn operation(
        &mut self,
        index: OperationIndex,
        documented: &DocumentedOperation,
        operation: &LoweredOperation,
    ) {
        for (parameter, edge) in documented
            .object
            .parameters
            .iter()
            .zip(&operation.parameters)
        {
            self.visit(
                index,
                edge.target,
                UseSite::Parameter(parameter.name.clone()),
                false,
                Direction::Sent,
            );
        }
        for node in operation
            .request
            .iter()
            .filter_map(|(_, content)| content.node())
        {
            self.visit(index, node, UseSite::Request, false, Direction::Sent);
        }
        for response in &operation.responses {
            let success = operation.outcome(response.status) == Outcome::Success;
            let site = if success {
                UseSite::Success
            } else {
                UseSite::Error(response.status)
            };
            for node in response
                .content
                .iter()
                .filter_map(|(_, content)| content.node())
            {
                self.visit(index, node, site.clone(), false, Direction::Received);
            }
        }
    }

    fn visit(
        &mut self,
        operation: OperationIndex,
        node: NodeId,
        site: UseSite,
        item: bool,
        direction: Direction,
    ) {
        // Every use counts as evidence for the name, even of a schema that was visited before.
        let class = self.types.class(node);
        let kind = &self.graph.node(node).kind;
        if kind.is_named() {
            let uses = self.uses.by_class.entry(class).or_default();
            uses.roles.push(Role {
                operation,
                site: site.clone(),
                item,
            });
        }
        // A schema that contains itself is visited once.
        if !self.visited.insert((operation, node, direction)) {
            return;
        }
        if kind.is_named() {
            self.record(operation, node, class, direction);
        }
        match kind {
            Kind::Any | Kind::Object | Kind::Scalar(_) | Kind::Enum(_) => {}
            Kind::List(Edge { target, .. }) | Kind::Map(Edge { target, .. }) => {
                self.visit(operation, *target, site, true, direction);
            }
            Kind::Struct(object) => {
                for (property, field) in &object.fields {
                    let site = UseSite::Field {
                        owner: class,
                        property: property.clone(),
                    };
                    self.visit(operation, field.edge.target, site, false, direction);
                }
                if let Some(additional) = object.additional {
                    let site = UseSite::Field {
                        owner: class,
                        property: "value".to_owned(),
                    };
                    self.visit(operation, additional.target, site, false, direction);
                }
            }
            Kind::Union(union) => {
                for branch in &union.branches {
                    let site = UseSite::Branch {
                        owner: class,
                        tag: branch.tags.first().cloned(),
                    };
                    self.visit(operation, branch.node, site, false, direction);
                }
            }
        }
    }

    fn record(
        &mut self,
        operation: OperationIndex,
        node: NodeId,
        class: ClassId,
        direction: Direction,
    ) {
        let node = self.graph.node(node);
        let uses = self.uses.by_class.entry(class).or_default();
        uses.operations.insert(operation);
        match direction {
            Direction::Sent => uses.sent = true,
            Direction::Received => uses.received = true,
        }
        if let Some(title) = &node.title {
            *uses.titles.entry(title.clone()).or_default() += 1;
        }
        if !node.docs.trim().is_empty() {
            *uses.docs.entry(node.docs.trim().to_owned()).or_default() += 1;
        }
        for position in &node.positions {
            if self.claimed.insert(position) {
                uses.positions.insert(position.clone());
            }
        }
    }

    /// A part of an `allOf` that is word for word a type of its own elsewhere counts as a position of that type.
    fn parts(&mut self) {
        for id in self.graph.ids() {
            let class = self.types.class(id);
            let Some(uses) = self.uses.by_class.get_mut(&class) else {
                continue;
            };
            for position in &self.graph.node(id).positions {
                if self.claimed.insert(position) {
                    uses.positions.insert(position.clone());
                }
            }
        }
    }
}
