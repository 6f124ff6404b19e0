//! The default transport: reqwest, with the TLS library that a feature selects.

use crate::{BoxFuture, ByteStream, Transport, TransportError, TransportErrorKind};
use futures_util::TryStreamExt as _;

#[derive(Debug)]
pub(crate) struct ReqwestTransport(pub(crate) reqwest::Client);

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<ByteStream>,
    ) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let request = request.map(|body| match body.into_whole() {
                Ok(bytes) => reqwest::Body::from(bytes),
                Err(stream) => reqwest::Body::wrap_stream(stream),
            });
            let request = reqwest::Request::try_from(request).map_err(error)?;
            let mut response = self.0.execute(request).await.map_err(error)?;
            let mut head = http::Response::new(());
            *head.status_mut() = response.status();
            *head.headers_mut() = std::mem::take(response.headers_mut());
            Ok(head.map(|()| ByteStream::new(response.bytes_stream().map_err(error))))
        })
    }
}

/// Without the URL, which may contain an API key. If the request body failed, its error is one of the causes.
fn error(error: reqwest::Error) -> TransportError {
    let own = crate::error::causes(&error).find_map(|cause| cause.downcast_ref::<TransportError>());
    let kind = match own {
        Some(own) => own.kind(),
        None if error.is_connect() => TransportErrorKind::Connect,
        None if error.is_timeout() => TransportErrorKind::Timeout,
        None => TransportErrorKind::Interrupted,
    };
    TransportError::new(kind, error.without_url())
}
