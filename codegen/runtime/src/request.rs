//! Building a request. Parameters and body are serialized as they are set; the first one that is invalid is an error
//! when the request is sent.
//!
//! [`Request`] is a thin typed layer over [`Draft`], which does the work once for all types.

mod draft;
mod endpoint;
mod header;

use crate::error::Failure;
use crate::multipart::Multipart;
use crate::response::ResponseParts;
use crate::{
    Body, BoxFuture, Client, Credentials, Error, ErrorBody, Json, Raw, RawResponse, Response,
    ResponseBody, RetryPolicy, Style,
};
use futures_util::FutureExt as _;
use http::{Method, StatusCode};
use serde::Serialize;
use serde_json::Value;
use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

pub(crate) use draft::Draft;
pub(crate) use endpoint::Endpoint;
pub(crate) use header::header_pair;

/// A request whose response is decoded by the marker `A`, or whose error body is an `E`. Await it for the value, or
/// call [`send`](Self::send) for the value with status, headers and misfits.
///
/// Generated crates wrap it in a type for each operation; see [`request!`](crate::request).
#[must_use = "a request does nothing until it is awaited or sent"]
pub struct Request<A = Json<Value>, E = Value> {
    pub(crate) draft: Box<Draft>,
    response: PhantomData<fn() -> (A, E)>,
}

/// A request whose response is the raw body; see [`Client::request`].
pub type RawRequest = Request<Raw, Value>;

impl RawRequest {
    pub(crate) fn raw(client: &Client, method: Method, path: &str) -> Self {
        Self::new(Draft::raw(client, method, path))
    }
}

impl<A, E> Request<A, E> {
    pub(crate) fn new(draft: Draft) -> Self {
        Self {
            draft: Box::new(draft),
            response: PhantomData,
        }
    }

    fn with(mut self, change: impl FnOnce(&mut Draft)) -> Self {
        change(&mut self.draft);
        self
    }

    /// Sets a placeholder of the path. The value stays within its segment: `/` is encoded as `%2F`, and an empty value,
    /// `.` and `..` make the request fail with [`Error::Request`].
    pub fn path(self, name: &str, value: impl Serialize) -> Self {
        self.path_styled(Style::simple(name), value)
    }

    /// Sets a placeholder of the path, serialized by a style.
    pub fn path_styled(mut self, style: Style<'_>, value: impl Serialize) -> Self {
        self.draft.set_path(style, serde_json::to_value(value));
        self
    }

