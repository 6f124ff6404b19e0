//! A document as a graph: objects and arrays that several places may share.
//!
//! Inlining a `$ref` makes two places share one node, and a recursive schema becomes a cycle. Which nodes are the same
//! one is what decides where a page cuts a recursion off, so nodes are compared by their [`Id`], never by their value.
//!
//! The members of an object are in the order that JavaScript gives them: keys that look like array indexes first, in
//! ascending order, then the others as they are written. Published pages have been through JavaScript.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic};
use crate::input::page::MAX_DEPTH;

/// A node of a [`Graph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Id(usize);

/// What a node is.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// Text, a number, a boolean or null.
    Scalar(Value),
    /// An array.
    List(Vec<Id>),
    /// An object.
    Object(Members),
    /// A `$ref` that leads nowhere.
    Unresolved(Unresolved),
}

/// The members of an object.
pub(super) type Members = IndexMap<String, Id>;

/// A `$ref` that can't be replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unresolved {
    /// The file that it is in.
    pub(super) file: String,
    /// JSON pointer to the object with the `$ref`.
    pub(super) pointer: String,
    /// What is wrong with it, as a sentence.
    pub(super) message: String,
    /// What to do about it.
    pub(super) help: &'static str,
}

impl Unresolved {
    /// The error that an operation which needs it can't be imported.
    pub(super) fn diagnostic(&self) -> Diagnostic {
        self.diagnostic_with(Code::UnresolvedReference, &self.message)
    }

    /// The warning that an operation which needs it has any JSON there.
    pub(super) fn warning(&self) -> Diagnostic {
        let message = format!("{}, so any JSON is in its place", self.message);
        self.diagnostic_with(Code::MissingSchema, &message)
    }

    fn diagnostic_with(&self, code: Code, message: &str) -> Diagnostic {
        Diagnostic::new(code, &self.file, message)
            .at(&self.pointer)
            .help(self.help)
    }
}

/// Nodes and what they lead to.
#[derive(Debug, Default)]
pub(super) struct Graph {
    nodes: Vec<Node>,
    /// The schemas that had a `$ref` which leads nowhere, and are any JSON without it.
    missing: HashMap<Id, Unresolved>,
    /// What each copy with other members is a copy of.
    originals: HashMap<Id, Id>,
}

impl Id {
    /// No node.
    pub(super) const NONE: Self = Self(usize::MAX);
}

impl Graph {
    /// Adds a node.
    pub(super) fn add(&mut self, node: Node) -> Id {
        self.nodes.push(node);
        Id(self.nodes.len() - 1)
    }

    /// Adds a value and all that is in it.
    pub(super) fn add_value(&mut self, value: Value) -> Id {
        let node = match value {
            Value::Array(list) => {
                Node::List(list.into_iter().map(|item| self.add_value(item)).collect())
            }
            Value::Object(map) => Node::Object(
                in_script_order(map)
                    .into_iter()
                    .map(|(key, value)| (key, self.add_value(value)))
                    .collect(),
            ),
            scalar => Node::Scalar(scalar),
        };
        self.add(node)
    }

    /// Every node.
    pub(super) fn ids(&self) -> impl Iterator<Item = Id> + use<> {
        (0..self.nodes.len()).map(Id)
    }

    /// What a node is.
    pub(super) fn node(&self, id: Id) -> &Node {
        const NULL: &Node = &Node::Scalar(Value::Null);
        self.nodes.get(id.0).unwrap_or(NULL)
    }

