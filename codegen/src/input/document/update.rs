//! Bringing pages into a spec folder: what is new, changed, unchanged and gone, and the change itself.
//!
//! Pages are recognized by their operation, not by their file: a page that is there keeps its name. One whose definition
//! is the same is left as it is, whoever wrote it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::present::{ApiPages, Identity, Present};
use super::{Document, PageText, page_text};
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
    /// How many operations and webhooks of the document have no page, because they aren't selected.
    pub without_page: usize,
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
            without_page: 0,
        }
    }

    /// Adds what a document changes in the pages of an API.
    pub(super) fn add_document(
        &mut self,
        document: Document,
        api: &str,
        mut present: ApiPages,
        prune: bool,
    ) {
        let mut taken = present.paths().map(str::to_lowercase).collect();
        let operations: BTreeSet<Identity> = document.operations.iter().map(Identity::of).collect();
        let mut with_page = BTreeSet::new();
        for page in document.pages {
            with_page.insert(Identity::of(&page.key));
            match present.take(&page.key) {
                Some(old) => self.compare(old, page),
                None => self.add(page, api, &mut taken),
            }
        }
        for page in present.rest() {
            let identity = Identity::of(&page.key);
            // What was not selected is neither changed nor gone.
            if operations.contains(&identity) {
                with_page.insert(identity);
            } else {
                self.leave(page, prune);
            }
        }
        self.without_page += operations.len().saturating_sub(with_page.len());
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

/// A definition without what the plugin makes up for display.
fn as_compared(mut definition: Value) -> Value {
    for key in ["jsonRequestBodyExample", "postman"] {
        if let Some(map) = definition.as_object_mut() {
            map.shift_remove(key);
        }
    }
    definition
}
