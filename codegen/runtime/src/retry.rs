//! Whether and when a request is sent again.

use crate::{BoxFuture, Clock, TransportError, TransportErrorKind};
use http::{HeaderMap, StatusCode, header};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// Decides after each failed attempt whether there is another, and how long to wait for it.
///
/// The standard policy makes four attempts at most within two minutes:
/// - 429, and 503 with `Retry-After`: for every operation, after the time that the server asks for (RFC 9110, section
///   10.2.3), seconds or date;
/// - no connection: for every operation, since the server has seen nothing;
/// - a broken connection, a time-out, 408, 500, 502, 503, 504: only for what is safe to repeat.
///
/// Where the server asks for no time, the wait is random up to a limit that doubles from half a second to 30 ("full jitter").
/// A wait that would end after the two minutes is not begun: the error is returned at once.
///
/// ```
/// use client_runtime::RetryPolicy;
/// use std::time::Duration;
///
/// let patient = RetryPolicy::standard().max_attempts(10).max_elapsed(Duration::from_secs(600));
/// let own = RetryPolicy::custom(|failed| (failed.number < 3).then_some(Duration::from_secs(1)));
/// ```
#[derive(Clone)]
pub struct RetryPolicy(Policy);

#[derive(Clone)]
enum Policy {
    Standard {
        max_attempts: u32,
        max_elapsed: Duration,
        first_wait: Duration,
        longest_wait: Duration,
    },
    Custom(Arc<OwnPolicy>),
}

type OwnPolicy = dyn Fn(&Attempt<'_>) -> Option<Duration> + Send + Sync;

/// A failed attempt, as a policy sees it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// Which one it was, from 1.
    pub number: u32,
    /// How long ago the first one began.
    pub elapsed: Duration,
    /// The id of the operation.
    pub operation: &'a str,
    /// Whether the request can be repeated without harm.
    pub idempotent: bool,
    /// How it failed.
    pub failure: AttemptFailure<'a>,
    /// How long the server asked to wait.
    pub retry_after: Option<Duration>,
}

/// How an attempt failed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum AttemptFailure<'a> {
    /// The server answered with an error status.
    Status(StatusCode),
    /// There was no answer.
    Transport(&'a TransportError),
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::standard()
    }
}

impl RetryPolicy {
    /// What clients do unless told otherwise; see [`RetryPolicy`].
    pub const fn standard() -> Self {
        Self(Policy::Standard {
            max_attempts: 4,
            max_elapsed: Duration::from_secs(120),
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(30),
        })
    }

    /// One attempt.
    pub const fn never() -> Self {
        Self::standard().max_attempts(1)
    }

    /// A policy of your own: the time to wait for another attempt, or none to give up. It is not asked about bodies that
    /// cannot be sent twice.
    pub fn custom(
        policy: impl Fn(&Attempt<'_>) -> Option<Duration> + Send + Sync + 'static,
    ) -> Self {
        Self(Policy::Custom(Arc::new(policy)))
    }

    /// How many attempts the standard policy makes, the first included.
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        if let Policy::Standard { max_attempts, .. } = &mut self.0 {
            *max_attempts = attempts;
        }
        self
    }

    /// How long the standard policy goes on, from the start of the first attempt to the start of the last.
    pub const fn max_elapsed(mut self, elapsed: Duration) -> Self {
        if let Policy::Standard { max_elapsed, .. } = &mut self.0 {
            *max_elapsed = elapsed;
        }
        self
    }

    /// The limits that the standard policy's own waits begin with and grow to.
    pub const fn waits(mut self, first: Duration, longest: Duration) -> Self {
        if let Policy::Standard {
            first_wait,
            longest_wait,
            ..
        } = &mut self.0
        {
            *first_wait = first;
            *longest_wait = longest;
        }
        self
    }

