//! Names taken from descriptions.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::Candidates;
use crate::merge::ClassId;
use crate::names::lexicon::DESCRIBING;
use crate::uses::{ClassUses, UseSite};

impl Candidates<'_> {
    /// The identifier that a description is, or begins with: `FormCondition represents a condition`. It has to share a
    /// word with the place, because a sentence can begin with the name of a product as well.
    pub(super) fn identifier(&self, uses: &ClassUses) -> Option<Vec<String>> {
        if !uses
            .docs
            .keys()
            .any(|text| described(text, &BTreeSet::new()).is_some())
        {
            return None;
        }
        let around = self.words_around(uses);
        let properties = uses.roles.iter().filter_map(|role| match &role.site {
            UseSite::Field { property, .. } => Some(property.to_lowercase()),
            _ => None,
        });
        let properties = properties.collect();
        let named = uses.docs.iter().filter_map(|(text, count)| {
            // Where a type is described in several ways, a name in one of them is that of one use.
            if count * 2 <= uses.positions.len() {
                return None;
            }
            let words = self.vocabulary.words(described(text, &properties)?);
            let fits = words.len() > 1 && words.iter().any(|word| around.contains(word));
            fits.then_some((words, count))
        });
        let best = named.max_by_key(|(words, count)| (**count, Reverse(words.clone())));
        best.map(|(words, _)| words)
    }

    /// The words of the operations and properties that a type is used by, in the singular.
    fn words_around(&self, uses: &ClassUses) -> BTreeSet<String> {
        let operations = uses.operations.iter();
        let ids = operations.map(|operation| self.api.operation(*operation).id.as_str());
        let properties = uses.roles.iter().filter_map(|role| match &role.site {
            UseSite::Field { property, .. } => Some(property.as_str()),
            _ => None,
        });
        ids.chain(properties)
            .flat_map(|text| self.vocabulary.words(text))
            .flat_map(|word| [self.vocabulary.singular(vec![word.clone()]).concat(), word])
            .collect()
    }

    /// The description that is as short as a name.
    pub(super) fn description(&self, class: ClassId, uses: &ClassUses) -> Option<Vec<String>> {
        if self.has_one_value(class) {
            return None;
        }
        let short = uses.docs.iter().filter(|(text, _)| is_name_like(text));
        let (text, _) = short.max_by_key(|(text, count)| (**count, Reverse(text.len())))?;
        Some(self.vocabulary.words(text))
    }
}

/// The identifier of what a description describes: all of it, its first word before a verb, or the type that a value is
/// said to be of. A first word that is the property's own name isn't the type's.
fn described<'t>(text: &'t str, properties: &BTreeSet<String>) -> Option<&'t str> {
    let mut words = text.split_whitespace();
    let first = words.next()?.trim_end_matches(['.', ':']);
    let second = words.next();
    let describes = second.is_none_or(|second| DESCRIBING.contains(&second));
    if describes && is_identifier(first) && !properties.contains(&first.to_lowercase()) {
        return Some(first);
    }
    let (_, rest) = text.split_once(" is a ")?;
    let mut rest = rest.split_whitespace();
    let name = rest.next()?;
    let is_type = rest.next().is_some_and(|word| {
        ["object", "type", "value"].contains(&word.trim_end_matches(['.', ',']))
    });
    (is_type && is_identifier(name)).then_some(name)
}

/// Whether a text is one word in upper camel case with two or more parts.
pub(super) fn is_identifier(text: &str) -> bool {
    let mut capitals = 0;
    let mut last_is_upper = false;
    for character in text.chars() {
        if !character.is_ascii_alphanumeric() {
            return false;
        }
        let is_upper = character.is_ascii_uppercase();
        capitals += usize::from(is_upper && !last_is_upper);
        last_is_upper = is_upper;
    }
    capitals > 1 && text.starts_with(|first: char| first.is_ascii_uppercase())
}

/// Two or three plain words, and no sentence.
fn is_name_like(text: &str) -> bool {
    const GRAMMAR: [&str; 34] = [
        "a", "an", "the", "of", "to", "for", "in", "is", "are", "be", "by", "on", "or", "and",
        "with", "from", "this", "that", "if", "not", "list", "no", "who", "what", "when", "where",
        "which", "how", "why", "it", "its", "has", "was", "as",
    ];
    let text = text.trim_end_matches('.');
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=3).contains(&words.len())
        && text
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || character == ' ')
        && !words
            .iter()
            .any(|word| GRAMMAR.contains(&word.to_lowercase().as_str()))
}
