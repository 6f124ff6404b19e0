//! An operation as its docs page describes it: what is the same for all its requests.

use crate::request::Draft;
use crate::{Client, ErrorBody, Request, ResponseBody, Server};
use http::Method;

/// The constant part of an operation. Generated functions begin with one and turn it into a [`Request`].
#[derive(Clone, Debug)]
#[must_use = "an operation does nothing until it is made a request"]
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
    /// Placeholders look like `{id}`, may stand inside a segment (`/{id}.pdf`), and a query in the template is always sent.
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

    /// The ids of the security schemes of which any serves. None at all means that no credentials are sent; without this call
    /// whatever credentials the client has are.
    pub const fn security(mut self, schemes: &'static [&'static str]) -> Self {
        self.security = Some(schemes);
        self
    }

    /// The `Accept` header, where it is not what the answer's marker says.
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = Some(media_types);
        self
    }

    /// Says that the operation can be repeated without harm, as GET, HEAD, PUT, DELETE and OPTIONS can (RFC 9110, section
    /// 9.2.2).
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// A request of this operation through `client`, answered by `A` or failing with `E`.
    pub fn request<A: ResponseBody, E: ErrorBody>(self, client: &Client) -> Request<A, E> {
        Request::new(Draft::new(client, self))
    }
}
