//! All changes or none, also if the run is killed.
//!
//! First every new text is written to a staging folder inside the crate's folder, which is on the same file system:
//! that is where disks are full and folders read-only. A journal in it lists the changes, those of files outside of the folder
//! too. Only then files are replaced, each old one kept in the staging folder. The changes hold once the journal is
//! removed; until then [`Replacement::undo`] takes them back, called when one of them fails, or by the next run if this one
//! was killed.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::area::Area;
use super::{Change, OutputError, is_inside};

/// What the names of staging folders begin with.
const PREFIX: &str = ".codegen-";

/// The file in which a text is brought to another file system.
const CARRIED: &str = ".codegen.new";

/// The file in a staging folder that says what is being changed.
const JOURNAL: &str = "journal.json";

/// What is being changed.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Journal {
    /// The folders that have to be made, each after its parent, relative to the crate.
    folders: Vec<String>,
    /// The files; the number of each is the name of its texts in the staging folder.
    files: Vec<Entry>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Entry {
    /// Relative to the crate, or the name of a file outside of it.
    path: String,
    /// Whether the file was there before.
    old: bool,
    /// Whether it is there afterwards.
    new: bool,
    /// The new text of a file outside of the crate. People edit such files, also before the next run.
    text: Option<String>,
}

impl Entry {
    /// Whether somebody has edited the file since it was written, or it wasn't written yet.
    fn has_other_text(&self, path: &Path) -> bool {
        let Some(text) = &self.text else {
            return false;
        };
        fs::read(path).is_ok_and(|bytes| bytes != text.as_bytes())
    }
}

type Failure = (PathBuf, io::Error);

/// Makes all changes in an area, while nobody else reads or changes it.
pub(super) fn all(area: &Area, changes: &[Change]) -> Result<(), OutputError> {
    let folder = area.folder();
    let journal = Journal::of(area, changes);
    let staging = tempfile::Builder::new().prefix(PREFIX).tempdir_in(folder);
    let staging = staging.map_err(written(folder))?;
    let change = Replacement::new(area, staging.path(), &journal).map_err(|path| {
        written(Path::new(&path))(io::Error::other("it leads out of the folder"))
    })?;
    let failed = |(path, source)| OutputError::Write { path, source };
    change.stage(changes).map_err(failed)?;
    match change.make(changes) {
        Ok(()) => {
            remove_empty_folders(folder, changes);
            Ok(())
        }
        Err((path, source)) => match change.undo() {
            Ok(()) => Err(OutputError::Write { path, source }),
            Err(_) => Err(OutputError::Broken {
                path,
                source,
                kept: staging.keep(),
            }),
        },
    }
}

/// The error for what can't be written.
pub(super) fn written(path: &Path) -> impl Fn(io::Error) -> OutputError + use<'_> {
    move |source| OutputError::Write {
        path: path.to_owned(),
        source,
    }
}

/// Takes back what runs that were interrupted have changed, and removes what they left. Tells whether there was anything to
/// take back.
pub(super) fn undo_all(area: &Area) -> Result<bool, OutputError> {
    let folder = area.folder();
    let failed = |(path, source)| OutputError::Undo { path, source };
    let left = left_behind(folder).map_err(|source| failed((folder.to_owned(), source)))?;
    let mut undone = false;
    for staging in left {
        if let Some(journal) = Journal::read(&staging).map_err(failed)? {
            let change = Replacement::new(area, &staging, &journal);
            let change = change.map_err(|path| {
                let why = "it isn't a file of this command; repeat the one that was interrupted";
                failed((path.into(), io::Error::other(why)))
            })?;
            change.undo().map_err(failed)?;
            undone = true;
        }
        fs::remove_dir_all(&staging).map_err(|source| failed((staging, source)))?;
    }
    Ok(undone)
}

/// Whether a run that was killed has left changes that can be taken back.
pub(super) fn is_interrupted(folder: &Path) -> bool {
    let left = left_behind(folder).unwrap_or_default();
    left.iter().any(|staging| staging.join(JOURNAL).exists())
}

fn left_behind(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if is_ours && entry.file_type()?.is_dir() {
            found.push(entry.path());
        }
    }
    Ok(found)
}

impl Journal {
    fn of(area: &Area, changes: &[Change]) -> Self {
        let mut journal = Self::default();
        let mut seen = BTreeSet::new();
        for change in changes {
            let (old, new) = (change.old.is_some(), change.new.is_some());
            let parents = change.path.match_indices('/');
            let parents = parents.filter_map(|(end, _)| change.path.get(..end));
            for parent in parents.filter(|_| new && is_inside(&change.path)) {
                let is_missing = area.place(parent).is_some_and(|folder| !folder.exists());
                if seen.insert(parent) && is_missing {
                    journal.folders.push(parent.to_owned());
                }
            }
            journal.files.push(Entry {
                path: change.path.clone(),
                old,
                new,
                text: change.new.clone().filter(|_| !is_inside(&change.path)),
            });
        }
        journal
    }

    /// The journal of a staging folder, if it has one.
    fn read(staging: &Path) -> Result<Option<Self>, Failure> {
        let file = staging.join(JOURNAL);
        let text = match fs::read(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            text => text.map_err(|source| (file.clone(), source))?,
        };
        let journal = serde_json::from_slice(&text).map_err(|error| (file, error.into()))?;
        Ok(Some(journal))
    }
}

