//! Decoding: the value, serialized again, with the misfits put back, is the body.

use super::entropy::Entropy;
use super::json;
use super::types::{Node, Part, Plain, only_fields};
use client_runtime::Misfit;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;

/// Decodes a body: the text itself if the first byte is even, else a sound one that is broken as the bytes decide.
pub(crate) fn decode(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let root = usize::from(first / 2 % 4);
    let made;
    let body = if first % 2 == 0 {
        rest
    } else {
        made = json::body(root, &mut Entropy::new(rest));
        &made
    };
    match root {
        0 => check::<Vec<Node>>(body, Value::is_array),
        1 => check::<Vec<Plain>>(body, Value::is_array),
        2 => check::<BTreeMap<String, Node>>(body, Value::is_object),
        _ => check::<Vec<Part>>(body, Value::is_array),
    }
}

fn check<T: DeserializeOwned + Serialize>(text: &[u8], is_root: fn(&Value) -> bool) {
    let without_mark = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    // Numbers out of range and broken strings are misfits, but no part of a `Value`.
    let body: Option<Value> = serde_json::from_slice(without_mark).ok();
    let shown = || String::from_utf8_lossy(text).into_owned();
    match (client_runtime::decode::<T>(text), body) {
        (Err(error), Some(body)) => {
            assert!(!is_root(&body), "{error}\n{}", shown());
        }
        (Ok(decoded), Some(body)) => {
            let again = serde_json::to_value(&decoded.value).unwrap();
            let again = put_back(again, &decoded.misfits);
            assert!(
                is_same(&body, &again),
                "{:#?}\n{again}\n{}",
                decoded.misfits,
                shown()
            );
        }
        (Ok(decoded), None) => {
            let json = without_mark.starts_with(b"[") || without_mark.starts_with(b"{");
            assert!(json || without_mark.first().is_some_and(u8::is_ascii_whitespace));
            assert!(serde_json::to_string(&decoded.value).is_ok(), "{}", shown());
        }
        (Err(_), None) => {}
    }
}

/// Misfits are in the order of the text, so each element of a list finds its index.
fn put_back(mut value: Value, misfits: &[Misfit]) -> Value {
    for misfit in misfits {
        let (parent, last) = misfit.pointer.rsplit_once('/').unwrap();
        let key = last.replace("~1", "/").replace("~0", "~");
        match value.pointer_mut(parent) {
            Some(Value::Array(list)) => list.insert(key.parse().unwrap(), misfit.value.clone()),
            Some(Value::Object(map)) => drop(map.insert(key, misfit.value.clone())),
            other => panic!("{}: {other:?}", misfit.pointer),
        }
    }
    value
}

/// Whether a body was kept: all but nulls, which optional fields lose, and undocumented fields.
fn is_same(body: &Value, again: &Value) -> bool {
    match (body, again) {
        (Value::Object(body), Value::Object(again)) => {
            let fields = only_fields(again);
            let may_be_lost = |key: &str, value: &Value| {
                value.is_null() || fields.is_some_and(|fields| !fields.contains(&key))
            };
            body.iter().all(|(key, value)| match again.get(key) {
                Some(again) => is_same(value, again),
                None => may_be_lost(key, value),
            }) && again
                .iter()
                .all(|(key, value)| body.contains_key(key) || value.is_null())
        }
        (Value::Array(body), Value::Array(again)) => {
            body.len() == again.len()
                && body
                    .iter()
                    .zip(again)
                    .all(|(value, again)| is_same(value, again))
        }
        (Value::Number(body), Value::Number(again)) => {
            body == again || body.as_f64() == again.as_f64()
        }
        (body, again) => body == again,
    }
}
