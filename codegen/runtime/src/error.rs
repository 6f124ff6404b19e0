//! The errors of a call.
//!
//! Invariant: no error prints a secret, and an error status is always reported as one, whatever its body is.

mod compose;
mod text;

use crate::call_info::CallInfo;
use crate::{DecodeError, TransportError, pointer, retry};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

#[cfg(any(feature = "reqwest", feature = "tower"))]
pub(crate) use text::causes;
pub(crate) use text::{brief, chain, excerpt, message_in};

/// Any error, of any type.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// An error that several callers get.
pub(crate) type SharedError = Arc<dyn std::error::Error + Send + Sync>;

/// The body of an error status. Implemented by the enums of [`error_body!`](crate::error_body).
pub trait ErrorBody: Sized {
    /// Decodes the body as the type that the docs promise for the status; `None` if it is something else.
    fn decode(status: StatusCode, body: &[u8]) -> Option<Self>;
}

/// The error bodies of operations by status, as an enum of [`error_body!`](crate::error_body). An [`Error`] with such a
/// body converts into an `Error<Value>`, the type that all errors have in common.
pub trait ErrorFamily: ErrorBody {}

/// For operations that document no error bodies: any JSON.
impl ErrorBody for Value {
    fn decode(_: StatusCode, body: &[u8]) -> Option<Self> {
        error_body(body)
    }
}

/// Decodes an error's body, dropping what doesn't match its type.
#[doc(hidden)]
pub fn error_body<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    crate::decode(body).ok().map(|decoded| decoded.value)
}

/// The error of a call. `E` is the documented body of an error status.
///
/// ```
/// use client_runtime::{Error, Value};
///
/// fn explain(error: &Error<Value>) -> String {
///     match error {
///         Error::Status(response) if response.status == 404 => "not found".into(),
///         other => format!("{other}; request id for support: {:?}", other.request_id()),
///     }
/// }
/// ```
#[non_exhaustive]
pub enum Error<E = Value> {
    /// The server responded with an error status, or with a redirect that isn't followed.
    Status(Box<StatusError<E>>),
    /// The server responded with success, but the body can't be decoded as the documented type. The call had its
    /// effect.
    Response(Box<ResponseError>),
    /// There was no response, or no complete one.
    Connection(Box<ConnectionError>),
    /// There are no credentials, or none that may be sent: the token endpoint or the token provider failed, or the
    /// client's credentials don't suit the operation. The request wasn't sent, or not again: an earlier attempt may have
    /// failed before its token expired.
    Auth(Box<AuthError>),
    /// The request is invalid. It wasn't sent.
    Request(Box<RequestError>),
}

/// An error status; see [`Error::Status`].
#[derive(Clone)]
#[non_exhaustive]
pub struct StatusError<E> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it was received.
    pub raw_body: Bytes,
    /// The body as the documented type, if it can be decoded.
    pub body: Option<E>,
    pub(crate) info: CallInfo,
}

/// A success that can't be decoded; see [`Error::Response`].
#[derive(Clone)]
#[non_exhaustive]
pub struct ResponseError {
    /// The status, a success.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it was received, or as much of it as was read.
    pub raw_body: Bytes,
    /// What doesn't match its type, and where.
    pub error: DecodeError,
    pub(crate) info: CallInfo,
}

/// A failed connection; see [`Error::Connection`].
#[derive(Debug)]
#[non_exhaustive]
pub struct ConnectionError {
    /// The operation's id.
    pub operation: Cow<'static, str>,
    /// The status, if it was received.
    pub status: Option<StatusCode>,
    /// The transport's error.
    pub error: TransportError,
}

/// Failed authentication; see [`Error::Auth`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AuthError {
    /// The operation's id.
    pub operation: Cow<'static, str>,
    /// The status of the token endpoint, if it responded with an error.
    pub status: Option<StatusCode>,
    /// The problem, with the token endpoint's own message.
    pub message: String,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) is_retryable: bool,
    /// The error of the transport or of the token provider.
    pub(crate) source: Option<SharedError>,
}

/// An invalid request; see [`Error::Request`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RequestError {
    /// The operation's id.
    pub operation: Cow<'static, str>,
    /// The problem.
    pub message: String,
}

/// An error of a call before the error body is decoded: an [`Error`] of any `E`.
#[derive(Debug)]
pub(crate) enum Failure {
    Response(Box<ResponseError>),
    Connection(Box<ConnectionError>),
    Auth(Box<AuthError>),
    Request(Box<RequestError>),
}

impl<E> From<Failure> for Error<E> {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Response(error) => Self::Response(error),
            Failure::Connection(error) => Self::Connection(error),
            Failure::Auth(error) => Self::Auth(error),
            Failure::Request(error) => Self::Request(error),
        }
    }
}

