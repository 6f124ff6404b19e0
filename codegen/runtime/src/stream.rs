//! Streams of bytes, for uploads and downloads.

use crate::{TransportError, TransportErrorKind};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::{StreamExt as _, TryStreamExt as _};
use std::fmt;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::time::Sleep;

type BoxStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// A body as a [`Stream`] of [`Bytes`]: a download, or what a [`Transport`](crate::Transport) sends.
///
/// ```no_run
/// # async fn download(report: client_runtime::ByteStream) -> Result<(), client_runtime::TransportError> {
/// report.save_to("report.csv").await?;
/// # Ok(())
/// # }
/// ```
pub struct ByteStream(Content);

enum Content {
    Whole(Bytes),
    Chunks(BoxStream),
}

impl ByteStream {
    /// A body in chunks.
    pub fn new(chunks: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self(Content::Chunks(Box::pin(chunks)))
    }

    /// Reads the whole body into memory.
    ///
    /// # Errors
    ///
    /// If the connection breaks.
    pub async fn bytes(self) -> Result<Bytes, TransportError> {
        match self.0 {
            Content::Whole(bytes) => Ok(bytes),
            Content::Chunks(chunks) => chunks.try_collect::<BytesMut>().await.map(BytesMut::freeze),
        }
    }

    /// Writes the body to a file and returns its length. It is written to a temporary file (`name.part`) and renamed
    /// when it is complete, so an incomplete file never has the final name.
    ///
    /// # Errors
    ///
    /// If the connection breaks or the file can't be written.
    pub async fn save_to(self, path: impl AsRef<Path>) -> Result<u64, TransportError> {
        let path = path.as_ref();
        let mut aside = path.as_os_str().to_owned();
        aside.push(".part");
        let saved = self.write(Path::new(&aside)).await;
        let saved = match saved {
            Ok(length) => tokio::fs::rename(&aside, path)
                .await
                .map(|()| length)
                .map_err(unwritten),
            Err(error) => Err(error),
        };
        if saved.is_err() {
            // Report the first error, not that of the cleanup.
            drop(tokio::fs::remove_file(&aside).await);
        }
        saved
    }

    async fn write(mut self, path: &Path) -> Result<u64, TransportError> {
        let mut file = tokio::fs::File::create(path).await.map_err(unwritten)?;
        let mut length = 0;
        while let Some(chunk) = self.try_next().await? {
            file.write_all(&chunk).await.map_err(unwritten)?;
            length += chunk.len() as u64;
        }
        file.sync_all().await.map_err(unwritten)?;
        Ok(length)
    }

    /// The bytes, if the body is in memory already.
    ///
    /// # Errors
    ///
    /// Returns the stream itself if the body comes in chunks.
    pub fn into_whole(self) -> Result<Bytes, Self> {
        match self.0 {
            Content::Whole(bytes) => Ok(bytes),
            chunks => Err(Self(chunks)),
        }
    }

    /// The same bytes, with a call to `passed` for each chunk.
    pub(crate) fn inspected(self, mut passed: impl FnMut() + Send + 'static) -> Self {
        match self.0 {
            Content::Chunks(chunks) => Self::new(chunks.inspect(move |_| passed())),
            whole => Self(whole),
        }
    }

    /// The same bytes, with an error if none arrive for this long.
    pub(crate) fn with_idle_timeout(self, limit: Duration) -> Self {
        match self.0 {
            Content::Chunks(chunks) => Self::new(Idle {
                chunks,
                limit,
                alarm: Box::pin(tokio::time::sleep(limit)),
            }),
            whole => Self(whole),
        }
    }

    /// Reads at most `limit` bytes. `Ok(None)` means that the body is longer.
    pub(crate) async fn up_to(
        mut self,
        limit: usize,
    ) -> (Bytes, Result<Option<()>, TransportError>) {
        let mut bytes = BytesMut::new();
        loop {
            match self.next().await {
                None => return (bytes.freeze(), Ok(Some(()))),
                Some(Err(error)) => return (bytes.freeze(), Err(error)),
                Some(Ok(chunk)) if bytes.len() + chunk.len() > limit => {
                    let room = limit - bytes.len();
                    bytes.extend_from_slice(&chunk[..room]);
                    return (bytes.freeze(), Ok(None));
                }
                Some(Ok(chunk)) => bytes.extend_from_slice(&chunk),
            }
        }
    }
}

fn unwritten(error: std::io::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Save, error)
}

impl From<Bytes> for ByteStream {
    fn from(bytes: Bytes) -> Self {
        Self(Content::Whole(bytes))
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Content::Whole(bytes) => write!(f, "ByteStream({} bytes)", bytes.len()),
            Content::Chunks(_) => f.write_str("ByteStream(…)"),
        }
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Content::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Whole(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Content::Chunks(chunks) => chunks.as_mut().poll_next(context),
        }
    }
}

/// A stream that ends with an error after a time without a chunk.
struct Idle {
    chunks: BoxStream,
    limit: Duration,
    alarm: Pin<Box<Sleep>>,
}

impl Stream for Idle {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Poll::Ready(item) = this.chunks.as_mut().poll_next(context) {
            this.alarm
                .as_mut()
                .reset(tokio::time::Instant::now() + this.limit);
            return Poll::Ready(item);
        }
        std::task::ready!(this.alarm.as_mut().poll(context));
        let silence = format!("received nothing for {:?}", this.limit);
        Poll::Ready(Some(Err(TransportError::new(
            TransportErrorKind::Timeout,
            silence,
        ))))
    }
}
