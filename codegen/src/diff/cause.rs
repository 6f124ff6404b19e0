//! The changes of the pages that caused a change of the surface.

mod relevance;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::Change;
use super::compare::{Raw, Subject};
use super::spec::{self, Effect, SpecChange};
use super::state::{Place, State};
use crate::surface::{Aspect, ItemId, arguments, words};
use relevance::relevance;

/// A change of a page that caused a change of the surface.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cause {
    /// The page, relative to the spec folder.
    pub page: String,
    /// JSON pointer (RFC 6901) into its definition; empty for the whole page.
    pub pointer: String,
    /// The old value; `None` if it is new.
    pub old: Option<Value>,
    /// The new value; `None` if it is gone.
    pub new: Option<Value>,
    /// What it asks of the crate.
    pub effect: Effect,
}

impl Eq for Cause {}

/// All changes of the pages.
pub(super) struct Pages<'a> {
    old: &'a State,
    new: &'a State,
    /// The page in the new state, by the page in the old one.
    now: BTreeMap<&'a str, &'a str>,
    /// The changes of each page that both states have, by the page in the old state.
    changes: BTreeMap<&'a str, Vec<SpecChange>>,
}

impl<'a> Pages<'a> {
    pub(super) fn new(old: &'a State, new: &'a State) -> Self {
        let route = |definition: &Value| {
            Some((
                definition.get("method")?.to_string(),
                definition.get("path")?.to_string(),
            ))
        };
        let api = |page: &str| page.rsplit_once('/').map_or("", |(api, _)| api).to_owned();
        let by_route: BTreeMap<_, &str> = new
            .definitions
            .iter()
            .filter_map(|(page, definition)| Some(((api(page), route(definition)?), page.as_str())))
            .collect();
        let mut now = BTreeMap::new();
        for (page, definition) in &old.definitions {
            let same =
                route(definition).and_then(|route| by_route.get(&(api(page), route)).copied());
            let same = same.or_else(|| {
                new.definitions
                    .get_key_value(page)
                    .map(|(page, _)| page.as_str())
            });
            if let Some(same) = same {
                now.insert(page.as_str(), same);
            }
        }
        let changes = now.iter().filter_map(|(page, same)| {
            let (before, after) = (old.definitions.get(*page)?, new.definitions.get(*same)?);
            let changes = spec::changes(before, after);
            (!changes.is_empty()).then_some((*page, changes))
        });
        Self {
            old,
            new,
            changes: changes.collect(),
            now,
        }
    }

    /// Whether the pages are known.
    pub(super) fn are_known(&self) -> bool {
        !self.old.definitions.is_empty() && !self.new.definitions.is_empty()
    }

    /// The causes of a change, the most specific ones first.
    pub(super) fn causes(&self, raw: &Raw) -> Vec<Cause> {
        let mut found: Vec<(usize, Cause)> = Vec::new();
        match &raw.subject {
            Subject::Package | Subject::Api | Subject::Server => {}
            Subject::Path { module, .. } => {
                for (id, page) in pages_of(self.old, &raw.api) {
                    if matches!(id, ItemId::Operation { module: of, .. } if of == module) {
                        self.on_page(page, "", 3, &mut found);
                    }
                }
            }
            Subject::Item { old, new } => {
                for (id, state) in [(old, self.old), (new, self.new)] {
                    if let Some(id) = id {
                        self.of_item(raw, id, state, None, &mut found);
                    }
                }
            }
            Subject::Aspect { old, new, aspect } => {
                // What is gone can be found on the old pages only, and what is new on the new ones.
                if raw.change != Change::Added {
                    self.of_item(raw, old, self.old, Some(aspect), &mut found);
                }
                if raw.change != Change::Removed {
                    self.of_item(raw, new, self.new, Some(aspect), &mut found);
                }
            }
        }
        found.sort_by(|(one, this), (other, that)| {
            (one, &this.page, &this.pointer).cmp(&(other, &that.page, &that.pointer))
        });
        let best = found.first().map(|(rank, _)| *rank);
        let mut causes: Vec<Cause> = Vec::new();
        for (rank, cause) in found {
            if Some(rank) == best && !causes.contains(&cause) {
                causes.push(cause);
            }
        }
        causes
    }

