//! Names taken from operations: the resource that they are named after, the body of one of them, the way to a part of it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Candidates, LONG, status_name};
use crate::graph::Kind;
use crate::input::docs_set::OperationIndex;
use crate::ir::Status;
use crate::merge::ClassId;
use crate::names::lexicon::{NO_RESOURCE, PREPOSITIONS, VERBS};
use crate::names::words::pascal;
use crate::position::{Position, Root, Step};
use crate::uses::{ClassUses, UseSite};

impl Candidates<'_> {
    /// The resource that most of the operations are named after which return the type. An operation about the
    /// entitlements of an access profile is about entitlements, too.
    pub(super) fn resource(&self, class: ClassId, uses: &ClassUses) -> Option<Vec<String>> {
        if self.is_reference(class) {
            return None;
        }
        let mut named: BTreeMap<OperationIndex, Vec<String>> = BTreeMap::new();
        let mut operations = BTreeSet::new();
        for role in uses
            .roles
            .iter()
            .filter(|role| role.site == UseSite::Success)
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
                Reverse(words.len()),
                Reverse((*words).clone()),
            )
        })?;
        let count = votes(best);
        (count > 1 || operations.len() < 3).then(|| best.clone())
    }

    pub(super) fn is_form(&self, class: ClassId) -> bool {
        let node = self.types.members(class).first();
        node.is_some_and(
            |node| matches!(&self.graph.node(*node).kind, Kind::Struct(object) if object.form),
        )
    }

    /// Whether an operation that only reads returns the type.
    pub fn is_read(&self, uses: &ClassUses) -> bool {
        uses.roles.iter().any(|role| {
            let verb = self.operation_words(role.operation).into_iter().next();
            let reads =
                verb.is_some_and(|verb| ["get", "list", "read", "show"].contains(&verb.as_str()));
            reads && role.site == UseSite::Success
        })
    }

    /// `getAccessProfileById` is about an access profile; `startExport` is not about an export.
    pub(super) fn resource_of(&self, operation: OperationIndex, item: bool) -> Option<Vec<String>> {
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

    pub(super) fn operation_words(&self, operation: OperationIndex) -> Vec<String> {
        let mut words = self.vocabulary.words(&self.api.operation(operation).id);
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

    /// `CreateCampaignRequest`: the operation and what the body is to it.
    pub(super) fn body(&self, class: ClassId, uses: &ClassUses) -> Vec<Vec<String>> {
        let mut all: Vec<Vec<String>> = uses
            .roles
            .iter()
            .filter_map(|role| {
                let suffix = match role.site {
                    UseSite::Request if self.is_form(class) => "form",
                    UseSite::Request => "request",
                    UseSite::Success => "response",
                    UseSite::Error(_) => "error",
                    UseSite::Parameter(_) | UseSite::Field { .. } | UseSite::Branch { .. } => {
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
        // Most operations are still distinct without their verb.
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

    /// The path from an operation to the type, from short to long.
    pub(super) fn path(&self, class: ClassId, uses: &ClassUses) -> Vec<Vec<String>> {
        let Some(position) = self.shortest_position(uses) else {
            return Vec::new();
        };
        let operation = self
            .vocabulary
            .words(&self.api.operation(position.operation()).id);
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
