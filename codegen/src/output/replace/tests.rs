//! A run that is killed, at every step.

use std::collections::BTreeMap;

use tempfile::TempDir;

use super::*;
use crate::output::area;

type Tree = BTreeMap<String, String>;

/// Every file below a folder, and every folder with a slash at its end.
fn tree(folder: &Path) -> Tree {
    let mut found = Tree::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            let below = tree(&entry.path()).into_iter();
            found.extend(below.map(|(path, text)| (format!("{name}/{path}"), text)));
            found.insert(format!("{name}/"), String::new());
        } else {
            found.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
    }
    found
}

/// A crate, files beside it, and changes of every kind to them.
struct Case {
    folder: TempDir,
    area: Area,
    changes: Vec<Change>,
}

impl Case {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |path: &str| folder.path().join(path);
        fs::create_dir_all(path("crate/src")).unwrap();
        fs::create_dir(path("spec")).unwrap();
        for file in [
            "crate/Cargo.toml",
            "crate/src/a.rs",
            "crate/src/gone.rs",
            "crate/src/mine.rs",
            "spec/names.yaml",
        ] {
            fs::write(path(file), "old").unwrap();
        }
        let beside = [path("spec/names.yaml"), path("spec/more.yaml")];
        let [names, more] = beside.each_ref().map(|path| area::name(path));
        let text = |text: &str| Some(text.to_owned());
        let changes = vec![
            Change::new("Cargo.toml".to_owned(), text("old"), text("new")),
            Change::new("src/a.rs".to_owned(), text("old"), text("new")),
            Change::new("src/b/c/d.rs".to_owned(), None, text("new")),
            Change::new("src/b/e.rs".to_owned(), None, text("new")),
            Change::new("src/gone.rs".to_owned(), text("old"), None),
            Change::new(names, text("old"), text("new")),
            Change::new(more, None, text("new")),
        ];
        Self {
            area: Area::new(&path("crate"), &beside),
            folder,
            changes,
        }
    }

    fn tree(&self) -> Tree {
        tree(self.folder.path())
    }

    fn undo(&self) -> bool {
        undo_all(&self.area).unwrap()
    }
}

/// Where a run is killed.
#[derive(Clone, Copy, Debug)]
enum Killed {
    BeforeTheJournal,
    AfterFolders(usize),
    AfterFiles(usize),
    /// When the next file has been kept, and not replaced.
    InFile(usize),
}

/// Makes the changes up to a place.
fn run_until(killed: Killed, case: &Case) {
    let changes = &case.changes;
    let staging = tempfile::Builder::new()
        .prefix(PREFIX)
        .tempdir_in(case.area.folder());
    let staging = staging.unwrap().keep();
    let journal = Journal::of(&case.area, changes);
    let change = Replacement::new(&case.area, &staging, &journal).unwrap();
    change.stage(changes).unwrap();
    let (folders, files) = match killed {
        Killed::BeforeTheJournal => return change.forget().unwrap(),
        Killed::AfterFolders(count) => (count, 0),
        Killed::AfterFiles(count) | Killed::InFile(count) => (journal.folders.len(), count),
    };
    for path in change.folders.iter().take(folders) {
        fs::create_dir(path).unwrap();
    }
    let places = changes.iter().zip(&change.files).enumerate();
    for (index, (each, path)) in places.take(files) {
        change.replace(index, each, path).unwrap();
    }
    if let (Killed::InFile(index), Some(next)) = (killed, change.files.get(files)) {
        let _ = keep(next, &change.old_text(index));
    }
}

fn everywhere() -> impl Iterator<Item = Killed> {
    let folders = (0..=2).map(Killed::AfterFolders);
    let files = (0..=7).map(Killed::AfterFiles);
    let in_files = [0, 1, 5].map(Killed::InFile);
    std::iter::once(Killed::BeforeTheJournal)
        .chain(folders)
        .chain(files)
        .chain(in_files)
}

