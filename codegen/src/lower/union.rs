//! `oneOf` and `anyOf`: which branches describe values, and how to select one of them.

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::Lowering;
use super::keywords::{is_constraint, is_empty, is_null};
use super::view::{Located, UnionView, View};
use crate::diagnostic::Code;
use crate::graph::{Branch, EnumKind, Kind, NodeId, UnionKind};
use crate::input::openapi::{Discriminator, Mapping, Schema, SchemaObject};
use crate::position::Position;
use crate::scalar::Scalar;

impl<'a> Lowering<'a, '_> {
    /// The union of a view, or `None` if its branches add nothing to its other keywords.
    pub(super) fn union(
        &mut self,
        schemas: &[Located<'a>],
        view: &mut View<'a>,
        position: &Position,
    ) -> Option<Kind> {
        // One union at most: `allOf` can bring several, whose combinations no type has.
        let unions: Vec<UnionView<'a>> = std::mem::take(&mut view.unions);
        let mut unions = unions
            .into_iter()
            .filter_map(|union| self.meaningful(union, view, position));
        let union = unions.next()?;
        if unions.next().is_some() {
            self.report(
                Code::Contradiction,
                position,
                "several unions apply at once: only the first is modelled",
            );
        }
        // Branches that are values are an enum.
        if let Some(values) = all_values(&union.branches) {
            return Some(Kind::Enum(values));
        }
        // Properties and values beside the union apply to each branch.
        let shared = !view.properties.is_empty() || !view.values.is_empty();
        let nodes: Vec<NodeId> = union
            .branches
            .iter()
            .map(|branch| {
                let mut together = Vec::new();
                if shared {
                    together.extend(schemas.iter().cloned().map(|common| Located {
                        bare: true,
                        ..common
                    }));
                }
                together.push(branch.clone());
                self.lower(together).target
            })
            .collect();
        // A discriminator identifies the branches, declared or not.
        let tags = union.discriminator.and_then(|discriminator| {
            let values = self.only_values(&nodes, &discriminator.property);
            match values.filter(|_| discriminator.mapping.is_empty()) {
                Some(tags) => Some((discriminator.property.clone(), tags)),
                None => declared_tags(&union.branches, discriminator),
            }
        });
        match tags.or_else(|| self.inferred_tags(&nodes)) {
            Some((property, tags)) => Some(tagged_union(property, nodes, tags)),
            None => {
                let nodes = self.with_open_object(nodes, union.emptied);
                Some(self.plain_union(nodes, position))
            }
        }
    }

    /// Drops the branches that describe no values: null, constraints, and schemas that the plugin emptied.
    fn meaningful(
        &mut self,
        mut union: UnionView<'a>,
        view: &View<'a>,
        position: &Position,
    ) -> Option<UnionView<'a>> {
        let constrains = |schema| !view.properties.is_empty() && is_constraint(schema);
        union.branches.retain(|branch| {
            !is_null(branch.schema)
                && !matches!(branch.schema, Schema::Never)
                && !constrains(branch.schema)
        });
        let count = union.branches.len();
        union.branches.retain(|branch| !is_empty(branch.schema));
        if union.branches.len() < count {
            let lost = count - union.branches.len();
            let message = format!(
                "{lost} of {count} branches describe no values: treated as one open object"
            );
            self.report(Code::EmptyBranch, position, message);
            union.emptied = true;
        }
        if union.branches.is_empty() {
            None
        } else {
            Some(union)
        }
    }

    /// A branch for the values of the branches that the page has lost.
    fn with_open_object(&mut self, mut nodes: Vec<NodeId>, emptied: bool) -> Vec<NodeId> {
        if emptied {
            nodes.push(self.leaf(Kind::Object, Vec::new()).target);
        }
        nodes
    }

    /// A union without discriminator: its branches are tried one after the other.
    pub(super) fn plain_union(&mut self, nodes: Vec<NodeId>, position: &Position) -> Kind {
        // Scalars that are equal are one branch. An object that is still being lowered can't be compared.
        let mut distinct: Vec<NodeId> = Vec::new();
        for node in nodes {
            let kind = &self.graph.node(node).kind;
            let scalar = matches!(kind, Kind::Scalar(_) | Kind::Object) || self.is_any(node);
            let repeated = distinct.iter().any(|&known| {
                known == node
                    || scalar
                        && !self.unfinished.contains(&known)
                        && self.graph.node(known).kind == *kind
            });
            if !repeated {
                distinct.push(node);
            }
        }
        match distinct.as_slice() {
            [only] => self.repeated(*only, position),
            _ if self.is_text(&distinct) => Kind::Scalar(Scalar::String),
            [] => {
                self.report(
                    Code::NoSchema,
                    position,
                    "the union has no branches: treated as any JSON value",
                );
                Kind::Any
            }
            _ => {
                let branches = distinct
                    .into_iter()
                    .map(|node| Branch {
                        node,
                        tags: Vec::new(),
                    })
                    .collect();
                Kind::Union(UnionKind {
                    discriminator: None,
                    branches,
                })
            }
        }
    }

    /// Strings of different formats look alike, so a union of them is a string.
    fn is_text(&self, nodes: &[NodeId]) -> bool {
        nodes.iter().all(|&node| {
            let kind = &self.graph.node(node).kind;
            matches!(kind, Kind::Scalar(scalar) if scalar.is_text())
        })
    }

    /// Without a discriminator: a property that has one value in each branch, another in each.
    fn inferred_tags(&self, nodes: &[NodeId]) -> Option<(String, Vec<Vec<String>>)> {
        let Kind::Struct(first) = &self.graph.node(*nodes.first()?).kind else {
            return None;
        };
        first
            .fields
            .keys()
            .find_map(|property| Some((property.clone(), self.only_values(nodes, property)?)))
    }

    /// The value of a property in each branch, if each has one value of its own.
    fn only_values(&self, nodes: &[NodeId], property: &str) -> Option<Vec<Vec<String>>> {
        let mut tags: IndexSet<String> = IndexSet::new();
        for &node in nodes {
            if !tags.insert(self.only_value(node, property)?) {
                return None;
            }
        }
        let tags: Vec<Vec<String>> = tags.into_iter().map(|tag| vec![tag]).collect();
        (tags.len() > 1).then_some(tags)
    }

    fn only_value(&self, node: NodeId, property: &str) -> Option<String> {
        let Kind::Struct(object) = &self.graph.node(node).kind else {
            return None;
        };
        let field = object.fields.get(property)?;
        match &self.graph.node(field.edge.target).kind {
            Kind::Enum(EnumKind { values, .. }) => match values.as_slice() {
                [Value::String(value)] => Some(value.clone()),
                _ => None,
            },
            _ => None,
        }
    }
}

