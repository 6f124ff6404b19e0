//! The operations of a document, each with all that belongs to it.
//!
//! As in the docs plugin: what a path item or the root says of parameters, servers and security is put into the
//! operation where it says nothing itself, `info` and all security schemes come with it, and webhooks have the method
//! `event` and the path `webhook`.

use serde_json::{Map, Value};

use super::cut::{CutError, Cutter};
use super::graph::Id;
use super::load::Loaded;
use super::{Document, OperationKey, page_text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::pointer_push;

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// What a path item has beside operations.
const SHARED: [&str; 5] = ["$ref", "description", "parameters", "servers", "summary"];

/// Which operations are wanted.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only those with one of these tags; with none, all.
    pub tags: Vec<String>,
    /// Only these operationIds; with none, all.
    pub operations: Vec<String>,
}

impl Selection {
    fn has(&self, definition: &Operation) -> bool {
        let by_tag = self.tags.iter().any(|tag| definition.tags.contains(tag));
        let by_id = self.operations.contains(&definition.key.id);
        (self.tags.is_empty() && self.operations.is_empty()) || by_tag || by_id
    }
}

/// An operation in the graph.
struct Operation {
    key: OperationKey,
    tags: Vec<String>,
    /// The root, the list of path items, the path item.
    ancestors: [Id; 3],
    id: Id,
    pointer: String,
    /// The name of the webhook, if it is one.
    event: Option<String>,
    /// The method as it is written.
    method: String,
}

/// Makes a page of each selected operation.
pub(super) fn pages(
    loaded: Loaded,
    selection: &Selection,
    diagnostics: &mut Diagnostics,
) -> Document {
    let document = Reader { loaded: &loaded };
    let mut operations = document.operations();
    let keys: Vec<OperationKey> = operations
        .iter()
        .map(|operation| operation.key.clone())
        .collect();
    operations.extend(document.webhooks());
    let shared = document.shared(diagnostics);
    let title = document.text(&["info", "title"]);
    let mut pages = Vec::new();
    for operation in operations
        .iter()
        .filter(|operation| selection.has(operation))
    {
        match document.definition(operation, &shared) {
            Ok((definition, summary)) => {
                pages.push(page_text::page(
                    operation.key.clone(),
                    definition,
                    summary.as_deref(),
                ));
            }
            Err(problems) => document.report(operation, problems, diagnostics),
        }
    }
    Document {
        title,
        pages,
        operations: keys,
    }
}

struct Reader<'a> {
    loaded: &'a Loaded,
}

/// What is the same for all operations.
struct Shared {
    servers: Option<Value>,
    security: Option<Value>,
    security_schemes: Option<Value>,
    info: Option<Value>,
}

