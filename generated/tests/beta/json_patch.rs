//! The six operations of RFC 6902.

use identitynow::beta::{JsonPatchOp, JsonPatchOperation};
use serde_json::{Value, json};

fn written(operation: JsonPatchOperation) -> Value {
    serde_json::to_value(operation).unwrap()
}

/// The examples of RFC 6902, section 4.
#[test]
fn each_constructor_writes_its_operation() {
    let value = json!(["foo", "bar"]);
    assert_eq!(
        written(JsonPatchOperation::add("/a/b/c", value)),
        json!({"op": "add", "path": "/a/b/c", "value": ["foo", "bar"]})
    );
    assert_eq!(
        written(JsonPatchOperation::remove("/a/b/c")),
        json!({"op": "remove", "path": "/a/b/c"})
    );
    assert_eq!(
        written(JsonPatchOperation::replace("/a/b/c", 42)),
        json!({"op": "replace", "path": "/a/b/c", "value": 42})
    );
    assert_eq!(
        written(JsonPatchOperation::move_("/a/b/c", "/a/b/d")),
        json!({"op": "move", "from": "/a/b/c", "path": "/a/b/d"})
    );
    assert_eq!(
        written(JsonPatchOperation::copy("/a/b/d", "/a/b/e")),
        json!({"op": "copy", "from": "/a/b/d", "path": "/a/b/e"})
    );
    assert_eq!(
        written(JsonPatchOperation::test("/a/b/c", "foo")),
        json!({"op": "test", "path": "/a/b/c", "value": "foo"})
    );
}

/// The page's schema forgets booleans, null and fractions.
#[test]
fn a_value_can_be_any_json() {
    let values = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!(""),
        json!("text"),
        json!([]),
        json!([null, true, 1.5, [1], {"a": null}]),
        json!({}),
        json!({"id": "1", "nested": {"enabled": true, "list": [null]}}),
    ];
    for value in values {
        let expected = json!({"op": "replace", "path": "", "value": value});
        assert_eq!(written(JsonPatchOperation::replace("", value)), expected);
    }
}

#[test]
fn a_patch_reads_and_writes_unchanged() {
    let patch = json!([
        {"op": "test", "path": "/a~1b", "value": null},
        {"op": "move", "path": "/c", "from": "/a~1b"},
        {"op": "increment", "path": "/c", "value": true},
    ]);
    let read: Vec<JsonPatchOperation> = serde_json::from_value(patch.clone()).unwrap();
    assert_eq!(read[2].op, JsonPatchOp::from("increment"));
    assert_eq!(serde_json::to_value(read).unwrap(), patch);
}
