//! What `names.yaml` remembers after a run.
//!
//! Input: the finished version of an API, what led to it, and what was remembered before. Output: the new [`Memory`]. What
//! the pages have no more stays as it was, in case that it comes back.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::Analysis;
use crate::emit::type_name;
use crate::graph::{Field, Kind, NodeId};
use crate::ir::{Location, Operation, Payload, TypeKind, Version};
use crate::merge::ClassId;
use crate::names::lock::{KnownOperation, KnownType, Memory};
use crate::names::members;
use crate::names::words::Vocabulary;
use crate::recall::shape::{self, SAMPLE};
use crate::recall::with_present_id;

/// Makes the new memory of an API.
pub fn remember(analysis: &Analysis, version: &Version, vocabulary: &Vocabulary) -> Memory {
    let old = &analysis.recalled.memory;
    let mut memory = Memory {
        operations: operations(analysis, version),
        errors: errors(version),
        types: types(analysis),
        ..Memory::default()
    };
    for (index, each) in version.types.iter().enumerate() {
        if let Some(known) = memory.types.get_mut(&each.name) {
            known.formerly.extend(each.formerly.iter().cloned());
            known
                .modules
                .extend(analysis.placement.former_modules(index));
            let before = analysis.recalled.known(&each.name);
            (known.members, known.idents) = members::remember(vocabulary, before, &each.kind);
        }
    }
    keep_gone(old, analysis, &mut memory);
    memory
}

fn operations(analysis: &Analysis, version: &Version) -> BTreeMap<String, KnownOperation> {
    let mut operations = BTreeMap::new();
    for module in &version.modules {
        for operation in &module.operations {
            let errors = operation.errors.and_then(|id| version.types.get(id.0));
            let known = KnownOperation {
                method: operation.method.to_lowercase(),
                path: operation.path.clone(),
                module: module.name.clone(),
                function: operation.function.clone(),
                errors: errors.map(|definition| definition.name.clone()),
                arguments: arguments(operation),
            };
            operations.insert(operation.id.clone(), known);
        }
    }
    debug_assert_eq!(operations.len(), analysis.api.operations.len());
    operations
}

/// The arguments whose order the path doesn't give, if there are several.
fn arguments(operation: &Operation) -> Vec<String> {
    let parameters = operation.parameters.iter();
    let arguments = parameters
        .filter(|each| each.required && each.location != Location::Path && each.constant.is_none());
    let arguments: Vec<String> = arguments
        .map(|each| format!("{} {}", each.location.keyword(), each.name))
        .collect();
    match arguments.as_slice() {
        [_, _, ..] => arguments,
        _ => Vec::new(),
    }
}

fn errors(version: &Version) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut errors = BTreeMap::new();
    for definition in &version.types {
        if let TypeKind::Errors(variants) = &definition.kind {
            let statuses = variants.iter();
            let statuses =
                statuses.map(|each| (each.status.to_string(), error_body(version, &each.body)));
            errors.insert(definition.name.clone(), statuses.collect());
        }
    }
    errors
}

/// The body of an error as Rust spells it.
fn error_body(version: &Version, body: &Payload) -> String {
    match body {
        Payload::Json(ty) => type_name(version, ty),
        Payload::Text | Payload::Binary | Payload::Empty => String::new(),
    }
}

fn types(analysis: &Analysis) -> BTreeMap<String, KnownType> {
    let sites = analysis.sites.clone();
    let mut types: BTreeMap<String, KnownType> = sites
        .into_iter()
        .map(|(name, uses)| {
            let known = KnownType {
                uses,
                ..KnownType::default()
            };
            (name, known)
        })
        .collect();
    for (class, uses) in analysis.uses.classes() {
        let members = analysis.types.members(class);
        if let Some(known) = analysis
            .names
            .of(class)
            .and_then(|name| types.get_mut(name))
            && let Some(&node) = members.first()
        {
            let main = uses
                .titles
                .iter()
                .max_by_key(|(title, count)| (**count, std::cmp::Reverse(*title)));
            known.title = main.map(|(title, _)| title.clone());
            describe(analysis, node, known);
            known.options = kept_options(analysis, class, uses.sent);
        }
    }
    types
}

