//! The generator's files on disk.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::{OWNED, OutputError};

/// Whether a folder is there.
///
/// # Errors
///
/// If something else is there, or it isn't known what.
pub(super) fn is_folder(out: &Path) -> Result<bool, OutputError> {
    match fs::metadata(out) {
        Ok(metadata) if metadata.is_dir() => Ok(true),
        Ok(_) => Err(OutputError::NotAFolder(out.to_owned())),
        // A link to nothing is a file in the way.
        Err(error) if error.kind() == ErrorKind::NotFound && !out.is_symlink() => Ok(false),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Err(OutputError::NotAFolder(out.to_owned()))
        }
        Err(source) => Err(OutputError::Read {
            path: out.to_owned(),
            source,
        }),
    }
}

/// The files at the generator's paths and their texts; `None` for anything but a text file, such as a symbolic link.
pub(super) fn owned_files(out: &Path) -> Result<BTreeMap<String, Option<String>>, OutputError> {
    let mut found = BTreeMap::new();
    if !is_folder(out)? {
        return Ok(found);
    }
    for name in OWNED.into_iter().chain(["src"]) {
        let path = out.join(name);
        match fs::symlink_metadata(&path) {
            Ok(_) => visit(&path, name, &mut found)?,
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(source) => return Err(OutputError::Read { path, source }),
        }
    }
    Ok(found)
}

/// Folders that are where files should be written. They are empty: otherwise their files were found.
pub(super) fn in_the_way<'a>(out: &Path, paths: impl Iterator<Item = &'a String>) -> Vec<String> {
    paths
        .filter(|path| fs::symlink_metadata(out.join(path)).is_ok())
        .map(|path| format!("{path}/"))
        .collect()
}

/// Whether a folder has nothing in it but hidden files, such as those of Git.
pub(super) fn is_empty(out: &Path) -> Result<bool, OutputError> {
    let cannot_read = |source| OutputError::Read {
        path: out.to_owned(),
        source,
    };
    let entries = match fs::read_dir(out) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        entries => entries.map_err(cannot_read)?,
    };
    for entry in entries {
        let name = entry.map_err(cannot_read)?.file_name();
        if !name.to_string_lossy().starts_with('.') {
            return Ok(false);
        }
    }
    Ok(true)
}

fn visit(
    path: &Path,
    name: &str,
    found: &mut BTreeMap<String, Option<String>>,
) -> Result<(), OutputError> {
    let cannot_read = |source| OutputError::Read {
        path: path.to_owned(),
        source,
    };
    // Links aren't followed: their targets aren't the generator's.
    let kind = fs::symlink_metadata(path).map_err(cannot_read)?.file_type();
    if kind.is_dir() && !OWNED.contains(&name) {
        for entry in fs::read_dir(path).map_err(cannot_read)? {
            let entry = entry.map_err(cannot_read)?;
            visit(
                &entry.path(),
                &format!("{name}/{}", entry.file_name().to_string_lossy()),
                found,
            )?;
        }
        return Ok(());
    }
    // `src` itself must be a folder; it isn't a generated file.
    let is_text_file = kind.is_file() && name != "src";
    let bytes = if is_text_file {
        Some(fs::read(path).map_err(cannot_read)?)
    } else {
        None
    };
    found.insert(
        name.to_owned(),
        bytes.and_then(|bytes| String::from_utf8(bytes).ok()),
    );
    Ok(())
}
