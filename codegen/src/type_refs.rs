//! How Rust code refers to the type of a schema.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{Edge, Graph, Kind, NodeId};
use crate::ir::{TypeId, TypeRef};
use crate::merge::{ClassId, Types};
use crate::uses::Uses;

/// The Rust types of all schemas of an API.
pub struct TypeRefs<'a> {
    graph: &'a Graph,
    types: &'a Types,
    /// The classes that have a type, by its id.
    classes: Vec<ClassId>,
    ids: BTreeMap<ClassId, TypeId>,
    /// The classes that were asked for although nothing uses them.
    unused: RefCell<BTreeSet<ClassId>>,
}

impl<'a> TypeRefs<'a> {
    /// Gives each used class a type, in the order of [`Uses::classes`].
    pub fn new(graph: &'a Graph, types: &'a Types, uses: &Uses) -> Self {
        let classes: Vec<ClassId> = uses.classes().map(|(class, _)| class).collect();
        let ids = classes.iter().enumerate();
        let ids = ids.map(|(index, class)| (*class, TypeId(index))).collect();
        Self {
            graph,
            types,
            classes,
            ids,
            unused: RefCell::default(),
        }
    }

    /// The id of the first type that doesn't come from a schema.
    pub fn next_id(&self) -> usize {
        self.classes.len()
    }

    /// The type of a class, unless nothing uses it.
    pub fn id(&self, class: ClassId) -> Option<TypeId> {
        self.ids.get(&class).copied()
    }

    /// The class of a schema's type; `None` for other types.
    pub fn class(&self, id: TypeId) -> Option<ClassId> {
        self.classes.get(id.0).copied()
    }

    /// The types that the values of a type consist of directly.
    pub fn parts(&self, id: TypeId) -> Vec<TypeId> {
        let class = self.class(id);
        let node = class.and_then(|class| self.types.members(class).first());
        let parts: Vec<NodeId> = node.map_or_else(Vec::new, |node| self.graph.children(*node));
        parts
            .iter()
            .filter_map(|part| self.of(*part).definition())
            .collect()
    }

    /// The type of a schema's values other than null.
    pub fn of(&self, node: NodeId) -> TypeRef {
        match &self.graph.node(node).kind {
            Kind::Any => TypeRef::Value,
            Kind::Object => TypeRef::Object,
            Kind::Scalar(scalar) => TypeRef::Scalar(scalar.in_json()),
            Kind::List(edge) => TypeRef::List(Box::new(self.element(*edge))),
            Kind::Map(edge) => TypeRef::Map(Box::new(self.element(*edge))),
            Kind::Struct(_) | Kind::Enum(_) | Kind::Union(_) => {
                let class = self.types.class(node);
                if let Some(id) = self.ids.get(&class) {
                    return TypeRef::Named(*id);
                }
                self.unused.borrow_mut().insert(class);
                TypeRef::Value
            }
        }
    }

    /// The type of a list's items or a map's values.
    pub fn element(&self, edge: Edge) -> TypeRef {
        match self.of(edge.target) {
            // Any JSON includes null.
            TypeRef::Value => TypeRef::Value,
            inner if edge.nullable => TypeRef::Option(Box::new(inner)),
            inner => inner,
        }
    }

    /// Reports the classes that were asked for although nothing uses them. [`Uses`] has every class that a body or
    /// parameter reaches, so that there are none.
    pub fn report_unused(&self, diagnostics: &mut Diagnostics) {
        for class in self.unused.borrow().iter() {
            let pointers = self.types.members(*class).first().map(|node| {
                let positions = &self.graph.node(*node).positions;
                positions.first().map(ToString::to_string)
            });
            let message = "a schema is part of a body, but has no recorded use";
            diagnostics.push(
                Diagnostic::new(Code::Internal, "", message)
                    .at(pointers.flatten().unwrap_or_default())
                    .help("please report this, with the page"),
            );
        }
    }
}
