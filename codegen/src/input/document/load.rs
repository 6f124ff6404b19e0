//! From a path to a graph in which no `$ref` is left.

use std::path::Path;

use serde_json::Value;

use super::dereference::dereference;
use super::files::Files;
use super::graph::{Graph, Id};
use super::link::link;
use super::parse::Problem;
use super::title;
use crate::diagnostic::{Code, Diagnostics};

/// A document whose `$ref`s are replaced.
pub(super) struct Loaded {
    pub(super) graph: Graph,
    pub(super) root: Id,
    /// The root file, as diagnostics name it.
    pub(super) file: String,
}

impl Loaded {
    /// `info.title`
    pub(super) fn title(&self) -> String {
        let info = self.graph.member(self.root, "info");
        let title = info.and_then(|info| self.graph.member_text(info, "title"));
        title.unwrap_or_default().to_owned()
    }
}

/// Reads a document. `None` if the root file isn't an OpenAPI document; the diagnostics say why.
pub(super) fn load(source: &Path, diagnostics: &mut Diagnostics) -> Option<Loaded> {
    let mut files = Files::default();
    let value = files
        .read(source)
        .and_then(|value| check_version(&value).map(|()| value));
    let value = match value {
        Ok(value) => value,
        Err(problem) => {
            let problem = Problem {
                message: format!("the document {}", problem.message),
                ..problem
            };
            diagnostics.push(problem.at(&source.display().to_string()));
            return None;
        }
    };
    let mut graph = Graph::default();
    let root = files.add_root(&mut graph, source, value);
    link(&mut graph, &mut files);
    title::add_titles(&mut graph, root);
    dereference(&mut graph, root);
    title::resolve_mappings(&mut graph, root);
    Some(Loaded {
        graph,
        root,
        file: source.display().to_string(),
    })
}

fn check_version(value: &Value) -> Result<(), Problem> {
    let not_openapi = |what: &str| {
        Problem::new(
            Code::BadDocument,
            format!("isn't OpenAPI: {what}"),
            "name a file with OpenAPI 3.0, 3.1 or 3.2, or a folder with `*.api.mdx` pages",
        )
    };
    let Some(map) = value.as_object() else {
        return Err(not_openapi("it isn't an object"));
    };
    if let Some(version) = map.get("swagger") {
        return Err(Problem::new(
            Code::BadDocument,
            format!(
                "is OpenAPI {} (Swagger), which isn't supported",
                unquoted(version)
            ),
            "convert it, for example with `npx swagger2openapi FILE --outfile openapi.json`",
        ));
    }
    let Some(version) = map.get("openapi") else {
        return Err(not_openapi("it has no `openapi` key"));
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
        Err(Problem::new(
            Code::BadDocument,
            format!("has `openapi: {version}`, but only 3.0, 3.1 and 3.2 are supported"),
            "convert the document to one of these versions",
        ))
    }
}

fn unquoted(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
