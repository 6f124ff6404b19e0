//! Responses that docs pages publish.

use super::Reply;
use crate::Operation;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The response of an operation that its docs page shows as an example. Generated crates have one for each operation,
/// with the feature `examples`.
#[derive(Debug)]
pub struct Example {
    operation: &'static Operation,
    status: u16,
    body: Option<(&'static str, &'static str)>,
}

impl Example {
    /// An example without a body.
    pub const fn new(operation: &'static Operation, status: u16) -> Self {
        Self {
            operation,
            status,
            body: None,
        }
    }

    /// Sets the media type and the text of the body.
    #[must_use]
    pub const fn body(mut self, media_type: &'static str, text: &'static str) -> Self {
        self.body = Some((media_type, text));
        self
    }

    /// The operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The text of the body; empty if it has none.
    pub fn text(&self) -> &'static str {
        self.body.map_or("", |(_, text)| text)
    }

    /// The body as a value: the type that the operation returns, or any other.
    ///
    /// # Errors
    ///
    /// If the body isn't JSON of that type.
    pub fn decode<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(self.text())
    }

    /// The body as JSON, to be changed in a test; null if it isn't JSON.
    pub fn json(&self) -> Value {
        self.decode().unwrap_or_default()
    }

    /// The example as a reply of a mock server.
    pub fn reply(&self) -> Reply {
        let reply = Reply::bytes(self.status, self.text());
        match self.body {
            Some((media_type, _)) => reply.header("content-type", media_type),
            None => reply,
        }
    }
}
