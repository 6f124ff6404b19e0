//! Which items of two surfaces are the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::surface::{ApiSurface, Aspect, Item, ItemId, words};

/// The items of the old surface, and what they are called in the new one.
pub(super) struct Matching<'a> {
    /// Old to new.
    pub(super) items: BTreeMap<&'a ItemId, &'a ItemId>,
    /// Old and new names of types that have another name.
    types: BTreeMap<&'a str, &'a str>,
}

impl<'a> Matching<'a> {
    /// Matches operations by function, else by method and path; types by name, else by former name, else by what there
    /// is to say about them.
    pub(super) fn new(old: &'a ApiSurface, new: &'a ApiSurface) -> Self {
        let mut items = BTreeMap::new();
        for id in old.items.keys() {
            if let Some((same, _)) = new.items.get_key_value(id) {
                items.insert(id, same);
            }
        }
        let former = former_names(new);
        for (id, _) in old
            .items
            .iter()
            .filter(|(id, _)| !new.items.contains_key(*id))
        {
            let present = match id {
                ItemId::Type(name) => former.get(name.as_str()).copied(),
                ItemId::Operation { .. } => None,
            };
            // A type that was there before is itself.
            if let Some(present) = present.filter(|present| !old.items.contains_key(*present)) {
                items.insert(id, present);
            }
        }
        let mut matching = Self {
            items,
            types: BTreeMap::new(),
        };
        matching.match_alike(old, new, route);
        matching.match_alike(old, new, outline);
        for (old, new) in &matching.items {
            if let (ItemId::Type(old), ItemId::Type(new)) = (old, new)
                && old != new
            {
                matching.types.insert(old, new);
            }
        }
        matching
    }

    /// Matches the remaining items that have a key which no other remaining item has.
    fn match_alike(
        &mut self,
        old: &'a ApiSurface,
        new: &'a ApiSurface,
        key: fn(&ItemId, &Item) -> Option<String>,
    ) {
        let taken: BTreeSet<&ItemId> = self.items.values().copied().collect();
        let gone = unique(
            old.items
                .iter()
                .filter(|(id, _)| !self.items.contains_key(id)),
            key,
        );
        let come = unique(new.items.iter().filter(|(id, _)| !taken.contains(id)), key);
        for (key, id) in gone {
            if let (Some(id), Some(Some(same))) = (id, come.get(&key)) {
                self.items.insert(id, same);
            }
        }
    }

    /// The old text of a type with the present names.
    pub(super) fn present(&self, ty: &str) -> String {
        let mut text = String::new();
        let mut rest = ty;
        for word in words(ty) {
            let Some((before, after)) = rest.split_once(word) else {
                break;
            };
            text.push_str(before);
            text.push_str(self.types.get(word).copied().unwrap_or(word));
            rest = after;
        }
        text + rest
    }
}

fn former_names(surface: &ApiSurface) -> BTreeMap<&str, &ItemId> {
    let items = surface.items.iter();
    items
        .flat_map(|(id, item)| item.former_names().map(move |name| (name, id)))
        .collect()
}

/// The items by key; `None` where several have the same.
fn unique<'a>(
    items: impl Iterator<Item = (&'a ItemId, &'a Item)>,
    key: fn(&ItemId, &Item) -> Option<String>,
) -> BTreeMap<String, Option<&'a ItemId>> {
    let mut found: BTreeMap<String, Option<&ItemId>> = BTreeMap::new();
    for (id, item) in items {
        if let Some(key) = key(id, item) {
            found
                .entry(key)
                .and_modify(|each| *each = None)
                .or_insert(Some(id));
        }
    }
    found
}

/// The method and path of an operation.
fn route(_: &ItemId, item: &Item) -> Option<String> {
    Some(item.fact(&Aspect::Route)?.note.clone())
}

/// Everything about a type except its names.
fn outline(id: &ItemId, item: &Item) -> Option<String> {
    let ItemId::Type(name) = id else {
        return None;
    };
    let facts = item
        .facts
        .iter()
        .filter(|(aspect, _)| !matches!(aspect, Aspect::Former(_)));
    let facts: Vec<String> = facts
        .map(|(aspect, fact)| {
            let own = words(&fact.ty).any(|word| word == name);
            let ty = if own {
                fact.ty.replace(name, "Self")
            } else {
                fact.ty.clone()
            };
            format!("{aspect:?} {ty} {}", fact.note)
        })
        .collect();
    // A type that has hardly anything looks like many others.
    (facts.len() > 2).then(|| facts.join("\n"))
}
