//! Timeouts that restart with each chunk: a large transfer over a slow line is not a server that hangs.
//!
//! On WebAssembly, which has no timers, timeouts are left to the transport.

use crate::stream::BoxStream;
use crate::{ByteStream, TransportError};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A timeout that restarts whenever a chunk of the request body was sent.
#[derive(Clone, Default)]
pub(crate) struct IdleTimeout {
    chunks_sent: Arc<AtomicU64>,
}

impl IdleTimeout {
    /// The stream, whose chunks restart the timeout.
    pub(crate) fn track(&self, stream: ByteStream) -> ByteStream {
        let chunks_sent = self.chunks_sent.clone();
        stream.inspected(move || {
            chunks_sent.fetch_add(1, Ordering::Relaxed);
        })
    }

    /// Runs `work`, and ends it with an error after `limit` without a chunk.
    pub(crate) async fn run<T, E: From<TransportError>>(
        &self,
        limit: Duration,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let sent = || self.chunks_sent.load(Ordering::Relaxed);
        timers::run(limit, work, sent).await
    }
}

/// The same chunks, with an error if none arrive for this long.
pub(crate) fn with_idle_timeout(chunks: BoxStream, limit: Duration) -> BoxStream {
    timers::limited(chunks, limit)
}

#[cfg(target_family = "wasm")]
mod timers {
    use super::{BoxStream, Duration, TransportError};

    pub(super) async fn run<T, E: From<TransportError>>(
        _limit: Duration,
        work: impl Future<Output = Result<T, E>>,
        _sent: impl Fn() -> u64,
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
    use std::task::{Context, Poll};
    use tokio::time::Sleep;

    pub(super) async fn run<T, E: From<TransportError>>(
        limit: Duration,
        work: impl Future<Output = Result<T, E>>,
        sent: impl Fn() -> u64,
    ) -> Result<T, E> {
        let mut work = pin!(work);
        loop {
            let before = sent();
            match tokio::time::timeout(limit, &mut work).await {
                Ok(result) => return result,
                Err(_) if sent() != before => {}
                Err(_) => return Err(timeout(format!("no response within {limit:?}")).into()),
            }
        }
    }

    pub(super) fn limited(chunks: BoxStream, limit: Duration) -> BoxStream {
        Box::pin(Idle {
            chunks,
            limit,
            alarm: Box::pin(tokio::time::sleep(limit)),
        })
    }

    fn timeout(message: String) -> TransportError {
        TransportError::new(TransportErrorKind::Timeout, message)
    }

    /// A stream that ends with an error after a time without a chunk.
    struct Idle {
        chunks: BoxStream,
        limit: Duration,
        alarm: Pin<Box<Sleep>>,
    }

    impl Stream for Idle {
        type Item = Result<Bytes, TransportError>;

        fn poll_next(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Self::Item>> {
            let this = &mut *self;
            if let Poll::Ready(item) = this.chunks.as_mut().poll_next(context) {
                this.alarm
                    .as_mut()
                    .reset(tokio::time::Instant::now() + this.limit);
                return Poll::Ready(item);
            }
            std::task::ready!(this.alarm.as_mut().poll(context));
            let silence = format!("received nothing for {:?}", this.limit);
            Poll::Ready(Some(Err(timeout(silence))))
        }
    }
}
