//! One call, from a finished request to a response that isn't decoded yet: authorize, send, follow redirects, renew the
//! token, retry.
//!
//! Invariant: credentials are sent to the origin that the call was made for, and nowhere else.

mod redirect;

use crate::address::is_same_origin;
use crate::auth::{AuthFailure, Authorization, Authorizer, Security};
use crate::body::Opened;
use crate::call_info::CallInfo;
use crate::error::{AuthError, ConnectionError, Failure, RequestError};
use crate::response::{RawResponseBody, ResponseParts};
use crate::retry::{self, AttemptFailure, Attempts};
use crate::span::CallSpan;
use crate::transport::{self, IdleTimeout};
use crate::{
    Body, BoxFuture, ByteStream, CalledOperation, Client, Credentials, DecodeError, RawResponse,
    RetryPolicy, Secret, TransportError, TransportErrorKind,
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
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
    pub(crate) security: Option<Security>,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) idempotent: bool,
    pub(crate) retry: RetryPolicy,
    pub(crate) timeout: Duration,
    pub(crate) strict: bool,
    /// What the transport learns about the request, until it is redirected.
    pub(crate) called: Option<CalledOperation>,
}

/// Makes the call. Error statuses are responses too. `streamed` decides by status whether a body is passed on as a
/// stream.
pub(crate) async fn exchange(
    client: &Client,
    call: &Call,
    body: Body,
    streamed: fn(StatusCode) -> bool,
    span: &CallSpan,
) -> Result<RawResponse, Failure> {
    let exchange = Exchange {
        client,
        call,
        streamed,
        span,
    };
    let mut requests_sent: u32 = 0;
    let outcome = exchange.run(body, &mut requests_sent).await;
    span.ended(&outcome, requests_sent.saturating_sub(1));
    outcome
}

struct Exchange<'a> {
    client: &'a Client,
    call: &'a Call,
    streamed: fn(StatusCode) -> bool,
    span: &'a CallSpan,
}

/// Why an attempt has no response.
enum AttemptError {
    /// The transport's error, and the status if it was received.
    Transport(TransportError, Option<StatusCode>),
    /// A response that is too large to read.
    TooLarge(Box<RawResponse>),
}

/// What to do after an attempt.
enum Next {
    /// Return its outcome.
    Done,
    /// Repeat it after this wait.
    Wait(BoxFuture<'static, ()>),
    /// Repeat it with another token than this rejected one.
    Renew(Secret),
    /// Follow a redirect.
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
    async fn run(&self, body: Body, requests_sent: &mut u32) -> Result<RawResponse, Failure> {
        let call = self.call;
        let clock = self.client.clock();
        let mut attempts = Attempts::new(&call.retry, clock, &call.operation, call.idempotent);
        let mut hop = Hop::first(call.method.clone(), call.url.clone(), body);
        let mut authorization = self.authorize(&hop, None).await?;
        // A token is renewed once.
        let mut may_renew = true;
        loop {
            let body = hop.take_body().open().await;
            let body = body.map_err(|error| match requests_sent {
                0 => self.invalid(format!("can't read the body: {error}")),
                _ => self.failure(TransportError::new(TransportErrorKind::Body, error).into()),
            })?;
            let idle_timeout = IdleTimeout::default();
            let request = self.request(&hop, &authorization, body, &idle_timeout)?;
            *requests_sent += 1;
            let response = self.send(request, &authorization.secrets);
            let outcome = idle_timeout.run(self.call.timeout, response).await;
            let renewable = authorization.token.take().filter(|_| may_renew);
            match self.next(&outcome, &hop, renewable, &mut attempts) {
                Next::Done => return outcome.map_err(|error| self.failure(error)),
                Next::Wait(wait) => {
                    wait.await;
                    // The token may have expired meanwhile.
                    authorization = self.authorize(&hop, None).await?;
                }
                Next::Renew(rejected) => {
                    may_renew = false;
                    authorization = self.authorize(&hop, Some(&rejected)).await?;
                    if authorization.token.as_ref() == Some(&rejected) {
                        return outcome.map_err(|error| self.failure(error));
                    }
                }
                Next::Follow(next) => {
                    hop = next;
                    authorization = self.authorize(&hop, None).await?;
                }
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
            _ if response.status.is_success() || response.status == StatusCode::NOT_MODIFIED => {
                Next::Done
            }
            _ => {
                let failure = AttemptFailure::Status(response.status);
                let wait = attempts.failed(failure, Some(&response.headers), hop.is_repeatable());
                return Next::wait_or_done(wait);
            }
        };
        attempts.responded(response.status);
        next
    }

    async fn authorize(
        &self,
        hop: &Hop,
        rejected: Option<&Secret>,
    ) -> Result<Authorization, Failure> {
        if !is_same_origin(&hop.url, &self.call.url) {
            return Ok(Authorization::default());
        }
        let authorizer = Authorizer {
            client: self.client,
            own: self.call.credentials.as_ref(),
            security: self.call.security,
        };
        let authorization = authorizer
            .authorize(&hop.url, rejected)
            .await
            .map_err(|failure| self.auth_error(failure))?;
        match authorization.conflict(&self.call.headers) {
            None => Ok(authorization),
            Some(name) => Err(self.invalid(format!(
                "the header `{name}` would be replaced by the credentials; set them with credentials(), or send none \
                 with Credentials::none()"
            ))),
        }
    }

    fn request(
        &self,
        hop: &Hop,
        authorization: &Authorization,
        body: Opened,
        idle_timeout: &IdleTimeout,
    ) -> Result<http::Request<ByteStream>, Failure> {
        let mut url = hop.url.clone();
        let mut headers = self.call.headers.clone();
        if !is_same_origin(&url, &self.call.url) {
            headers = transport::public_headers(headers);
        }
        authorization.apply(&mut url, &mut headers);
        match body.length {
            Some(0) if hop.was_redirected() => drop(headers.remove(header::CONTENT_TYPE)),
            Some(0) => {}
            Some(length) => drop(headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length))),
            None => {}
        }
        let mut request = http::Request::new(idle_timeout.track(body.stream));
        *request.method_mut() = hop.method.clone();
        *request.uri_mut() = transport::uri(&url).map_err(|message| self.invalid(message))?;
        *request.headers_mut() = headers;
        if let (Some(called), false) = (&self.call.called, hop.was_redirected()) {
            request.extensions_mut().insert(called.clone());
        }
        Ok(request)
    }

