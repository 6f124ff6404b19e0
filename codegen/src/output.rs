//! Generated files on disk: comparing and writing them.
//!
//! Input: the folder of a crate and the files that it should consist of. Output: a [`Plan`]. A plan touches only the
//! paths that the generator owns: `Cargo.toml`, `INDEX.md` and `src/`. It overwrites and removes only files with the
//! [`MARK`], and writes all files or none.

mod area;
mod claim;
mod diff;
mod disk;
mod lock;
mod replace;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

pub use claim::{Claim, Reading};

/// The files of a crate: their text by their path, relative to the crate, with `/` between its parts.
pub type Files = BTreeMap<String, String>;

/// The mark of generated files: a comment in one of the first three lines contains it.
pub const MARK: &str = "@generated";

/// The generator's files outside of `src/`.
const OWNED: [&str; 2] = ["Cargo.toml", "INDEX.md"];

/// Why files can't be compared or written. The disk is unchanged unless the error says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The path isn't a folder.
    #[error("`{}` isn't a folder: name another one", .0.display())]
    NotAFolder(PathBuf),
    /// Files that the generator didn't write are in the way.
    #[error(
        "`{}` has files that codegen didn't write: {}; choose an empty folder with `--out DIR`, or move them",
        .out.display(),
        listed(.files)
    )]
    Foreign {
        /// The folder.
        out: PathBuf,
        /// The files, relative to it.
        files: Vec<String>,
    },
    /// A file can't be read.
    #[error("can't read `{}`", .path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file can't be written.
    #[error("can't write `{}`, and nothing has been changed", .path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file can't be written, and what had been written before could not be taken back.
    #[error(
        "can't write `{}`; the previous files are kept in `{}`, and the next run takes the changes back",
        .path.display(),
        .kept.display()
    )]
    Broken {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
        /// The folder with the previous files.
        kept: PathBuf,
    },
    /// A run was interrupted, and its changes can't be taken back.
    #[error("an earlier run was interrupted, and its change to `{}` can't be taken back", .path.display())]
    Undo {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The folder has files, and none that the generator wrote.
    #[error(
        "`{}` isn't empty, and codegen has not written to it before: name another folder with `--out DIR`, or add `--force`",
        .0.display()
    )]
    NewFolder(PathBuf),
    /// The generator made a file that it does not own, or one without its mark.
    #[error("the generator emitted `{0}`, which it doesn't own or which lacks the generated mark")]
    NotOurs(String),
}

fn listed(files: &[String]) -> String {
    const SHOWN: usize = 10;
    let mut text = files
        .iter()
        .take(SHOWN)
        .map(|file| format!("`{file}`"))
        .collect::<Vec<_>>()
        .join(", ");
    if files.len() > SHOWN {
        text.push_str(&format!(" and {} more", files.len() - SHOWN));
    }
    text
}

/// The changes to make on disk.
#[derive(Debug)]
pub struct Plan {
    out: PathBuf,
    changes: Vec<Change>,
    /// Those of files outside of the folder.
    beside: Vec<Change>,
    unchanged: usize,
    /// Whether the folder has files, and none that the generator wrote.
    is_new: bool,
}

/// A file to change.
#[derive(Clone, Debug)]
pub struct Change {
    /// Relative to the folder, with `/` between its parts; or the name of a file outside of it.
    path: String,
    /// The text on the disk, if the file is there.
    old: Option<String>,
    /// The new text, if the file is to exist.
    new: Option<String>,
}

impl Change {
    /// Creates a change from a path, the current text and the new text; `None` if there is no file.
    pub fn new(path: String, old: Option<String>, new: Option<String>) -> Self {
        Self { path, old, new }
    }
}

/// Whether a run was interrupted below a folder: some files may be new and others old.
pub fn is_interrupted(folder: &Path) -> bool {
    replace::is_interrupted(folder)
}

/// The number of files in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Up to date.
    pub unchanged: usize,
    /// Different text.
    pub stale: usize,
    /// Not on disk.
    pub missing: usize,
    /// Generated earlier, and not any more.
    pub orphaned: usize,
}