    /// Sets a query parameter, given its name, or its name and [`Style`]. Null and `None` aren't sent.
    ///
    /// ```
    /// # fn list(request: client_runtime::RawRequest, limit: Option<u32>) -> client_runtime::RawRequest {
    /// request.query("sorters", "name").query("limit", limit)
    /// # }
    /// ```
    pub fn query<'a>(mut self, name: impl Into<Style<'a>>, value: impl Serialize) -> Self {
        self.draft
            .set_query(name.into(), serde_json::to_value(value));
        self
    }

    /// Sets a header parameter. Null isn't sent.
    pub fn header_parameter(mut self, style: Style<'_>, value: impl Serialize) -> Self {
        self.draft
            .set_header_parameter(style, serde_json::to_value(value));
        self
    }

    /// Sets a cookie parameter. Null isn't sent.
    pub fn cookie(mut self, style: Style<'_>, value: impl Serialize) -> Self {
        self.draft.set_cookie(style, serde_json::to_value(value));
        self
    }

    /// Sets the body to a value as JSON, with the documented media type.
    pub fn json(mut self, media_type: &str, value: &(impl Serialize + ?Sized)) -> Self {
        self.draft.set_json(media_type, serde_json::to_vec(value));
        self
    }

    /// Sets the body to a text.
    pub fn text(self, media_type: &str, text: impl Into<String>) -> Self {
        self.bytes(media_type, text.into())
    }

    /// Sets the body to bytes, a file or a stream.
    pub fn bytes(self, media_type: &str, body: impl Into<Body>) -> Self {
        self.with(|draft| draft.set_body(media_type, body.into()))
    }

    /// Sets the body to an object as `application/x-www-form-urlencoded`: lists are repeated fields, null isn't sent.
    pub fn form(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        self.draft.set_form(serde_json::to_value(value));
        self
    }

    /// Sets the body to a form with files.
    pub fn multipart(self, form: Multipart) -> Self {
        self.with(|draft| draft.set_multipart(form))
    }

    /// Sets a header, replacing any value it had.
    ///
    /// `host`, `content-length`, `transfer-encoding` and `connection` are set by the client, and credentials with
    /// [`credentials`](Self::credentials): such a header makes the request fail with [`Error::Request`].
    pub fn header(self, name: &str, value: &str) -> Self {
        self.with(|draft| draft.set_header(name, value))
    }

    /// Sets the timeout of each attempt. See [`ClientBuilder::timeout`](crate::ClientBuilder::timeout).
    pub fn timeout(self, timeout: Duration) -> Self {
        self.with(|draft| draft.timeout = timeout)
    }

    /// Uses these credentials instead of the client's.
    pub fn credentials(self, credentials: Credentials) -> Self {
        self.with(|draft| draft.credentials = Some(credentials))
    }

    /// Uses this retry policy instead of the client's.
    pub fn retry(self, policy: RetryPolicy) -> Self {
        self.with(|draft| draft.retry = policy)
    }

    /// Fails if a value doesn't match its type, instead of dropping and reporting it as a [`Misfit`](crate::Misfit).
    pub fn strict(self) -> Self {
        self.with(|draft| draft.strict = true)
    }

    /// A copy of the request, unless its body is a stream, which can be sent only once.
    pub fn try_clone(&self) -> Option<Self> {
        self.draft.try_clone().map(Self::new)
    }

    /// A copy of a request whose body isn't a stream. The copy of any other fails when it is sent.
    #[doc(hidden)]
    pub fn __clone(&self) -> Self {
        Self::new(self.draft.clone_or_fail())
    }

    /// Decodes the response by another marker.
    pub fn expect<B: ResponseBody>(self) -> Request<B, E> {
        Request {
            draft: self.draft,
            response: PhantomData,
        }
    }
}

impl<A: ResponseBody, E: ErrorBody> Request<A, E> {
    /// Sends the request and returns the value with its status, headers and misfits.
    ///
    /// # Errors
    ///
    /// If the status is an error, there is no response, or it can't be decoded; see [`Error`].
    pub async fn send(self) -> Result<Response<A::Output>, Error<E>> {
        finish::<A, E>(self.exchange().await)
    }

    /// Sends the request and returns the response undecoded.
    pub(crate) fn exchange(self) -> BoxFuture<'static, Result<RawResponse, Failure>> {
        let mut types = Vec::new();
        A::accept(&mut types);
        Box::pin(self.draft.exchange(types, A::streamed))
    }
}

impl<A, E> IntoFuture for Request<A, E>
where
    A: ResponseBody + 'static,
    A::Output: 'static,
    E: ErrorBody + 'static,
{
    type Output = Result<A::Output, Error<E>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(
            self.exchange()
                .map(|outcome| finish::<A, E>(outcome).map(Response::into_value)),
        )
    }
}

/// The typed end of a call: decodes the value of a success, or the error body of anything else.
pub(crate) fn finish<A: ResponseBody, E: ErrorBody>(
    outcome: Result<RawResponse, Failure>,
) -> Result<Response<A::Output>, Error<E>> {
    let mut response = outcome?;
    let span = response.span.clone();
    let _entered = span.span().enter();
    let parts = ResponseParts::take(&mut response);
    let status = response.status;
    if status.is_success() || status == StatusCode::NOT_MODIFIED {
        match A::read(response) {
            Ok(decoded) => {
                parts.warn_of(&decoded.misfits);
                return Ok(Response::new(parts, decoded));
            }
            Err(error) if status.is_success() => {
                span.failed_to_decode();
                return Err(parts.into_failure(error).into());
            }
            Err(_) => {}
        }
    }
    span.failed_with_status(status);
    let body = E::decode(status, &parts.raw);
    Err(Error::Status(Box::new(parts.into_status_error(body))))
}

impl<A, E> fmt::Debug for Request<A, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.draft.fmt(f)
    }
}