impl Reader<'_> {
    fn member(&self, key: &str) -> Option<Id> {
        self.loaded.graph.member(self.loaded.root, key)
    }

    fn text(&self, path: &[&str]) -> String {
        let graph = &self.loaded.graph;
        let id = path
            .iter()
            .try_fold(self.loaded.root, |id, key| graph.member(id, key));
        id.and_then(|id| graph.text(id))
            .unwrap_or_default()
            .to_owned()
    }

    fn operations(&self) -> Vec<Operation> {
        let graph = &self.loaded.graph;
        let mut operations = Vec::new();
        let Some(paths) = self.member("paths") else {
            return operations;
        };
        for (path, item) in graph.children(paths) {
            for (method, id) in graph.children(item) {
                let lower = method.to_lowercase();
                if METHODS.contains(&lower.as_str()) && graph.object(id).is_some() {
                    operations.push(self.operation(
                        id,
                        [self.loaded.root, paths, item],
                        ["paths", &path, &method],
                        None,
                    ));
                }
            }
        }
        operations
    }

    fn webhooks(&self) -> Vec<Operation> {
        let graph = &self.loaded.graph;
        let mut operations = Vec::new();
        let found = ["x-webhooks", "webhooks"]
            .into_iter()
            .find_map(|key| Some((key, self.member(key)?)));
        let Some((key, webhooks)) = found else {
            return operations;
        };
        for (event, item) in graph.children(webhooks) {
            for (method, id) in graph.children(item) {
                if !SHARED.contains(&method.as_str()) && graph.object(id).is_some() {
                    operations.push(self.operation(
                        id,
                        [self.loaded.root, webhooks, item],
                        [key, &event, &method],
                        Some(event.clone()),
                    ));
                }
            }
        }
        operations
    }

    fn operation(
        &self,
        id: Id,
        ancestors: [Id; 3],
        way: [&str; 3],
        event: Option<String>,
    ) -> Operation {
        let graph = &self.loaded.graph;
        let [_, path, method] = way;
        let tags = graph.member(id, "tags").map(|tags| graph.children(tags));
        let (method, path) = match event {
            Some(_) => ("event", "webhook"),
            None => (method, path),
        };
        Operation {
            key: OperationKey {
                method: method.to_lowercase(),
                path: path.to_owned(),
                id: graph
                    .member_text(id, "operationId")
                    .unwrap_or_default()
                    .to_owned(),
            },
            tags: tags
                .unwrap_or_default()
                .into_iter()
                .filter_map(|(_, tag)| graph.text(tag).map(str::to_owned))
                .collect(),
            ancestors,
            id,
            pointer: way
                .iter()
                .fold(String::new(), |at, part| pointer_push(&at, part)),
            event,
            method: method.to_owned(),
        }
    }

    fn write(&self, ancestors: &[Id], id: Id) -> Result<Value, Vec<CutError>> {
        Cutter::below(&self.loaded.graph, ancestors).write(id)
    }

    fn shared(&self, diagnostics: &mut Diagnostics) -> Shared {
        let graph = &self.loaded.graph;
        let root = self.loaded.root;
        let mut root_member = |key: &str| {
            let value = self.write(&[root], self.member(key)?);
            self.or_report(value, &format!("/{key}"), diagnostics)
        };
        let (servers, security, info) = (
            root_member("servers"),
            root_member("security"),
            root_member("info"),
        );
        let components = self.member("components");
        let schemes = components.and_then(|components| {
            let schemes = graph.member(components, "securitySchemes")?;
            let value = self.write(&[root, components], schemes);
            self.or_report(value, "/components/securitySchemes", diagnostics)
        });
        Shared {
            servers,
            security,
            info,
            security_schemes: schemes.map(with_lower_case_schemes),
        }
    }

    fn or_report(
        &self,
        value: Result<Value, Vec<CutError>>,
        pointer: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Value> {
        match value {
            Ok(value) => Some(value),
            Err(problems) => {
                for problem in problems {
                    diagnostics.push(self.diagnostic(problem, pointer));
                }
                None
            }
        }
    }

    /// The value of `api`, and the operation's summary.
    fn definition(
        &self,
        operation: &Operation,
        shared: &Shared,
    ) -> Result<(Value, Option<String>), Vec<CutError>> {
        let graph = &self.loaded.graph;
        let item = operation.ancestors[2];
        let Value::Object(mut map) = self.write(&operation.ancestors, operation.id)? else {
            return Ok((Value::Null, None));
        };
        let from_item = |key: &str| {
            let id = graph.member(item, key)?;
            Some(self.write(&operation.ancestors, id))
        };
        let path_parameters = from_item("parameters").transpose()?;
        let path_servers = from_item("servers").transpose()?;
        if operation.event.is_some()
            && !map.contains_key("summary")
            && !map.contains_key("operationId")
        {
            map.insert("summary".to_owned(), operation.event.clone().into());
        }
        if !map.contains_key("description") {
            let text = map
                .get("summary")
                .or_else(|| map.get("operationId"))
                .cloned();
            map.insert("description".to_owned(), text.unwrap_or_else(|| "".into()));
        }
        let summary = map.shift_remove("summary");
        if let Some(parameters) = path_parameters {
            merge_parameters(&mut map, parameters);
        }
        let extensions = extensions(&map);
        if !extensions.is_empty() {
            map.insert("extensions".to_owned(), Value::Array(extensions));
        }
        let servers = present(map.get("servers"))
            .or(present(path_servers.as_ref()))
            .or(shared.servers.as_ref())
            .cloned();
        let security = present(map.get("security"))
            .or(shared.security.as_ref())
            .cloned();
        map.insert("method".to_owned(), operation.method.clone().into());
        map.insert("path".to_owned(), operation.key.path.clone().into());
        let added = [
            ("servers", servers),
            ("security", security),
            ("securitySchemes", shared.security_schemes.clone()),
            ("info", shared.info.clone()),
        ];
        for (key, value) in added {
            if let Some(value) = value {
                map.insert(key.to_owned(), value);
            }
        }
        let summary = summary.as_ref().and_then(Value::as_str).map(str::to_owned);
        Ok((Value::Object(map), summary))
    }

    fn report(
        &self,
        operation: &Operation,
        problems: Vec<CutError>,
        diagnostics: &mut Diagnostics,
    ) {
        for problem in problems {
            let mut diagnostic = self.diagnostic(problem, &operation.pointer);
            if operation.event.is_some() {
                diagnostic.code = Code::SkippedWebhook;
            }
            diagnostics.push(diagnostic);
        }
    }

    fn diagnostic(&self, problem: CutError, pointer: &str) -> Diagnostic {
        let file = self.loaded.file.as_str();
        match problem {
            CutError::Unresolved(unresolved) => {
                Diagnostic::new(Code::UnresolvedReference, unresolved.file, unresolved.message)
                    .at(unresolved.pointer)
                    .help(unresolved.help)
            }
            CutError::Large => Diagnostic::new(
                Code::TooLarge,
                file,
                "with its `$ref`s inlined, the operation has more than 64 MiB",
            )
            .at(pointer)
            .help("leave it out with `--tag` or `--operation`, or cut off a recursion in the document"),
            CutError::Deep => Diagnostic::new(
                Code::TooLarge,
                file,
                "with its `$ref`s inlined, the operation is nested deeper than 512 levels",
            )
            .at(pointer)
            .help("leave it out with `--tag` or `--operation`, or cut off a recursion in the document"),
        }
    }
}

