//! Names of the types that come from operations: errors by status, and bodies that no single schema describes.

use super::TypeNames;
use super::lock::{Anchor, Lock};
use super::words::{Vocabulary, pascal};
use crate::bodies::{Bodies, OperationType, OperationTypeKind};
use crate::input::docs_set::Api;

/// Names the types that come from operations. Error types are remembered; the others are named after their operation.
pub fn name_operation_types(
    api: &Api,
    bodies: &Bodies,
    vocabulary: &Vocabulary,
    lock: &mut Lock,
    names: &mut TypeNames,
) {
    for (rank, definition) in bodies.types.iter().enumerate() {
        let name = match &definition.kind {
            OperationTypeKind::Errors(_) => {
                let operations = definition.operations.iter();
                let anchors = operations
                    .map(|&index| (Anchor::of_errors(api.operation(index)), index))
                    .collect();
                let wanted = error_names(rank, api, definition, vocabulary);
                let remembered = lock.name_of(&api.folder, &anchors);
                let name = remembered.unwrap_or_else(|| names.take(wanted.into_iter()));
                lock.remember(&api.folder, &name, &anchors);
                name
            }
            OperationTypeKind::Choice(_) => body_name("body", api, definition, vocabulary, names),
            OperationTypeKind::ByStatus(_) => {
                body_name("response", api, definition, vocabulary, names)
            }
        };
        names.of_operations.insert(definition.id, name);
    }
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
    for owner in tag.into_iter().chain(ids) {
        let mut words = vocabulary.words(owner);
        words.push("error".to_owned());
        wanted.push(pascal(&words));
    }
    wanted
}

/// The name of a type of one operation: the operation's and what the type is to it.
fn body_name(
    role: &str,
    api: &Api,
    definition: &OperationType,
    vocabulary: &Vocabulary,
    names: &mut TypeNames,
) -> String {
    let owners = definition.operations.iter();
    let mut words: Vec<String> = owners
        .flat_map(|&index| vocabulary.words(&api.operation(index).id))
        .collect();
    words.push(role.to_owned());
    let short = pascal(&words);
    words.push("type".to_owned());
    names.take([short, pascal(&words)].into_iter())
}
