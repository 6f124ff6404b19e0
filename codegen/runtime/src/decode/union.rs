//! Unions: which variant a value is.

use super::failure::Failure;
use super::raw::TextSeed;
use super::strict;
use serde::Serialize;
use serde::de::{DeserializeOwned, Deserializer as _, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// Why a value can't be decoded as the variant that its discriminator selects.
#[doc(hidden)]
pub struct BranchError<'a> {
    text: &'a str,
    failure: Failure,
}

/// Decodes the variant that the discriminator selects.
#[doc(hidden)]
pub fn branch<T: DeserializeOwned>(text: &str) -> Result<T, BranchError<'_>> {
    strict(text.as_bytes()).map_err(|failure| BranchError { text, failure })
}

/// A value that no variant matches.
#[doc(hidden)]
pub fn other(text: &str) -> Result<Value, BranchError<'_>> {
    branch(text)
}

/// The error of a variant as an error of the union, located inside of it.
#[doc(hidden)]
pub fn inner_error<E: serde::de::Error>(error: BranchError<'_>) -> E {
    error.failure.leave(error.text);
    E::custom(error.failure.message)
}

/// The string at a key of an object.
#[doc(hidden)]
pub fn tag<'a>(text: &'a str, key: &str) -> Option<Cow<'a, str>> {
    let mut json = serde_json::Deserializer::from_str(text);
    json.deserialize_map(TagVisitor(key)).ok().flatten()
}

struct TagVisitor<'k>(&'k str);

impl<'de> Visitor<'de> for TagVisitor<'_> {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut tag = None;
        while let Some(key) = map.next_key_seed(TextSeed)? {
            if key == self.0 {
                // Of several values the last one counts.
                tag = match map.next_value::<Value>()? {
                    Value::String(text) => Some(Cow::Owned(text)),
                    _ => None,
                };
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(tag)
    }
}

/// The search for the variant of a union without discriminator that loses least of a value.
#[doc(hidden)]
pub struct BestFit<'a, U> {
    value: &'a Value,
    text: &'a str,
    best: Option<(usize, U)>,
}

impl<'a, U> BestFit<'a, U> {
    /// Starts the search, for a value and its text.
    pub fn new(value: &'a Value, text: &'a str) -> Self {
        Self {
            value,
            text,
            best: None,
        }
    }

    /// Tries a variant, unless one was found that loses nothing.
    pub fn offer<T: DeserializeOwned + Serialize>(&mut self, wrap: fn(T) -> U) {
        let least = self.best.as_ref().map_or(usize::MAX, |(loss, _)| *loss);
        if least == 0 {
            return;
        }
        let Ok(body) = strict::<T>(self.text.as_bytes()) else {
            return;
        };
        let loss = serde_json::to_value(&body).map_or(usize::MAX, |again| loss(self.value, &again));
        if loss < least {
            self.best = Some((loss, wrap(body)));
        }
    }

    /// The variant that loses least, if any matches.
    pub fn best(self) -> Option<U> {
        self.best.map(|(_, body)| body)
    }
}

/// How much of `before` is missing from, changed in or added to `after`, counted in nodes.
fn loss(before: &Value, after: &Value) -> usize {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            let kept: usize = before
                .iter()
                .map(|(key, value)| {
                    after
                        .get(key)
                        .map_or(nodes(value), |again| loss(value, again))
                })
                .sum();
            let added = after
                .keys()
                .filter(|key| !before.contains_key(*key))
                .count();
            kept + added
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => before
            .iter()
            .zip(after)
            .map(|(value, again)| loss(value, again))
            .sum(),
        (before, after) if before == after => 0,
        (before, _) => nodes(before),
    }
}

fn nodes(value: &Value) -> usize {
    match value {
        Value::Object(map) => 1 + map.values().map(nodes).sum::<usize>(),
        Value::Array(list) => 1 + list.iter().map(nodes).sum::<usize>(),
        _ => 1,
    }
}
