//! Errors of different operations as one type, and what callers ask an error most often.

use super::{Error, ErrorBody, ErrorFamily, StatusError};
use crate::{TransportError, TransportErrorKind};
use http::StatusCode;
use serde_json::Value;

impl<E> Error<E> {
    /// Whether the server responded with this error status.
    pub fn is_status(&self, status: u16) -> bool {
        matches!(self, Self::Status(error) if error.status.as_u16() == status)
    }

    /// Whether the timeout elapsed before the response, of the API or of its token endpoint, was complete.
    pub fn is_timeout(&self) -> bool {
        self.is_transport(TransportErrorKind::Timeout)
    }

    /// Whether there was no connection to the API or to its token endpoint. The last attempt wasn't received.
    pub fn is_connect(&self) -> bool {
        self.is_transport(TransportErrorKind::Connect)
    }

    fn is_transport(&self, kind: TransportErrorKind) -> bool {
        let error = match self {
            Self::Connection(error) => Some(&error.error),
            Self::Auth(error) => error
                .source
                .as_deref()
                .and_then(|source| source.downcast_ref::<TransportError>()),
            Self::Status(_) | Self::Response(_) | Self::Request(_) => None,
        };
        error.is_some_and(|error| error.kind() == kind)
    }

    /// Converts the body of an error status.
    pub fn map_body<B>(self, into: impl FnOnce(E) -> B) -> Error<B> {
        self.with_body(|_, _, body| body.map(into))
    }

    /// The error with its body as JSON, whatever its documented type: the type that the errors of all operations have in
    /// common. `?` converts by itself.
    ///
    /// ```
    /// use client_runtime::Error;
    /// # use client_runtime::{Json, Request, Value, error_body};
    /// # error_body! { pub enum ApiError { NotFound(Value) = 404 } }
    /// # type GetUser = Request<Json<Value>, ApiError>;
    ///
    /// async fn name(request: GetUser) -> Result<String, Error> {
    ///     let user = request.await?; // an Error<ApiError>
    ///     Ok(user["name"].to_string())
    /// }
    /// ```
    pub fn erase(self) -> Error {
        self.with_body(|status, raw_body, _| Value::decode(status, raw_body))
    }

    fn with_body<B>(
        self,
        make: impl FnOnce(StatusCode, &[u8], Option<E>) -> Option<B>,
    ) -> Error<B> {
        match self {
            Self::Status(error) => {
                let StatusError {
                    status,
                    headers,
                    raw_body,
                    body,
                    info,
                } = *error;
                let body = make(status, &raw_body, body);
                Error::Status(Box::new(StatusError {
                    status,
                    headers,
                    raw_body,
                    body,
                    info,
                }))
            }
            Self::Response(error) => Error::Response(error),
            Self::Connection(error) => Error::Connection(error),
            Self::Auth(error) => Error::Auth(error),
            Self::Request(error) => Error::Request(error),
        }
    }
}

impl<E: ErrorFamily> From<Error<E>> for Error {
    fn from(error: Error<E>) -> Self {
        error.erase()
    }
}
