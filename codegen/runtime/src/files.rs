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
    use crate::body::CHUNK;
    use bytes::{Bytes, BytesMut};
    use futures_core::Stream;
    use futures_util::{TryStreamExt as _, stream};
    use std::path::PathBuf;
    use tokio::fs::File;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, Take};

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
        let temporary = Temporary::beside(path);
        let length = write(body, &temporary.0).await?;
        let renamed = tokio::fs::rename(&temporary.0, path).await;
        renamed.map(|()| length).map_err(unsaved)
    }

    /// A file with a name of its own, which is removed if it is still there in the end: after an error, or if the caller
    /// stops waiting.
    struct Temporary(PathBuf);

    impl Temporary {
        fn beside(path: &Path) -> Self {
            let mut name = path.as_os_str().to_owned();
            name.push(format!(".{:016x}.part", fastrand::u64(..)));
            Self(name.into())
        }
    }

    impl Drop for Temporary {
        fn drop(&mut self) {
            // It doesn't exist if it was renamed.
            drop(std::fs::remove_file(&self.0));
        }
    }

    async fn write(mut body: ByteStream, path: &Path) -> Result<u64, TransportError> {
        let mut file = File::create_new(path).await.map_err(unsaved)?;
        let mut length = 0;
        while let Some(chunk) = body.try_next().await? {
            file.write_all(&chunk).await.map_err(unsaved)?;
            length += chunk.len() as u64;
        }
        file.sync_all().await.map_err(unsaved)?;
        Ok(length)
    }
}
