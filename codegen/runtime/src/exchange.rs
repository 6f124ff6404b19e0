//! One call, from a finished request to an unread answer: sign, send, follow redirects, renew the token, retry.
//!
//! Invariant: credentials go to the origin that the call was made for, and nowhere else.

mod pulse;
mod redirect;

use crate::answer::{AnswerBody, Head, ResponseParts};
use crate::auth::{Refusal, Signature, Signer};
use crate::error::{AuthError, CallError, Failure, RequestError};
use crate::retry::{AttemptFailure, Attempts};
use crate::{
    Answer, Body, BoxFuture, ByteStream, Client, Credentials, DecodeError, RetryPolicy, Secret,
    TransportError, TransportErrorKind,
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use redirect::Step;

pub(crate) use pulse::Pulse;
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
) -> Result<Answer, Failure> {
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
enum Interruption {
    /// What went wrong, and the status if it was known by then.
    Transport(TransportError, Option<StatusCode>),
    /// An answer that is too large to read.
    TooLarge(Box<Answer>),
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
    Follow(Step),
}

impl Next {
    fn wait_or_done(wait: Option<BoxFuture<'static, ()>>) -> Self {
        wait.map_or(Self::Done, Self::Wait)
    }
}

impl From<TransportError> for Interruption {
    fn from(error: TransportError) -> Self {
        Self::Transport(error, None)
    }
}

impl Exchange<'_> {
    async fn run(&self, body: Body) -> Result<Answer, Failure> {
        let call = self.call;
        let clock = self.client.clock();
        let mut attempts = Attempts::new(&call.retry, clock, &call.operation, call.idempotent);
        let mut step = Step::first(call.method.clone(), call.url.clone(), body);
        let mut rejected = None;
        loop {
            let signature = self.sign(&step, rejected.as_ref()).await?;
            let body = step.take_body().open().await;
            let body = body.map_err(|error| self.unsendable(&error))?;
            let outcome = self.attempt(&step, &signature, body).await;
            // A token is renewed once.
            let renewable = if rejected.is_none() {
                signature.token
            } else {
                None
            };
            match self.next(&outcome, &step, renewable, &mut attempts) {
                Next::Done => return outcome.map_err(|interruption| self.failure(interruption)),
                Next::Wait(wait) => wait.await,
                Next::Renew(token) => rejected = Some(token),
                Next::Follow(next) => step = next,
            }
        }
    }

    fn next(
        &self,
        outcome: &Result<Answer, Interruption>,
        step: &Step,
        renewable: Option<Secret>,
        attempts: &mut Attempts<'_>,
    ) -> Next {
        let answer = match outcome {
            Ok(answer) => answer,
            Err(Interruption::TooLarge(_)) => return Next::Done,
            Err(Interruption::Transport(error, _)) => {
                let failure = AttemptFailure::Transport(error);
                return Next::wait_or_done(attempts.failed(failure, None, step.is_repeatable()));
            }
        };
        let is_rejected = answer.status == StatusCode::UNAUTHORIZED && step.is_repeatable();
        let next = match (renewable, step.next(answer)) {
            (Some(token), _) if is_rejected => Next::Renew(token),
            (_, Some(next)) => Next::Follow(next),
            _ if answer.status.is_success() => Next::Done,
            _ => {
                let failure = AttemptFailure::Status(answer.status);
                let wait = attempts.failed(failure, Some(&answer.headers), step.is_repeatable());
                return Next::wait_or_done(wait);
            }
        };
        attempts.answered(answer.status);
        next
    }

    async fn sign(&self, step: &Step, rejected: Option<&Secret>) -> Result<Signature, Failure> {
        if step.url.origin() != self.call.url.origin() {
            return Ok(Signature::default());
        }
        let signer = Signer {
            client: self.client,
            own: self.call.credentials.as_ref(),
            security: self.call.security,
        };
        signer
            .sign(&step.url, rejected)
            .await
            .map_err(|refusal| self.refused(refusal))
    }

    async fn attempt(
        &self,
        step: &Step,
        signature: &Signature,
        body: crate::body::Opened,
    ) -> Result<Answer, Interruption> {
        let mut url = step.url.clone();
        let mut headers = self.call.headers.clone();
        if url.origin() != self.call.url.origin() {
            // Any other header may be a secret under a name of its own.
            headers = headers
                .into_iter()
                .filter_map(|(name, value)| Some((name.filter(is_harmless)?, value)))
                .collect();
        }
        signature.put(&mut url, &mut headers);
        match body.length {
            Some(0) if step.is_detour() => drop(headers.remove(header::CONTENT_TYPE)),
            Some(0) => {}
            Some(length) => drop(headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length))),
            None => {}
        }
        let pulse = Pulse::default();
        let mut request = http::Request::new(pulse.of(body.stream));
        *request.method_mut() = step.method.clone();
        *request.uri_mut() = uri(&url)?;
        *request.headers_mut() = headers;
        pulse.within(self.call.timeout, self.send(request)).await
    }

    async fn send(&self, request: http::Request<ByteStream>) -> Result<Answer, Interruption> {
        let (parts, body) = self.client.transport().send(request).await?.into_parts();
        let mut answer = Answer {
            head: self.head(),
            status: parts.status,
            headers: parts.headers,
            body: AnswerBody::Buffered(Bytes::new()),
            strict: self.call.strict,
        };
        let is_success = answer.status.is_success();
        if is_success && (self.streamed)(answer.status) {
            answer.body = AnswerBody::Streamed(body.with_idle_limit(self.call.timeout));
            return Ok(answer);
        }
        let (bytes, end) = body.up_to(self.client.max_json_bytes()).await;
        answer.body = AnswerBody::Buffered(bytes);
        match end {
            // An error status is told whatever became of its body.
            _ if !is_success => Ok(answer),
            Ok(Some(())) => Ok(answer),
            Ok(None) => Err(Interruption::TooLarge(Box::new(answer))),
            Err(error) => Err(Interruption::Transport(error, Some(answer.status))),
        }
    }

    fn head(&self) -> Head {
        let settings = self.client.settings();
        Head {
            operation: self.call.operation.clone(),
            request_id: settings.request_id,
            total_header: settings.total_header,
        }
    }

    fn failure(&self, interruption: Interruption) -> Failure {
        match interruption {
            Interruption::Transport(error, status) => Failure::Transport(Box::new(CallError {
                operation: self.call.operation.clone(),
                status,
                error,
            })),
            Interruption::TooLarge(answer) => {
                let message = format!(
                    "the body is larger than {} bytes (max_json_bytes)",
                    self.client.max_json_bytes()
                );
                ResponseParts::of(&answer).into_failure(DecodeError::root(message))
            }
        }
    }

    fn refused(&self, refusal: Refusal) -> Failure {
        let Refusal {
            message,
            status,
            retry_after,
            is_retryable,
        } = refusal;
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

/// A URL in the type that transports take.
pub(crate) fn uri(url: &Url) -> Result<Uri, TransportError> {
    url.as_str()
        .parse()
        .map_err(|error: http::uri::InvalidUri| {
            TransportError::new(TransportErrorKind::Connect, error)
        })
}
