//! Gives schemas at new use sites the names of equal schemas.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use super::Recall;
use crate::graph::NodeId;
use crate::merge::{self, ClassId};

impl Recall<'_> {
    /// Gives each nameless schema the name that most schemas of its type have.
    ///
    /// Equal types may have different names, and their parts too. So the parts of a nameless schema take the names of the
    /// parts of the schema that it was named after. All other schemas are named by the majority of their own type.
    pub(super) fn spread(&mut self) {
        let models = self.models();
        let parts = self.parts_of(models.iter().map(|(node, _)| *node));
        let (inner, outer): (Vec<_>, Vec<_>) =
            models.iter().partition(|(node, _)| parts.contains(node));
        for (node, model) in outer.into_iter().chain(inner) {
            if self.recalled.name(node).is_none() {
                self.adopt(node, model);
            }
        }
    }

    /// The name that most schemas of a type have.
    pub(super) fn majority(&self, class: ClassId) -> Option<String> {
        let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
        for &node in self.types.members(class) {
            if let Some(name) = self.recalled.name(node) {
                *votes.entry(name).or_default() += 1;
            }
        }
        let most = votes
            .into_iter()
            .max_by_key(|(name, count)| (*count, Reverse(*name)));
        most.map(|(name, _)| name.to_owned())
    }

    /// The nameless schemas, each with a schema of its type that has the name of the majority.
    fn models(&self) -> Vec<(NodeId, NodeId)> {
        let mut models = Vec::new();
        for class in self.types.classes() {
            let Some(name) = self.majority(class) else {
                continue;
            };
            let members = self.types.members(class).iter();
            let (named, nameless): (Vec<&NodeId>, Vec<&NodeId>) =
                members.partition(|node| self.recalled.name(**node).is_some());
            let mut named = named.into_iter();
            if let Some(model) = named.find(|node| self.recalled.name(**node) == Some(&name)) {
                models.extend(nameless.into_iter().map(|node| (*node, *model)));
            }
        }
        models
    }

    /// The schemas with types of their own that some schemas directly consist of.
    fn parts_of(&self, nodes: impl Iterator<Item = NodeId>) -> HashSet<NodeId> {
        let mut open: Vec<NodeId> = nodes.flat_map(|node| self.graph.children(node)).collect();
        let mut parts = HashSet::new();
        while let Some(node) = open.pop() {
            if parts.insert(node) && !self.graph.node(node).kind.is_named() {
                open.extend(self.graph.children(node));
            }
        }
        parts
    }

    /// Names a schema and its parts like another schema of the same type.
    fn adopt(&mut self, node: NodeId, model: NodeId) {
        let mut open = vec![(node, model)];
        let mut seen = HashSet::new();
        while let Some((node, model)) = open.pop() {
            if !seen.insert(node) {
                continue;
            }
            if self.recalled.name(node).is_none() {
                self.recalled.names[node.0] = self.recalled.names[model.0].clone();
            }
            if self.recalled.name(node) == self.recalled.name(model) {
                let (parts, models) = (
                    merge::parts(self.graph, node),
                    merge::parts(self.graph, model),
                );
                open.extend(parts.into_iter().zip(models));
            }
        }
    }
}
