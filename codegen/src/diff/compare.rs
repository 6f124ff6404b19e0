//! The changes between two surfaces, one for each fact.

use std::collections::BTreeSet;

use super::accept::Accepting;
use super::matching::Matching;
use super::rules::{Rule, rule};
use super::{Change, Class};
use crate::surface::{
    ApiSurface, Aspect, Fact, Item, ItemId, Surface, UNDOCUMENTED, named_arguments,
};

/// A change of one thing.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub(super) class: Class,
    pub(super) change: Change,
    /// The module of the API version.
    pub(super) api: String,
    pub(super) subject: Subject,
    /// What it was, as far as it changed.
    pub(super) before: String,
    /// What it is.
    pub(super) after: String,
}

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// The package's name.
    Package,
    /// A whole API version.
    Api,
    /// The server of an API version.
    Server,
    /// An operation or a type.
    Item {
        /// Its name in the old surface, if it is there.
        old: Option<ItemId>,
        /// Its name in the new surface, if it is there.
        new: Option<ItemId>,
    },
    /// Something about an item that both surfaces have.
    Aspect {
        /// The item in the old surface.
        old: ItemId,
        /// The item in the new surface.
        new: ItemId,
        /// What.
        aspect: Aspect,
    },
    /// A path to a type.
    Path {
        /// The module.
        module: String,
        /// The name.
        name: String,
    },
}

/// Compares two surfaces.
pub(super) fn compare(old: &Surface, new: &Surface) -> Vec<Raw> {
    let mut found = Vec::new();
    if old.package != new.package {
        found.push(Raw {
            class: Class::Breaking,
            change: Change::Renamed,
            api: String::new(),
            subject: Subject::Package,
            before: old.package.clone(),
            after: new.package.clone(),
        });
    }
    let apis: BTreeSet<&String> = old.apis.keys().chain(new.apis.keys()).collect();
    for api in apis {
        let whole = |class, change| Raw {
            class,
            change,
            api: api.clone(),
            subject: Subject::Api,
            before: String::new(),
            after: String::new(),
        };
        match (old.apis.get(api), new.apis.get(api)) {
            (Some(old), Some(new)) => Comparison::new(api, old, new).run(&mut found),
            (Some(_), None) => found.push(whole(Class::Breaking, Change::Removed)),
            (None, _) => found.push(whole(Class::Additive, Change::Added)),
        }
    }
    found
}

struct Comparison<'a> {
    api: &'a str,
    old: &'a ApiSurface,
    new: &'a ApiSurface,
    matching: Matching<'a>,
}

impl<'a> Comparison<'a> {
    fn new(api: &'a str, old: &'a ApiSurface, new: &'a ApiSurface) -> Self {
        Self {
            api,
            old,
            new,
            matching: Matching::new(old, new),
        }
    }

    fn run(&self, found: &mut Vec<Raw>) {
        if self.old.server != self.new.server {
            found.push(Raw {
                before: self.old.server.clone(),
                after: self.new.server.clone(),
                ..self.raw(Class::Additive, Change::Changed, Subject::Server)
            });
        }
        for (id, item) in &self.old.items {
            match self.matching.items.get(id) {
                Some(same) => self.item(id, item, same, found),
                None => found.push(self.raw(
                    Class::Breaking,
                    Change::Removed,
                    Subject::Item {
                        old: Some(id.clone()),
                        new: None,
                    },
                )),
            }
        }
        let known: BTreeSet<&ItemId> = self.matching.items.values().copied().collect();
        for id in self.new.items.keys().filter(|id| !known.contains(id)) {
            let subject = Subject::Item {
                old: None,
                new: Some(id.clone()),
            };
            found.push(self.raw(Class::Additive, Change::Added, subject));
        }
        self.paths(found);
    }

    fn raw(&self, class: Class, change: Change, subject: Subject) -> Raw {
        Raw {
            class,
            change,
            api: self.api.to_owned(),
            subject,
            before: String::new(),
            after: String::new(),
        }
    }

