//! What a run may change: everything in a folder, and certain files elsewhere that change together with it.

use std::path::{Path, PathBuf};

use super::is_inside;

/// A folder and files outside of it.
#[derive(Debug)]
pub(super) struct Area {
    folder: PathBuf,
    /// Links have been followed.
    beside: Vec<PathBuf>,
}

impl Area {
    pub(super) fn new(folder: &Path, beside: &[PathBuf]) -> Self {
        Self {
            folder: folder.to_owned(),
            beside: beside.iter().map(|path| real(path)).collect(),
        }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where a change happens: a path relative to the folder, or the [`name`] of a file outside of it. `None` if the run
    /// may not change it.
    pub(super) fn place(&self, path: &str) -> Option<PathBuf> {
        if is_inside(path) {
            let parts = path.split('/');
            return Some(parts.fold(self.folder.clone(), |path, part| path.join(part)));
        }
        let mut beside = self.beside.iter();
        beside.find(|file| file.to_string_lossy() == path).cloned()
    }
}

/// What a file outside of the folder is called in changes. It never equals a relative path.
pub(super) fn name(path: &Path) -> String {
    real(path).to_string_lossy().into_owned()
}

/// The file that a path leads to: absolute, and without links as far as it exists.
fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let real = absolute.canonicalize().ok();
    let in_real_folder = || {
        let folder = absolute.parent()?.canonicalize().ok()?;
        Some(folder.join(absolute.file_name()?))
    };
    real.or_else(in_real_folder).unwrap_or(absolute)
}
