//! Names taken from properties: the property's own name, or its owner's and its own.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Candidates, LONG};
use crate::graph::Kind;
use crate::merge::ClassId;
use crate::names::lexicon::{CONNECTIVES, GENERIC_SUFFIXES, REFERENCE, VAGUE};
use crate::names::words::pascal;
use crate::uses::{ClassUses, Role, UseSite};

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

    /// The name of the properties that hold the type: that of all or most of them, or the ending that they share.
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
            if let UseSite::Field { owner, property } = &role.site {
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
    /// name first, its properties in the order of the page.
    pub(super) fn owner(
        &self,
        class: ClassId,
        uses: &ClassUses,
        names: &BTreeMap<ClassId, String>,
    ) -> Vec<Vec<String>> {
        let title = self.title(uses);
        let is_reference = title.is_none() && self.is_reference(class);
        let mut all: Vec<(usize, Vec<String>)> = Vec::new();
        for role in &uses.roles {
            let (owner, parts) = match &role.site {
                UseSite::Field { owner, property } => {
                    (*owner, vec![self.property_words(property, role.item)])
                }
                UseSite::Branch { owner, tag } => (
                    *owner,
                    self.branch_words(class, *owner, tag.as_deref(), role.item),
                ),
                UseSite::Parameter(name) => {
                    all.extend(self.in_operation(class, role, name));
                    continue;
                }
                UseSite::Request | UseSite::Success | UseSite::Error(_) => continue,
            };
            let parts = title.clone().map_or(parts, |title| vec![title]);
            for (length, words) in self.in_owner(class, owner, &parts, names) {
                let words = if is_reference {
                    with_suffix(words, "ref")
                } else {
                    words
                };
                all.push((length, words));
            }
        }
        all.sort_by_key(|(length, words)| (pascal(words).len() > LONG, *length));
        all.into_iter().map(|(_, words)| words).collect()
    }

    /// The owner's name followed by each of the parts, with the length of the owner's name.
    fn in_owner(
        &self,
        class: ClassId,
        owner: ClassId,
        parts: &[Vec<String>],
        names: &BTreeMap<ClassId, String>,
    ) -> Vec<(usize, Vec<String>)> {
        let Some(name) = names.get(&owner).filter(|_| owner != class) else {
            return Vec::new();
        };
        let owner_words = self.owner_words(owner, name);
        let joined = parts
            .iter()
            .flat_map(|part| self.joined(class, &owner_words, part));
        joined.map(|words| (name.len(), words)).collect()
    }

    /// A parameter's name after the resource or, without one, the name of its operation, with the length of the latter.
    fn in_operation(&self, class: ClassId, role: &Role, name: &str) -> Vec<(usize, Vec<String>)> {
        let owner = self
            .resource_of(role.operation, true)
            .unwrap_or_else(|| self.operation_words(role.operation));
        let parameter = self.property_words(name, role.item);
        let length = pascal(&owner).len();
        let joined = self.joined(class, &owner, &parameter);
        joined.into_iter().map(|words| (length, words)).collect()
    }

    /// The words of an owner's name, without generic ones at its end.
    fn owner_words(&self, owner: ClassId, name: &str) -> Vec<String> {
        let mut words = self.vocabulary.words(name);
        // `CreateCampaignResponseItem`
        if let [_, .., role, last] = words.as_slice()
            && is_generic(role)
            && last == "item"
        {
            words.pop();
        }
        while words.len() > 1 && words.last().is_some_and(|last| is_generic(last)) {
            words.pop();
        }
        if words == ["json", "patch", "operation"] {
            words.pop();
        }
        if self.is_form(owner) && words.last().is_some_and(|last| last == "form") {
            words.pop();
        }
        words
    }

    /// What distinguishes a branch: its tag, or a field, preferably one that the others don't have.
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

    /// The words of an owner and of one of its properties. If they are too long together, the last of them come first.
    fn joined(&self, class: ClassId, owner: &[String], property: &[String]) -> Vec<Vec<String>> {
        let whole = if owner.ends_with(property) {
            self.repeated_property(class, owner, property)
        } else {
            without_overlap(owner, property)
        };
        let mut names = Vec::new();
        if pascal(&whole).len() > LONG {
            names.extend(shortened(&whole, property.len()));
        }
        names.push(whole);
        names
    }

    /// A property that is called like its owner is the owner's value or nested in it.
    fn repeated_property(
        &self,
        class: ClassId,
        owner: &[String],
        property: &[String],
    ) -> Vec<String> {
        let node = self.types.members(class).first();
        if node.is_some_and(|node| matches!(self.graph.node(*node).kind, Kind::Enum(_))) {
            return [owner, &["value".to_owned()]].concat();
        }
        let stem = owner.iter().take(owner.len() - property.len());
        let nested = "nested".to_owned();
        stem.chain([&nested]).chain(property).cloned().collect()
    }
}

fn is_generic(word: &str) -> bool {
    GENERIC_SUFFIXES.contains(&word)
}

/// Owner and property, the words that both have in the middle once: `[access, request] + [request, config]`.
fn without_overlap(owner: &[String], property: &[String]) -> Vec<String> {
    let overlap = (1..=property.len())
        .rev()
        .find(|&count| owner.ends_with(&property[..count]))
        .unwrap_or(0);
    [owner, &property[overlap..]].concat()
}

/// The last words of a long name: the property's own, and two and three words more.
fn shortened(whole: &[String], property_length: usize) -> impl Iterator<Item = Vec<String>> {
    let lengths = [property_length, property_length + 2, property_length + 3];
    lengths
        .into_iter()
        .map(|length| &whole[whole.len().saturating_sub(length)..])
        // `[security, and, analysis]` cut before its `and` isn't a name.
        .filter(|words| words.len() > 1 && !starts_with_connective(words))
        .map(<[String]>::to_vec)
}

fn starts_with_connective(words: &[String]) -> bool {
    words
        .first()
        .is_some_and(|word| CONNECTIVES.contains(&word.as_str()))
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
