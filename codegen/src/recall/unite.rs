//! One type for all schemas of a remembered name, where additions made them differ.
//!
//! A page that adds a property or a value at some uses of a type must not change the types of fields elsewhere. So the
//! schemas of one name are united: an object has the properties of all, an enum the values of all, a union the branches of
//! all. Schemas that contradict each other can't be: the name stays with the part that is most like what it was.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use super::{Recall, Recalled, reached, roots, sent_roots, shape};
use crate::graph::{Branch, EnumKind, Field, Kind, NodeId, StructKind, UnionKind};
use crate::lower::Lowered;
use crate::merge::{ClassId, Types};

/// How often names may move before the rest stays as it is. Names move from the parts to their owners, and schemas are
/// rarely nested deeper.
const MAX_ROUNDS: usize = 16;

/// Unites the schemas of each remembered name, in the graph; takes the name from those that contradict the others.
pub(super) fn unite(lowered: &mut Lowered, types: &Types, recalled: Recalled) -> Recalled {
    let memory = recalled.memory.clone();
    let sent = reached(&lowered.graph, sent_roots(lowered));
    let mut recall = Recall {
        graph: &lowered.graph,
        types,
        memory: &memory,
        reached: reached(&lowered.graph, roots(lowered)),
        recalled,
    };
    let mut united = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let groups = groups(&recall);
        united.clear();
        let mut rejected = Vec::new();
        for (name, parts) in &groups {
            let group = Group::new(&recall, name, parts, &sent);
            let (kind, others) = group.unite(parts);
            rejected.extend(others.into_iter().map(|class| (name.clone(), class)));
            united.push((name.clone(), kind));
        }
        if rejected.is_empty() {
            break;
        }
        for (name, class) in rejected {
            recall.reject(&name, class);
        }
    }
    let united: BTreeMap<String, Kind> = united.into_iter().collect();
    let changed = recall.completed(&united);
    let loosened = recall.loosened(&changed);
    let recalled = Recalled {
        loosened,
        ..recall.recalled
    };
    for (id, kind) in changed {
        lowered.graph.node_mut(id).kind = kind;
    }
    recalled
}

/// The schemas of each name that have more than one structure, by structure.
type Groups = BTreeMap<String, BTreeMap<ClassId, Vec<NodeId>>>;

fn groups(recall: &Recall<'_>) -> Groups {
    let mut groups = Groups::new();
    for id in recall.graph.ids() {
        if let Some(name) = recall.recalled.name(id) {
            let parts = groups.entry(name.to_owned()).or_default();
            parts.entry(recall.types.class(id)).or_default().push(id);
        }
    }
    groups.retain(|_, parts| parts.len() > 1);
    groups
}

impl Recall<'_> {
    /// The schemas that get what the others of their name have.
    fn completed(&self, united: &BTreeMap<String, Kind>) -> Vec<(NodeId, Kind)> {
        let mut changed = Vec::new();
        for id in self.graph.ids() {
            let all = self.recalled.name(id).and_then(|name| united.get(name));
            let own = &self.graph.node(id).kind;
            match (own, all) {
                (Kind::Struct(own), Some(Kind::Struct(all))) => {
                    changed.push((id, Kind::Struct(completed_struct(own, all))));
                }
                (Kind::Enum(own), Some(Kind::Enum(all))) => {
                    changed.extend(enums(own, all).map(|both| (id, Kind::Enum(both))));
                }
                (Kind::Union(own), Some(Kind::Union(all))) => {
                    changed.push((id, Kind::Union(self.completed_union(own, all))));
                }
                _ => {}
            }
        }
        changed
    }

    /// The required properties that the united schemas don't require, by name.
    fn loosened(&self, changed: &[(NodeId, Kind)]) -> BTreeSet<(String, String)> {
        let mut loosened = BTreeSet::new();
        for (id, kind) in changed {
            let before = &self.graph.node(*id).kind;
            if let (Kind::Struct(own), Kind::Struct(all), Some(name)) =
                (before, kind, self.recalled.name(*id))
            {
                let required = own.fields.iter().filter(|(_, field)| field.required);
                let loose = required.filter(|(property, _)| {
                    all.fields
                        .get(*property)
                        .is_some_and(|field| !field.required)
                });
                loosened.extend(loose.map(|(property, _)| (name.to_owned(), property.clone())));
            }
        }
        loosened
    }

    /// All branches, in one order. A branch that the union has itself stays its own.
    fn completed_union(&self, own: &UnionKind, all: &UnionKind) -> UnionKind {
        let branches = all.branches.iter().map(|branch| {
            let key = self.key(branch.node);
            let known = own
                .branches
                .iter()
                .find(|known| self.key(known.node) == key);
            Branch {
                node: known.map_or(branch.node, |known| known.node),
                tags: branch.tags.clone(),
            }
        });
        UnionKind {
            discriminator: all.discriminator.clone(),
            branches: branches.collect(),
        }
    }

    fn key(&self, node: NodeId) -> String {
        let name = |part| self.recalled.name_or_class(part, self.types);
        shape::type_key(self.graph, node, &name)
    }

    /// Takes a name from the schemas of a type. They get another name that the type has.
    fn reject(&mut self, name: &str, class: ClassId) {
        let members = self.types.members(class);
        for node in members {
            if self.recalled.name(*node) == Some(name) {
                self.recalled.names[node.0] = None;
            }
        }
        let other = self.majority(class);
        for node in members {
            if self.recalled.name(*node).is_none() {
                self.recalled.names[node.0].clone_from(&other);
            }
        }
    }
}