impl<E> Error<E> {
    /// The operation's id.
    pub fn operation(&self) -> &str {
        match self {
            Self::Status(error) => &error.info.operation,
            Self::Response(error) => &error.info.operation,
            Self::Connection(error) => &error.operation,
            Self::Auth(error) => &error.operation,
            Self::Request(error) => &error.operation,
        }
    }

    /// The status of the API's response, if there was one. That of the token endpoint is in [`AuthError::status`].
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Status(error) => Some(error.status),
            Self::Response(error) => Some(error.status),
            Self::Connection(error) => error.status,
            Self::Auth(_) | Self::Request(_) => None,
        }
    }

    /// The headers of the response, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Status(error) => Some(&error.headers),
            Self::Response(error) => Some(&error.headers),
            Self::Connection(_) | Self::Auth(_) | Self::Request(_) => None,
        }
    }

    /// The body of the response as it was received, if there was one.
    pub fn raw_body(&self) -> Option<&Bytes> {
        match self {
            Self::Status(error) => Some(&error.raw_body),
            Self::Response(error) => Some(&error.raw_body),
            Self::Connection(_) | Self::Auth(_) | Self::Request(_) => None,
        }
    }

    /// The body of an error status as the documented type, if it can be decoded.
    pub fn body(&self) -> Option<&E> {
        match self {
            Self::Status(error) => error.body.as_ref(),
            _ => None,
        }
    }

    /// How long the server asked to wait before the next attempt, from the time of its response on.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status(error) => error.info.retry_after,
            Self::Response(error) => error.info.retry_after,
            Self::Auth(error) => error.retry_after,
            Self::Connection(_) | Self::Request(_) => None,
        }
    }

    /// Whether the same call may succeed later. This doesn't imply that it is safe to repeat.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Status(error) => retry::is_transient(error.status),
            Self::Connection(error) => error.error.is_transient(),
            Self::Auth(error) => error.is_retryable,
            Self::Response(_) | Self::Request(_) => false,
        }
    }

    /// The id of the request for the API's support, from the error's body.
    pub fn request_id(&self) -> Option<String> {
        let Self::Status(error) = self else {
            return None;
        };
        let json: Value = serde_json::from_slice(&error.raw_body).ok()?;
        pointer::find_text(&json, error.info.request_id)
    }
}

/// One line: the operation, the status and the server's message.
impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.operation();
        match self {
            Self::Status(error) => {
                write!(f, "{operation}: {}", error.status)?;
                match text::message_of(&error.raw_body, &error.info.secrets) {
                    message if message.is_empty() => Ok(()),
                    message => write!(f, ": {message}"),
                }
            }
            Self::Response(error) => {
                let reason = excerpt(error.error.to_string().as_bytes(), &error.info.secrets);
                let media_type = text::other_than_json(&error.headers, &error.info.secrets);
                write!(
                    f,
                    "{operation}: {}, but the response{media_type} can't be decoded: {reason}",
                    error.status
                )
            }
            Self::Connection(error) => match error.status {
                Some(status) => write!(f, "{operation}: {status}, but {}", error.error),
                None => write!(f, "{operation}: {}", error.error),
            },
            Self::Auth(error) => write!(f, "{operation}: not authorized: {}", error.message),
            Self::Request(error) => write!(f, "{operation}: not sent: {}", error.message),
        }
    }
}

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(error) => error.fmt(f),
            Self::Response(error) => error.fmt(f),
            Self::Connection(error) => error.fmt(f),
            Self::Auth(error) => error.fmt(f),
            Self::Request(error) => error.fmt(f),
        }
    }
}

/// The beginning of headers and bodies, without the call's credentials, should the server repeat them.
impl<E: fmt::Debug> fmt::Debug for StatusError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secrets = &self.info.secrets;
        f.debug_struct("StatusError")
            .field("operation", &self.info.operation)
            .field("status", &self.status)
            .field(
                "headers",
                &format_args!("{}", brief(&self.headers, secrets)),
            )
            .field("raw_body", &excerpt(&self.raw_body, secrets))
            .field("body", &format_args!("{}", brief(&self.body, secrets)))
            .finish()
    }
}

/// The beginning of headers and body, without the call's credentials, should the server repeat them.
impl fmt::Debug for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secrets = &self.info.secrets;
        f.debug_struct("ResponseError")
            .field("operation", &self.info.operation)
            .field("status", &self.status)
            .field(
                "headers",
                &format_args!("{}", brief(&self.headers, secrets)),
            )
            .field("raw_body", &excerpt(&self.raw_body, secrets))
            .field("error", &format_args!("{}", brief(&self.error, secrets)))
            .finish()
    }
}

impl<E: fmt::Debug> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Response(error) => Some(&error.error),
            Self::Connection(error) => Some(&error.error),
            Self::Auth(error) => Some(error.source.as_deref()?),
            Self::Status(_) | Self::Request(_) => None,
        }
    }
}
