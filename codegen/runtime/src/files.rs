//! Files that are sent, and responses that are saved. WebAssembly has no files.

use crate::{ByteStream, TransportError, TransportErrorKind};
use std::io;
use std::path::Path;

pub(crate) use system::{open, save};

fn unsaved(error: io::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Save, error)
}

#[cfg(target_family = "wasm")]
mod system {
    use super::{ByteStream, Path, TransportError, io, unsaved};

    pub(crate) async fn open(_path: &Path) -> io::Result<(ByteStream, u64)> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(crate) async fn save(_body: ByteStream, _path: &Path) -> Result<u64, TransportError> {
        Err(unsaved(io::ErrorKind::Unsupported.into()))
    }
}

#[cfg(not(target_family = "wasm"))]
mod system {
    use super::{ByteStream, Path, TransportError, TransportErrorKind, io, unsaved};
    use bytes::{Bytes, BytesMut};
    use futures_core::Stream;
    use futures_util::{TryStreamExt as _, stream};
    use tokio::fs::File;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, Take};

    const CHUNK: usize = 64 * 1024;

    /// Opens a file to be sent: its chunks, and its length.
    pub(crate) async fn open(path: &Path) -> io::Result<(ByteStream, u64)> {
        let file = File::open(path).await?;
        let length = file.metadata().await?.len();
        // Send no more than `Content-Length`, even if the file grows meanwhile.
        Ok((ByteStream::new(chunks_of(file.take(length))), length))
    }

    fn chunks_of(file: Take<File>) -> impl Stream<Item = Result<Bytes, TransportError>> + Send {
        stream::try_unfold(file, |mut file| async move {
            let mut chunk = BytesMut::with_capacity(CHUNK);
            let read = file
                .read_buf(&mut chunk)
                .await
                .map_err(|error| TransportError::new(TransportErrorKind::Body, error))?;
            Ok((read > 0).then(|| (chunk.freeze(), file)))
        })
    }

    /// Saves a body by way of a temporary file. Returns its length.
    pub(crate) async fn save(body: ByteStream, path: &Path) -> Result<u64, TransportError> {
        let mut aside = path.as_os_str().to_owned();
        aside.push(".part");
        let saved = match write(body, Path::new(&aside)).await {
            Ok(length) => tokio::fs::rename(&aside, path)
                .await
                .map(|()| length)
                .map_err(unsaved),
            Err(error) => Err(error),
        };
        if saved.is_err() {
            // Report the first error, not that of the cleanup.
            drop(tokio::fs::remove_file(&aside).await);
        }
        saved
    }

    async fn write(mut body: ByteStream, path: &Path) -> Result<u64, TransportError> {
        let mut file = File::create(path).await.map_err(unsaved)?;
        let mut length = 0;
        while let Some(chunk) = body.try_next().await? {
            file.write_all(&chunk).await.map_err(unsaved)?;
            length += chunk.len() as u64;
        }
        file.sync_all().await.map_err(unsaved)?;
        Ok(length)
    }
}
