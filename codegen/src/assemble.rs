//! From evidence to the finished [`ir::Crate`]: the last stage that decides anything.
//!
//! Input: the APIs, their schema graphs, types, names and the settings. Output: what the emitters write down. Each file
//! below assembles one part of it.

mod bodies;
mod docs;
mod errors;
mod operations;
mod parameters;
mod settings;
mod typedefs;

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::Analysis;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{Edge, Graph, Kind, NodeId, Scalar};
use crate::input::config::Config;
use crate::input::docs_set::{Api, OperationIndex};
use crate::input::openapi::OperationObject;
use crate::ir::{self, Module, Operation, TypeDef, TypeId, TypeRef, Version};
use crate::lower::Lowered;
use crate::merge::{ClassId, Types};
use crate::names::TypeNames;
use crate::names::idents::tag_modules;
use crate::names::lock::{Anchor, Lock};
use crate::names::words::Vocabulary;
use crate::place::{self, Circles};
use crate::uses::Uses;

pub use settings::{PackagePlace, assemble_crate};

/// What is known of one API when its parts are assembled.
struct Assembly<'a> {
    api: &'a Api,
    config: &'a Config,
    vocabulary: &'a Vocabulary,
    graph: &'a Graph,
    lowered: &'a Lowered,
    types: &'a Types,
    uses: &'a Uses,
    circles: &'a Circles,
    names: &'a mut TypeNames,
    /// The types that come from schemas.
    ids: BTreeMap<ClassId, TypeId>,
    /// Their classes, by id.
    classes: Vec<ClassId>,
    /// All types made so far, and the operations that use each.
    typedefs: Vec<TypeDef>,
    users: Vec<BTreeSet<OperationIndex>>,
    diagnostics: &'a mut Diagnostics,
}

/// Assembles one API, and remembers the names of its types.
pub fn assemble(
    analysis: &mut Analysis,
    config: &Config,
    vocabulary: &Vocabulary,
    lock: &mut Lock,
    diagnostics: &mut Diagnostics,
) -> Version {
    let mut assembly = Assembly {
        api: &analysis.api,
        config,
        vocabulary,
        graph: &analysis.lowered.graph,
        lowered: &analysis.lowered,
        types: &analysis.types,
        uses: &analysis.uses,
        circles: &analysis.circles,
        names: &mut analysis.names,
        ids: BTreeMap::new(),
        classes: Vec::new(),
        typedefs: Vec::new(),
        users: Vec::new(),
        diagnostics,
    };
    assembly.schema_types();
    let errors = assembly.error_types(lock);
    let operations = assembly.operations(&errors);
    assembly.remember(lock);
    assembly.version(operations)
}

