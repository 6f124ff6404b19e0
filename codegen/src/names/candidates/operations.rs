//! Names taken from operations: the resource that they are named after, the body of one of them, the way to a part of it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Candidates, status_name};
use crate::graph::Kind;
use crate::input::docs_set::{Api, DocumentedOperation, OperationIndex};
use crate::ir::Status;
use crate::merge::ClassId;
use crate::names::lexicon::{
    COLLECTIVE, LISTS, NO_RESOURCE, NO_RESPONSE, PREPOSITIONS, READS, VERBS,
};
use crate::names::operation_words::verb_first;
use crate::names::words::Vocabulary;
use crate::position::{Position, Root, Step};
use crate::uses::ClassUses;

impl Candidates<'_> {
    /// The resource that most of the operations are named after which return the type. An operation about the
    /// entitlements of an access profile is about entitlements, too.
    pub(super) fn resource(&self, class: ClassId, uses: &ClassUses) -> Vec<Vec<String>> {
        if self.is_reference(class) || self.is_accepted(uses) || self.wrapped(class).is_some() {
            return Vec::new();
        }
        let mut named: BTreeMap<OperationIndex, Vec<String>> = BTreeMap::new();
        let mut operations = BTreeSet::new();
        for (operation, item) in self.responses(uses) {
            operations.insert(operation);
            let verb = self.operation_words(operation).first();
            if verb.is_some_and(|verb| NO_RESPONSE.contains(&verb.as_str())) {
                continue;
            }
            if let Some(words) = self.resource_of(operation, item) {
                named.insert(operation, words);
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
                Reverse(words.len()),
                Reverse((*words).clone()),
            )
        });
        let Some(best) = best.filter(|best| !self.has_resource(class, best)) else {
            return Vec::new();
        };
        let count = votes(best);
        let reading = operations
            .iter()
            .filter(|operation| self.reads(**operation));
        let is_read_item = self.is_read_item(uses) && reading.count() == count;
        if count < 2 && operations.len() > 2 && !is_read_item {
            return Vec::new();
        }
        let resource = self.resource_name(class, best, named.keys());
        // The list may show less of the resource than its own operation does.
        let item = [resource.as_slice(), &["item".to_owned()]].concat();
        [resource]
            .into_iter()
            .chain(is_read_item.then_some(item))
            .collect()
    }

    /// The name of a resource, or of the object that wraps a list of it.
    fn resource_name<'o>(
        &self,
        class: ClassId,
        words: &[String],
        mut operations: impl Iterator<Item = &'o OperationIndex>,
    ) -> Vec<String> {
        let lists = |operation: OperationIndex| {
            let verb = self.operation_words(operation).first();
            verb.is_some_and(|verb| LISTS.contains(&verb.as_str()))
        };
        let is_list = operations.all(|operation| {
            lists(*operation) && self.wraps_list(class, |name| self.holds_list(*operation, name))
        });
        match is_list {
            true => {
                let singular = self.vocabulary.singular(words.to_vec());
                [singular, vec!["list".to_owned()]].concat()
            }
            false => self.singular_object(class, words.to_vec()),
        }
    }

    pub(super) fn is_form(&self, class: ClassId) -> bool {
        let node = self.types.members(class).first();
        node.is_some_and(
            |node| matches!(&self.graph.node(*node).kind, Kind::Struct(object) if object.form),
        )
    }

    /// Whether an operation that only reads returns the type.
    pub fn is_read(&self, uses: &ClassUses) -> bool {
        self.responses(uses)
            .any(|(operation, _)| self.reads(operation))
    }

    /// Whether such an operation returns the type only as the item of a list.
    pub fn is_read_item(&self, uses: &ClassUses) -> bool {
        let read = self.responses(uses);
        let mut read = read
            .filter(|(operation, _)| self.reads(*operation))
            .peekable();
        read.peek().is_some() && read.all(|(_, item)| item)
    }

    /// Whether an operation only reads, as its name says.
    pub(super) fn reads(&self, operation: OperationIndex) -> bool {
        let verb = self.operation_words(operation).first();
        verb.is_some_and(|verb| READS.contains(&verb.as_str()))
    }

    /// Whether the type is only what says that a task was accepted (RFC 9110, section 15.3.3).
    pub(super) fn is_accepted(&self, uses: &ClassUses) -> bool {
        let is_accepted = |position: &Position| matches!(position.origin(), Root::Response { status, .. } if status == "202");
        uses.positions.iter().all(is_accepted)
    }

    /// `getAccessProfileById` is about an access profile; `startExport` is not about an export.
    pub(super) fn resource_of(&self, operation: OperationIndex, item: bool) -> Option<Vec<String>> {
        let (verb, rest) = self.operation_words(operation).split_first()?;
        if !VERBS.contains(&verb.as_str()) {
            return None;
        }
        let resource = self.before_preposition(operation, rest);
        let says_nothing =
            |word: &String| NO_RESOURCE.contains(&word.as_str()) || VERBS.contains(&word.as_str());
        if resource.iter().all(says_nothing) {
            return None;
        }
        Some(match (item, resource.as_slice()) {
            // `getConnectorList` returns a list of connectors.
            (true, [connector @ .., list]) if list == "list" && !connector.is_empty() => {
                connector.to_vec()
            }
            (true, _) => self.vocabulary.singular(resource),
            (false, _) => resource,
        })
    }

    /// The words before the first preposition, unless it is part of a name in the path: `mail-from-attributes`.
    fn before_preposition(&self, operation: OperationIndex, words: &[String]) -> Vec<String> {
        let end = words.iter().enumerate().find(|(index, word)| {
            PREPOSITIONS.contains(&word.as_str()) && !self.is_in_path(operation, words, *index)
        });
        let end = end.map_or(words.len(), |(index, _)| index);
        words.iter().take(end).cloned().collect()
    }

    /// Whether a word of an operation stands between the same two words in a segment of the path, plurals aside.
    fn is_in_path(&self, operation: OperationIndex, words: &[String], index: usize) -> bool {
        let Some(around) = index
            .checked_sub(1)
            .and_then(|start| words.get(start..start + 3))
        else {
            return false;
        };
        let singular = |words: &[String]| -> Vec<Vec<String>> {
            let words = words.iter().map(|word| vec![word.clone()]);
            words.map(|word| self.vocabulary.singular(word)).collect()
        };
        let around = singular(around);
        let path = self.api.operation(operation).object.path.as_str();
        path.split('/').any(|segment| {
            let segment = singular(&self.vocabulary.words(segment));
            segment.windows(around.len()).any(|three| three == around)
        })
    }

    /// A plural in the singular, if the type is one thing: an enum's value or an object with an id. An object that wraps a
    /// list is called after that: `ReadingList`.
    pub(super) fn singular_object(&self, class: ClassId, words: Vec<String>) -> Vec<String> {
        let is_collective = words
            .last()
            .is_some_and(|last| COLLECTIVE.contains(&last.as_str()));
        if is_collective {
            return words;
        }
        if self.is_one_thing(class) {
            return self.vocabulary.singular(words);
        }
        let singular = self.vocabulary.singular(words.clone());
        match singular != words && self.wraps_list(class, |_| true) {
            true => [singular, vec!["list".to_owned()]].concat(),
            false => words,
        }
    }

    fn is_one_thing(&self, class: ClassId) -> bool {
        let node = self.types.members(class).first();
        node.is_some_and(|node| match &self.graph.node(*node).kind {
            Kind::Struct(object) => object.fields.contains_key("id"),
            Kind::Enum(_) => true,
            _ => false,
        })
    }

    /// The words of an operation's id without its tag and its version.
    pub(super) fn operation_words(&self, operation: OperationIndex) -> &[String] {
        operation.of::<Vec<String>>(&self.operation_words)
    }

    /// The verb that an operation's id begins with.
    pub(super) fn verb(&self, operation: OperationIndex) -> Option<&str> {
        operation.of(&self.verbs).as_deref()
    }

    /// The path from an operation to the type, from short to long.
    pub(super) fn path(&self, class: ClassId, uses: &ClassUses) -> Vec<Vec<String>> {
        let Some(position) = self.shortest_position(uses) else {
            return Vec::new();
        };
        let operation = self.telling_words(uses, position.operation());
        let mut path = self.path_words(position);
        if position.steps().last() == Some(&Step::Items)
            && let Some(last) = path.last_mut()
        {
            *last = self.vocabulary.singular(std::mem::take(last));
        }
        let suffix = self.is_reference(class).then(|| "ref".to_owned());
        (1..=path.len().max(1))
            .map(|count| {
                let tail = path.iter().skip(path.len().saturating_sub(count)).flatten();
                operation
                    .iter()
                    .chain(tail)
                    .chain(&suffix)
                    .cloned()
                    .collect()
            })
            .collect()
    }

    /// The position with the shortest text. That of a part of an `allOf` comes last.
    fn shortest_position<'u>(&self, uses: &'u ClassUses) -> Option<&'u Position> {
        uses.positions.iter().min_by_key(|position| {
            let is_part = matches!(position.steps().last(), Some(Step::AllOf(_)));
            let operation = self.api.operation(position.operation());
            (is_part, operation.id.len() + position.pointer().len())
        })
    }

    /// What the parts of a position's path are called, outermost first.
    fn path_words(&self, position: &Position) -> Vec<Vec<String>> {
        let root = match position.origin() {
            Root::Parameter { .. } => None,
            Root::RequestBody { .. } => Some(self.vocabulary.words("requestBody")),
            Root::Response { status, .. } => Some(self.status_words(status)),
        };
        let steps = position.steps().iter().flat_map(|step| match step {
            Step::Property(name) => vec![self.vocabulary.words(name)],
            Step::Mapping(value) => ["discriminator", "mapping", value]
                .map(|text| self.vocabulary.words(text))
                .to_vec(),
            Step::AdditionalProperties
            | Step::Items
            | Step::AllOf(_)
            | Step::AnyOf(_)
            | Step::OneOf(_) => Vec::new(),
        });
        root.into_iter().chain(steps).collect()
    }

    /// The words of a key of `responses`: of a status code its reason phrase.
    fn status_words(&self, status: &str) -> Vec<String> {
        match status.parse() {
            Ok(code) => self.vocabulary.words(&status_name(Status::Code(code))),
            Err(_) => self.vocabulary.words(status),
        }
    }
}

