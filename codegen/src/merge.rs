//! Which schema positions are one type.
//!
//! Input: the schema graph. Output: [`Types`], a partition of its nodes. Two nodes are one type when they have the same
//! structure and the same evidence of their origin, all the way down. Since version 2.0 the docs plugin writes the name of
//! a component as the `title` of its schema, so a title is a type's identity. Without titles, the descriptions of the
//! fields are the evidence, white space and case aside: a schema that the vendor keeps in one place is inlined word for
//! word. The description of a type itself doesn't count, since each use may have its own.
//!
//! The partition is found by refinement: nodes that differ in themselves are different types, and so are nodes whose parts
//! are, until nothing changes. It needs no order among the nodes, so recursion isn't a special case, and two pages that
//! end the same recursion at different places agree. Each round looks at each edge once, and there are as many rounds
//! as schemas are deep.

use std::collections::BTreeSet;
use std::hash::Hash;

use crate::graph::{Edge, Graph, Kind, NodeId};
use crate::scalar::Scalar;

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

/// Partitions the nodes of a graph by what changes their Rust types, whatever their origin.
pub fn by_structure(graph: &Graph) -> Types {
    let keys = graph.ids().map(|id| shape(&graph.node(id).kind, false));
    types(refine(graph, number(keys)))
}

/// Partitions the nodes of a graph by their structure and the evidence of their origin. Returns their titles too.
pub fn merge(graph: &Graph) -> (Types, Titles) {
    let keys = graph.ids().map(|id| shape(&graph.node(id).kind, true));
    let untitled = refine(graph, number(keys));
    let titles = Titles::of(graph, &untitled);
    if titles.is_empty() {
        return (types(untitled), titles);
    }
    let keys = graph
        .ids()
        .map(|id| shape_key(&graph.node(id).kind, titles.get(id)));
    (types(refine(graph, number(keys))), titles)
}

/// Partitions the nodes of a graph some of which have a remembered name: nodes of different names are apart though they
/// are equal, and nodes of one name are together unless their structure differs.
pub fn merge_remembered<'a>(
    graph: &'a Graph,
    titles: &Titles,
    name: impl Fn(NodeId) -> Option<&'a str>,
) -> Types {
    let keys = graph.ids().map(|id| {
        let kind = &graph.node(id).kind;
        let name = name(id);
        let key = match name {
            Some(_) => ShapeKey {
                title: None,
                shape: shape(kind, false),
            },
            None => shape_key(kind, titles.get(id)),
        };
        (name, key)
    });
    types(refine(graph, number(keys)))
}

/// The titles of a graph's nodes, as numbers: equal titles have the same number.
///
/// A node of a named kind without a title has the title that all nodes with its structure and descriptions agree on: on some
/// pages only some uses of a component carry its name.
#[derive(Clone, Debug)]
pub struct Titles(Vec<Option<usize>>);

impl Titles {
    /// The titles, by the classes that nodes are in if titles don't count.
    fn of(graph: &Graph, class_of: &[usize]) -> Self {
        let own = graph.ids().map(|id| {
            let node = graph.node(id);
            node.title.as_deref().filter(|_| node.kind.is_named())
        });
        let own: Vec<Option<&str>> = own.collect();
        let own = own
            .iter()
            .zip(number(own.iter().copied()))
            .map(|(title, number)| title.map(|_| number));
        let own: Vec<Option<usize>> = own.collect();

        let mut of_class = vec![BTreeSet::new(); count(class_of)];
        for (title, &class) in own.iter().zip(class_of) {
            of_class[class].extend(*title);
        }
        let agreed = |class: usize| match of_class[class].len() {
            1 => of_class[class].first().copied(),
            _ => None,
        };
        let titles = own.iter().zip(class_of);
        Self(
            titles
                .map(|(title, &class)| title.or_else(|| agreed(class)))
                .collect(),
        )
    }

