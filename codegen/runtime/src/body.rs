//! Request bodies: bytes, files and streams, one after the other, read while they are sent.

use crate::{BoxError, ByteStream, TransportError, TransportErrorKind, files};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// The body of a request.
///
/// ```
/// use client_runtime::Body;
///
/// let text = Body::from("a,b\n1,2\n");
/// let file = Body::file("report.csv").on_progress(|sent, total| println!("{sent} of {total:?}"));
/// ```
#[derive(Default)]
pub struct Body {
    parts: Vec<Part>,
    progress: Option<Progress>,
}

type Progress = Arc<dyn Fn(u64, Option<u64>) + Send + Sync>;

enum Part {
    Bytes(Bytes),
    File(PathBuf),
    /// Can be sent once. The lock is never taken; it makes a body `Sync`, which a stream alone isn't.
    Stream(Mutex<ByteStream>),
}

/// A body that is being sent, and its length if it is known.
pub(crate) struct Opened {
    pub(crate) stream: ByteStream,
    pub(crate) length: Option<u64>,
}

impl Body {
    /// The bytes of a stream. A stream can be sent only once, so such a request isn't retried after it was started.
    pub fn stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
    {
        let stream = stream.map_err(|error| TransportError::new(TransportErrorKind::Body, error));
        Self::of(Part::Stream(Mutex::new(ByteStream::new(stream))))
    }

    /// A file, opened when the request is sent and again for each retry. If it doesn't exist, the call fails with
    /// [`Error::Request`](crate::Error::Request).
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self::of(Part::File(path.into()))
    }

    /// Calls `progress` while the body is sent, with the number of bytes sent so far and the total if it is known.
    pub fn on_progress(
        mut self,
        progress: impl Fn(u64, Option<u64>) + Send + Sync + 'static,
    ) -> Self {
        self.progress = Some(Arc::new(progress));
        self
    }

    fn of(part: Part) -> Self {
        Self {
            parts: vec![part],
            progress: None,
        }
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        self.parts.append(&mut other.parts);
    }

    /// A copy of the body, unless a part of it is a stream.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        let parts = self.parts.iter().map(|part| match part {
            Part::Bytes(bytes) => Some(Part::Bytes(bytes.clone())),
            Part::File(path) => Some(Part::File(path.clone())),
            Part::Stream(_) => None,
        });
        Some(Self {
            parts: parts.collect::<Option<_>>()?,
            progress: self.progress.clone(),
        })
    }

    /// The bytes, if all of them are in memory.
    pub(crate) fn as_bytes(&self) -> Option<Bytes> {
        match self.parts.as_slice() {
            [] => Some(Bytes::new()),
            [Part::Bytes(bytes)] => Some(bytes.clone()),
            parts => parts
                .iter()
                .try_fold(BytesMut::new(), |mut all, part| match part {
                    Part::Bytes(bytes) => {
                        all.extend_from_slice(bytes);
                        Some(all)
                    }
                    _ => None,
                })
                .map(BytesMut::freeze),
        }
    }

    /// The bytes, if there are at most [`MAX_WHOLE`]. More are sent in chunks, each of which restarts the timeout.
    fn as_small_bytes(&self) -> Option<Bytes> {
        let sizes = self.parts.iter().map(|part| match part {
            Part::Bytes(bytes) => Some(bytes.len()),
            Part::File(_) | Part::Stream(_) => None,
        });
        let size: usize = sizes.sum::<Option<usize>>()?;
        (size <= MAX_WHOLE).then(|| self.as_bytes()).flatten()
    }

    /// Opens the files. Later errors are items of the stream.
    pub(crate) async fn open(self) -> io::Result<Opened> {
        if let (Some(bytes), None) = (self.as_small_bytes(), &self.progress) {
            return Ok(Opened {
                length: Some(bytes.len() as u64),
                stream: bytes.into(),
            });
        }
        let mut streams = Vec::new();
        let mut length = Some(0);
        for part in self.parts {
            let (stream, part_length) = part.open().await?;
            length = length.zip(part_length).map(|(all, part)| all + part);
            streams.push(stream);
        }
        let all = stream::iter(streams).flatten();
        let stream = match self.progress {
            Some(progress) => ByteStream::new(counted(all, progress, length)),
            None => ByteStream::new(all),
        };
        Ok(Opened { stream, length })
    }
}

impl Part {
    async fn open(self) -> io::Result<(ByteStream, Option<u64>)> {
        match self {
            Self::Stream(stream) => Ok((
                stream.into_inner().unwrap_or_else(PoisonError::into_inner),
                None,
            )),
            Self::Bytes(bytes) => {
                let length = bytes.len() as u64;
                let pieces: Vec<_> = (0..bytes.len())
                    .step_by(CHUNK)
                    .map(|from| bytes.slice(from..bytes.len().min(from + CHUNK)))
                    .collect();
                Ok((ByteStream::new(stream::iter(pieces).map(Ok)), Some(length)))
            }
            Self::File(path) => {
                let named = |error: io::Error| {
                    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
                };
                let (chunks, length) = files::open(&path).await.map_err(named)?;
                Ok((chunks, Some(length)))
            }
        }
    }
}

/// The size of a chunk that is sent.
pub(crate) const CHUNK: usize = 64 * 1024;

/// The size of the largest body that is sent in one piece.
const MAX_WHOLE: usize = 1024 * 1024;

fn counted(
    all: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    progress: Progress,
    length: Option<u64>,
) -> impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static {
    let mut sent = 0;
    all.inspect_ok(move |chunk| {
        sent += chunk.len() as u64;
        progress(sent, length);
    })
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.parts).finish()
    }
}

/// Without contents, which may be secret.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::File(path) => write!(f, "file {}", path.display()),
            Self::Stream(_) => f.write_str("stream"),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self::of(Part::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }
}
