//! Time-outs that count from the last sign of life: a large upload over a slow line is no hanging server.

use crate::{ByteStream, TransportError, TransportErrorKind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Counts the pieces of a body that were sent.
#[derive(Clone, Default)]
pub(crate) struct Pulse(Arc<AtomicU64>);

impl Pulse {
    /// The stream, each piece of which is a beat.
    pub(super) fn of(&self, stream: ByteStream) -> ByteStream {
        let beats = self.0.clone();
        stream.inspected(move || {
            beats.fetch_add(1, Ordering::Relaxed);
        })
    }

    /// Ends work that takes longer than `limit` without a beat.
    pub(crate) async fn within<T, E: From<TransportError>>(
        &self,
        limit: Duration,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let mut work = pin!(work);
        loop {
            let before = self.0.load(Ordering::Relaxed);
            match tokio::time::timeout(limit, &mut work).await {
                Ok(result) => return result,
                Err(_) if self.0.load(Ordering::Relaxed) != before => {}
                Err(_) => {
                    let message = format!("no answer within {limit:?}");
                    return Err(TransportError::new(TransportErrorKind::Timeout, message).into());
                }
            }
        }
    }
}
