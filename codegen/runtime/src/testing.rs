//! Tools to test your own code without a server: a transport in memory with scripted replies, which records the
//! requests, and a clock that doesn't wait.
//!
//! ```
//! use client_runtime::http::Method;
//! use client_runtime::testing::{ManualClock, MockTransport, Reply};
//! # use client_runtime::{ClientBuilder, Client, Json, Server, Settings, Value};
//! # static SETTINGS: Settings = Settings {
//! #     user_agent: "example/1.0",
//! #     server: Server { origin: "https://api.example.com", path: "", variables: &[] },
//! #     token_url: None, schemes: &[], sources: &[], request_id: &[], total_header: None,
//! # };
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = MockTransport::new();
//! server.on(Method::GET, "/users/7", Reply::status(503).header("retry-after", "20"));
//! server.on(Method::GET, "/users/7", Reply::json(200, &serde_json::json!({"name": "Ada"})));
//! let clock = ManualClock::new();
//! # let builder = || ClientBuilder::<Client>::new(&SETTINGS);
//!
//! let client = builder().transport(server.clone()).clock(clock.clone()).bearer_token("any").build()?;
//! let user = client.request(Method::GET, "/users/7").expect::<Json<Value>>().await?;
//!
//! assert_eq!(user["name"], "Ada");
//! assert_eq!(server.requests().len(), 2);
//! assert_eq!(clock.waits(), [std::time::Duration::from_secs(20)]);
//! # Ok(())
//! # }
//! ```

use crate::call_info::CallInfo;
use crate::error::Failure;
use crate::request::finish;
use crate::response::RawResponseBody;
use crate::span::CallSpan;
use crate::{
    BoxFuture, ByteStream, Clock, ConnectionError, Error, ErrorBody, RawResponse, Response,
    ResponseBody, Transport, TransportError, TransportErrorKind,
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde::Serialize;
use serde_json::Value;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use url::Url;

/// Sets fields of a value in an expression. The structs of generated crates can't be written as literals, because later
/// versions may add fields.
///
/// ```
/// use client_runtime::testing::With as _;
/// # #[derive(Default)]
/// # struct User { name: Option<String>, active: bool }
///
/// let user = User::default().with(|user| user.name = Some("Ada".into()));
/// # assert!(user.name.is_some() && !user.active);
/// ```
pub trait With: Sized {
    /// The value after `change`.
    #[must_use]
    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}

impl<T> With for T {}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A transport in memory with scripted replies. Clones share the script and the recorded requests, so a test can keep
/// one while the client has another.
#[derive(Clone, Debug, Default)]
pub struct MockTransport(Arc<Mutex<Script>>);

#[derive(Debug, Default)]
struct Script {
    routes: Vec<Route>,
    requests: Vec<RecordedRequest>,
}

#[derive(Debug)]
struct Route {
    method: Method,
    path: String,
    replies: VecDeque<Reply>,
}

impl MockTransport {
    /// A transport without replies: every request fails with an error that names it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a reply to requests with this method and path (percent-encoded, without query). Several replies are used
    /// one after the other; the last one is repeated.
    pub fn on(&self, method: Method, path: &str, reply: Reply) {
        let mut script = lock(&self.0);
        match script
            .routes
            .iter_mut()
            .find(|route| route.method == method && route.path == path)
        {
            Some(route) => route.replies.push_back(reply),
            None => script.routes.push(Route {
                method,
                path: path.to_owned(),
                replies: VecDeque::from([reply]),
            }),
        }
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        lock(&self.0).requests.clone()
    }
}

impl Script {
    fn reply_to(&mut self, request: RecordedRequest) -> Reply {
        let path = request.url.path();
        let route = self
            .routes
            .iter_mut()
            .find(|route| route.method == request.method && route.path == path);
        let reply = match route {
            Some(route) if route.replies.len() > 1 => route.replies.pop_front(),
            Some(route) => route.replies.front().cloned(),
            None => None,
        };
        let unscripted = || {
            Reply::failure(
                TransportErrorKind::Other,
                format!("no reply to {} {path}", request.method),
            )
        };
        let reply = reply.unwrap_or_else(unscripted);
        self.requests.push(request);
        reply
    }
}

impl Transport for MockTransport {
    fn send(
        &self,
        request: http::Request<ByteStream>,
    ) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let url = Url::parse(&parts.uri.to_string())
                .map_err(|error| TransportError::new(TransportErrorKind::Other, error))?;
            let body = body.bytes().await?;
            let request = RecordedRequest {
                method: parts.method,
                url,
                headers: parts.headers,
                body,
            };
            let reply = lock(&self.0).reply_to(request);
            reply.play().await
        })
    }
}

