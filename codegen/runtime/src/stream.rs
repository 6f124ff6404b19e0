//! Streams of bytes, for uploads and downloads.

use crate::{TransportError, files, transport};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::{StreamExt as _, TryStreamExt as _};
use std::fmt;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

pub(crate) type BoxStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

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

    /// Writes the body to a file and returns its length. It is written to a temporary file beside it (`name.….part`)
    /// and renamed when it is complete, so an incomplete file never has the final name.
    ///
    /// # Errors
    ///
    /// If the connection breaks or the file can't be written.
    pub async fn save_to(self, path: impl AsRef<Path>) -> Result<u64, TransportError> {
        files::save(self, path.as_ref()).await
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
            Content::Chunks(chunks) => {
                Self(Content::Chunks(transport::with_idle_timeout(chunks, limit)))
            }
            whole => Self(whole),
        }
    }

    /// The length, if the body is in memory already.
    #[cfg(feature = "tower")]
    pub(crate) fn whole_length(&self) -> Option<u64> {
        match &self.0 {
            Content::Whole(bytes) => Some(bytes.len() as u64),
            Content::Chunks(_) => None,
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
