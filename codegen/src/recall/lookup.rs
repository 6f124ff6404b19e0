//! Looks up the remembered names of schemas by their use sites.

use std::collections::{BTreeSet, HashMap};

use super::Recall;
use super::shape::Likeness;
use super::sites::{self, Site, Visitor};
use crate::graph::{Branch, NodeId};
use crate::input::docs_set::OperationIndex;
use crate::merge::ClassId;
use crate::names::lock::KnownType;

/// The names by site. Visiting a site gives its schema the name.
pub(super) struct Lookup<'r, 'a> {
    recall: &'r mut Recall<'a>,
    names: HashMap<&'a str, &'a str>,
    /// The remembered types of the branches of each union.
    branches: HashMap<&'a str, Vec<&'a str>>,
    /// The branches whose names were found by likeness.
    matched: HashMap<ClassId, &'a str>,
}

impl<'r, 'a> Lookup<'r, 'a> {
    pub(super) fn new(recall: &'r mut Recall<'a>) -> Self {
        let mut names = HashMap::new();
        let mut branches: HashMap<&str, Vec<&str>> = HashMap::new();
        for (name, known) in &recall.memory.types {
            for site in &known.uses {
                names.insert(site.as_str(), name.as_str());
                if let Some((union, _)) = site.split_once('|') {
                    branches.entry(union).or_default().push(name);
                }
            }
        }
        Self {
            recall,
            names,
            branches,
            matched: HashMap::new(),
        }
    }

    /// Splits the branches of a union: the types whose sites don't give them a name, and the names that sites give.
    fn open_branches(
        &self,
        union: &str,
        branches: &[Branch],
    ) -> (BTreeSet<ClassId>, BTreeSet<&'a str>) {
        let (graph, types) = (self.recall.graph, self.recall.types);
        let mut open = BTreeSet::new();
        let mut taken = BTreeSet::new();
        for branch in branches {
            let site = sites::branch_site(graph, union, branches, branch);
            match self.names.get(site.as_str()) {
                Some(name) if sites::has_key(graph, branches, branch) => {
                    taken.insert(*name);
                }
                _ => {
                    let node = sites::innermost(graph, branch.node);
                    if graph.node(node).kind.is_named() {
                        open.insert(types.class(node));
                    }
                }
            }
        }
        (open, taken)
    }

    /// The pairs of an open type and a free name that have something in common, the most similar first.
    fn similar(
        &self,
        open: &BTreeSet<ClassId>,
        free: &[&'a str],
    ) -> Vec<(Likeness, &'a str, ClassId)> {
        let mut pairs = Vec::new();
        for &class in open {
            for &name in free {
                let node = self.recall.types.members(class).first();
                let known = self.recall.memory.types.get(name);
                if let (Some(&node), Some(known)) = (node, known) {
                    let likeness = Likeness::of(known, self.recall.graph, node);
                    pairs.push((likeness, name, class));
                }
            }
        }
        pairs.retain(|(likeness, ..)| likeness.is_some());
        pairs.sort_by(|one, other| {
            let most_first = other.0.cmp(&one.0);
            most_first.then((one.1, one.2).cmp(&(other.1, other.2)))
        });
        pairs
    }

    /// Whether nothing is remembered of a type that could contradict a schema.
    fn is_bare(&self, name: &str) -> bool {
        let known = self.recall.memory.types.get(name);
        known.is_some_and(KnownType::is_bare)
    }
}

impl Visitor for Lookup<'_, '_> {
    fn operation(&self, index: OperationIndex) -> Option<String> {
        self.recall.recalled.ids.get(&index).cloned()
    }

    fn visit(&mut self, node: NodeId, site: &Site) -> Option<String> {
        let class = self.recall.types.class(node);
        let by_site = |site: &String| self.names.get(site.as_str());
        let found = match sites::is_keyless(&site.text) {
            true => self.matched.get(&class),
            false => by_site(&site.text)
                .or_else(|| site.error.as_ref().and_then(by_site))
                .or_else(|| self.matched.get(&class).filter(|_| site.text.contains('|'))),
        };
        let name = (*found?).to_owned();
        let known = self.recall.recalled.names.get_mut(node.0)?;
        Some(known.get_or_insert(name).clone())
    }

    /// Finds the types of branches whose sites are all alike, by likeness.
    fn enter_union(&mut self, name: &str, branches: &[Branch]) {
        let Some(known) = self.branches.get(name) else {
            return;
        };
        let (mut open, taken) = self.open_branches(name, branches);
        let mut free = known.clone();
        free.retain(|name| !taken.contains(name));

        for (_, name, class) in self.similar(&open, &free) {
            if open.contains(&class) && free.contains(&name) {
                open.remove(&class);
                free.retain(|other| *other != name);
                self.matched.insert(class, name);
            }
        }

        // One name and one type that remain belong together, unless it is known that they don't.
        let mut open = open.into_iter();
        if let ([name], Some(class), None) = (free.as_slice(), open.next(), open.next())
            && self.is_bare(name)
        {
            self.matched.insert(class, name);
        }
    }
}