/// The changes of a journal.
struct Replacement<'a> {
    staging: &'a Path,
    /// The folders that have to be made, each after its parent.
    folders: Vec<PathBuf>,
    /// Where each file of the journal is.
    files: Vec<PathBuf>,
    journal: &'a Journal,
}

impl<'a> Replacement<'a> {
    /// Finds the place of each change. Fails with the path of one that isn't in the area.
    fn new(area: &Area, staging: &'a Path, journal: &'a Journal) -> Result<Self, String> {
        let place = |path: &String| area.place(path).ok_or_else(|| path.clone());
        let folders = journal.folders.iter().map(place);
        let files = journal.files.iter().map(|entry| place(&entry.path));
        Ok(Self {
            staging,
            folders: folders.collect::<Result<_, _>>()?,
            files: files.collect::<Result<_, _>>()?,
            journal,
        })
    }

    /// Writes the new texts and the journal. Nothing outside of the staging folder changes.
    fn stage(&self, changes: &[Change]) -> Result<(), Failure> {
        let write =
            |path: PathBuf, text: &str| fs::write(&path, text).map_err(|source| (path, source));
        for (index, change) in changes.iter().enumerate() {
            if let Some(text) = &change.new {
                write(self.new_text(index), text)?;
            }
        }
        // A journal is there as a whole or not at all.
        let unfinished = self.staging.join("journal.new");
        let text = serde_json::to_string(self.journal);
        let text = text.map_err(|error| (unfinished.clone(), error.into()))?;
        write(unfinished.clone(), &text)?;
        fs::rename(&unfinished, self.staging.join(JOURNAL)).map_err(|source| (unfinished, source))
    }

    /// Makes the changes. They hold once the journal is gone.
    fn make(&self, changes: &[Change]) -> Result<(), Failure> {
        for path in &self.folders {
            fs::create_dir(path).map_err(|source| (path.clone(), source))?;
        }
        for (index, (change, path)) in changes.iter().zip(&self.files).enumerate() {
            self.replace(index, change, path)
                .map_err(|source| (path.clone(), source))?;
        }
        self.forget()
    }

    /// Puts the new text of a file in the place of the old one, at once.
    fn replace(&self, index: usize, change: &Change, path: &Path) -> io::Result<()> {
        let (old, new) = (self.old_text(index), self.new_text(index));
        let as_planned = match &change.old {
            Some(text) => fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes()),
            None => path.symlink_metadata().is_err(),
        };
        if !as_planned {
            return Err(io::Error::other("somebody changed it in the meantime"));
        }
        match (&change.old, &change.new) {
            (Some(_), Some(_)) => {
                keep(path, &old)?;
                put(&new, path)
            }
            (Some(_), None) => fs::rename(path, &old),
            (None, _) => put(&new, path),
        }
    }

    /// Takes back all that has been done.
    fn undo(&self) -> Result<(), Failure> {
        let entries = self.journal.files.iter().zip(&self.files).enumerate();
        for (index, (entry, path)) in entries.rev() {
            let (old, new) = (self.old_text(index), self.new_text(index));
            let result = if entry.has_other_text(path) {
                Ok(())
            } else if old.exists() {
                put(&old, path)
            } else if !entry.old && entry.new && is_put(&new, path) {
                fs::remove_file(path)
            } else {
                Ok(())
            };
            result.map_err(|source| (path.clone(), source))?;
        }
        for folder in self.folders.iter().rev() {
            // Whoever put something there in the meantime keeps it.
            let _ = fs::remove_dir(folder);
        }
        self.forget()
    }

    fn forget(&self) -> Result<(), Failure> {
        let file = self.staging.join(JOURNAL);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err((file, error)),
            _ => Ok(()),
        }
    }

    fn old_text(&self, index: usize) -> PathBuf {
        self.staging.join(format!("{index}.old"))
    }

    fn new_text(&self, index: usize) -> PathBuf {
        self.staging.join(format!("{index}.new"))
    }
}

/// Keeps a file under another name as well.
fn keep(path: &Path, kept: &Path) -> io::Result<()> {
    fs::hard_link(path, kept).or_else(|_| {
        // Not every file system has links. A copy is there as a whole or not at all.
        let unfinished = kept.with_extension("copy");
        fs::copy(path, &unfinished)?;
        fs::rename(&unfinished, kept)
    })
}

/// Puts a file in the place of another one, at once.
fn put(file: &Path, place: &Path) -> io::Result<()> {
    match fs::rename(file, place) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => carry(file, place),
        result => result,
    }
}

/// The same from one file system to another. The file goes last: until then, all of this can be done again.
fn carry(file: &Path, place: &Path) -> io::Result<()> {
    let beside = place.with_file_name(CARRIED);
    let carried = fs::copy(file, &beside).and_then(|_| fs::rename(&beside, place));
    if carried.is_err() {
        let _ = fs::remove_file(&beside);
    }
    carried?;
    fs::remove_file(file)
}

/// Whether a new file is in its place. One that was being carried there may be in both.
fn is_put(new: &Path, place: &Path) -> bool {
    let Ok(text) = fs::read(place) else {
        return false;
    };
    fs::read(new).map_or(true, |new| new == text)
}

/// A folder that only had generated files goes with the last of them. One that is not empty refuses.
fn remove_empty_folders(folder: &Path, changes: &[Change]) {
    for change in changes.iter().filter(|change| change.new.is_none()) {
        let parents = Path::new(&change.path).ancestors().skip(1);
        for parent in parents.filter(|parent| !parent.as_os_str().is_empty()) {
            if fs::remove_dir(folder.join(parent)).is_err() {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests;
