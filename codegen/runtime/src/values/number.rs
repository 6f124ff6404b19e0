//! Numbers as text: `i64` can't hold every integer that JSON can, and `f64` writes `5` as `5.0`.

use crate::decode::RawText;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;

/// A number of any size and precision, kept as text and parsed on demand. Two numbers are equal if their texts are.
///
/// ```
/// use client_runtime::Number;
///
/// let number: Number = serde_json::from_str("123456789012345678901234567890")?;
/// assert_eq!(serde_json::to_string(&number)?, "123456789012345678901234567890");
/// assert_eq!((number.as_i64(), number.as_f64()), (None, 1.2345678901234568e29));
/// assert_eq!(Number::from(5).as_i64(), Some(5));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// It keeps its digits when it is read from JSON text. Read from a [`Value`](crate::Value), it has the digits that the
/// `Value` kept: all of them with the feature `exact-numbers`, otherwise 64 bits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number(Box<str>);

impl Number {
    /// The text as it was received.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number, if it is an integer in the range of `i64`.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// The number, if it is an integer in the range of `u64`.
    pub fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    /// The nearest `f64`, which may be infinite.
    pub fn as_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

macro_rules! from_number {
    ($($type:ty)*) => {$(
        impl From<$type> for Number {
            fn from(number: $type) -> Self {
                Self(number.to_string().into())
            }
        }
    )*};
}

from_number!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

/// A number that isn't finite can't be serialized as JSON; a request with one fails with
/// [`Error::Request`](crate::Error::Request).
impl From<f64> for Number {
    fn from(number: f64) -> Self {
        Self(number.to_string().into())
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = RawValue::from_string(self.0.to_string());
        json.map_err(|_| S::Error::custom(format_args!("{} isn't a JSON number", self.0)))?
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = RawText::deserialize(deserializer)?;
        match json.as_bytes() {
            [b'-' | b'0'..=b'9', ..] => Ok(Self((*json).into())),
            _ => Err(json.misfit("invalid type: expected a number")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Map, Value, decode};
    use serde_json::json;

    #[derive(Debug, Serialize, Deserialize)]
    struct Holder {
        #[serde(skip_serializing_if = "Option::is_none")]
        a: Option<Number>,
        b: Vec<Number>,
        #[serde(flatten)]
        extra: Map<String, Value>,
    }

    #[test]
    fn numbers_keep_their_digits() {
        let text = r#"{"a":1.10,"b":[5,-0,1e400,123456789012345678901234567890,-1.5E+3]}"#;
        let decoded = decode::<Holder>(text.as_bytes()).unwrap();
        assert_eq!(decoded.misfits, []);
        assert_eq!(serde_json::to_string(&decoded.value).unwrap(), text);
    }

    #[test]
    fn other_values_are_misfits() {
        let decoded = decode::<Holder>(br#"{"a":"1","b":[5,null,7.25],"c":1}"#).unwrap();
        let pointers: Vec<_> = decoded
            .misfits
            .iter()
            .map(|misfit| misfit.pointer.as_str())
            .collect();
        assert_eq!(pointers, ["/a", "/b/1"]);
        assert_eq!(
            serde_json::to_value(&decoded.value).unwrap(),
            json!({"b": [5, 7.25], "c": 1})
        );
    }

    #[test]
    fn infinite_numbers_are_not_serialized() {
        assert!(serde_json::to_string(&Number::from(f64::NAN)).is_err());
        assert!(serde_json::to_value(Number::from(f64::INFINITY)).is_err());
        assert_eq!(
            serde_json::to_string(&Number::from(1e-7)).unwrap(),
            "0.0000001"
        );
        assert_eq!(Number::from(u128::MAX).as_u64(), None);
    }
}
