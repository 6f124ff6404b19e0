//! Files of unknown origin, read within bounds.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Reads a regular file, or what a link to one leads to; of a longer file only so many bytes and one more.
///
/// A pipe or a device might never end, or never begin.
///
/// # Errors
///
/// If the path leads to anything else, or the file can't be read.
pub(super) fn read(path: &Path, longest: usize) -> io::Result<Vec<u8>> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return Err(io::Error::other("it isn't a regular file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound && path.is_symlink() => {
            return Err(io::Error::other(
                "it is a link to a file that doesn't exist",
            ));
        }
        Err(error) => return Err(error),
    }
    let mut bytes = Vec::new();
    File::open(path)?
        .take(longest as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}
