//! What a type could be called, rung by rung.
//!
//! Input: the uses of a type. Output: for each [`Rung`] at most a few names, best first. Nothing here knows which names
//! are taken; [`super`] decides that. The names taken from operations, from properties and from errors are in the files
//! below.

mod bodies;
mod branches;
mod descriptions;
mod errors;
mod operations;
mod properties;
mod responses;
mod values;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::RESERVED;
use super::lexicon::{ARTICLES, VAGUE, VERBS};
use super::words::{Vocabulary, pascal};
use crate::graph::Graph;
use crate::input::docs_set::Api;
use crate::lower::json_patch::is_json_patch;
use crate::merge::{ClassId, Types};
use crate::uses::{ClassUses, UseSite, Uses};

pub use errors::status_name;

/// The kinds of evidence for a name, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rung {
    /// A standard's own shape (RFC 6902).
    Standard,
    /// The vendor's `title`.
    Title,
    /// A description that is or begins with an identifier, or the value that identifies a branch, if it is one.
    Identifier,
    /// A description of two or three words: `DTO type`.
    Description,
    /// The one error body of the API.
    Error,
    /// The resource that operations read and write.
    Resource,
    /// The name of a property that is specific enough by itself.
    Property,
    /// What a reference references.
    Reference,
    /// The only value of an enum.
    Value,
    /// The owner's name and the property's or the title.
    Owner,
    /// The operation's name or the title, and the body's role.
    Body,
    /// The owner's name and the property's, and a word more, since the two are taken.
    Longer,
    /// The way from the operation to the type.
    Path,
}

impl Rung {
    /// All rungs, strongest first.
    pub const ALL: [Self; 13] = [
        Self::Standard,
        Self::Title,
        Self::Identifier,
        Self::Description,
        Self::Error,
        Self::Resource,
        Self::Property,
        Self::Reference,
        Self::Value,
        Self::Owner,
        Self::Body,
        Self::Longer,
        Self::Path,
    ];

    /// In words, for people who ask why a type has its name.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Standard => "it has the shape that a standard names",
            Self::Title => "it is the title of the schema in the pages",
            Self::Identifier => {
                "it is an identifier in the description or in a value that distinguishes the schema"
            }
            Self::Value => "it consists of the only value and the property that holds it",
            Self::Description => {
                "it is the description of the schema in the pages, which is as short as a name"
            }
            Self::Error => "it is the body of the API's errors",
            Self::Resource => "it is the resource that the operations are named after",
            Self::Reference => "it references objects of the one type that it allows",
            Self::Property => "it is the name of the property that holds it",
            Self::Owner => "it consists of the type around it and the property or title",
            Self::Body => "it consists of the operation or title and the role of the body",
            Self::Longer => {
                "it consists of the type around it, the property or title, and a word more, since shorter names are taken"
            }
            Self::Path => {
                "it is what leads from the operation to it, since shorter names are taken or fit only some of its operations"
            }
        }
    }
}

/// The longest name that is made without need.
const LONG: usize = 40;

/// All that names are made of.
pub struct Candidates<'a> {
    api: &'a Api,
    graph: &'a Graph,
    types: &'a Types,
    uses: &'a Uses,
    vocabulary: &'a Vocabulary,
    /// The type of most of the API's error bodies.
    main_error: Option<ClassId>,
    /// The words of each operation's id, without its tag and its version.
    operation_words: Vec<Vec<String>>,
    /// The verb of each operation; none where its id begins with the resource.
    verbs: Vec<Option<String>>,
    /// What the properties that hold a type are called, if they are called alike.
    properties: BTreeMap<ClassId, Vec<String>>,
}

impl<'a> Candidates<'a> {
    /// Gathers what names are made of.
    pub fn new(
        api: &'a Api,
        graph: &'a Graph,
        types: &'a Types,
        uses: &'a Uses,
        vocabulary: &'a Vocabulary,
    ) -> Self {
        let main_error = errors::main_error(uses);
        let mut candidates = Self {
            api,
            graph,
            types,
            uses,
            vocabulary,
            main_error,
            verbs: operations::verbs(api, vocabulary),
            operation_words: operations::all_words(api, vocabulary),
            properties: BTreeMap::new(),
        };
        candidates.properties = candidates.main_properties();
        candidates
    }