    fn get(&self, node: NodeId) -> Option<usize> {
        self.0[node.0]
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }
}

/// Splits classes until the parts of all nodes of a class are of the same classes.
fn refine(graph: &Graph, mut class_of: Vec<usize>) -> Vec<usize> {
    // The parts of all nodes in one list, and where those of each node are in it.
    let mut parts = Vec::new();
    let mut ranges = Vec::with_capacity(graph.len());
    for id in graph.ids() {
        let start = parts.len();
        parts.extend(self::parts(graph, id));
        ranges.push(start..parts.len());
    }
    loop {
        let known = count(&class_of);
        let of_parts: Vec<usize> = parts.iter().map(|part| class_of[part.0]).collect();
        let refined = ranges
            .iter()
            .zip(&class_of)
            .map(|(range, class)| (*class, &of_parts[range.clone()]));
        class_of = number(refined);
        if count(&class_of) == known {
            return class_of;
        }
    }
}

/// Numbers equal things alike, in the order in which they come.
fn number<K: Hash + Eq>(keys: impl Iterator<Item = K>) -> Vec<usize> {
    let mut numbers: foldhash::HashMap<K, usize> = foldhash::HashMap::default();
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
struct ShapeKey<'a> {
    title: Option<usize>,
    shape: Shape<'a>,
}

/// The structure of a node, its parts aside.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Shape<'a> {
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
        fields: Vec<FieldKey<'a>>,
        additional: Option<bool>,
        form: bool,
    },
    Enum {
        values: Vec<String>,
        /// Equal numbers with other names mean something else.
        names: Vec<(&'a String, &'a String)>,
    },
    Union {
        discriminator: Option<&'a str>,
        tags: Vec<&'a [String]>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct FieldKey<'a> {
    name: &'a str,
    required: bool,
    nullable: bool,
    docs: String,
}

/// The shape of a node. Descriptions are evidence only where there is no title.
fn shape_key(kind: &Kind, title: Option<usize>) -> ShapeKey<'_> {
    ShapeKey {
        title,
        shape: shape(kind, title.is_none()),
    }
}

fn shape(kind: &Kind, docs: bool) -> Shape<'_> {
    match kind {
        Kind::Any => Shape::Any,
        Kind::Object => Shape::Object,
        Kind::Scalar(scalar) => Shape::Scalar(*scalar),
        Kind::List(Edge { nullable, .. }) => Shape::List {
            nullable: *nullable,
        },
        Kind::Map(Edge { nullable, .. }) => Shape::Map {
            nullable: *nullable,
        },
        Kind::Struct(object) => {
            let fields = object.fields.iter().map(|(name, field)| FieldKey {
                name,
                required: field.required,
                nullable: field.edge.nullable,
                docs: if docs {
                    normalized(&field.docs)
                } else {
                    String::new()
                },
            });
            let mut fields: Vec<FieldKey<'_>> = fields.collect();
            fields.sort();
            Shape::Struct {
                fields,
                additional: object.additional.map(|edge| edge.nullable),
                form: object.form,
            }
        }
        Kind::Enum(each) => {
            let mut values: Vec<String> = each.values.iter().map(ToString::to_string).collect();
            values.sort();
            let mut names: Vec<(&String, &String)> = each.names.iter().collect();
            names.sort();
            Shape::Enum { values, names }
        }
        Kind::Union(union) => Shape::Union {
            discriminator: union.discriminator.as_deref(),
            tags: union
                .branches
                .iter()
                .map(|branch| branch.tags.as_slice())
                .collect(),
        },
    }
}

/// The parts of a node, fields in the order of their names: nodes of one class have the same parts in the same order.
pub fn parts(graph: &Graph, id: NodeId) -> Vec<NodeId> {
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
    let mut words = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    match words.is_ascii() {
        true => {
            words.make_ascii_lowercase();
            words
        }
        false => words.to_lowercase(),
    }
}
