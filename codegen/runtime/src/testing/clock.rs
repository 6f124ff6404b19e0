//! A clock that doesn't wait.

use super::lock;
use crate::{BoxFuture, Clock, clock};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

/// A clock that moves only when a test advances it, or when the client waits: a wait takes no time and moves the clock
/// to its end.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<Mutex<Times>>);

#[derive(Debug)]
struct Times {
    now: Duration,
    time_of_day: SystemTime,
    waits: Vec<Duration>,
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl ManualClock {
    /// A clock at the current time of day; on WebAssembly, which has none, at the start of 1970.
    pub fn new() -> Self {
        let times = Times {
            now: Duration::ZERO,
            time_of_day: clock::time_of_day(),
            waits: Vec::new(),
        };
        Self(Arc::new(Mutex::new(times)))
    }

    /// Moves the clock forward.
    pub fn advance(&self, time: Duration) {
        let mut times = lock(&self.0);
        times.now = times.now.saturating_add(time);
        times.time_of_day += time;
    }

    /// Sets only the wall-clock time, as when a machine's clock is corrected.
    pub fn set_time_of_day(&self, time: SystemTime) {
        lock(&self.0).time_of_day = time;
    }

    /// The waits so far.
    pub fn waits(&self) -> Vec<Duration> {
        lock(&self.0).waits.clone()
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Duration {
        lock(&self.0).now
    }

    fn time_of_day(&self) -> SystemTime {
        lock(&self.0).time_of_day
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.advance(duration);
        lock(&self.0).waits.push(duration);
        Box::pin(std::future::ready(()))
    }
}
