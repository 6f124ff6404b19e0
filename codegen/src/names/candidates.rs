//! What a type could be called, rung by rung.
//!
//! Input: the uses of a type. Output: for each [`Rung`] at most a few names, best first. Nothing here knows which names
//! are taken; [`super`] decides that.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{Vocabulary, pascal};
use crate::docs_set::Api;
use crate::graph::{Graph, Kind};
use crate::ir::Status;
use crate::merge::{ClassId, Types};
use crate::uses::{ClassUses, Place, Role, Uses};

/// The kinds of evidence for a name, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rung {
    /// A standard's own shape (RFC 6902).
    Standard,
    /// The vendor's `title`.
    Title,
    /// A description of two or three words: `DTO type`.
    Description,
    /// The one error body of the API.
    Error,
    /// The resource that operations read and write.
    Resource,
    /// The name of a property that says enough by itself.
    Property,
    /// The owner's name and the property's.
    Owner,
    /// The operation's name and the body's role.
    Body,
    /// The whole way from the operation to the type.
    Path,
}

impl Rung {
    /// All rungs, strongest first.
    pub const ALL: [Self; 9] = [
        Self::Standard,
        Self::Title,
        Self::Description,
        Self::Error,
        Self::Resource,
        Self::Property,
        Self::Owner,
        Self::Body,
        Self::Path,
    ];

    /// In words, for people who ask why a type has its name.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Standard => "it has the shape that a standard names",
            Self::Title => "it is the title of the schema in the pages",
            Self::Description => {
                "it is the description of the schema in the pages, which is as short as a name"
            }
            Self::Error => "it is the body of the API's errors",
            Self::Resource => "it is the resource that the operations are named after",
            Self::Property => "it is the name of the property that holds it",
            Self::Owner => "it is made of the type that holds it and the property",
            Self::Body => "it is made of the operation and the role of the body",
            Self::Path => "it is made of the way to it, since everything shorter is taken",
        }
    }
}

/// The longest name that is made without need.
const LONG: usize = 40;

/// Verbs that stand before the name of a resource.
const VERBS: [&str; 28] = [
    "add", "create", "delete", "describe", "fetch", "find", "get", "insert", "list", "load",
    "lookup", "modify", "new", "patch", "post", "put", "query", "read", "remove", "replace",
    "retrieve", "save", "search", "set", "show", "update", "upsert", "view",
];

/// Words after which an operationId speaks of something else than the resource.
const PREPOSITIONS: [&str; 12] = [
    "by", "for", "from", "with", "in", "to", "of", "on", "via", "using", "async", "per",
];

/// Words that say nothing without their owner.
const VAGUE: [&str; 52] = [
    "access",
    "action",
    "attribute",
    "attributes",
    "body",
    "category",
    "child",
    "children",
    "config",
    "configuration",
    "content",
    "context",
    "criteria",
    "data",
    "detail",
    "details",
    "element",
    "entry",
    "error",
    "event",
    "field",
    "filter",
    "format",
    "info",
    "input",
    "item",
    "items",
    "key",
    "kind",
    "level",
    "list",
    "message",
    "meta",
    "method",
    "mode",
    "name",
    "object",
    "operation",
    "option",
    "options",
    "output",
    "parameter",
    "payload",
    "property",
    "result",
    "results",
    "source",
    "state",
    "status",
    "target",
    "type",
    "value",
];

/// Words that name no resource, though a verb stands before them.
const NO_RESOURCE: [&str; 16] = [
    "all", "count", "data", "detail", "details", "info", "item", "items", "list", "object",
    "objects", "result", "results", "status", "type", "value",
];

/// Endings of an owner's name that are left out before a property.
const HUSKS: [&str; 9] = [
    "response", "request", "dto", "body", "result", "input", "output", "payload", "model",
];

/// Segments of JSON pointers that name no property.
const STRUCTURAL: [&str; 11] = [
    "schema",
    "properties",
    "content",
    "items",
    "responses",
    "allOf",
    "anyOf",
    "oneOf",
    "additionalProperties",
    "parameters",
    "",
];

