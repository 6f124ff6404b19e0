//! One call, from a finished request to an unread answer: sign, send, follow redirects, renew the token, retry.
//!
//! Invariant: credentials go to the origin that the call was made for, and nowhere else.

mod redirect;

use crate::auth::{AuthFailure, Authorization, Authorizer};
use crate::call_info::CallInfo;
use crate::error::{AuthError, ConnectionError, Failure, RequestError};
use crate::response::{RawResponseBody, ResponseParts};
use crate::retry::{AttemptFailure, Attempts};
use crate::transport::{self, IdleTimeout};
use crate::{
    Body, BoxFuture, ByteStream, Client, Credentials, DecodeError, RawResponse, RetryPolicy,
    Secret, TransportError,
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use redirect::Hop;

use std::borrow::Cow;
use std::time::Duration;
use url::Url;

/// A request, ready to be sent.
pub(crate) struct Call {
    pub(crate) operation: Cow<'static, str>,
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) security: Option<&'static [&'static str]>,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) idempotent: bool,
    pub(crate) retry: RetryPolicy,
    pub(crate) timeout: Duration,
    pub(crate) strict: bool,
}

/// Makes the call. Error statuses are answers too.
pub(crate) async fn exchange(
    client: &Client,
    call: &Call,
    body: Body,
    streamed: fn(StatusCode) -> bool,
) -> Result<RawResponse, Failure> {
    Exchange {
        client,
        call,
        streamed,
    }
    .run(body)
    .await
}

struct Exchange<'a> {
    client: &'a Client,
    call: &'a Call,
    streamed: fn(StatusCode) -> bool,
}

/// Why an attempt gave no answer.
enum AttemptError {
    /// What went wrong, and the status if it was known by then.
    Transport(TransportError, Option<StatusCode>),
    /// An answer that is too large to read.
    TooLarge(Box<RawResponse>),
}

/// What to do after an attempt.
enum Next {
    /// Its outcome is that of the call.
    Done,
    /// The same again, after this.
    Wait(BoxFuture<'static, ()>),
    /// The same again with another token than this.
    Renew(Secret),
    /// What the server redirects to.
    Follow(Hop),
}

impl Next {
    fn wait_or_done(wait: Option<BoxFuture<'static, ()>>) -> Self {
        wait.map_or(Self::Done, Self::Wait)
    }
}

impl From<TransportError> for AttemptError {
    fn from(error: TransportError) -> Self {
        Self::Transport(error, None)
    }
}

impl Exchange<'_> {
    async fn run(&self, body: Body) -> Result<RawResponse, Failure> {
        let call = self.call;
        let clock = self.client.clock();
        let mut attempts = Attempts::new(&call.retry, clock, &call.operation, call.idempotent);
        let mut hop = Hop::first(call.method.clone(), call.url.clone(), body);
        let mut rejected = None;
        loop {
            let authorization = self.authorize(&hop, rejected.as_ref()).await?;
            let body = hop.take_body().open().await;
            let body = body.map_err(|error| self.unsendable(&error))?;
            let outcome = self.attempt(&hop, &authorization, body).await;
            // A token is renewed once.
            let renewable = if rejected.is_none() {
                authorization.token
            } else {
                None
            };
            match self.next(&outcome, &hop, renewable, &mut attempts) {
                Next::Done => return outcome.map_err(|error| self.failure(error)),
                Next::Wait(wait) => wait.await,
                Next::Renew(token) => rejected = Some(token),
                Next::Follow(next) => hop = next,
            }
        }
    }

    fn next(
        &self,
        outcome: &Result<RawResponse, AttemptError>,
        hop: &Hop,
        renewable: Option<Secret>,
        attempts: &mut Attempts<'_>,
    ) -> Next {
        let response = match outcome {
            Ok(response) => response,
            Err(AttemptError::TooLarge(_)) => return Next::Done,
            Err(AttemptError::Transport(error, _)) => {
                let failure = AttemptFailure::Transport(error);
                return Next::wait_or_done(attempts.failed(failure, None, hop.is_repeatable()));
            }
        };
        let is_rejected = response.status == StatusCode::UNAUTHORIZED && hop.is_repeatable();
        let next = match (renewable, hop.next(response)) {
            (Some(token), _) if is_rejected => Next::Renew(token),
            (_, Some(next)) => Next::Follow(next),
            _ if response.status.is_success() => Next::Done,
            _ => {
                let failure = AttemptFailure::Status(response.status);
                let wait = attempts.failed(failure, Some(&response.headers), hop.is_repeatable());
                return Next::wait_or_done(wait);
            }
        };
        attempts.answered(response.status);
        next
    }

