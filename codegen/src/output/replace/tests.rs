//! A run that is killed, at every step.

use std::collections::BTreeMap;

use tempfile::TempDir;

use super::*;

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

/// A folder, and changes of every kind to it.
fn case() -> (TempDir, Vec<Change>) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    for path in ["Cargo.toml", "src/a.rs", "src/gone.rs", "src/mine.rs"] {
        fs::write(folder.path().join(path), "old").unwrap();
    }
    let text = |text: &str| Some(text.to_owned());
    let changes = vec![
        Change::new("Cargo.toml".to_owned(), text("old"), text("new")),
        Change::new("src/a.rs".to_owned(), text("old"), text("new")),
        Change::new("src/b/c/d.rs".to_owned(), None, text("new")),
        Change::new("src/b/e.rs".to_owned(), None, text("new")),
        Change::new("src/gone.rs".to_owned(), text("old"), None),
    ];
    (folder, changes)
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
fn run_until(killed: Killed, folder: &Path, changes: &[Change]) {
    let staging = tempfile::Builder::new().prefix(PREFIX).tempdir_in(folder);
    let staging = staging.unwrap().keep();
    let journal = Journal::of(folder, changes);
    let change = Replacement {
        folder,
        staging: &staging,
        journal: &journal,
    };
    change.stage(changes).unwrap();
    let (folders, files) = match killed {
        Killed::BeforeTheJournal => return change.forget().unwrap(),
        Killed::AfterFolders(count) => (count, 0),
        Killed::AfterFiles(count) | Killed::InFile(count) => (journal.folders.len(), count),
    };
    for path in journal.folders.iter().take(folders) {
        fs::create_dir(below(folder, path)).unwrap();
    }
    for (index, each) in changes.iter().enumerate().take(files) {
        let path = below(folder, &each.path);
        change.replace(index, each, &path).unwrap();
    }
    if let (Killed::InFile(index), Some(next)) = (killed, changes.get(files)) {
        let _ = keep(&below(folder, &next.path), &change.old_text(index));
    }
}

fn everywhere() -> impl Iterator<Item = Killed> {
    let folders = (0..=2).map(Killed::AfterFolders);
    let files = (0..=5).map(Killed::AfterFiles);
    let in_files = [0, 1].map(Killed::InFile);
    std::iter::once(Killed::BeforeTheJournal)
        .chain(folders)
        .chain(files)
        .chain(in_files)
}

#[test]
fn the_next_run_takes_back_what_a_killed_one_did() {
    for killed in everywhere() {
        let (folder, changes) = case();
        let before = tree(folder.path());
        run_until(killed, folder.path(), &changes);
        let has_journal = !matches!(killed, Killed::BeforeTheJournal);
        assert_eq!(is_interrupted(folder.path()), has_journal, "{killed:?}");
        assert_eq!(undo_all(folder.path()).unwrap(), has_journal, "{killed:?}");
        assert_eq!(tree(folder.path()), before, "{killed:?}");
        assert!(!undo_all(folder.path()).unwrap(), "{killed:?}");
        // A run that was killed while it took changes back is the same to the next one.
        all(folder.path(), &changes).unwrap();
        let after = tree(folder.path());
        let paths: Vec<&str> = after.keys().map(String::as_str).collect();
        let expected = [
            "Cargo.toml",
            "src/",
            "src/a.rs",
            "src/b/",
            "src/b/c/",
            "src/b/c/d.rs",
            "src/b/e.rs",
            "src/mine.rs",
        ];
        assert_eq!(paths, expected, "{killed:?}");
    }
}

#[test]
fn what_was_put_into_new_folders_in_the_meantime_stays() {
    let (folder, changes) = case();
    run_until(Killed::AfterFiles(4), folder.path(), &changes);
    fs::write(folder.path().join("src/b/mine.rs"), "mine").unwrap();
    assert!(undo_all(folder.path()).unwrap());
    let tree = tree(folder.path());
    assert_eq!(tree["src/b/mine.rs"], "mine");
    assert!(!tree.contains_key("src/b/e.rs"));
}

#[test]
fn a_file_that_changed_after_it_was_compared_is_left_alone() {
    for (path, said) in [("src/a.rs", "changed"), ("src/b/e.rs", "appeared")] {
        let (folder, changes) = case();
        let file = below(folder.path(), path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, said).unwrap();
        let before = tree(folder.path());
        let error = all(folder.path(), &changes).unwrap_err();
        assert!(matches!(error, OutputError::Write { .. }), "{error:?}");
        assert_eq!(tree(folder.path()), before);
    }
}

#[test]
fn a_journal_that_leads_out_of_the_folder_is_refused() {
    let (folder, _) = case();
    let outside = tempfile::tempdir().unwrap();
    let staging = folder.path().join(".codegen-evil");
    fs::create_dir(&staging).unwrap();
    let path = outside.path().join("x").display().to_string();
    for path in [path.as_str(), "../x", "src/../../x"] {
        let journal = Journal {
            folders: Vec::new(),
            files: vec![Entry {
                path: path.to_owned(),
                old: false,
                new: true,
            }],
        };
        fs::write(
            staging.join(JOURNAL),
            serde_json::to_string(&journal).unwrap(),
        )
        .unwrap();
        let error = undo_all(folder.path()).unwrap_err();
        assert!(matches!(error, OutputError::Undo { .. }), "{error:?}");
    }
}
