//! The definition of an operation, with all that belongs to it.
//!
//! As in the docs plugin: what a path item or the root says of parameters, servers and security is put into the
//! operation where it says nothing itself, `info` and all security schemes come with it, and webhooks have the method
//! `event` and the path `webhook`.

use serde_json::{Map, Value};

use super::by_name::Components;
use super::cut::{CutError, Cutter};
use super::graph::Id;
use super::load::Loaded;
use super::operations::Operation;
use super::page_text::PageText;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Writes the definitions of a document's operations.
pub(super) struct Definitions<'a> {
    document: &'a Loaded,
    shared: Shared,
    /// Set if components are written by name.
    components: Option<Components>,
}

/// What is the same for all operations.
#[derive(Default)]
struct Shared {
    servers: Option<Value>,
    security: Option<Value>,
    security_schemes: Option<Value>,
    info: Option<Value>,
}

impl<'a> Definitions<'a> {
    pub(super) fn new(document: &'a Loaded, diagnostics: &mut Diagnostics) -> Self {
        let mut definitions = Self {
            document,
            shared: Shared::default(),
            components: None,
        };
        definitions.shared = Shared {
            servers: definitions.root_member(&["servers"], diagnostics),
            security: definitions.root_member(&["security"], diagnostics),
            security_schemes: definitions
                .root_member(&["components", "securitySchemes"], diagnostics)
                .map(with_lower_case_schemes),
            info: definitions.root_member(&["info"], diagnostics),
        };
        definitions
    }

    /// Writes each component once, for documents that are too large otherwise.
    pub(super) fn by_name(mut self) -> Self {
        let Loaded { graph, root, .. } = self.document;
        self.components = Some(Components::of(graph, *root));
        self
    }

    fn root_member(&self, way: &[&str], diagnostics: &mut Diagnostics) -> Option<Value> {
        let graph = &self.document.graph;
        let mut ancestors = Vec::new();
        let mut at = self.document.root;
        for key in way {
            ancestors.push(at);
            at = graph.member(at, key)?;
        }
        let pointer = format!("/{}", way.join("/"));
        match self.write(&ancestors, at, diagnostics) {
            Ok(value) => Some(value),
            Err(problems) => {
                for problem in problems {
                    diagnostics.push(self.diagnostic(problem, &pointer));
                }
                None
            }
        }
    }

    fn write(
        &self,
        ancestors: &[Id],
        id: Id,
        warnings: &mut Diagnostics,
    ) -> Result<Value, Vec<CutError>> {
        Cutter::below(&self.document.graph, ancestors, warnings).write(id)
    }

    /// The page of an operation; what is wrong with it goes to the diagnostics.
    pub(super) fn page(
        &mut self,
        operation: &Operation,
        diagnostics: &mut Diagnostics,
    ) -> Option<PageText> {
        match self.definition(operation, diagnostics) {
            Ok((definition, summary)) => Some(PageText::new(
                operation.key.clone(),
                &definition,
                summary.as_deref(),
            )),
            Err(problems) => {
                for problem in problems {
                    let mut diagnostic = self.diagnostic(problem, &operation.pointer);
                    if operation.event.is_some() {
                        diagnostic.code = Code::SkippedOperation;
                        diagnostic.help =
                            "no operation uses it; the webhook is left out".to_owned();
                    }
                    diagnostics.push(diagnostic);
                }
                None
            }
        }
    }

    /// The value of `api`, and the operation's summary.
    fn definition(
        &mut self,
        operation: &Operation,
        warnings: &mut Diagnostics,
    ) -> Result<(Value, Option<String>), Vec<CutError>> {
        let graph = &self.document.graph;
        let [_, _, item] = operation.ancestors;
        let cutter = Cutter::below(graph, &operation.ancestors, warnings);
        let cutter = match &mut self.components {
            Some(components) => cutter.by_name(components),
            None => cutter,
        };
        let Value::Object(mut map) = cutter.write(operation.id)? else {
            return Ok((Value::Null, None));
        };
        let mut from_item = |key: &str| {
            let id = graph.member(item, key)?;
            Some(self.write(&operation.ancestors, id, warnings))
        };
        let path_parameters = from_item("parameters").transpose()?;
        let path_servers = from_item("servers").transpose()?;
        let is_nameless = !map.contains_key("summary") && !map.contains_key("operationId");
        if let Some(event) = operation.event.clone().filter(|_| is_nameless) {
            map.insert("summary".to_owned(), event.into());
        }
        if !map.contains_key("description") {
            let text = map.get("summary").or_else(|| map.get("operationId"));
            let text = text.cloned().unwrap_or_else(|| "".into());
            map.insert("description".to_owned(), text);
        }
        let summary = map.shift_remove("summary");
        if let Some(parameters) = path_parameters {
            merge_parameters(&mut map, parameters);
        }
        let extensions = extensions(&map);
        if !extensions.is_empty() {
            map.insert("extensions".to_owned(), Value::Array(extensions));
        }
        self.add_surroundings(&mut map, operation, path_servers);
        let summary = summary.as_ref().and_then(Value::as_str).map(str::to_owned);
        Ok((Value::Object(map), summary))
    }

    fn add_surroundings(
        &self,
        map: &mut Map<String, Value>,
        operation: &Operation,
        path_servers: Option<Value>,
    ) {
        let shared = &self.shared;
        let servers = present(map.get("servers"))
            .or(present(path_servers.as_ref()))
            .or(shared.servers.as_ref());
        let security = present(map.get("security")).or(shared.security.as_ref());
        let added = [
            ("method", Some(operation.method.clone().into())),
            ("path", Some(operation.key.path.clone().into())),
            ("servers", servers.cloned()),
            ("security", security.cloned()),
            ("securitySchemes", shared.security_schemes.clone()),
            ("info", shared.info.clone()),
        ];
        for (key, value) in added {
            if let Some(value) = value {
                map.insert(key.to_owned(), value);
            }
        }
    }

    fn diagnostic(&self, problem: CutError, pointer: &str) -> Diagnostic {
        let file = self.document.file.as_str();
        match problem {
            CutError::Unresolved(unresolved) => unresolved.diagnostic(),
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
