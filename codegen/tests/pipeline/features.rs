//! Features of tags.

use serde_json::{Value, json};

use crate::common;
use crate::updates::{get, object, spec};

/// The lines of the manifest that begin with the version's module.
fn features(pages: &[Value]) -> String {
    let (generated, _) = common::generate(&spec(pages));
    let manifest = &generated.files["Cargo.toml"];
    let lines = manifest.lines().filter(|line| line.starts_with("api"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn an_api_with_one_tag_has_one_feature() {
    let page = |id| get(id, "Lamps", json!([]), json!({"type": "string"}));
    assert_eq!(features(&[page("getOne"), page("getOther")]), "api = []");
}

#[test]
fn a_feature_enables_those_of_the_tags_that_its_types_refer_to() {
    let thing = |ids: &[&str]| {
        let ids = ids
            .iter()
            .map(|id| ((*id).to_owned(), json!({"type": "string"})));
        object(Value::Object(ids.collect()))
    };
    let read = get(
        "getThing",
        "Reading",
        json!([]),
        thing(&["id", "name", "made"]),
    );
    let mut written = get("putThing", "Writing", json!([]), json!({"type": "string"}));
    written["method"] = "put".into();
    written["path"] = read["path"].clone();
    written["requestBody"] = json!({"content": {"application/json": {"schema": thing(&["name"])}}});
    insta::assert_snapshot!(features(&[read, written]), @r#"
    api = ["api-reading", "api-writing"]
    api-reading = ["api-shared"]
    api-writing = ["api-shared", "api-reading"]
    api-shared = []
    "#);
}
