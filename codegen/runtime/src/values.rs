//! The field types of generated structs besides those of `std`.
//!
//! Invariant: a value is serialized exactly as it was received.

mod argument;
mod nullable;
mod number;
mod text;
mod to_json;
mod unknown;

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod lenient;
#[cfg(feature = "time")]
mod time;

pub use argument::{IntoNullableList, IntoOption};
pub use nullable::Nullable;
pub use number::Number;
pub use text::{Date, Timestamp};
pub use to_json::to_json;
pub use unknown::{UnknownScalar, UnknownValue};

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub use lenient::DateError;
