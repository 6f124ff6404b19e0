//! The files that a document consists of.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use super::graph::{Graph, Id, Node};
use super::link::Problem as LinkProblem;
use super::parse::{self, Problem};
use super::reference::{self, Reference};
use crate::diagnostic::Code;
use crate::input::disk;
use crate::input::page::MAX_BYTES;
use crate::pointer::pointer_push;

/// One of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct File(usize);

impl File {
    /// The file that the person has named.
    pub(super) const ROOT: Self = Self(0);
}

#[derive(Debug)]
struct Loaded {
    path: PathBuf,
    /// As diagnostics name it.
    name: String,
    root: Id,
}

/// The files of a document, as far as they have been read.
#[derive(Debug, Default)]
pub(super) struct Files {
    files: Vec<Loaded>,
    /// Files that can't be read, and why.
    bad: HashMap<PathBuf, String>,
    /// JSON pointers, within their files, of objects that have a `$ref`, an anchor or an id.
    pointers: HashMap<Id, String>,
    anchors: HashMap<(File, String), Id>,
    ids: HashMap<String, (File, Id)>,
    bytes: usize,
}

impl Files {
    /// Takes up the root file.
    pub(super) fn add_root(&mut self, graph: &mut Graph, path: &Path, value: Value) -> Id {
        let file = self.add(graph, absolute(path), path.display().to_string(), value);
        self.root(file)
    }

    /// The value of a file.
    pub(super) fn root(&self, file: File) -> Id {
        self.files.get(file.0).map_or(Id::NONE, |file| file.root)
    }

    /// What diagnostics call a file: its path relative to the root file's folder.
    pub(super) fn name(&self, file: File) -> &str {
        self.files.get(file.0).map_or("", |file| &file.name)
    }

    /// The file's name without its last extension.
    pub(super) fn stem(&self, file: File) -> String {
        let path = self.files.get(file.0).map(|file| file.path.as_path());
        let stem = path.and_then(Path::file_stem).unwrap_or_default();
        stem.to_string_lossy().into_owned()
    }

    /// The JSON pointer to an object with a `$ref`, an anchor or an id.
    pub(super) fn pointer(&self, id: Id) -> Option<&str> {
        self.pointers.get(&id).map(String::as_str)
    }

    /// The schema with a `$id` that is the whole text of a reference.
    pub(super) fn by_id(&self, text: &str) -> Option<(File, Id)> {
        let text = text.strip_suffix('#').unwrap_or(text);
        self.ids.get(text).copied()
    }

    /// The schema with an `$anchor` that a reference names.
    pub(super) fn by_anchor(&self, file: File, text: &str) -> Option<(File, Id)> {
        let anchor = text.strip_prefix('#')?;
        let id = self.anchors.get(&(file, anchor.to_owned()))?;
        Some((file, *id))
    }

    /// The file that a reference in another file leads into.
    pub(super) fn open(
        &mut self,
        graph: &mut Graph,
        from: File,
        to: &Reference,
        text: &str,
    ) -> Result<File, LinkProblem> {
        if to.file.is_empty() {
            return Ok(from);
        }
        if to.is_remote() {
            return Err(LinkProblem {
                message: format!("the `$ref` `{text}` is remote; import never fetches anything"),
                help: "download the file, and make the `$ref` a relative path to it",
                is_missing: false,
            });
        }
        let base = self
            .files
            .get(from.0)
            .map(|file| file.path.clone())
            .unwrap_or_default();
        let folder = base.parent().unwrap_or(Path::new(""));
        let mut path = normal(&folder.join(&to.file));
        if !path.exists() {
            path = normal(&folder.join(reference::percent_decoded(&to.file)));
        }
        let known = self.files.iter().position(|file| file.path == path);
        if let Some(known) = known {
            return Ok(File(known));
        }
        let problem = match self.bad.get(&path) {
            Some(problem) => problem.clone(),
            None => match self.read(&path) {
                Ok(value) => {
                    let name = self.relative(&path);
                    return Ok(self.add(graph, path, name, value));
                }
                Err(problem) => self
                    .bad
                    .entry(path.clone())
                    .or_insert(problem.message)
                    .clone(),
            },
        };
        Err(LinkProblem {
            message: format!("the `$ref` `{text}` names a file that {problem}"),
            help: "put the file where the `$ref` says, or correct the `$ref`",
            is_missing: false,
        })
    }

    /// Reads a file: JSON or YAML, or text of any other kind, such as the Markdown of a description.
    pub(super) fn read(&mut self, path: &Path) -> Result<Value, Problem> {
        let text = read_text(path, MAX_BYTES.saturating_sub(self.bytes))?;
        self.bytes += text.len();
        let extension = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase();
        if self.files.is_empty() || ["json", "yaml", "yml"].contains(&extension.as_str()) {
            parse::parse(text.trim_start_matches('\u{feff}'))
        } else {
            Ok(Value::String(text.replace("\r\n", "\n")))
        }
    }

    fn add(&mut self, graph: &mut Graph, path: PathBuf, name: String, value: Value) -> File {
        let root = graph.add_value(value);
        let file = File(self.files.len());
        self.files.push(Loaded { path, name, root });
        self.note(graph, root, file, "");
        file
    }

    /// A path as seen from where the root file is seen from.
    fn relative(&self, path: &Path) -> String {
        let root = self.files.first();
        let name = root.and_then(|root| {
            let below = path.strip_prefix(root.path.parent()?).ok()?;
            Some(Path::new(&root.name).parent()?.join(below))
        });
        name.as_deref().unwrap_or(path).display().to_string()
    }

    /// Notes where objects are that are referred to, or refer.
    fn note(&mut self, graph: &Graph, id: Id, file: File, pointer: &str) {
        if matches!(graph.node(id), Node::Scalar(_)) {
            return;
        }
        let anchor = ["$anchor", "$dynamicAnchor"]
            .iter()
            .find_map(|key| graph.member_text(id, key));
        if let Some(anchor) = anchor {
            self.anchors.entry((file, anchor.to_owned())).or_insert(id);
        }
        let schema_id = graph.member_text(id, "$id");
        if let Some(schema_id) = schema_id {
            self.ids.entry(schema_id.to_owned()).or_insert((file, id));
        }
        if graph.member(id, "$ref").is_some() || anchor.is_some() || schema_id.is_some() {
            self.pointers.insert(id, pointer.to_owned());
        }
        for (key, child) in graph.children(id) {
            self.note(graph, child, file, &pointer_push(pointer, &key));
        }
    }
}

fn read_text(path: &Path, limit: usize) -> Result<String, Problem> {
    let bytes = disk::read(path, limit).map_err(|error| {
        let help = if path.to_string_lossy().contains("://") {
            "import never fetches anything: download the document and name the file"
        } else {
            "name a file that exists and is readable"
        };
        Problem::new(Code::Unreadable, format!("can't be read: {error}"), help)
    })?;
    if bytes.len() > limit {
        let message = format!("makes the document larger than {MAX_BYTES} bytes (64 MiB)");
        return Err(Problem::new(
            Code::TooLarge,
            message,
            "import parts of it, one by one",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Problem::new(
            Code::Unreadable,
            format!("isn't valid UTF-8 at byte {at}"),
            "save it as UTF-8",
        )
    })
}

fn absolute(path: &Path) -> PathBuf {
    normal(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}

/// The path without `.` and `..`, so that a file is known by one path.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}