#[test]
fn the_next_run_takes_back_what_a_killed_one_did() {
    for killed in everywhere() {
        let case = Case::new();
        let before = case.tree();
        run_until(killed, &case);
        let has_journal = !matches!(killed, Killed::BeforeTheJournal);
        assert_eq!(is_interrupted(case.area.folder()), has_journal);
        assert_eq!(case.undo(), has_journal, "{killed:?}");
        assert_eq!(case.tree(), before, "{killed:?}");
        assert!(!case.undo(), "{killed:?}");
        // A run that was killed while it took changes back is the same to the next one.
        all(&case.area, &case.changes).unwrap();
        let after = case.tree();
        let files = after.iter().filter(|(path, _)| !path.ends_with('/'));
        let files: Vec<(&str, &str)> = files
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        let expected = [
            ("crate/Cargo.toml", "new"),
            ("crate/src/a.rs", "new"),
            ("crate/src/b/c/d.rs", "new"),
            ("crate/src/b/e.rs", "new"),
            ("crate/src/mine.rs", "old"),
            ("spec/more.yaml", "new"),
            ("spec/names.yaml", "new"),
        ];
        assert_eq!(files, expected, "{killed:?}");
    }
}

#[test]
fn what_was_put_into_new_folders_in_the_meantime_stays() {
    let case = Case::new();
    run_until(Killed::AfterFiles(4), &case);
    fs::write(case.area.folder().join("src/b/mine.rs"), "mine").unwrap();
    assert!(case.undo());
    let tree = case.tree();
    assert_eq!(tree["crate/src/b/mine.rs"], "mine");
    assert!(!tree.contains_key("crate/src/b/e.rs"));
}

#[test]
fn what_people_edited_in_the_meantime_stays() {
    let case = Case::new();
    run_until(Killed::AfterFiles(7), &case);
    for file in ["spec/names.yaml", "spec/more.yaml"] {
        fs::write(case.folder.path().join(file), "mine").unwrap();
    }
    assert!(case.undo());
    let tree = case.tree();
    assert_eq!(tree["crate/src/a.rs"], "old");
    assert_eq!(tree["spec/names.yaml"], "mine");
    assert_eq!(tree["spec/more.yaml"], "mine");
}

#[test]
fn a_file_that_changed_after_it_was_compared_is_left_alone() {
    for (path, said) in [
        ("crate/src/a.rs", "changed"),
        ("crate/src/b/e.rs", "appeared"),
        ("spec/names.yaml", "changed"),
        ("spec/more.yaml", "appeared"),
    ] {
        let case = Case::new();
        let file = case.folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, said).unwrap();
        let before = case.tree();
        let error = all(&case.area, &case.changes).unwrap_err();
        assert!(matches!(error, OutputError::Write { .. }), "{error:?}");
        assert_eq!(case.tree(), before);
    }
}

/// A run with other files beside the crate doesn't know whether the journal is to be trusted.
#[test]
fn only_a_run_with_the_same_files_takes_changes_back() {
    let case = Case::new();
    let before = case.tree();
    run_until(Killed::AfterFiles(6), &case);
    let other = Area::new(case.area.folder(), &[]);
    let error = undo_all(&other).unwrap_err();
    assert!(matches!(error, OutputError::Undo { .. }), "{error:?}");
    assert!(case.undo());
    assert_eq!(case.tree(), before);
}

/// What a rename does within a file system, killed before the file that was carried is removed.
#[test]
fn a_file_is_carried_to_another_file_system() {
    let case = Case::new();
    let before = case.tree();
    run_until(Killed::AfterFiles(6), &case);
    let new = case.folder.path().join("new");
    fs::write(&new, "new").unwrap();
    carry(&new, &case.folder.path().join("spec/more.yaml")).unwrap();
    assert!(!new.exists());
    assert!(case.undo());
    assert_eq!(case.tree(), before);
}

#[test]
fn a_journal_that_leads_out_of_the_folder_is_refused() {
    let case = Case::new();
    let outside = tempfile::tempdir().unwrap();
    let staging = case.area.folder().join(".codegen-evil");
    fs::create_dir(&staging).unwrap();
    let path = outside.path().join("x").display().to_string();
    for path in [path.as_str(), "../x", "src/../../x"] {
        let journal = Journal {
            folders: Vec::new(),
            files: vec![Entry {
                path: path.to_owned(),
                old: false,
                new: true,
                text: None,
            }],
        };
        fs::write(
            staging.join(JOURNAL),
            serde_json::to_string(&journal).unwrap(),
        )
        .unwrap();
        let error = undo_all(&case.area).unwrap_err();
        assert!(matches!(error, OutputError::Undo { .. }), "{error:?}");
    }
}
