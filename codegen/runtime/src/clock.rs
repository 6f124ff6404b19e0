//! Time as the client sees it, so that tests need not wait for it.

use crate::BoxFuture;
use std::fmt::Debug;
use std::time::{Duration, Instant, SystemTime};

/// What the client reads the time from and waits by: before a retry, and for the age of a token.
///
/// Time-outs are tokio's own. [`testing::ManualClock`](crate::testing::ManualClock) is a clock for tests.
pub trait Clock: Debug + Send + Sync + 'static {
    /// A point on a clock that never jumps.
    fn now(&self) -> Instant;

    /// The time of day, which may jump.
    fn time_of_day(&self) -> SystemTime;

    /// Ends after `duration`.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn time_of_day(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}
