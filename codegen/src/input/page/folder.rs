//! The spec folder: from a path to the pages below it.
//!
//! Output: the files named `*.api.mdx`, sorted by their path, so that the order of the file system never shows.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};

use super::{EXTENSION, MAX_BYTES, Source};

const PAGES: &str = "put `*.api.mdx` pages of docusaurus-plugin-openapi-docs there, or name their folder with `--spec DIR`";

/// Reads all pages in a folder and the folders below it.
pub fn read_folder(dir: &Path, diagnostics: &mut Diagnostics) -> Vec<Source> {
    if !dir.is_dir() {
        let what = if dir.exists() {
            "is no folder"
        } else {
            "does not exist"
        };
        let message = format!("the spec folder `{}` {what}", dir.display());
        diagnostics.push(Diagnostic::new(Code::Unreadable, "", message).help(PAGES));
        return Vec::new();
    }
    let mut walk = Walk {
        files: Vec::new(),
        seen: BTreeSet::new(),
        diagnostics,
    };
    walk.folder(dir, "");
    let Walk { mut files, .. } = walk;
    if files.is_empty() {
        let message = format!("the spec folder `{}` holds no page", dir.display());
        diagnostics.push(Diagnostic::new(Code::NoPages, "", message).help(PAGES));
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
    let mut walk = Walk {
        files: Vec::new(),
        seen: BTreeSet::new(),
        diagnostics,
    };
    walk.folder(&spec.join(api), &prefix);
    let Walk { mut files, .. } = walk;
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

struct Walk<'a> {
    files: Vec<(String, PathBuf)>,
    /// The folders on the way here, as the file system knows them: a link back to one of them would never end.
    seen: BTreeSet<PathBuf>,
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
        if !self.seen.insert(real.clone()) {
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
    let mut bytes = Vec::new();
    // One byte more than allowed is enough for `read_page` to see that the page is too large.
    let read = fs::File::open(file)
        .and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes));
    match read {
        Ok(_) => Some(Source { path, bytes }),
        Err(error) => {
            diagnostics.push(cannot_read(&path, &error));
            None
        }
    }
}

fn cannot_read(path: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(Code::Unreadable, path, format!("can't be read: {error}"))
        .help("make it readable, or take it out of the spec folder")
}
