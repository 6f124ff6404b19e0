//! Names taken from the only value that an enum has.

use super::Candidates;
use super::properties::with_suffix;
use crate::graph::{Kind, NodeId};
use crate::merge::ClassId;
use crate::uses::ClassUses;

/// The longest value that is part of a name.
const LONGEST: usize = 30;

impl Candidates<'_> {
    /// `IdentityType`, if the type's only value is `IDENTITY` and the property that holds it is `type`.
    pub(super) fn only_value(&self, class: ClassId) -> Option<Vec<String>> {
        let node = self.types.members(class).first()?;
        let value = self.value_words(*node)?;
        let property = self.properties.get(&class)?;
        Some(match value.ends_with(property) {
            true => value,
            false => [value.as_slice(), property].concat(),
        })
    }

    /// Whether the type is an enum whose only value can be part of its name.
    pub(super) fn has_one_value(&self, class: ClassId) -> bool {
        let node = self.types.members(class).first();
        node.is_some_and(|node| self.value_words(*node).is_some())
    }

    /// `IdentityRef`, if the type references objects and its property `type` has `IDENTITY` as the only value.
    /// A type that only one property holds is named after that.
    pub(super) fn reference(&self, class: ClassId, uses: &ClassUses) -> Option<Vec<String>> {
        if !self.is_reference(class) || !self.has_several_owners(uses) {
            return None;
        }
        let node = self.types.members(class).first()?;
        let Kind::Struct(object) = &self.graph.node(*node).kind else {
            return None;
        };
        let value = self.value_words(object.fields.get("type")?.edge.target)?;
        Some(with_suffix(value, "ref"))
    }

    /// The words of an enum's only value.
    fn value_words(&self, node: NodeId) -> Option<Vec<String>> {
        let Kind::Enum(values) = &self.graph.node(node).kind else {
            return None;
        };
        let [serde_json::Value::String(value)] = values.values.as_slice() else {
            return None;
        };
        let is_word =
            value.len() <= LONGEST && value.starts_with(|first: char| first.is_ascii_alphabetic());
        let all_caps = !value.contains(|character: char| character.is_ascii_lowercase());
        let words = match all_caps {
            true => self.vocabulary.words(&value.to_lowercase()),
            false => self.vocabulary.words(value),
        };
        (is_word && !words.is_empty()).then_some(words)
    }
}
