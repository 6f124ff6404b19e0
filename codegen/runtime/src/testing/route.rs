//! The requests that a test means: what they get, and which of them came.

use super::mock::Script;
use super::pattern::{Condition, Pattern, texts};
use super::{RecordedRequest, Reply, lock};
use crate::to_json;
use serde::Serialize;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

/// Some of the requests to a [`MockTransport`](super::MockTransport): a pattern, the replies to requests that match it,
/// and questions about the requests that came.
///
/// Replies are used one after the other, and the last one is repeated. A route without replies only counts.
///
/// ```
/// # use client_runtime::http::Method;
/// # use client_runtime::testing::{MockTransport, Reply};
/// # use client_runtime::{Operation, Server};
/// # static SERVER: Server = Server::new("https://api.example.com", "/v1");
/// # static LIST_USERS: Operation = Operation::new("listUsers", Method::GET, "/users", &SERVER);
/// # let server = MockTransport::new();
/// server.on(&LIST_USERS).reply_json(200, &["Ada", "Grace"]);
/// server.on(&LIST_USERS).query("offset", 2).reply(Reply::status(503)).reply_json(200, &["Edsger"]);
///
/// // The code under test makes its requests.
///
/// server.on(&LIST_USERS).query("offset", 4).assert_calls(0);
/// ```
#[derive(Clone, Debug)]
pub struct Route {
    script: Arc<Mutex<Script>>,
    /// Its place among the routes of the script.
    index: usize,
}

impl Route {
    pub(super) fn new(script: Arc<Mutex<Script>>, pattern: Pattern) -> Self {
        let index = lock(&script).add(pattern);
        Self { script, index }
    }

    fn only_with(self, condition: Condition) -> Self {
        lock(&self.script).pattern(self.index, |pattern| pattern.add(condition));
        self
    }

    /// Only requests with this value of a placeholder in the operation's path.
    #[track_caller]
    pub fn path(self, name: &str, value: impl Serialize) -> Self {
        let value = texts(&to_json(value)).join(",");
        let name = name.to_owned();
        self.only_with(Condition::Path { name, value })
    }

    /// Only requests with this value of a query parameter: with all values of a list, or without the parameter if the
    /// value is `None`.
    #[track_caller]
    pub fn query(self, name: &str, value: impl Serialize) -> Self {
        let values = texts(&to_json(value));
        let name = name.to_owned();
        self.only_with(Condition::Query { name, values })
    }

    /// Only requests with this header.
    pub fn header(self, name: &str, value: &str) -> Self {
        let (name, value) = (name.to_owned(), value.to_owned());
        self.only_with(Condition::Header { name, value })
    }

    /// Only requests whose body is this value as JSON.
    #[track_caller]
    pub fn json(self, value: &(impl Serialize + ?Sized)) -> Self {
        self.only_with(Condition::Json(to_json(value)))
    }

    /// Adds a reply.
    pub fn reply(self, reply: Reply) -> Self {
        self.replies([reply])
    }

    /// Adds a reply with a JSON body.
    #[track_caller]
    pub fn reply_json(self, status: u16, value: &(impl Serialize + ?Sized)) -> Self {
        self.reply(Reply::json(status, value))
    }

    /// Adds several replies: `std::iter::repeat_n(Reply::status(503), 3)`.
    pub fn replies(self, replies: impl IntoIterator<Item = Reply>) -> Self {
        lock(&self.script).add_replies(self.index, replies);
        self
    }

    /// The requests so far that match, whichever route they got their replies from.
    pub fn calls(&self) -> Vec<RecordedRequest> {
        let script = lock(&self.script);
        script.matching(self.index).into_iter().cloned().collect()
    }

    /// Checks how many requests match so far.
    ///
    /// # Panics
    ///
    /// If the number differs. The message shows the requests that match and, if there are too few, the nearest other
    /// one with what is different in it.
    #[track_caller]
    pub fn assert_calls(&self, expected: usize) {
        let message = self.miscount(expected);
        assert!(message.is_none(), "{}", message.unwrap_or_default());
    }

    /// What `assert_calls` complains about.
    fn miscount(&self, expected: usize) -> Option<String> {
        let script = lock(&self.script);
        let calls = script.matching(self.index);
        if calls.len() == expected {
            return None;
        }
        let wanted = script.routes().get(self.index)?.pattern();
        let mut message = format!("expected {} {wanted}, but there ", requests(expected));
        message.push_str(&match calls.len() {
            0 => "was none".to_owned(),
            1 => "was 1".to_owned(),
            count => format!("were {count}"),
        });
        for call in &calls {
            // A `String` takes everything.
            let _ = write!(message, "\n  {call}");
        }
        if calls.len() < expected {
            message.push_str(&script.nearest_to(wanted));
        }
        Some(message)
    }
}

fn requests(count: usize) -> String {
    match count {
        1 => "1 request".to_owned(),
        count => format!("{count} requests"),
    }
}