/// A value that isn't null.
fn present(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| !value.is_null())
}

/// Adds the path's parameters. As in the plugin, each name is there once: the operation's parameters come first.
fn merge_parameters(map: &mut Map<String, Value>, from_path: Value) {
    let own = map.get("parameters").cloned();
    let Some(own) = own else {
        map.insert("parameters".to_owned(), from_path);
        return;
    };
    let list = |value: Value| match value {
        Value::Array(list) => list,
        _ => Vec::new(),
    };
    let mut merged: Vec<Value> = Vec::new();
    for parameter in list(own).into_iter().chain(list(from_path)) {
        let name = parameter.get("name").cloned();
        if !merged
            .iter()
            .any(|other| other.get("name") == name.as_ref())
        {
            merged.push(parameter);
        }
    }
    map.insert("parameters".to_owned(), Value::Array(merged));
}

/// What the plugin's pages show as vendor extensions.
fn extensions(map: &Map<String, Value>) -> Vec<Value> {
    map.iter()
        .filter(|(key, _)| key.starts_with("x-") && *key != "x-codeSamples")
        .map(|(key, value)| {
            let mut extension = Map::new();
            extension.insert("key".to_owned(), key.clone().into());
            extension.insert("value".to_owned(), value.clone());
            Value::Object(extension)
        })
        .collect()
}

/// HTTP authentication schemes are compared without regard to case (RFC 9110, section 11.1).
fn with_lower_case_schemes(mut schemes: Value) -> Value {
    for scheme in schemes
        .as_object_mut()
        .into_iter()
        .flat_map(Map::values_mut)
    {
        let is_http = scheme.get("type").and_then(Value::as_str) == Some("http");
        if let Some(Value::String(name)) = scheme.get_mut("scheme").filter(|_| is_http) {
            *name = name.to_lowercase();
        }
    }
    schemes
}
