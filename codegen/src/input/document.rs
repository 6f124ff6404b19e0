//! OpenAPI documents: from a document, in one file or several, to the docs pages of its operations.
//!
//! Input: a file with OpenAPI 3.0, 3.1 or 3.2 in JSON or YAML, or a folder of docs pages. Output: a [`PageText`] for each
//! operation, as docusaurus-plugin-openapi-docs 5.2 writes it, but for the Markdown below the frontmatter; so the crate is
//! the same whether it is made from these pages or from those of the vendor's docs site.
//!
//! The stages are those of the plugin: `load` reads the files, `link` makes one of them, `title` puts component names in,
//! `dereference` replaces the `$ref`s, `operations` finds the operations, `definition` collects what belongs to each,
//! `cut` writes it as JSON, `page_text` as a page. What the plugin couldn't make pages of, because its schemas are too large
//! inlined, is written `by_name`.

mod by_name;
mod cut;
mod definition;
mod dereference;
mod docs_folder;
mod file_name;
mod files;
mod graph;
mod link;
mod load;
mod operations;
mod page_text;
mod parse;
mod present;
mod reference;
mod selection;
mod title;
mod update;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::output;
use crate::stack;
use definition::Definitions;
use load::Loaded;
use operations::Operation;

pub(crate) use file_name::kebab_case;
pub use page_text::PageText;
use present::SpecPages;
pub use selection::Selection;
pub use update::{Gone, Update};

/// How many bytes all pages of a document may have.
const MAX_TOTAL: usize = 512 * 1024 * 1024;

/// What was found in a document.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// `info.title`
    pub title: String,
    /// The selected pages, in the document's order.
    pub pages: Vec<PageText>,
    /// Every operation and webhook of the document, selected or not.
    pub operations: Vec<OperationKey>,
    /// Their tags.
    pub tags: BTreeSet<String>,
}

impl Document {
    /// The operations that clients can call: all but the webhooks.
    fn calls(&self) -> impl Iterator<Item = &OperationKey> {
        self.operations.iter().filter(|key| key.method != "event")
    }
}

/// What identifies an operation within an API.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationKey {
    /// Lower case; `event` for webhooks.
    pub method: String,
    /// The path template; `webhook` for webhooks.
    pub path: String,
    /// `operationId`, empty if there is none; of a webhook without one, its summary as the page's `id`.
    pub id: String,
}

/// Whether a page is wanted: its API's title and folder in the source, its operation and the tags.
type Wanted<'a> = dyn FnMut(&ApiName, &OperationKey, &[String]) -> bool + Send + 'a;

/// What a source calls an API.
#[derive(Clone, Debug, Default)]
struct ApiName {
    title: String,
    /// Relative to the source; empty for a document.
    folder: String,
}

impl ApiName {
    /// The folder of the API's pages below the spec folder, which the user may have named.
    fn target(&self, named: Option<&str>) -> String {
        match named {
            Some(api) if self.folder.is_empty() => api.to_owned(),
            Some(api) => format!("{api}/{}", self.folder),
            None if self.folder.is_empty() => kebab_case(&self.title),
            None => self.folder.clone(),
        }
    }
}

/// Reads a document. What is wrong with it is added to the diagnostics; with an error among them, the result is not to be
/// used.
pub fn read(
    source: &Path,
    selection: &Selection,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let mut wanted =
        |_: &ApiName, key: &OperationKey, tags: &[String]| selection.has(&key.id, tags);
    read_wanted(source, &mut wanted, diagnostics)
}

fn read_wanted(
    source: &Path,
    wanted: &mut Wanted<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let result = stack::deep(|| {
        let loaded = load::load(source, diagnostics)?;
        Some(pages(&loaded, wanted, diagnostics))
    });
    result.unwrap_or_else(|error| {
        let message = format!("can't start the worker thread: {error}");
        diagnostics
            .push(Diagnostic::new(Code::Internal, "", message).help("try again with more memory"));
        None
    })
}

