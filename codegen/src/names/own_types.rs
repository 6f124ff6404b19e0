//! Names of the types that come from operations: errors by status, and bodies that no single schema describes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::TypeNames;
use super::words::{Vocabulary, pascal};
use crate::bodies::{Bodies, OperationType, OperationTypeKind};
use crate::input::docs_set::Api;
use crate::recall::Recalled;

/// Names the types that come from operations. Remembered names come first.
pub fn name_operation_types(
    api: &Api,
    bodies: &Bodies,
    vocabulary: &Vocabulary,
    recalled: &Recalled,
    names: &mut TypeNames,
) {
    let mut given = BTreeSet::new();
    for (rank, definition) in bodies.types.iter().enumerate() {
        let remembered = remembered_name(definition, recalled, &given);
        let wanted = match &definition.kind {
            OperationTypeKind::Errors(_) => error_names(rank, api, definition, vocabulary),
            OperationTypeKind::Choice(_) => body_names("body", api, definition, vocabulary),
            OperationTypeKind::ByStatus(_) => body_names("response", api, definition, vocabulary),
        };
        let name = remembered.unwrap_or_else(|| names.take(wanted.into_iter()));
        given.insert(name.clone());
        names.of_operations.insert(definition.id, name);
    }
}

/// The name that most operations of a type remember, if no other type has it by now.
fn remembered_name(
    definition: &OperationType,
    recalled: &Recalled,
    given: &BTreeSet<String>,
) -> Option<String> {
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    for &operation in &definition.operations {
        let name = match &definition.kind {
            OperationTypeKind::Errors(_) => recalled.errors(operation),
            OperationTypeKind::Choice(_) => recalled.of_operation(operation, "body"),
            OperationTypeKind::ByStatus(_) => recalled.of_operation(operation, "response"),
        };
        if let Some(name) = name.filter(|name| !given.contains(*name)) {
            *votes.entry(name).or_default() += 1;
        }
    }
    let most = votes
        .into_iter()
        .max_by_key(|(name, count)| (*count, Reverse(*name)));
    most.map(|(name, _)| name.to_owned())
}

/// The name of an error type, best first: the API's, a tag's, or an operation's.
fn error_names(
    rank: usize,
    api: &Api,
    definition: &OperationType,
    vocabulary: &Vocabulary,
) -> Vec<String> {
    let mut wanted = Vec::new();
    if rank == 0 {
        wanted.push("ApiError".to_owned());
    }
    let operations = || definition.operations.iter().copied();
    let tag = api.only_tag(operations());
    let tag = tag.filter(|_| definition.operations.len() > 1);
    let ids = operations().map(|index| api.operation(index).id.as_str());
    let owners: Vec<&str> = tag.into_iter().chain(ids).collect();
    // The body of one status may be called the operation's error.
    for role in ["error", "errors"] {
        let named = owners.iter().map(|owner| {
            let mut words = vocabulary.words(owner);
            words.push(role.to_owned());
            pascal(&words)
        });
        wanted.extend(named);
    }
    wanted
}

/// The names of a type of one operation, best first: the operation's and what the type is to it.
fn body_names(
    role: &str,
    api: &Api,
    definition: &OperationType,
    vocabulary: &Vocabulary,
) -> Vec<String> {
    let owners = definition.operations.iter();
    let mut words: Vec<String> = owners
        .flat_map(|&index| vocabulary.words(&api.operation(index).id))
        .collect();
    words.push(role.to_owned());
    let short = pascal(&words);
    words.push("type".to_owned());
    vec![short, pascal(&words)]
}
