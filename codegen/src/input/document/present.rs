//! The pages that a spec folder has.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::OperationKey;
use crate::diagnostic::Diagnostics;
use crate::input::page::{self, Page, Source};

/// The pages of a spec folder, each API's read when they are first asked for.
pub(super) struct SpecPages<'a> {
    spec: &'a Path,
    apis: BTreeMap<String, ApiPages>,
    /// What is wrong with the pages.
    pub(super) diagnostics: Diagnostics,
}

/// The pages of an API.
#[derive(Default)]
pub(super) struct ApiPages {
    pages: Vec<Option<Present>>,
    /// The first page of each operation.
    by_operation: BTreeMap<Identity, usize>,
}

/// A page that is there.
pub(super) struct Present {
    pub(super) path: String,
    pub(super) text: String,
    pub(super) key: OperationKey,
    pub(super) definition: Value,
}

/// What two descriptions of one operation have in common: the method and the path. Webhooks all share these, so their ids
/// count.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Identity {
    method: String,
    path: String,
    webhook: Option<String>,
}

impl Identity {
    pub(super) fn of(key: &OperationKey) -> Self {
        Self {
            method: key.method.clone(),
            path: key.path.clone(),
            webhook: (key.method == "event").then(|| key.id.clone()),
        }
    }
}

impl<'a> SpecPages<'a> {
    pub(super) fn new(spec: &'a Path) -> Self {
        Self {
            spec,
            apis: BTreeMap::new(),
            diagnostics: Diagnostics::default(),
        }
    }

    /// Whether an operation of an API has a page.
    pub(super) fn have(&mut self, api: &str, key: &OperationKey) -> bool {
        if !self.apis.contains_key(api) {
            let pages = self.read(api);
            self.apis.insert(api.to_owned(), pages);
        }
        let pages = self.apis.get(api);
        pages.is_some_and(|pages| pages.by_operation.contains_key(&Identity::of(key)))
    }

    /// The pages of an API.
    pub(super) fn take(&mut self, api: &str) -> ApiPages {
        match self.apis.remove(api) {
            Some(pages) => pages,
            None => self.read(api),
        }
    }

    fn read(&mut self, api: &str) -> ApiPages {
        let mut found = ApiPages::default();
        if !self.spec.join(api).is_dir() {
            return found;
        }
        for source in page::read_api(self.spec, api, &mut self.diagnostics) {
            let Some(page) = page::read_page(&source, &mut self.diagnostics) else {
                continue;
            };
            let Some(present) = present(page, source) else {
                continue;
            };
            let (at, identity) = (found.pages.len(), Identity::of(&present.key));
            found.by_operation.entry(identity).or_insert(at);
            found.pages.push(Some(present));
        }
        found
    }
}

impl ApiPages {
    pub(super) fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// The paths of all pages.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().flatten().map(|page| page.path.as_str())
    }

    /// Takes out the page of an operation.
    pub(super) fn take(&mut self, key: &OperationKey) -> Option<Present> {
        let at = self.by_operation.get(&Identity::of(key))?;
        self.pages.get_mut(*at)?.take()
    }

    /// The pages that nobody has taken.
    pub(super) fn rest(self) -> impl Iterator<Item = Present> {
        self.pages.into_iter().flatten()
    }
}

fn present(page: Page, source: Source) -> Option<Present> {
    let text = String::from_utf8(source.bytes).ok()?;
    let Page {
        path,
        id,
        definition,
        ..
    } = page;
    let key = |key: &str| {
        let value = definition.get(key).and_then(Value::as_str);
        value.unwrap_or_default()
    };
    let id = match key("operationId") {
        "" if key("method") == "event" => id,
        operation_id => operation_id.to_owned(),
    };
    Some(Present {
        key: OperationKey {
            method: key("method").to_lowercase(),
            path: key("path").to_owned(),
            id,
        },
        path,
        text,
        definition,
    })
}
