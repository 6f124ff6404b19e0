//! Types that were renamed by hand at their entry alone: the other places that have the old name are completed.

use std::collections::{BTreeMap, BTreeSet};

use super::{KnownType, Memory, owner};

/// Completes renames. Returns the names without an entry that remain, each with a place that has it.
pub(super) fn complete(memory: &mut Memory) -> BTreeMap<String, String> {
    let mut unknown = BTreeMap::new();
    for (former, parts) in unknown_owners(memory) {
        match renamed(memory, &former, &parts) {
            Some(now) => rename(memory, &former, &now),
            None => {
                let place = parts.into_iter().next().unwrap_or_default();
                unknown.insert(former, place);
            }
        }
    }
    complete_errors(memory, &mut unknown);
    unknown
}

/// The owners of sites that have no entry, with the sites.
fn unknown_owners(memory: &Memory) -> BTreeMap<String, BTreeSet<String>> {
    let mut unknown: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for site in memory.types.values().flat_map(|known| &known.uses) {
        let owner = owner(&memory.operations, site);
        // A position of the first format.
        let is_position = site.contains('#');
        if !owner.is_empty() && !is_position && !memory.types.contains_key(owner) {
            unknown
                .entry(owner.to_owned())
                .or_default()
                .insert(site.clone());
        }
    }
    unknown
}

/// The entry that had a name: the one that lists it as a former name, else the only one that can have these parts and that
/// no site has as its owner.
fn renamed(memory: &Memory, former: &str, parts: &BTreeSet<String>) -> Option<String> {
    let mut types = memory.types.iter();
    if let Some((name, _)) = types.find(|(_, known)| known.formerly.contains(former)) {
        return Some(name.clone());
    }
    let sites = memory.types.values().flat_map(|known| &known.uses);
    let owners: BTreeSet<&str> = sites.map(|site| owner(&memory.operations, site)).collect();
    let mut fitting = memory
        .types
        .iter()
        .filter(|(name, known)| !owners.contains(name.as_str()) && can_have(known, parts));
    match (fitting.next(), fitting.next()) {
        (Some((name, _)), None) => Some(name.clone()),
        _ => None,
    }
}

/// Whether one of the sites is a remembered property of a type, or a branch of what has neither properties nor values.
fn can_have(known: &KnownType, sites: &BTreeSet<String>) -> bool {
    sites.iter().any(|site| match site.split_once('.') {
        Some((_, rest)) => {
            let property = rest.trim_end_matches("[]").trim_end_matches("{}");
            known.members().any(|name| name == property)
        }
        None => known.members.is_empty() && known.values.is_empty(),
    })
}

fn rename(memory: &mut Memory, former: &str, now: &str) {
    for known in memory.types.values_mut() {
        let sites = std::mem::take(&mut known.uses).into_iter();
        let sites = sites.map(|site| match site.strip_prefix(former) {
            Some(rest) if owner(&memory.operations, &site) == former => format!("{now}{rest}"),
            _ => site,
        });
        known.uses = sites.collect();
    }
    for body in memory.errors.values_mut().flat_map(BTreeMap::values_mut) {
        if body == former {
            now.clone_into(body);
        }
    }
    if let Some(known) = memory.types.get_mut(now) {
        known.formerly.insert(former.to_owned());
    }
}

/// The same for the error types of operations.
fn complete_errors(memory: &mut Memory, unknown: &mut BTreeMap<String, String>) {
    let used: BTreeSet<String> = memory
        .operations
        .values()
        .filter_map(|known| known.errors.clone())
        .collect();
    let mut unused = memory.errors.keys().filter(|name| !used.contains(*name));
    let renamed = match (unused.next(), unused.next()) {
        (Some(only), None) => Some(only.clone()),
        _ => None,
    };
    let missing: Vec<&String> = used
        .iter()
        .filter(|name| !memory.errors.contains_key(*name))
        .collect();
    match (missing.as_slice(), renamed) {
        ([former], Some(now)) => {
            for known in memory.operations.values_mut() {
                if known.errors.as_ref() == Some(*former) {
                    known.errors = Some(now.clone());
                }
            }
        }
        (missing, _) => {
            for name in missing {
                unknown.insert((*name).clone(), "the `errors` of an operation".to_owned());
            }
        }
    }
}
