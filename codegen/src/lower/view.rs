//! One flat reading of a schema: its own keywords and those of all parts of its `allOf`.
//!
//! Input: the schemas that all apply at one position, weakest first. Output: a [`View`]. A property that several parts
//! describe keeps all its schemas, to be viewed together in their turn. Later schemas narrow earlier ones.

use std::collections::{BTreeSet, HashSet};

use indexmap::IndexMap;
use serde_json::Value;

use super::keywords::is_nullable_mark;
use super::named::Named;
use crate::graph::NodeId;
use crate::input::openapi::{Additional, Discriminator, Mapping, Schema, SchemaObject};
use crate::position::{Position, Step};

/// A schema and its position.
#[derive(Clone, Debug)]
pub(super) struct Located<'a> {
    pub schema: &'a Schema,
    pub position: Position,
    /// Read it without its unions: the common part of a union's branches.
    pub bare: bool,
    /// Where the schema's name is in its place.
    pub by_name: Option<Position>,
    pub named: &'a Named<'a>,
}

impl<'a> Located<'a> {
    /// A schema at a position, or the one that it names.
    pub(super) fn new(schema: &'a Schema, position: Position, named: &'a Named<'a>) -> Self {
        let found = match schema {
            Schema::Named(name) => named.get(name, position.operation()).cloned(),
            _ => None,
        };
        let by_name = found.is_some().then(|| position.clone());
        let (schema, position) = found.unwrap_or((schema, position));
        Self {
            schema,
            position,
            bare: false,
            by_name,
            named,
        }
    }

    fn child(&self, schema: &'a Schema, step: Step) -> Self {
        Self::new(schema, self.position.child(step), self.named)
    }

    /// The schema of a discriminator's mapping, or the one that it names.
    pub(super) fn mapped(&self, schema: &'a Schema) -> &'a Schema {
        match schema {
            Schema::Named(name) => {
                let found = self.named.get(name, self.position.operation());
                found.map_or(schema, |(schema, _)| schema)
            }
            _ => schema,
        }
    }
}

/// A `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(super) struct UnionView<'a> {
    pub branches: Vec<Located<'a>>,
    pub discriminator: Option<&'a Discriminator>,
    /// Some of its branches described no values and were dropped.
    pub emptied: bool,
}

/// The keywords of all schemas of a position together.
#[derive(Clone, Debug, Default)]
pub(super) struct View<'a> {
    pub types: Vec<&'a str>,
    pub format: Option<&'a str>,
    pub values: Vec<&'a Value>,
    pub value_docs: IndexMap<&'a str, &'a str>,
    pub value_names: IndexMap<&'a str, &'a str>,
    pub properties: IndexMap<&'a str, Vec<Located<'a>>>,
    pub required: BTreeSet<&'a str>,
    pub additional: Option<Located<'a>>,
    pub items: Vec<Located<'a>>,
    pub unions: Vec<UnionView<'a>>,
    /// Every part of an `allOf` that was read on the way, at any depth.
    pub parts: Vec<Located<'a>>,
    /// `null` is allowed as well.
    pub nullable: bool,
    /// Descriptions of contradictions between parts.
    pub contradictions: Vec<String>,
    /// Titles that `circular(...)` gives and no ancestor has.
    pub lost: Vec<&'a str>,
}

/// The schemas on the way from the root of a body to the position that is being read.
#[derive(Debug, Default)]
pub(super) struct Ancestors<'a>(Vec<Ancestor<'a>>);

/// A schema on that way.
#[derive(Clone, Debug)]
pub(super) struct Ancestor<'a> {
    pub located: Located<'a>,
    /// Its node; a mere part of an `allOf` has none yet.
    pub node: Option<NodeId>,
}

impl<'a> Ancestors<'a> {
    /// Goes down into a schema; returns the depth to come back to.
    pub(super) fn enter(&mut self, ancestors: impl IntoIterator<Item = Ancestor<'a>>) -> usize {
        let depth = self.0.len();
        self.0.extend(ancestors);
        depth
    }

    /// Comes back up.
    pub(super) fn leave(&mut self, depth: usize) {
        self.0.truncate(depth);
    }

    /// The schema that a `circular(...)` replaces: the nearest one of that title. For one without a title, the nearest
    /// without a title that can recur at all: lists and maps usually aren't components of their own.
    pub(super) fn find(&self, title: Option<&str>) -> Option<&Ancestor<'a>> {
        self.0
            .iter()
            .rev()
            .find(|ancestor| match ancestor.located.schema {
                Schema::Object(object) => match title {
                    Some(title) => object.title.as_deref() == Some(title),
                    None => object.title.is_none() && is_composite(object),
                },
                _ => false,
            })
    }
}

fn is_composite(object: &SchemaObject) -> bool {
    !object.properties.is_empty()
        || !object.all_of.is_empty()
        || !object.one_of.is_empty()
        || !object.any_of.is_empty()
}

