//! Whether and when a request is retried.

use crate::{BoxFuture, Clock, TransportError, TransportErrorKind};
use http::{HeaderMap, StatusCode, header};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Decides after each failed attempt whether to retry and how long to wait before.
///
/// The standard policy makes at most four attempts within two minutes:
/// - 429, and 503 with `Retry-After`: for every operation, after the time that the server asks for (RFC 9110, section
///   10.2.3), in seconds or as a date;
/// - no connection: for every operation, because the server hasn't received anything;
/// - a broken connection, a timeout, 408, 500, 502, 503, 504: only for idempotent operations.
///
/// If the server asks for no time or for less, the wait is random, up to a limit that doubles from half a second to 30
/// seconds ("full jitter"). If a wait would end after the two minutes, the error is returned at once.
///
/// ```
/// use client_runtime::RetryPolicy;
/// use std::time::Duration;
///
/// let patient = RetryPolicy::standard().max_attempts(10).max_elapsed(Duration::from_secs(600));
/// let own = RetryPolicy::custom(|failed| {
///     (failed.is_safe_to_repeat() && failed.number < 3).then_some(Duration::from_secs(1))
/// });
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
    /// Its number, from 1.
    pub number: u32,
    /// The time since the first attempt started.
    pub elapsed: Duration,
    /// The id of the operation.
    pub operation: &'a str,
    /// Whether the operation is idempotent.
    pub idempotent: bool,
    /// How it failed.
    pub failure: AttemptFailure<'a>,
    /// How long the server asked to wait, by `Retry-After`.
    pub retry_after: Option<Duration>,
}

/// How an attempt failed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum AttemptFailure<'a> {
    /// The server responded with an error status.
    Status(StatusCode),
    /// There was no complete response.
    Transport(&'a TransportError),
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::standard()
    }
}

impl RetryPolicy {
    /// The default policy; see [`RetryPolicy`].
    pub const fn standard() -> Self {
        Self(Policy::Standard {
            max_attempts: 4,
            max_elapsed: Duration::from_secs(120),
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(30),
        })
    }

    /// A single attempt.
    pub const fn never() -> Self {
        Self::standard().max_attempts(1)
    }

    /// A custom policy: returns the time to wait before the next attempt, or `None` to give up. It isn't called for
    /// requests whose body can't be sent twice.
    pub fn custom(
        policy: impl Fn(&Attempt<'_>) -> Option<Duration> + Send + Sync + 'static,
    ) -> Self {
        Self(Policy::Custom(Arc::new(policy)))
    }

    /// The most attempts that the standard policy makes, including the first.
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        if let Policy::Standard { max_attempts, .. } = &mut self.0 {
            *max_attempts = attempts;
        }
        self
    }

    /// The most time that the standard policy lets pass between the start of the first attempt and the start of the
    /// last.
    pub const fn max_elapsed(mut self, elapsed: Duration) -> Self {
        if let Policy::Standard { max_elapsed, .. } = &mut self.0 {
            *max_elapsed = elapsed;
        }
        self
    }

    /// The first and the largest limit of the standard policy's random waits.
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
        if attempt.number >= max_attempts || !attempt.is_safe_to_repeat() {
            return None;
        }
        let limit = first
            .saturating_mul(2_u32.saturating_pow(attempt.number - 1))
            .min(longest);
        let own = limit.mul_f64(fastrand::f64());
        // A server that asks for no wait, or for one that has passed, isn't asked again at once.
        let wait = attempt.retry_after.map_or(own, |asked| asked.max(own));
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
    /// Whether the standard policy would repeat the request: the failure may pass, and either the operation is idempotent
    /// or the server hasn't acted on the request.
    pub fn is_safe_to_repeat(&self) -> bool {
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

/// Whether the same request may succeed after this status.
pub(crate) fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}

/// The time that `Retry-After` asks for (RFC 9110, section 10.2.3). A date is compared with the response's own `Date`
/// if it has one, so that a difference between the clocks doesn't matter.
pub(crate) fn retry_after(
    headers: &HeaderMap,
    now: impl FnOnce() -> SystemTime,
) -> Option<Duration> {
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
            .duration_since(date.unwrap_or_else(now))
            .unwrap_or_default(),
    )
}

/// The attempts of one call.
pub(crate) struct Attempts<'a> {
    policy: &'a RetryPolicy,
    clock: &'a dyn Clock,
    operation: &'a str,
    idempotent: bool,
    begun: Duration,
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

    /// Logs that the attempt got a response.
    pub(crate) fn responded(&self, status: StatusCode) {
        tracing::debug!(
            operation = self.operation,
            attempt = self.number,
            status = status.as_u16(),
            "responded"
        );
    }

    /// Logs that the attempt failed. Returns the wait before the next attempt, if there is one.
    pub(crate) fn failed(
        &mut self,
        failure: AttemptFailure<'_>,
        headers: Option<&HeaderMap>,
        repeatable: bool,
    ) -> Option<BoxFuture<'static, ()>> {
        let retry_after =
            headers.and_then(|headers| retry_after(headers, || self.clock.time_of_day()));
        let attempt = Attempt {
            number: self.number,
            elapsed: self.clock.now().saturating_sub(self.begun),
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
