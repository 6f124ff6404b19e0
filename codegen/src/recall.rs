//! Which schemas are of a type that `names.yaml` remembers.
//!
//! Input: the schemas, their types by the evidence of the pages, and what is remembered. Output: [`Recalled`], the
//! remembered name of each schema. A schema has the name of its use site; where a site is new, that of an equal schema.
//! A name all of whose sites are gone goes to the type that has its title or its structure.

mod lookup;
pub mod shape;
pub mod sites;
mod spread;
mod unite;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::graph::{Graph, NodeId};
use crate::input::docs_set::{Api, OperationIndex};
use crate::lower::{Content, Lowered};
use crate::merge::{ClassId, Types};
use crate::names::lock::{KnownType, Memory};
use lookup::Lookup;
use shape::Likeness;
use sites::Sites;

/// The remembered names of an API's schemas.
#[derive(Clone, Debug, Default)]
pub struct Recalled {
    /// All that is remembered of the API.
    pub memory: Memory,
    names: Vec<Option<String>>,
    /// The schemas whose use sites are remembered.
    at_known_sites: HashSet<NodeId>,
    /// The operationId under which each operation is remembered.
    ids: HashMap<OperationIndex, String>,
    /// The types that were part of something sent.
    sent: BTreeSet<String>,
    /// Names whose types have nothing in common with what is remembered of them.
    pub foreign: BTreeSet<String>,
    /// The properties of each name that only some of its schemas require.
    loosened: BTreeSet<(String, String)>,
}

impl Recalled {
    /// The remembered name of a schema.
    pub fn name(&self, node: NodeId) -> Option<&str> {
        self.names.get(node.0)?.as_deref()
    }

    /// The operationId under which an operation is remembered.
    pub fn id(&self, operation: OperationIndex) -> Option<&str> {
        self.ids.get(&operation).map(String::as_str)
    }

    /// How many of some schemas are at a remembered site of their type.
    pub fn known_sites(&self, nodes: &[NodeId]) -> usize {
        let known = nodes
            .iter()
            .filter(|node| self.at_known_sites.contains(node));
        known.count()
    }

    /// How much a schema is like the type of its name.
    pub fn likeness(&self, graph: &Graph, node: NodeId) -> Likeness {
        let known = self.name(node).and_then(|name| self.memory.types.get(name));
        known.map_or_else(Likeness::default, |known| Likeness::of(known, graph, node))
    }

    /// What is remembered of the type of this name, unless the type has nothing in common with it.
    pub fn known(&self, name: &str) -> Option<&KnownType> {
        let known = self.memory.types.get(name);
        known.filter(|_| !self.foreign.contains(name))
    }

    /// Whether a required property of a type is an `Option` even so: it was added to a type that was only received, or to
    /// some schemas of a type, and constructors that users call can't get another argument because of that.
    pub fn came_late(&self, name: &str, property: &str, sent: bool) -> bool {
        let goes_both_ways = sent && self.sent.contains(name);
        self.known(name).is_some_and(|known| {
            known.options.contains(property) || known.is_new(property) && !goes_both_ways
        })
    }

    /// Whether only some schemas of a name require a property.
    pub fn is_loosened(&self, name: &str, property: &str) -> bool {
        self.loosened
            .contains(&(name.to_owned(), property.to_owned()))
    }

    /// Whether a property of a type is an `Option` even if it can be null and is sent: it was only received at first.
    pub fn keeps_option(&self, name: &str, property: &str) -> bool {
        let known = self.memory.types.get(name);
        known.is_some_and(|known| !self.sent.contains(name) || known.options.contains(property))
    }

    /// The remembered order of an operation's arguments.
    pub fn arguments(&self, operation: OperationIndex) -> &[String] {
        let known = self
            .id(operation)
            .and_then(|id| self.memory.operations.get(id));
        known
            .map(|known| known.arguments.as_slice())
            .unwrap_or_default()
    }

    /// The remembered function of an operation.
    pub fn function(&self, operation: OperationIndex) -> Option<&str> {
        let known = self.memory.operations.get(self.id(operation)?)?;
        Some(known.function.as_str()).filter(|function| !function.is_empty())
    }

    /// The remembered module of an operation.
    pub fn module(&self, operation: OperationIndex) -> Option<&str> {
        let known = self.memory.operations.get(self.id(operation)?)?;
        Some(known.module.as_str()).filter(|module| !module.is_empty())
    }

    /// The remembered error type of an operation.
    pub fn errors(&self, operation: OperationIndex) -> Option<&str> {
        let known = self.memory.operations.get(self.id(operation)?)?;
        known.errors.as_deref()
    }

    /// The remembered name of a type that comes from an operation.
    pub fn of_operation(&self, operation: OperationIndex, role: &str) -> Option<&str> {
        let site = format!("{} {role}", self.id(operation)?);
        let mut types = self.memory.types.iter();
        let found = types.find(|(_, known)| known.uses.contains(&site));
        found.map(|(name, _)| name.as_str())
    }