/// Notes what a type is recognized by, its members aside.
fn describe(analysis: &Analysis, node: NodeId, known: &mut KnownType) {
    let graph = &analysis.lowered.graph;
    let kind = &graph.node(node).kind;
    known.shape = Some(shape::digest(graph, node));
    let name = analysis
        .names
        .of(analysis.types.class(node))
        .unwrap_or_default();
    if let Kind::Union(_) = kind {
        let old = analysis.recalled.memory.types.get(name);
        let properties = shape::properties(graph, kind);
        known.properties = sample(old.map(|old| &old.properties), properties);
    }
}

/// The properties of a type that are an `Option` because of what they were before: those that can be null and are sent,
/// and those that are required.
fn kept_options(analysis: &Analysis, class: ClassId, sent: bool) -> BTreeSet<String> {
    let name = analysis.names.of(class).unwrap_or_default();
    let node = analysis.types.members(class).first();
    let Some(Kind::Struct(object)) = node.map(|node| &analysis.lowered.graph.node(*node).kind)
    else {
        return BTreeSet::new();
    };
    let recalled = &analysis.recalled;
    let is_kept = |property: &str, field: &Field| {
        let required = field.required && !field.one_way;
        match field.edge.nullable {
            true => sent && !required && recalled.keeps_option(name, property),
            false => {
                required && recalled.came_late(name, property, sent)
                    || recalled.is_loosened(name, property)
            }
        }
    };
    let kept = object.fields.iter();
    let kept = kept.filter(|(property, field)| is_kept(property, field));
    kept.map(|(property, _)| property.clone()).collect()
}

fn sample(old: Option<&Vec<String>>, mut all: Vec<String>) -> Vec<String> {
    all.sort();
    let mut sample: Vec<String> = old
        .into_iter()
        .flatten()
        .filter(|each| all.contains(each))
        .cloned()
        .collect();
    let new: Vec<String> = all
        .into_iter()
        .filter(|each| !sample.contains(each))
        .collect();
    let missing = SAMPLE.saturating_sub(sample.len());
    sample.extend(new.into_iter().take(missing));
    sample.sort();
    sample
}

/// Keeps what was remembered and is gone, unless something else has taken its place.
fn keep_gone(old: &Memory, analysis: &Analysis, memory: &mut Memory) {
    let ids = analysis.recalled.present_ids(&analysis.api);
    for (id, known) in &old.operations {
        if !ids.contains_key(id.as_str()) && !memory.operations.contains_key(id) {
            memory.operations.insert(id.clone(), known.clone());
            memory.gone.insert(id.clone());
        }
    }
    let used: BTreeSet<String> = memory
        .types
        .values()
        .flat_map(|known| known.uses.clone())
        .collect();
    let aliases: BTreeSet<String> = memory
        .types
        .values()
        .flat_map(|known| known.formerly.clone())
        .collect();
    for (name, known) in &old.types {
        if memory.types.contains_key(name) || aliases.contains(name) {
            continue;
        }
        let sites = known.uses.iter().map(|site| with_present_id(site, &ids));
        let known = KnownType {
            uses: sites.filter(|site| !used.contains(site)).collect(),
            ..known.clone()
        };
        memory.types.insert(name.clone(), known);
        memory.gone.insert(name.clone());
    }
    for (name, statuses) in &old.errors {
        if !memory.errors.contains_key(name) && !memory.types.contains_key(name) {
            memory.errors.insert(name.clone(), statuses.clone());
            memory.gone.insert(name.clone());
        }
    }
    for (name, anchors) in &old.anchors {
        if !memory.types.contains_key(name) {
            let uses = anchors.iter().cloned().collect();
            memory.types.insert(
                name.clone(),
                KnownType {
                    uses,
                    ..KnownType::default()
                },
            );
            memory.gone.insert(name.clone());
        }
    }
}
