//! Definitions that don't repeat schemas, for documents that are too large with every `$ref` inlined.
//!
//! Schemas that refer to each other by many ways have so many copies in each other that no page can hold them. Each
//! component that has parts is then written once, in the first page that needs it, as near to the operation as possible,
//! with its name as `$anchor`. Everywhere else, in all pages, there is `{"$ref": "#Name"}`, which the generator follows.

use std::collections::{HashMap, HashSet};

use super::graph::{Graph, Id};
use crate::input::openapi::kind::Kind;
use crate::pointer::pointer_push;

/// The keywords with the parts of a schema. A component without parts is small.
const PARTS: [&str; 6] = [
    "additionalProperties",
    "allOf",
    "anyOf",
    "items",
    "oneOf",
    "properties",
];

/// The components of a document, and which pages have them already.
#[derive(Debug, Default)]
pub(super) struct Components {
    names: HashMap<Id, String>,
    written: HashSet<Id>,
}

impl Components {
    pub(super) fn of(graph: &Graph, root: Id) -> Self {
        let schemas = graph
            .member(root, "components")
            .and_then(|components| graph.member(components, "schemas"));
        let mut components = Self::default();
        for (name, id) in schemas.map(|id| graph.children(id)).unwrap_or_default() {
            // `#/…` is a JSON pointer.
            if PARTS.iter().any(|key| graph.member(id, key).is_some()) && !name.starts_with('/') {
                components.names.entry(id).or_insert(name);
            }
        }
        components
    }
}

/// The way to a node within what is being written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// A component that is to be written where a page needs it first.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) id: Id,
    /// JSON pointer within what is being written.
    pub(super) pointer: String,
    /// How deep it is in there.
    pub(super) depth: usize,
}

/// What is being written, one component at a time.
#[derive(Debug)]
pub(super) struct ByName<'a> {
    components: &'a mut Components,
    /// What the way starts from.
    pub(super) start: Kind,
    pub(super) way: Vec<Step<'a>>,
    pub(super) places: Vec<Place>,
}

impl<'a> ByName<'a> {
    pub(super) fn new(components: &'a mut Components) -> Self {
        Self {
            components,
            start: Kind::Operation,
            way: Vec::new(),
            places: Vec::new(),
        }
    }

    /// The name of the component that is being written.
    pub(super) fn anchor(&self, id: Id) -> Option<&str> {
        let is_start = self.way.is_empty() && self.start == Kind::Schema;
        let name = self.components.names.get(&id).filter(|_| is_start);
        name.map(String::as_str)
    }

    /// The text of the `$ref` to a node, if it is a component. Its place is noted if no page has it yet.
    pub(super) fn reference(&mut self, id: Id) -> Option<String> {
        // The schema of a parameter says how it is written in a URL.
        let is_parameter = self.way.len() == 3 && is_key(self.way.first(), "parameters");
        if self.way.is_empty() || is_parameter && self.start == Kind::Operation {
            return None;
        }
        let name = self.components.names.get(&id)?;
        if is_read(self.start, &self.way) && self.components.written.insert(id) {
            self.places.push(Place {
                id,
                pointer: pointer(&self.way),
                depth: self.way.len(),
            });
        }
        Some(format!("#{name}"))
    }

    /// What an object is a copy of, if that is a component, and can be a part of the copy.
    pub(super) fn copied(&self, graph: &Graph, id: Id) -> Option<Id> {
        let original = graph.original(id)?;
        let mut component = original;
        while !self.components.names.contains_key(&component) {
            component = graph.original(component)?;
        }
        let parts = graph.member(id, "allOf");
        (parts.is_none() || parts == graph.member(original, "allOf")).then_some(original)
    }
}

fn is_key(step: Option<&Step<'_>>, name: &str) -> bool {
    matches!(step, Some(Step::Key(key)) if *key == name)
}

fn pointer(way: &[Step<'_>]) -> String {
    way.iter().fold(String::new(), |pointer, step| match step {
        Step::Key(key) => pointer_push(&pointer, key),
        Step::Index(index) => pointer_push(&pointer, &index.to_string()),
    })
}

/// Whether the generator reads the schema at the end of a way.
fn is_read(start: Kind, way: &[Step<'_>]) -> bool {
    let end = way.iter().try_fold(start, |kind, step| match (kind, step) {
        (Kind::Parameters | Kind::Schemas, Step::Index(index)) => {
            Some(kind.item(&index.to_string()))
        }
        (Kind::Mapping, Step::Key(_)) => Some(Kind::Schema),
        (_, Step::Key(key)) if has_read(kind, key) => Some(kind.child(key)),
        _ => None,
    });
    end == Some(Kind::Schema)
}

fn has_read(kind: Kind, key: &str) -> bool {
    let keys: &[&str] = match kind {
        Kind::Parameters | Kind::Responses | Kind::Content | Kind::Schemas => return true,
        Kind::Operation => &["parameters", "requestBody", "responses"],
        Kind::Parameter => &["schema", "content"],
        Kind::RequestBody | Kind::Response => &["content"],
        Kind::MediaType => &["schema"],
        Kind::Schema => return key == "discriminator" || PARTS.contains(&key),
        Kind::Discriminator => &["mapping"],
        _ => &[],
    };
    keys.contains(&key)
}
