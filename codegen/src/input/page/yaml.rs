//! YAML of unknown origin: from text to JSON.
//!
//! Output: the JSON that the YAML means, with every key as text. Aliases are expanded, but their expansion is
//! bounded, in size by [`MAX_BYTES`] and in depth by [`MAX_DEPTH`], so that a small page can't become a large
//! definition.

use std::cell::Cell;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};

use super::MAX_BYTES;

/// How deep the YAML reader goes. It is a limit of that library, lower than that of a page in JSON.
pub(in crate::input) const MAX_DEPTH: usize = 128;

/// The maximum number of open brackets. The time of the YAML reader grows with the square of their number, and it
/// rejects more than [`MAX_DEPTH`] anyway.
const MAX_OPEN: usize = 2_000;

/// The key whose mappings are merged into the one that it is in (<https://yaml.org/type/merge.html>).
const MERGE: &str = "<<";

/// What a value costs beside its text, in bytes: about the memory that it takes.
const NODE: usize = 32;

/// Why YAML can't be read.
#[derive(Debug, thiserror::Error)]
pub(in crate::input) enum YamlError {
    /// It is nested too deep.
    #[error("nested too deep")]
    Deep,
    /// It expands to more than the limit.
    #[error("expands to more than {MAX_BYTES} bytes (64 MiB)")]
    Large,
    /// It isn't valid YAML.
    #[error("{0}")]
    Syntax(#[from] serde_yaml::Error),
}

/// Reads YAML as JSON; empty text is null.
pub(in crate::input) fn parse(text: &str) -> Result<Value, YamlError> {
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    if open_brackets(text) > MAX_OPEN {
        return Err(YamlError::Deep);
    }
    let budget = Cell::new(MAX_BYTES);
    match (Json { budget: &budget }).deserialize(serde_yaml::Deserializer::from_str(text)) {
        Ok(value) => Ok(value),
        Err(_) if budget.get() == 0 => Err(YamlError::Large),
        // The reader's errors differ only in their text.
        Err(error) if error.to_string().contains("recursion limit exceeded") => {
            Err(YamlError::Deep)
        }
        Err(error) if error.to_string().contains("repetition limit exceeded") => {
            Err(YamlError::Large)
        }
        Err(error) => Err(error.into()),
    }
}

/// The largest number of brackets open at once. Quotes are ignored: they can only raise the number.
fn open_brackets(text: &str) -> usize {
    let mut open = 0_usize;
    let mut most = 0;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}

/// Builds JSON from any YAML value, within the budget.
#[derive(Clone, Copy)]
struct Json<'a> {
    budget: &'a Cell<usize>,
}

impl Json<'_> {
    fn pay<E: Error>(self, text: usize) -> Result<(), E> {
        let left = self.budget.get().saturating_sub(text + NODE);
        self.budget.set(left);
        if left == 0 {
            Err(E::custom("too large"))
        } else {
            Ok(())
        }
    }

    /// The JSON of a key. Its length doubles with each level of nesting, because each escapes the quotes again.
    fn key_text<E: Error>(self, key: &Value) -> Result<String, E> {
        let text = key.to_string();
        self.pay(text.len())?;
        Ok(text)
    }

    fn number<E: Error>(self, number: impl Into<Number>) -> Result<Value, E> {
        self.pay(0)?;
        Ok(Value::Number(number.into()))
    }
}

impl<'de> DeserializeSeed<'de> for Json<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Json<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("YAML")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.pay(0)?;
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.pay(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.number(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.number(value)
    }

    // JSON's reader does the same with numbers that have more than 64 bits.
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.pay(0)?;
        // JSON has no infinity and no NaN; JavaScript writes them as null.
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.pay(value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.pay(0)?;
        let mut list = Vec::new();
        while let Some(value) = access.next_element_seed(self)? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.pay(0)?;
        let mut map = Map::new();
        let mut merged = Vec::new();
        while let Some(key) = access.next_key_seed(self)? {
            // Statuses are numbers in YAML; a key that is a list or a mapping is kept as its JSON.
            let key = match key {
                Value::String(text) => text,
                other => self.key_text(&other)?,
            };
            match access.next_value_seed(self)? {
                Value::Object(base) if key == MERGE => merged.push(base),
                Value::Array(bases) if key == MERGE => {
                    merged.extend(
                        bases
                            .into_iter()
                            .filter_map(|base| base.as_object().cloned()),
                    );
                }
                value => {
                    map.insert(key, value);
                }
            }
        }
        // The mapping's own keys win, then those of the first mapping that is merged into it.
        for (key, value) in merged.into_iter().flatten() {
            map.entry(key).or_insert(value);
        }
        Ok(Value::Object(map))
    }

    /// A value with a custom tag, such as `!binary x`. JSON can't represent the tag.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (_tag, contents) = access.variant_seed(self)?;
        contents.newtype_variant_seed(self)
    }
}
