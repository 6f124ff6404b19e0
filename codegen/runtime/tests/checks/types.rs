//! Types as the generator writes them.

use client_runtime::{Map, Nullable, Number, Timestamp, Value};
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;

client_runtime::open_enum! {
    /// A string.
    pub(super) enum Kind { A = "A", B = "B" }
}

client_runtime::scalar_enum! {
    /// A scalar.
    pub(super) enum Level { Low = 1, Off = false }
}

client_runtime::union! {
    /// One of two, by its tag.
    pub(super) enum Part by "type" { Leaf(Leaf) = "LEAF" | "LEAFLET", Node(Box<Node>) = "NODE" }
}

client_runtime::union! {
    /// Any of these.
    pub(super) enum Any { Number(i64), Leaf(Leaf), List(Vec<Any>), Text(String) }
}

/// A type with a map of the undocumented fields, as those that are sent and received.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Node {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Box<Node>>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    note: Nullable<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Vec<Part>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    numbers: Option<Vec<Option<i64>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by_name: Option<BTreeMap<String, Leaf>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    any: Option<Any>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

/// A type that loses undocumented fields, as those that are only received.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Leaf {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u32>,
    #[serde(rename = "\u{1}fields", skip_deserializing)]
    fields: Fields<0>,
}

/// Another one, which contains itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Plain {
    id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    leaf: Nullable<Leaf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Vec<Plain>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maps: Option<BTreeMap<String, Vec<Plain>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exact: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ratio: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flag: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<Part>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(rename = "\u{1}fields", skip_deserializing)]
    fields: Fields<1>,
}

/// The key under which types that lose undocumented fields serialize the names of the documented ones.
pub(super) const FIELDS: &str = "\u{1}fields";

const NAMES: [&[&str]; 2] = [
    &["type", "name", "size"],
    &[
        "id", "level", "leaf", "items", "maps", "exact", "ratio", "flag", "part", "data",
    ],
];

/// Serializes the names of the fields of a type.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Fields<const TYPE: usize>;

impl<const TYPE: usize> Serialize for Fields<TYPE> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        NAMES[TYPE].serialize(serializer)
    }
}