    /// The names that a rung offers, given the names that types have so far.
    pub fn at(&self, rung: Rung, class: ClassId, names: &BTreeMap<ClassId, String>) -> Vec<String> {
        let Some(uses) = self.uses.of(class) else {
            return Vec::new();
        };
        if matches!(
            rung,
            Rung::Identifier
                | Rung::Value
                | Rung::Description
                | Rung::Resource
                | Rung::Reference
                | Rung::Property
        ) && self.title(uses).is_some()
            && has_owner(uses)
        {
            // The title is taken or reserved. Its owner completes it; weaker evidence doesn't replace it.
            return Vec::new();
        }
        let words = match rung {
            Rung::Standard => self.standard(class).into_iter().collect(),
            Rung::Title => self.title(uses).into_iter().collect(),
            Rung::Identifier => {
                let value = || self.branch_value(class, uses);
                self.identifier(uses).or_else(value).into_iter().collect()
            }
            Rung::Value => self.only_value(class).into_iter().collect(),
            Rung::Description => self.description(class, uses).into_iter().collect(),
            Rung::Error => self.error(class, uses).into_iter().collect(),
            Rung::Resource => self.resource(class, uses),
            Rung::Reference => self.reference(class, uses).into_iter().collect(),
            Rung::Property => self.property(class, uses).into_iter().collect(),
            Rung::Owner => self.owner(class, uses, names),
            Rung::Body => self.body(class, uses),
            Rung::Longer => self.owner_and_more(class, uses, names),
            Rung::Path => {
                let path = self.path(class, uses);
                // What has no position of its own has an owner.
                match path.is_empty() {
                    true => self.owner(class, uses, names),
                    false => path,
                }
            }
        };
        self.fitting(rung, uses, words)
            .iter()
            .map(|words| pascal(words))
            .collect()
    }

    /// The names that mislead nobody and have the title in them that is too short for a name.
    fn fitting(
        &self,
        rung: Rung,
        uses: &ClassUses,
        mut words: Vec<Vec<String>>,
    ) -> Vec<Vec<String>> {
        words.retain(|words| !words.is_empty());
        let (misleading, mut fitting): (Vec<_>, Vec<_>) = words
            .into_iter()
            .partition(|words| self.misleads(uses, words));
        match rung {
            // A title is the vendor's word; everything else is ours to choose. The last rung leaves no choice.
            Rung::Standard | Rung::Title | Rung::Path => {
                fitting.extend(misleading);
                fitting
            }
            Rung::Owner | Rung::Longer => {
                let misleading = misleading.into_iter();
                fitting.extend(misleading.filter(|words| self.begins_like_owner(uses, words)));
                fitting
            }
            Rung::Error | Rung::Body => fitting,
            Rung::Identifier
            | Rung::Description
            | Rung::Resource
            | Rung::Property
            | Rung::Reference
            | Rung::Value => {
                let part = self.partial_title(uses).unwrap_or_default();
                fitting.retain(|words| words.ends_with(&part));
                fitting
            }
        }
    }

    /// Whether the title of a type that holds this one begins with the same word, and that isn't the verb of an
    /// operation.
    fn begins_like_owner(&self, uses: &ClassUses, words: &[String]) -> bool {
        let is_verb = |word: &String| VERBS.contains(&word.as_str());
        !words.first().is_some_and(is_verb)
            && uses.roles.iter().any(|role| match &role.site {
                UseSite::Field { owner, .. } | UseSite::Branch { owner, .. } => {
                    let title = self.uses.of(*owner).and_then(|uses| self.title(uses));
                    title.is_some_and(|title| title.first() == words.first())
                }
                _ => false,
            })
    }

    fn standard(&self, class: ClassId) -> Option<Vec<String>> {
        let node = self.types.members(class).first()?;
        is_json_patch(self.graph, *node).then(|| self.vocabulary.words("JsonPatchOperation"))
    }

    /// The title that most positions have, unless it is a sentence or says too little.
    fn title(&self, uses: &ClassUses) -> Option<Vec<String>> {
        let words = self.title_words(uses)?;
        (!is_vague(&words)).then_some(words)
    }

    /// The title of most positions, if it says too little or has another meaning in generated code: a part of a name.
    fn partial_title(&self, uses: &ClassUses) -> Option<Vec<String>> {
        let words = self.title_words(uses)?;
        let titled: usize = uses.titles.values().sum();
        if titled * 2 <= uses.positions.len() {
            return None;
        }
        (is_vague(&words) || RESERVED.contains(&pascal(&words).as_str())).then_some(words)
    }

    /// The words of the title that most positions have, unless it is a sentence.
    fn title_words(&self, uses: &ClassUses) -> Option<Vec<String>> {
        let (title, _) = uses
            .titles
            .iter()
            .max_by_key(|(title, count)| (**count, Reverse(title.len())))?;
        let mut words = self.vocabulary.words(title);
        if is_prose(title) {
            words.retain(|word| !ARTICLES.contains(&word.as_str()));
        }
        let is_sentence = title.split_whitespace().count() > 5 || title.contains(". ");
        (!is_sentence && !words.is_empty()).then_some(words)
    }
}

fn is_vague(words: &[String]) -> bool {
    matches!(words, [only] if VAGUE.contains(&only.as_str()))
}

/// Whether a title begins with an article: `A run on a thread`, but not `A Record`.
fn is_prose(title: &str) -> bool {
    let mut words = title.split_whitespace();
    let first = words.next().map(str::to_lowercase);
    let Some(next) = words.next() else {
        return false;
    };
    match first.as_deref() {
        Some("a") => next.starts_with(|first: char| first.is_lowercase()),
        first => first.is_some_and(|first| ARTICLES.contains(&first)),
    }
}

/// Whether a type is part of another one.
fn has_owner(uses: &ClassUses) -> bool {
    uses.roles
        .iter()
        .any(|role| matches!(role.site, UseSite::Field { .. } | UseSite::Branch { .. }))
}
