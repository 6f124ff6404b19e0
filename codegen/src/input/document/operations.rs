//! The operations of a document: where they are, and which of them are wanted.

use std::collections::BTreeMap;

use super::OperationKey;
use super::file_name::kebab_case;
use super::graph::{Id, Node};
use super::load::Loaded;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::pointer_push;

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// What a path item has beside operations.
const SHARED: [&str; 5] = ["$ref", "description", "parameters", "servers", "summary"];

/// An operation in the graph.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    pub(super) key: OperationKey,
    pub(super) tags: Vec<String>,
    /// The root, the map of path items, the path item.
    pub(super) ancestors: [Id; 3],
    pub(super) id: Id,
    /// JSON pointer to it.
    pub(super) pointer: String,
    /// The name of the webhook, if it is one.
    pub(super) event: Option<String>,
    /// The method as it is written.
    pub(super) method: String,
}

/// The operations of a document, in its order. What isn't an operation where one belongs is an error.
pub(super) fn operations(document: &Loaded, diagnostics: &mut Diagnostics) -> Vec<Operation> {
    let graph = &document.graph;
    let mut operations = Vec::new();
    let Some(paths) = graph.member(document.root, "paths") else {
        return operations;
    };
    if graph.object(paths).is_none() {
        malformed(document, "/paths", "`paths` isn't an object", diagnostics);
    }
    for (path, item) in graph.children(paths) {
        if let Node::Unresolved(unresolved) = graph.node(item) {
            diagnostics.push(unresolved.diagnostic());
        }
        for (method, id) in graph.children(item) {
            let lower = method.to_lowercase();
            let pointer = pointer(["paths", &path, &method]);
            if lower == "query" || lower == "additionaloperations" {
                let message =
                    format!("`{method}` isn't imported: the docs plugin makes no page for it");
                diagnostics.push(
                    Diagnostic::new(Code::SkippedOperation, &document.file, message).at(pointer),
                );
            } else if !METHODS.contains(&lower.as_str()) {
                continue;
            } else if graph.object(id).is_none() {
                malformed(
                    document,
                    &pointer,
                    "the operation isn't an object",
                    diagnostics,
                );
            } else {
                operations.push(operation(
                    document,
                    id,
                    [paths, item],
                    [&path, &method],
                    pointer,
                ));
            }
        }
    }
    operations
}

fn malformed(document: &Loaded, pointer: &str, message: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::new(Code::BadDocument, &document.file, message)
            .at(pointer)
            .help("correct the document, or remove what is there"),
    );
}

/// The webhooks of a document; in 3.0, they are an extension.
pub(super) fn webhooks(document: &Loaded) -> Vec<Operation> {
    let graph = &document.graph;
    let mut webhooks = Vec::new();
    let found = ["x-webhooks", "webhooks"]
        .into_iter()
        .find_map(|key| Some((key, graph.member(document.root, key)?)));
    let Some((key, map)) = found else {
        return webhooks;
    };
    for (event, item) in graph.children(map) {
        for (method, id) in graph.children(item) {
            if SHARED.contains(&method.as_str()) || graph.object(id).is_none() {
                continue;
            }
            let pointer = pointer([key, &event, &method]);
            let mut webhook = operation(document, id, [map, item], ["webhook", "event"], pointer);
            let summary = graph.member_text(id, "summary").unwrap_or(&event);
            if webhook.key.id.is_empty() {
                webhook.key.id = kebab_case(summary);
            }
            webhook.event = Some(event.clone());
            webhooks.push(webhook);
        }
    }
    webhooks
}

fn pointer(way: [&str; 3]) -> String {
    way.iter()
        .fold(String::new(), |at, part| pointer_push(&at, part))
}

fn operation(
    document: &Loaded,
    id: Id,
    [map, item]: [Id; 2],
    [path, method]: [&str; 2],
    pointer: String,
) -> Operation {
    let graph = &document.graph;
    let tags = graph.member(id, "tags").map(|tags| graph.children(tags));
    Operation {
        key: OperationKey {
            method: method.to_lowercase(),
            path: path.to_owned(),
            id: graph
                .member_text(id, "operationId")
                .unwrap_or_default()
                .trim()
                .to_owned(),
        },
        tags: tags
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(_, tag)| graph.text(tag).map(str::to_owned))
            .collect(),
        ancestors: [document.root, map, item],
        id,
        pointer,
        event: None,
        method: method.to_owned(),
    }
}

/// Takes out operations with the method and path of an earlier one, apart from the names of parameters: no server can
/// distinguish their requests.
pub(super) fn remove_repeated(
    document: &Loaded,
    operations: &mut Vec<Operation>,
    is_selected: impl Fn(&Operation) -> bool,
    diagnostics: &mut Diagnostics,
) {
    let mut first: BTreeMap<(String, String), String> = BTreeMap::new();
    operations.retain(|operation| {
        let OperationKey { method, path, .. } = &operation.key;
        if !is_selected(operation) {
            return true;
        }
        let key = (method.clone(), without_names(path));
        let Some(other) = first.get(&key) else {
            first.insert(key, operation.pointer.clone());
            return true;
        };
        let message =
            format!("only the names of parameters distinguish the operation from `{other}`");
        diagnostics.push(
            Diagnostic::new(Code::RepeatedOperation, &document.file, message)
                .at(&operation.pointer)
                .help("it is not imported; remove the other one from the document to import it instead"),
        );
        false
    });
}

/// Reports operations with the same id.
pub(super) fn check_ids(
    document: &Loaded,
    operations: &[&Operation],
    diagnostics: &mut Diagnostics,
) {
    let mut ids: BTreeMap<&str, &Operation> = BTreeMap::new();
    for operation in operations.iter().copied() {
        let id = operation.key.id.as_str();
        if let Some(other) = ids.get(id).filter(|_| !id.is_empty()) {
            let message = format!(
                "the operationId `{id}` is used twice: at `{}` as well",
                other.pointer
            );
            diagnostics.push(
                Diagnostic::new(Code::DuplicateOperation, &document.file, message)
                    .at(&operation.pointer)
                    .help("give each operation an id of its own"),
            );
        }
        ids.entry(id).or_insert(operation);
    }
}

/// A path template with nothing between its braces.
fn without_names(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |template, part| {
        let after = part.split_once('}').map_or(part, |(_, after)| after);
        format!("{template}{{}}{after}")
    })
}
