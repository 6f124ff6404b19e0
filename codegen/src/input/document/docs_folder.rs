//! A folder of docs pages as the source of an import, such as a checkout of a docs site.
//!
//! Pages keep their folders and the names of their files; their definitions are written as JSON on one line, however they
//! were encoded. Pages that the generator would refuse are errors.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::file_name::kebab_case;
use super::{ApiName, Document, OperationKey, PageText, Wanted};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::input::openapi::{self, OperationObject};
use crate::input::page::{self, Page};

/// Reads a folder: a document for each folder with pages, by its path relative to the source.
pub(super) fn read(
    source: &Path,
    wanted: &mut Wanted<'_>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, Document> {
    let mut documents: BTreeMap<String, Document> = BTreeMap::new();
    let mut known: BTreeMap<(String, OperationKey), String> = BTreeMap::new();
    for file in page::read_source_folder(source, diagnostics) {
        let Some(page) = page::read_page(&file, diagnostics) else {
            continue;
        };
        let Some((key, tags)) = key(&page, diagnostics) else {
            continue;
        };
        let document = documents
            .entry(page.api.clone())
            .or_insert_with(|| Document {
                title: title(source),
                ..Document::default()
            });
        document.operations.push(key.clone());
        document.tags.extend(tags.iter().cloned());
        let name = ApiName {
            title: document.title.clone(),
            folder: page.api.clone(),
        };
        if !wanted(&name, &key, &tags) {
            continue;
        }
        let place = OperationKey {
            id: String::new(),
            ..key.clone()
        };
        let other = known.insert((page.api.clone(), place), page.path.clone());
        if let Some(other) = other.filter(|_| key.method != "event") {
            let message = format!("the page describes the same operation as `{other}`");
            let help = "remove the page that is out of date";
            diagnostics
                .push(Diagnostic::new(Code::DuplicateOperation, &page.path, message).help(help));
        }
        document.pages.push(PageText::of_page(key, &page));
    }
    documents
}

/// What the source's folder is called.
fn title(source: &Path) -> String {
    let path = source.canonicalize().unwrap_or_else(|_| source.to_owned());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    kebab_case(&name)
}

/// The operation of a page and its tags; what keeps the generator from reading it is added to the diagnostics.
fn key(page: &Page, diagnostics: &mut Diagnostics) -> Option<(OperationKey, Vec<String>)> {
    let mut found = Diagnostics::default();
    let operation = openapi::read_operation(&page.path, &page.definition, &mut found);
    for error in found.sorted() {
        if error.code.severity() == Severity::Error {
            diagnostics.push(error.clone());
        }
    }
    if let Some(OperationObject {
        method,
        path,
        operation_id,
        tags,
        ..
    }) = operation
    {
        let id = operation_id.unwrap_or_default();
        return Some((OperationKey { method, path, id }, tags));
    }
    // A webhook's page.
    let text = |key: &str| {
        page.definition
            .get(key)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let method = text("method").filter(|method| method == "event" && !found.has_errors())?;
    let key = OperationKey {
        method,
        path: text("path").unwrap_or_default(),
        id: text("operationId").unwrap_or_else(|| page.id.clone()),
    };
    Some((key, Vec::new()))
}
