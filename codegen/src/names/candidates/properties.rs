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
        if self.has_one_value(class) {
            return None;
        }
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
        (telling && !vague).then(|| self.singular_object(class, words))
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

    /// The names of the properties that hold the types, as far as those that hold one type are called alike.
    pub(super) fn main_properties(&self) -> BTreeMap<ClassId, Vec<String>> {
        let named = self.uses.classes().filter_map(|(class, uses)| {
            let main = self.main_property(uses)?;
            (main.likeness != Likeness::Unlike).then_some((class, main.words))
        });
        named.collect()
    }

    /// Whether several types, or properties of different names, hold a type.
    pub(super) fn has_several_owners(&self, uses: &ClassUses) -> bool {
        let votes = self.property_votes(uses);
        votes.values().map(BTreeSet::len).sum::<usize>() > 1
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
                    let words = self.property_words(property, role.item);
                    let part = self.partial_title(uses).filter(|_| !is_reference);
                    let part = part.filter(|part| !words.ends_with(part));
                    let parts: Vec<Vec<String>> = part.into_iter().chain([words]).collect();
                    if let Some(union) = self.union_around(uses, *owner, property) {
                        let of_union = self.in_owner(class, union, &parts, names);
                        all.extend(of_union.into_iter().map(|(_, words)| (0, words)));
                    }
                    (*owner, parts)
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
        all.sort_by_key(|(length, words)| (stutters(words), pascal(words).len() > LONG, *length));
        all.into_iter().map(|(_, words)| words).collect()
    }

    /// Where all shorter names are taken: the whole name of an owner and the property, or one word more than owner and
    /// property.
    pub(super) fn owner_and_more(
        &self,
        class: ClassId,
        uses: &ClassUses,
        names: &BTreeMap<ClassId, String>,
    ) -> Vec<Vec<String>> {
        let more = if self.is_enum(class) {
            "value"
        } else {
            "details"
        };
        let longer = self.owner(class, uses, names).into_iter().next();
        let longer = longer.map(|words| with_suffix(words, more));
        self.with_whole_owners(class, uses, names)
            .into_iter()
            .chain(longer)
            .collect()
    }

    /// An owner's name, generic words at its end included, and the property: `CampaignRequestFilter`.
    fn with_whole_owners(
        &self,
        class: ClassId,
        uses: &ClassUses,
        names: &BTreeMap<ClassId, String>,
    ) -> Vec<Vec<String>> {
        let mut all = Vec::new();
        for role in &uses.roles {
            if let UseSite::Field { owner, property } = &role.site
                && let Some(name) = names.get(owner).filter(|_| *owner != class)
            {
                let property = self.property_words(property, role.item);
                all.push(without_overlap(&self.vocabulary.words(name), &property));
            }
        }
        all.sort_by_key(|words| pascal(words).len());
        all
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
            .flat_map(|part| self.joined(class, &owner_words, part, Some(owner)));
        joined.map(|words| (name.len(), words)).collect()
    }

    /// A parameter's name after the resource or, without one, the name of its operation, with the length of the latter.
    fn in_operation(&self, class: ClassId, role: &Role, name: &str) -> Vec<(usize, Vec<String>)> {
        let owner = self
            .resource_of(role.operation, true)
            .unwrap_or_else(|| self.operation_words(role.operation).to_vec());
        let parameter = self.property_words(name, role.item);
        let length = pascal(&owner).len();
        let joined = self.joined(class, &owner, &parameter, None);
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

    /// The words of an owner and of one of its properties. `owner_type` is the owner, if it is a type.
    fn joined(
        &self,
        class: ClassId,
        owner: &[String],
        property: &[String],
        owner_type: Option<ClassId>,
    ) -> Vec<Vec<String>> {
        // A property that is called like its owner holds the owner's value or details.
        let whole = match owner.ends_with(property) {
            true if self.is_enum(class) => vec![[owner, &["value".to_owned()]].concat()],
            true => vec![
                [owner, &["details".to_owned()]].concat(),
                [owner, property].concat(),
            ],
            false => vec![without_overlap(owner, property)],
        };
        if whole.iter().all(|words| pascal(words).len() <= LONG) {
            return whole;
        }
        // A long path is cut only where a name begins: before the property, or before the one that holds the owner.
        let begins_a_name = |words: &Vec<String>| {
            let first = words.first().map(String::as_str);
            first.is_some_and(|word| !CONNECTIVES.contains(&word) && !VAGUE.contains(&word))
        };
        let is_alone = property.len() > 1 && self.property_of(Some(class)) == Some(property);
        let alone = is_alone.then(|| property.to_vec());
        let holder = self
            .property_of(owner_type)
            .filter(|words| owner.ends_with(words));
        let middle = holder.map(|words| without_overlap(words, property));
        let middle = middle.filter(|words| words.len() > property.len());
        let shorter = alone.into_iter().chain(middle).filter(begins_a_name);
        shorter.chain(whole).collect()
    }

    /// The name of the properties that hold a type, if they are called alike.
    fn property_of(&self, class: Option<ClassId>) -> Option<&[String]> {
        self.properties.get(&class?).map(Vec::as_slice)
    }

    fn is_enum(&self, class: ClassId) -> bool {
        let node = self.types.members(class).first();
        node.is_some_and(|node| matches!(self.graph.node(*node).kind, Kind::Enum(_)))
    }
}

fn is_generic(word: &str) -> bool {
    GENERIC_SUFFIXES.contains(&word)
}

/// Whether a name ends with the same words twice: `ErrorError`.
fn stutters(words: &[String]) -> bool {
    (1..=words.len() / 2).any(|count| {
        let (start, last) = words.split_at(words.len() - count);
        start.ends_with(last)
    })
}

/// Owner and property, the words that both have in the middle once: `[access, request] + [request, config]`.
pub(super) fn without_overlap(owner: &[String], property: &[String]) -> Vec<String> {
    let overlap = (1..=property.len())
        .rev()
        .find(|&count| owner.ends_with(&property[..count]))
        .unwrap_or(0);
    [owner, &property[overlap..]].concat()
}

pub(super) fn with_suffix(mut words: Vec<String>, suffix: &str) -> Vec<String> {
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