    async fn send(
        &self,
        request: http::Request<ByteStream>,
        secrets: &[Secret],
    ) -> Result<RawResponse, AttemptError> {
        let (parts, body) = self.client.transport().send(request).await?.into_parts();
        let mut response = RawResponse {
            info: self.info(&parts.headers, secrets),
            status: parts.status,
            headers: parts.headers,
            body: RawResponseBody::Buffered(Bytes::new()),
            strict: self.call.strict,
            span: self.span.clone(),
        };
        response.hide_cookies();
        let is_success = response.status.is_success();
        if is_success && (self.streamed)(response.status) {
            response.body = RawResponseBody::Streamed(body.with_idle_timeout(self.call.timeout));
            return Ok(response);
        }
        let (bytes, end) = body.up_to(self.client.max_body_bytes()).await;
        response.body = RawResponseBody::Buffered(bytes);
        match end {
            // An error status is reported even if its body is incomplete.
            _ if !is_success => Ok(response),
            Ok(Some(())) => Ok(response),
            Ok(None) => Err(AttemptError::TooLarge(Box::new(response))),
            Err(error) => Err(AttemptError::Transport(error, Some(response.status))),
        }
    }

    fn info(&self, headers: &HeaderMap, secrets: &[Secret]) -> CallInfo {
        let settings = self.client.settings();
        let now = || self.client.clock().time_of_day();
        CallInfo {
            operation: self.call.operation.clone(),
            request_id: settings.request_id,
            total_header: settings.total_header,
            retry_after: retry::retry_after(headers, now),
            secrets: secrets.to_vec(),
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
            AttemptError::TooLarge(mut response) => {
                let message = format!(
                    "the body is larger than {} bytes (max_body_bytes)",
                    self.client.max_body_bytes()
                );
                ResponseParts::take(&mut response).into_failure(DecodeError::root(message))
            }
        }
    }

    fn auth_error(&self, failure: AuthFailure) -> Failure {
        let AuthFailure {
            message,
            status,
            retry_after,
            is_retryable,
            source,
        } = failure;
        Failure::Auth(Box::new(AuthError {
            operation: self.call.operation.clone(),
            status,
            message,
            retry_after,
            is_retryable,
            source,
        }))
    }

    /// The error for a request that can't be sent.
    fn invalid(&self, message: String) -> Failure {
        Failure::Request(Box::new(RequestError {
            operation: self.call.operation.clone(),
            message,
        }))
    }
}
