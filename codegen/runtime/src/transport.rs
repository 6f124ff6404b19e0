//! The interface to the network: all requests of a client, including token requests, go through a [`Transport`].

mod idle_timeout;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "tower")]
mod tower;

use crate::{BoxError, BoxFuture, ByteStream};
use http::{HeaderMap, HeaderName, Uri, header};
use std::fmt;
use std::sync::Arc;
use url::Url;

pub(crate) use self::idle_timeout::{IdleTimeout, with_idle_timeout};
#[cfg(feature = "reqwest")]
pub(crate) use self::reqwest::ReqwestTransport;
#[cfg(feature = "tower")]
pub use self::tower::TowerTransport;

/// Sends a request and returns the response, whatever its status.
///
/// The client does the rest: it authorizes requests, follows redirects, retries and reads bodies. Middleware is a
/// transport that wraps another; see [`ClientBuilder::middleware`](crate::ClientBuilder::middleware):
///
/// ```
/// use client_runtime::{BoxFuture, ByteStream, Transport, TransportError, http};
///
/// #[derive(Debug)]
/// struct Traced<T>(T);
///
/// impl<T: Transport> Transport for Traced<T> {
///     fn send(
///         &self,
///         mut request: http::Request<ByteStream>,
///     ) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
///         request.headers_mut().insert("traceparent", http::HeaderValue::from_static("00-1-2-01"));
///         self.0.send(request)
///     }
/// }
/// ```
pub trait Transport: fmt::Debug + Send + Sync + 'static {
    /// Sends one request. It must not follow redirects, which would send the credentials to another host.
    fn send(
        &self,
        request: http::Request<ByteStream>,
    ) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(
        &self,
        request: http::Request<ByteStream>,
    ) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        (**self).send(request)
    }
}

/// Why there is no response, or no complete one.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: BoxError,
}

/// The kind of a [`TransportError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: the server hasn't received anything.
    Connect,
    /// The timeout elapsed.
    Timeout,
    /// The connection broke, or the response isn't valid HTTP.
    Interrupted,
    /// The request body can't be read.
    Body,
    /// The response body can't be saved.
    Save,
    /// Any other failure of a custom transport. Never retried.
    Other,
}

impl TransportError {
    /// An error with a kind and a cause.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self {
            kind,
            source: source.into(),
        }
    }

    /// Whether the same request may succeed later.
    pub(crate) fn is_transient(&self) -> bool {
        use TransportErrorKind::{Connect, Interrupted, Timeout};
        matches!(self.kind, Connect | Timeout | Interrupted)
    }

    /// The kind of a [`TransportError`].
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection",
            TransportErrorKind::Timeout => "timed out",
            TransportErrorKind::Interrupted => "the connection broke",
            TransportErrorKind::Body => "can't read the request body",
            TransportErrorKind::Save => "can't save the response body",
            TransportErrorKind::Other => "the transport failed",
        })?;
        write!(f, ": {}", crate::error::chain(&*self.source))
    }
}

/// Without `source`: the message includes the causes.
impl std::error::Error for TransportError {}

/// The headers that may be sent to another host. Any other may be a secret.
pub(crate) fn public_headers(headers: HeaderMap) -> HeaderMap {
    let is_public = |name: &HeaderName| [header::ACCEPT, header::USER_AGENT].contains(name);
    let headers = headers.into_iter();
    headers
        .filter_map(|(name, value)| Some((name.filter(is_public)?, value)))
        .collect()
}

/// A URL as the type that [`http::Request`] holds.
pub(crate) fn uri(url: &Url) -> Result<Uri, String> {
    Uri::try_from(url.as_str()).map_err(|error| format!("the URL can't be sent: {error}"))
}
