//! The error types: one for all operations whose errors agree.
//!
//! Most operations of an API have the same errors, each some of them. So the most frequent map from statuses to bodies is
//! extended by every other map that does not contradict it, and all of these operations share one type. The rest do the
//! same among themselves, until none is left.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Assembly;
use super::bodies::json;
use crate::input::docs_set::OperationIndex;
use crate::ir::{Payload, Status, StatusVariant, TypeDef, TypeId, TypeKind, TypeRef};
use crate::names::candidates::status_name;
use crate::names::lock::{Anchor, Anchors, Lock};
use crate::names::words::pascal;
use crate::place;

/// What an operation's errors carry, by status.
type Errors = BTreeMap<Status, TypeRef>;

/// Operations whose errors agree.
struct Family {
    errors: Errors,
    operations: BTreeSet<OperationIndex>,
}

impl Assembly<'_> {
    /// Makes the error types; returns each operation's.
    pub(super) fn error_types(&mut self, lock: &mut Lock) -> BTreeMap<OperationIndex, TypeId> {
        let families = families(
            self.api
                .indexed()
                .map(|(index, _)| (index, self.errors_of(index))),
        );
        let mut types = BTreeMap::new();
        for (rank, family) in families.into_iter().enumerate() {
            let anchors = self.error_anchors(&family.operations);
            let wanted = self.error_names(rank, &family);
            let remembered = lock.name_of(&self.api.folder, &anchors);
            let name = match remembered {
                Some(name) => name,
                None => self.names.take(wanted.into_iter()),
            };
            lock.remember(&self.api.folder, &name, &anchors);
            let definition = TypeDef {
                name,
                docs: "The bodies of errors, by status.".to_owned(),
                deprecated: false,
                kind: TypeKind::Errors(self.error_variants(&family)),
                positions: Vec::new(),
            };
            let id = self.add_type(definition, family.operations.clone());
            types.extend(
                family
                    .operations
                    .into_iter()
                    .map(|operation| (operation, id)),
            );
        }
        types
    }

    fn errors_of(&self, index: OperationIndex) -> Errors {
        let lowered = self.lowered.operation(index);
        lowered
            .responses
            .iter()
            .filter(|response| {
                !lowered.is_success(response.status) && !is_redirect(response.status)
            })
            .filter_map(|response| Some((response.status, json(&self.payload(response))?.clone())))
            .collect()
    }

    fn error_anchors(&self, operations: &BTreeSet<OperationIndex>) -> Anchors {
        operations
            .iter()
            .map(|&index| (Anchor::of_errors(self.api.operation(index)), index))
            .collect()
    }

    /// The API's, a tag's, or an operation's.
    fn error_names(&self, rank: usize, family: &Family) -> Vec<String> {
        let mut wanted = Vec::new();
        if rank == 0 {
            wanted.push("ApiError".to_owned());
        }
        let operations = || family.operations.iter().copied();
        let owners = place::only_tag(self.api, operations())
            .into_iter()
            .filter(|_| family.operations.len() > 1);
        let ids = operations().map(|index| self.api.operation(index).id.as_str());
        for owner in owners.chain(ids) {
            let mut words = self.vocabulary.words(owner);
            words.push("error".to_owned());
            wanted.push(pascal(&words));
        }
        wanted
    }

    fn error_variants(&self, family: &Family) -> Vec<StatusVariant> {
        let variants = family.errors.iter().map(|(&status, ty)| StatusVariant {
            ident: status_name(status),
            status,
            body: Payload::Json(ty.clone()),
            docs: self.most_frequent_docs(family, status),
        });
        variants.collect()
    }

    fn most_frequent_docs(&self, family: &Family, status: Status) -> String {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for &operation in &family.operations {
            *counts
                .entry(self.response_docs(operation, status))
                .or_default() += 1;
        }
        counts.remove("");
        counts
            .into_iter()
            .max_by_key(|(text, count)| (*count, Reverse(text.clone())))
            .map(|(text, _)| text)
            .unwrap_or_default()
    }
}

fn is_redirect(status: Status) -> bool {
    matches!(status, Status::Code(100..=199 | 300..=399) | Status::Range(1 | 3))
}

fn families(errors: impl Iterator<Item = (OperationIndex, Errors)>) -> Vec<Family> {
    let mut same: BTreeMap<Errors, BTreeSet<OperationIndex>> = BTreeMap::new();
    for (operation, errors) in errors {
        if !errors.is_empty() {
            same.entry(errors).or_default().insert(operation);
        }
    }
    let mut rest: Vec<Family> = same
        .into_iter()
        .map(|(errors, operations)| Family { errors, operations })
        .collect();
    rest.sort_by_key(|family| Reverse((family.operations.len(), family.errors.len())));
    let mut families: Vec<Family> = Vec::new();
    for family in rest {
        match families
            .iter_mut()
            .find(|known| agree(&known.errors, &family.errors))
        {
            Some(known) => {
                known.errors.extend(family.errors);
                known.operations.extend(family.operations);
            }
            None => families.push(family),
        }
    }
    families
}

fn agree(one: &Errors, other: &Errors) -> bool {
    one.iter()
        .all(|(status, ty)| other.get(status).is_none_or(|known| known == ty))
}
