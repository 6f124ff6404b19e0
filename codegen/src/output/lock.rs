//! A lock on a folder.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use fs4::FileExt;
use same_file::Handle;

/// The file in a folder that the run that has the folder has locked. It is gone when nobody has it.
pub(super) const FILE: &str = ".codegen.lock";

/// A lock on a folder, until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    file: File,
}

/// Waits until no other run has the folder.
pub(super) fn acquire(folder: &Path) -> io::Result<Lock> {
    let path = folder.join(FILE);
    loop {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)?;
        FileExt::lock(&file)?;
        // The run that had the lock may have removed the file in the meantime, and a third one made a new one.
        if is_at(&file, &path) {
            return Ok(Lock { path, file });
        }
    }
}

fn is_at(file: &File, path: &Path) -> bool {
    let same =
        || Ok::<_, io::Error>(Handle::from_file(file.try_clone()?)? == Handle::from_path(path)?);
    same().unwrap_or(false)
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is still locked: nobody else can have it by then.
        let _ = std::fs::remove_file(&self.path);
        let _ = FileExt::unlock(&self.file);
    }
}
