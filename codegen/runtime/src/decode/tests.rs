mod large;

use super::*;
use crate::{Map, Nullable, Timestamp, pointer};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

crate::open_enum! {
    /// A kind.
    enum Kind { A = "A", B = "B" }
}

crate::union! {
    /// A part.
    enum Part by "type" { Leaf(Leaf) = "LEAF" | "LEAFLET", Node(Box<Node>) = "NODE" }
}

crate::union! {
    /// Any of these.
    enum Any { Number(i64), Leaf(Leaf), List(Vec<Any>) }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Leaf {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Node {
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

fn node(json: Value) -> Decoded<Node> {
    decode(json.to_string().as_bytes()).unwrap()
}

/// The pointers of the misfits, and the value written again.
fn pointers_and_rest<T: Serialize>(decoded: &Decoded<T>) -> (Vec<&str>, Value) {
    let pointers = decoded
        .misfits
        .iter()
        .map(|misfit| misfit.pointer.as_str())
        .collect();
    (pointers, serde_json::to_value(&decoded.value).unwrap())
}

#[test]
fn a_matching_body_has_no_misfits() {
    let body = json!({"id": "1", "kind": "C", "note": null, "parts": [{"type": "LEAF", "name": "x"}], "more": {"a": 1.5}});
    let decoded = node(body.clone());
    assert_eq!(pointers_and_rest(&decoded), (vec![], body));
    assert_eq!(decoded.value.kind, Some(Kind::from("C")));
}

#[test]
fn a_misfit_in_an_optional_field_is_none() {
    let decoded = node(json!({"id": "1", "numbers": "none", "note": 5, "extra/~": 1}));
    assert_eq!(
        pointers_and_rest(&decoded),
        (vec!["/numbers", "/note"], json!({"id": "1", "extra/~": 1}))
    );
    assert_eq!(decoded.misfits[0].value, "none");
    assert_eq!(
        decoded.misfits[0].error,
        "invalid type: string \"none\", expected a sequence"
    );
}

#[test]
fn a_misfit_in_a_list_has_its_index_in_the_body() {
    let decoded = node(json!({"id": "1", "numbers": [0, "a", 2, "b", null, {}, 6]}));
    assert_eq!(
        pointers_and_rest(&decoded),
        (
            vec!["/numbers/1", "/numbers/3", "/numbers/5"],
            json!({"id": "1", "numbers": [0, 2, null, 6]})
        )
    );
    assert_eq!(decoded.misfits[1].value, "b");
}

#[test]
fn a_misfit_after_a_dropped_element_has_its_index_in_the_body() {
    let decoded = decode::<Vec<Node>>(
        json!([{"id": 1}, {"id": "1", "numbers": [1, "x", "y"]}, {}, {"id": "3", "note": 4}])
            .to_string()
            .as_bytes(),
    )
    .unwrap();
    assert_eq!(
        pointers_and_rest(&decoded),
        (
            vec!["/0", "/1/numbers/1", "/1/numbers/2", "/2", "/3/note"],
            json!([{"id": "1", "numbers": [1]}, {"id": "3"}])
        )
    );
}

#[test]
fn a_misfit_in_a_required_field_drops_the_struct() {
    let decoded = node(
        json!({"id": "1", "next": {"id": null, "note": 1}, "by_name": {"a/b": {"name": 1}, "c": {"name": "c"}}}),
    );
    assert_eq!(
        pointers_and_rest(&decoded),
        (
            vec!["/next", "/by_name/a~1b"],
            json!({"id": "1", "by_name": {"c": {"name": "c"}}})
        )
    );
    // The misfit is the whole struct as it was received, with the error of the field.
    assert_eq!(decoded.misfits[0].value, json!({"id": null, "note": 1}));
    assert!(
        decoded.misfits[0].error.contains("invalid type: null"),
        "{}",
        decoded.misfits[0].error
    );
}

#[test]
fn an_unrelated_misfit_is_not_the_cause() {
    let decoded = node(json!({"id": "1", "next": {"note": 1}}));
    assert_eq!(decoded.misfits.len(), 1);
    assert!(
        decoded.misfits[0].error.starts_with("missing field `id`"),
        "{}",
        decoded.misfits[0].error
    );
}

#[test]
fn a_misfit_in_a_union_has_a_pointer_inside() {
    let decoded = node(json!({"id": "1", "parts": [
        {"type": "LEAF", "name": "a", "size": -1},
        {"type": "LEAFLET", "name": 5},
        {"type": "NODE", "id": "2", "parts": [{"type": "LEAF", "name": "b", "size": "L"}, {"type": "NEW", "x": 1}]},
        7,
    ]}));
    assert_eq!(
        pointers_and_rest(&decoded),
        (
            vec!["/parts/0/size", "/parts/1", "/parts/2/parts/0/size"],
            json!({"id": "1", "parts": [
                {"type": "LEAF", "name": "a"},
                {"id": "2", "parts": [{"type": "LEAF", "name": "b"}, {"type": "NEW", "x": 1}], "type": "NODE"},
                7,
            ]})
        )
    );
    assert!(
        decoded.misfits[0]
            .error
            .starts_with("invalid value: integer `-1`"),
        "{}",
        decoded.misfits[0].error
    );
}

#[test]
fn an_untagged_union_is_the_variant_that_loses_least() {
    let any = |json: Value| serde_json::from_value::<Any>(json).unwrap();
    let leaf = Leaf {
        kind: None,
        name: "a".into(),
        size: Some(1),
    };
    assert_eq!(any(json!(3)), Any::Number(3));
    assert_eq!(any(json!({"name": "a", "size": 1})), Any::Leaf(leaf));
    assert_eq!(
        any(json!([1, [2]])),
        Any::List(vec![Any::Number(1), Any::List(vec![Any::Number(2)])])
    );
    assert_eq!(any(json!("x")), Any::Other(json!("x")));
}

#[test]
fn a_misfit_at_the_root_is_an_error() {
    let error = decode::<Node>(b"[]").unwrap_err();
    assert_eq!(error.pointer, "");
    let error = decode::<Node>(br#"{"id": null}"#).unwrap_err();
    assert_eq!(
        (
            error.pointer.as_str(),
            error.message.contains("invalid type: null")
        ),
        ("/id", true)
    );
    let error = decode::<Node>(br#"{"note": 1}"#).unwrap_err();
    assert_eq!(error.pointer, "");
    assert!(
        error.to_string().starts_with("missing field `id`"),
        "{error}"
    );
    assert!(error.to_string().ends_with("(at the root)"), "{error}");
}

#[test]
fn invalid_json_is_an_error() {
    for (body, message) in [
        ("", "the body is empty"),
        (" \n", "the body is empty"),
        (r#"{"id": "1", "numbers": [1,"#, "EOF while parsing"),
        ("<html>", "expected value"),
        (r#"{"id": "1"} {}"#, "trailing characters"),
    ] {
        let error = decode::<Node>(body.as_bytes()).unwrap_err();
        assert!(error.message.starts_with(message), "{body}: {error}");
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(
        decode::<Value>(deep.as_bytes())
            .unwrap_err()
            .message
            .starts_with("recursion limit")
    );
    assert!(decode::<Node>(b"\xff").is_err());
}

#[test]
fn a_byte_order_mark_and_a_repeated_key_are_accepted() {
    let decoded = decode::<Leaf>(b"\xEF\xBB\xBF{\"name\": \"a\", \"name\": \"b\"}").unwrap();
    assert_eq!(decoded.value.name, "b");
    assert_eq!(decoded.misfits, []);
}

#[test]
fn a_misfit_that_a_later_value_of_its_key_replaces_is_none() {
    let body = br#"{"id": "1", "numbers": ["x"], "numbers": [1, "y"], "note": 1, "note": "n"}"#;
    let decoded = decode::<Node>(body).unwrap();
    assert_eq!(
        pointers_and_rest(&decoded),
        (
            vec!["/numbers/1"],
            json!({"id": "1", "numbers": [1], "note": "n"})
        )
    );
}

#[test]
fn a_body_of_misfits_is_an_error() {
    let body = json!({"id": "1", "numbers": vec!["x"; MANY]});
    let error = decode::<Node>(body.to_string().as_bytes()).unwrap_err();
    assert_eq!(error.pointer, "/numbers/10000");
}
const MANY: usize = 10_100;

#[test]
#[cfg(feature = "exact-numbers")]
fn digits_are_kept_in_a_value_too() {
    let text = r#"{"id":"1","any":{"n":1.10},"more":[123456789012345678901234567890,1e+400]}"#;
    let decoded = decode::<Node>(text.as_bytes()).unwrap();
    assert_eq!(serde_json::to_string(&decoded.value).unwrap(), text);
}

#[test]
fn a_strict_error_has_a_pointer() {
    let error = decode_strictly::<Node>(
        br#"{"id": "1", "parts": [{"type": "LEAF", "name": "a", "size": -1}]}"#,
    )
    .unwrap_err();
    assert_eq!(error.pointer, "/parts/0/size");
}

/// The value serialized again, with the misfits put back, is the body: on bodies that are broken at random.
#[test]
fn nothing_is_lost() {
    let sound = json!({"id": "1", "kind": "A", "note": "n", "at": "2020", "next": {"id": "2", "numbers": [3, null]},
        "numbers": [1, 2, 3], "by_name": {"x": {"name": "x", "size": 1}, "0": {"name": "y"}},
        "parts": [{"type": "LEAF", "name": "a", "size": 2}, {"type": "NODE", "id": "3", "any": [1, {"name": "z"}]}, {"type": "?"}],
        "any": {"name": "any", "size": 3}, "more": [{"a": {}}]});
    let body = json!([sound, sound, {"id": "4"}]);
    let mut random = fastrand::Rng::with_seed(7);
    let (mut broken, mut refused) = (0, 0);
    for _ in 0..1000 {
        let mut body = body.clone();
        for _ in 0..random.usize(1..6) {
            break_one(&mut body, &mut random);
        }
        match decode::<Vec<Node>>(body.to_string().as_bytes()) {
            Err(_) => refused += 1,
            Ok(decoded) => {
                broken += usize::from(!decoded.misfits.is_empty());
                let again = put_back(
                    serde_json::to_value(&decoded.value).unwrap(),
                    &decoded.misfits,
                );
                assert_eq!(
                    without_nulls(&again),
                    without_nulls(&body),
                    "{:#?}",
                    decoded.misfits
                );
            }
        }
    }
    // Only a root that doesn't match is refused.
    assert!(broken > 600 && refused < 300, "{broken} {refused}");
}

/// Replaces a random value.
fn break_one(value: &mut Value, random: &mut fastrand::Rng) {
    let into: Option<&mut Value> = match value {
        Value::Array(list) if !list.is_empty() => {
            let index = random.usize(..list.len());
            list.get_mut(index)
        }
        Value::Object(map) if !map.is_empty() => {
            let index = random.usize(..map.len());
            map.values_mut().nth(index)
        }
        _ => None,
    };
    match into {
        Some(into) if random.u8(..) < 230 => break_one(into, random),
        _ => {
            let others = [
                json!(null),
                json!("x"),
                json!(-1),
                json!(1.5),
                json!([]),
                json!({}),
                json!([true]),
                json!({"name": 1}),
            ];
            *value = others[random.usize(..others.len())].clone();
        }
    }
}

/// Misfits are in the order of the text, so each element of a list finds its index.
fn put_back(mut value: Value, misfits: &[Misfit]) -> Value {
    for misfit in misfits {
        let (parent, _) = misfit.pointer.rsplit_once('/').unwrap();
        let key = pointer::tokens(&misfit.pointer).last().unwrap();
        match value.pointer_mut(parent).unwrap() {
            Value::Array(list) => list.insert(key.parse().unwrap(), misfit.value.clone()),
            Value::Object(map) => drop(map.insert(key, misfit.value.clone())),
            other => panic!("{other:?}"),
        }
    }
    value
}

/// Without nulls, which optional fields lose. The order of keys doesn't matter to `Value`'s equality.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(map) => map
            .iter()
            .filter(|(_, item)| !item.is_null())
            .map(|(key, item)| (key.clone(), without_nulls(item)))
            .collect(),
        Value::Array(list) => list.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}