/// The words of each operation's id, the verb first.
pub(super) fn all_words(api: &Api, vocabulary: &Vocabulary) -> Vec<Vec<String>> {
    let words = |operation: &DocumentedOperation| {
        let mut words = verb_first(vocabulary, operation);
        // `patch_access_profile_v2`: the version is the API's business.
        let is_version = |last: &String| last.starts_with('v') && last[1..].parse::<u32>().is_ok();
        if words.len() > 2 && words.last().is_some_and(is_version) {
            words.pop();
        }
        // `listCoreV1NamespacedPod` under `core_v1`: so is the group.
        let group = vocabulary.words(operation.own_tag().unwrap_or_default());
        let is_group = group.last().is_some_and(is_version)
            && words.get(1..).is_some_and(|rest| rest.starts_with(&group))
            && words.len() > group.len() + 1;
        if is_group {
            words.drain(1..=group.len());
        }
        // `GetCustomersCustomer`: one of the customers.
        let singular = |word: &String| vocabulary.singular(vec![word.clone()]);
        words.dedup_by(|next, word| {
            let same = singular(next) == singular(word);
            if same {
                std::mem::swap(next, word);
            }
            same
        });
        words
    };
    api.operations.iter().map(words).collect()
}

/// The verb of each operation. Some ids begin with the resource, as the tag shows.
pub(super) fn verbs(api: &Api, vocabulary: &Vocabulary) -> Vec<Option<String>> {
    let verb = |operation: &DocumentedOperation| {
        let first = verb_first(vocabulary, operation).into_iter().next()?;
        // Without a tag, the first segment of the path says the same.
        let mut segments = operation.object.path.split('/');
        let segment = || segments.find(|segment| !segment.is_empty());
        let tag = vocabulary.words(operation.own_tag().or_else(segment).unwrap_or_default());
        let tag = tag.into_iter().next();
        let is_noun = tag.is_some_and(|tag| {
            vocabulary.singular(vec![tag]) == vocabulary.singular(vec![first.clone()])
        });
        (!is_noun).then_some(first)
    };
    api.operations.iter().map(verb).collect()
}
