//! From OpenAPI objects to the schema graph.
//!
//! Input: the operations of one API, as their pages have them. Output: a [`Lowered`], in which every schema position is a
//! node and every body knows how it travels. Nothing is named or merged here. What can't be modelled becomes
//! [`Kind::Any`] and a diagnostic that says why.

mod body;
mod cycles;
pub mod json_patch;
mod keywords;
mod named;
mod schema;
mod union;
mod view;

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{Edge, Graph, Kind, NodeId};
use crate::input::docs_set::{Api, DocumentedOperation, OperationIndex};
use crate::input::openapi::Schema;
use crate::ir::{Outcome, Status};
use crate::position::Position;
use named::Named;
use view::{Ancestor, Ancestors, Located, View};

/// The schemas of an API and what its operations do with them.
#[derive(Debug, Default)]
pub struct Lowered {
    /// All schemas.
    pub graph: Graph,
    /// In the order of [`Api::operations`].
    pub operations: Vec<LoweredOperation>,
}

impl Lowered {
    /// The bodies and parameters of an operation.
    pub fn operation(&self, index: OperationIndex) -> &LoweredOperation {
        index.of(&self.operations)
    }
}

/// The bodies and parameters of an operation.
#[derive(Debug, Default)]
pub struct LoweredOperation {
    /// The schemas of the parameters, in the page's order.
    pub parameters: Vec<Edge>,
    /// The request body by media type.
    pub request: Vec<(String, Content)>,
    /// The responses, by status in the page's order.
    pub responses: Vec<LoweredResponse>,
}

impl LoweredOperation {
    /// What a response means for the caller.
    pub fn outcome(&self, status: Status) -> Outcome {
        status.outcome(self.responses.iter().map(|response| response.status))
    }
}

/// A response.
#[derive(Debug)]
pub struct LoweredResponse {
    /// The status.
    pub status: Status,
    /// The key under `responses`.
    pub key: String,
    /// What it carries, by media type.
    pub content: Vec<(String, Content)>,
    /// Which of them the client reads.
    pub read: usize,
}

/// How a body travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// As JSON.
    Json(Edge),
    /// As `application/x-www-form-urlencoded`.
    UrlEncoded(Edge),
    /// As `multipart/form-data`.
    Multipart(NodeId),
    /// As text.
    Text,
    /// As bytes.
    Bytes,
}

impl Content {
    /// The schema, where there is a node for it.
    pub fn node(self) -> Option<NodeId> {
        match self {
            Self::Json(edge) | Self::UrlEncoded(edge) => Some(edge.target),
            Self::Multipart(node) => Some(node),
            Self::Text | Self::Bytes => None,
        }
    }
}

/// Lowers all operations of an API.
pub fn lower(api: &Api, diagnostics: &mut Diagnostics) -> Lowered {
    let named = Named::of(api, diagnostics);
    let mut lowered = Lowered::default();
    let mut nodes = HashMap::new();
    for (index, operation) in api.indexed() {
        let start = lowered.graph.len();
        if named.is_empty() {
            nodes.clear();
        }
        let mut lowering = Lowering {
            graph: &mut lowered.graph,
            diagnostics,
            api,
            named: &named,
            page: &operation.path,
            operation: index,
            nodes: &mut nodes,
            ancestors: Ancestors::default(),
            seeking: BTreeSet::new(),
            part: None,
            unfinished: BTreeSet::new(),
        };
        let operation = lowering.operation(operation);
        for position in cycles::break_unnamed(lowering.graph, start) {
            lowering.page = &position.operation().of(&api.operations).path;
            lowering.report(
                Code::Circular,
                position,
                "the list or map contains itself, with no object between: what it contains is any JSON",
            );
        }
        lowered.operations.push(operation);
    }
    json_patch::unite(&mut lowered);
    lowered
}