impl Plan {
    /// Compares files with a folder, which may be missing.
    ///
    /// # Errors
    ///
    /// If the folder can't be read, or has other files at the generator's paths.
    pub fn new(out: &Path, files: Files) -> Result<Self, OutputError> {
        let stranger = files
            .iter()
            .find(|(path, text)| !is_owned(path) || !is_marked(text));
        if let Some((path, _)) = stranger {
            return Err(OutputError::NotOurs(path.clone()));
        }
        let found = disk::owned_files(out)?;
        let mut plan = Self {
            out: out.to_owned(),
            changes: Vec::new(),
            beside: Vec::new(),
            unchanged: 0,
            is_new: false,
        };
        let mut foreign = Vec::new();
        let mut missing = files;
        for (path, text) in found {
            let new = missing.remove(&path).map(|new| with_lf(&new));
            match text {
                // Git may check text out with CRLF.
                Some(text) if new.as_ref().is_some_and(|new| *new == with_lf(&text)) => {
                    plan.unchanged += 1
                }
                Some(text) if is_marked(&text) => plan.changes.push(Change {
                    path,
                    old: Some(text),
                    new,
                }),
                _ => foreign.push(path),
            }
        }
        if foreign.is_empty() {
            foreign.extend(disk::in_the_way(out, missing.keys()));
        }
        if !foreign.is_empty() {
            return Err(OutputError::Foreign {
                out: out.to_owned(),
                files: foreign,
            });
        }
        let known = plan.unchanged + plan.changes.len();
        plan.is_new = known == 0 && !disk::is_empty(out)?;
        let missing = missing.into_iter().map(|(path, new)| Change {
            path,
            old: None,
            new: Some(with_lf(&new)),
        });
        plan.changes.extend(missing);
        plan.changes.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(plan)
    }

    /// Adds files that only a new crate gets: where the generator has not written before, and only those that aren't there.
    #[must_use]
    pub fn with_starters(mut self, starters: &Files) -> Self {
        if self.unchanged > 0 || self.changes.iter().any(|change| change.old.is_some()) {
            return self;
        }
        let missing = starters
            .iter()
            .filter(|(path, _)| is_inside(path) && self.out.join(path).symlink_metadata().is_err());
        let changes =
            missing.map(|(path, text)| Change::new(path.clone(), None, Some(text.clone())));
        self.changes.extend(changes);
        self
    }

    /// Adds a file outside of the folder that changes together with the crate. The claim has to include it. A link is
    /// followed, and no other line ends are written than the new text has.
    #[must_use]
    pub fn with_file_beside(mut self, path: &Path, old: Option<String>, new: String) -> Self {
        let change = Change::new(area::name(path), old, Some(new));
        self.beside.push(change);
        self
    }

    /// Whether all files of the crate are up to date.
    pub fn is_current(&self) -> bool {
        self.changes.is_empty()
    }

    /// Refuses a folder that has files, and none that the generator wrote: it may be somebody's home.
    ///
    /// # Errors
    ///
    /// [`OutputError::NewFolder`].
    pub fn expect_own_folder(&self) -> Result<(), OutputError> {
        match self.is_new {
            true => Err(OutputError::NewFolder(self.out.clone())),
            false => Ok(()),
        }
    }

    /// How many files are in which state.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts {
            unchanged: self.unchanged,
            ..Counts::default()
        };
        for change in &self.changes {
            match (&change.old, &change.new) {
                (Some(_), Some(_)) => counts.stale += 1,
                (None, _) => counts.missing += 1,
                (Some(_), None) => counts.orphaned += 1,
            }
        }
        counts
    }

    /// Each file to change, with the beginning of its diff.
    pub fn report(&self) -> String {
        self.changes.iter().map(diff::of).collect()
    }

    /// Makes all changes, or none, in the folder that was claimed before the plan was made.
    ///
    /// # Errors
    ///
    /// If the file system refuses a change. Earlier changes are undone, unless the error says otherwise.
    pub fn write(&self, claim: &Claim) -> Result<(), OutputError> {
        let changes = [self.changes.as_slice(), &self.beside].concat();
        match changes.as_slice() {
            [] => Ok(()),
            changes => claim.replace(changes),
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            unchanged,
            stale,
            missing,
            orphaned,
        } = self;
        write!(
            f,
            "{unchanged} unchanged, {stale} stale, {missing} missing, {orphaned} orphaned"
        )
    }
}

/// Whether the generator owns a path, and the path stays inside the folder on every system.
fn is_owned(path: &str) -> bool {
    is_inside(path) && (OWNED.contains(&path) || path.starts_with("src/"))
}

/// Whether a path stays inside the folder that it is relative to, on every system.
pub(crate) fn is_inside(path: &str) -> bool {
    let safe = |part: &str| {
        !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0'])
    };
    path.split('/').all(safe)
}

fn is_marked(text: &str) -> bool {
    text.lines().take(3).any(|line| line.contains(MARK))
}

fn with_lf(text: &str) -> String {
    text.replace("\r\n", "\n")
}
