//! Where types were reachable before, by what `names.yaml` remembers.

use std::collections::{BTreeMap, BTreeSet};

use crate::names::lock::{Memory, owner};

/// The module of types that several tags use.
pub(super) const SHARED: &str = "shared";

/// The modules that each type was reachable in.
pub(super) fn former_modules(memory: &Memory) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut modules = of_operations(memory);
    let parts = parts(memory);
    // Whatever a type consists of was reachable wherever the type was.
    let mut open: Vec<&str> = modules.keys().copied().collect();
    while let Some(owner) = open.pop() {
        let of_owner = modules.get(owner).cloned().unwrap_or_default();
        for part in parts.get(owner).into_iter().flatten() {
            let known = modules.entry(part).or_default();
            let count = known.len();
            known.extend(&of_owner);
            if known.len() > count {
                open.push(part);
            }
        }
    }
    for (name, known) in &memory.types {
        let modules = modules.entry(name).or_default();
        if modules.len() > 1 {
            modules.insert(SHARED);
        }
        modules.extend(known.modules.iter().map(String::as_str));
    }
    modules
}

/// The modules of the operations that use types directly.
fn of_operations(memory: &Memory) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut modules: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for known in memory.operations.values() {
        if let Some(errors) = &known.errors {
            modules.entry(errors).or_default().insert(&known.module);
        }
    }
    for (name, known) in &memory.types {
        let ids = known.uses.iter().filter_map(|site| site.split_once(' '));
        let operations = ids.filter_map(|(id, _)| memory.operations.get(id));
        let of_type = operations.map(|operation| operation.module.as_str());
        modules.entry(name).or_default().extend(of_type);
    }
    modules
}

/// The types that each type consists of.
fn parts(memory: &Memory) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut parts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, known) in &memory.types {
        for site in &known.uses {
            let owner = owner(&memory.operations, site);
            if memory.types.contains_key(owner) {
                parts.entry(owner).or_default().insert(name);
            }
        }
    }
    for (name, statuses) in &memory.errors {
        let bodies = statuses.values();
        let words = bodies.flat_map(|body| body.split(|each: char| !each.is_ascii_alphanumeric()));
        let known = words.filter(|word| memory.types.contains_key(*word));
        parts.entry(name).or_default().extend(known);
    }
    parts
}
