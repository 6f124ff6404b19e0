//! The document that the pages of an API folder make up.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::input::page::Page;

/// A document and the pages that it was made from.
pub(super) struct Document {
    /// `info`, and under `paths` the definition of each operation.
    pub(super) value: Value,
    /// The pages without their definitions, and the path and method of each.
    pages: Vec<(Page, String, String)>,
    /// Pages that aren't in the document: of webhooks, and of operations that are there twice.
    others: Vec<Page>,
    info: Value,
}

impl Document {
    /// A document for each API folder.
    pub(super) fn of_pages(pages: Vec<Page>) -> Vec<Self> {
        let mut by_api: BTreeMap<String, Vec<Page>> = BTreeMap::new();
        for page in pages {
            by_api.entry(page.api.clone()).or_default().push(page);
        }
        by_api.into_values().map(Self::new).collect()
    }

    fn new(pages: Vec<Page>) -> Self {
        let mut document = Self {
            value: Value::Null,
            pages: Vec::new(),
            others: Vec::new(),
            info: Value::Null,
        };
        let mut paths: Map<String, Value> = Map::new();
        for mut page in pages {
            let text = |key: &str| {
                page.definition
                    .get(key)
                    .and_then(Value::as_str)
                    .map(str::to_owned)
            };
            let (Some(path), Some(method)) = (text("path"), text("method")) else {
                document.others.push(page);
                continue;
            };
            let method = method.to_lowercase();
            let item = paths
                .entry(path.clone())
                .or_insert_with(|| Value::Object(Map::new()));
            match item.as_object_mut() {
                Some(item) if !item.contains_key(&method) => {
                    item.insert(method.clone(), page.definition.take());
                    document.pages.push((page, path, method));
                }
                _ => document.others.push(page),
            }
        }
        let infos = paths
            .values()
            .filter_map(Value::as_object)
            .flat_map(Map::values);
        document.info = infos
            .filter_map(|operation| operation.get("info"))
            .next()
            .cloned()
            .unwrap_or_default();
        let mut root = Map::new();
        root.insert("info".to_owned(), document.info.clone());
        root.insert("paths".to_owned(), Value::Object(paths));
        document.value = Value::Object(root);
        document
    }

    /// The pages with their definitions as they are now. A page whose operation was removed is gone.
    pub(super) fn into_pages(mut self) -> Vec<Page> {
        let info = self
            .value
            .get("info")
            .filter(|info| **info != self.info)
            .cloned();
        let mut pages = self.others;
        for (mut page, path, method) in self.pages {
            let item = self
                .value
                .get_mut("paths")
                .and_then(|paths| paths.get_mut(&path));
            let operation = item
                .and_then(Value::as_object_mut)
                .and_then(|item| item.shift_remove(&method));
            let Some(mut operation) = operation else {
                continue;
            };
            if let (Some(info), Some(operation)) = (&info, operation.as_object_mut()) {
                operation.insert("info".to_owned(), info.clone());
            }
            page.definition = operation;
            pages.push(page);
        }
        pages
    }
}
