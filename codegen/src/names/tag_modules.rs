//! The names of the modules of tags.
//!
//! Input: the tags of an API, and the modules that its operations had before. Output: a distinct module for each tag.

use std::collections::{BTreeMap, BTreeSet};

use super::idents::Identifiers;
use super::words::{Vocabulary, is_device, is_keyword, snake};
use crate::input::docs_set::Api;
use crate::recall::Recalled;

/// The module of each tag. A module has a file of its name, so it gets an underscore and isn't raw. A module
/// whose new name differs from the old one in word breaks or first words only keeps the old one, unless another tag has
/// that.
pub fn tag_modules(
    vocabulary: &Vocabulary,
    api: &Api,
    recalled: &Recalled,
) -> BTreeMap<String, String> {
    let mut idents = Identifiers::with(&[
        "shared",
        "examples",
        "new",
        "client",
        "client_runtime",
        "request",
        "clone",
        &api.module,
    ]);
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (index, operation) in api.indexed() {
        let module = recalled.module(index);
        known.entry(operation.tag()).or_default().extend(module);
    }
    let plain: BTreeMap<&str, String> = known
        .keys()
        .map(|tag| (*tag, snake(&vocabulary.words(tag))))
        .collect();
    let mut modules = BTreeMap::new();
    for (tag, name) in &plain {
        let before = known.get(tag).filter(|known| known.len() == 1);
        let before = before.and_then(|known| known.first());
        let kept = before.filter(|before| {
            reads_alike(before, name) && !plain.values().any(|name| name == *before)
        });
        let longer = format!("{name}_api");
        let name = match name {
            name if is_device(name) => longer.clone(),
            name if is_keyword(name) => format!("{name}_"),
            name => name.clone(),
        };
        let kept = kept.map(|kept| (*kept).to_owned());
        let wanted = kept.into_iter().chain([name, longer]);
        modules.insert((*tag).to_owned(), idents.take(wanted));
    }
    modules
}

/// Whether two names of modules differ only in where words begin, or in words before the first.
fn reads_alike(before: &str, name: &str) -> bool {
    let rest = before.strip_suffix(name);
    rest.is_some_and(|rest| rest.ends_with('_')) || before.replace('_', "") == name.replace('_', "")
}
