//! The one door to the network: everything that a client sends, tokens included, goes through a [`Transport`].

mod idle_timeout;
mod reqwest;

use crate::{BoxError, BoxFuture, ByteStream};
use http::Uri;
use std::fmt;
use std::sync::Arc;
use url::Url;

pub(crate) use self::idle_timeout::IdleTimeout;
pub(crate) use self::reqwest::ReqwestTransport;

/// Sends a request and returns the answer, whatever its status.
///
/// The client does the rest: it signs requests, follows redirects, retries and reads bodies. A transport that wraps another
/// is middleware, put in place by [`ClientBuilder::middleware`](crate::ClientBuilder::middleware):
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
    /// Sends one request. It must not follow redirects: credentials would go with it to wherever they lead.
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

/// Why there is no answer, or not all of it.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: BoxError,
}

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: the server has seen nothing of the request.
    Connect,
    /// It took too long.
    Timeout,
    /// The connection broke, or what came was no HTTP.
    Interrupted,
    /// The body to send could not be read.
    Body,
    /// What came could not be saved.
    Save,
    /// Anything else that a transport of one's own may say. Never retried.
    Other,
}

impl TransportError {
    /// An error of this kind.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self {
            kind,
            source: source.into(),
        }
    }

    /// Whether the server may do better another time.
    pub(crate) fn is_transient(&self) -> bool {
        use TransportErrorKind::{Connect, Interrupted, Timeout};
        matches!(self.kind, Connect | Timeout | Interrupted)
    }

    /// What kind of thing went wrong.
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
            TransportErrorKind::Body => "the body to send could not be read",
            TransportErrorKind::Save => "the body could not be saved",
            TransportErrorKind::Other => "the transport failed",
        })?;
        write!(f, ": {}", crate::error::chain(&*self.source))
    }
}

/// The causes are part of the message, so there is no source besides.
impl std::error::Error for TransportError {}

/// A URL as the type that [`http::Request`] holds.
pub(crate) fn uri(url: &Url) -> Result<Uri, TransportError> {
    Uri::try_from(url.as_str())
        .map_err(|error| TransportError::new(TransportErrorKind::Connect, error))
}
