//! Tests of your own code without a server: a transport in memory that answers by script and records what was asked, and a
//! clock that does not wait.
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

use crate::{BoxFuture, ByteStream, Clock, Transport, TransportError, TransportErrorKind};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde::Serialize;
use serde_json::Value;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use url::Url;

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A transport in memory. Clones share script and records, so that a test can keep one while the client has the other.
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
    /// A transport without script: every request fails, and says so.
    pub fn new() -> Self {
        Self::default()
    }

    /// Replies to requests with this method and path (percent-encoded, without query). Several replies are given in turn; the
    /// last one stays.
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

    /// What was asked so far.
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

/// A request that a [`MockTransport`] was given.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The method.
    pub method: Method,
    /// The URL.
    pub url: Url,
    /// The headers. Those with credentials are marked as sensitive, so that `Debug` does not print them.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl RecordedRequest {
    /// A header, if it is there and visible ASCII.
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

    /// The body as JSON; null if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// What a [`MockTransport`] does with a request.
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
    /// A status without body.
    pub fn status(status: u16) -> Self {
        Self(Action::Respond {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
        })
    }

    /// A body of JSON. What cannot be written as JSON is written as null.
    pub fn json(status: u16, value: &impl Serialize) -> Self {
        let json = serde_json::to_value(value).unwrap_or_default();
        Self::bytes(status, json.to_string()).header("content-type", "application/json")
    }

    /// A body of any bytes.
    pub fn bytes(status: u16, body: impl Into<Bytes>) -> Self {
        Self(Action::Respond {
            status,
            headers: Vec::new(),
            body: body.into(),
        })
    }

    /// No answer but an error.
    pub fn failure(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        Self(Action::Fail {
            kind,
            message: message.into(),
        })
    }

    /// Neither an answer nor an error, until the time-out.
    pub fn never() -> Self {
        Self(Action::Never)
    }

    /// Adds a header to an answer.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Action::Respond { headers, .. } = &mut self.0 {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    async fn play(self) -> Result<http::Response<ByteStream>, TransportError> {
        let (status, headers, body) = match self.0 {
            Action::Respond {
                status,
                headers,
                body,
            } => (status, headers, body),
            Action::Fail { kind, message } => return Err(TransportError::new(kind, message)),
            Action::Never => std::future::pending().await,
        };
        let wrong = |error: http::Error| TransportError::new(TransportErrorKind::Other, error);
        let mut answer = http::Response::new(ByteStream::from(body));
        *answer.status_mut() = StatusCode::from_u16(status).map_err(|error| wrong(error.into()))?;
        for (name, value) in headers {
            let name = HeaderName::try_from(name).map_err(|error| wrong(error.into()))?;
            let value =
                HeaderValue::from_bytes(value.as_bytes()).map_err(|error| wrong(error.into()))?;
            answer.headers_mut().append(name, value);
        }
        Ok(answer)
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

/// A clock that stands still unless it is told to go on. Waiting for it takes no time: it jumps to where the wait ends.
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
    /// A clock that stands at the present.
    pub fn new() -> Self {
        let times = Times {
            now: Instant::now(),
            time_of_day: SystemTime::now(),
            waits: Vec::new(),
        };
        Self(Arc::new(Mutex::new(times)))
    }

    /// Lets time pass.
    pub fn advance(&self, time: Duration) {
        let mut times = lock(&self.0);
        times.now += time;
        times.time_of_day += time;
    }

    /// Sets the time of day alone, as when a machine's clock is put right.
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