    fn of_item(
        &self,
        raw: &Raw,
        id: &ItemId,
        state: &State,
        aspect: Option<&Aspect>,
        found: &mut Vec<(usize, Cause)>,
    ) {
        match id {
            ItemId::Operation { .. } => {
                if let Some(page) = state.pages.get(&(raw.api.clone(), id.clone())) {
                    self.of_operation(page, state, aspect, found);
                }
            }
            ItemId::Type(name) => {
                let places = state.places.get(&(raw.api.clone(), name.clone()));
                let places = places.map(Vec::as_slice).unwrap_or_default();
                if places.is_empty() {
                    self.of_bodies(raw, name, state, found);
                }
                let idents = match (&raw.subject, aspect) {
                    (Subject::Aspect { old, new, .. }, Some(aspect @ Aspect::Constructor(_))) => {
                        self.changed_arguments(raw, [old, new], aspect)
                    }
                    _ => aspect.and_then(Aspect::name).into_iter().collect(),
                };
                let key = |ident: &str| {
                    let key = (raw.api.clone(), name.clone(), ident.to_owned());
                    let known = state.keys.get(&key).cloned();
                    known.unwrap_or_else(|| ident.to_owned())
                };
                let keys: Vec<String> = idents.into_iter().map(key).collect();
                for place in places {
                    self.at_place(place, state, aspect, &keys, found);
                }
            }
        }
    }

