//! Building a request: parameters and body are written down as they are given; the first thing that cannot be is an error
//! when the request is sent.
//!
//! [`Request`] is a thin typed cover over [`Draft`], which does the work once for all types.

mod draft;

use crate::error::Failure;
use crate::multipart::Multipart;
use crate::response::ResponseParts;
use crate::{
    Body, BoxFuture, Client, Credentials, Error, ErrorBody, Json, Raw, RawResponse, Response,
    ResponseBody, RetryPolicy, Style,
};
use futures_util::FutureExt as _;
use http::Method;
use serde::Serialize;
use serde_json::Value;
use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

pub(crate) use draft::Draft;

/// A request that is answered by what the marker `A` reads, or fails with an `E`. Await it for the value, or
/// [`send`](Self::send) it for the value with status, headers and misfits.
///
/// Generated crates give each operation a type of its own around it; see [`request!`](crate::request).
#[must_use = "a request does nothing until it is awaited or sent"]
pub struct Request<A = Json<Value>, E = Value> {
    pub(crate) draft: Box<Draft>,
    response: PhantomData<fn() -> (A, E)>,
}

/// What [`Client::request`] gives: a request whose answer is the body as it came.
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

    /// Fills a placeholder of the path. The value stays within its segment: `/` is written `%2F`, and an empty value, `.` and
    /// `..` are an [`Error::Request`].
    pub fn path(self, name: &str, value: impl Serialize) -> Self {
        self.path_styled(Style::simple(name), value)
    }

    /// Fills a placeholder of the path by a style.
    pub fn path_styled(mut self, style: Style<'_>, value: impl Serialize) -> Self {
        self.draft.set_path(style, serde_json::to_value(value));
        self
    }

    /// Sets a parameter in the query. Null is not sent.
    pub fn query(mut self, style: Style<'_>, value: impl Serialize) -> Self {
        self.draft.set_query(style, serde_json::to_value(value));
        self
    }

    /// Sets a parameter that is a header. Null is not sent.
    pub fn header_parameter(mut self, style: Style<'_>, value: impl Serialize) -> Self {
        self.draft
            .set_header_parameter(style, serde_json::to_value(value));
        self
    }

    /// Sets a parameter that is a cookie. Null is not sent.
    pub fn cookie(mut self, style: Style<'_>, value: impl Serialize) -> Self {
        self.draft.set_cookie(style, serde_json::to_value(value));
        self
    }

    /// Sends a value as JSON, under the media type that the docs name.
    pub fn json(mut self, media_type: &str, value: &(impl Serialize + ?Sized)) -> Self {
        self.draft.set_json(media_type, serde_json::to_vec(value));
        self
    }

    /// Sends a text.
    pub fn text(self, media_type: &str, text: impl Into<String>) -> Self {
        self.bytes(media_type, text.into())
    }

    /// Sends bytes, a file or a stream.
    pub fn bytes(self, media_type: &str, body: impl Into<Body>) -> Self {
        self.with(|draft| draft.set_body(media_type, body.into()))
    }

    /// Sends an object as `application/x-www-form-urlencoded`: lists as repeated fields, nothing for null.
    pub fn form(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        self.draft.set_form(serde_json::to_value(value));
        self
    }

    /// Sends a form with files.
    pub fn multipart(self, form: Multipart) -> Self {
        self.with(|draft| draft.set_multipart(form))
    }

    /// Adds a header, or replaces the one of this name.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.with(|draft| draft.set_header(name, value))
    }

    /// How long one attempt may take. See [`ClientBuilder::timeout`](crate::ClientBuilder::timeout).
    pub fn timeout(self, timeout: Duration) -> Self {
        self.with(|draft| draft.timeout = timeout)
    }

    /// Sends these credentials in place of the client's.
    pub fn credentials(self, credentials: Credentials) -> Self {
        self.with(|draft| draft.credentials = Some(credentials))
    }

    /// Retries by this policy in place of the client's.
    pub fn retry(self, policy: RetryPolicy) -> Self {
        self.with(|draft| draft.retry = policy)
    }

    /// Makes a value that does not fit its type an error, where else it would be a [`Misfit`](crate::Misfit).
    pub fn strict(self) -> Self {
        self.with(|draft| draft.strict = true)
    }

    /// Reads the answer by another marker.
    pub fn expect<B: ResponseBody>(self) -> Request<B, E> {
        Request {
            draft: self.draft,
            response: PhantomData,
        }
    }
}

impl<A: ResponseBody, E: ErrorBody> Request<A, E> {
    /// Sends the request; the answer comes with its status, headers and misfits.
    ///
    /// # Errors
    ///
    /// See [`Error`]: an error status, no answer, or one that could not be read.
    pub async fn send(self) -> Result<Response<A::Output>, Error<E>> {
        finish::<A, E>(self.exchange().await)
    }

    /// Sends the request and returns the answer unread.
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

/// The typed end of a call: the value of a success, the error body of anything else.
pub(crate) fn finish<A: ResponseBody, E: ErrorBody>(
    outcome: Result<RawResponse, Failure>,
) -> Result<Response<A::Output>, Error<E>> {
    let response = outcome?;
    if !response.status.is_success() {
        let body = E::decode(response.status, &response.raw());
        return Err(Error::Status(Box::new(response.into_status_error(body))));
    }
    let parts = ResponseParts::of(&response);
    match A::read(response) {
        Ok(decoded) => {
            parts.warn_of(&decoded.misfits);
            Ok(Response::new(parts, decoded))
        }
        Err(error) => Err(parts.into_failure(error).into()),
    }
}

impl<A, E> fmt::Debug for Request<A, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.draft.fmt(f)
    }
}