    /// Compares an item that both surfaces have.
    fn item(&self, id: &ItemId, old: &Item, same: &ItemId, found: &mut Vec<Raw>) {
        let Some(new) = self.new.items.get(same) else {
            return;
        };
        if id != same {
            found.push(self.renamed(id, same, new));
        } else if old.module != new.module {
            let subject = Subject::Item {
                old: Some(id.clone()),
                new: Some(same.clone()),
            };
            found.push(Raw {
                before: old.module.clone(),
                after: new.module.clone(),
                // Whether the old path is still there is said about the path.
                ..self.raw(Class::Additive, Change::Moved, subject)
            });
        }
        // A different kind has different members, which needn't be compared one by one.
        let kinds = (old.fact(&Aspect::Kind), new.fact(&Aspect::Kind));
        let aspects: BTreeSet<&Aspect> = match kinds.0 == kinds.1 {
            true => old.facts.keys().chain(new.facts.keys()).collect(),
            false => BTreeSet::from([&Aspect::Kind]),
        };
        for aspect in aspects {
            // The former name that comes with a new one.
            let is_old_name = matches!(aspect, Aspect::Former(name) if name == id.name());
            let (before, after) = (old.fact(aspect), new.fact(aspect));
            if is_old_name && before.is_none() || follows(aspect, old, new) {
                continue;
            }
            let subject = Subject::Aspect {
                old: id.clone(),
                new: same.clone(),
                aspect: aspect.clone(),
            };
            let rule = self.rule(aspect, before, after);
            self.fact(&rule, subject, before, after, found);
        }
    }

    /// The rule for an aspect, with what the facts themselves say.
    fn rule(&self, aspect: &Aspect, before: Option<&Fact>, after: Option<&Fact>) -> Rule {
        let mut rule = rule(aspect);
        let is_list = matches!(aspect, Aspect::Arguments | Aspect::Constructor(_));
        // Without `new`, there was `Default`, which a struct with required fields doesn't have.
        if matches!(aspect, Aspect::Constructor(_)) && after.is_some_and(|fact| !fact.ty.is_empty())
        {
            rule.added = Class::Breaking;
        }
        if let (Some(old), Some(new)) = (before, after)
            && is_list
            && is_reordered(&old.note, &new.note)
        {
            // Where the types are the same, code compiles and passes each value for another one: worse.
            rule.noted = Class::Breaking;
        }
        let accepting = Accepting {
            new: self.new,
            matching: &self.matching,
        };
        if matches!(aspect, Aspect::Arguments | Aspect::Setter(_))
            && accepting.all(before, after, matches!(aspect, Aspect::Setter(_)))
        {
            rule.changed = Class::Additive;
        }
        rule
    }

    fn renamed(&self, id: &ItemId, same: &ItemId, new: &Item) -> Raw {
        let has_alias = new.former_names().any(|name| name == id.name());
        let class = if has_alias {
            Class::Additive
        } else {
            Class::Breaking
        };
        let change = match (id, same) {
            (
                ItemId::Operation { function: one, .. },
                ItemId::Operation {
                    function: other, ..
                },
            ) if one == other => Change::Moved,
            _ => Change::Renamed,
        };
        let subject = Subject::Item {
            old: Some(id.clone()),
            new: Some(same.clone()),
        };
        Raw {
            before: id.path(),
            after: same.path(),
            ..self.raw(class, change, subject)
        }
    }