    /// The arguments of a constructor that came, went or have another type.
    fn changed_arguments(
        &self,
        raw: &Raw,
        [old, new]: [&ItemId; 2],
        aspect: &Aspect,
    ) -> Vec<&'a str> {
        let of = |state: &'a State, id: &ItemId| -> BTreeSet<(&'a str, &'a str)> {
            let item = state
                .surface
                .apis
                .get(&raw.api)
                .and_then(|api| api.items.get(id));
            let fact = item.and_then(|item| item.fact(aspect));
            let pairs = fact.map(|fact| arguments(&fact.note).zip(arguments(&fact.ty)));
            pairs.into_iter().flatten().collect()
        };
        let (before, after) = (of(self.old, old), of(self.new, new));
        let changed = before.symmetric_difference(&after);
        changed.map(|(name, _)| *name).collect()
    }

    /// Causes on the page of an operation.
    fn of_operation(
        &self,
        page: &str,
        state: &State,
        aspect: Option<&Aspect>,
        found: &mut Vec<(usize, Cause)>,
    ) {
        if self.is_whole(page, state, found) {
            return;
        }
        let page = self.old_page(page, state);
        let parts: &[&str] = match aspect {
            None => &["/operationId", "/tags", "/method", "/path"],
            Some(Aspect::Arguments | Aspect::Setter(_)) => &["/parameters", "/requestBody"],
            Some(Aspect::MediaType) => &["/requestBody"],
            Some(Aspect::Returns | Aspect::Fails) => &["/responses"],
            Some(Aspect::Pages | Aspect::Items | Aspect::Total) => &["/parameters", "/responses"],
            Some(Aspect::Scopes) => &["/security", "/securitySchemes"],
            Some(Aspect::Deprecated) => &["/deprecated"],
            Some(Aspect::Route) => &["/path", "/method"],
            Some(Aspect::Server) => &["/servers"],
            Some(_) => &["/x-", "/parameters"],
        };
        for part in parts {
            self.on_page(page, part, 1, found);
        }
        if let Some(Aspect::Setter(_)) = aspect {
            // Of several parameters, the one with the name.
            let name = aspect
                .and_then(Aspect::name)
                .unwrap_or_default()
                .replace(['_', '#'], "")
                .to_lowercase();
            for (rank, cause) in found.iter_mut() {
                let value = cause.old.as_ref().or(cause.new.as_ref());
                let called = value
                    .and_then(|value| value.get("name")?.as_str())
                    .unwrap_or_default();
                if called.replace(['_', '-', '.'], "").to_lowercase() == name {
                    *rank = 0;
                }
            }
        }
    }

    /// Whether the page came or went as a whole, which is then the cause.
    fn is_whole(&self, page: &str, state: &State, found: &mut Vec<(usize, Cause)>) -> bool {
        let is_old = std::ptr::eq(state, self.old);
        let is_there = match is_old {
            true => self.now.contains_key(page),
            false => self.now.values().any(|same| *same == page),
        };
        if is_there || !self.are_known() {
            return false;
        }
        let definition = state.definitions.get(page).map(|definition| {
            let part = |key: &str| {
                definition
                    .get(key)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
            };
            Value::from(format!(
                "{} {}",
                part("method").to_uppercase(),
                part("path")
            ))
        });
        let (old, new, effect) = match is_old {
            true => (definition, None, Effect::Changes),
            false => (None, definition, Effect::Adds),
        };
        found.push((
            0,
            Cause {
                page: page.to_owned(),
                pointer: String::new(),
                old,
                new,
                effect,
            },
        ));
        true
    }

    /// The page in the old state.
    fn old_page<'p>(&'p self, page: &'p str, state: &State) -> &'p str {
        if std::ptr::eq(state, self.old) {
            return page;
        }
        let mut pages = self.now.iter();
        pages
            .find(|(_, same)| **same == page)
            .map_or(page, |(page, _)| page)
    }

    /// Adds the changes of a page below a pointer.
    fn on_page(&self, page: &str, below: &str, rank: usize, found: &mut Vec<(usize, Cause)>) {
        for change in self.changes.get(page).into_iter().flatten() {
            if change.effect != Effect::Docs || below == "/deprecated" || below == "/x-" {
                let is_below =
                    change.old_pointer.starts_with(below) || change.new_pointer.starts_with(below);
                if is_below {
                    found.push((rank, cause(page, change)));
                }
            }
        }
        if below.is_empty() && !self.now.contains_key(page) {
            self.is_whole(page, self.old, found);
        }
    }

    /// Causes at a schema of a type.
    fn at_place(
        &self,
        place: &Place,
        state: &State,
        aspect: Option<&Aspect>,
        keys: &[String],
        found: &mut Vec<(usize, Cause)>,
    ) {
        if self.is_whole(&place.page, state, found) {
            return;
        }
        let is_old = std::ptr::eq(state, self.old);
        let page = self.old_page(&place.page, state);
        for change in self.changes.get(page).into_iter().flatten() {
            let pointer = if is_old {
                &change.old_pointer
            } else {
                &change.new_pointer
            };
            if let Some(inside) = pointer.strip_prefix(&place.pointer) {
                let is_inside = inside.is_empty() || inside.starts_with('/');
                if is_inside && let Some(rank) = relevance(inside, change, aspect, keys) {
                    found.push((rank, cause(page, change)));
                }
            } else if place.pointer.starts_with(&format!("{pointer}/"))
                && change.effect != Effect::Docs
            {
                // Something around the schema came or went.
                found.push((2, cause(page, change)));
            }
        }
    }

    /// Causes of a type that no schema describes: errors by status, and bodies.
    fn of_bodies(&self, raw: &Raw, name: &str, state: &State, found: &mut Vec<(usize, Cause)>) {
        let Some(api) = state.surface.apis.get(&raw.api) else {
            return;
        };
        let users = api.operations().filter(|(_, item)| {
            item.facts
                .values()
                .any(|fact| words(&fact.ty).any(|word| word == name))
        });
        let users: BTreeSet<&ItemId> = users.map(|(id, _)| id).collect();
        for id in users {
            if let Some(page) = state.pages.get(&(raw.api.clone(), id.clone()))
                && !self.is_whole(page, state, found)
            {
                let page = self.old_page(page, state);
                self.on_page(page, "/responses", 1, found);
                self.on_page(page, "/requestBody", 1, found);
            }
        }
    }
}

fn pages_of<'a>(state: &'a State, api: &'a str) -> impl Iterator<Item = (&'a ItemId, &'a str)> {
    let pages = state.pages.iter().filter(move |((of, _), _)| of == api);
    pages.map(|((_, id), page)| (id, page.as_str()))
}

fn cause(page: &str, change: &SpecChange) -> Cause {
    Cause {
        page: page.to_owned(),
        pointer: change.old_pointer.clone(),
        old: change.old.clone(),
        new: change.new.clone(),
        effect: change.effect,
    }
}
