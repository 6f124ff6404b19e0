//! JSON bodies: sound ones with values exchanged, in any spelling.

use super::entropy::Entropy;
use serde_json::{Value, json};

/// The start of a string that is written as it is, without quotes and escapes.
const RAW: &str = "\u{1}raw ";

fn sound(root: usize) -> Value {
    let leaf = json!({"type": "LEAF", "name": "a", "size": 2});
    let node = json!({"id": "1", "kind": "A", "note": "n", "at": "2020", "next": {"id": "2", "numbers": [3, null]},
        "numbers": [1, 2, 3], "by_name": {"x": leaf, "0": {"name": "y"}, "a/b~": leaf},
        "parts": [leaf, {"type": "NODE", "id": "3", "any": [1, {"name": "z"}, "t"]}, {"type": "?"}],
        "any": {"name": "any", "size": 3}, "more": [{"a": {}}]});
    let plain = json!({"id": 1, "level": 1, "leaf": leaf, "items": [{"id": 2, "items": [{"id": 3}]}],
        "maps": {"x": [{"id": 4, "flag": true}], "y": []}, "exact": 1.5, "ratio": 2.5, "flag": false, "part": node,
        "data": {"any": ["thing", null]}});
    match root {
        0 => json!([node, {"id": "4"}, node]),
        1 => json!([plain, {"id": 5}, plain]),
        2 => json!({"a": node, "b": {"id": "6"}}),
        _ => json!([leaf, node, {"type": "LEAFLET", "name": "b"}]),
    }
}

/// A body whose root is that of one of the types that [`super::decoding`] decodes.
pub(super) fn body(root: usize, entropy: &mut Entropy<'_>) -> Vec<u8> {
    let mut value = sound(root);
    for _ in 0..1 + entropy.below(8) {
        if entropy.is_empty() {
            break;
        }
        break_one(&mut value, entropy);
    }
    let mut text = Vec::new();
    if entropy.one_in(16) {
        text.extend_from_slice(b"\xef\xbb\xbf");
    }
    write(&value, &mut text, entropy);
    text
}

/// Exchanges a value at some depth, removes it, or adds one.
fn break_one(value: &mut Value, entropy: &mut Entropy<'_>) {
    let stop = entropy.one_in(6);
    match value {
        Value::Array(list) if !stop && !list.is_empty() => {
            let index = entropy.below(list.len());
            match entropy.below(12) {
                0 => drop(list.remove(index)),
                1 => list.insert(index, odd(entropy)),
                _ => break_one(&mut list[index], entropy),
            }
        }
        Value::Object(map) if !stop && !map.is_empty() => {
            let key = map.keys().nth(entropy.below(map.len())).cloned().unwrap();
            match entropy.below(12) {
                0 => drop(map.shift_remove(&key)),
                1 => drop(map.insert(odd_key(entropy), odd(entropy))),
                _ => break_one(&mut map[&key], entropy),
            }
        }
        _ => *value = odd(entropy),
    }
}

fn odd(entropy: &mut Entropy<'_>) -> Value {
    const RAWS: [&str; 12] = [
        "-0",
        "1.0",
        "1e2",
        "1.10",
        "1e400",
        "-1",
        "4294967296",
        "18446744073709551616",
        "123456789012345678901234567890",
        "\"\\ud800\"",
        "\"\\u0041\"",
        "\"\\u0000\"",
    ];
    match entropy.below(16) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!("x"),
        3 => json!("LEAF"),
        4 => json!([]),
        5 => json!({}),
        6 => json!([true, null, "y"]),
        7 => json!({"name": 1}),
        8 => json!({"type": "LEAF", "size": 1}),
        9 => json!({"id": "7", "note": 1}),
        10 => json!(["LEAF", "a", 1]),
        11 => json!([[[odd_key(entropy)]]]),
        _ => Value::from(format!("{RAW}{}", entropy.pick(&RAWS))),
    }
}

fn odd_key(entropy: &mut Entropy<'_>) -> String {
    const KEYS: [&str; 10] = [
        "", "/", "~", "~1", "0", "a\"b", "日本", "\n", "type", "name",
    ];
    (*entropy.pick(&KEYS)).to_owned()
}

/// Writes JSON with any white space, with keys escaped, and with keys twice.
fn write(value: &Value, text: &mut Vec<u8>, entropy: &mut Entropy<'_>) {
    space(text, entropy);
    match value {
        Value::Array(list) => {
            text.push(b'[');
            for (at, item) in list.iter().enumerate() {
                if at > 0 {
                    text.push(b',');
                }
                write(item, text, entropy);
            }
            space(text, entropy);
            text.push(b']');
        }
        Value::Object(map) => {
            text.push(b'{');
            for (at, (key, item)) in map.iter().enumerate() {
                if at > 0 {
                    text.push(b',');
                }
                if entropy.one_in(32) {
                    write_key(key, text, entropy);
                    write(&odd(entropy), text, entropy);
                    text.push(b',');
                }
                write_key(key, text, entropy);
                write(item, text, entropy);
            }
            space(text, entropy);
            text.push(b'}');
        }
        Value::String(string) if string.starts_with(RAW) => {
            text.extend_from_slice(string.trim_start_matches(RAW).as_bytes());
        }
        other => text.extend_from_slice(other.to_string().as_bytes()),
    }
    space(text, entropy);
}

fn write_key(key: &str, text: &mut Vec<u8>, entropy: &mut Entropy<'_>) {
    space(text, entropy);
    let mut quoted = Value::from(key).to_string();
    if entropy.one_in(16)
        && let Some(first) = key.chars().next().filter(char::is_ascii_alphabetic)
    {
        quoted = quoted.replacen(first, &format!("\\u{:04x}", u32::from(first)), 1);
    }
    text.extend_from_slice(quoted.as_bytes());
    space(text, entropy);
    text.push(b':');
}

fn space(text: &mut Vec<u8>, entropy: &mut Entropy<'_>) {
    if entropy.one_in(16) {
        text.extend_from_slice(entropy.pick(&[" ", "\n", "\t\r\n "]).as_bytes());
    }
}