/// A request that a [`MockTransport`] received.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The method.
    pub method: Method,
    /// The URL.
    pub url: Url,
    /// The headers. Those that may be secret are marked as sensitive, so `Debug` doesn't print their values.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl RecordedRequest {
    /// The value of a header, if it exists and is visible ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The first value of a query parameter, decoded.
    pub fn query(&self, name: &str) -> Option<String> {
        self.url
            .query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    /// The body as JSON; null if it isn't valid JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// How a [`MockTransport`] responds to a request.
#[derive(Clone)]
pub struct Reply(Action);

#[derive(Clone)]
enum Action {
    Respond {
        status: u16,
        headers: Vec<(String, String)>,
        body: Bytes,
    },
    Fail {
        kind: TransportErrorKind,
        message: String,
    },
    Never,
}

impl Reply {
    /// A response without a body.
    pub fn status(status: u16) -> Self {
        Self(Action::Respond {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
        })
    }

    /// A response with a JSON body. A value that can't be serialized becomes null.
    pub fn json(status: u16, value: &impl Serialize) -> Self {
        let json = serde_json::to_value(value).unwrap_or_default();
        Self::bytes(status, json.to_string()).header("content-type", "application/json")
    }

    /// A response with any body.
    pub fn bytes(status: u16, body: impl Into<Bytes>) -> Self {
        Self(Action::Respond {
            status,
            headers: Vec::new(),
            body: body.into(),
        })
    }

    /// A transport error instead of a response.
    pub fn failure(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        Self(Action::Fail {
            kind,
            message: message.into(),
        })
    }

    /// Neither a response nor an error, until the timeout.
    pub fn never() -> Self {
        Self(Action::Never)
    }

    /// Adds a header to a response.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Action::Respond { headers, .. } = &mut self.0 {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// What a call of `operation` with this reply returns: a response that the marker `A` reads, or an error with an `E`.
    /// Code that handles responses and errors can be tested with it, without a client.
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
        let response = self.into_http().map_err(|error| {
            Failure::Connection(Box::new(ConnectionError {
                operation: operation.into(),
                status: None,
                error,
            }))
        })?;
        let (parts, body) = response.into_parts();
        let info = CallInfo {
            operation: operation.into(),
            request_id: &[],
            total_header: None,
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

    async fn play(self) -> Result<http::Response<ByteStream>, TransportError> {
        if let Action::Never = self.0 {
            std::future::pending::<()>().await;
        }
        self.into_http()
            .map(|response| response.map(ByteStream::from))
    }

    fn into_http(self) -> Result<http::Response<Bytes>, TransportError> {
        let (status, headers, body) = match self.0 {
            Action::Respond {
                status,
                headers,
                body,
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

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Action::Respond { status, body, .. } => {
                write!(f, "Reply({status}, {} bytes)", body.len())
            }
            Action::Fail { kind, .. } => write!(f, "Reply({kind:?})"),
            Action::Never => f.write_str("Reply(never)"),
        }
    }
}

/// A clock that moves only when a test advances it, or when the client waits: a wait takes no time and moves the clock
/// to its end.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<Mutex<Times>>);

#[derive(Debug)]
struct Times {
    now: Instant,
    time_of_day: SystemTime,
    waits: Vec<Duration>,
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl ManualClock {
    /// A clock at the current time.
    pub fn new() -> Self {
        let times = Times {
            now: Instant::now(),
            time_of_day: SystemTime::now(),
            waits: Vec::new(),
        };
        Self(Arc::new(Mutex::new(times)))
    }

    /// Moves the clock forward.
    pub fn advance(&self, time: Duration) {
        let mut times = lock(&self.0);
        times.now += time;
        times.time_of_day += time;
    }

    /// Sets only the wall-clock time, as when a machine's clock is corrected.
    pub fn set_time_of_day(&self, time: SystemTime) {
        lock(&self.0).time_of_day = time;
    }

    /// The waits so far.
    pub fn waits(&self) -> Vec<Duration> {
        lock(&self.0).waits.clone()
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        lock(&self.0).now
    }

    fn time_of_day(&self) -> SystemTime {
        lock(&self.0).time_of_day
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.advance(duration);
        lock(&self.0).waits.push(duration);
        Box::pin(std::future::ready(()))
    }
}
