//! Bringing pages into a spec folder: what is new, changed, unchanged and gone, and the change itself.
//!
//! Pages are recognized by their operation, not by their file: a page that is there keeps its name. One whose definition
//! is the same is left as it is, whoever wrote it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Document, OperationKey, PageText, page_text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::input::page::{self, Page};
use crate::output::{Change, Claim, OutputError};

/// What has to happen in a spec folder.
#[derive(Debug)]
pub struct Update {
    folder: PathBuf,
    changes: Vec<Change>,
    /// The files of new pages, relative to the spec folder, sorted.
    pub new: Vec<String>,
    /// Those of pages whose definition changes.
    pub changed: Vec<String>,
    /// How many pages stay as they are.
    pub unchanged: usize,
    /// Pages of operations that the document doesn't have.
    pub gone: Vec<Gone>,
}

/// A page whose operation is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// The file, relative to the spec folder.
    pub path: String,
    /// Whether `import` wrote it.
    pub is_ours: bool,
    /// Whether it will be removed.
    pub is_removed: bool,
}

/// A page that is there.
struct Present {
    path: String,
    text: String,
    key: OperationKey,
    definition: Value,
}

impl Update {
    /// No change of a spec folder.
    pub(super) fn none(spec: &Path) -> Self {
        Self {
            folder: spec.to_owned(),
            changes: Vec::new(),
            new: Vec::new(),
            changed: Vec::new(),
            unchanged: 0,
            gone: Vec::new(),
        }
    }

    /// Adds what a document changes in the pages of an API. Pages that can't be read are errors in the diagnostics.
    pub(super) fn add_document(
        &mut self,
        document: Document,
        api: &str,
        prune: bool,
        diagnostics: &mut Diagnostics,
    ) {
        let mut present = present(&self.folder, api, diagnostics);
        let mut taken = present
            .iter()
            .map(|page| page.path.to_lowercase())
            .collect();
        for page in document.pages {
            match present
                .iter()
                .position(|other| is_same(&other.key, &page.key))
            {
                Some(at) => self.compare(present.remove(at), page),
                None => self.add(page, api, &mut taken),
            }
        }
        // What was not selected is neither changed nor gone.
        present.retain(|page| {
            !document
                .operations
                .iter()
                .any(|key| is_same(key, &page.key))
        });
        for page in present {
            self.leave(page, prune);
        }
        self.new.sort();
        self.changed.sort();
    }

    fn compare(&mut self, old: Present, new: PageText) {
        if as_compared(old.definition) == as_compared(new.definition()) {
            self.unchanged += 1;
            return;
        }
        self.changed.push(old.path.clone());
        self.changes
            .push(Change::new(old.path, Some(old.text), Some(new.text)));
    }

    /// Adds a page. Several operationIds may give one file name, and files whose names differ in their case alone are one
    /// file on some systems.
    fn add(&mut self, page: PageText, api: &str, taken: &mut BTreeSet<String>) {
        let mut numbered = page.clone();
        let mut number = 1;
        while !taken.insert(below(api, &numbered.file).to_lowercase()) {
            number += 1;
            numbered = page.clone();
            numbered.number(number);
        }
        let path = below(api, &numbered.file);
        self.new.push(path.clone());
        self.changes
            .push(Change::new(path, None, Some(numbered.text)));
    }

    fn leave(&mut self, page: Present, prune: bool) {
        let is_ours = page_text::is_ours(&page.text);
        let is_removed = is_ours && prune;
        self.gone.push(Gone {
            path: page.path.clone(),
            is_ours,
            is_removed,
        });
        if is_removed {
            self.changes
                .push(Change::new(page.path, Some(page.text), None));
        }
    }

    /// The spec folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes all changes or none, in the spec folder that was claimed before the source was compared with it.
    ///
    /// # Errors
    ///
    /// If the file system refuses one of them.
    pub fn write(&self, claim: &Claim) -> Result<(), OutputError> {
        if self.changes.is_empty() {
            return Ok(());
        }
        claim.replace(&self.changes)
    }
}

fn below(api: &str, file: &str) -> String {
    if api.is_empty() {
        file.to_owned()
    } else {
        format!("{api}/{file}")
    }
}

/// Whether two keys name one operation: they have the same method and path. Webhooks all share these, so their ids
/// count.
fn is_same(one: &OperationKey, other: &OperationKey) -> bool {
    one.method == other.method
        && one.path == other.path
        && (one.method != "event" || one.id == other.id)
}

fn present(spec: &Path, api: &str, diagnostics: &mut Diagnostics) -> Vec<Present> {
    if !spec.join(api).is_dir() {
        return Vec::new();
    }
    let mut pages = Vec::new();
    for source in page::read_api(spec, api, diagnostics) {
        let Some(page) = page::read_page(&source, diagnostics) else {
            continue;
        };
        let Page {
            path,
            id,
            definition,
            ..
        } = page;
        let Ok(text) = String::from_utf8(source.bytes) else {
            continue;
        };
        let key = |key: &str| {
            definition
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let id = match key("operationId") {
            "" if key("method") == "event" => id,
            operation_id => operation_id.to_owned(),
        };
        pages.push(Present {
            key: OperationKey {
                method: key("method").to_lowercase(),
                path: key("path").to_owned(),
                id,
            },
            path,
            text,
            definition,
        });
    }
    pages
}

/// A definition without what the plugin makes up for display.
fn as_compared(mut definition: Value) -> Value {
    for key in ["jsonRequestBodyExample", "postman"] {
        if let Some(map) = definition.as_object_mut() {
            map.shift_remove(key);
        }
    }
    definition
}

/// Reports that nothing was found to import.
pub(super) fn complain_if_empty<'a>(
    documents: impl IntoIterator<Item = &'a Document>,
    source: &Path,
    diagnostics: &mut Diagnostics,
) {
    let (mut operations, mut pages) = (0, 0);
    for document in documents {
        operations += document
            .operations
            .iter()
            .filter(|key| key.method != "event")
            .count();
        pages += document.pages.len();
    }
    let (message, help) = if operations == 0 {
        let help = "name the root file of the document, which has `paths`";
        ("the document has no operations".to_owned(), help)
    } else if pages == 0 {
        let help = "check the spelling of `--tag` and `--operation`, or leave them out";
        (
            format!("none of the document's {operations} operations is selected"),
            help,
        )
    } else {
        return;
    };
    if !diagnostics.has_errors() {
        let file = source.display().to_string();
        diagnostics.push(Diagnostic::new(Code::NoOperations, file, message).help(help));
    }
}
