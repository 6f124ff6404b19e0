//! Objects that have a key twice: of several values the last one counts.

use super::TextSeed;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

/// The JSON with each key once. Pointers into it stay the same.
pub(super) fn without_duplicates(body: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    if !matches!(serde_json::from_slice(&body), Ok(HasDuplicates(true))) {
        return body;
    }
    match serde_json::from_slice::<Value>(&body) {
        Ok(value) => Cow::Owned(value.to_string().into_bytes()),
        Err(_) => body,
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
        let mut keys = HashSet::new();
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
