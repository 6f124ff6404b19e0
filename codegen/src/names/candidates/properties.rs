//! Names taken from properties: the property's own name, or its owner's and its own.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Candidates, LONG};
use crate::graph::Kind;
use crate::merge::ClassId;
use crate::names::lexicon::{HUSKS, JOINTS, REFERENCE, VAGUE};
use crate::names::words::pascal;
use crate::uses::{ClassUses, Place};

/// What the properties that hold a type are called.
struct MainProperty {
    words: Vec<String>,
    /// How many types have such a property.
    owners: usize,
    likeness: Likeness,
}

/// Whether the properties that hold a type are called alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Likeness {
    /// All, or most.
    Alike,
    /// Their names end alike: `approverComment`, `requesterComment`.
    Ending,
    /// They have nothing in common.
    Unlike,
}

impl Candidates<'_> {
    /// A property's name by itself, if it has two words or many types have such a property.
    pub(super) fn property(&self, class: ClassId, uses: &ClassUses) -> Option<Vec<String>> {
        let MainProperty {
            words,
            owners,
            likeness,
        } = self.main_property(uses)?;
        if self.is_reference(class) {
            let general = likeness == Likeness::Unlike && owners > 2;
            let telling = !general && words != ["ref"] && words != ["reference"];
            let words = if telling {
                words
            } else {
                vec!["object".to_owned()]
            };
            return Some(with_suffix(words, "ref"));
        }
        let vague = words.iter().all(|word| VAGUE.contains(&word.as_str()));
        let telling = match likeness {
            Likeness::Alike => words.len() > 1 || owners > 2,
            Likeness::Ending => true,
            Likeness::Unlike => words.len() > 1,
        };
        (telling && !vague).then_some(words)
    }

    /// How the properties that hold the type are called: all alike, or most, or what their names end with in common.
    fn main_property(&self, uses: &ClassUses) -> Option<MainProperty> {
        let votes = self.property_votes(uses);
        let owners: usize = votes.values().map(BTreeSet::len).sum();
        let most = votes
            .iter()
            .max_by_key(|(words, owners)| (owners.len(), words.len(), Reverse(*words)));
        let (words, count) = most.map(|(words, owners)| (words.clone(), owners.len()))?;
        if votes.len() == 1 || count * 2 > owners {
            return Some(MainProperty {
                words,
                owners: count,
                likeness: Likeness::Alike,
            });
        }
        let common = votes
            .keys()
            .cloned()
            .reduce(|one, other| common_ending(&one, &other));
        Some(match common.filter(|words| !words.is_empty()) {
            Some(words) => MainProperty {
                words,
                owners,
                likeness: Likeness::Ending,
            },
            None => MainProperty {
                words,
                owners,
                likeness: Likeness::Unlike,
            },
        })
    }

    /// The names of the properties that hold the type, and the types that have them.
    fn property_votes(&self, uses: &ClassUses) -> BTreeMap<Vec<String>, BTreeSet<ClassId>> {
        let mut votes: BTreeMap<Vec<String>, BTreeSet<ClassId>> = BTreeMap::new();
        for role in &uses.roles {
            if let Place::Field { owner, property } = &role.place {
                votes
                    .entry(self.property_words(property, role.item))
                    .or_default()
                    .insert(*owner);
            }
        }
        votes
    }

    fn property_words(&self, property: &str, item: bool) -> Vec<String> {
        let words = self.vocabulary.words(property);
        if item {
            self.vocabulary.singular(words)
        } else {
            words
        }
    }

    /// An object with an id and nothing else but what shows whose it is.
    pub(super) fn is_reference(&self, class: ClassId) -> bool {
        let Some(node) = self.types.members(class).first() else {
            return false;
        };
        match &self.graph.node(*node).kind {
            Kind::Struct(object) => {
                let keys = || object.fields.keys().map(String::as_str);
                object.fields.len() > 1
                    && keys().any(|key| key == "id")
                    && keys().all(|key| REFERENCE.contains(&key))
            }
            _ => false,
        }
    }

    /// Owner and title or, without a title, owner and property, for each owner that has a name; the owner of the shortest
    /// name first, its properties in the page's order.
    pub(super) fn owner(
        &self,
        class: ClassId,
        uses: &ClassUses,
        names: &BTreeMap<ClassId, String>,
    ) -> Vec<Vec<String>> {
        let title = self.title(uses);
        let reference = title.is_none() && self.is_reference(class);
        let mut all: Vec<(usize, Vec<String>)> = Vec::new();
        for role in &uses.roles {
            let (owner, properties) = match &role.place {
                Place::Field { owner, property } => {
                    (owner, vec![self.property_words(property, role.item)])
                }
                Place::Branch { owner, tag } => (
                    owner,
                    self.branch_words(class, *owner, tag.as_deref(), role.item),
                ),
                Place::Parameter(name) => {
                    let resource = self.resource_of(role.operation, true);
                    let owner = resource.unwrap_or_else(|| self.operation_words(role.operation));
                    let property = self.property_words(name, role.item);
                    all.extend(
                        self.joined(class, &owner, &property)
                            .map(|words| (pascal(&owner).len(), words)),
                    );
                    continue;
                }
                Place::Request | Place::Success | Place::Error(_) => continue,
            };
            let Some(name) = names.get(owner).filter(|_| *owner != class) else {
                continue;
            };
            let mut owner_words = self.owner_words(name);
            if self.is_form(*owner) && owner_words.ends_with(&["form".to_owned()]) {
                owner_words.pop();
            }
            let parts = title.clone().map_or(properties, |title| vec![title]);
            for property in parts {
                let joined = self.joined(class, &owner_words, &property);
                let words = joined.map(|words| {
                    if reference {
                        with_suffix(words, "ref")
                    } else {
                        words
                    }
                });
                all.extend(words.map(|words| (name.len(), words)));
            }
        }
        all.sort_by_key(|(length, words)| (pascal(words).len() > LONG, *length));
        all.into_iter().map(|(_, words)| words).collect()
    }

    fn owner_words(&self, name: &str) -> Vec<String> {
        let mut words = self.vocabulary.words(name);
        let husked =
            |words: &[String]| words.len() > 2 && HUSKS.contains(&words[words.len() - 2].as_str());
        if husked(&words) && words.ends_with(&["item".to_owned()]) {
            words.pop();
        }
        while words.len() > 1
            && words
                .last()
                .is_some_and(|word| HUSKS.contains(&word.as_str()))
        {
            words.pop();
        }
        if words == ["json", "patch", "operation"] {
            words.pop();
        }
        words
    }

    /// What tells a branch from the others: its tag, or a field, best one that the others don't have.
    fn branch_words(
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
        if own.is_empty() {
            return vec![vec!["choice".to_owned()]];
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
        let with = |key: &str| [vec!["with".to_owned()], self.vocabulary.words(key)].concat();
        keys.into_iter().map(with).chain([with("id")]).collect()
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

    /// Owner and property, without saying twice what both say: `[access, request] + [request, config]`. A property that is
    /// called like its owner is its value, or nested in it. If that is long, the last words of the owner are tried as well.
    fn joined(
        &self,
        class: ClassId,
        owner: &[String],
        property: &[String],
    ) -> impl Iterator<Item = Vec<String>> + use<> {
        let whole = if owner.ends_with(property) {
            let node = self.types.members(class).first();
            if node.is_some_and(|node| matches!(self.graph.node(*node).kind, Kind::Enum(_))) {
                [owner, &["value".to_owned()]].concat()
            } else {
                let stem: Vec<String> = owner
                    .iter()
                    .take(owner.len() - property.len())
                    .cloned()
                    .collect();
                [stem.as_slice(), &["nested".to_owned()], property].concat()
            }
        } else {
            let overlap = (1..=property.len().min(owner.len())).rev().find(|&count| {
                owner
                    .iter()
                    .skip(owner.len() - count)
                    .eq(property.iter().take(count))
            });
            owner
                .iter()
                .chain(property.iter().skip(overlap.unwrap_or(0)))
                .cloned()
                .collect()
        };
        let long = pascal(&whole).len() > LONG;
        let tail = |count: usize| {
            whole
                .iter()
                .skip(whole.len().saturating_sub(count))
                .cloned()
                .collect::<Vec<_>>()
        };
        let shorter = [property.len(), property.len() + 2, property.len() + 3].map(tail);
        // `[security, and, analysis]` cut before its `and` is no name.
        let torn = |words: &[String]| {
            words
                .first()
                .is_some_and(|word| JOINTS.contains(&word.as_str()))
        };
        let shorter = shorter
            .into_iter()
            .filter(move |words| long && words.len() > 1 && !torn(words));
        shorter.chain([whole])
    }
}

fn with_suffix(mut words: Vec<String>, suffix: &str) -> Vec<String> {
    if words
        .last()
        .is_none_or(|last| last != suffix && last != "reference")
    {
        words.push(suffix.to_owned());
    }
    words
}

/// The words that both end with.
fn common_ending(one: &[String], other: &[String]) -> Vec<String> {
    let count = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take_while(|(one, other)| one == other)
        .count();
    one.iter().skip(one.len() - count).cloned().collect()
}
