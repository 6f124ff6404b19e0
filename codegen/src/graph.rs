//! The schemas of one API as a graph: a node for each schema position, an edge from a schema to each of its parts.
//!
//! Pages have every `$ref` inlined, so the graph is nearly a forest: an edge leads back to an ancestor only where the docs
//! plugin replaced a recursive schema. Nodes have what the page says; which nodes are one type is decided in
//! [`crate::merge`], what it is called in [`crate::names`].

use indexmap::IndexMap;
use serde_json::Value;

use crate::position::Position;
use crate::scalar::Scalar;

/// A node's place in the [`Graph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub usize);

/// All schemas of one API.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    nodes: Vec<Node>,
}

/// A schema position.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it is: more than one position where several are surely the same schema, such as an `allOf` with one part;
    /// none where the page has no schema of its own for it.
    pub positions: Vec<Position>,
    /// `title`
    pub title: Option<String>,
    /// `description`
    pub docs: String,
    /// `example`
    pub example: Option<Value>,
    /// `format`
    pub format: Option<String>,
    /// `deprecated`
    pub deprecated: bool,
    /// What it describes.
    pub kind: Kind,
}

/// What a schema describes.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Any JSON.
    Any,
    /// An object of which nothing is known.
    Object,
    /// A scalar.
    Scalar(Scalar),
    /// An array.
    List(Edge),
    /// An object with values of one schema under any name.
    Map(Edge),
    /// An object with properties.
    Struct(StructKind),
    /// Some of the values of a scalar.
    Enum(EnumKind),
    /// One of several schemas.
    Union(UnionKind),
}

/// The step from a schema to a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Edge {
    /// The part.
    pub target: NodeId,
    /// `null` is allowed as well.
    pub nullable: bool,
}

/// An object with properties.
#[derive(Clone, Debug, PartialEq)]
pub struct StructKind {
    /// By JSON name, in the order of the page.
    pub fields: IndexMap<String, Field>,
    /// The schema of values under other names, if the page gives one.
    pub additional: Option<Edge>,
    /// It is a `multipart/form-data` body, whose properties are parts.
    pub form: bool,
}

/// A property.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its schema.
    pub edge: Edge,
    /// It is listed in `required`.
    pub required: bool,
    /// `readOnly` or `writeOnly`: it goes one way only.
    pub one_way: bool,
    /// `writeOnly`: no response has it.
    pub write_only: bool,
    /// `description` of the property's schema.
    pub docs: String,
    /// `default`
    pub default: Option<Value>,
    /// `deprecated`
    pub deprecated: bool,
}

/// Some of the values of a scalar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnumKind {
    /// Strings, whole numbers and booleans, in the order of the page.
    pub values: Vec<Value>,
    /// Descriptions of single values.
    pub docs: IndexMap<String, String>,
    /// Names of single values.
    pub names: IndexMap<String, String>,
}

/// One of several schemas.
#[derive(Clone, Debug, PartialEq)]
pub struct UnionKind {
    /// The property whose value selects the branch.
    pub discriminator: Option<String>,
    /// At least two.
    pub branches: Vec<Branch>,
}

/// A schema of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// The schema.
    pub node: NodeId,
    /// The values of the discriminator that mean it.
    pub tags: Vec<String>,
}

impl Node {
    /// `example`, where it is text.
    pub fn example_text(&self) -> Option<&str> {
        self.example.as_ref()?.as_str()
    }
}

impl Graph {
    /// Adds a node that is filled in later, because its parts may lead back to it.
    pub fn reserve(&mut self, positions: Vec<Position>) -> NodeId {
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node {
            positions,
            title: None,
            docs: String::new(),
            example: None,
            format: None,
            deprecated: false,
            kind: Kind::Any,
        });
        id
    }

    /// The node. Ids come from [`Graph::reserve`] alone, so there always is one.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    /// The node, to be filled in.
    pub fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.0]
    }

    /// All ids, in the order in which they were reserved.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len()).map(NodeId)
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether the graph has no nodes.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The nodes that a node leads to, in a stable order.
    pub fn children(&self, id: NodeId) -> Vec<NodeId> {
        match &self.node(id).kind {
            Kind::Any | Kind::Object | Kind::Scalar(_) | Kind::Enum(_) => Vec::new(),
            Kind::List(edge) | Kind::Map(edge) => vec![edge.target],
            Kind::Struct(object) => {
                let fields = object.fields.values().map(|field| field.edge.target);
                fields
                    .chain(object.additional.map(|edge| edge.target))
                    .collect()
            }
            Kind::Union(union) => union.branches.iter().map(|branch| branch.node).collect(),
        }
    }
}

impl Kind {
    /// Whether values of this kind get a Rust type of their own.
    pub fn is_named(&self) -> bool {
        matches!(self, Self::Struct(_) | Self::Enum(_) | Self::Union(_))
    }
}
