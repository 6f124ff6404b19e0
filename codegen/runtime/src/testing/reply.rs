//! What a mock server responds.

use crate::call_info::CallInfo;
use crate::error::Failure;
use crate::request::finish;
use crate::response::RawResponseBody;
use crate::span::CallSpan;
use crate::{
    BoxFuture, ByteStream, ConnectionError, Error, ErrorBody, RawResponse, Response, ResponseBody,
    TransportError, TransportErrorKind, clock, retry, to_json,
};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use std::fmt;
use std::time::Duration;

/// How a [`MockTransport`](super::MockTransport) responds to a request: a response, or a fault.
#[derive(Clone)]
pub struct Reply {
    action: Action,
    delay: Duration,
}

#[derive(Clone)]
enum Action {
    Respond {
        status: u16,
        headers: Vec<(String, String)>,
        body: Bytes,
        /// How many bytes of the body arrive before the connection breaks.
        cut: Option<usize>,
    },
    Fail {
        kind: TransportErrorKind,
        message: String,
    },
    Never,
}

impl Reply {
    fn new(action: Action) -> Self {
        Self {
            action,
            delay: Duration::ZERO,
        }
    }

    /// A response without a body.
    pub fn status(status: u16) -> Self {
        Self::bytes(status, Bytes::new())
    }

    /// A response with a JSON body.
    ///
    /// # Panics
    ///
    /// If the value can't be serialized; see [`to_json`].
    #[track_caller]
    pub fn json(status: u16, value: &(impl Serialize + ?Sized)) -> Self {
        let json = to_json(value).to_string();
        Self::bytes(status, json).header("content-type", "application/json")
    }

    /// A response with any body.
    pub fn bytes(status: u16, body: impl Into<Bytes>) -> Self {
        Self::new(Action::Respond {
            status,
            headers: Vec::new(),
            body: body.into(),
            cut: None,
        })
    }

    /// A transport error instead of a response.
    pub fn failure(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        Self::new(Action::Fail {
            kind,
            message: message.into(),
        })
    }

    /// A connection that breaks before the response.
    pub fn reset() -> Self {
        Self::failure(TransportErrorKind::Interrupted, "connection reset by peer")
    }

    /// Neither a response nor an error, until the timeout.
    pub fn never() -> Self {
        Self::new(Action::Never)
    }

    /// Adds a header to a response.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Action::Respond { headers, .. } = &mut self.action {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Breaks the connection after this many bytes of a response's body.
    pub fn cut_after(mut self, bytes: usize) -> Self {
        if let Action::Respond { cut, .. } = &mut self.action {
            *cut = Some(bytes);
        }
        self
    }

    /// Waits before the response or the error, by tokio's clock, as timeouts do: in a test with
    /// `#[tokio::test(start_paused = true)]` it takes no time.
    #[cfg(not(target_family = "wasm"))]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// What a call of `operation` with this reply returns: a response that the marker `A` reads, or an error with an `E`.
    /// Code that handles responses and errors can be tested with it, without a client. Only a client knows where its API
    /// has request ids and totals, so there are none.
    ///
    /// ```
    /// use client_runtime::testing::Reply;
    /// use client_runtime::{Json, Value};
    ///
    /// let reply = Reply::json(404, &serde_json::json!({"message": "no such user"}));
    /// let error = reply.result::<Json<Value>, Value>("getUser").unwrap_err();
    /// assert!(error.is_status(404));
    /// assert_eq!(error.to_string(), "getUser: 404 Not Found: no such user");
    /// ```
    ///
    /// # Errors
    ///
    /// As for any call. Without a reply, the call times out.
    pub fn result<A: ResponseBody, E: ErrorBody>(
        self,
        operation: &'static str,
    ) -> Result<Response<A::Output>, Error<E>> {
        let failure = |status, error| {
            Failure::Connection(Box::new(ConnectionError {
                operation: operation.into(),
                status,
                error,
            }))
        };
        let cut = self.cut();
        let response = self.into_http().map_err(|error| failure(None, error))?;
        let (parts, body) = response.into_parts();
        // As in a call, an error status is reported even if its body is incomplete.
        let body = match cut {
            Some(_) if parts.status.is_success() => {
                return Err(failure(Some(parts.status), broken()).into());
            }
            Some(length) => body.slice(..length.min(body.len())),
            None => body,
        };
        let info = CallInfo {
            operation: operation.into(),
            request_id: &[],
            total_header: None,
            retry_after: retry::retry_after(&parts.headers, clock::time_of_day),
            secrets: Vec::new(),
        };
        finish::<A, E>(Ok(RawResponse {
            info,
            status: parts.status,
            headers: parts.headers,
            body: RawResponseBody::Buffered(body),
            strict: false,
            span: CallSpan::none(),
        }))
    }

    pub(super) async fn play(self) -> Result<http::Response<ByteStream>, TransportError> {
        wait(self.delay).await;
        if matches!(self.action, Action::Never) {
            return std::future::pending().await;
        }
        let cut = self.cut();
        let response = self.into_http()?;
        Ok(response.map(|body| match cut {
            Some(length) => broken_after(body.slice(..length.min(body.len()))),
            None => ByteStream::from(body),
        }))
    }

    fn cut(&self) -> Option<usize> {
        match self.action {
            Action::Respond { cut, .. } => cut,
            Action::Fail { .. } | Action::Never => None,
        }
    }

    fn into_http(self) -> Result<http::Response<Bytes>, TransportError> {
        let (status, headers, body) = match self.action {
            Action::Respond {
                status,
                headers,
                body,
                ..
            } => (status, headers, body),
            Action::Fail { kind, message } => return Err(TransportError::new(kind, message)),
            Action::Never => {
                return Err(TransportError::new(
                    TransportErrorKind::Timeout,
                    "there was no reply",
                ));
            }
        };
        let invalid = |error: http::Error| TransportError::new(TransportErrorKind::Other, error);
        let mut response = http::Response::new(body);
        *response.status_mut() =
            StatusCode::from_u16(status).map_err(|error| invalid(error.into()))?;
        for (name, value) in headers {
            let name = HeaderName::try_from(name).map_err(|error| invalid(error.into()))?;
            let value =
                HeaderValue::from_bytes(value.as_bytes()).map_err(|error| invalid(error.into()))?;
            response.headers_mut().append(name, value);
        }
        Ok(response)
    }
}

fn wait(delay: Duration) -> BoxFuture<'static, ()> {
    #[cfg(not(target_family = "wasm"))]
    if !delay.is_zero() {
        return Box::pin(tokio::time::sleep(delay));
    }
    let _ = delay;
    Box::pin(std::future::ready(()))
}

fn broken() -> TransportError {
    TransportError::new(TransportErrorKind::Interrupted, "connection reset by peer")
}

/// These bytes, and then the error of a broken connection.
fn broken_after(bytes: Bytes) -> ByteStream {
    ByteStream::new(futures_util::stream::iter([Ok(bytes), Err(broken())]))
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.action {
            Action::Respond { status, body, .. } => {
                write!(f, "Reply({status}, {} bytes)", body.len())
            }
            Action::Fail { kind, .. } => write!(f, "Reply({kind:?})"),
            Action::Never => f.write_str("Reply(never)"),
        }
    }
}