/// The schemas of one name.
struct Group<'r, 'a> {
    recall: &'r Recall<'a>,
    name: &'r str,
    /// Some of them are sent, where null and absence differ.
    sent: bool,
}

impl<'r, 'a> Group<'r, 'a> {
    fn new(
        recall: &'r Recall<'a>,
        name: &'r str,
        parts: &BTreeMap<ClassId, Vec<NodeId>>,
        sent: &HashSet<NodeId>,
    ) -> Self {
        Self {
            recall,
            name,
            sent: parts.values().flatten().any(|node| sent.contains(node)),
        }
    }

    /// The kind of all schemas that can be united, and the types of the others.
    fn unite(&self, parts: &BTreeMap<ClassId, Vec<NodeId>>) -> (Kind, Vec<ClassId>) {
        let mut order: Vec<(ClassId, NodeId)> = parts
            .iter()
            .filter_map(|(class, nodes)| Some((*class, *nodes.first()?)))
            .collect();
        order.sort_by_cached_key(|(class, node)| {
            let uses = parts[class]
                .iter()
                .filter(|node| self.recall.reached.contains(node));
            let recalled = &self.recall.recalled;
            Reverse((
                recalled.likeness(self.recall.graph, *node),
                recalled.known_sites(&parts[class]),
                uses.count(),
                Reverse(*class),
            ))
        });
        let mut kinds = order
            .into_iter()
            .map(|(class, node)| (class, &self.recall.graph.node(node).kind));
        let Some((_, first)) = kinds.next() else {
            return (Kind::Any, Vec::new());
        };
        let mut united = first.clone();
        let mut others = Vec::new();
        for (class, kind) in kinds {
            match self.both(&united, kind) {
                Some(both) => united = both,
                None => others.push(class),
            }
        }
        (united, others)
    }

    /// What two kinds have together, if users of the first don't notice the second.
    fn both(&self, one: &Kind, other: &Kind) -> Option<Kind> {
        match (one, other) {
            (Kind::Struct(one), Kind::Struct(other)) => self.structs(one, other).map(Kind::Struct),
            (Kind::Enum(one), Kind::Enum(other)) => enums(one, other).map(Kind::Enum),
            (Kind::Union(one), Kind::Union(other)) => self.unions(one, other).map(Kind::Union),
            _ => None,
        }
    }

    fn key(&self, node: NodeId) -> String {
        self.recall.key(node)
    }

