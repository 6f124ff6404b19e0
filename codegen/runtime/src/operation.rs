//! An operation as its docs page describes it: the part that all its requests share.

use crate::request::Draft;
use crate::{Client, ErrorBody, Request, ResponseBody, Server};
use http::Method;

/// The constant part of an operation. Generated functions turn it into a [`Request`].
#[derive(Clone, Debug)]
#[must_use = "an operation does nothing until it becomes a request"]
pub struct Operation {
    pub(crate) id: &'static str,
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) server: &'static Server,
    pub(crate) security: Option<&'static [&'static str]>,
    pub(crate) accept: Option<&'static str>,
    pub(crate) idempotent: bool,
}

impl Operation {
    /// An operation by its id, method, path template and server.
    ///
    /// Placeholders look like `{id}` and can be part of a segment (`/{id}.pdf`). A query in the template is always
    /// sent.
    pub const fn new(
        id: &'static str,
        method: Method,
        path: &'static str,
        server: &'static Server,
    ) -> Self {
        Self {
            id,
            method,
            path,
            server,
            security: None,
            accept: None,
            idempotent: false,
        }
    }

    /// The ids of the alternative security schemes. With an empty list no credentials are sent; without this call, any
    /// of the client's credentials are.
    pub const fn security(mut self, schemes: &'static [&'static str]) -> Self {
        self.security = Some(schemes);
        self
    }

    /// The `Accept` header, if it differs from that of the response type.
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = Some(media_types);
        self
    }

    /// Marks the operation as idempotent, as GET, HEAD, PUT, DELETE and OPTIONS are (RFC 9110, section 9.2.2).
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// A request of this operation through `client`, with a response read by `A` or an error body `E`.
    pub fn request<A: ResponseBody, E: ErrorBody>(self, client: &Client) -> Request<A, E> {
        Request::new(Draft::new(client, self))
    }
}
