//! Choosing the branch of a union, and carrying the place of an error out of it.
//!
//! A union reads its JSON into a `Value` first, so an error inside starts a path of its own. [`inner_error`] puts that path in
//! front of the message as a JSON string, and [`split_inner`] takes it off again where the outer path is known.

use super::{DecodeError, Failure, pointer, strict};
use pointer::Token;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads the branch that the discriminator chose.
#[doc(hidden)]
pub fn branch<T: DeserializeOwned>(value: &Value) -> Result<T, DecodeError> {
    strict(value.to_string().as_bytes()).map_err(Failure::into_error)
}

const INNER: &str = "in the union at ";

/// The error of a branch, as an error of the union.
#[doc(hidden)]
pub fn inner_error<E: serde::de::Error>(error: DecodeError) -> E {
    E::custom(format_args!(
        "{INNER}{}: {}",
        Value::from(error.pointer),
        error.message
    ))
}

/// The pointer that [`inner_error`] put in front of a message, and the rest.
pub(super) fn split_inner(message: &str) -> (Vec<Token>, String) {
    let Some(rest) = message.strip_prefix(INNER) else {
        return (Vec::new(), message.to_owned());
    };
    let mut json = serde_json::Deserializer::from_str(rest).into_iter::<String>();
    match json.next() {
        Some(Ok(inner)) => {
            let message = rest.get(json.byte_offset()..).unwrap_or_default();
            (
                text_tokens(&inner),
                message.trim_start_matches(": ").to_owned(),
            )
        }
        _ => (Vec::new(), message.to_owned()),
    }
}

/// Keys and indices look the same in a pointer; [`super::repair`] tells them apart by the value that they lead into.
fn text_tokens(pointer: &str) -> Vec<Token> {
    pointer::parse(pointer, &Value::Null)
}

/// The search for the branch of an untagged union that loses least of a value.
#[doc(hidden)]
pub struct BestFit<'a, U> {
    value: &'a Value,
    text: String,
    best: Option<(usize, U)>,
}

impl<'a, U> BestFit<'a, U> {
    /// Starts the search.
    pub fn new(value: &'a Value) -> Self {
        Self {
            value,
            text: value.to_string(),
            best: None,
        }
    }

    /// Tries a branch, unless one was found that loses nothing.
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

    /// The branch that loses least, if any fits.
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
