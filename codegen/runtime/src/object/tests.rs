//! Structs of `object!` against structs with serde's derives: same text, same values, same errors.

use crate::{Map, Nullable, Value};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The same struct twice: `ours::Thing` and `derived::Thing`.
mod ours {
    use super::{BTreeMap, Map, Nullable, Value};

    crate::object! {
        pub(super) struct Thing {
            pub id: String = "id",
            pub owner: Option<Inner> = "owner",
            pub count: Option<i64> = "itemCount"?,
            pub note: Nullable<String> = "a \"note\""?,
            pub parts: Vec<Inner> = "parts",
            pub r#type: Option<bool> = "type"?,
            pub g: Option<bool> = "g"?,
            pub h: Option<bool> = "h"?,
            pub ninth: Option<bool> = "ninth"?,
            ..extra: Map<String, Value>
        }
    }

    crate::object! {
        #[derive(Default)]
        pub(super) struct Inner {
            pub a: Option<i64> = "a"?,
            pub b: Nullable<i64> = "b"?,
        }
    }

    crate::object! {
        #[derive(Default)]
        pub(super) struct Counts {
            ..others: BTreeMap<String, i64>
        }
    }

    crate::object! {
        #[derive(Default)]
        pub(super) struct Nothing {}
    }
}

mod derived {
    use super::{BTreeMap, Deserialize, Map, Nullable, Serialize, Value};

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub(super) struct Thing {
        id: String,
        owner: Option<Inner>,
        #[serde(rename = "itemCount", skip_serializing_if = "Option::is_none")]
        count: Option<i64>,
        #[serde(
            rename = "a \"note\"",
            default,
            skip_serializing_if = "Nullable::is_absent"
        )]
        note: Nullable<String>,
        parts: Vec<Inner>,
        #[serde(skip_serializing_if = "Option::is_none")]
        r#type: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        g: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        h: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        ninth: Option<bool>,
        #[serde(flatten)]
        extra: Map<String, Value>,
    }

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub(super) struct Inner {
        #[serde(skip_serializing_if = "Option::is_none")]
        a: Option<i64>,
        #[serde(default, skip_serializing_if = "Nullable::is_absent")]
        b: Nullable<i64>,
    }

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub(super) struct Counts {
        #[serde(flatten)]
        others: BTreeMap<String, i64>,
    }

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub(super) struct Nothing {}
}

/// What comes of a text: the value and the text that it is written as, or the error.
fn outcome<T: DeserializeOwned + Serialize + std::fmt::Debug>(
    text: &str,
) -> Result<String, String> {
    let value: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let written = serde_json::to_string(&value).map_err(|error| error.to_string())?;
    let as_value = serde_json::to_value(&value).map_err(|error| error.to_string())?;
    let again: T = serde_json::from_value(as_value).map_err(|error| error.to_string())?;
    Ok(format!("{value:?} {again:?} {written}"))
}

#[track_caller]
fn same<Ours, Derived>(text: &str)
where
    Ours: DeserializeOwned + Serialize + std::fmt::Debug,
    Derived: DeserializeOwned + Serialize + std::fmt::Debug,
{
    assert_eq!(outcome::<Ours>(text), outcome::<Derived>(text), "{text}");
}

#[test]
fn objects_are_read_and_written_as_with_the_derives() {
    for text in [
        r#"{"id":"1","owner":null,"parts":[]}"#,
        r#"{"id":"1","owner":{"a":1,"b":null},"itemCount":3,"a \"note\"":null,"parts":[{},{"a":null,"b":2}],"ninth":true}"#,
        r#"{"ninth":true,"h":false,"g":true,"type":false,"parts":[],"a \"note\"":"x","itemCount":null,"id":"1"}"#,
        r#"{"z":{"deep":[1,2]},"id":"1","a":null,"parts":[],"\u0069temCount":7}"#,
        // What is wrong, and where.
        r#"{"parts":[]}"#,
        r#"{"id":null,"parts":[]}"#,
        r#"{"id":"1","parts":[{"a":"x"}]}"#,
        r#"{"id":"1","parts":null}"#,
        r#"{"id":"1","id":"2","parts":[]}"#,
        r#"{"id":"1","type":null,"type":null,"parts":[]}"#,
        r#"{"id":"1","parts":[],"#,
        r#""text""#,
        "[]",
        "null",
        "3",
    ] {
        same::<ours::Thing, derived::Thing>(text);
    }
}

#[test]
fn structs_of_few_fields_are_as_with_the_derives() {
    for text in ["{}", r#"{"a":1}"#, r#"{"a":1,"b":{}}"#, "7"] {
        same::<ours::Inner, derived::Inner>(text);
        same::<ours::Nothing, derived::Nothing>(text);
    }
    for text in ["{}", r#"{"a":1}"#, "7"] {
        same::<ours::Counts, derived::Counts>(text);
    }
}

/// serde's derives take a list for a struct, field by field. The docs say object.
#[test]
fn a_list_is_not_an_object() {
    let error = serde_json::from_str::<ours::Inner>("[1, 2]").unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid type: sequence, expected struct Inner at line 1 column 0"
    );
}

/// A format with a fixed order and number of fields gets their number first.
#[test]
fn other_formats_read_what_they_wrote() {
    let inner = ours::Inner {
        a: Some(1),
        b: Nullable::Null,
    };
    let text = serde_yaml::to_string(&inner).unwrap();
    assert_eq!(text, "a: 1\nb: null\n");
    assert_eq!(serde_yaml::from_str::<ours::Inner>(&text).unwrap(), inner);
}

#[test]
fn a_list_in_the_place_of_a_struct_is_a_misfit_as_a_whole() {
    let body = br#"[null, [[], null, "y"], {"a": 1}, [{"a": 2}], []]"#;
    let decoded = crate::decode::<Vec<ours::Inner>>(body).unwrap();
    let pointers: Vec<_> = decoded
        .misfits
        .iter()
        .map(|misfit| misfit.pointer.as_str())
        .collect();
    assert_eq!(pointers, ["/0", "/1", "/3", "/4"]);
    assert_eq!(decoded.value.len(), 1);
}
