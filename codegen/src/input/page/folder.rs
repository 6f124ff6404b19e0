//! The spec folder: from a path to the pages below it.
//!
//! Output: the files named `*.api.mdx`, sorted by their path, so that the order of the file system has no effect.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};

use crate::input::disk;

use super::{EXTENSION, MAX_BYTES, Source};

const PAGES: &str = "put `*.api.mdx` pages of docusaurus-plugin-openapi-docs there, or name their folder with `--spec DIR`";

const LINKS: &str = "see whether links in it lead to the same folders again and again, or name another folder with `--spec DIR`";

/// The maximum number of folders, each counted once for every link to it.
const MAX_FOLDERS: usize = 10_000;

/// Reads all pages in the spec folder and the folders below it.
pub fn read_folder(dir: &Path, diagnostics: &mut Diagnostics) -> Vec<Source> {
    if !dir.is_dir() {
        let what = if dir.exists() {
            "isn't a folder"
        } else {
            "doesn't exist"
        };
        let message = format!("the spec folder `{}` {what}", dir.display());
        diagnostics.push(Diagnostic::new(Code::Unreadable, "", message).help(PAGES));
        return Vec::new();
    }
    let message = format!("the spec folder `{}` has no pages", dir.display());
    let empty = Diagnostic::new(Code::NoPages, "", message).help(PAGES);
    read_all(dir, empty, diagnostics)
}

/// Reads all pages in the folder that an import reads from, and the folders below it.
pub fn read_source_folder(dir: &Path, diagnostics: &mut Diagnostics) -> Vec<Source> {
    let message = format!("the folder `{}` has no `*{EXTENSION}` pages", dir.display());
    let empty = Diagnostic::new(Code::NoPages, "", message)
        .help("name the OpenAPI document itself, or a folder with docs pages");
    read_all(dir, empty, diagnostics)
}

/// Reads all pages; `empty` says that there are none.
fn read_all(dir: &Path, empty: Diagnostic, diagnostics: &mut Diagnostics) -> Vec<Source> {
    let Some(mut files) = walk(dir, "", diagnostics) else {
        return Vec::new();
    };
    if files.is_empty() {
        diagnostics.push(empty);
    }
    files.sort();
    files
        .into_iter()
        .filter_map(|(path, file)| read(path, &file, diagnostics))
        .collect()
}

/// Reads the pages of one API: those in a folder below the spec folder, without the folders below that.
pub fn read_api(spec: &Path, api: &str, diagnostics: &mut Diagnostics) -> Vec<Source> {
    let prefix = if api.is_empty() {
        String::new()
    } else {
        format!("{api}/")
    };
    let mut files = walk(&spec.join(api), &prefix, diagnostics).unwrap_or_default();
    files.retain(|(path, _)| {
        path.strip_prefix(&prefix)
            .is_some_and(|file| !file.contains('/'))
    });
    files.sort();
    files
        .into_iter()
        .filter_map(|(path, file)| read(path, &file, diagnostics))
        .collect()
}

/// The pages in a folder and the folders below it, in the order of the file system; `None` if there are too many
/// folders.
fn walk(dir: &Path, prefix: &str, diagnostics: &mut Diagnostics) -> Option<Vec<(String, PathBuf)>> {
    let mut walk = Walk {
        files: Vec::new(),
        seen: BTreeSet::new(),
        folders: 0,
        diagnostics,
    };
    walk.folder(dir, prefix);
    if walk.folders <= MAX_FOLDERS {
        return Some(walk.files);
    }
    let message = format!(
        "the folder `{}` leads to more than {MAX_FOLDERS} folders",
        dir.display()
    );
    diagnostics.push(Diagnostic::new(Code::TooLarge, "", message).help(LINKS));
    None
}

struct Walk<'a> {
    files: Vec<(String, PathBuf)>,
    /// The canonical paths of the folders above, to detect links that lead back to one of them.
    seen: BTreeSet<PathBuf>,
    /// How many folders have been read.
    folders: usize,
    diagnostics: &'a mut Diagnostics,
}

impl Walk<'_> {
    fn folder(&mut self, dir: &Path, prefix: &str) {
        let entries = dir
            .canonicalize()
            .and_then(|real| Ok((real, fs::read_dir(dir)?)));
        let (real, entries) = match entries {
            Ok(found) => found,
            Err(error) => return self.unreadable(prefix.trim_end_matches('/'), &error),
        };
        self.folders += 1;
        if self.folders > MAX_FOLDERS || !self.seen.insert(real.clone()) {
            return;
        }
        for entry in entries {
            match entry {
                Ok(entry) => self.entry(&entry.path(), &entry.file_name(), prefix),
                Err(error) => self.unreadable(prefix.trim_end_matches('/'), &error),
            }
        }
        self.seen.remove(&real);
    }

    fn entry(&mut self, path: &Path, name: &std::ffi::OsStr, prefix: &str) {
        let shown = format!("{prefix}{}", name.to_string_lossy());
        if path.is_dir() {
            self.folder(path, &format!("{shown}/"));
        } else if shown.ends_with(EXTENSION) {
            self.files.push((shown, path.to_owned()));
        }
    }

    fn unreadable(&mut self, what: &str, error: &std::io::Error) {
        self.diagnostics.push(cannot_read(what, error));
    }
}

fn read(path: String, file: &Path, diagnostics: &mut Diagnostics) -> Option<Source> {
    // One byte over the limit lets `read_page` detect that the page is too large.
    match disk::read(file, MAX_BYTES) {
        Ok(bytes) => Some(Source { path, bytes }),
        Err(error) => {
            diagnostics.push(cannot_read(&path, &error));
            None
        }
    }
}

fn cannot_read(path: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(Code::Unreadable, path, format!("can't be read: {error}"))
        .help("make it readable, or remove it from the spec folder")
}