fn tagged_union(property: String, nodes: Vec<NodeId>, tags: Vec<Vec<String>>) -> Kind {
    let mut branches: IndexMap<NodeId, Vec<String>> = IndexMap::new();
    for (node, tags) in nodes.into_iter().zip(tags) {
        branches.entry(node).or_default().extend(tags);
    }
    let branches = branches
        .into_iter()
        .map(|(node, tags)| Branch { node, tags })
        .collect();
    Kind::Union(UnionKind {
        discriminator: Some(property),
        branches,
    })
}

/// The tags of each branch by `discriminator.mapping`, or by the title where neither a mapping nor the schemas have them:
/// OpenAPI takes the schema's name (OpenAPI 3.0.3, Discriminator Object), and on a page only the title is left of it.
fn declared_tags<'a>(
    branches: &[Located<'a>],
    discriminator: &'a Discriminator,
) -> Option<(String, Vec<Vec<String>>)> {
    let mut all: Vec<Vec<String>> = Vec::new();
    for branch in branches {
        let title = match branch.schema {
            Schema::Object(object) => object.title.as_deref(),
            _ => None,
        };
        let mapped = discriminator
            .mapping
            .iter()
            .filter(|(_, mapping)| match mapping {
                Mapping::Name(name) => title == Some(name),
                Mapping::Inlined(schema) => branch.mapped(schema) == branch.schema,
            });
        let mut tags: Vec<String> = mapped.map(|(tag, _)| tag.clone()).collect();
        if tags.is_empty() && discriminator.mapping.is_empty() {
            tags.extend(title.map(str::to_owned));
        }
        let ambiguous = tags
            .iter()
            .any(|tag| all.iter().flatten().any(|known| known == tag));
        if tags.is_empty() || ambiguous {
            return None;
        }
        all.push(tags);
    }
    Some((discriminator.property.clone(), all))
}

/// A union of strings of which some are listed is an open enum: `anyOf: [{type: string}, {enum: [..]}]`, or a `const`
/// with a description for each value. So is a union of whole numbers that are all listed. Titles name such values.
fn all_values(branches: &[Located<'_>]) -> Option<EnumKind> {
    let mut objects = Vec::new();
    for branch in branches {
        match branch.schema {
            Schema::Object(object) if !is_composed(object) => objects.push(&**object),
            _ => return None,
        }
    }
    let are_texts = objects.iter().all(|object| is_text(object));
    let are_numbers = objects.iter().all(|object| is_listed_numbers(object));
    if !are_texts && !are_numbers {
        return None;
    }
    let mut all = EnumKind::default();
    let mut values: IndexSet<Value> = IndexSet::new();
    for object in objects {
        values.extend(object.values.iter().cloned());
        if let [only] = object.values.as_slice() {
            let only = only
                .as_str()
                .map_or_else(|| only.to_string(), str::to_owned);
            if !object.description.is_empty() {
                all.docs.insert(only.clone(), object.description.clone());
            }
            all.names.extend(
                object
                    .title
                    .clone()
                    .filter(|_| are_numbers)
                    .map(|title| (only, title)),
            );
        }
        all.docs.extend(object.value_docs.clone());
        all.names.extend(object.value_names.clone());
    }
    all.values = values.into_iter().collect();
    (!all.values.is_empty()).then_some(all)
}

fn is_composed(object: &SchemaObject) -> bool {
    !(object.all_of.is_empty() && object.one_of.is_empty() && object.any_of.is_empty())
}

/// Strings, of which some may be listed.
fn is_text(object: &SchemaObject) -> bool {
    let is_described = !(object.values.is_empty() && object.types.is_empty());
    is_described
        && object.types.iter().all(|name| name == "string")
        && object.values.iter().all(Value::is_string)
}

/// Whole numbers, all of them listed.
fn is_listed_numbers(object: &SchemaObject) -> bool {
    let mut types = object.types.iter();
    !object.values.is_empty()
        && types.all(|name| ["integer", "number"].contains(&name.as_str()))
        && object.values.iter().all(Value::is_i64)
}
