//! The folder that commands work in, found when they run: the generator's repository if the current folder is in it, else
//! the current folder.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// The name of the installed program.
pub(crate) const PROGRAM: &str = env!("CARGO_PKG_NAME");

/// Where the default folders are. Outside of the repository it is the empty path, which is the current folder.
fn root() -> PathBuf {
    repository_of(Path::new("")).unwrap_or_default()
}

/// The note for default folders that aren't in the current folder.
pub(crate) fn note() -> Option<String> {
    let root = repository_of(Path::new(""))?;
    (root != absolute(Path::new(""))).then(|| {
        format!(
            "note: the default folders are those of the generator's repository, `{}`",
            root.display()
        )
    })
}

/// The spec folder: the one that an option names, else the default.
pub(crate) fn spec_folder(named: Option<&Path>) -> PathBuf {
    or_default(named, "spec")
}

/// The folder of the crate: the one that an option names, else the default.
pub(crate) fn crate_folder(named: Option<&Path>) -> PathBuf {
    or_default(named, "generated")
}

/// The changelog: the one that an option names, else the default.
pub(crate) fn changelog_file(named: Option<&Path>) -> PathBuf {
    or_default(named, "CHANGELOG.md")
}

fn or_default(named: Option<&Path>, default: &str) -> PathBuf {
    named.map_or_else(|| root().join(default), Path::to_owned)
}

/// The root of the generator's repository.
///
/// # Errors
///
/// If the current folder isn't in it.
pub(crate) fn repository() -> Result<PathBuf> {
    match repository_of(Path::new("")) {
        Some(root) => Ok(root),
        None => bail!(
            "this command measures the generator itself: run it in the generator's repository"
        ),
    }
}

/// The root of the generator's repository, if the path leads into it.
pub(crate) fn repository_of(path: &Path) -> Option<PathBuf> {
    let is_repository = |folder: &&Path| {
        let manifest = std::fs::read_to_string(folder.join("codegen/runtime/Cargo.toml"));
        manifest.is_ok_and(|text| text.contains("name = \"client-runtime\""))
            && folder.join("xtask/Cargo.toml").is_file()
    };
    let path = absolute(path);
    path.ancestors().find(is_repository).map(Path::to_owned)
}

/// The command that people run to write a crate or something else: that of the repository in it, else the program.
pub(crate) fn command_line(path: &Path) -> &'static str {
    match repository_of(path) {
        Some(_) => "cargo xtask",
        None => PROGRAM,
    }
}

/// The path without `..` and links, as far as it exists.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    let current = || std::env::current_dir().unwrap_or_default();
    let path = match path.as_os_str().is_empty() {
        true => current(),
        false => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
    };
    let exists = path
        .ancestors()
        .find_map(|ancestor| Some((ancestor, ancestor.canonicalize().ok()?)));
    match exists {
        Some((ancestor, real)) => real.join(path.strip_prefix(ancestor).unwrap_or(Path::new(""))),
        None => path,
    }
}
