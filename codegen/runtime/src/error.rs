//! What can go wrong with a call, and what is known of it then.
//!
//! Invariant: no error holds or prints a secret, and an error status is told as such whatever its body is.

use crate::call_info::CallInfo;
use crate::{DecodeError, TransportError, retry};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, SystemTime};

/// Any error, of any type.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The body of an error status, by status. Implemented by the enums of [`error_body!`](crate::error_body).
pub trait ErrorBody: Sized {
    /// The body as what the docs promise for the status; nothing if it is something else.
    fn decode(status: StatusCode, body: &[u8]) -> Option<Self>;
}

/// For operations that document no error bodies: whatever JSON came.
impl ErrorBody for Value {
    fn decode(_: StatusCode, body: &[u8]) -> Option<Self> {
        error_body(body)
    }
}

/// An error's body, read tolerantly.
#[doc(hidden)]
pub fn error_body<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    crate::decode(body).ok().map(|decoded| decoded.value)
}

/// How a call failed. `E` is what the docs promise as the body of an error status.
///
/// ```
/// use client_runtime::{Error, Value};
///
/// fn explain(error: &Error<Value>) -> String {
///     match error {
///         Error::Status(answer) if answer.status == 404 => "not there".into(),
///         other => format!("{other}; for support: {:?}", other.request_id()),
///     }
/// }
/// ```
#[non_exhaustive]
pub enum Error<E = Value> {
    /// The server answered with an error status, or with a redirect that is not followed.
    Status(Box<StatusError<E>>),
    /// The server answered with success, and the body could not be read as what the docs promise. The call has had its effect.
    Response(Box<ResponseError>),
    /// There was no answer, or not all of it.
    Connection(Box<ConnectionError>),
    /// There were no credentials to be had, or none that may be sent.
    Auth(Box<AuthError>),
    /// The request could not be made. Nothing was sent.
    Request(Box<RequestError>),
}

/// See [`Error::Status`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct StatusError<E> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub raw_body: Bytes,
    /// The body as what the docs promise, if it is that.
    pub body: Option<E>,
    pub(crate) info: CallInfo,
}

/// See [`Error::Response`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ResponseError {
    /// The status, a success.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came, or as much of it as was read.
    pub raw_body: Bytes,
    /// What does not fit, and where.
    pub error: DecodeError,
    pub(crate) info: CallInfo,
}

/// See [`Error::Connection`].
#[derive(Debug)]
#[non_exhaustive]
pub struct ConnectionError {
    /// The id of the operation.
    pub operation: Cow<'static, str>,
    /// The status, if the answer got as far.
    pub status: Option<StatusCode>,
    /// What happened.
    pub error: TransportError,
}

/// See [`Error::Auth`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AuthError {
    /// The id of the operation.
    pub operation: Cow<'static, str>,
    /// The status of the token endpoint, if it was that which refused.
    pub status: Option<StatusCode>,
    /// What is wrong, with what the token endpoint said.
    pub message: String,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) is_retryable: bool,
}

/// See [`Error::Request`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RequestError {
    /// The id of the operation.
    pub operation: Cow<'static, str>,
    /// What is wrong.
    pub message: String,
}

