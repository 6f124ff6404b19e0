//! Objects that have a key twice: of several values the last one counts.

use super::TextSeed;
use super::cursor::{Cursor, Kind, Token};
use super::text;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;

/// How many keys of an object are compared one by one, which is faster than a hash for so few.
const FEW: usize = 32;

/// Whether an object in the JSON has a key twice. `None` if it can't be read.
pub(super) fn has_duplicates(body: &[u8]) -> Option<bool> {
    let HasDuplicates(found) = serde_json::from_slice(body).ok()?;
    Some(found)
}

/// The JSON with each key once. Pointers into it stay the same, and so does the text of what is left.
pub(super) fn without_duplicates(body: &[u8]) -> Vec<u8> {
    text::without(body, superseded(body).iter(), 0..body.len())
}

/// The entries of objects that precede another one with the same key, in order. None is within another.
fn superseded(body: &[u8]) -> Vec<Range<usize>> {
    let mut cursor = Cursor::new(body);
    // For each list or object around the cursor, the entry of each key. Lists have none.
    let mut entries: Vec<HashMap<String, Range<usize>>> = Vec::new();
    let mut found = Vec::new();
    loop {
        match cursor.advance() {
            Token::Open => entries.push(HashMap::new()),
            Token::Value => {
                entries.truncate(cursor.frames.len());
                if let Some(Kind::Object { key, .. }) =
                    cursor.frames.last().map(|frame| &frame.kind)
                    && let Some(entries) = entries.last_mut()
                {
                    found.extend(entries.insert(cursor.key_text(key), cursor.last_entry()));
                }
            }
            Token::Key | Token::Comma => {}
            Token::End => break,
        }
    }
    found.sort_unstable_by_key(|entry| entry.start);
    let mut end = 0;
    found.retain(|entry| {
        let is_outside = entry.start >= end;
        end = end.max(entry.end);
        is_outside
    });
    found
}

/// The keys of an object.
#[derive(Default)]
struct Keys<'de> {
    few: Vec<Cow<'de, str>>,
    more: HashSet<Cow<'de, str>>,
}

impl<'de> Keys<'de> {
    /// Adds a key. Returns whether it is new.
    fn insert(&mut self, key: Cow<'de, str>) -> bool {
        if self.few.contains(&key) {
            return false;
        }
        if self.few.len() < FEW {
            self.few.push(key);
            return true;
        }
        self.more.insert(key)
    }
}

/// Whether an object within a value has a key twice.
struct HasDuplicates(bool);

impl<'de> Deserialize<'de> for HasDuplicates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = HasDuplicates;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<HasDuplicates, A::Error> {
        let mut keys = Keys::default();
        let mut found = false;
        while let Some(key) = map.next_key_seed(TextSeed)? {
            found |= !keys.insert(key);
            found |= map.next_value::<HasDuplicates>()?.0;
        }
        Ok(HasDuplicates(found))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<HasDuplicates, A::Error> {
        let mut found = false;
        while let Some(HasDuplicates(inside)) = list.next_element()? {
            found |= inside;
        }
        Ok(HasDuplicates(found))
    }

    fn visit_unit<E>(self) -> Result<HasDuplicates, E> {
        Ok(HasDuplicates(false))
    }

    fn visit_bool<E>(self, _: bool) -> Result<HasDuplicates, E> {
        Ok(HasDuplicates(false))
    }

    fn visit_i64<E>(self, _: i64) -> Result<HasDuplicates, E> {
        Ok(HasDuplicates(false))
    }

    fn visit_u64<E>(self, _: u64) -> Result<HasDuplicates, E> {
        Ok(HasDuplicates(false))
    }

    fn visit_f64<E>(self, _: f64) -> Result<HasDuplicates, E> {
        Ok(HasDuplicates(false))
    }

    fn visit_str<E>(self, _: &str) -> Result<HasDuplicates, E> {
        Ok(HasDuplicates(false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Number, decode};
    use serde::Deserialize;

    #[track_caller]
    fn check(body: &str, expected: &str) {
        assert_eq!(has_duplicates(body.as_bytes()), Some(true));
        let rest = String::from_utf8(without_duplicates(body.as_bytes())).unwrap();
        assert_eq!(rest, expected);
    }

    #[test]
    fn earlier_entries_are_cut_out() {
        check(r#"{"a":1,"a":2,"a":3}"#, r#"{"a":3}"#);
        check(
            r#"{ "b" : 0 , "a" : 1 , "c" : {} , "a" : 2 }"#,
            r#"{ "b" : 0  , "c" : {} , "a" : 2 }"#,
        );
        check(
            r#"[{"a":[1,{}],"a":{"a":1}},[],{"a":1}]"#,
            r#"[{"a":{"a":1}},[],{"a":1}]"#,
        );
        // Other spellings of a key, and keys that look like the end of one.
        check(
            r#"{"a\"":1,"\u0061\"":2,"a":"\"a\":"}"#,
            r#"{"\u0061\"":2,"a":"\"a\":"}"#,
        );
    }

    #[test]
    fn duplicates_within_an_earlier_entry_go_with_it() {
        check(
            r#"{"a":{"b":1,"b":2},"c":{"b":3,"b":4},"a":{"b":5,"b":6}}"#,
            r#"{"c":{"b":4},"a":{"b":6}}"#,
        );
    }

    #[derive(Deserialize)]
    struct Holder {
        a: Number,
        n: Number,
    }

    #[test]
    fn numbers_keep_their_digits() {
        let body = br#"{"a":1,"a":1.10,"n":123456789012345678901234567890}"#;
        let Holder { a, n } = decode(body).unwrap().value;
        assert_eq!(
            (a.as_str(), n.as_str()),
            ("1.10", "123456789012345678901234567890")
        );
    }
}
