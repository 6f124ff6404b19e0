//! What distinguishes the branches of a union.

use std::collections::BTreeSet;

use super::Candidates;
use super::descriptions::is_identifier;
use crate::graph::{Kind, NodeId};
use crate::merge::ClassId;
use crate::names::lexicon::REFERENCE;
use crate::scalar::Scalar;
use crate::uses::{ClassUses, UseSite};

impl Candidates<'_> {
    /// The value of a property that distinguishes a branch from the others, if the value is an identifier by itself:
    /// `AccessItemAssociated`.
    pub(super) fn branch_value(&self, class: ClassId, uses: &ClassUses) -> Option<Vec<String>> {
        let mut owners = uses.roles.iter().filter_map(|role| match &role.site {
            UseSite::Branch { owner, tag: None } => Some(*owner),
            _ => None,
        });
        let value = owners.find_map(|owner| self.telling_value(class, owner))?;
        is_identifier(value).then(|| self.vocabulary.words(value))
    }

    /// What distinguishes a branch: its tag, the value of a property, or a field, preferably one that the others don't
    /// have.
    pub(super) fn branch_words(
        &self,
        class: ClassId,
        owner: ClassId,
        tag: Option<&str>,
        item: bool,
    ) -> Vec<Vec<String>> {
        if let Some(tag) = tag {
            return vec![self.vocabulary.words(tag)];
        }
        if item {
            return vec![vec!["item".to_owned()]];
        }
        let own = self.keys(class);
        let choice = || "choice".to_owned();
        if own.is_empty() {
            return vec![vec![choice()]];
        }
        let siblings: Vec<BTreeSet<&str>> = self
            .branches(owner)
            .map(|branch| [self.keys(branch), self.nested_keys(branch)].concat())
            .map(BTreeSet::from_iter)
            .collect();
        let mut keys: Vec<&str> = own
            .into_iter()
            .chain(self.nested_keys(class))
            .filter(|key| !REFERENCE.contains(key))
            .collect();
        keys.sort_by_key(|key| {
            siblings
                .iter()
                .filter(|sibling| sibling.contains(key))
                .count()
        });
        let value = self.telling_value(class, owner);
        let words = value.into_iter().chain(keys).chain(["id"]);
        let words: Vec<Vec<String>> = words
            .map(|text| self.vocabulary.words(text))
            .filter(|words| !words.is_empty())
            .collect();
        let longer = words
            .iter()
            .map(|words| words.iter().cloned().chain([choice()]).collect());
        words.iter().cloned().chain(longer).collect()
    }

    /// The value of a text property, if no other branch of the union has it and another one has another.
    fn telling_value(&self, class: ClassId, union: ClassId) -> Option<&str> {
        let siblings: BTreeSet<ClassId> = self.branches(union).collect();
        self.keys(class).into_iter().find_map(|key| {
            let own = self.value_of(class, key)?;
            let others: Vec<&str> = siblings
                .iter()
                .filter(|sibling| **sibling != class)
                .filter_map(|sibling| self.value_of(*sibling, key))
                .collect();
            let distinct = !others.iter().any(|other| other.eq_ignore_ascii_case(own));
            let shared = siblings
                .iter()
                .all(|sibling| self.keys(*sibling).contains(&key));
            (distinct && shared && !others.is_empty() && is_word(own)).then_some(own)
        })
    }

    /// The only value of a property that all schemas of a class agree on. Where the property distinguishes kinds of
    /// objects, as its name says, its example serves as well.
    fn value_of(&self, class: ClassId, key: &str) -> Option<&str> {
        let words = self.vocabulary.words(key);
        let is_kind = words
            .last()
            .is_some_and(|last| KINDS.contains(&last.as_str()));
        let mut values = self.types.members(class).iter().map(|node| {
            let Kind::Struct(object) = &self.graph.node(*node).kind else {
                return None;
            };
            self.text_of(object.fields.get(key)?.edge.target, is_kind)
        });
        let first = values.next()??;
        values.all(|value| value == Some(first)).then_some(first)
    }

    fn text_of(&self, node: NodeId, is_kind: bool) -> Option<&str> {
        let node = self.graph.node(node);
        match &node.kind {
            Kind::Enum(values) => match values.values.as_slice() {
                [only] => only.as_str(),
                _ => None,
            },
            Kind::Scalar(Scalar::String) if is_kind => node.example_text(),
            _ => None,
        }
    }

    /// The union whose branches a type distinguishes: that of the property's owner and of another one that has the type
    /// there as well.
    pub(super) fn union_around(
        &self,
        uses: &ClassUses,
        owner: ClassId,
        property: &str,
    ) -> Option<ClassId> {
        let is_tagged = |union: ClassId| {
            let node = self.types.members(union).first();
            node.is_some_and(|node| match &self.graph.node(*node).kind {
                Kind::Union(union) => union.discriminator.as_deref() == Some(property),
                _ => false,
            })
        };
        let owners = uses.roles.iter().filter_map(|role| match &role.site {
            UseSite::Field {
                owner,
                property: same,
            } if same == property => Some(*owner),
            _ => None,
        });
        let others: BTreeSet<ClassId> = owners.filter(|other| *other != owner).collect();
        let is_shared = |union: &ClassId| {
            is_tagged(*union) && self.branches(*union).any(|branch| others.contains(&branch))
        };
        let roles = self.uses.of(owner).into_iter().flat_map(|uses| &uses.roles);
        let mut unions = roles.filter_map(|role| match &role.site {
            UseSite::Branch { owner, .. } => Some(*owner),
            _ => None,
        });
        unions.find(is_shared)
    }

    fn branches(&self, union: ClassId) -> impl Iterator<Item = ClassId> {
        let node = self.types.members(union).first();
        let branches = node
            .map(|node| self.graph.children(*node))
            .unwrap_or_default();
        branches.into_iter().map(|branch| self.types.class(branch))
    }

    fn keys(&self, class: ClassId) -> Vec<&str> {
        let node = self.types.members(class).first();
        match node.map(|node| &self.graph.node(*node).kind) {
            Some(Kind::Struct(object)) => object.fields.keys().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The keys of the objects that an object's own properties are.
    fn nested_keys(&self, class: ClassId) -> Vec<&str> {
        let node = self.types.members(class).first();
        let parts = node
            .map(|node| self.graph.children(*node))
            .unwrap_or_default();
        let parts = parts.into_iter().map(|part| self.types.class(part));
        parts.flat_map(|part| self.keys(part)).collect()
    }
}

/// Last words of properties that distinguish kinds of objects.
const KINDS: [&str; 6] = ["action", "category", "event", "kind", "operation", "type"];

fn is_word(value: &str) -> bool {
    value.len() <= 40 && value.starts_with(|first: char| first.is_ascii_alphabetic())
}
