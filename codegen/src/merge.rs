//! Which schema positions are one type.
//!
//! Input: the schema graph. Output: [`Types`], a partition of its nodes. Two nodes are one type when they have the same
//! structure and say the same of their fields, white space and case aside, all the way down. A schema that the vendor
//! keeps in one place is inlined word for word, so equal words are the evidence; the words on a type itself are not, since
//! each use may have its own.
//!
//! The partition is found by refinement: nodes that differ on the face of it are apart, and nodes whose parts are apart
//! are apart, until nothing moves. It needs no order among the nodes, so recursion is no special case, and two pages that
//! cut off the same recursion at different places agree. Each round looks at each edge once, and there are as many rounds
//! as schemas are deep.

use std::collections::HashMap;
use std::hash::Hash;

use crate::graph::{Edge, Graph, Kind, NodeId, Scalar};

/// A class of nodes that are one type. Classes are numbered in the order of their first node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub usize);

/// The partition of a graph's nodes.
#[derive(Clone, Debug)]
pub struct Types {
    class_of: Vec<ClassId>,
    members: Vec<Vec<NodeId>>,
}

impl Types {
    /// The class of a node.
    pub fn class(&self, node: NodeId) -> ClassId {
        self.class_of[node.0]
    }

    /// The nodes of a class, in the graph's order; never empty.
    pub fn members(&self, class: ClassId) -> &[NodeId] {
        &self.members[class.0]
    }

    /// All classes.
    pub fn classes(&self) -> impl Iterator<Item = ClassId> + use<> {
        (0..self.members.len()).map(ClassId)
    }
}

/// What counts when nodes are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// What changes the Rust type.
    Structure,
    /// The structure, and what is said of the fields.
    StructureAndDocs,
}

/// Partitions the nodes of a graph.
pub fn merge(graph: &Graph, evidence: Evidence) -> Types {
    let faces = graph.ids().map(|id| face(&graph.node(id).kind, evidence));
    let mut class_of = number(faces);
    loop {
        let known = count(&class_of);
        let refined = graph.ids().map(|id| {
            let parts: Vec<usize> = parts(graph, id)
                .into_iter()
                .map(|part| class_of[part.0])
                .collect();
            (class_of[id.0], parts)
        });
        class_of = number(refined);
        if count(&class_of) == known {
            return types(class_of);
        }
    }
}

/// Numbers equal things alike, in the order in which they come.
fn number<K: Hash + Eq>(keys: impl Iterator<Item = K>) -> Vec<usize> {
    let mut numbers = HashMap::new();
    keys.map(|key| {
        let next = numbers.len();
        *numbers.entry(key).or_insert(next)
    })
    .collect()
}

fn count(class_of: &[usize]) -> usize {
    class_of.iter().max().map_or(0, |largest| largest + 1)
}

fn types(class_of: Vec<usize>) -> Types {
    let mut members = vec![Vec::new(); count(&class_of)];
    for (index, &class) in class_of.iter().enumerate() {
        members[class].push(NodeId(index));
    }
    Types {
        class_of: class_of.into_iter().map(ClassId).collect(),
        members,
    }
}

/// What a node is, its parts aside.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Face {
    Any,
    Object,
    Scalar(Scalar),
    List {
        nullable: bool,
    },
    Map {
        nullable: bool,
    },
    Struct {
        fields: Vec<FieldFace>,
        additional: Option<bool>,
        form: bool,
    },
    Enum(Vec<String>),
    Union {
        discriminator: Option<String>,
        tags: Vec<Vec<String>>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct FieldFace {
    name: String,
    required: bool,
    nullable: bool,
    docs: String,
}

fn face(kind: &Kind, evidence: Evidence) -> Face {
    match kind {
        Kind::Any => Face::Any,
        Kind::Object => Face::Object,
        Kind::Scalar(scalar) => Face::Scalar(*scalar),
        Kind::List(Edge { nullable, .. }) => Face::List {
            nullable: *nullable,
        },
        Kind::Map(Edge { nullable, .. }) => Face::Map {
            nullable: *nullable,
        },
        Kind::Struct(object) => {
            let fields = object.fields.iter().map(|(name, field)| FieldFace {
                name: name.clone(),
                required: field.required,
                nullable: field.edge.nullable,
                docs: match evidence {
                    Evidence::Structure => String::new(),
                    Evidence::StructureAndDocs => normalized(&field.docs),
                },
            });
            let mut fields: Vec<FieldFace> = fields.collect();
            fields.sort();
            Face::Struct {
                fields,
                additional: object.additional.map(|edge| edge.nullable),
                form: object.form,
            }
        }
        Kind::Enum(values) => {
            let mut values: Vec<String> = values.values.iter().map(ToString::to_string).collect();
            values.sort();
            Face::Enum(values)
        }
        Kind::Union(union) => Face::Union {
            discriminator: union.discriminator.clone(),
            tags: union
                .branches
                .iter()
                .map(|branch| branch.tags.clone())
                .collect(),
        },
    }
}

/// The parts of a node, fields in the order of their names.
fn parts(graph: &Graph, id: NodeId) -> Vec<NodeId> {
    match &graph.node(id).kind {
        Kind::Struct(object) => {
            let mut fields: Vec<(&String, NodeId)> = object
                .fields
                .iter()
                .map(|(name, field)| (name, field.edge.target))
                .collect();
            fields.sort();
            let additional = object.additional.map(|edge| edge.target);
            fields
                .into_iter()
                .map(|(_, target)| target)
                .chain(additional)
                .collect()
        }
        _ => graph.children(id),
    }
}

/// Text as it counts: words, not how they are set.
fn normalized(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}