impl Assembly<'_> {
    /// Adds a type that operations use.
    fn add_type(&mut self, definition: TypeDef, users: BTreeSet<OperationIndex>) -> TypeId {
        let id = TypeId(self.typedefs.len());
        self.typedefs.push(definition);
        self.users.push(users);
        id
    }

    /// The Rust type of a schema, null aside.
    fn type_ref(&self, node: NodeId) -> TypeRef {
        match &self.graph.node(node).kind {
            Kind::Any => TypeRef::Value,
            Kind::Object => TypeRef::Object,
            Kind::Scalar(scalar) => match scalar {
                Scalar::String | Scalar::Binary => TypeRef::String,
                Scalar::Timestamp => TypeRef::Timestamp,
                Scalar::Date => TypeRef::Date,
                Scalar::Boolean => TypeRef::Boolean,
                Scalar::Int32 => TypeRef::Int32,
                Scalar::Int64 => TypeRef::Int64,
                Scalar::Float => TypeRef::Number,
            },
            Kind::List(edge) => TypeRef::List(Box::new(self.element(*edge))),
            Kind::Map(edge) => TypeRef::Map(Box::new(self.element(*edge))),
            Kind::Struct(_) | Kind::Enum(_) | Kind::Union(_) => {
                match self.ids.get(&self.types.class(node)) {
                    Some(id) => TypeRef::Named(*id),
                    None => TypeRef::Value,
                }
            }
        }
    }

    fn element(&self, edge: Edge) -> TypeRef {
        let inner = self.type_ref(edge.target);
        let any = inner == TypeRef::Value;
        if edge.nullable && !any {
            TypeRef::Option(Box::new(inner))
        } else {
            inner
        }
    }

    /// The Rust type of a part of `owner`, boxed where it closes a circle.
    fn part_ref(&self, owner: ClassId, part: NodeId) -> TypeRef {
        match self.type_ref(part) {
            TypeRef::Named(id) if self.circles.need_box(owner, self.types.class(part)) => {
                TypeRef::Boxed(id)
            }
            other => other,
        }
    }

    fn say(&mut self, code: Code, page: &str, pointer: &str, message: String) {
        self.diagnostics
            .push(Diagnostic::new(code, page, message).at(pointer));
    }

    fn remember(&self, lock: &mut Lock) {
        for (class, uses) in self.uses.classes() {
            if let Some(name) = self.names.of(class) {
                let anchors = Anchor::of_all(self.api, &uses.positions);
                lock.remember(&self.api.folder, name, &anchors);
            }
        }
    }

    /// Puts operations and types into modules.
    fn version(&mut self, operations: Vec<ir::Operation>) -> Version {
        let tags = self.api.operations.iter().map(place::tag);
        let mut module_names = tag_modules(self.vocabulary, tags.collect());
        let mut modules: BTreeMap<String, Module> = BTreeMap::new();
        for ((_, documented), operation) in self.api.indexed().zip(operations) {
            let tag = place::tag(documented);
            let name = module_names.entry(tag.to_owned()).or_default().clone();
            let module = modules
                .entry(name.clone())
                .or_insert_with(|| empty_module(name, Some(tag)));
            module.operations.push(operation);
        }
        for module in modules.values_mut() {
            module
                .operations
                .sort_by(|a, b| a.function.cmp(&b.function));
        }
        self.follow_errors();
        let shared = "shared".to_owned();
        modules.insert(shared.clone(), empty_module(shared.clone(), None));
        let homes: Vec<String> = self
            .users
            .iter()
            .map(
                |users| match place::only_tag(self.api, users.iter().copied()) {
                    Some(tag) => module_names
                        .get(tag)
                        .cloned()
                        .unwrap_or_else(|| shared.clone()),
                    None => shared.clone(),
                },
            )
            .collect();
        let mut order: Vec<TypeId> = (0..self.typedefs.len()).map(TypeId).collect();
        order.sort_by(|a, b| self.typedefs[a.0].name.cmp(&self.typedefs[b.0].name));
        for id in order {
            let Some(home) = homes.get(id.0) else {
                continue;
            };
            if let Some(module) = modules.get_mut(home) {
                module.types.push(id);
            }
        }
        let typedefs = std::mem::take(&mut self.typedefs);
        for module in modules.values_mut() {
            module.reexports = reexports(module, &typedefs, &homes);
        }
        modules.retain(|_, module| !module.types.is_empty() || !module.operations.is_empty());
        let info = |text: fn(&OperationObject) -> &String| {
            let objects = self.api.operations.iter().map(|each| &each.object);
            objects.map(text).find(|text| !text.trim().is_empty())
        };
        Version {
            module: self.api.module.clone(),
            folder: self.api.folder.clone(),
            title: info(|object| &object.info_title)
                .unwrap_or(&self.api.module)
                .clone(),
            description: info(|object| &object.info_description)
                .cloned()
                .unwrap_or_default(),
            server: self.main_server(),
            modules: modules.into_values().collect(),
            types: typedefs,
        }
    }

    /// What an error type speaks of is used wherever the error type is.
    fn follow_errors(&mut self) {
        for index in 0..self.typedefs.len() {
            if !matches!(self.typedefs[index].kind, ir::TypeKind::Errors(_)) {
                continue;
            }
            let users = self.users[index].clone();
            let mut reached = BTreeSet::new();
            let mut open = vec![TypeId(index)];
            while let Some(id) = open.pop() {
                if reached.insert(id) {
                    open.extend(self.typedefs[id.0].references());
                    self.users[id.0].extend(&users);
                }
            }
        }
    }
}

fn empty_module(name: String, tag: Option<&str>) -> Module {
    let tag = tag.map(str::to_owned);
    Module {
        name,
        tag,
        operations: Vec::new(),
        types: Vec::new(),
        reexports: BTreeSet::new(),
    }
}

/// The shared types that a tag's module speaks of.
fn reexports(module: &Module, types: &[TypeDef], homes: &[String]) -> BTreeSet<String> {
    let by_operations = module.operations.iter().flat_map(Operation::references);
    let definitions = module.types.iter().filter_map(|id| types.get(id.0));
    let mentioned: BTreeSet<TypeId> = by_operations
        .chain(definitions.flat_map(TypeDef::references))
        .collect();
    mentioned
        .into_iter()
        .filter(|id| homes.get(id.0).is_some_and(|home| *home != module.name))
        .filter_map(|id| types.get(id.0))
        .map(|definition| definition.name.clone())
        .collect()
}
