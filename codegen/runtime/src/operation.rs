//! An operation as its docs page describes it: the part that all its requests share.

use crate::auth::Security;
use crate::request::Draft;
use crate::{Client, ErrorBody, Request, ResponseBody, Server};
use http::Method;
use std::fmt;

/// The constant part of an operation: a `static` of the generated crate, which turns it into a [`Request`].
///
/// Tests refer to an operation by its static, without a URL; see [`testing`](crate::testing).
#[derive(Debug)]
pub struct Operation {
    pub(crate) id: &'static str,
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) server: &'static Server,
    pub(crate) security: Option<Security>,
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
    #[must_use]
    pub const fn security(mut self, schemes: &'static [&'static str]) -> Self {
        self.security = Some(Security::OneOf(schemes));
        self
    }

    /// The ids of security schemes that are required together: alternative sets.
    #[must_use]
    pub const fn security_sets(mut self, sets: &'static [&'static [&'static str]]) -> Self {
        self.security = Some(Security::AllOfOne(sets));
        self
    }

    /// The `Accept` header, if it differs from that of the response type.
    #[must_use]
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = Some(media_types);
        self
    }

    /// Marks the operation as idempotent, as GET, HEAD, PUT, DELETE and OPTIONS are (RFC 9110, section 9.2.2).
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// The operation's id in the docs.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path template, relative to the server.
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// A request of this operation through `client`, with a response read by `A` or an error body `E`.
    pub fn request<A: ResponseBody, E: ErrorBody>(&'static self, client: &Client) -> Request<A, E> {
        Request::new(Draft::new(client, self))
    }
}

/// `patchAccessProfile (PATCH /access-profiles/{id})`
impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} {})", self.id, self.method, self.path)
    }
}

/// The operation that an HTTP request belongs to, and the values of its path: an extension of the [`http::Request`]
/// that a [`Transport`](crate::Transport) gets.
///
/// Requests to any path ([`Client::request`]), redirected requests and those for a token don't have one.
///
/// ```
/// use client_runtime::{BoxFuture, ByteStream, CalledOperation, Transport, TransportError, http};
///
/// /// Middleware that counts requests by operation.
/// #[derive(Debug)]
/// struct Counted<T>(T);
///
/// impl<T: Transport> Transport for Counted<T> {
///     fn send(
///         &self,
///         request: http::Request<ByteStream>,
///     ) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
///         if let Some(called) = request.extensions().get::<CalledOperation>() {
///             println!("one more request of {}", called.operation.id());
///         }
///         self.0.send(request)
///     }
/// }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CalledOperation {
    /// The operation.
    pub operation: &'static Operation,
    /// The values of its placeholders by their names, as they are in the path: serialized and percent-encoded.
    /// [`RecordedRequest::path`](crate::testing::RecordedRequest::path) decodes them.
    pub path_values: Vec<(String, String)>,
}
