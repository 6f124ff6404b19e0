//! Inlining: every `$ref` of a document is replaced by what it leads to.
//!
//! The docs plugin leaves this to json-schema-ref-parser, which changes the document in place while it walks through
//! it. Where a recursion is cut off in a page depends on which nodes are shared afterwards, and that depends on the
//! order of the walk, so this is the same walk:
//!
//! - A `$ref` alone becomes the very node that it leads to.
//! - A `$ref` with other members becomes a new object, of these members and those of the target, nested objects merged.
//!   Its nested parts are still the target's own nodes. Where the target is being walked through already, the new object
//!   isn't looked into, so that a `$ref` may be left in it.
//! - A `$ref` that leads nowhere is data, and stays: references that matter have been checked.
//! - A `$ref` to a recursive target that has been met before becomes that target, whatever other members it has.

use std::collections::{HashMap, HashSet};

use super::graph::{Graph, Id, Members, Node, script_rank};
use super::reference;

/// A `$ref` that has been followed.
#[derive(Clone, Copy)]
struct Followed {
    value: Id,
    is_recursive: bool,
}

/// Replaces every `$ref` below the root.
pub(super) fn dereference(graph: &mut Graph, root: Id) {
    let mut walk = Walk {
        graph,
        root,
        parents: HashSet::new(),
        seen: HashSet::new(),
        merging: HashSet::new(),
        known: HashMap::new(),
    };
    walk.visit(root);
}

struct Walk<'a> {
    graph: &'a mut Graph,
    root: Id,
    /// The nodes on the way to where the walk is.
    parents: HashSet<Id>,
    /// The nodes that were looked into.
    seen: HashSet<Id>,
    /// References with other members, on the way to where the walk is.
    merging: HashSet<Id>,
    /// What each `$ref` without other members has become.
    known: HashMap<String, Followed>,
}

impl Walk<'_> {
    fn visit(&mut self, id: Id) -> Followed {
        let mut result = Followed {
            value: id,
            is_recursive: false,
        };
        if !matches!(self.graph.node(id), Node::List(_) | Node::Object(_)) || !self.seen.insert(id)
        {
            return result;
        }
        self.parents.insert(id);
        if self.graph.reference(id).is_some_and(is_followed) {
            result = self.follow(id);
        } else {
            for (key, child) in self.graph.children(id) {
                let is_recursive = if self.graph.reference(child).is_some_and(is_followed) {
                    let followed = self.follow(child);
                    self.graph.set(id, &key, followed.value);
                    followed.is_recursive
                } else {
                    self.parents.contains(&child) || self.visit(child).is_recursive
                };
                result.is_recursive |= is_recursive;
            }
        }
        self.parents.remove(&id);
        result
    }

    /// What becomes of an object with a `$ref`.
    fn follow(&mut self, id: Id) -> Followed {
        let text = self.graph.reference(id).unwrap_or_default().to_owned();
        let is_alone = self
            .graph
            .object(id)
            .is_some_and(|members| members.len() == 1);
        if let Some(known) = self.known.get(&text)
            && (known.is_recursive || is_alone)
        {
            return *known;
        }
        let Some(target) = self.resolve(&text, &mut Vec::new()) else {
            return Followed {
                value: id,
                is_recursive: false,
            };
        };
        let mut followed = Followed {
            value: if is_alone {
                target
            } else {
                self.merged(id, target)
            },
            is_recursive: self.parents.contains(&target) || !(is_alone || self.merging.insert(id)),
        };
        if !followed.is_recursive {
            followed = self.visit(followed.value);
            self.merging.remove(&id);
        }
        if is_alone {
            self.known.insert(text, followed);
        }
        followed
    }

    /// The node that a reference leads to: references on the way and at the end are followed.
    fn resolve(&mut self, text: &str, visited: &mut Vec<String>) -> Option<Id> {
        if visited.iter().any(|other| other == text) {
            return None;
        }
        visited.push(text.to_owned());
        let mut at = self.root;
        for segment in reference::segments(text)? {
            // Siblings of a `$ref`, such as the `$defs` that it leads to, are found without following it.
            if self.graph.child(at, &segment).is_none() {
                at = self.resolved(at, visited)?;
            }
            at = self.graph.child(at, &segment)?;
        }
        let target = self.resolved(at, visited)?;
        visited.pop();
        Some(target)
    }

    /// The node itself, or what it refers to.
    fn resolved(&mut self, id: Id, visited: &mut Vec<String>) -> Option<Id> {
        let Some(text) = self.graph.reference(id).filter(|text| is_followed(text)) else {
            return Some(id);
        };
        let text = text.to_owned();
        let target = self.resolve(&text, visited)?;
        let is_alone = self
            .graph
            .object(id)
            .is_some_and(|members| members.len() == 1);
        Some(if is_alone {
            target
        } else {
            self.merged(id, target)
        })
    }

    /// A new object of a reference's own members and those of its target.
    fn merged(&mut self, id: Id, target: Id) -> Id {
        let (Some(own), Some(inherited)) = (self.graph.object(id), self.graph.object(target))
        else {
            return target;
        };
        let (mut own, inherited) = (own.clone(), inherited.clone());
        own.shift_remove("$ref");
        let mut merged: Members = own;
        for (key, value) in inherited {
            match merged.get(&key).copied() {
                None => {
                    merged.insert(key, value);
                }
                Some(mine) => {
                    let both = self.overlaid(value, mine);
                    merged.insert(key, both);
                }
            }
        }
        self.graph.add_copy(target, in_script_order(merged))
    }

    /// Objects are merged, member by member; of anything else, the value next to the `$ref` wins.
    fn overlaid(&mut self, below: Id, above: Id) -> Id {
        let (Some(base), Some(over)) = (self.graph.object(below), self.graph.object(above)) else {
            return above;
        };
        let (mut merged, over) = (base.clone(), over.clone());
        for (key, value) in over {
            let value = match merged.get(&key).copied() {
                Some(base) => self.overlaid(base, value),
                None => value,
            };
            merged.insert(key, value);
        }
        self.graph.add(Node::Object(in_script_order(merged)))
    }
}

fn in_script_order(mut members: Members) -> Members {
    members.sort_by_cached_key(|key, _| script_rank(key));
    members
}

/// Only references within the document are left, or what looks like a reference and is data.
fn is_followed(text: &str) -> bool {
    text == "#" || text.starts_with("#/")
}
