//! The map from docs to code, for programs: which function an operation became, and which type a schema.
//!
//! Input: the IR that the code is written from. Output: JSON, the same bytes for the same input. Functions and types are
//! spelt as another crate would write them.

use serde_json::{Map, Value, json};

use crate::emit::{content_path, crate_name, definition_path, payload_path};
use crate::ir::{Crate, Module, Operation, TypeId, Version};
use crate::surface::kind_name;

/// The manifest, pretty-printed.
pub fn manifest(krate: &Crate) -> String {
    let mut operations = Vec::new();
    let mut types = Vec::new();
    for version in &krate.versions {
        for module in &version.modules {
            operations.extend(
                module
                    .operations
                    .iter()
                    .map(|each| operation(krate, version, module, each)),
            );
        }
        types.extend(
            (0..version.types.len()).map(|index| definition(krate, version, TypeId(index))),
        );
    }
    operations.sort_by_key(|value| (text(value, "api"), text(value, "id")));
    types.sort_by_key(|value| text(value, "path"));
    let manifest =
        json!({ "package": krate.package.name, "operations": operations, "types": types });
    format!("{manifest:#}\n")
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn operation(krate: &Crate, version: &Version, module: &Module, operation: &Operation) -> Value {
    let function = format!(
        "{}::{}::{}::Api::{}",
        crate_name(krate),
        version.module,
        module.name,
        operation.function
    );
    json!({
        "api": version.folder,
        "id": operation.id,
        "page": operation.page,
        "method": operation.method,
        "path": operation.path,
        "function": function,
        "request": request(krate, version, operation),
        "responses": responses(krate, version, operation),
    })
}

fn request(krate: &Crate, version: &Version, operation: &Operation) -> Map<String, Value> {
    let media_types = operation.body.iter().flat_map(|body| &body.media_types);
    sorted(
        media_types
            .map(|(media, content)| (media.clone(), content_path(krate, version, content).into())),
    )
}

fn responses(krate: &Crate, version: &Version, operation: &Operation) -> Map<String, Value> {
    sorted(operation.responses.iter().map(|response| {
        let content = response.content.iter();
        let content = content
            .map(|(media, payload)| (media.clone(), payload_path(krate, version, payload).into()));
        (response.status.to_string(), sorted(content).into())
    }))
}

fn definition(krate: &Crate, version: &Version, id: TypeId) -> Value {
    let definition = &version.types[id.0];
    let mut uses = definition.positions.clone();
    uses.sort();
    json!({
        "path": definition_path(krate, version, id),
        "kind": kind_name(&definition.kind),
        "uses": uses,
    })
}

/// JSON objects keep the order in which they are filled.
fn sorted(entries: impl Iterator<Item = (String, Value)>) -> Map<String, Value> {
    let mut entries: Vec<(String, Value)> = entries.collect();
    entries.sort_by(|one, other| one.0.cmp(&other.0));
    entries.into_iter().collect()
}