    fn fact(
        &self,
        rule: &Rule,
        subject: Subject,
        old: Option<&Fact>,
        new: Option<&Fact>,
        found: &mut Vec<Raw>,
    ) {
        let Subject::Aspect { aspect, .. } = &subject else {
            return;
        };
        let text = |fact: &Fact| text(aspect, fact);
        let mut push = |class, change, before: &str, after: &str| {
            found.push(Raw {
                before: before.to_owned(),
                after: after.to_owned(),
                ..self.raw(class, change, subject.clone())
            });
        };
        match (old, new) {
            (Some(old), None) => push(rule.removed, Change::Removed, &text(old), ""),
            (None, Some(new)) => push(rule.added, Change::Added, "", &text(new)),
            (Some(old), Some(new)) => {
                let old = &Fact {
                    ty: self.matching.present(&old.ty),
                    ..old.clone()
                };
                if old.ty != new.ty {
                    push(rule.changed, Change::Changed, &text(old), &text(new));
                } else if old.note != new.note {
                    push(rule.noted, Change::Changed, &old.note, &new.note);
                }
                if old.deprecated != new.deprecated {
                    let word = |fact: &Fact| {
                        if fact.deprecated {
                            "deprecated"
                        } else {
                            "not deprecated"
                        }
                    };
                    push(Class::Additive, Change::Changed, word(old), word(new));
                }
            }
            (None, None) => {}
        }
    }

    /// Compares the paths to types.
    fn paths(&self, found: &mut Vec<Raw>) {
        let (old, new) = (self.old.paths(), self.new.paths());
        let present = |name: &str| {
            let id = self.matching.items.get(&ItemId::Type(name.to_owned()))?;
            Some(id.name().to_owned())
        };
        let path = |module: &str, name: &str| Subject::Path {
            module: module.to_owned(),
            name: name.to_owned(),
        };
        for ((module, name), ty) in &old {
            let Some(present) = present(ty) else {
                continue;
            };
            let has_alias = self.new.items.get(&ItemId::Type(present.clone()));
            let is_known = present == *name
                || has_alias.is_some_and(|item| item.former_names().any(|former| former == *name));
            match new.get(&(*module, *name)) {
                Some(now) if **now == *present => {}
                // That the name itself is gone is said about the type.
                _ if !is_known => {}
                _ => found.push(self.raw(Class::Breaking, Change::Removed, path(module, name))),
            }
        }
        let known: BTreeSet<&str> = self.matching.items.values().map(|id| id.name()).collect();
        for ((module, name), ty) in &new {
            let item = self.new.items.get(&ItemId::Type((*ty).to_owned()));
            let is_home = item.is_some_and(|item| item.module == *module);
            let is_former = name != ty;
            if known.contains(ty) && !is_home && !is_former && !old.contains_key(&(*module, *name))
            {
                let was = |each: &&&ItemId| {
                    self.matching
                        .items
                        .get(**each)
                        .is_some_and(|id| id.name() == *ty)
                };
                let renamed = self.matching.items.keys().find(was);
                let before = renamed.is_some_and(|id| old.contains_key(&(*module, id.name())));
                if !before {
                    found.push(self.raw(Class::Additive, Change::Added, path(module, name)));
                }
            }
        }
    }
}

/// Whether a change of an aspect follows from another one: a struct that is sent has a map of undocumented fields, and a
/// constructor.
fn follows(aspect: &Aspect, old: &Item, new: &Item) -> bool {
    let fact = old.fact(aspect).or(new.fact(aspect));
    let is_new = |aspect: &Aspect| old.fact(aspect).is_none() && new.fact(aspect).is_some();
    let is_extra = fact.is_some_and(|fact| fact.note == UNDOCUMENTED);
    let is_constructor =
        matches!(aspect, Aspect::Constructor(_)) && fact.is_some_and(|fact| fact.ty.is_empty());
    (is_extra || is_constructor) && is_new(aspect) && is_new(&Aspect::Sent)
}

/// Whether the names of arguments are the same in another order.
fn is_reordered(old: &str, new: &str) -> bool {
    let sorted = |names: &str| {
        let mut names: Vec<String> = names.split(", ").map(str::to_owned).collect();
        names.sort();
        names
    };
    old != new && sorted(old) == sorted(new)
}

/// A fact as text: a list of arguments with their names.
fn text(aspect: &Aspect, fact: &Fact) -> String {
    let is_list = matches!(aspect, Aspect::Arguments | Aspect::Constructor(_));
    match (fact.ty.as_str(), fact.note.as_str()) {
        _ if is_list => format!("({})", named_arguments(fact)),
        ("", note) => note.to_owned(),
        (ty, _) => ty.to_owned(),
    }
}
