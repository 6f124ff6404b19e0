//! Names taken from operations: the resource that they are named after, the body of one of them, the way to a part of it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Candidates, LONG, status_name};
use crate::graph::Kind;
use crate::ir::Status;
use crate::merge::ClassId;
use crate::names::lexicon::{NO_RESOURCE, PREPOSITIONS, VERBS};
use crate::names::words::pascal;
use crate::uses::{ClassUses, Place};

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

impl Candidates<'_> {
    /// The resource that most of the operations are named after which answer with the type. An operation about the
    /// entitlements of an access profile is about entitlements, too.
    pub(super) fn resource(&self, class: ClassId, uses: &ClassUses) -> Option<Vec<String>> {
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

    /// Whether an operation that only reads answers with the type.
    pub fn is_read(&self, uses: &ClassUses) -> bool {
        uses.roles.iter().any(|role| {
            let verb = self.operation_words(role.operation).into_iter().next();
            let reads =
                verb.is_some_and(|verb| ["get", "list", "read", "show"].contains(&verb.as_str()));
            reads && role.place == Place::Success
        })
    }

    /// `getAccessProfileById` is about an access profile; `startExport` is not about an export.
    pub(super) fn resource_of(&self, operation: usize, item: bool) -> Option<Vec<String>> {
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

    pub(super) fn operation_words(&self, operation: usize) -> Vec<String> {
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

    /// `CreateCampaignRequest`: the operation and what the body is to it.
    pub(super) fn body(&self, class: ClassId, uses: &ClassUses) -> Vec<Vec<String>> {
        let mut all: Vec<Vec<String>> = uses
            .roles
            .iter()
            .filter_map(|role| {
                let suffix = match role.place {
                    Place::Request if self.is_form(class) => "form",
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

    /// The words of a JSON pointer's segment: of a status its reason, of an index none.
    fn segment_words(&self, segment: &str) -> Option<Vec<String>> {
        match segment.parse::<u16>() {
            Ok(status @ 100..=599) => {
                let reason = status_name(Status::Code(status));
                Some(self.vocabulary.words(&reason))
            }
            Ok(_) => None,
            Err(_) => Some(self.vocabulary.words(segment)),
        }
    }

    /// The way from an operation to the type, from short to long.
    pub(super) fn path(&self, class: ClassId, uses: &ClassUses) -> Vec<Vec<String>> {
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
            .filter_map(|segment| self.segment_words(segment))
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
            let skipped = way.len().saturating_sub(count);
            way.iter().skip(skipped).flatten().cloned()
        };
        (1..=way.len().max(1))
            .map(|count| {
                let operation = operation.iter().cloned();
                operation.chain(tail(count)).chain(suffix.clone()).collect()
            })
            .collect()
    }
}