    fn wait_after(&self, attempt: &Attempt<'_>) -> Option<Duration> {
        let (max_attempts, max_elapsed, first, longest) = match &self.0 {
            Policy::Custom(policy) => return policy(attempt),
            Policy::Standard {
                max_attempts,
                max_elapsed,
                first_wait,
                longest_wait,
            } => (*max_attempts, *max_elapsed, *first_wait, *longest_wait),
        };
        if attempt.number >= max_attempts || !attempt.may_be_repeated() {
            return None;
        }
        let wait = attempt.retry_after.unwrap_or_else(|| {
            let limit = first
                .saturating_mul(2_u32.saturating_pow(attempt.number - 1))
                .min(longest);
            limit.mul_f64(fastrand::f64())
        });
        (attempt.elapsed.saturating_add(wait) <= max_elapsed).then_some(wait)
    }
}

impl fmt::Debug for RetryPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Policy::Custom(_) => f.write_str("RetryPolicy::custom(…)"),
            Policy::Standard {
                max_attempts,
                max_elapsed,
                ..
            } => {
                write!(
                    f,
                    "RetryPolicy({max_attempts} attempts within {max_elapsed:?})"
                )
            }
        }
    }
}

impl Attempt<'_> {
    fn may_be_repeated(&self) -> bool {
        match self.failure {
            AttemptFailure::Status(StatusCode::TOO_MANY_REQUESTS) => true,
            AttemptFailure::Status(StatusCode::SERVICE_UNAVAILABLE)
                if self.retry_after.is_some() =>
            {
                true
            }
            AttemptFailure::Status(status) => self.idempotent && is_transient(status),
            AttemptFailure::Transport(error) if error.kind() == TransportErrorKind::Connect => true,
            AttemptFailure::Transport(error) => self.idempotent && error.is_transient(),
        }
    }
}

/// Statuses after which the same request may succeed.
pub(crate) fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}

/// What `Retry-After` asks for (RFC 9110, section 10.2.3). A date is compared with the answer's own `Date` where it has one,
/// so that clocks that disagree do no harm.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let date = headers
        .get(header::DATE)
        .and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
    Some(
        until
            .duration_since(date.unwrap_or(now))
            .unwrap_or_default(),
    )
}

/// The attempts of one call.
pub(crate) struct Attempts<'a> {
    policy: &'a RetryPolicy,
    clock: &'a dyn Clock,
    operation: &'a str,
    idempotent: bool,
    begun: Instant,
    number: u32,
}

impl<'a> Attempts<'a> {
    pub(crate) fn new(
        policy: &'a RetryPolicy,
        clock: &'a dyn Clock,
        operation: &'a str,
        idempotent: bool,
    ) -> Self {
        Self {
            policy,
            clock,
            operation,
            idempotent,
            begun: clock.now(),
            number: 1,
        }
    }

    /// Notes that the attempt was answered.
    pub(crate) fn answered(&self, status: StatusCode) {
        tracing::debug!(
            operation = self.operation,
            attempt = self.number,
            status = status.as_u16(),
            "answered"
        );
    }

    /// Notes that the attempt failed; when there is to be another, the wait for it.
    pub(crate) fn failed(
        &mut self,
        failure: AttemptFailure<'_>,
        headers: Option<&HeaderMap>,
        repeatable: bool,
    ) -> Option<BoxFuture<'static, ()>> {
        let retry_after =
            headers.and_then(|headers| retry_after(headers, self.clock.time_of_day()));
        let attempt = Attempt {
            number: self.number,
            elapsed: self.clock.now().saturating_duration_since(self.begun),
            operation: self.operation,
            idempotent: self.idempotent,
            failure,
            retry_after,
        };
        let wait = if repeatable {
            self.policy.wait_after(&attempt)
        } else {
            None
        };
        let wait_ms = wait.map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX));
        match failure {
            AttemptFailure::Status(status) => {
                tracing::debug!(
                    operation = self.operation,
                    attempt = self.number,
                    status = status.as_u16(),
                    wait_ms,
                    "failed"
                );
            }
            AttemptFailure::Transport(error) => {
                tracing::debug!(operation = self.operation, attempt = self.number, %error, wait_ms, "failed");
            }
        }
        self.number += 1;
        wait.map(|wait| self.clock.sleep(wait))
    }
}
