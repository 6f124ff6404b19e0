//! The requests that a mock server received.

use crate::{CalledOperation, Operation};
use bytes::Bytes;
use http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::fmt;
use url::Url;

/// A request that a [`MockTransport`](super::MockTransport) received.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The method.
    pub method: Method,
    /// The URL.
    pub url: Url,
    /// The headers. Those that may be secret are marked as sensitive, so `Debug` doesn't print their values.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The operation, unless the request is for a token, was redirected, or is one to any path
    /// ([`Client::request`](crate::Client::request)).
    pub operation: Option<&'static Operation>,
    pub(super) path_values: Vec<(String, String)>,
}

impl RecordedRequest {
    pub(super) fn new(parts: http::request::Parts, url: Url, body: Bytes) -> Self {
        let called = parts.extensions.get::<CalledOperation>().cloned();
        Self {
            method: parts.method,
            url,
            headers: parts.headers,
            body,
            operation: called.as_ref().map(|called| called.operation),
            path_values: called.map(|called| called.path_values).unwrap_or_default(),
        }
    }

    /// The value of a placeholder of the operation's path, decoded.
    pub fn path(&self, name: &str) -> Option<String> {
        let (_, value) = self.path_values.iter().find(|(key, _)| key == name)?;
        Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
    }

    /// The value of a header, if it exists and is visible ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The first value of a query parameter, decoded.
    pub fn query(&self, name: &str) -> Option<String> {
        self.queries(name).next()
    }

    /// All values of a query parameter, decoded.
    pub(super) fn queries(&self, name: &str) -> impl Iterator<Item = String> {
        let pairs = self.url.query_pairs();
        pairs
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    /// The body as JSON; null if it isn't valid JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// The method, the path and the operation's id. The query isn't printed, because it may have a key in it.
impl fmt::Display for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.url.path())?;
        match self.operation {
            Some(operation) => write!(f, " ({})", operation.id()),
            None => Ok(()),
        }
    }
}