/// Makes a page of each operation that is wanted.
fn pages(loaded: &Loaded, wanted: &mut Wanted<'_>, diagnostics: &mut Diagnostics) -> Document {
    let name = ApiName {
        title: loaded.title(),
        folder: String::new(),
    };
    let mut operations = operations::operations(loaded, diagnostics);
    let webhooks = operations::webhooks(loaded);
    let mut chosen = operations.iter().chain(&webhooks).collect::<Vec<_>>();
    chosen.retain(|operation| wanted(&name, &operation.key, &operation.tags));
    let chosen: HashSet<String> = chosen
        .into_iter()
        .map(|operation| operation.pointer.clone())
        .collect();
    let is_selected = |operation: &Operation| chosen.contains(&operation.pointer);
    operations::remove_repeated(loaded, &mut operations, is_selected, diagnostics);
    let is_selected = |operation: &&Operation| is_selected(operation);
    let selected: Vec<&Operation> = operations.iter().filter(is_selected).collect();
    operations::check_ids(loaded, &selected, diagnostics);
    // Operations come first: no client has what only webhooks need.
    let selected = selected
        .into_iter()
        .chain(webhooks.iter().filter(is_selected));
    let selected: Vec<&Operation> = selected.collect();
    let definitions = Definitions::new(loaded, diagnostics);
    let mut found = Diagnostics::default();
    let mut pages = write(definitions, &selected, loaded, &mut found);
    if is_too_large(&found) {
        found = Diagnostics::default();
        let definitions = Definitions::new(loaded, &mut found).by_name();
        pages = write(definitions, &selected, loaded, &mut found);
    }
    diagnostics.extend(found);
    let all = || operations.iter().chain(&webhooks);
    Document {
        title: name.title.clone(),
        pages,
        operations: all().map(|operation| operation.key.clone()).collect(),
        tags: all().flat_map(|operation| operation.tags.clone()).collect(),
    }
}

/// Writes the pages of operations, up to the first that is too large.
fn write(
    mut definitions: Definitions<'_>,
    operations: &[&Operation],
    loaded: &Loaded,
    diagnostics: &mut Diagnostics,
) -> Vec<PageText> {
    let mut pages = Vec::new();
    let mut bytes = 0;
    for operation in operations {
        let Some(page) = definitions.page(operation, diagnostics) else {
            if is_too_large(diagnostics) {
                break;
            }
            continue;
        };
        bytes += page.text.len();
        if bytes > MAX_TOTAL {
            let message = format!("the operations have more than {MAX_TOTAL} bytes (512 MiB)");
            let help = "import parts of the document, with `--tag` or `--operation`";
            diagnostics.push(Diagnostic::new(Code::TooLarge, &loaded.file, message).help(help));
            break;
        }
        pages.push(page);
    }
    pages
}

fn is_too_large(diagnostics: &Diagnostics) -> bool {
    let mut errors = diagnostics.errors();
    errors.any(|each| each.code == Code::TooLarge)
}

/// Reads a source and compares it with the pages in a spec folder. Nothing is written.
///
/// The source is a document, or a folder of docs pages, each of whose folders is an API. An API's folder below the spec
/// folder is called after the document's title, or as in the source, unless `api` names it.
pub fn import(
    source: &Path,
    selection: &Selection,
    spec: &Path,
    api: Option<&str>,
    prune: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Update> {
    let api = match api.map(api_folder) {
        Some(Err(problem)) => {
            diagnostics.push(problem);
            None
        }
        found => found.and_then(Result::ok),
    };
    let mut present = SpecPages::new(spec);
    let mut wanted = |name: &ApiName, key: &OperationKey, tags: &[String]| {
        selection.has(&key.id, tags)
            && (!selection.existing || present.have(&name.target(api), key))
    };
    let documents = if source.is_dir() {
        docs_folder::read(source, &mut wanted, diagnostics)
    } else {
        let document = read_wanted(source, &mut wanted, diagnostics)?;
        BTreeMap::from([(String::new(), document)])
    };
    selection.complain_if_unknown(
        documents.values(),
        &source.display().to_string(),
        diagnostics,
    );
    let (mut operations, mut pages) = (0, 0);
    let mut has_pages = false;
    let mut update = Update::none(spec);
    for (folder, document) in documents {
        let title = document.title.clone();
        let api = ApiName { title, folder }.target(api);
        let old = present.take(&api);
        has_pages |= !old.is_empty();
        operations += document.calls().count();
        pages += document.pages.len();
        update.add_document(document, &api, old, prune);
    }
    diagnostics.extend(present.diagnostics);
    // If all pages are there and their operations are gone, the update says so.
    let is_update = selection.existing && has_pages;
    if operations == 0 || (pages == 0 && !is_update) {
        selection.complain_of_nothing(operations, source, diagnostics);
    }
    Some(update)
}

/// The name of an API's folder, if it stays in the spec folder.
fn api_folder(name: &str) -> Result<&str, Diagnostic> {
    let folder = name.strip_suffix('/').unwrap_or(name);
    if output::is_inside(folder) {
        return Ok(folder);
    }
    let message = format!("`--api {name}` doesn't name a folder in the spec folder");
    let help = "use a relative path without `.`, `..`, `:` and `\\`, such as `beta` or `idn/beta`";
    Err(Diagnostic::new(Code::BadApiFolder, "", message).help(help))
}
