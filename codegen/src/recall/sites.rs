//! Use sites: where a type is used, in words that outlive changes of the pages.
//!
//! A site names a part of an operation (`getUser 200`, `listUsers query status`, `createUser request`) or a part of
//! another type (`User.address`, `User.tags[]`, `Limits{}`, `Trigger|EVENT`). It never has an index: parameters are named
//! by `in` and `name`, branches of a union by their discriminator's value or their title. The branches that have neither
//! share the site `Trigger|`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::bodies::{Bodies, OperationTypeKind};
use crate::graph::{Branch, Graph, Kind, NodeId};
use crate::input::docs_set::{Api, DocumentedOperation, OperationIndex};
use crate::ir::Outcome;
use crate::lower::{Lowered, LoweredOperation};
use crate::merge::Types;
use crate::names::TypeNames;

/// Where a type is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// As `names.yaml` has it.
    pub text: String,
    /// The site that all operations with this error share: `error 404`.
    pub error: Option<String>,
}

/// What is done at the sites of types.
pub trait Visitor {
    /// The operation as `names.yaml` calls it; `None` to leave it out.
    fn operation(&self, index: OperationIndex) -> Option<String>;

    /// The name of the type at a site; `None` to leave out its parts.
    fn visit(&mut self, node: NodeId, site: &Site) -> Option<String>;

    /// Called before the branches of a union are visited.
    fn enter_union(&mut self, _name: &str, _branches: &[Branch]) {}
}

/// Visits all sites of an API, from the operations down.
pub fn walk(api: &Api, lowered: &Lowered, visitor: &mut impl Visitor) {
    let mut walk = Walk {
        graph: &lowered.graph,
        visitor,
        visited: HashSet::new(),
    };
    for (index, documented) in api.indexed() {
        if let Some(id) = walk.visitor.operation(index) {
            walk.operation(&id, documented, lowered.operation(index));
        }
    }
}

struct Walk<'a, V> {
    graph: &'a Graph,
    visitor: &'a mut V,
    visited: HashSet<NodeId>,
}

impl<V: Visitor> Walk<'_, V> {
    fn operation(
        &mut self,
        id: &str,
        documented: &DocumentedOperation,
        lowered: &LoweredOperation,
    ) {
        let parameters = documented.object.parameters.iter();
        for (parameter, edge) in parameters.zip(&lowered.parameters) {
            let text = format!("{id} {} {}", parameter.location, parameter.name);
            self.visit(edge.target, Site { text, error: None });
        }
        for (media_type, content) in &lowered.request {
            if let Some(node) = content.node() {
                let text = format!("{id} request{}", media_suffix(media_type));
                self.visit(node, Site { text, error: None });
            }
        }
        for response in &lowered.responses {
            let is_error = lowered.outcome(response.status) == Outcome::Error;
            for (media_type, content) in &response.content {
                let part = format!("{}{}", response.key, media_suffix(media_type));
                let site = Site {
                    text: format!("{id} {part}"),
                    error: is_error.then(|| format!("error {part}")),
                };
                if let Some(node) = content.node() {
                    self.visit(node, site);
                }
            }
        }
    }

    fn visit(&mut self, node: NodeId, site: Site) {
        match &self.graph.node(node).kind {
            Kind::List(edge) if self.visited.insert(node) => {
                self.visit(edge.target, site.inside("[]"));
            }
            Kind::Map(edge) if self.visited.insert(node) => {
                self.visit(edge.target, site.inside("{}"));
            }
            kind if kind.is_named() => {
                if let Some(name) = self.visitor.visit(node, &site)
                    && self.visited.insert(node)
                {
                    self.parts(&name, kind);
                }
            }
            _ => {}
        }
    }

    fn parts(&mut self, name: &str, kind: &Kind) {
        let part = |suffix: &str| Site {
            text: format!("{name}{suffix}"),
            error: None,
        };
        match kind {
            Kind::Struct(object) => {
                for (property, field) in &object.fields {
                    self.visit(field.edge.target, part(&format!(".{property}")));
                }
                if let Some(additional) = object.additional {
                    self.visit(additional.target, part("{}"));
                }
            }
            Kind::Union(union) => {
                self.visitor.enter_union(name, &union.branches);
                for branch in &union.branches {
                    let text = branch_site(self.graph, name, &union.branches, branch);
                    self.visit(branch.node, Site { text, error: None });
                }
            }
            _ => {}
        }
    }
}