    async fn authorize(
        &self,
        hop: &Hop,
        rejected: Option<&Secret>,
    ) -> Result<Authorization, Failure> {
        if hop.url.origin() != self.call.url.origin() {
            return Ok(Authorization::default());
        }
        let authorizer = Authorizer {
            client: self.client,
            own: self.call.credentials.as_ref(),
            security: self.call.security,
        };
        authorizer
            .authorize(&hop.url, rejected)
            .await
            .map_err(|failure| self.auth_error(failure))
    }

    async fn attempt(
        &self,
        hop: &Hop,
        authorization: &Authorization,
        body: crate::body::Opened,
    ) -> Result<RawResponse, AttemptError> {
        let mut url = hop.url.clone();
        let mut headers = self.call.headers.clone();
        if url.origin() != self.call.url.origin() {
            // Any other header may be a secret under a name of its own.
            headers = headers
                .into_iter()
                .filter_map(|(name, value)| Some((name.filter(is_harmless)?, value)))
                .collect();
        }
        authorization.apply(&mut url, &mut headers);
        match body.length {
            Some(0) if hop.was_redirected() => drop(headers.remove(header::CONTENT_TYPE)),
            Some(0) => {}
            Some(length) => drop(headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length))),
            None => {}
        }
        let idle_timeout = IdleTimeout::default();
        let mut request = http::Request::new(idle_timeout.track(body.stream));
        *request.method_mut() = hop.method.clone();
        *request.uri_mut() = transport::uri(&url)?;
        *request.headers_mut() = headers;
        idle_timeout
            .run(self.call.timeout, self.send(request))
            .await
    }

    async fn send(&self, request: http::Request<ByteStream>) -> Result<RawResponse, AttemptError> {
        let (parts, body) = self.client.transport().send(request).await?.into_parts();
        let mut response = RawResponse {
            info: self.info(),
            status: parts.status,
            headers: parts.headers,
            body: RawResponseBody::Buffered(Bytes::new()),
            strict: self.call.strict,
        };
        let is_success = response.status.is_success();
        if is_success && (self.streamed)(response.status) {
            response.body = RawResponseBody::Streamed(body.with_idle_limit(self.call.timeout));
            return Ok(response);
        }
        let (bytes, end) = body.up_to(self.client.max_json_bytes()).await;
        response.body = RawResponseBody::Buffered(bytes);
        match end {
            // An error status is told whatever became of its body.
            _ if !is_success => Ok(response),
            Ok(Some(())) => Ok(response),
            Ok(None) => Err(AttemptError::TooLarge(Box::new(response))),
            Err(error) => Err(AttemptError::Transport(error, Some(response.status))),
        }
    }

    fn info(&self) -> CallInfo {
        let settings = self.client.settings();
        CallInfo {
            operation: self.call.operation.clone(),
            request_id: settings.request_id,
            total_header: settings.total_header,
        }
    }

    fn failure(&self, error: AttemptError) -> Failure {
        match error {
            AttemptError::Transport(error, status) => {
                Failure::Connection(Box::new(ConnectionError {
                    operation: self.call.operation.clone(),
                    status,
                    error,
                }))
            }
            AttemptError::TooLarge(response) => {
                let message = format!(
                    "the body is larger than {} bytes (max_json_bytes)",
                    self.client.max_json_bytes()
                );
                ResponseParts::of(&response).into_failure(DecodeError::root(message))
            }
        }
    }

    fn auth_error(&self, failure: AuthFailure) -> Failure {
        let AuthFailure {
            message,
            status,
            retry_after,
            is_retryable,
        } = failure;
        let operation = self.call.operation.clone();
        Failure::Auth(Box::new(AuthError {
            operation,
            status,
            message,
            retry_after,
            is_retryable,
        }))
    }

    fn unsendable(&self, error: &std::io::Error) -> Failure {
        let message = format!("the body cannot be read: {error}");
        Failure::Request(Box::new(RequestError {
            operation: self.call.operation.clone(),
            message,
        }))
    }
}

/// Headers that go along to another host.
fn is_harmless(name: &HeaderName) -> bool {
    [header::ACCEPT, header::USER_AGENT].contains(name)
}
