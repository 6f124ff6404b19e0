//! A server in memory.

use super::pattern::{Pattern, Target};
use super::{Example, RecordedRequest, Reply, Route, lock};
use crate::{BoxFuture, ByteStream, Operation, Transport, TransportError, TransportErrorKind};
use http::Method;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use url::Url;

/// A server in memory: a transport with scripted replies. Clones share the script and the recorded requests, so a test
/// can keep one while the client has another.
#[derive(Clone, Debug, Default)]
pub struct MockTransport(Arc<Mutex<Script>>);

/// The routes, and what has happened.
#[derive(Debug, Default)]
pub(super) struct Script {
    routes: Vec<ScriptedRoute>,
    requests: Vec<RecordedRequest>,
    /// What operations without a route reply.
    examples: Vec<&'static Example>,
}

#[derive(Debug)]
pub(super) struct ScriptedRoute {
    pattern: Pattern,
    replies: VecDeque<Reply>,
}

impl MockTransport {
    /// A server without replies: every request fails with an error that names it.
    pub fn new() -> Self {
        Self::default()
    }

    /// The requests of an operation, made by its function.
    pub fn on(&self, operation: &'static Operation) -> Route {
        Route::new(self.0.clone(), Pattern::new(Target::Operation(operation)))
    }

    /// The requests with this method and path (percent-encoded, without query): those for a token, redirected ones, and
    /// those of [`Client::request`](crate::Client::request).
    pub fn on_request(&self, method: Method, path: &str) -> Route {
        let target = Target::Path(method, path.to_owned());
        Route::new(self.0.clone(), Pattern::new(target))
    }

    /// Replies with these examples to requests that no route has a reply for.
    ///
    /// A generated crate has one for each operation, with the feature `examples`:
    /// `server.reply_with_examples(my_api::v1::examples::ALL)`.
    pub fn reply_with_examples(&self, examples: &[&'static Example]) {
        lock(&self.0).examples.extend(examples);
    }

    /// The requests of an operation so far: short for `on(operation).calls()`.
    pub fn calls(&self, operation: &'static Operation) -> Vec<RecordedRequest> {
        let pattern = Pattern::new(Target::Operation(operation));
        let requests = lock(&self.0).requests.clone();
        let matching = |request: &RecordedRequest| pattern.matches(request);
        requests.into_iter().filter(matching).collect()
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        lock(&self.0).requests.clone()
    }
}

impl ScriptedRoute {
    pub(super) fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    fn next_reply(&mut self) -> Option<Reply> {
        match self.replies.len() {
            0 | 1 => self.replies.front().cloned(),
            _ => self.replies.pop_front(),
        }
    }
}

impl Script {
    /// Adds a route; returns its place.
    pub(super) fn add(&mut self, pattern: Pattern) -> usize {
        let replies = VecDeque::new();
        self.routes.push(ScriptedRoute { pattern, replies });
        self.routes.len() - 1
    }

    pub(super) fn pattern(&mut self, index: usize, change: impl FnOnce(&mut Pattern)) {
        if let Some(route) = self.routes.get_mut(index) {
            change(&mut route.pattern);
        }
    }

    pub(super) fn add_replies(&mut self, index: usize, replies: impl IntoIterator<Item = Reply>) {
        if let Some(route) = self.routes.get_mut(index) {
            route.replies.extend(replies);
        }
    }

    pub(super) fn routes(&self) -> &[ScriptedRoute] {
        &self.routes
    }

    /// The requests so far that match the route at a place.
    pub(super) fn matching(&self, index: usize) -> Vec<&RecordedRequest> {
        let Some(route) = self.routes.get(index) else {
            return Vec::new();
        };
        let requests = self.requests.iter();
        requests
            .filter(|request| route.pattern.matches(request))
            .collect()
    }

    /// The reply of the last route that matches. Routes without replies only count.
    fn reply_to(&mut self, request: RecordedRequest) -> Reply {
        let mut routes = self.routes.iter_mut().rev();
        let reply = routes
            .find(|route| !route.replies.is_empty() && route.pattern.matches(&request))
            .and_then(ScriptedRoute::next_reply);
        let reply = reply.or_else(|| self.example_of(&request));
        let reply = reply.unwrap_or_else(|| {
            Reply::failure(TransportErrorKind::Other, self.no_reply_to(&request))
        });
        self.requests.push(request);
        reply
    }

    fn example_of(&self, request: &RecordedRequest) -> Option<Reply> {
        let operation = request.operation?;
        let mut examples = self.examples.iter();
        let example = examples.find(|example| std::ptr::eq(example.operation(), operation))?;
        Some(example.reply())
    }

    fn no_reply_to(&self, request: &RecordedRequest) -> String {
        let routes = self.routes.iter().rev();
        let differences = routes
            .filter(|route| !route.replies.is_empty())
            .map(|route| (&route.pattern, route.pattern.difference(request)));
        let nearest = differences.min_by_key(|(_, difference)| difference.distance());
        let reason = match nearest {
            None => "the mock server has no replies".to_owned(),
            Some((pattern, difference)) if difference.is_elsewhere => {
                format!("no route is for it, the nearest is {pattern}")
            }
            Some((pattern, difference)) => {
                format!("the nearest route is {pattern}, but {difference}")
            }
        };
        format!("no reply to {request}: {reason}")
    }

    /// The line about the request that is the nearest to a pattern without matching it.
    pub(super) fn nearest_to(&self, pattern: &Pattern) -> String {
        // Of equally near requests, the latest one.
        let others = self.requests.iter().rev();
        let differences = others
            .filter(|request| !pattern.matches(request))
            .map(|request| (request, pattern.difference(request)));
        let nearest = differences.min_by_key(|(_, difference)| difference.distance());
        match nearest {
            None if self.requests.is_empty() => "; the server got no request at all".to_owned(),
            None => String::new(),
            Some((request, difference)) if difference.is_elsewhere => {
                format!("\nthe nearest other request: {request}")
            }
            Some((request, difference)) => {
                format!("\nthe nearest other request: {request}, where {difference}")
            }
        }
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
            let request = RecordedRequest::new(parts, url, body.bytes().await?);
            let reply = lock(&self.0).reply_to(request);
            reply.play().await
        })
    }
}