impl<'a> View<'a> {
    /// Reads schemas together; the later one wins where they differ.
    pub(super) fn of(schemas: &[Located<'a>], ancestors: &Ancestors<'a>) -> Self {
        let mut view = Self::default();
        let mut seen = BTreeSet::new();
        for located in schemas {
            view.read(located, ancestors, &mut seen, false);
        }
        view
    }

    fn read(
        &mut self,
        located: &Located<'a>,
        ancestors: &Ancestors<'a>,
        seen: &mut BTreeSet<Position>,
        inherited: bool,
    ) {
        if !seen.insert(located.position.clone()) {
            return;
        }
        match located.schema {
            Schema::Any | Schema::Never | Schema::Named(_) => {}
            Schema::Circular(circular) => {
                self.read_ancestor(circular.title.as_deref(), ancestors, seen);
            }
            Schema::Object(object) => {
                for (index, part) in object.all_of.iter().enumerate() {
                    let mut part = located.child(part, Step::AllOf(index));
                    part.bare = located.bare;
                    self.read(&part, ancestors, seen, true);
                    self.parts.push(part);
                }
                self.read_keywords(located, object, inherited);
                if !located.bare {
                    self.read_unions(located, object, inherited);
                }
                if let Some(circular) = &object.circular_properties {
                    self.read_ancestor(circular.title.as_deref(), ancestors, seen);
                }
            }
        }
    }

    fn read_ancestor(
        &mut self,
        title: Option<&'a str>,
        ancestors: &Ancestors<'a>,
        seen: &mut BTreeSet<Position>,
    ) {
        let Some(ancestor) = ancestors.find(title) else {
            self.lost.push(title.unwrap_or_default());
            return;
        };
        let mut located = ancestor.located.clone();
        located.bare = true;
        self.read(&located, ancestors, seen, true);
    }

    fn read_keywords(&mut self, located: &Located<'a>, object: &'a SchemaObject, inherited: bool) {
        self.narrow_types(object);
        self.narrow_values(object);
        if let Some(format) = &object.format {
            self.format = Some(format);
        }
        if object.nullable && !inherited || is_nullable_mark(object) {
            self.nullable = true;
        }
        for (value, docs) in &object.value_docs {
            self.value_docs.insert(value, docs);
        }
        for (value, name) in &object.value_names {
            self.value_names.insert(value, name);
        }
        for (name, schema) in &object.properties {
            let property = located.child(schema, Step::Property(name.clone()));
            self.properties.entry(name).or_default().push(property);
        }
        self.required
            .extend(object.required.iter().map(String::as_str));
        if let Additional::Allowed(schema) = &object.additional {
            self.additional = Some(located.child(schema, Step::AdditionalProperties));
        }
        if let Some(items) = &object.items {
            self.items.push(located.child(items, Step::Items));
        }
    }

    fn narrow_types(&mut self, object: &'a SchemaObject) {
        let types: Vec<&str> = object.types.iter().map(String::as_str).collect();
        if types.is_empty() {
            return;
        }
        let common: Vec<&str> = self
            .types
            .iter()
            .copied()
            .filter(|known| types.contains(known))
            .collect();
        if !self.types.is_empty() && common.is_empty() {
            self.contradictions.push(format!(
                "type {} against {}",
                self.types.join(", "),
                types.join(", ")
            ));
        }
        self.types = if common.is_empty() { types } else { common };
    }

    fn narrow_values(&mut self, object: &'a SchemaObject) {
        if object.values.is_empty() {
            return;
        }
        let own: HashSet<&Value> = object.values.iter().collect();
        let common: Vec<&Value> = self
            .values
            .iter()
            .copied()
            .filter(|known| own.contains(known))
            .collect();
        if !self.values.is_empty() && common.is_empty() {
            self.contradictions
                .push("enums without a common value".to_owned());
        }
        self.values = if common.is_empty() {
            object.values.iter().collect()
        } else {
            common
        };
    }

    /// A discriminator that comes with a base type by `allOf` selects among the base type's children, not among this one's.
    fn read_unions(&mut self, located: &Located<'a>, object: &'a SchemaObject, inherited: bool) {
        let discriminator = object.discriminator.as_ref();
        let one_of = branches(located, &object.one_of, Step::OneOf);
        let any_of = branches(located, &object.any_of, Step::AnyOf);
        for branches in [one_of, any_of] {
            if !branches.is_empty() {
                self.unions.push(UnionView {
                    branches,
                    discriminator,
                    emptied: false,
                });
            }
        }
        if self.unions.is_empty()
            && !inherited
            && let Some(discriminator) = discriminator
        {
            let branches = inlined_branches(located, discriminator);
            if branches.len() > 1 {
                self.unions.push(UnionView {
                    branches,
                    discriminator: Some(discriminator),
                    emptied: false,
                });
            }
        }
    }
}

fn branches<'a>(
    union: &Located<'a>,
    schemas: &'a [Schema],
    step: fn(usize) -> Step,
) -> Vec<Located<'a>> {
    let located = |(index, schema)| union.child(schema, step(index));
    schemas.iter().enumerate().map(located).collect()
}

/// The schemas that the plugin inlined into a discriminator's mapping.
fn inlined_branches<'a>(
    located: &Located<'a>,
    discriminator: &'a Discriminator,
) -> Vec<Located<'a>> {
    let mut branches: Vec<Located<'a>> = Vec::new();
    for (tag, mapping) in &discriminator.mapping {
        if let Mapping::Inlined(schema) = mapping
            && !branches
                .iter()
                .any(|known| known.schema == located.mapped(schema))
        {
            branches.push(located.child(schema, Step::Mapping(tag.clone())));
        }
    }
    branches
}
