//! Files beside the crate that a run writes: checked before anything is written, and put in their place at the end.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tempfile::NamedTempFile;

/// A file that can be written, and isn't yet.
pub(crate) struct PendingFile {
    /// Where it goes; a link has been followed.
    target: PathBuf,
    file: NamedTempFile,
}

impl PendingFile {
    /// Makes sure that a file can be written, and makes its folder.
    pub(crate) fn new(path: &Path) -> Result<Self> {
        let cannot = || format!("can't write {}", path.display());
        let target = match path.canonicalize() {
            Ok(target) => target,
            Err(error) if error.kind() == ErrorKind::NotFound && !path.is_symlink() => {
                path.to_owned()
            }
            Err(error) => return Err(error).with_context(cannot),
        };
        if target.exists() && !target.is_file() {
            bail!("{}: it isn't a regular file", cannot());
        }
        let folder = target
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let attempt = || {
            std::fs::create_dir_all(folder)?;
            let mut builder = tempfile::Builder::new();
            // A temporary file is private; this one becomes an ordinary one.
            #[cfg(unix)]
            builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
            builder.tempfile_in(folder)
        };
        let file = attempt().with_context(cannot)?;
        Ok(Self { target, file })
    }

    /// Writes the text, still beside its place.
    pub(crate) fn fill(mut self, text: &str) -> Result<Self> {
        let written = self.file.write_all(text.as_bytes());
        written.with_context(|| format!("can't write {}", self.target.display()))?;
        Ok(self)
    }

    /// Puts the file in its place.
    pub(crate) fn persist(self) -> Result<()> {
        let target = self.target;
        let persisted = self.file.persist(&target).map_err(|error| error.error);
        persisted.with_context(|| format!("can't write {}", target.display()))?;
        Ok(())
    }
}
