//! Timeouts that restart with each chunk sent: a large upload over a slow line is not a server that hangs.

use crate::{ByteStream, TransportError, TransportErrorKind};
use std::pin::pin;
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
        let mut work = pin!(work);
        loop {
            let before = self.chunks_sent.load(Ordering::Relaxed);
            match tokio::time::timeout(limit, &mut work).await {
                Ok(result) => return result,
                Err(_) if self.chunks_sent.load(Ordering::Relaxed) != before => {}
                Err(_) => {
                    let message = format!("no response within {limit:?}");
                    return Err(TransportError::new(TransportErrorKind::Timeout, message).into());
                }
            }
        }
    }
}
