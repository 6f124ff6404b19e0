//! From single changes to entries: what has one cause is one entry.
//!
//! Types that come or go with a function or a field belong to its entry, and changes that are alike are one entry.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::Pages;
use super::compare::{Raw, Subject};
use super::spec::Effect;
use super::state::State;
use super::{Change, Class, Entry};
use crate::surface::{ApiSurface, Aspect, ItemId, Surface, words};

/// Makes the entries, sorted: breaking ones first.
pub(super) fn group(raw: Vec<Raw>, old: &State, new: &State) -> Vec<Entry> {
    let pages = Pages::new(old, new);
    let with = attach(&raw, &old.surface, &new.surface);
    let attached: BTreeSet<usize> = with.values().flatten().copied().collect();
    let mut groups: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (index, each) in raw.iter().enumerate() {
        if !attached.contains(&index) {
            groups.entry(Key::of(each)).or_default().push(index);
        }
    }
    let reach = Reach {
        old: Users::new(&old.surface),
        new: Users::new(&new.surface),
    };
    let entries = groups.into_iter().map(|(key, indexes)| {
        let members: Vec<&Raw> = indexes.iter().filter_map(|index| raw.get(*index)).collect();
        let types = indexes.iter().filter_map(|index| with.get(index)).flatten();
        let types = types
            .filter_map(|index| raw.get(*index))
            .map(path)
            .collect();
        entry(&key, &members, types, &reach, &pages)
    });
    let mut entries = merge(entries.collect());
    entries.sort_by(|one, other| {
        let key = |entry: &Entry| {
            (
                std::cmp::Reverse(entry.class),
                !entry.unforced,
                entry.change,
                order(entry.what),
            )
        };
        key(one)
            .cmp(&key(other))
            .then_with(|| one.items.cmp(&other.items))
    });
    entries
}

/// Makes one entry of the variants that come or go for the same reason.
fn merge(entries: Vec<Entry>) -> Vec<Entry> {
    let owners = |entry: &Entry| -> BTreeSet<String> {
        let owner = |item: &String| item.rsplit_once("::").map(|(owner, _)| owner.to_owned());
        entry.items.iter().filter_map(owner).collect()
    };
    let is_alike = |one: &Entry, other: &Entry| {
        let kind = |entry: &Entry| (entry.class, entry.change, entry.what);
        kind(one) == kind(other)
            && one.what == "variant"
            && one.change != Change::Changed
            && owners(one) == owners(other)
            && one.causes == other.causes
    };
    let mut merged: Vec<Entry> = Vec::new();
    for entry in entries {
        match merged.iter_mut().find(|each| is_alike(each, &entry)) {
            Some(same) => {
                for (text, more) in [
                    (&mut same.before, entry.before),
                    (&mut same.after, entry.after),
                ] {
                    if !more.is_empty() {
                        *text = format!("{text}, {more}");
                    }
                }
                same.items.extend(entry.items);
                same.with.extend(entry.with);
            }
            None => merged.push(entry),
        }
    }
    merged
}

fn entry(
    key: &Key,
    members: &[&Raw],
    with: BTreeSet<String>,
    reach: &Reach<'_>,
    pages: &Pages<'_>,
) -> Entry {
    let items: BTreeSet<String> = members.iter().map(|member| path(member)).collect();
    let mut reaches: BTreeSet<String> = members
        .iter()
        .flat_map(|member| reach.functions(member))
        .collect();
    reaches.retain(|function| !items.contains(function));
    let mut causes = Vec::new();
    let mut is_forced = true;
    for member in members {
        let found = pages.causes(member);
        is_forced &= found.iter().any(|cause| cause.effect == Effect::Changes);
        for cause in found {
            if !causes.contains(&cause) {
                causes.push(cause);
            }
        }
    }
    let is_of_pages = !matches!(key.what, "package" | "server");
    Entry {
        class: key.class,
        change: key.change,
        what: key.what,
        items: items.into_iter().collect(),
        before: key.before.clone(),
        after: key.after.clone(),
        with: with.into_iter().collect(),
        reaches: reaches.into_iter().collect(),
        causes,
        unforced: key.class == Class::Breaking && is_of_pages && pages.are_known() && !is_forced,
    }
}

