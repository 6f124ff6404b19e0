//! The client's source of time, so that tests don't have to wait.

use crate::BoxFuture;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
#[cfg(not(target_family = "wasm"))]
use std::{sync::LazyLock, time::Instant};

/// Measures the age of tokens and waits before retries.
///
/// Its times are no [`Instant`](std::time::Instant)s, which can't be made on WebAssembly. There, take them from the
/// host: `performance.now()` for [`now`](Clock::now), `Date.now()` for [`time_of_day`](Clock::time_of_day), and
/// `setTimeout` for [`sleep`](Clock::sleep).
///
/// Timeouts use tokio's clock instead. [`testing::ManualClock`](crate::testing::ManualClock) is a clock for tests.
pub trait Clock: Debug + Send + Sync + 'static {
    /// The monotonic time, since any start that stays the same. Clients that share [`Credentials`](crate::Credentials)
    /// need clocks with the same start.
    fn now(&self) -> Duration;

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

/// One start for all clients, because they may share a token.
#[cfg(not(target_family = "wasm"))]
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

#[cfg(not(target_family = "wasm"))]
impl Clock for SystemClock {
    fn now(&self) -> Duration {
        START.elapsed()
    }

    fn time_of_day(&self) -> SystemTime {
        time_of_day()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_system_clocks_have_the_same_start() {
        let earlier = system_clock().unwrap().now();
        assert!(system_clock().unwrap().now() >= earlier);
    }
}
