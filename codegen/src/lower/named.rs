//! Schemas by name: where the one is that `{"$ref": "#Name"}` stands for.
//!
//! Imported pages have each component once in an API if they were too large otherwise. Its `$anchor` is its name. Pages that
//! were imported one by one have what they need themselves, perhaps of different dates, so a page's own schema comes first.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::input::docs_set::{Api, OperationIndex};
use crate::input::openapi::{Additional, Mapping, Schema, SchemaObject};
use crate::position::{Position, Step};

use super::body;

/// The schemas of an API that have a name, and their positions, by the operation whose page has them.
#[derive(Debug, Default)]
pub(super) struct Named<'a>(HashMap<&'a str, BTreeMap<OperationIndex, (&'a Schema, Position)>>);

impl<'a> Named<'a> {
    /// Finds all of them, and reports names that none has.
    pub(super) fn of(api: &'a Api, diagnostics: &mut Diagnostics) -> Self {
        let mut named = Self::default();
        for (index, operation) in api.indexed().filter(|(_, each)| each.object.has_anchors) {
            for (schema, root) in body::roots(&operation.object) {
                named.visit(schema, &Position::root(index, root));
            }
        }
        for operation in &api.operations {
            for (pointer, name) in &operation.object.named {
                if !named.0.contains_key(name.as_str()) {
                    let message = format!("no page has the schema that is called `{name}`");
                    diagnostics.push(
                        Diagnostic::new(Code::NotInlined, &operation.path, message)
                            .at(pointer)
                            .help("run `import` again: a page that it wrote is missing or was changed"),
                    );
                }
            }
        }
        named
    }

    /// The schema that a page means by a name.
    pub(super) fn get(&self, name: &str, page: OperationIndex) -> Option<&(&'a Schema, Position)> {
        let found = self.0.get(name)?;
        found.get(&page).or_else(|| found.values().next())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn visit(&mut self, schema: &'a Schema, position: &Position) {
        let Schema::Object(object) = schema else {
            return;
        };
        if let Some(name) = &object.anchor {
            let by_page = self.0.entry(name).or_default();
            let found = by_page.entry(position.operation());
            found.or_insert_with(|| (schema, position.clone()));
        }
        for (part, step) in parts(object) {
            self.visit(part, &position.child(step));
        }
    }
}

fn parts(object: &SchemaObject) -> impl Iterator<Item = (&Schema, Step)> {
    let additional = match &object.additional {
        Additional::Allowed(schema) => Some((schema, Step::AdditionalProperties)),
        Additional::Unsaid | Additional::Forbidden => None,
    };
    let properties = object.properties.iter();
    let mapping = object.discriminator.iter().flat_map(|each| &each.mapping);
    properties
        .map(|(name, schema)| (schema, Step::Property(name.clone())))
        .chain(additional)
        .chain(object.items.as_ref().map(|items| (items, Step::Items)))
        .chain(listed(&object.all_of, Step::AllOf))
        .chain(listed(&object.one_of, Step::OneOf))
        .chain(listed(&object.any_of, Step::AnyOf))
        .chain(mapping.filter_map(|(tag, mapping)| match mapping {
            Mapping::Inlined(schema) => Some((schema, Step::Mapping(tag.clone()))),
            Mapping::Name(_) => None,
        }))
}

fn listed(schemas: &[Schema], step: fn(usize) -> Step) -> impl Iterator<Item = (&Schema, Step)> {
    let schemas = schemas.iter().enumerate();
    schemas.map(move |(index, schema)| (schema, step(index)))
}