/// What changes have in common that are one entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    class: Class,
    change: Change,
    api: String,
    what: &'static str,
    /// The member's name, or the module of functions, types and paths.
    name: String,
    before: String,
    after: String,
}

impl Key {
    fn of(raw: &Raw) -> Self {
        let module = |id: &ItemId| match id {
            ItemId::Operation { module, .. } => module.clone(),
            ItemId::Type(_) => String::new(),
        };
        let name = match &raw.subject {
            Subject::Package | Subject::Api | Subject::Server => String::new(),
            Subject::Item { old, new } => old
                .as_ref()
                .or(new.as_ref())
                .map(module)
                .unwrap_or_default(),
            Subject::Aspect { aspect, .. } => aspect.name().unwrap_or_default().to_owned(),
            Subject::Path { .. } => String::new(),
        };
        Self {
            class: raw.class,
            change: raw.change,
            api: raw.api.clone(),
            what: what(raw),
            name,
            before: raw.before.clone(),
            after: raw.after.clone(),
        }
    }
}

/// The word for what changed.
fn what(raw: &Raw) -> &'static str {
    match &raw.subject {
        Subject::Package => "package",
        Subject::Api => "API",
        Subject::Server => "server",
        Subject::Path { .. } => "path",
        Subject::Item { old, new } => match old.as_ref().or(new.as_ref()) {
            Some(id) if id.is_operation() => "function",
            _ => "type",
        },
        Subject::Aspect {
            aspect: Aspect::Fails,
            ..
        } if raw.class == Class::Docs => "statuses",
        Subject::Aspect { aspect, new, .. } => match (aspect, new.is_operation()) {
            (Aspect::Setter(_), false) => "setter",
            (Aspect::Former(_), _) => "former name",
            (Aspect::Conversion(_), _) => "conversion",
            (Aspect::MediaType, _) => "media type",
            (Aspect::Pages, _) => "paging",
            (Aspect::Fails, _) => "error type",
            (Aspect::Returns, _) => "return type",
            _ => aspect.word(),
        },
    }
}

/// The order of entries of the same class and change.
fn order(what: &str) -> usize {
    const ORDER: [&str; 9] = [
        "package",
        "API",
        "function",
        "type",
        "arguments",
        "option",
        "field",
        "variant",
        "path",
    ];
    ORDER
        .iter()
        .position(|each| *each == what)
        .unwrap_or(ORDER.len())
}

/// What changed, as a path within the crate.
fn path(raw: &Raw) -> String {
    let api = &raw.api;
    match &raw.subject {
        Subject::Package => raw.before.clone(),
        Subject::Api | Subject::Server => api.clone(),
        Subject::Path { module, name } => format!("{api}::{module}::{name}"),
        Subject::Item { old, new } => {
            let id = old.as_ref().or(new.as_ref());
            format!("{api}::{}", id.map(ItemId::path).unwrap_or_default())
        }
        Subject::Aspect { new, aspect, .. } => {
            let item = format!("{api}::{}", new.path());
            match aspect {
                Aspect::Field(name) => format!("{item}.{name}"),
                Aspect::Setter(name) if new.is_operation() => format!("{item}().{name}"),
                Aspect::Setter(name) | Aspect::Constructor(name) | Aspect::Variant(name) => {
                    format!("{item}::{name}")
                }
                Aspect::Former(name) => format!("{api}::{name}"),
                Aspect::Conversion(ty) => format!("{item} from {ty}"),
                _ => item,
            }
        }
    }
}

