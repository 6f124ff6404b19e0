//! Timeouts that restart with each chunk: a large transfer over a slow line is not a server that hangs.
//!
//! On WebAssembly, which has no timers, timeouts are left to the transport.

use crate::stream::BoxStream;
use crate::{ByteStream, TransportError};
use std::sync::Arc;
use std::time::Duration;
use timers::Moment;

/// A timeout that restarts whenever a chunk of the request body was sent.
#[derive(Clone, Default)]
pub(crate) struct IdleTimeout {
    last_chunk: Arc<Moment>,
}

impl IdleTimeout {
    /// The stream, whose chunks restart the timeout.
    pub(crate) fn track(&self, stream: ByteStream) -> ByteStream {
        let last_chunk = self.last_chunk.clone();
        stream.inspected(move || last_chunk.set_to_now())
    }

    /// Runs `work`, and ends it with an error after `limit` without a chunk.
    pub(crate) async fn run<T, E: From<TransportError>>(
        &self,
        limit: Duration,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        timers::run(limit, work, &self.last_chunk).await
    }
}

/// The same chunks, with an error if none arrive for this long.
pub(crate) fn with_idle_timeout(chunks: BoxStream, limit: Duration) -> BoxStream {
    timers::limited(chunks, limit)
}

#[cfg(target_family = "wasm")]
mod timers {
    use super::{BoxStream, Duration, TransportError};

    #[derive(Default)]
    pub(super) struct Moment;

    impl Moment {
        pub(super) fn set_to_now(&self) {}
    }

    pub(super) async fn run<T, E: From<TransportError>>(
        _limit: Duration,
        work: impl Future<Output = Result<T, E>>,
        _last_chunk: &Moment,
    ) -> Result<T, E> {
        work.await
    }

    pub(super) fn limited(chunks: BoxStream, _limit: Duration) -> BoxStream {
        chunks
    }
}

#[cfg(not(target_family = "wasm"))]
mod timers {
    use super::{BoxStream, Duration, TransportError};
    use crate::TransportErrorKind;
    use bytes::Bytes;
    use futures_core::Stream;
    use std::pin::{Pin, pin};
    use std::sync::{Mutex, PoisonError};
    use std::task::{Context, Poll, ready};
    use tokio::time::{Instant, Sleep, sleep, timeout_at};

    /// About 30 years.
    const LONGEST: Duration = Duration::from_secs(86_400 * 365 * 30);

    /// When something happened last.
    #[derive(Default)]
    pub(super) struct Moment(Mutex<Option<Instant>>);

    impl Moment {
        pub(super) fn set_to_now(&self) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        }

        fn get(&self) -> Option<Instant> {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner)
        }
    }

    pub(super) async fn run<T, E: From<TransportError>>(
        limit: Duration,
        work: impl Future<Output = Result<T, E>>,
        last_chunk: &Moment,
    ) -> Result<T, E> {
        let mut work = pin!(work);
        let mut deadline = after(Instant::now(), limit);
        loop {
            if let Ok(result) = timeout_at(deadline, &mut work).await {
                return result;
            }
            match last_chunk.get().map(|moment| after(moment, limit)) {
                Some(later) if later > deadline => deadline = later,
                _ => return Err(timeout(format!("no response within {limit:?}")).into()),
            }
        }
    }

    pub(super) fn limited(chunks: BoxStream, limit: Duration) -> BoxStream {
        Box::pin(Idle {
            chunks: Some(chunks),
            limit,
            alarm: Box::pin(sleep(limit)),
            is_waiting: false,
        })
    }

    /// The moment `limit` later, without overflow: `Duration::MAX` means no limit.
    fn after(moment: Instant, limit: Duration) -> Instant {
        moment + limit.min(LONGEST)
    }

    fn timeout(message: String) -> TransportError {
        TransportError::new(TransportErrorKind::Timeout, message)
    }

    /// A stream that ends with an error if a chunk takes too long. Only the time that somebody waits for it counts: a
    /// connection may be read on demand.
    struct Idle {
        /// `None` after the error.
        chunks: Option<BoxStream>,
        limit: Duration,
        alarm: Pin<Box<Sleep>>,
        /// Whether the alarm is set for the next chunk.
        is_waiting: bool,
    }

    impl Stream for Idle {
        type Item = Result<Bytes, TransportError>;

        fn poll_next(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Self::Item>> {
            let this = &mut *self;
            let Some(chunks) = &mut this.chunks else {
                return Poll::Ready(None);
            };
            if let Poll::Ready(item) = chunks.as_mut().poll_next(context) {
                this.is_waiting = false;
                return Poll::Ready(item);
            }
            if !std::mem::replace(&mut this.is_waiting, true) {
                this.alarm.as_mut().reset(after(Instant::now(), this.limit));
            }
            ready!(this.alarm.as_mut().poll(context));
            this.chunks = None;
            let silence = format!("received nothing for {:?}", this.limit);
            Poll::Ready(Some(Err(timeout(silence))))
        }
    }
}
