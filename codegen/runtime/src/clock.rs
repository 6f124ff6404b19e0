//! The client's source of time, so that tests don't have to wait.

use crate::BoxFuture;
use std::fmt::Debug;
use std::time::{Duration, Instant, SystemTime};

/// Measures the age of tokens and waits before retries.
///
/// Timeouts use tokio's clock instead. [`testing::ManualClock`](crate::testing::ManualClock) is a clock for tests.
pub trait Clock: Debug + Send + Sync + 'static {
    /// The monotonic time.
    fn now(&self) -> Instant;

    /// The wall-clock time, which may jump.
    fn time_of_day(&self) -> SystemTime;

    /// A future that completes after `duration`.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The system's clock.
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
