//! The functions that the macros' output calls. Not public API, and not stable.

pub use crate::decode::{BestFit, BranchError, RawText, branch, inner_error, other, tag};
pub use crate::error::error_body;
pub use crate::object::{Optional, Read, Shape, read, write};
pub use std::boxed::Box;
pub use std::clone::Clone;
pub use std::string::{String, ToString};
pub use std::vec::Vec;

use crate::decode::TextSeed;
use crate::{Error, ErrorBody, Request, Response, ResponseBody};
use futures_core::future::BoxFuture;
use serde::Deserializer;
use serde::de::DeserializeSeed as _;
use serde_json::Value;
use std::borrow::Cow;
use std::cmp::Ordering;

/// Deserializes the string of an open enum.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    TextSeed.deserialize(deserializer)
}

/// Sends a request. The future is boxed here, because rustc takes longer to check an `async fn` for each operation.
pub fn send<A, E>(
    request: Request<A, E>,
) -> BoxFuture<'static, Result<Response<A::Output>, Error<E>>>
where
    A: ResponseBody + 'static,
    E: ErrorBody + 'static,
{
    Box::pin(request.send())
}

/// Compares values of an open enum: those that it names in their order, then all others.
pub fn compare(values: &[&str], one: &str, other: &str) -> Ordering {
    let rank = |text: &str| {
        let named = values.iter().position(|value| *value == text);
        named.unwrap_or(values.len())
    };
    rank(one).cmp(&rank(other)).then_with(|| one.cmp(other))
}

/// Whether a value is the one of a scalar enum's variant.
pub fn is(value: &Value, named: impl Into<Value>) -> bool {
    *value == named.into()
}
