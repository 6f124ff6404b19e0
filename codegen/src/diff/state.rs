//! A state of the spec folder: the surface of its crate, and what the pages have to say about each item.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::input::spec::Spec;
use crate::ir::{Crate, Operation, TypeDef, TypeDocs, TypeKind, Version};
use crate::pipeline::{self, Options};
use crate::surface::{ItemId, Surface};

/// A state of the spec folder.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The surface of its crate.
    pub surface: Surface,
    /// The version of its crate, if it is a valid one.
    pub version: Option<semver::Version>,
    /// The docs of each item, by API version and item.
    docs: BTreeMap<(String, ItemId), Docs>,
    /// Where on the pages the schemas of each type are, by API version and type.
    pub(super) places: BTreeMap<(String, String), Vec<Place>>,
    /// The page of each operation, by API version and operation.
    pub(super) pages: BTreeMap<(String, ItemId), String>,
    /// The names of members on the wire, by API version, type and identifier.
    pub(super) keys: BTreeMap<(String, String, String), String>,
    /// The definition of each page, with the overlay applied.
    pub(super) definitions: BTreeMap<String, Value>,
}

/// A place on a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The page, relative to the spec folder.
    pub(super) page: String,
    /// A JSON pointer (RFC 6901) into its definition.
    pub(super) pointer: String,
}

impl State {
    /// A state of which only the surface is known.
    pub fn of_surface(surface: Surface) -> Self {
        Self {
            surface,
            ..Self::default()
        }
    }

    /// The state of a spec folder. Returns `None` if the input has errors, which are in the diagnostics.
    pub fn read(spec: &Spec, options: &Options, diagnostics: &mut Diagnostics) -> Option<Self> {
        let model = pipeline::model(spec, options, diagnostics)?;
        Some(Self::of(&model.krate, spec))
    }

    /// The state of a spec folder, given the crate that was made of it.
    pub fn of(krate: &Crate, spec: &Spec) -> Self {
        let mut state = Self::of_surface(Surface::of(krate));
        state.version = krate.package.version.parse().ok();
        state.definitions = pipeline::read_definitions(spec);
        for version in &krate.versions {
            state.add_operations(version);
            state.add_types(version);
        }
        state
    }

    /// The state of one API version alone, by its module.
    #[must_use]
    pub fn only(&self, api: &str) -> Self {
        let mut surface = Surface {
            package: self.surface.package.clone(),
            ..Surface::default()
        };
        if let Some(found) = self.surface.apis.get(api) {
            surface.apis.insert(api.to_owned(), found.clone());
        }
        let pages = of_api(&self.pages, |(each, _)| each == api);
        let known: BTreeSet<&String> = pages.values().collect();
        let definitions = of_api(&self.definitions, |page| known.contains(page));
        Self {
            surface,
            version: self.version.clone(),
            docs: of_api(&self.docs, |(each, _)| each == api),
            places: of_api(&self.places, |(each, _)| each == api),
            keys: of_api(&self.keys, |(each, _, _)| each == api),
            definitions,
            pages,
        }
    }

    fn add_operations(&mut self, version: &Version) {
        for module in &version.modules {
            for operation in &module.operations {
                let id = ItemId::Operation {
                    module: module.name.clone(),
                    function: operation.function.clone(),
                };
                let key = (version.module.clone(), id);
                self.docs.insert(key.clone(), operation_docs(operation));
                self.pages.insert(key, operation.page.clone());
            }
        }
    }

    fn add_types(&mut self, version: &Version) {
        let operations = version.modules.iter().flat_map(|module| &module.operations);
        let pages: BTreeMap<&str, &str> = operations
            .map(|each| (each.id.as_str(), each.page.as_str()))
            .collect();
        for definition in &version.types {
            let name = definition.name.clone();
            let id = ItemId::Type(name.clone());
            self.docs
                .insert((version.module.clone(), id), type_docs(definition));
            let places = definition.positions.iter().filter_map(|position| {
                let position = position
                    .strip_prefix(&version.folder)?
                    .trim_start_matches('/');
                let (id, pointer) = position.split_once('#')?;
                Some(Place {
                    page: (*pages.get(id)?).to_owned(),
                    pointer: pointer.to_owned(),
                })
            });
            self.places
                .insert((version.module.clone(), name.clone()), places.collect());
            if let TypeKind::Struct(object) = &definition.kind {
                for field in &object.fields {
                    let key = (version.module.clone(), name.clone(), field.ident.clone());
                    self.keys.insert(key, field.name.clone());
                }
            }
        }
    }
}

fn of_api<K: Ord + Clone, V: Clone>(
    map: &BTreeMap<K, V>,
    is_of_api: impl Fn(&K) -> bool,
) -> BTreeMap<K, V> {
    let entries = map.iter().filter(|(key, _)| is_of_api(key));
    entries
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// The docs of an item and its members, by member; those of the item itself under the empty name.
type Docs = BTreeMap<String, String>;

fn operation_docs(operation: &Operation) -> Docs {
    let own = format!("{:?}", (&operation.summary, &operation.description));
    let parameters = operation.parameters.iter().map(|each| {
        let docs = format!("{:?}", (&each.docs, &each.default));
        (format!("parameter {}", each.name), docs)
    });
    let responses = operation.responses.iter().map(|each| {
        let docs = format!("{:?}", (&each.description, &each.headers));
        (format!("response {}", each.status), docs)
    });
    let body = operation.body.iter();
    let body = body.map(|body| ("body".to_owned(), format!("{:?}", body.docs)));
    let members = parameters.chain(responses).chain(body);
    members.chain([(String::new(), own)]).collect()
}

/// The descriptions of a type and its members. What the generator writes itself follows from the surface.
fn type_docs(definition: &TypeDef) -> Docs {
    let own = match &definition.docs {
        TypeDocs::Vendor(text) => text.clone(),
        TypeDocs::Own(_) => String::new(),
    };
    let member = |ident: &str, docs: &str| (ident.to_owned(), docs.to_owned());
    let mut docs: Docs = match &definition.kind {
        TypeKind::Struct(object) => {
            let fields = object.fields.iter();
            let docs = fields.map(|each| {
                let docs = format!("{:?}", (&each.docs, &each.default));
                (each.ident.clone(), docs)
            });
            docs.collect()
        }
        TypeKind::Enum(values) => {
            let variants = values.variants.iter();
            variants
                .map(|each| member(&each.ident, &each.docs))
                .collect()
        }
        TypeKind::Union(union) => {
            let variants = union.variants.iter();
            variants
                .map(|each| member(&each.ident, &each.docs))
                .collect()
        }
        TypeKind::Form(parts) => parts
            .iter()
            .map(|each| member(&each.ident, &each.docs))
            .collect(),
        TypeKind::Errors(variants) | TypeKind::SuccessByStatus(variants) => variants
            .iter()
            .map(|each| member(&each.ident, &each.docs))
            .collect(),
        TypeKind::Bodies(_) => Docs::new(),
    };
    docs.insert(String::new(), own);
    docs
}

/// The items of both states whose docs differ, or those of a member that both have: docs of a new member come with it.
pub(super) fn changed_docs(old: &State, new: &State) -> Vec<String> {
    let differ = |key: &(String, ItemId), docs: &Docs| {
        let now = new.docs.get(key);
        now.is_some_and(|now| {
            docs.iter()
                .any(|(member, docs)| now.get(member).is_some_and(|now| now != docs))
        })
    };
    let changed = old.docs.iter().filter(|(key, docs)| differ(key, docs));
    changed
        .map(|((api, id), _)| format!("{api}::{}", id.path()))
        .collect()
}
