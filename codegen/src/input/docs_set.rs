//! The APIs of a docs set: from pages to their operations, folder by folder.
//!
//! Input: the pages and their operations, in any order. Output: an [`Api`] for each folder, sorted by folder, its
//! operations sorted by id. Within an API, ids are unique, and so are pairs of method and path; module names are
//! unique.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::input::document::kebab_case;
use crate::input::openapi::OperationObject;
use crate::input::page::{EXTENSION, Page};
use crate::names::words::module_name;

/// An API version: the pages of one folder.
#[derive(Clone, Debug)]
pub struct Api {
    /// The folder below the spec folder: `beta`, `idn/v3`, or empty.
    pub folder: String,
    /// Its module, which is also its Cargo feature.
    pub module: String,
    /// The operations, sorted by id.
    pub operations: Vec<DocumentedOperation>,
}

/// The index of an operation in its [`Api`]. Only [`Api::indexed`] creates one, so it is always valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationIndex(usize);

impl OperationIndex {
    #[cfg(test)]
    pub(crate) const FIRST: Self = Self(0);

    /// The operation's element of a list with one element for each operation.
    pub fn of<T>(self, list: &[T]) -> &T {
        &list[self.0]
    }

    /// The same element, mutably.
    pub fn of_mut<T>(self, list: &mut [T]) -> &mut T {
        &mut list[self.0]
    }
}

impl Api {
    /// All operations and their indexes, in order.
    pub fn indexed(&self) -> impl Iterator<Item = (OperationIndex, &DocumentedOperation)> {
        let operations = self.operations.iter().enumerate();
        operations.map(|(index, operation)| (OperationIndex(index), operation))
    }

    /// The operation.
    pub fn operation(&self, index: OperationIndex) -> &DocumentedOperation {
        index.of(&self.operations)
    }

    /// The tags of all operations.
    pub fn tags(&self) -> BTreeSet<&str> {
        self.operations.iter().map(|each| each.tag()).collect()
    }

    /// The tag of these operations, if they all have the same one.
    pub fn only_tag(&self, operations: impl IntoIterator<Item = OperationIndex>) -> Option<&str> {
        let operations = operations.into_iter();
        let mut tags = operations.map(|index| self.operation(index).tag());
        let first = tags.next()?;
        tags.all(|tag| tag == first).then_some(first)
    }
}

/// An operation and the page that documents it.
#[derive(Clone, Debug)]
pub struct DocumentedOperation {
    /// The page, relative to the spec folder.
    pub path: String,
    /// The `id` of the page's frontmatter.
    pub page_id: String,
    /// The title of the page.
    pub title: String,
    /// `operationId`, or its substitute; unique within the API.
    pub id: String,
    /// The operation.
    pub object: OperationObject,
}

/// The tag of untagged operations.
const UNTAGGED: &str = "Operations";

impl DocumentedOperation {
    /// The tag that the operation belongs to: its own or, without one, that of all untagged operations.
    pub fn tag(&self) -> &str {
        self.own_tag().unwrap_or(UNTAGGED)
    }

    /// The first tag on the page.
    pub fn own_tag(&self) -> Option<&str> {
        let first = self.object.tags.first()?;
        (!first.trim().is_empty()).then_some(first)
    }
}

/// Sorts pages into APIs. Pages that define the same operation are errors.
///
/// `chosen` has the modules that the configuration gives to folders. The module of pages that are in no folder is `api`.
pub fn group(
    pages: Vec<(Page, OperationObject)>,
    chosen: &BTreeMap<String, String>,
    diagnostics: &mut Diagnostics,
) -> Vec<Api> {
    let mut folders: BTreeMap<String, Vec<(Page, OperationObject)>> = BTreeMap::new();
    for (page, object) in pages {
        folders
            .entry(page.api.clone())
            .or_default()
            .push((page, object));
    }
    let names = folders.keys().map(String::as_str).collect();
    let mut modules = modules(names, chosen);
    folders
        .into_iter()
        .map(|(folder, pages)| Api {
            module: modules.remove(&folder).unwrap_or_default(),
            operations: operations(pages, diagnostics),
            folder,
        })
        .collect()
}