    /// The present operationIds by those that are remembered.
    pub fn present_ids<'a>(&'a self, api: &'a Api) -> BTreeMap<&'a str, &'a str> {
        let operations = api.indexed();
        operations
            .filter_map(|(index, now)| Some((self.id(index)?, now.id.as_str())))
            .collect()
    }

    /// The name that most of some remembered sites have now.
    pub fn now_at(
        &self,
        api: &Api,
        remembered: &BTreeSet<String>,
        sites: &Sites,
    ) -> Option<String> {
        let ids = self.present_ids(api);
        let remembered: BTreeSet<String> = remembered
            .iter()
            .map(|site| with_present_id(site, &ids))
            .collect();
        let votes = sites
            .iter()
            .map(|(name, sites)| (remembered.intersection(sites).count(), Reverse(name)));
        let most = votes.max().filter(|(count, _)| *count > 0);
        most.map(|(_, Reverse(name))| name.clone())
    }

    /// The name of a schema's type, or the number of its class while it has no name.
    fn name_or_class(&self, node: NodeId, types: &Types) -> String {
        match self.name(node) {
            Some(name) => name.to_owned(),
            None => format!("#{}", types.class(node).0),
        }
    }
}

/// A remembered site with the present id of its operation.
pub fn with_present_id(site: &str, ids: &BTreeMap<&str, &str>) -> String {
    match site.split_once(' ') {
        Some((id, rest)) => format!("{} {rest}", ids.get(id).unwrap_or(&id)),
        None => site.to_owned(),
    }
}

/// Finds the remembered names of all schemas, and unites the schemas of each in the graph. `types` are the types by the
/// evidence of the pages alone.
pub fn recall(api: &Api, lowered: &mut Lowered, types: &Types, memory: Memory) -> Recalled {
    let recalled = recall_names(api, lowered, types, memory);
    unite::unite(lowered, types, recalled)
}

fn recall_names(api: &Api, lowered: &Lowered, types: &Types, memory: Memory) -> Recalled {
    let graph = &lowered.graph;
    let mut recall = Recall {
        graph,
        types,
        memory: &memory,
        reached: reached(graph, roots(lowered)),
        recalled: Recalled {
            names: vec![None; graph.len()],
            ids: remembered_ids(api, &memory),
            sent: memory.sent().into_iter().map(str::to_owned).collect(),
            ..Recalled::default()
        },
    };
    sites::walk(api, lowered, &mut Lookup::new(&mut recall));
    recall.recalled.at_known_sites = recall.named().collect();
    recall.by_anchors(api);
    let foreign = recall.drop_foreign();
    recall.spread();
    recall.revive();
    recall.keep_foreign(foreign);
    let recalled = recall.recalled;
    Recalled { memory, ..recalled }
}

/// The remembered id of each operation: the one of its method and path, else its own.
fn remembered_ids(api: &Api, memory: &Memory) -> HashMap<OperationIndex, String> {
    let by_path = memory.ids_by_path();
    let mut ids = HashMap::new();
    let mut matched = BTreeSet::new();
    for (index, documented) in api.indexed() {
        let method = documented.object.method.to_lowercase();
        if let Some(id) = by_path.get(&(method.as_str(), documented.object.path.as_str())) {
            matched.insert(*id);
            ids.insert(index, (*id).to_owned());
        }
    }
    for (index, documented) in api.indexed() {
        let known = memory.operations.contains_key(&documented.id);
        let first_format = !memory.anchors.is_empty();
        if (known || first_format) && !matched.contains(documented.id.as_str()) {
            ids.entry(index).or_insert_with(|| documented.id.clone());
        }
    }
    ids
}

/// The schemas of all parameters and bodies.
fn roots(lowered: &Lowered) -> Vec<NodeId> {
    let mut roots = sent_roots(lowered);
    for operation in &lowered.operations {
        let responses = operation.responses.iter();
        let contents = responses.flat_map(|response| &response.content);
        roots.extend(contents.filter_map(|(_, content)| content.node()));
    }
    roots
}

/// The schemas of whatever is sent.
fn sent_roots(lowered: &Lowered) -> Vec<NodeId> {
    let of_request = |(_, content): &(String, Content)| content.node();
    let operations = lowered.operations.iter();
    operations
        .flat_map(|operation| {
            let parameters = operation.parameters.iter().map(|edge| edge.target);
            parameters.chain(operation.request.iter().filter_map(of_request))
        })
        .collect()
}

/// The schemas that some schemas consist of, those included.
fn reached(graph: &Graph, mut open: Vec<NodeId>) -> HashSet<NodeId> {
    let mut reached = HashSet::new();
    while let Some(node) = open.pop() {
        if reached.insert(node) {
            open.extend(graph.children(node));
        }
    }
    reached
}

struct Recall<'a> {
    graph: &'a Graph,
    types: &'a Types,
    memory: &'a Memory,
    /// The schemas that values have: not mere parts of an `allOf`.
    reached: HashSet<NodeId>,
    recalled: Recalled,
}