    /// The members of an object.
    pub(super) fn object(&self, id: Id) -> Option<&Members> {
        match self.node(id) {
            Node::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The text that a node is.
    pub(super) fn text(&self, id: Id) -> Option<&str> {
        match self.node(id) {
            Node::Scalar(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    /// A member of an object.
    pub(super) fn member(&self, id: Id, key: &str) -> Option<Id> {
        self.object(id)?.get(key).copied()
    }

    /// The text of a member.
    pub(super) fn member_text(&self, id: Id, key: &str) -> Option<&str> {
        self.text(self.member(id, key)?)
    }

    /// What an array or object consists of, each with its key or index.
    pub(super) fn children(&self, id: Id) -> Vec<(String, Id)> {
        match self.node(id) {
            Node::List(list) => list
                .iter()
                .enumerate()
                .map(|(index, child)| (index.to_string(), *child))
                .collect(),
            Node::Object(members) => members
                .iter()
                .map(|(key, child)| (key.clone(), *child))
                .collect(),
            Node::Scalar(_) | Node::Unresolved(_) => Vec::new(),
        }
    }

    /// The child with a key or an index, both written as text.
    pub(super) fn child(&self, id: Id, key: &str) -> Option<Id> {
        match self.node(id) {
            Node::List(list) => list.get(key.parse::<usize>().ok()?).copied(),
            Node::Object(members) => members.get(key).copied(),
            Node::Scalar(_) | Node::Unresolved(_) => None,
        }
    }

    /// Makes a member or an item lead to another node.
    pub(super) fn set(&mut self, id: Id, key: &str, child: Id) {
        match self.nodes.get_mut(id.0) {
            Some(Node::List(list)) => {
                let item = key.parse().ok().and_then(|at: usize| list.get_mut(at));
                if let Some(item) = item {
                    *item = child;
                }
            }
            Some(Node::Object(members)) => {
                members.insert(key.to_owned(), child);
            }
            _ => {}
        }
    }

    /// Makes a node another one, wherever it is.
    pub(super) fn replace(&mut self, id: Id, node: Node) {
        if let Some(old) = self.nodes.get_mut(id.0) {
            *old = node;
        }
    }

    /// Takes the `$ref` of a schema, which leads nowhere, out of it.
    pub(super) fn remove_reference(&mut self, id: Id, unresolved: Unresolved) {
        if let Some(Node::Object(members)) = self.nodes.get_mut(id.0) {
            members.shift_remove("$ref");
            self.missing.insert(id, unresolved);
        }
    }

    /// The `$ref` that was taken out of a schema, or out of what it is a copy of.
    pub(super) fn missing(&self, id: Id) -> Option<&Unresolved> {
        let own = self.missing.get(&id);
        own.or_else(|| self.missing(self.original(id)?))
    }

    /// Adds a copy of an object, in which some members are others.
    pub(super) fn add_copy(&mut self, original: Id, members: Members) -> Id {
        let copy = self.add(Node::Object(members));
        self.originals.insert(copy, original);
        copy
    }

    /// What an object is a copy of.
    pub(super) fn original(&self, id: Id) -> Option<Id> {
        self.originals.get(&id).copied()
    }

    /// The object under a key, which is made if there is none.
    pub(super) fn object_under(&mut self, id: Id, key: &str) -> Id {
        match self
            .member(id, key)
            .filter(|child| self.object(*child).is_some())
        {
            Some(child) => child,
            None => {
                let child = self.add(Node::Object(Members::new()));
                self.set(id, key, child);
                child
            }
        }
    }

    /// Whether two nodes are the same JSON.
    pub(super) fn is_equal(&self, one: Id, other: Id) -> bool {
        self.is_equal_within(one, other, MAX_DEPTH)
    }

    fn is_equal_within(&self, one: Id, other: Id, depth: usize) -> bool {
        if one == other || depth == 0 {
            return one == other;
        }
        let is_equal = |one: &Id, other: &Id| self.is_equal_within(*one, *other, depth - 1);
        match (self.node(one), self.node(other)) {
            (Node::Scalar(one), Node::Scalar(other)) => one == other,
            (Node::List(one), Node::List(other)) => {
                one.len() == other.len()
                    && one
                        .iter()
                        .zip(other)
                        .all(|(one, other)| is_equal(one, other))
            }
            (Node::Object(one), Node::Object(other)) => {
                let has_equal = |(key, one): (&String, &Id)| {
                    other.get(key).is_some_and(|other| is_equal(one, other))
                };
                one.len() == other.len() && one.iter().all(has_equal)
            }
            _ => false,
        }
    }

    /// Gives a member of an object a text.
    pub(super) fn set_text(&mut self, id: Id, key: &str, text: &str) {
        let text = self.add(Node::Scalar(Value::String(text.to_owned())));
        self.set(id, key, text);
    }

    /// The `$ref` of an object that is a Reference Object, with or without other members.
    pub(super) fn reference(&self, id: Id) -> Option<&str> {
        self.member_text(id, "$ref").filter(|text| !text.is_empty())
    }
}

/// The members in JavaScript's order.
pub(super) fn in_script_order(map: Map<String, Value>) -> Vec<(String, Value)> {
    let mut members: Vec<(String, Value)> = map.into_iter().collect();
    members.sort_by_key(|(key, _)| script_rank(key));
    members
}

/// Where JavaScript puts a key among the members of an object: a stable sort by this gives its order.
pub(super) fn script_rank(key: &str) -> u32 {
    let canonical =
        key == "0" || (!key.starts_with('0') && key.bytes().all(|b| b.is_ascii_digit()));
    let index = key.parse::<u32>().ok().filter(|_| canonical);
    index.unwrap_or(u32::MAX)
}