/// For each change, the types that came or went with it: nothing else mentions them.
fn attach(raw: &[Raw], old: &Surface, new: &Surface) -> BTreeMap<usize, Vec<usize>> {
    let mut loose: BTreeMap<(String, Change, String), usize> = BTreeMap::new();
    for (index, each) in raw.iter().enumerate() {
        if let Subject::Item { old, new } = &each.subject
            && let Some(ItemId::Type(name)) = old.as_ref().or(new.as_ref())
            && matches!(each.change, Change::Added | Change::Removed)
        {
            loose.insert((each.api.clone(), each.change, name.clone()), index);
        }
    }
    let mut with: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut owners: Vec<usize> = (0..raw.len())
        .filter(|index| !loose.values().any(|each| each == index))
        .collect();
    owners.sort_by_key(|index| {
        raw.get(*index)
            .map(|each| (std::cmp::Reverse(each.class), each.change))
    });
    for owner in owners {
        let Some(each) = raw.get(owner) else { continue };
        for (change, surface, text) in [
            (Change::Removed, old, &each.before),
            (Change::Added, new, &each.after),
        ] {
            if change == Change::Removed && each.class != Class::Breaking {
                continue;
            }
            let Some(api) = surface.apis.get(&each.api) else {
                continue;
            };
            let mut open = mentioned(each, api, change, text);
            while let Some(name) = open.pop() {
                if let Some(index) = loose.remove(&(each.api.clone(), change, name.clone())) {
                    with.entry(owner).or_default().push(index);
                    open.extend(
                        api.items
                            .get(&ItemId::Type(name))
                            .into_iter()
                            .flat_map(|item| {
                                item.facts
                                    .values()
                                    .flat_map(|fact| words(&fact.ty))
                                    .map(str::to_owned)
                            }),
                    );
                }
            }
        }
    }
    with
}

/// The names that a change mentions: those of its text, and, of a function that comes or goes, of all its facts.
fn mentioned(raw: &Raw, api: &ApiSurface, change: Change, text: &str) -> Vec<String> {
    let id = match (&raw.subject, change) {
        (Subject::Item { old, .. }, Change::Removed) if raw.change == Change::Removed => {
            old.as_ref()
        }
        (Subject::Item { new, .. }, Change::Added) if raw.change == Change::Added => new.as_ref(),
        _ => None,
    };
    let facts = id
        .and_then(|id| api.items.get(id))
        .into_iter()
        .flat_map(|item| item.facts.values());
    let facts = facts.flat_map(|fact| words(&fact.ty));
    words(text).chain(facts).map(str::to_owned).collect()
}

/// Which functions a type reaches, in both surfaces.
struct Reach<'a> {
    old: Users<'a>,
    new: Users<'a>,
}

impl Reach<'_> {
    fn functions(&self, raw: &Raw) -> BTreeSet<String> {
        let (users, id) = match &raw.subject {
            Subject::Item { old: Some(id), .. } => (&self.old, id),
            Subject::Item { new: Some(id), .. } => (&self.new, id),
            Subject::Aspect { new, .. } if raw.change != Change::Removed => (&self.new, new),
            Subject::Aspect { old, .. } => (&self.old, old),
            _ => return BTreeSet::new(),
        };
        match id {
            ItemId::Type(name) => users.functions(&raw.api, name),
            ItemId::Operation { .. } => BTreeSet::new(),
        }
    }
}

/// Which items mention each type.
struct Users<'a>(BTreeMap<(&'a str, &'a str), Vec<&'a ItemId>>);

impl<'a> Users<'a> {
    fn new(surface: &'a Surface) -> Self {
        let mut users: BTreeMap<(&str, &str), Vec<&ItemId>> = BTreeMap::new();
        for (module, api) in &surface.apis {
            for (id, item) in &api.items {
                let mentioned: BTreeSet<&str> = item
                    .facts
                    .values()
                    .flat_map(|fact| words(&fact.ty))
                    .collect();
                for word in mentioned {
                    users.entry((module, word)).or_default().push(id);
                }
            }
        }
        Self(users)
    }

    /// The functions that have the type somewhere in what they take or return.
    fn functions(&self, api: &str, name: &str) -> BTreeSet<String> {
        let mut functions = BTreeSet::new();
        let mut seen = BTreeSet::from([name]);
        let mut open = vec![name];
        while let Some(name) = open.pop() {
            for id in self.0.get(&(api, name)).into_iter().flatten() {
                match id {
                    ItemId::Operation { .. } => {
                        functions.insert(format!("{api}::{}", id.path()));
                    }
                    ItemId::Type(user) => {
                        if seen.insert(user) {
                            open.push(user);
                        }
                    }
                }
            }
        }
        functions
    }
}
