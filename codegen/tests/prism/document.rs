//! The OpenAPI document of all pages, with the paths of each API below a folder of its own.

use codegen::input::page::Page;
use codegen::ir::{Crate, Operation, Version};
use serde_json::{Map, Value, json};

/// The path below which an operation is served: the API's module, then what the page's server has.
pub(crate) fn base(version: &Version, operation: &Operation) -> String {
    let server = operation.server.as_ref().unwrap_or(&version.server);
    format!("/{}{}", version.module, server.path)
}

/// The document, in OpenAPI 3.1.
pub(crate) fn document(krate: &Crate, pages: &[Page]) -> Value {
    let mut paths = Map::new();
    let mut schemes = Map::new();
    for version in &krate.versions {
        for operation in version.modules.iter().flat_map(|module| &module.operations) {
            let page = pages
                .iter()
                .find(|page| page.path == operation.page)
                .unwrap();
            let path = operation.path.split('?').next().unwrap_or_default();
            let path = format!(
                "{}/{}",
                base(version, operation),
                path.trim_start_matches('/')
            );
            let item = paths.entry(path).or_insert_with(|| json!({}));
            item[operation.method.to_lowercase()] = definition(version, page);
            for (name, scheme) in page.definition["securitySchemes"]
                .as_object()
                .into_iter()
                .flatten()
            {
                schemes.insert(scheme_name(version, name), scheme.clone());
            }
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Pages", "version": "1"},
        "paths": paths,
        "components": {"securitySchemes": schemes},
    })
}

fn scheme_name(version: &Version, name: &str) -> String {
    let name = name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    format!("{}-{name}", version.module)
}

/// An operation of the document, without what the docs plugin adds to it.
fn definition(version: &Version, page: &Page) -> Value {
    let mut operation = Map::new();
    for key in ["operationId", "parameters", "requestBody", "responses"] {
        if let Some(value) = page.definition.get(key) {
            operation.insert(key.to_owned(), value.clone());
        }
    }
    operation.insert(
        "operationId".to_owned(),
        json!(format!("{}-{}", version.module, page.id)),
    );
    let known = page.definition["securitySchemes"].as_object();
    let requirements = page.definition["security"].as_array().into_iter().flatten();
    let requirements: Vec<Value> = requirements
        .filter_map(Value::as_object)
        .filter(|schemes| {
            schemes
                .keys()
                .all(|name| known.is_some_and(|known| known.contains_key(name)))
        })
        .map(|schemes| {
            schemes
                .iter()
                .map(|(name, scopes)| (scheme_name(version, name), scopes.clone()))
                .collect()
        })
        .collect();
    operation.insert("security".to_owned(), Value::Array(requirements));
    let mut operation = Value::Object(operation);
    modernize(&mut operation);
    // Prism looks for some of them in this spelling only.
    for parameter in operation["parameters"].as_array_mut().into_iter().flatten() {
        if parameter["in"] == "header" {
            parameter["name"] = parameter["name"]
                .as_str()
                .unwrap_or_default()
                .to_lowercase()
                .into();
        }
    }
    operation
}

/// Turns `nullable` of OpenAPI 3.0 into types of 3.1, and what the docs plugin cut off into any value.
fn modernize(value: &mut Value) {
    match value {
        Value::String(text) if text.starts_with("circular(") => *value = json!({}),
        Value::Array(list) => list.iter_mut().for_each(modernize),
        Value::Object(map) => {
            map.values_mut().for_each(modernize);
            for bound in ["exclusiveMinimum", "exclusiveMaximum"] {
                if map.get(bound).is_some_and(Value::is_boolean) {
                    map.shift_remove(bound);
                }
            }
            if map.get("nullable") == Some(&json!(true)) {
                map.shift_remove("nullable");
                *value = json!({"anyOf": [{"type": "null"}, map]});
            }
        }
        _ => {}
    }
}
