//! The client's source of time, so that tests don't have to wait.

use crate::BoxFuture;
use std::fmt::Debug;
use std::sync::Arc;
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

/// The system's wall-clock time. On WebAssembly, which has no clock, it is the start of 1970.
pub(crate) fn time_of_day() -> SystemTime {
    #[cfg(target_family = "wasm")]
    return SystemTime::UNIX_EPOCH;
    #[cfg(not(target_family = "wasm"))]
    SystemTime::now()
}

/// The system's clock, except on WebAssembly, which has none.
pub(crate) fn system_clock() -> Option<Arc<dyn Clock>> {
    #[cfg(target_family = "wasm")]
    return None;
    #[cfg(not(target_family = "wasm"))]
    Some(Arc::new(SystemClock))
}

#[cfg(not(target_family = "wasm"))]
#[derive(Clone, Copy, Debug)]
struct SystemClock;

#[cfg(not(target_family = "wasm"))]
impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn time_of_day(&self) -> SystemTime {
        time_of_day()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}
