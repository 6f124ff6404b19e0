//! One run at a time reads and changes a folder.
//!
//! A run claims a folder before it reads what it compares with, and keeps it until the last change is made: otherwise two
//! runs that plan on the same files would each write a part of what they planned.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::area::Area;
use super::lock::{self, Lock};
use super::replace::{self, written};
use super::{Change, OutputError, disk};

/// How often a folder is made again when another run removes it: one that had made it, and wrote nothing to it.
const ATTEMPTS: usize = 100;

/// The right to change what is in a folder, until it is dropped. Other runs wait.
#[derive(Debug)]
pub struct Claim {
    area: Area,
    /// The folders that were made for it, each after its parent.
    made: Vec<PathBuf>,
    /// `None` only while the claim is dropped.
    lock: Option<Lock>,
    has_recovered: bool,
}

/// The certainty that nobody changes what is in a folder, until it is dropped.
#[derive(Debug)]
pub struct Reading(
    #[expect(dead_code, reason = "it is held, and released when it is dropped")] Option<Lock>,
);

impl Claim {
    /// Waits until no other run has the folder. A missing folder is made, and goes again if nothing is written to it. What a
    /// run that was interrupted has changed there is taken back.
    ///
    /// # Errors
    ///
    /// If the path isn't a folder, or the file system refuses a change.
    pub fn take(folder: &Path) -> Result<Self, OutputError> {
        Self::take_with(folder, &[])
    }

    /// The same for a folder and files outside of it, which change together. Other runs don't wait for these files: the
    /// folders that they are in have to be claimed or read as well.
    ///
    /// # Errors
    ///
    /// As [`Claim::take`], and if the run that was interrupted has changed other files than these.
    pub fn take_with(folder: &Path, beside: &[PathBuf]) -> Result<Self, OutputError> {
        let mut result = Self::attempt(folder, beside);
        for _ in 0..ATTEMPTS {
            match &result {
                Err(OutputError::Write { source, .. }) if source.kind() == ErrorKind::NotFound => {
                    result = Self::attempt(folder, beside);
                }
                _ => break,
            }
        }
        result
    }

    fn attempt(folder: &Path, beside: &[PathBuf]) -> Result<Self, OutputError> {
        let made = match disk::is_folder(folder)? {
            true => Vec::new(),
            false => make_all(folder)?,
        };
        match lock::acquire(folder) {
            Ok(lock) => Self::locked(Area::new(folder, beside), made, lock),
            Err(error) => {
                remove_all(&made);
                Err(written(folder)(error))
            }
        }
    }

    fn locked(area: Area, made: Vec<PathBuf>, lock: Lock) -> Result<Self, OutputError> {
        let mut claim = Self {
            area,
            made,
            lock: Some(lock),
            has_recovered: false,
        };
        claim.has_recovered = replace::undo_all(&claim.area)?;
        Ok(claim)
    }

    /// Whether changes of a run that was interrupted were taken back.
    pub fn has_recovered(&self) -> bool {
        self.has_recovered
    }

    /// Makes all changes, or none.
    ///
    /// # Errors
    ///
    /// If the file system refuses a change. Earlier changes are undone, unless the error says otherwise.
    pub fn replace(&self, changes: &[Change]) -> Result<(), OutputError> {
        replace::all(&self.area, changes)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // The folder can only go when the lock's file has gone.
        self.lock = None;
        remove_all(&self.made);
    }
}

impl Reading {
    /// Waits until no run changes the folder. A folder in which this one may not write is read without waiting: those who may
    /// are out of reach.
    pub fn start(folder: &Path) -> Self {
        Self(
            folder
                .is_dir()
                .then(|| lock::acquire(folder).ok())
                .flatten(),
        )
    }
}

/// Makes a folder and those above it; returns those that were made, each after its parent.
fn make_all(folder: &Path) -> Result<Vec<PathBuf>, OutputError> {
    // The parent of a relative path of one part is the empty path: the current folder.
    let is_there = |path: &Path| path.as_os_str().is_empty() || path.exists();
    let is_no_file = |path: &Path| path.is_dir() || !path.exists();
    let missing = folder.ancestors().take_while(|path| !is_there(path));
    let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    missing.reverse();
    let made = missing
        .iter()
        .try_for_each(|path| match fs::create_dir(path) {
            // Another run may have made it in the meantime, and removed it again: what comes next doesn't find it then.
            Err(error) if error.kind() == ErrorKind::AlreadyExists && is_no_file(path) => Ok(()),
            result => result,
        });
    made.map(|()| missing).map_err(written(folder))
}

/// Removes folders that are empty, the last one first.
fn remove_all(folders: &[PathBuf]) {
    for folder in folders.iter().rev() {
        // Whoever put something there in the meantime keeps it.
        let _ = fs::remove_dir(folder);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Two runs at once read and write one after the other.
    #[test]
    fn a_run_waits_for_another_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("src/a.rs");
        let change = |old: Option<String>, new: &str| {
            Change::new("src/a.rs".to_owned(), old, Some(new.to_owned()))
        };
        let claim = Claim::take(folder.path()).unwrap();
        std::thread::scope(|scope| {
            let other = scope.spawn(|| {
                let claim = Claim::take(folder.path()).unwrap();
                let old = fs::read_to_string(&file).ok();
                claim.replace(&[change(old, "second")]).unwrap();
            });
            let reader = scope.spawn(|| {
                let _reading = Reading::start(folder.path());
                fs::read_to_string(&file).unwrap()
            });
            std::thread::sleep(Duration::from_millis(50));
            assert!(!file.exists());
            claim.replace(&[change(None, "first")]).unwrap();
            drop(claim);
            other.join().unwrap();
            assert!(["first", "second"].contains(&reader.join().unwrap().as_str()));
        });
        assert_eq!(fs::read_to_string(&file).unwrap(), "second");
        assert!(!folder.path().join(lock::FILE).exists());
    }

    #[test]
    fn a_folder_that_was_made_for_nothing_goes_again() {
        let folder = tempfile::tempdir().unwrap();
        let spec = folder.path().join("a/spec");
        // Some find the folder that another one is about to remove.
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| drop(Claim::take(&spec).unwrap()));
            }
        });
        // What one has found, and not made, it leaves.
        let _ = fs::remove_dir(&spec);
        let _ = fs::remove_dir(folder.path().join("a"));
        drop(Claim::take(&spec).unwrap());
        assert!(!folder.path().join("a").exists());
    }

    #[test]
    fn changes_outside_of_the_folder_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let spec = folder.path().join("spec");
        let claim = Claim::take(&spec).unwrap();
        for path in ["../x", "/x", "a/../../x", "a//x", "./x"] {
            let change = Change::new(path.to_owned(), None, Some(String::new()));
            let refused = claim.replace(&[change]);
            assert!(matches!(refused, Err(OutputError::Write { .. })), "{path}");
        }
        drop(claim);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
