//! Where types live: which module defines each, and which uses of a type need a `Box`.
//!
//! Input: the types, their uses and the bodies of operations. Output: a [`Placement`]. A type that only one tag uses lives
//! in that tag's module, every other one in `shared`. The module of a tag has a path to every type that its operations
//! use, and a path that a type had once stays.

mod cycles;
mod former;

use std::collections::{BTreeMap, BTreeSet};

use crate::bodies::{Bodies, OperationTypeKind};
use crate::input::docs_set::{Api, OperationIndex};
use crate::ir::TypeId;
use crate::names::TypeNames;
use crate::names::lock::Memory;
use crate::type_refs::TypeRefs;
use crate::uses::Uses;

pub use cycles::{Cycles, cycles};
use former::{SHARED, former_modules};

/// A module: that of a tag, or `shared` under `None`.
pub type ModuleTag = Option<String>;

/// The places of all types of an API, by [`TypeId`].
#[derive(Debug)]
pub struct Placement {
    /// The module that defines each type.
    pub homes: Vec<ModuleTag>,
    /// The other modules that have a path to it.
    pub reexports: Vec<BTreeSet<ModuleTag>>,
    /// The modules that have a path to it only because they had one before.
    pub former: Vec<BTreeSet<String>>,
}

impl Placement {
    /// The modules that have a path to a type only because they had one before.
    pub fn former_modules(&self, index: usize) -> BTreeSet<String> {
        self.former.get(index).cloned().unwrap_or_default()
    }
}

/// Decides where all types live. `modules` has the module of each tag.
pub fn place(
    api: &Api,
    refs: &TypeRefs<'_>,
    uses: &Uses,
    bodies: &Bodies,
    names: &TypeNames,
    memory: &Memory,
    modules: &BTreeMap<String, String>,
) -> Placement {
    let tags: BTreeMap<&str, ModuleTag> = modules
        .iter()
        .map(|(tag, module)| (module.as_str(), Some(tag.clone())))
        .chain([(SHARED, None)])
        .collect();
    let former = former_modules(memory);
    let mut placement = Placement {
        homes: Vec::new(),
        reexports: Vec::new(),
        former: Vec::new(),
    };
    for (index, users) in users(refs, uses, bodies).iter().enumerate() {
        let name = names.of_type(TypeId(index), refs).unwrap_or_default();
        // The modules where users found the type before, as far as their tags still exist.
        let before = former.get(name).into_iter().flatten();
        let before = before.filter_map(|module| Some((*module, tags.get(module)?.clone())));
        let before: Vec<(&str, ModuleTag)> = before.collect();
        let was_shared = before.iter().any(|(_, tag)| tag.is_none());
        // A type that was in `shared` stays there; else the only tag that uses it is its home.
        let only = api.only_tag(users.iter().copied()).map(str::to_owned);
        let home = only.clone().filter(|_| !was_shared);
        // Every module of a user re-exports it, and so does every module that had it.
        let mut reachable: BTreeSet<ModuleTag> = users
            .iter()
            .map(|&user| Some(api.operation(user).tag().to_owned()))
            .collect();
        if only.is_none() {
            reachable.insert(None);
        }
        let kept = before.iter().filter(|(_, tag)| !reachable.contains(tag));
        placement
            .former
            .push(kept.map(|(module, _)| (*module).to_owned()).collect());
        reachable.extend(before.into_iter().map(|(_, tag)| tag));
        reachable.remove(&home);
        placement.homes.push(home);
        placement.reexports.push(reachable);
    }
    placement
}

/// The operations that use each type.
fn users(refs: &TypeRefs<'_>, uses: &Uses, bodies: &Bodies) -> Vec<BTreeSet<OperationIndex>> {
    let by_schemas = uses.classes().map(|(_, uses)| uses.operations.clone());
    let by_operations = bodies.types.iter().map(|each| each.operations.clone());
    let mut users: Vec<BTreeSet<OperationIndex>> = by_schemas.chain(by_operations).collect();
    // Whatever an error type refers to is used wherever the error type is.
    for each in &bodies.types {
        if let OperationTypeKind::Errors(errors) = &each.kind {
            let roots = errors.values().filter_map(|ty| ty.definition());
            for id in reachable(refs, roots.collect()) {
                if let Some(users) = users.get_mut(id.0) {
                    users.extend(&each.operations);
                }
            }
        }
    }
    users
}

/// The types that the values of some types consist of, those types included.
fn reachable(refs: &TypeRefs<'_>, mut open: Vec<TypeId>) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            open.extend(refs.parts(id));
        }
    }
    reached
}
