//! OpenAPI documents: from a document, in one file or several, to the docs pages of its operations.
//!
//! Input: a file with OpenAPI 3.0, 3.1 or 3.2 in JSON or YAML, or a folder of docs pages. Output: a [`PageText`] for each
//! operation, as docusaurus-plugin-openapi-docs 5.2 writes it, but for the Markdown below the frontmatter; so the crate is
//! the same whether it is made from these pages or from those of the vendor's docs site.
//!
//! The stages are those of the plugin: `load` reads the files, `title` puts component names in, `dereference` replaces
//! the `$ref`s, `operations` collects what belongs to each operation, `cut` writes it as JSON, `page_text` as a page.

mod cut;
mod dereference;
mod file_name;
mod files;
mod graph;
mod kind;
mod link;
mod load;
mod operations;
mod page_text;
mod parse;
mod reference;
mod title;
mod update;

use std::path::Path;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::stack;

pub use operations::Selection;
pub use update::{Gone, Update};

/// What was found in a document.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// `info.title`
    pub title: String,
    /// The selected pages, in the document's order.
    pub pages: Vec<PageText>,
    /// Every operation of the document, selected or not.
    pub operations: Vec<OperationKey>,
}

/// What identifies an operation within an API.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationKey {
    /// Lower case; `event` for webhooks.
    pub method: String,
    /// The path template; `webhook` for webhooks.
    pub path: String,
    /// `operationId`, empty if there is none.
    pub id: String,
}

/// A page, ready to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct PageText {
    /// The operation.
    pub key: OperationKey,
    /// The name of the file; several pages may have the same.
    pub file: String,
    /// What `api` holds.
    pub definition: Value,
    /// The whole page.
    pub text: String,
}

/// Reads a document. What is wrong with it is added to the diagnostics; with an error among them, the result is not to be
/// used.
pub fn read(
    source: &Path,
    selection: &Selection,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let result = stack::deep(|| {
        let loaded = load::load(source, diagnostics)?;
        Some(operations::pages(loaded, selection, diagnostics))
    });
    result.unwrap_or_else(|error| {
        let message = format!("there is no memory for a thread: {error}");
        diagnostics
            .push(Diagnostic::new(Code::Internal, "", message).help("try again with more memory"));
        None
    })
}

/// Reads a document and compares it with the pages of an API in a spec folder. Nothing is written.
///
/// The API's folder is called after the document's title, unless `api` names it.
pub fn import(
    source: &Path,
    selection: &Selection,
    spec: &Path,
    api: Option<&str>,
    prune: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Update> {
    let document = read(source, selection, diagnostics)?;
    update::complain_if_empty(&document, source, diagnostics);
    let api = match api {
        Some(api) => api.trim_matches('/').to_owned(),
        None => file_name::kebab_case(&document.title),
    };
    Some(update::plan(document, spec, &api, prune, diagnostics))
}