/// How a call failed before its error body came into play: an [`Error`] of any `E`.
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
    /// The id of the operation.
    pub fn operation(&self) -> &str {
        match self {
            Self::Status(error) => &error.info.operation,
            Self::Response(error) => &error.info.operation,
            Self::Connection(error) => &error.operation,
            Self::Auth(error) => &error.operation,
            Self::Request(error) => &error.operation,
        }
    }

    /// The status of the answer, if there was one. Of [`Error::Auth`] it is the token endpoint's.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Status(error) => Some(error.status),
            Self::Response(error) => Some(error.status),
            Self::Connection(error) => error.status,
            Self::Auth(error) => error.status,
            Self::Request(_) => None,
        }
    }

    /// The headers of the answer, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Status(error) => Some(&error.headers),
            Self::Response(error) => Some(&error.headers),
            Self::Connection(_) | Self::Auth(_) | Self::Request(_) => None,
        }
    }

    /// The body as it came, if one did.
    pub fn raw_body(&self) -> Option<&Bytes> {
        match self {
            Self::Status(error) => Some(&error.raw_body),
            Self::Response(error) => Some(&error.raw_body),
            Self::Connection(_) | Self::Auth(_) | Self::Request(_) => None,
        }
    }

    /// The body of an error status as what the docs promise, if it is that.
    pub fn body(&self) -> Option<&E> {
        match self {
            Self::Status(error) => error.body.as_ref(),
            _ => None,
        }
    }

    /// How long the server asked to wait before another try.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Auth(error) => error.retry_after,
            other => retry::retry_after(other.headers()?, SystemTime::now()),
        }
    }

    /// Whether the same call may succeed later. It says nothing about whether it is safe to repeat.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Status(error) => retry::is_transient(error.status),
            Self::Connection(error) => error.error.is_transient(),
            Self::Auth(error) => error.is_retryable,
            Self::Response(_) | Self::Request(_) => false,
        }
    }

    /// The id by which the API's support finds the request, from the error's body.
    pub fn request_id(&self) -> Option<String> {
        let Self::Status(error) = self else {
            return None;
        };
        let json: Value = serde_json::from_slice(&error.raw_body).ok()?;
        crate::decode::find_text(&json, error.info.request_id)
    }
}

/// One line: the operation, the status and the server's own words.
impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.operation();
        match self {
            Self::Status(error) => {
                write!(f, "{operation}: {}", error.status)?;
                match message_of(&error.raw_body) {
                    words if words.is_empty() => Ok(()),
                    words => write!(f, ": {words}"),
                }
            }
            Self::Response(error) => write!(
                f,
                "{operation}: {}, but the answer cannot be read: {}",
                error.status, error.error
            ),
            Self::Connection(error) => match error.status {
                Some(status) => write!(f, "{operation}: {status}, but {}", error.error),
                None => write!(f, "{operation}: {}", error.error),
            },
            Self::Auth(error) => write!(f, "{operation}: not signed in: {}", error.message),
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

impl<E: fmt::Debug> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Response(error) => Some(&error.error),
            Self::Connection(error) => Some(&error.error),
            Self::Status(_) | Self::Auth(_) | Self::Request(_) => None,
        }
    }
}

/// A message is cut to this many characters.
const MAX_MESSAGE_CHARS: usize = 300;

/// What an error's body says, in one line.
fn message_of(body: &[u8]) -> String {
    let said = serde_json::from_slice(body)
        .ok()
        .and_then(|json: Value| message_in(&json));
    said.unwrap_or_else(|| excerpt(body))
}

/// The sentence in an error's JSON, under one of the names that APIs give it: RFC 9457 (`detail`, `title`), RFC 6749
/// (`error_description`, `error`) and the usual ones.
pub(crate) fn message_in(json: &Value) -> Option<String> {
    const NAMES: [&str; 10] = [
        "detail",
        "message",
        "error_description",
        "text",
        "messages",
        "errors",
        "error",
        "title",
        "errorMessage",
        "detailMessage",
    ];
    match json {
        Value::String(text) if !text.trim().is_empty() => Some(excerpt(text.as_bytes())),
        Value::Array(list) => list.iter().find_map(message_in),
        Value::Object(map) => NAMES.iter().find_map(|name| message_in(map.get(*name)?)),
        _ => None,
    }
}

/// The beginning of a text, in one line.
pub(crate) fn excerpt(body: &[u8]) -> String {
    // Four bytes are the most that a character takes.
    let start = body.get(..MAX_MESSAGE_CHARS * 4).unwrap_or(body);
    let line = String::from_utf8_lossy(start)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    match line.char_indices().nth(MAX_MESSAGE_CHARS) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

type AnyError = dyn std::error::Error + 'static;

/// An error and its causes, in one line.
pub(crate) fn chain(error: &AnyError) -> String {
    causes(error)
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

/// An error and its causes.
pub(crate) fn causes(error: &AnyError) -> impl Iterator<Item = &AnyError> {
    std::iter::successors(Some(error), |error| error.source())
}
