//! What operations return: a resource, a list, or an object that wraps one of them.

use super::Candidates;
use crate::graph::{Kind, StructKind};
use crate::input::docs_set::OperationIndex;
use crate::merge::ClassId;
use crate::names::lexicon::CONTAINERS;
use crate::uses::{ClassUses, UseSite};

impl Candidates<'_> {
    /// The operations that return a type, and whether it is the item of a list there: of the body itself, or of the
    /// property that holds the list or the object in an object that wraps it.
    pub(super) fn responses(
        &self,
        uses: &ClassUses,
    ) -> impl Iterator<Item = (OperationIndex, bool)> {
        uses.roles.iter().filter_map(|role| match &role.site {
            UseSite::Success => Some((role.operation, role.item)),
            UseSite::Field { owner, property } => {
                let wraps = self.uses.of(*owner)?.roles.iter().any(|wrapper| {
                    wrapper.operation == role.operation
                        && wrapper.site == UseSite::Success
                        && !wrapper.item
                });
                let is_resource = match role.item {
                    true => wraps && self.holds_list(role.operation, property),
                    false => wraps && self.wrapped(*owner) == Some(property),
                };
                is_resource.then_some((role.operation, role.item))
            }
            _ => None,
        })
    }

    /// Whether a property holds the list that an operation returns, as its name says.
    pub(super) fn holds_list(&self, operation: OperationIndex, property: &str) -> bool {
        let words = self.vocabulary.words(property);
        let is_container =
            matches!(words.as_slice(), [only] if CONTAINERS.contains(&only.as_str()));
        let mut words = self.vocabulary.singular(words);
        if words.len() > 1 && words.last().is_some_and(|last| last == "list") {
            words.pop();
        }
        let resource = self.resource_of(operation, true);
        self.reads(operation) && resource.is_some_and(|resource| is_container || resource == words)
    }

    /// The property that holds the resource in an object that wraps it: `data` in the documents of JSON:API.
    pub(super) fn wrapped(&self, class: ClassId) -> Option<&String> {
        let node = self.types.members(class).first()?;
        let Kind::Struct(object) = &self.graph.node(*node).kind else {
            return None;
        };
        let has_id = |object: &StructKind| object.fields.contains_key("id");
        let mut fields = object.fields.iter();
        let (property, _) = fields.find(|(property, field)| {
            let is_object = matches!(&self.graph.node(field.edge.target).kind, Kind::Struct(part) if has_id(part));
            CONTAINERS.contains(&property.as_str()) && is_object
        })?;
        (!has_id(object)).then_some(property)
    }

    /// Whether a type is a union one of whose branches is the resource, as operations show that return it.
    pub(super) fn has_resource(&self, class: ClassId, resource: &[String]) -> bool {
        let node = self.types.members(class).first();
        let Some(Kind::Union(union)) = node.map(|node| &self.graph.node(*node).kind) else {
            return false;
        };
        let resource = self.vocabulary.singular(resource.to_vec());
        union.branches.iter().any(|branch| {
            let uses = self.uses.of(self.types.class(branch.node));
            let mut roles = uses.iter().flat_map(|uses| &uses.roles);
            roles.any(|role| {
                role.site == UseSite::Success
                    && self.resource_of(role.operation, true).as_deref() == Some(&*resource)
            })
        })
    }

    /// Whether a type is an object that an operation returns and that has a list of objects in such a property.
    pub(super) fn wraps_list(&self, class: ClassId, is_such: impl Fn(&str) -> bool) -> bool {
        let is_returned = self.uses.of(class).is_some_and(|uses| {
            let mut roles = uses.roles.iter();
            roles.any(|role| role.site == UseSite::Success && !role.item)
        });
        let node = self.types.members(class).first();
        let Some(Kind::Struct(object)) = node.map(|node| &self.graph.node(*node).kind) else {
            return false;
        };
        let kind = |node| &self.graph.node(node).kind;
        let is_list = |node| match kind(node) {
            Kind::List(edge) => matches!(kind(edge.target), Kind::Struct(_) | Kind::Union(_)),
            _ => false,
        };
        let mut fields = object.fields.iter();
        is_returned && fields.any(|(name, field)| is_list(field.edge.target) && is_such(name))
    }
}
