//! All changes or none.
//!
//! First every new text is written to a staging folder inside the crate's folder, hence on the same file system: that is
//! where disks are full and folders read-only. Only then files are renamed, each old one into the staging folder, each new
//! one out of it. If a rename fails, those before it are undone.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{Change, OutputError};

/// Makes all changes below a folder.
pub(super) fn all(out: &Path, changes: &[Change]) -> Result<(), OutputError> {
    let mut done = Done::default();
    let result = done
        .folder(out)
        .map_err(|source| (out.to_owned(), source))
        .and_then(|()| {
            let staging = tempfile::Builder::new().prefix(".codegen-").tempdir_in(out);
            let staging = staging.map_err(|source| (out.to_owned(), source))?;
            stage(staging.path(), changes)?;
            let result = rename(out, staging.path(), changes, &mut done);
            done.staging = Some(staging);
            result
        });
    match result {
        Ok(()) => {
            remove_empty_folders(out, changes);
            Ok(())
        }
        Err((path, source)) => Err(done.undo(path, source)),
    }
}

type Failure = (PathBuf, io::Error);

fn stage(staging: &Path, changes: &[Change]) -> Result<(), Failure> {
    for (index, change) in changes.iter().enumerate() {
        if let Some(text) = &change.new {
            let path = staging.join(format!("{index}.new"));
            fs::write(&path, text).map_err(|source| (path, source))?;
        }
    }
    Ok(())
}

fn rename(out: &Path, staging: &Path, changes: &[Change], done: &mut Done) -> Result<(), Failure> {
    for (index, change) in changes.iter().enumerate() {
        let target = change
            .path
            .split('/')
            .fold(out.to_owned(), |path, part| path.join(part));
        let result = (|| {
            if change.old.is_some() {
                done.rename(&target, &staging.join(format!("{index}.old")))?;
            }
            if change.new.is_some() {
                done.folder(target.parent().unwrap_or(out))?;
                done.rename(&staging.join(format!("{index}.new")), &target)?;
            }
            Ok(())
        })();
        result.map_err(|source| (target, source))?;
    }
    Ok(())
}

/// A folder that only had generated files goes with the last of them. One that is not empty refuses.
fn remove_empty_folders(out: &Path, changes: &[Change]) {
    for change in changes.iter().filter(|change| change.new.is_none()) {
        let folders = Path::new(&change.path).ancestors().skip(1);
        for folder in folders.filter(|folder| !folder.as_os_str().is_empty()) {
            if fs::remove_dir(out.join(folder)).is_err() {
                break;
            }
        }
    }
}

/// What has been done and can be undone.
#[derive(Default)]
struct Done {
    /// Folders that were made, each after its parent.
    folders: Vec<PathBuf>,
    /// Files that were renamed, from and to.
    renamed: Vec<(PathBuf, PathBuf)>,
    /// The folder with the old files; it vanishes when this is dropped.
    staging: Option<TempDir>,
}

impl Done {
    fn folder(&mut self, path: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = path
            .ancestors()
            .take_while(|path| !is_there(path))
            .collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        // A rename would replace what has come there since the plan was made.
        if to.symlink_metadata().is_ok() {
            return Err(io::Error::new(
                io::ErrorKind::AlreadyExists,
                "it was created in the meantime",
            ));
        }
        fs::rename(from, to)?;
        self.renamed.push((from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn undo(self, path: PathBuf, source: io::Error) -> OutputError {
        let failed = self
            .renamed
            .iter()
            .rev()
            .filter(|(from, to)| fs::rename(to, from).is_err())
            .count();
        if let Some(staging) = self.staging {
            if failed > 0 {
                return OutputError::Broken {
                    path,
                    source,
                    kept: staging.keep(),
                };
            }
            // Dropping it would do the same, but after the folders that it stands in.
            drop(staging);
        }
        for folder in self.folders.iter().rev() {
            // Whoever put something there meanwhile keeps it.
            let _ = fs::remove_dir(folder);
        }
        OutputError::Write { path, source }
    }
}

fn is_there(path: &Path) -> bool {
    // The parent of a relative path of one part is the empty path: the current folder.
    path.as_os_str().is_empty() || path.exists()
}
