//! The files of a document: from a path to a graph in which no `$ref` is left.

use std::collections::HashMap;
use std::path::Path;

use serde_json::Value;

use super::dereference::dereference;
use super::graph::{Graph, Id, Node};
use super::title;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::input::json::{self, JsonError, Syntax};
use crate::input::page::yaml::{self, YamlError};
use crate::input::page::{MAX_BYTES, MAX_DEPTH};
use crate::pointer::pointer_push;

/// A document whose `$ref`s are replaced.
pub(super) struct Loaded {
    pub(super) graph: Graph,
    pub(super) root: Id,
    /// The root file, as diagnostics name it.
    pub(super) file: String,
}

/// Reads a document. `None` if the root file is no OpenAPI document: the diagnostics say why.
pub(super) fn load(source: &Path, diagnostics: &mut Diagnostics) -> Option<Loaded> {
    let file = source.display().to_string();
    let value = match read_file(source) {
        Ok(value) => value,
        Err(problem) => {
            diagnostics
                .push(Diagnostic::new(problem.code, &file, problem.message).help(problem.help));
            return None;
        }
    };
    if let Err(problem) = check_version(&value) {
        diagnostics.push(Diagnostic::new(problem.code, &file, problem.message).help(problem.help));
        return None;
    }
    let mut graph = Graph::default();
    let root = graph.add_value(value);
    title::add_titles(&mut graph, root);
    let mut places = HashMap::new();
    place_references(&graph, root, &file, "", &mut places);
    dereference(&mut graph, root, &places);
    title::resolve_mappings(&mut graph, root);
    Some(Loaded { graph, root, file })
}

struct Problem {
    code: Code,
    message: String,
    help: String,
}

fn problem(code: Code, message: impl Into<String>, help: impl Into<String>) -> Problem {
    Problem {
        code,
        message: message.into(),
        help: help.into(),
    }
}

fn read_file(path: &Path) -> Result<Value, Problem> {
    let cannot = |error: std::io::Error| {
        problem(
            Code::Unreadable,
            format!("the document can't be read: {error}"),
            "name a file that exists and may be read",
        )
    };
    let size = std::fs::metadata(path).map_err(cannot)?.len();
    if size > MAX_BYTES as u64 {
        let message =
            format!("the document has {size} bytes; at most {MAX_BYTES} (64 MiB) are read");
        return Err(problem(
            Code::TooLarge,
            message,
            "split it into several files",
        ));
    }
    let bytes = std::fs::read(path).map_err(cannot)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let message = format!("the document is not UTF-8: byte {at} fits no character");
        problem(Code::Unreadable, message, "save it as UTF-8")
    })?;
    parse(text.trim_start_matches('\u{feff}'))
}

/// JSON never goes through the YAML reader, which takes ten times as long.
fn parse(text: &str) -> Result<Value, Problem> {
    const AGAIN: &str = "correct the file, or download it again";
    let deep = |limit: usize| {
        let message = format!("the document nests arrays and objects deeper than {limit} levels");
        problem(Code::TooLarge, message, AGAIN)
    };
    let broken = match json::parse(text) {
        Ok(value) => return Ok(value),
        Err(JsonError::Large) => {
            return Err(problem(Code::TooLarge, "the document is too large", AGAIN));
        }
        Err(JsonError::Deep) => return Err(deep(MAX_DEPTH)),
        Err(JsonError::Syntax(broken)) => broken,
    };
    match yaml::parse(text) {
        Ok(value) => Ok(value),
        Err(_) if text.trim_start().starts_with('{') => {
            let Syntax {
                position,
                near,
                reason,
                ..
            } = broken;
            let message =
                format!("the JSON breaks at byte {position}, at the end of {near}: {reason}");
            Err(problem(Code::BadDocument, message, AGAIN))
        }
        Err(YamlError::Deep) => Err(deep(yaml::MAX_DEPTH)),
        Err(YamlError::Large) => Err(problem(
            Code::TooLarge,
            "the aliases of the YAML expand to more than 64 MiB",
            "write out what the aliases stand for, or use `$ref`",
        )),
        Err(YamlError::Syntax(error)) => Err(problem(
            Code::BadDocument,
            format!("the YAML can't be read: {error}"),
            AGAIN,
        )),
    }
}

fn check_version(value: &Value) -> Result<(), Problem> {
    let not_openapi = |what: &str| {
        problem(
            Code::BadDocument,
            format!("this isn't an OpenAPI document: {what}"),
            "name a file with OpenAPI 3.0, 3.1 or 3.2, or a folder with `*.api.mdx` pages",
        )
    };
    let Some(map) = value.as_object() else {
        return Err(not_openapi("it isn't an object"));
    };
    if let Some(version) = map.get("swagger") {
        return Err(problem(
            Code::BadDocument,
            format!(
                "this is OpenAPI {} (Swagger), which isn't read",
                unquoted(version)
            ),
            "convert it, for example with `npx swagger2openapi FILE --outfile openapi.json`",
        ));
    }
    let Some(version) = map.get("openapi") else {
        return Err(not_openapi("there is no key `openapi`"));
    };
    let version = unquoted(version);
    let is_known = ["3.0", "3.1", "3.2"].iter().any(|known| {
        version
            .strip_prefix(known)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    });
    if is_known {
        Ok(())
    } else {
        Err(problem(
            Code::BadDocument,
            format!("`openapi` is `{version}`, and only 3.0, 3.1 and 3.2 are read"),
            "convert the document to one of these versions",
        ))
    }
}

fn unquoted(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Notes where each object with a `$ref` is.
fn place_references(
    graph: &Graph,
    id: Id,
    file: &str,
    pointer: &str,
    places: &mut HashMap<Id, (String, String)>,
) {
    if matches!(graph.node(id), Node::Scalar(_)) {
        return;
    }
    if graph.reference(id).is_some() {
        places.insert(id, (file.to_owned(), pointer.to_owned()));
    }
    for (key, child) in graph.children(id) {
        place_references(graph, child, file, &pointer_push(pointer, &key), places);
    }
}