/// The lowering of one operation.
struct Lowering<'a, 'g> {
    graph: &'g mut Graph,
    diagnostics: &'g mut Diagnostics,
    api: &'a Api,
    named: &'a Named<'a>,
    /// The page of what is being lowered: that of the operation, or of a schema that it names.
    page: &'a str,
    operation: OperationIndex,
    /// What was lowered already: an `allOf` and its parts share their properties, and recursion ends here. Operations
    /// share the schemas that have names.
    nodes: &'g mut HashMap<Key, Edge>,
    ancestors: Ancestors<'a>,
    /// Positions that only repeat another schema, which is being lowered. A cycle of them has no schema at all.
    seeking: BTreeSet<Position>,
    /// The part of an `allOf` that is being lowered by itself.
    part: Option<Position>,
    /// Nodes whose kind is not known yet, since a part of them is being read: a recursion leads to them.
    unfinished: BTreeSet<NodeId>,
}

impl<'a> Lowering<'a, '_> {
    fn operation(&mut self, operation: &'a DocumentedOperation) -> LoweredOperation {
        let object = &operation.object;
        let parameters = object
            .parameters
            .iter()
            .map(|parameter| self.parameter(parameter))
            .collect();
        let request = object
            .request_body
            .as_ref()
            .map(|body| self.request(body))
            .unwrap_or_default();
        let responses = object
            .responses
            .iter()
            .filter_map(|(key, response)| self.response(key, response))
            .collect();
        LoweredOperation {
            parameters,
            request,
            responses,
        }
    }

    /// The node of the schemas that all apply at a position.
    fn lower(&mut self, schemas: Vec<Located<'a>>) -> Edge {
        if let [located] = schemas.as_slice()
            && let Schema::Circular(circular) = located.schema
        {
            return self.circular(circular.title.as_deref(), &located.position);
        }
        let key = key(&schemas);
        if let Some(&edge) = self.nodes.get(&key) {
            self.note_name(edge, &schemas);
            return edge;
        }
        let view = View::of(&schemas, &self.ancestors);
        let nullable = view.nullable || schema::has_null_branch(&view);
        if let [located] = schemas.as_slice()
            && let Some(same) = schema::only_repeats(located, &view)
        {
            return self.alias(located, same, nullable);
        }
        // Where parts of an `allOf` differ about a property, the last one is narrowed; the others stay what they are.
        let own = schemas
            .last()
            .filter(|located| !located.bare)
            .map(|located| located.position.clone());
        let id = self.graph.reserve(own.into_iter().collect());
        let edge = Edge {
            target: id,
            nullable,
        };
        self.nodes.insert(key, edge);
        self.unfinished.insert(id);
        let page = self.page;
        if let Some(located) = schemas.last() {
            self.page = &self.api.operation(located.position.operation()).path;
        }
        self.define(id, &schemas, view);
        self.page = page;
        self.unfinished.remove(&id);
        self.note_name(edge, &schemas);
        edge
    }

    /// Makes the position of a schema's name one more of the schema's.
    fn note_name(&mut self, edge: Edge, schemas: &[Located<'a>]) {
        if let [located] = schemas
            && let Some(position) = &located.by_name
        {
            self.note_position(edge.target, position);
        }
    }

    fn note_position(&mut self, node: NodeId, position: &Position) {
        let positions = &mut self.graph.node_mut(node).positions;
        if !positions.contains(position) {
            positions.push(position.clone());
        }
    }

    fn define(&mut self, id: NodeId, schemas: &[Located<'a>], view: View<'a>) {
        let parts = view.parts.clone();
        let own = schemas.iter().map(|located| Ancestor {
            located: located.clone(),
            node: Some(id),
        });
        let inherited = parts.iter().map(|part| Ancestor {
            located: part.clone(),
            node: None,
        });
        let depth = self
            .ancestors
            .enter(inherited.chain(own).collect::<Vec<_>>());
        let kind = self.kind(schemas, view);
        for part in parts {
            // Not part of any value, but evidence of what the vendor thinks of as one type.
            if !part.bare && schema::has_properties(part.schema) {
                let around = self.part.replace(part.position.clone());
                self.lower(vec![part]);
                self.part = around;
            }
        }
        self.ancestors.leave(depth);
        let node = self.graph.node_mut(id);
        node.kind = kind;
        // What the branches of a union have in common isn't titled for one of them.
        let own = schemas.iter().rev().filter(|located| !located.bare);
        node.title = own.map(|located| located.schema).find_map(schema::title);
        node.docs = schema::description(schemas);
        node.example = schemas
            .iter()
            .rev()
            .find_map(|located| schema::example(located.schema));
        node.format = schemas
            .iter()
            .rev()
            .find_map(|located| schema::format(located.schema));
        node.deprecated = schemas
            .iter()
            .any(|located| schema::is_deprecated(located.schema));
    }

    /// Makes a position one more of another node's.
    fn alias(&mut self, located: &Located<'a>, same: Located<'a>, nullable: bool) -> Edge {
        let position = &located.position;
        if !self.seeking.insert(position.clone()) {
            self.report(
                Code::Circular,
                position,
                "the schema only refers to itself: treated as any JSON value",
            );
            return self.any(position);
        }
        let own = Ancestor {
            located: located.clone(),
            node: None,
        };
        let depth = self.ancestors.enter([own]);
        let mut edge = self.lower(vec![same]);
        self.ancestors.leave(depth);
        self.seeking.remove(position);
        edge.nullable |= nullable;
        self.nodes.insert(key(std::slice::from_ref(located)), edge);
        self.note_position(edge.target, position);
        let node = self.graph.node_mut(edge.target);
        if node.title.is_none() {
            node.title = schema::title(located.schema);
        }
        edge
    }

    fn circular(&mut self, title: Option<&str>, position: &Position) -> Edge {
        match self.ancestors.find(title).cloned() {
            Some(Ancestor {
                node: Some(target), ..
            }) => Edge {
                target,
                nullable: false,
            },
            Some(Ancestor {
                located,
                node: None,
            }) => self.lower(vec![located]),
            None => {
                let name = title.unwrap_or_default();
                self.report(
                    Code::Circular,
                    position,
                    format!("circular({name}) doesn't match any schema around it"),
                );
                self.any(position)
            }
        }
    }

    /// Whether a node takes every value, as far as is known by now.
    fn is_any(&self, node: NodeId) -> bool {
        self.graph.node(node).kind == Kind::Any && !self.unfinished.contains(&node)
    }

    /// The kind of a node that another one repeats.
    fn repeated(&mut self, node: NodeId, position: &Position) -> Kind {
        if self.unfinished.contains(&node) {
            self.report(
                Code::Circular,
                position,
                "the schema is only a part of itself: treated as any JSON value",
            );
        }
        self.graph.node(node).kind.clone()
    }

    /// A node for any JSON.
    fn any(&mut self, position: &Position) -> Edge {
        self.leaf(Kind::Any, vec![position.clone()])
    }

    fn leaf(&mut self, kind: Kind, positions: Vec<Position>) -> Edge {
        let id = self.graph.reserve(positions);
        self.graph.node_mut(id).kind = kind;
        Edge {
            target: id,
            nullable: false,
        }
    }

    /// Adds a diagnostic about a JSON pointer of the page.
    fn report(&mut self, code: Code, pointer: impl fmt::Display, message: impl Into<String>) {
        self.diagnostics
            .push(Diagnostic::new(code, self.page, message).at(pointer.to_string()));
    }
}

/// The schemas that all apply at a position, and whether each is read without its unions.
type Key = Vec<(Position, bool)>;

fn key(schemas: &[Located<'_>]) -> Key {
    schemas
        .iter()
        .map(|located| (located.position.clone(), located.bare))
        .collect()
}
