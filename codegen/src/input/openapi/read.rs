//! From a page's JSON to an [`OperationObject`].
//!
//! Malformed parts are ignored, with a diagnostic at their JSON pointer, and reading goes on. Only a page without a
//! method or a path returns nothing. Examples, defaults and the values of an enum are data and aren't inspected.

mod content;
mod lenient;
mod references;
mod schema;
mod security;
mod values;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostics};

use super::{OperationObject, ServerObject};
use lenient::Reader;

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The keys of a page's operation, including those that the plugin adds.
const KEYWORDS: &[&str] = &[
    "callbacks",
    "deprecated",
    "description",
    "extensions",
    "externalDocs",
    "info",
    "jsonRequestBodyExample",
    "method",
    "operationId",
    "parameters",
    "path",
    "postman",
    "proxy",
    "requestBody",
    "responses",
    "security",
    "securitySchemes",
    "servers",
    "summary",
    "tags",
];

/// Extensions that mark unstable operations.
const EXPERIMENTAL: [&str; 5] = [
    "x-experimental",
    "x-beta",
    "x-alpha",
    "x-preview",
    "x-unstable",
];

/// Reads the definition of a page. Returns `None` for a page about something else, or without method or path.
pub fn read_operation(
    page_path: &str,
    definition: &Value,
    diagnostics: &mut Diagnostics,
) -> Option<OperationObject> {
    let mut reader = Reader::new(page_path, diagnostics);
    let Value::Object(map) = definition else {
        reader.say(
            Code::BadOperation,
            "the definition isn't an object",
            "copy the page again",
        );
        return None;
    };
    let method = reader.method(map);
    let path = reader.path(map, method.as_deref());
    let (method, path) = method.zip(path)?;
    if !METHODS.contains(&method.as_str()) {
        let message = format!(
            "the page's method is `{method}`, which isn't an HTTP method: the page gets no function"
        );
        reader.inside("method", |reader| {
            reader.say(Code::NotAnOperation, message, "")
        });
        return None;
    }
    if reader.has_references(definition) {
        return None;
    }
    Some(reader.operation(map, method, path))
}

impl Reader<'_> {
    fn method(&mut self, map: &Map<String, Value>) -> Option<String> {
        let method = map
            .get("method")
            .and_then(Value::as_str)
            .map(|method| method.trim().to_ascii_lowercase());
        let method = method.filter(|method| !method.is_empty());
        if method.is_none() {
            self.missing("method", "copy the page again, or remove it from the spec folder if it doesn't describe an operation");
        }
        method
    }

    fn path(&mut self, map: &Map<String, Value>, method: Option<&str>) -> Option<String> {
        let path = map
            .get("path")
            .and_then(Value::as_str)
            .map(str::trim)
            .filter(|path| !path.is_empty());
        match path {
            Some(path) if path.starts_with('/') => Some(path.to_owned()),
            Some(path) => Some(format!("/{path}")),
            // The URL of a webhook is known only to its receiver.
            None if method.is_some_and(|method| !METHODS.contains(&method)) => Some("/".to_owned()),
            None => {
                self.missing(
                    "path",
                    "copy the page again: `api` contains the path of the operation",
                );
                None
            }
        }
    }

    fn missing(&mut self, key: &str, help: &str) {
        let message = format!("the operation has no `{key}`");
        self.inside(key, |reader| reader.say(Code::BadOperation, message, help));
    }

    fn operation(
        &mut self,
        map: &Map<String, Value>,
        method: String,
        path: String,
    ) -> OperationObject {
        self.keywords(map, KEYWORDS);
        self.not_in_client(map, "callbacks");
        let info = self.object(map, "info");
        let mut info =
            |key| info.and_then(|info| self.inside("info", |reader| reader.text(info, key)));
        let (info_title, info_description, info_version) = (
            info("title").unwrap_or_default(),
            info("description").unwrap_or_default(),
            info("version"),
        );
        OperationObject {
            operation_id: self
                .text(map, "operationId")
                .map(|id| id.trim().to_owned())
                .filter(|id| !id.is_empty()),
            summary: self.text(map, "summary").unwrap_or_default(),
            description: self.text(map, "description").unwrap_or_default(),
            method,
            path,
            tags: self.tags(map),
            deprecated: self.flag(map, "deprecated"),
            experimental: EXPERIMENTAL.iter().any(|key| self.flag(map, key)),
            parameters: self.parameters(map),
            request_body: self.request_body(map),
            responses: self.responses(map),
            security: self.security(map),
            security_schemes: self.security_schemes(map),
            servers: self.servers(map),
            info_title,
            info_description,
            info_version: info_version.unwrap_or_default(),
            // What was found in the schemas above.
            has_anchors: self.has_anchors,
            named: std::mem::take(&mut self.named),
        }
    }

    fn tags(&mut self, map: &Map<String, Value>) -> Vec<String> {
        let mut tags = self.texts(map, "tags");
        let mut seen = std::collections::BTreeSet::new();
        tags.retain(|tag| !tag.trim().is_empty() && seen.insert(tag.clone()));
        tags
    }

    fn servers(&mut self, map: &Map<String, Value>) -> Vec<ServerObject> {
        let mut servers = Vec::new();
        let list = self.list(map, "servers").unwrap_or_default();
        self.each("servers", list, |reader, server| {
            let Some(server) = reader.as_object(server, "a server") else {
                return;
            };
            let Some(url) = reader.text(server, "url") else {
                return reader.malformed("the server has no `url`");
            };
            let variables = reader.object(server, "variables");
            let variables = reader.inside("variables", |reader| reader.server_variables(variables));
            servers.push(ServerObject {
                url: url.trim().to_owned(),
                variables,
            });
        });
        servers
    }

    fn server_variables(
        &mut self,
        variables: Option<&Map<String, Value>>,
    ) -> IndexMap<String, String> {
        let mut defaults = IndexMap::new();
        for (name, variable) in variables.into_iter().flatten() {
            let default = self.inside(name, |reader| {
                let variable = reader.as_object(variable, "a server variable")?;
                reader.text(variable, "default")
            });
            defaults.insert(name.clone(), default.unwrap_or_default());
        }
        defaults
    }
}
