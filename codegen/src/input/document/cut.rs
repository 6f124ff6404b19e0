//! From the graph back to JSON: recursion is cut off as the docs plugin cuts it off.
//!
//! A node within itself is replaced by the text `circular(Title)`, with the title of that node, or `circular()` if it
//! has none. Where components are written by name (`by_name`), only what isn't a component can be within itself.

use std::collections::HashSet;

use serde_json::{Map, Number, Value, json};

use super::by_name::{ByName, Components, Place, Step};
use super::graph::{Graph, Id, Members, Node, Unresolved};
use crate::diagnostic::Diagnostics;
use crate::input::openapi::kind::Kind;
use crate::input::page::{MAX_BYTES, MAX_DEPTH};

/// What a value costs beside its text, in bytes: more than JSON needs for it, and less than memory.
const NODE: usize = 16;

/// Why a node can't be written as JSON.
#[derive(Clone, Debug)]
pub(super) enum CutError {
    /// It has a `$ref` that leads nowhere.
    Unresolved(Unresolved),
    /// It is larger than a page may be.
    Large,
    /// It is nested deeper than a page may be.
    Deep,
}

/// Writes nodes as JSON.
pub(super) struct Cutter<'a> {
    graph: &'a Graph,
    /// The nodes on the way from the root to what is being written.
    stack: Vec<Id>,
    /// How many bytes may still be written.
    budget: usize,
    has_given_up: bool,
    problems: Vec<CutError>,
    warnings: &'a mut Diagnostics,
    /// The nodes that there is a warning of.
    warned: HashSet<Id>,
    /// Set if components are written by name.
    by_name: Option<ByName<'a>>,
}

impl<'a> Cutter<'a> {
    /// A writer of the subtree of a node, given its ancestors, the root first.
    pub(super) fn below(graph: &'a Graph, ancestors: &[Id], warnings: &'a mut Diagnostics) -> Self {
        Self {
            graph,
            stack: ancestors.to_vec(),
            budget: MAX_BYTES,
            has_given_up: false,
            problems: Vec::new(),
            warnings,
            warned: HashSet::new(),
            by_name: None,
        }
    }

    /// Writes components by name.
    pub(super) fn by_name(mut self, components: &'a mut Components) -> Self {
        self.by_name = Some(ByName::new(components));
        self
    }

    /// Writes a node.
    ///
    /// # Errors
    ///
    /// If it has references that lead nowhere: all of them. If it is too large or too deep.
    pub(super) fn write(mut self, id: Id) -> Result<Value, Vec<CutError>> {
        let value = self.value(id);
        let value = self.with_components(value);
        if self.problems.is_empty() {
            Ok(value)
        } else {
            Err(self.problems)
        }
    }

    /// Puts each component where it was needed first, and those that it needs in turn.
    fn with_components(&mut self, value: Value) -> Value {
        let mut parts = vec![value];
        let mut places: Vec<(usize, Place)> = Vec::new();
        while let Some(by_name) = &mut self.by_name {
            let within = parts.len() - 1;
            let depth = within.checked_sub(1).and_then(|last| places.get(last));
            let depth = depth.map_or(0, |(_, place)| place.depth);
            places.extend(by_name.places.drain(..).map(|mut place| {
                place.depth += depth;
                (within, place)
            }));
            let Some((_, place)) = places.get(within) else {
                break;
            };
            by_name.start = Kind::Schema;
            // What is around it only counts.
            self.stack = vec![Id::NONE; place.depth];
            parts.push(self.value(place.id));
        }
        // Those within others come last.
        while let Some((within, place)) = places.pop() {
            let part = parts.pop().unwrap_or_default();
            let slot = parts.get_mut(within);
            if let Some(slot) = slot.and_then(|whole| whole.pointer_mut(&place.pointer)) {
                *slot = part;
            }
        }
        parts.pop().unwrap_or_default()
    }