/// Properties of an object that only refers to another.
const REFERENCE: [&str; 10] = [
    "id",
    "type",
    "name",
    "displayName",
    "display_name",
    "uri",
    "href",
    "url",
    "$ref",
    "email",
];

/// All that names are made of.
pub struct Candidates<'a> {
    /// The operations.
    pub api: &'a Api,
    /// Their schemas.
    pub graph: &'a Graph,
    /// Which of them are one type.
    pub types: &'a Types,
    /// Where the types are used.
    pub uses: &'a Uses,
    /// The vendor's words.
    pub vocabulary: &'a Vocabulary,
}

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
    /// The names that a rung offers, given the names that types have so far.
    pub fn at(&self, rung: Rung, class: ClassId, names: &BTreeMap<ClassId, String>) -> Vec<String> {
        let Some(uses) = self.uses.of(class) else {
            return Vec::new();
        };
        let words = match rung {
            Rung::Standard => self.standard(class).into_iter().collect(),
            Rung::Title => self.title(uses).into_iter().collect(),
            Rung::Description => self.description(uses).into_iter().collect(),
            Rung::Error => self.error(class, uses).into_iter().collect(),
            Rung::Resource => self.resource(class, uses).into_iter().collect(),
            Rung::Property => self.property(class, uses).into_iter().collect(),
            Rung::Owner => self.owner(class, uses, names),
            Rung::Body => self.body(uses),
            Rung::Path => self.path(class, uses),
        };
        words
            .iter()
            .filter(|words| !words.is_empty())
            .map(|words| pascal(words))
            .collect()
    }

    fn standard(&self, class: ClassId) -> Option<Vec<String>> {
        let node = self.types.members(class).first()?;
        super::is_json_patch(self.graph, *node).then(|| self.vocabulary.words("JsonPatchOperation"))
    }

    fn title(&self, uses: &ClassUses) -> Option<Vec<String>> {
        let (title, _) = uses
            .titles
            .iter()
            .max_by_key(|(title, count)| (**count, std::cmp::Reverse(title.len())))?;
        let words = self.vocabulary.words(title);
        let sentence = title.split_whitespace().count() > 5 || title.contains(". ");
        let vague = words.len() == 1 && words.iter().all(|word| VAGUE.contains(&word.as_str()));
        (!sentence && !vague).then_some(words)
    }

    fn description(&self, uses: &ClassUses) -> Option<Vec<String>> {
        let short = uses.docs.iter().filter(|(text, _)| is_name_like(text));
        let (text, _) =
            short.max_by_key(|(text, count)| (**count, std::cmp::Reverse(text.len())))?;
        Some(self.vocabulary.words(text))
    }

    /// The body of errors of several statuses, or of one; the API's most used one is just the `ErrorResponse`.
    fn error(&self, class: ClassId, uses: &ClassUses) -> Option<Vec<String>> {
        let statuses = error_statuses(uses)?;
        let most_used = self
            .uses
            .classes()
            .filter(|(_, other)| error_statuses(other).is_some());
        let most_used =
            most_used.max_by_key(|(class, other)| (error_count(other), std::cmp::Reverse(*class)));
        let name = match statuses.iter().next() {
            _ if most_used.is_some_and(|(most_used, _)| most_used == class) => {
                "ErrorResponse".to_owned()
            }
            Some(status) if statuses.len() == 1 => format!("{}Response", status_name(*status)),
            _ => format!("{}ErrorResponse", self.only_tag(uses)?),
        };
        Some(self.vocabulary.words(&name))
    }

    fn only_tag(&self, uses: &ClassUses) -> Option<String> {
        let tags: BTreeSet<&String> = uses
            .operations
            .iter()
            .filter_map(|operation| self.api.operations.get(*operation)?.object.tags.first())
            .collect();
        match tags.into_iter().collect::<Vec<_>>().as_slice() {
            [only] => Some(pascal(&self.vocabulary.words(only))),
            _ => None,
        }
    }

    /// The resource that most of the operations are named after which answer with the type. An operation about the
    /// entitlements of an access profile is about entitlements, too.
    fn resource(&self, class: ClassId, uses: &ClassUses) -> Option<Vec<String>> {
        if self.is_reference(class) {
            return None;
        }
        let mut named: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        let mut operations = BTreeSet::new();
        for role in uses
            .roles
            .iter()
            .filter(|role| role.place == Place::Success)
        {
            operations.insert(role.operation);
            if let Some(words) = self.resource_of(role.operation, role.item) {
                named.insert(role.operation, words);
            }
        }
        let votes = |words: &[String]| {
            named
                .values()
                .filter(|other| other.ends_with(words))
                .count()
        };
        let exact = |words: &[String]| named.values().filter(|other| *other == words).count();
        let best = named.values().max_by_key(|words| {
            (
                votes(words),
                exact(words),
                std::cmp::Reverse(words.len()),
                std::cmp::Reverse((*words).clone()),
            )
        })?;
        let count = votes(best);
        (count > 1 || operations.len() < 3).then(|| best.clone())
    }

    /// `getAccessProfileById` is about an access profile; `startExport` is not about an export.
    fn resource_of(&self, operation: usize, item: bool) -> Option<Vec<String>> {
        let words = self.operation_words(operation);
        let (verb, rest) = words.split_first()?;
        if !VERBS.contains(&verb.as_str()) {
            return None;
        }
        let end = rest
            .iter()
            .position(|word| PREPOSITIONS.contains(&word.as_str()))
            .unwrap_or(rest.len());
        let resource: Vec<String> = rest.iter().take(end).cloned().collect();
        if resource.is_empty()
            || resource
                .iter()
                .all(|word| NO_RESOURCE.contains(&word.as_str()))
        {
            return None;
        }
        Some(if item {
            self.vocabulary.singular(resource)
        } else {
            resource
        })
    }

    fn operation_words(&self, operation: usize) -> Vec<String> {
        let id = self
            .api
            .operations
            .get(operation)
            .map(|operation| operation.id.as_str())
            .unwrap_or_default();
        let mut words = self.vocabulary.words(id);
        // `patch_access_profile_v2`: the version is the API's business.
        if words.len() > 2
            && words
                .last()
                .is_some_and(|word| word.starts_with('v') && word[1..].parse::<u32>().is_ok())
        {
            words.pop();
        }
        words
    }

    /// A property's name by itself, if it has two words or many types have such a property.
    fn property(&self, class: ClassId, uses: &ClassUses) -> Option<Vec<String>> {
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
            .max_by_key(|(words, owners)| (owners.len(), words.len(), std::cmp::Reverse(*words)));
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
    fn is_reference(&self, class: ClassId) -> bool {
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

    /// Owner and property, for each owner that has a name; the owner of the shortest name first, its properties in the
    /// page's order.
    fn owner(
        &self,
        class: ClassId,
        uses: &ClassUses,
        names: &BTreeMap<ClassId, String>,
    ) -> Vec<Vec<String>> {
        let reference = self.is_reference(class);
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
            let owner = self.owner_words(name);
            for property in properties {
                let joined = self.joined(class, &owner, &property);
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
            .map(|branch| self.keys(branch).into_iter().collect())
            .collect();
        let mut keys: Vec<&str> = own
            .into_iter()
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
        let shorter = shorter
            .into_iter()
            .filter(move |words| long && words.len() > 1);
        shorter.chain([whole])
    }

    /// `CreateCampaignRequest`: the operation and what the body is to it.
    fn body(&self, uses: &ClassUses) -> Vec<Vec<String>> {
        let mut all: Vec<Vec<String>> = uses
            .roles
            .iter()
            .filter_map(|role| {
                let suffix = match role.place {
                    Place::Request => "request",
                    Place::Success => "response",
                    Place::Error(_) => "error",
                    Place::Parameter(_) | Place::Field { .. } | Place::Branch { .. } => {
                        return None;
                    }
                };
                let mut words = self.operation_words(role.operation);
                let suffix = match (words.last().map(String::as_str), suffix) {
                    (Some("request"), "request") => "payload",
                    (Some("response"), "response") => "result",
                    (_, suffix) => suffix,
                };
                words.push(suffix.to_owned());
                if role.item {
                    words.push("item".to_owned());
                }
                Some(words)
            })
            .collect();
        all.sort_by_key(|words| (pascal(words).len(), words.clone()));
        all.dedup();
        // Without its verb an operation is still told from most others.
        let shorter: Vec<Vec<String>> = all
            .iter()
            .map(|words| words.iter().skip(1).cloned().collect())
            .collect();
        let short = |words: &Vec<String>| words.len() > 2 && pascal(words).len() <= LONG;
        let long: Vec<Vec<String>> = all.iter().filter(|words| !short(words)).cloned().collect();
        all.retain(short);
        all.extend(shorter.into_iter().filter(short));
        all.extend(long);
        all
    }

    /// The way from an operation to the type, from short to long; it always ends with one that no other type has.
    fn path(&self, class: ClassId, uses: &ClassUses) -> Vec<Vec<String>> {
        let in_part = |position: &str| position.rsplit('/').nth(1) == Some("allOf");
        let shortest = uses
            .positions
            .iter()
            .min_by_key(|position| (in_part(position), position.len(), position.as_str()));
        let Some(position) = shortest else {
            return Vec::new();
        };
        let (operation, pointer) = position.split_once('#').unwrap_or((position, ""));
        let operation = self.vocabulary.words(operation);
        let mut way: Vec<Vec<String>> = pointer
            .split('/')
            .filter(|segment| !STRUCTURAL.contains(segment) && !segment.contains("~1"))
            .filter(|segment| segment.parse::<usize>().is_err())
            .map(|segment| self.vocabulary.words(segment))
            .collect();
        if let Some(last) = way.pop() {
            let item = pointer.ends_with("/items");
            way.push(if item {
                self.vocabulary.singular(last)
            } else {
                last
            });
        }
        let suffix = if self.is_reference(class) {
            vec!["ref".to_owned()]
        } else {
            Vec::new()
        };
        let tail = |count: usize| {
            way.iter()
                .skip(way.len().saturating_sub(count))
                .flatten()
                .cloned()
        };
        let mut all: Vec<Vec<String>> = (1..=way.len())
            .map(|count| {
                operation
                    .iter()
                    .cloned()
                    .chain(tail(count))
                    .chain(suffix.clone())
                    .collect()
            })
            .collect();
        let whole: Vec<String> = self.vocabulary.words(position);
        all.push(whole);
        all
    }
}

/// Two or three plain words, and no sentence.
fn is_name_like(text: &str) -> bool {
    const GRAMMAR: [&str; 22] = [
        "a", "an", "the", "of", "to", "for", "in", "is", "are", "be", "by", "on", "or", "and",
        "with", "from", "this", "that", "if", "not", "list", "no",
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

/// The statuses of a type that is the body of errors and of nothing else.
fn error_statuses(uses: &ClassUses) -> Option<BTreeSet<Status>> {
    uses.roles
        .iter()
        .map(|role| match role {
            Role {
                place: Place::Error(status),
                item: false,
                ..
            } => Some(*status),
            _ => None,
        })
        .collect()
}

fn error_count(uses: &ClassUses) -> usize {
    let statuses = error_statuses(uses).map_or(0, |statuses| statuses.len());
    statuses * uses.operations.len()
}

/// The reason phrase of a status (RFC 9110, section 15) as a name.
pub fn status_name(status: Status) -> String {
    match status {
        Status::Default => "Default".to_owned(),
        Status::Range(class) => match class {
            1 => "Informational",
            2 => "Success",
            3 => "Redirection",
            4 => "ClientError",
            _ => "ServerError",
        }
        .to_owned(),
        Status::Code(code) => match http::StatusCode::from_u16(code)
            .ok()
            .and_then(|status| status.canonical_reason())
        {
            Some(reason) => pascal(&Vocabulary::default().words(reason)),
            None => format!("Status{code}"),
        },
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
