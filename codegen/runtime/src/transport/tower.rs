//! A transport made of a `tower::Service`, for programs with an HTTP stack of their own.

use crate::{BoxError, BoxFuture, ByteStream, Transport, TransportError, TransportErrorKind};
use bytes::{Buf, Bytes};
use futures_util::TryStreamExt as _;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyDataStream;
use std::any::type_name;
use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use tower_service::Service;

/// A [`Transport`] that sends requests with a `tower::Service`, such as a client of hyper-util in a stack of layers.
///
/// The service must not follow redirects, which would send the credentials to another host. It decodes
/// `Content-Encoding` itself if it asks for it. An error that is, or is caused by, a [`TransportError`] keeps its kind;
/// I/O errors are broken connections; any other error is [`TransportErrorKind::Other`], which is never retried.
///
/// ```
/// # use client_runtime::{ByteStream, Client, ClientBuilder, ConfigError, Server, Settings, TowerTransport};
/// # static SETTINGS: Settings = Settings::new("example/1.0", Server::new("https://api.example.com", ""));
/// # fn main() -> Result<(), ConfigError> {
/// use hyper_util::client::legacy;
/// use hyper_util::rt::TokioExecutor;
///
/// let http = legacy::Client::builder(TokioExecutor::new()).build_http::<ByteStream>();
/// let stack = tower::ServiceBuilder::new().concurrency_limit(8).service(http);
/// # let builder = ClientBuilder::<Client>::new(&SETTINGS);
/// let client = builder.transport(TowerTransport::new(stack)).build()?;
/// # Ok(())
/// # }
/// ```
pub struct TowerTransport<S>(Mutex<S>);

impl<S> TowerTransport<S> {
    /// A transport of this service. It is cloned for each request.
    pub fn new(service: S) -> Self {
        Self(Mutex::new(service))
    }
}

impl<S, B> Transport for TowerTransport<S>
where
    S: Service<http::Request<ByteStream>, Response = http::Response<B>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<BoxError>,
{
    fn send(
        &self,
        request: http::Request<ByteStream>,
    ) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        let mut service = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Box::pin(async move {
            std::future::poll_fn(|context| service.poll_ready(context))
                .await
                .map_err(error)?;
            let response = service.call(request).await.map_err(error)?;
            Ok(response.map(|body| {
                let chunks = BodyDataStream::new(body)
                    .map_ok(|mut data| data.copy_to_bytes(data.remaining()))
                    .map_err(error);
                ByteStream::new(chunks)
            }))
        })
    }
}

impl<S> fmt::Debug for TowerTransport<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TowerTransport({})", type_name::<S>())
    }
}

fn error(error: impl Into<BoxError>) -> TransportError {
    let error = error.into();
    let kind = crate::error::causes(&*error).find_map(|cause| {
        let own = cause
            .downcast_ref::<TransportError>()
            .map(TransportError::kind);
        own.or_else(|| cause.downcast_ref().map(kind_of))
    });
    TransportError::new(kind.unwrap_or(TransportErrorKind::Other), error)
}

fn kind_of(error: &io::Error) -> TransportErrorKind {
    use io::ErrorKind;
    match error.kind() {
        ErrorKind::ConnectionRefused
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::AddrNotAvailable => TransportErrorKind::Connect,
        ErrorKind::TimedOut => TransportErrorKind::Timeout,
        _ => TransportErrorKind::Interrupted,
    }
}

/// For services whose requests have this body.
impl Body for ByteStream {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let chunk = futures_core::Stream::poll_next(self, context);
        chunk.map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.whole_length()
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
