//! Whether a folder belongs to a Cargo workspace above it.

use std::fs;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};
use serde::Deserialize;

#[derive(Deserialize)]
struct Manifest {
    workspace: Option<Workspace>,
}

#[derive(Deserialize)]
struct Workspace {
    /// Patterns of folders.
    #[serde(default)]
    members: Vec<String>,
    /// Folders, with all that is in them.
    #[serde(default)]
    exclude: Vec<PathBuf>,
}

/// Whether the nearest workspace above a folder lists it among its members.
pub(crate) fn is_member(folder: &Path) -> bool {
    let mut roots = folder.ancestors().skip(1);
    roots
        .find_map(|root| Some(lists(&workspace(root)?, folder.strip_prefix(root).ok()?)))
        .unwrap_or(false)
}

/// The workspace of the manifest in a folder, if there is one.
fn workspace(root: &Path) -> Option<Workspace> {
    let text = fs::read_to_string(root.join("Cargo.toml")).ok()?;
    toml::from_str::<Manifest>(&text).ok()?.workspace
}

fn lists(workspace: &Workspace, folder: &Path) -> bool {
    let options = MatchOptions {
        require_literal_separator: true,
        ..MatchOptions::new()
    };
    let matches = |pattern: &String| {
        Pattern::new(pattern.trim_end_matches('/'))
            .is_ok_and(|pattern| pattern.matches_path_with(folder, options))
    };
    let is_excluded = |path: &PathBuf| folder.starts_with(path);
    workspace.members.iter().any(matches) && !workspace.exclude.iter().any(is_excluded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_workspace_decides() {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write(
            "Cargo.toml",
            "[workspace]\nmembers = [\"client\", \"apis/*/client\", \"nested/inner\"]\nexclude = [\"apis/old\"]\n",
        );
        write("nested/Cargo.toml", "[workspace]\n");
        write("apis/Cargo.toml", "[package]\nname = \"apis\"\n");
        let is_member = |path: &str| is_member(&root.path().join(path));
        assert!(is_member("client") && is_member("apis/new/client"));
        assert!(!is_member("apis/old/client") && !is_member("apis/a/b/client"));
        assert!(!is_member("nested/inner") && !is_member("other"));
    }
}
