//! Types as the generator writes them.

use client_runtime::{Map, Nullable, Number, Timestamp, Value};
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

client_runtime::object! {
    /// A type with a map of the undocumented fields, as those that are sent and received.
    pub(super) struct Node {
        id: String = "id",
        kind: Option<Kind> = "kind"?,
        next: Option<Box<Node>> = "next"?,
        note: Nullable<String> = "note"?,
        parts: Option<Vec<Part>> = "parts"?,
        numbers: Option<Vec<Option<i64>>> = "numbers"?,
        by_name: Option<BTreeMap<String, Leaf>> = "by_name"?,
        any: Option<Any> = "any"?,
        at: Option<Timestamp> = "at"?,
        ..extra: Map<String, Value>
    }
}

client_runtime::object! {
    /// A type that loses undocumented fields, as those that are only received.
    pub(super) struct Leaf {
        kind: Option<String> = "type"?,
        name: String = "name",
        size: Option<u32> = "size"?,
    }
}

client_runtime::object! {
    /// Another one, which contains itself.
    pub(super) struct Plain {
        id: i64 = "id",
        level: Option<Level> = "level"?,
        leaf: Nullable<Leaf> = "leaf"?,
        items: Option<Vec<Plain>> = "items"?,
        maps: Option<BTreeMap<String, Vec<Plain>>> = "maps"?,
        exact: Option<Number> = "exact"?,
        ratio: Option<f64> = "ratio"?,
        flag: Option<bool> = "flag"?,
        part: Option<Part> = "part"?,
        data: Option<Value> = "data"?,
    }
}

/// The documented fields of the type that an object was written from, if it is one that loses the others.
pub(super) fn only_fields(object: &Map<String, Value>) -> Option<&'static [&'static str]> {
    const LEAF: &[&str] = &["type", "name", "size"];
    const PLAIN: &[&str] = &[
        "id", "level", "leaf", "items", "maps", "exact", "ratio", "flag", "part", "data",
    ];
    // The id of a node is a string.
    let fields = match object.get("id") {
        Some(Value::Number(_)) => PLAIN,
        Some(_) => return None,
        None => LEAF,
    };
    let is_one = object.keys().all(|key| fields.contains(&key.as_str()));
    is_one.then_some(fields)
}