    fn structs(&self, one: &StructKind, other: &StructKind) -> Option<StructKind> {
        let common = one
            .fields
            .keys()
            .any(|name| other.fields.contains_key(name));
        if one.form != other.form || !common {
            return None;
        }
        let mut fields = one.fields.clone();
        for (name, field) in &mut fields {
            match other.fields.get(name) {
                Some(other) => self.join(name, field, other)?,
                None if is_required(field) && !self.is_option(name) => return None,
                None => field.required = false,
            }
        }
        for (name, field) in &other.fields {
            fields.entry(name.clone()).or_insert_with(|| Field {
                required: false,
                ..field.clone()
            });
        }
        let additional = match (one.additional, other.additional) {
            (Some(one), Some(other)) if self.key(one.target) != self.key(other.target) => {
                return None;
            }
            // What is sent takes unknown fields of any kind.
            (None, Some(_)) if self.sent => return None,
            (one, other) => one.or(other),
        };
        Some(StructKind {
            fields,
            additional,
            form: one.form,
        })
    }

    /// Lets a field take what it is elsewhere, if its Rust type stays the same.
    fn join(&self, property: &str, field: &mut Field, other: &Field) -> Option<()> {
        let same_type = self.key(field.edge.target) == self.key(other.edge.target);
        let presence = |field: &Field| (is_required(field), field.edge.nullable);
        let (one, another) = (presence(field), presence(other));
        // Of what is only received, null and absence are one thing.
        let keeps_option = || self.recall.recalled.keeps_option(self.name, property);
        let one_thing = !self.sent || keeps_option();
        let stays_option = self.is_option(property);
        let is_option = |(required, nullable): (bool, bool)| {
            stays_option && !nullable || one_thing && (!required || nullable)
        };
        if !same_type || one != another && !(is_option(one) && is_option(another)) {
            return None;
        }
        if one != another {
            field.required = false;
            field.edge.nullable |= other.edge.nullable;
        }
        Some(())
    }

    /// Whether users have a property as an `Option` though some schemas require it, or don't have it yet.
    fn is_option(&self, property: &str) -> bool {
        let known = self.recall.memory.types.get(self.name);
        known.is_some_and(|known| known.options.contains(property) || known.is_new(property))
    }

    fn unions(&self, one: &UnionKind, other: &UnionKind) -> Option<UnionKind> {
        if one.discriminator != other.discriminator {
            return None;
        }
        let mut branches = one.branches.clone();
        let mut common = false;
        for branch in &other.branches {
            let key = self.key(branch.node);
            match branches
                .iter_mut()
                .find(|known| self.key(known.node) == key)
            {
                Some(known) => {
                    common = true;
                    known.tags = united_tags(known, branch);
                }
                None => branches.push(branch.clone()),
            }
        }
        common.then(|| UnionKind {
            discriminator: one.discriminator.clone(),
            branches,
        })
    }
}

fn is_required(field: &Field) -> bool {
    field.required && !field.one_way
}

fn united_tags(one: &Branch, other: &Branch) -> Vec<String> {
    let new = other.tags.iter().filter(|tag| !one.tags.contains(tag));
    one.tags.iter().chain(new).cloned().collect()
}

/// The values of both, if they have one in common.
fn enums(one: &EnumKind, other: &EnumKind) -> Option<EnumKind> {
    let kinds =
        |values: &[Value]| -> BTreeSet<bool> { values.iter().map(Value::is_string).collect() };
    let common = one.values.iter().any(|value| other.values.contains(value));
    if !common || kinds(&one.values) != kinds(&other.values) {
        return None;
    }
    let mut both = one.clone();
    let new = other
        .values
        .iter()
        .filter(|value| !one.values.contains(value));
    both.values.extend(new.cloned());
    for (value, docs) in &other.docs {
        both.docs
            .entry(value.clone())
            .or_insert_with(|| docs.clone());
    }
    for (value, name) in &other.names {
        both.names
            .entry(value.clone())
            .or_insert_with(|| name.clone());
    }
    Some(both)
}

/// An object with the properties of all objects of its name. Its own order and words stay.
fn completed_struct(own: &StructKind, all: &StructKind) -> StructKind {
    let mut fields = own.fields.clone();
    for (name, field) in &all.fields {
        let known = fields.entry(name.clone()).or_insert_with(|| field.clone());
        known.required = field.required;
        known.one_way = field.one_way;
        known.edge.nullable = field.edge.nullable;
    }
    StructKind {
        fields,
        additional: own.additional.or(all.additional),
        form: own.form,
    }
}