fn operations(
    mut pages: Vec<(Page, OperationObject)>,
    diagnostics: &mut Diagnostics,
) -> Vec<DocumentedOperation> {
    pages.sort_by(|(one, _), (other, _)| one.path.cmp(&other.path));
    let pages = without_duplicates(pages, diagnostics);
    let mut taken: BTreeSet<String> = pages
        .iter()
        .filter_map(|(_, object)| object.operation_id.clone())
        .collect();
    let mut operations = Vec::with_capacity(pages.len());
    for (page, object) in pages {
        let id = match &object.operation_id {
            Some(id) => id.clone(),
            None => id_of_page(&page, &object, &mut taken, diagnostics),
        };
        operations.push(DocumentedOperation {
            path: page.path,
            page_id: page.id,
            title: page.title,
            id,
            object,
        });
    }
    operations.sort_by(|one, other| one.id.cmp(&other.id));
    operations
}

/// Removes pages that define the same operation as an earlier page, with an error.
fn without_duplicates(
    pages: Vec<(Page, OperationObject)>,
    diagnostics: &mut Diagnostics,
) -> Vec<(Page, OperationObject)> {
    let mut by_id: BTreeMap<String, String> = BTreeMap::new();
    let mut by_path: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut kept = Vec::with_capacity(pages.len());
    for (page, object) in pages {
        let place = (object.method.clone(), object.path.clone());
        let same_id = object
            .operation_id
            .as_ref()
            .and_then(|id| Some((id, by_id.get(id)?)));
        let found = match (same_id, by_path.get(&place)) {
            (Some((id, other)), _) => {
                Some((format!("the operationId `{id}`"), "/operationId", other))
            }
            (None, Some(other)) => Some((
                format!("{} {}", object.method.to_ascii_uppercase(), object.path),
                "/path",
                other,
            )),
            (None, None) => None,
        };
        if let Some((what, pointer, other)) = found {
            diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateOperation,
                    &page.path,
                    format!("{what} is also defined by `{other}`"),
                )
                .at(pointer)
                .help("remove the outdated page, or move it to its own folder"),
            );
            continue;
        }
        if let Some(id) = &object.operation_id {
            by_id.insert(id.clone(), page.path.clone());
        }
        by_path.insert(place, page.path.clone());
        kept.push((page, object));
    }
    kept
}

fn id_of_page(
    page: &Page,
    object: &OperationObject,
    taken: &mut BTreeSet<String>,
    diagnostics: &mut Diagnostics,
) -> String {
    let file = page.path.rsplit('/').next().unwrap_or(&page.path);
    let stem = file.strip_suffix(EXTENSION).unwrap_or(file);
    // Method and path are the operation's own, so that the last one is free.
    let route = format!("{} {}", object.method, object.path);
    let free = [page.id.clone(), stem.to_owned(), kebab_case(&route)]
        .into_iter()
        .find(|id| !id.is_empty() && !taken.contains(id));
    let id = free.unwrap_or(route);
    taken.insert(id.clone());
    diagnostics.push(
        Diagnostic::new(
            Code::NoOperationId,
            &page.path,
            format!("the operation has no `operationId`: `{id}` is used"),
        )
        .help("the function is named after the page, so renaming the page renames the function"),
    );
    id
}

/// The module of each folder: what the configuration says, else the shortest tail of the path that no other folder has.
fn modules(folders: Vec<&str>, chosen: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let chosen = |folder: &&str| Some(((*folder).to_owned(), chosen.get(*folder)?.clone()));
    let mut modules: BTreeMap<String, String> = folders.iter().filter_map(chosen).collect();
    for folder in &folders {
        if !modules.contains_key(*folder) {
            let name = shortest_tail(folder, &folders);
            modules.insert(
                (*folder).to_owned(),
                first_free(&name, modules.values().collect()),
            );
        }
    }
    modules
}

/// The shortest tail of a folder's path that no other folder has, or the whole path.
fn shortest_tail(folder: &str, folders: &[&str]) -> String {
    let longest = folder.split('/').count();
    let alone = |length: &usize| {
        let name = tail(folder, *length);
        let same = |other: &&&str| **other != folder && tail(other, *length) == name;
        folders.iter().find(same).is_none()
    };
    tail(folder, (1..longest).find(alone).unwrap_or(longest))
}

fn tail(folder: &str, length: usize) -> String {
    let segments: Vec<&str> = folder.split('/').collect();
    let tail = segments
        .get(segments.len().saturating_sub(length)..)
        .unwrap_or_default();
    match folder {
        "" => "api".to_owned(),
        _ => module_name(&tail.join("_")),
    }
}

/// Appends a number if the folders differ only in characters that identifiers can't have.
fn first_free(name: &str, taken: BTreeSet<&String>) -> String {
    let numbered = (2_usize..).map(|number| format!("{name}_{number}"));
    let mut candidates = std::iter::once(name.to_owned()).chain(numbered);
    candidates
        .find(|candidate| !taken.contains(candidate))
        .unwrap_or_default()
}