impl<'a> Recall<'a> {
    /// The schemas that have a name.
    fn named(&self) -> impl Iterator<Item = NodeId> {
        let ids = self.graph.ids();
        ids.filter(|node| self.recalled.name(*node).is_some())
    }

    /// The names of a file in the first format: each goes to the type that has most of its anchors.
    fn by_anchors(&mut self, api: &Api) {
        let mut class_at: HashMap<String, ClassId> = HashMap::new();
        for node in self.graph.ids().filter(|_| !self.memory.anchors.is_empty()) {
            for position in &self.graph.node(node).positions {
                class_at
                    .entry(position.in_api(api))
                    .or_insert(self.types.class(node));
            }
        }
        let mut claims = Vec::new();
        for (name, anchors) in &self.memory.anchors {
            let mut votes: BTreeMap<ClassId, usize> = BTreeMap::new();
            for class in anchors.iter().filter_map(|anchor| class_at.get(anchor)) {
                *votes.entry(*class).or_default() += 1;
            }
            claims.extend(votes.into_iter().map(|(class, count)| (count, name, class)));
        }
        claims.sort_by(|one, other| {
            let size = |class| self.types.members(class).len();
            let most = other.0.cmp(&one.0).then(size(other.2).cmp(&size(one.2)));
            most.then_with(|| one.1.cmp(other.1))
        });
        let mut given = BTreeSet::new();
        for (_, name, class) in claims {
            let is_free = self.majority(class).is_none();
            if is_free && given.insert(name) {
                for &node in self.types.members(class) {
                    self.recalled.names[node.0] = Some(name.clone());
                }
            }
        }
    }

    /// Takes the names from schemas that have nothing in common with what is remembered of their types. Returns these
    /// schemas.
    fn drop_foreign(&mut self) -> Vec<(NodeId, String)> {
        let mut foreign = Vec::new();
        for id in self.graph.ids() {
            let Some(name) = self.recalled.name(id) else {
                continue;
            };
            let known = self.memory.types.get(name);
            if known.is_some_and(|known| shape::is_foreign(known, self.graph, id)) {
                foreign.push((id, name.to_owned()));
                self.recalled.names[id.0] = None;
            }
        }
        foreign
    }

    /// Gives each name that no schema has to the only nameless type with its title or its structure.
    fn revive(&mut self) {
        let used: BTreeSet<&str> = self
            .recalled
            .names
            .iter()
            .flatten()
            .map(String::as_str)
            .collect();
        let lost: Vec<(&String, &KnownType)> = self
            .memory
            .types
            .iter()
            .filter(|(name, _)| !used.contains(name.as_str()))
            .collect();
        if lost.is_empty() {
            return;
        }
        let mut matches: BTreeMap<&String, Vec<ClassId>> = BTreeMap::new();
        for class in self.types.classes() {
            if let Some(node) = self.nameless(class) {
                for (name, _) in lost.iter().filter(|(_, known)| self.is_same(known, node)) {
                    matches.entry(name).or_default().push(class);
                }
            }
        }
        let mut wanted: BTreeMap<ClassId, usize> = BTreeMap::new();
        for class in matches.values().flatten() {
            *wanted.entry(*class).or_default() += 1;
        }
        for (name, classes) in matches {
            if let [class] = classes.as_slice()
                && wanted.get(class) == Some(&1)
            {
                for &node in self.types.members(*class) {
                    self.recalled.names[node.0] = Some(name.clone());
                }
            }
        }
    }

    /// A schema of a type without a remembered name that values have.
    fn nameless(&self, class: ClassId) -> Option<NodeId> {
        let members = self.types.members(class);
        let is_nameless = members
            .iter()
            .all(|node| self.recalled.name(*node).is_none());
        let reached = members.iter().find(|node| self.reached.contains(node));
        let named = |node: &&NodeId| self.graph.node(**node).kind.is_named();
        reached.filter(named).filter(|_| is_nameless).copied()
    }

    /// Whether a schema is surely of a remembered type: it has its title and something of it, or its very structure.
    fn is_same(&self, known: &KnownType, id: NodeId) -> bool {
        let node = self.graph.node(id);
        let likeness = Likeness::of(known, self.graph, id);
        match node.title.is_some() || known.title.is_some() {
            true => node.title == known.title && likeness.shares(),
            false => likeness.is_same(),
        }
    }

    /// A name that no other schema has stays with its site, even if the type there is another.
    fn keep_foreign(&mut self, foreign: Vec<(NodeId, String)>) {
        let used: BTreeSet<String> = self.recalled.names.iter().flatten().cloned().collect();
        for (node, name) in foreign {
            if !used.contains(&name) && self.recalled.name(node).is_none() {
                self.recalled.names[node.0] = Some(name.clone());
                self.recalled.foreign.insert(name);
            }
        }
        self.spread();
    }
}