impl Site {
    fn inside(&self, suffix: &str) -> Self {
        Self {
            text: format!("{}{suffix}", self.text),
            error: self.error.as_ref().map(|error| format!("{error}{suffix}")),
        }
    }
}

/// The site of a branch of a union.
pub fn branch_site(graph: &Graph, union: &str, branches: &[Branch], branch: &Branch) -> String {
    format!("{union}|{}", branch_key(graph, branches, branch))
}

/// The schema inside of all lists and maps.
pub fn innermost(graph: &Graph, node: NodeId) -> NodeId {
    let mut seen = BTreeSet::new();
    let mut inner = node;
    while let Kind::List(edge) | Kind::Map(edge) = &graph.node(inner).kind {
        if !seen.insert(inner) {
            break;
        }
        inner = edge.target;
    }
    inner
}

/// Whether a site is that of a branch without a key of its own.
pub fn is_keyless(site: &str) -> bool {
    let key = site.split_once('|').map(|(_, key)| key);
    key.is_some_and(|key| key.trim_matches(['[', ']', '{', '}']).is_empty())
}

/// Whether a branch has a key, so that its site differs from those of the other branches.
pub fn has_key(graph: &Graph, branches: &[Branch], branch: &Branch) -> bool {
    !branch_key(graph, branches, branch).is_empty()
}

/// The key of a branch: a value of the discriminator, else the title that no other branch has, else an empty string.
fn branch_key<'a>(graph: &'a Graph, branches: &[Branch], branch: &'a Branch) -> &'a str {
    let tag = branch.tags.iter().min().map(String::as_str);
    let title_of = |branch: &Branch| graph.node(branch.node).title.as_deref();
    let title = title_of(branch).filter(|title| {
        let titles = branches.iter().filter_map(title_of);
        titles.filter(|other| other == title).count() == 1
    });
    tag.or(title).unwrap_or_default()
}

/// JSON is the rule, other media types are named.
fn media_suffix(media_type: &str) -> String {
    match media_type {
        "application/json" => String::new(),
        other => format!(" {other}"),
    }
}

/// The sites of all types, by name.
pub type Sites = BTreeMap<String, BTreeSet<String>>;

/// Collects the sites of all types.
pub fn collect(
    api: &Api,
    lowered: &Lowered,
    types: &Types,
    bodies: &Bodies,
    names: &TypeNames,
) -> Sites {
    let mut collector = Collector {
        api,
        types,
        names,
        sites: Sites::new(),
        errors: BTreeMap::new(),
    };
    walk(api, lowered, &mut collector);
    let mut sites = collector.finish();
    for each in &bodies.types {
        let role = match &each.kind {
            OperationTypeKind::Errors(_) => continue,
            OperationTypeKind::Choice(_) => "body",
            OperationTypeKind::ByStatus(_) => "response",
        };
        if let Some(name) = names.of_operation_type(each.id) {
            let operations = each.operations.iter();
            let of_type = operations.map(|&index| format!("{} {role}", api.operation(index).id));
            sites.entry(name.to_owned()).or_default().extend(of_type);
        }
    }
    sites
}

struct Collector<'a> {
    api: &'a Api,
    types: &'a Types,
    names: &'a TypeNames,
    sites: Sites,
    /// The types at the errors of operations, by the site that all operations with the error share.
    errors: BTreeMap<String, Sites>,
}

impl Visitor for Collector<'_> {
    fn operation(&self, index: OperationIndex) -> Option<String> {
        Some(self.api.operation(index).id.clone())
    }

    fn visit(&mut self, node: NodeId, site: &Site) -> Option<String> {
        let class = self.types.class(node);
        let name = self.names.of(class)?.to_owned();
        let known = match &site.error {
            Some(error) => self.errors.entry(error.clone()).or_default(),
            None => &mut self.sites,
        };
        known
            .entry(name.clone())
            .or_default()
            .insert(site.text.clone());
        Some(name)
    }
}

impl Collector<'_> {
    /// All sites. The type that most operations have for an error is noted once, for all of them.
    fn finish(mut self) -> Sites {
        for (error, types) in std::mem::take(&mut self.errors) {
            let most = types
                .iter()
                .max_by_key(|(name, sites)| (sites.len(), std::cmp::Reverse(*name)));
            let most = most.map(|(name, _)| name.clone());
            for (name, sites) in types {
                let is_most = Some(&name) == most.as_ref();
                let known = self.sites.entry(name).or_default();
                match is_most {
                    true => known.extend([error.clone()]),
                    false => known.extend(sites),
                }
            }
        }
        self.sites
    }
}
