//! Bodies with many misfits, and those that a short head could get wrong.

use super::*;
use std::time::{Duration, Instant};

/// The misfits, found with one kind of heads only, and the value without them.
fn repaired_in<T: DeserializeOwned + Serialize>(body: &[u8], mode: Mode) -> (Vec<Misfit>, Value) {
    let failure = strict::<T>(body).err().unwrap();
    match repaired::<T>(body, &failure, mode) {
        Ok(Some(Decoded { value, misfits })) => (misfits, serde_json::to_value(&value).unwrap()),
        Ok(None) => panic!("{mode:?}: the repaired body doesn't match"),
        Err(Stop::Error(error)) => panic!("{mode:?}: {error}"),
        Err(Stop::Confused) => panic!("{mode:?} is confused"),
    }
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let result = work();
    let elapsed = begun.elapsed();
    println!("{what}: {elapsed:?}");
    (result, elapsed)
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Account {
    id: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entitlements: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributes: Option<BTreeMap<String, u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[test]
fn a_million_misfits_end_soon() {
    let list = "7,".repeat(1_000_000);
    let body = format!(r#"{{"id":1,"name":{{}},"entitlements":[{list}7]}}"#);
    let (outcome, elapsed) = timed("a million misfits", || decode::<Account>(body.as_bytes()));
    let error = outcome.unwrap_err();
    assert_eq!(error.pointer, "/entitlements/9999");
    assert!(
        error.message.contains("after 10000 other values"),
        "{error}"
    );
    // Less than a second with optimizations, of which tests have none.
    assert!(elapsed < Duration::from_secs(10), "{elapsed:?}");
}

/// Accounts of about four kilobytes, with a misfit each.
fn accounts(count: u32) -> String {
    let text = "x".repeat(4000);
    let account = |id| json!({"id": id, "name": id, "text": text, "attributes": {"a": 1}});
    Value::from_iter((0..count).map(account)).to_string()
}

#[test]
fn a_misfit_in_each_of_a_thousand_items_takes_linear_time() {
    let (few, many) = (accounts(100), accounts(1000));
    let (_, short) = timed("100 misfits", || decode::<Vec<Account>>(few.as_bytes()));
    let (decoded, long) = timed("1000 misfits", || decode::<Vec<Account>>(many.as_bytes()));
    let decoded = decoded.unwrap();
    assert_eq!((decoded.value.len(), decoded.misfits.len()), (1000, 1000));
    assert_eq!(decoded.misfits[999].pointer, "/999/name");
    // Ten times as much takes ten times as long, give or take what else the machine does.
    assert!(
        long < short * 40 + Duration::from_secs(1),
        "{short:?} {long:?}"
    );
}

#[test]
fn a_map_of_misfits_after_a_large_list_takes_linear_time() {
    type Lists = BTreeMap<String, Vec<Account>>;
    let body = |count: u32| {
        let good = Value::from_iter((0..count * 10).map(|id| json!({"id": id, "name": "n"})));
        let bad: Map<String, Value> = (0..count)
            .map(|key| (key.to_string(), json!([key])))
            .collect();
        json!({"a": good, "b": [{"id": 1, "attributes": bad}]}).to_string()
    };
    let (few, many) = (body(100), body(1000));
    let (_, short) = timed("100 misfits", || decode::<Lists>(few.as_bytes()));
    let (decoded, long) = timed("1000 misfits", || decode::<Lists>(many.as_bytes()));
    let decoded = decoded.unwrap();
    assert_eq!(decoded.misfits.len(), 1000);
    assert_eq!(decoded.value["a"].len(), 10_000);
    assert!(
        long < short * 40 + Duration::from_secs(1),
        "{short:?} {long:?}"
    );
}

#[test]
fn short_and_complete_heads_find_the_same_misfits() {
    let sound = json!({"id": "1", "numbers": [1, 2, 3], "by_name": {"x": {"name": "x", "size": 1}},
        "parts": [{"type": "LEAF", "name": "a", "size": 2}, {"name": "n", "type": "LEAF"}, {"id": "3", "type": "NODE", "any": [1]}],
        "next": {"note": "n", "id": "2", "next": {"id": "3", "parts": [{"size": 1, "type": "LEAF", "name": "b"}]}}});
    let body = json!([sound, sound, {"id": "4"}]);
    let mut random = fastrand::Rng::with_seed(3);
    let mut compared = 0;
    for _ in 0..500 {
        let mut body = body.clone();
        for _ in 0..random.usize(1..9) {
            break_one(&mut body, &mut random);
        }
        let text = match random.bool() {
            true => serde_json::to_vec_pretty(&body).unwrap(),
            false => body.to_string().into_bytes(),
        };
        if body.is_array() && strict::<Vec<Node>>(&text).is_err() {
            compared += 1;
            let short = repaired_in::<Vec<Node>>(&text, Mode::Short);
            assert_eq!(
                short,
                repaired_in::<Vec<Node>>(&text, Mode::Complete),
                "{body}"
            );
        }
    }
    assert!(compared > 300, "{compared}");
}

#[test]
fn a_tag_behind_many_keys_still_selects_the_variant() {
    let mut part: Map<String, Value> = (0..100)
        .map(|key| (format!("k{key}"), json!([1])))
        .collect();
    part.extend([
        ("name".to_owned(), json!("a")),
        ("type".to_owned(), json!("LEAF")),
        ("size".to_owned(), json!("L")),
    ]);
    let decoded = node(
        json!({"id": "1", "more": "x".repeat(1000), "parts": [part, {"type": "LEAF", "name": 1}]}),
    );
    let (pointers, _) = pointers_and_rest(&decoded);
    assert_eq!(pointers, ["/parts/0/size", "/parts/1"]);
}

#[test]
fn a_required_field_before_many_others_is_not_missed() {
    let mut item: Map<String, Value> = Map::from_iter([("id".to_owned(), json!("1"))]);
    item.extend((0..100).map(|key| (format!("k{key}"), json!(key))));
    item.extend([
        ("numbers".to_owned(), json!([1, "x"])),
        ("note".to_owned(), json!(1)),
    ]);
    let items = json!([item, item]).to_string();
    let decoded = decode::<Vec<Node>>(items.as_bytes()).unwrap();
    let (pointers, _) = pointers_and_rest(&decoded);
    assert_eq!(
        pointers,
        ["/0/numbers/1", "/0/note", "/1/numbers/1", "/1/note"]
    );
    assert_eq!(decoded.value[1].extra.len(), 100);
}

#[test]
fn values_that_cannot_be_read_at_all_are_misfits() {
    let decoded = decode::<Vec<f64>>(br#"[1, 1e999, 2]"#).unwrap();
    assert_eq!(decoded.value, [1.0, 2.0]);
    let misfit = &decoded.misfits[0];
    assert_eq!(misfit.pointer, "/1");
    // With `exact-numbers` a `Value` has any number, otherwise it is kept as text.
    let is_kept = misfit.value == "1e999" || cfg!(feature = "exact-numbers");
    assert!(is_kept, "{}", misfit.value);

    let decoded = decode::<Vec<String>>(b"[\"a\", \"\\ud800\", \"\xff\", \"b\"]").unwrap();
    assert_eq!(decoded.value, ["a", "b"]);
    assert_eq!(decoded.misfits.len(), 2);
}

#[test]
fn lists_are_accepted_as_structs_and_checked_like_them() {
    // serde reads a list as a struct by the order of its fields.
    let body = json!([["k", "a", 1], ["k"], ["k", "a", 1, 2], {"name": "b"}]).to_string();
    let decoded = decode::<Vec<Leaf>>(body.as_bytes()).unwrap();
    let (pointers, _) = pointers_and_rest(&decoded);
    assert_eq!(pointers, ["/1", "/2/3"]);
}

#[test]
fn a_type_that_rejects_what_it_has_read_loses_no_more_than_the_value() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(u8),
        Leaf(Leaf),
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Eithers {
        list: Vec<Either>,
        map: BTreeMap<String, Either>,
    }
    let body = r#"[{"list": [1, "a", {"name": "x"}, {"name": 1}], "map": {"a": [], "b": 2, "c": {}}}, {"list": [[]], "map": {}} ]"#;
    let decoded = decode::<Vec<Eithers>>(body.as_bytes()).unwrap();
    let (pointers, rest) = pointers_and_rest(&decoded);
    assert_eq!(
        pointers,
        [
            "/0/list/1",
            "/0/list/3",
            "/0/map/a",
            "/0/map/c",
            "/1/list/0"
        ]
    );
    let expected = json!([{"list": [1, {"type": null, "name": "x"}], "map": {"b": 2}}, {"list": [], "map": {}}]);
    assert_eq!(without_nulls(&rest), without_nulls(&expected));
}

#[test]
fn a_union_can_be_read_from_any_format() {
    let part: Part = serde_json::from_value(json!({"type": "LEAF", "name": "a"})).unwrap();
    assert!(matches!(part, Part::Leaf(_)));
    let parts: Vec<Part> = serde_yaml::from_str("[{type: LEAF, name: a}, {type: NEW}, 7]").unwrap();
    assert!(matches!(
        parts.as_slice(),
        [Part::Leaf(_), Part::Other(_), Part::Other(_)]
    ));
    let reader = br#"[{"type": "LEAF", "name": "a"}]"#.as_slice();
    let parts: Vec<Part> = serde_json::from_reader(reader).unwrap();
    assert!(matches!(parts.as_slice(), [Part::Leaf(_)]));
    let error = serde_json::from_str::<Part>(r#"{"type": "LEAF"}"#).unwrap_err();
    assert_eq!(error.to_string(), "missing field `name`");
}