    fn value(&mut self, id: Id) -> Value {
        if let Some(text) = self.by_name.as_mut().and_then(|it| it.reference(id)) {
            self.pay(text.len() + NODE);
            return json!({ "$ref": text });
        }
        if self.stack.contains(&id) {
            return Value::String(self.marker(id));
        }
        if !self.pay(NODE) {
            return Value::Null;
        }
        if let Some(missing) = self.graph.missing(id)
            && self.warned.insert(id)
        {
            self.warnings.push(missing.warning());
        }
        match self.graph.node(id) {
            Node::Scalar(Value::String(text)) => {
                self.pay(text.len());
                Value::String(text.clone())
            }
            Node::Scalar(Value::Number(number)) => Value::Number(as_script_writes(number)),
            Node::Scalar(scalar) => scalar.clone(),
            Node::Unresolved(unresolved) => {
                self.problems.push(CutError::Unresolved(unresolved.clone()));
                Value::Null
            }
            Node::List(_) | Node::Object(_) if self.stack.len() >= MAX_DEPTH => {
                self.give_up(CutError::Deep);
                Value::Null
            }
            Node::List(list) => self.within(id, |cutter| {
                let items = list.iter().enumerate();
                items
                    .map(|(index, child)| cutter.child(Step::Index(index), *child))
                    .collect()
            }),
            Node::Object(members) => self.within(id, |cutter| cutter.object(id, members)),
        }
    }

    fn object(&mut self, id: Id, members: &'a Members) -> Value {
        let mut map = Map::with_capacity(members.len());
        let copied = self
            .by_name
            .as_ref()
            .and_then(|it| it.copied(self.graph, id));
        for (key, child) in members {
            if copied.is_none_or(|original| self.graph.member(original, key) != Some(*child)) {
                self.pay(key.len());
                map.insert(key.clone(), self.child(Step::Key(key), *child));
            }
        }
        if let Some(original) = copied {
            let part = self.part_of_all(original);
            map.insert("allOf".to_owned(), Value::Array(vec![part]));
        }
        if let Some(anchor) = self.by_name.as_ref().and_then(|it| it.anchor(id)) {
            map.insert("$anchor".to_owned(), anchor.into());
        }
        Value::Object(map)
    }

    /// What a copy is of, as the only part of its `allOf`.
    fn part_of_all(&mut self, original: Id) -> Value {
        self.enter(Step::Key("allOf"));
        let part = self.child(Step::Index(0), original);
        self.leave();
        part
    }

    fn child(&mut self, step: Step<'a>, child: Id) -> Value {
        self.enter(step);
        let value = self.value(child);
        self.leave();
        value
    }

    fn enter(&mut self, step: Step<'a>) {
        if let Some(by_name) = &mut self.by_name {
            by_name.way.push(step);
        }
    }

    fn leave(&mut self) {
        if let Some(by_name) = &mut self.by_name {
            by_name.way.pop();
        }
    }

    fn within(&mut self, id: Id, write: impl FnOnce(&mut Self) -> Value) -> Value {
        self.stack.push(id);
        let value = write(self);
        self.stack.pop();
        value
    }

    fn marker(&self, id: Id) -> String {
        let is_root = self.stack.first() == Some(&id);
        let title = self.graph.member(id, "title").filter(|_| !is_root);
        match title.map(|title| self.graph.node(title)) {
            Some(Node::Scalar(Value::String(title))) => format!("circular({title})"),
            Some(Node::Scalar(Value::Number(number))) => format!("circular({number})"),
            // A map of properties, one of which is called `title`: JavaScript writes objects so.
            Some(Node::Object(_)) => "circular([object Object])".to_owned(),
            _ => "circular()".to_owned(),
        }
    }

    /// Whether there is room for as many bytes.
    fn pay(&mut self, bytes: usize) -> bool {
        match self.budget.checked_sub(bytes) {
            Some(left) if !self.has_given_up => self.budget = left,
            _ => self.give_up(CutError::Large),
        }
        !self.has_given_up
    }

    /// Reported once: nothing more is written after it.
    fn give_up(&mut self, error: CutError) {
        if !self.has_given_up {
            self.problems.push(error);
        }
        self.has_given_up = true;
    }
}

/// JavaScript has one kind of number: `1.0` is `1`.
fn as_script_writes(number: &Number) -> Number {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < EXACT => {
            Number::from(float as i64)
        }
        _ => number.clone(),
    }
}
