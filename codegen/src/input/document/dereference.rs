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
//! - A `$ref` to a recursive target that has been met before becomes that target, whatever other members it has.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::graph::{Graph, Id, Members, Node, Unresolved, script_rank};
use super::reference;

/// A `$ref` that has been followed.
#[derive(Clone, Copy)]
struct Followed {
    value: Id,
    is_recursive: bool,
}

/// Replaces every `$ref` below the root.
pub(super) fn dereference(graph: &mut Graph, root: Id, places: &HashMap<Id, (String, String)>) {
    let mut walk = Walk {
        graph,
        root,
        places,
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
    /// The file and the pointer of each object that has a `$ref`.
    places: &'a HashMap<Id, (String, String)>,
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
        let target = match self.resolve(&text, &mut Vec::new()) {
            Ok(target) => target,
            Err(problem) => return self.unresolved(id, problem),
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

    fn unresolved(&mut self, id: Id, problem: Problem) -> Followed {
        let (file, pointer) = self.places.get(&id).cloned().unwrap_or_default();
        let value = self.graph.add(Node::Unresolved(Unresolved {
            file,
            pointer,
            message: problem.message,
            help: problem.help,
        }));
        Followed {
            value,
            is_recursive: false,
        }
    }

    /// The node that a reference leads to: references on the way and at the end are followed.
    fn resolve(&mut self, text: &str, visited: &mut Vec<String>) -> Result<Id, Problem> {
        if visited.iter().any(|other| other == text) {
            visited.push(text.to_owned());
            return Err(Problem {
                message: format!(
                    "`$ref`s lead in a circle, with nothing between them: {}",
                    visited.join(" -> ")
                ),
                help: "replace one of them by the schema that is meant",
            });
        }
        visited.push(text.to_owned());
        let segments = reference::segments(text).ok_or_else(|| not_followed(text))?;
        let mut at = self.root;
        for segment in segments {
            // What stands beside a `$ref` is found without following it, such as the `$defs` that it leads into.
            if self.graph.child(at, &segment).is_none() {
                at = self.resolved(at, visited)?;
            }
            at = self.graph.child(at, &segment).ok_or_else(|| Problem {
                message: format!("the `$ref` `{text}` leads nowhere: there is no `{segment}`"),
                help: "correct the `$ref`, or add what it refers to",
            })?;
        }
        let target = self.resolved(at, visited)?;
        visited.pop();
        Ok(target)
    }

    /// The node itself, or what it refers to.
    fn resolved(&mut self, id: Id, visited: &mut Vec<String>) -> Result<Id, Problem> {
        if let Node::Unresolved(unresolved) = self.graph.node(id) {
            return Err(Problem {
                message: unresolved.message.clone(),
                help: unresolved.help,
            });
        }
        let Some(text) = self.graph.reference(id).filter(|text| is_followed(text)) else {
            return Ok(id);
        };
        let text = text.to_owned();
        let target = self.resolve(&text, visited)?;
        let is_alone = self
            .graph
            .object(id)
            .is_some_and(|members| members.len() == 1);
        Ok(if is_alone {
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
        self.add_object(merged)
    }

    /// Objects are merged, member by member; of anything else, what stands beside the `$ref` wins.
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
        self.add_object(merged)
    }

    fn add_object(&mut self, members: Members) -> Id {
        let mut members: Vec<(String, Id)> = members.into_iter().collect();
        members.sort_by_key(|(key, _)| script_rank(key));
        self.graph.add(Node::Object(IndexMap::from_iter(members)))
    }
}

/// Why a reference leads nowhere.
struct Problem {
    message: String,
    help: &'static str,
}

/// Anchors (`#name`) are left as they are.
fn is_followed(text: &str) -> bool {
    !text.starts_with('#') || text == "#" || text.starts_with("#/")
}

fn not_followed(text: &str) -> Problem {
    if reference::is_remote(text) {
        return Problem {
            message: format!(
                "the `$ref` `{text}` leads to another machine, and nothing is fetched"
            ),
            help: "download the file, and make the `$ref` a relative path to it",
        };
    }
    Problem {
        message: format!("the `$ref` `{text}` leads to a file that can't be read"),
        help: "put the file where the `$ref` says, or correct the `$ref`",
    }
}
