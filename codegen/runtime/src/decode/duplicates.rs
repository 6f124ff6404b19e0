//! Objects that have a key twice: of several values the last one counts.

use super::TextSeed;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

/// How many keys of an object are compared one by one, which is faster than a hash for so few.
const FEW: usize = 32;

/// Whether an object in the JSON has a key twice. `None` if it can't be read.
pub(super) fn has_duplicates(body: &[u8]) -> Option<bool> {
    let HasDuplicates(found) = serde_json::from_slice(body).ok()?;
    Some(found)
}

/// The JSON with each key once. Pointers into it stay the same.
pub(super) fn without_duplicates(body: &[u8]) -> Cow<'_, [u8]> {
    match serde_json::from_slice::<Value>(body) {
        Ok(value) => Cow::Owned(value.to_string().into_bytes()),
        Err(_) => Cow::Borrowed(body),
    }
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
