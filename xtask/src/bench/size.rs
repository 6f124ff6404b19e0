//! How much code a crate is.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use anyhow::{Context as _, Result};

/// What was counted in all Rust files of a crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) lines: usize,
    /// Lines of doc comments.
    pub(super) docs: usize,
    /// Structs and enums that are public.
    pub(super) types: usize,
}

impl Size {
    /// Counts in a folder and those below it.
    pub(super) fn of(folder: &Path) -> Result<Self> {
        let mut size = Self::default();
        let context = || format!("can't read {}", folder.display());
        for entry in fs::read_dir(folder).with_context(context)? {
            let path = entry?.path();
            if path.is_dir() {
                size = size.plus(Self::of(&path)?);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path)
                    .with_context(|| format!("can't read {}", path.display()))?;
                size = size.plus(Self::of_text(&text));
            }
        }
        Ok(size)
    }

    fn of_text(text: &str) -> Self {
        let count = |starts: &[&str]| {
            let lines = text.lines().map(str::trim_start);
            lines
                .filter(|line| starts.iter().any(|start| line.starts_with(start)))
                .count()
        };
        Self {
            lines: text.lines().count(),
            docs: count(&["///", "//!"]),
            types: count(&["pub struct ", "pub enum "]),
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            lines: self.lines + other.lines,
            docs: self.docs + other.docs,
            types: self.types + other.types,
        }
    }
}

/// The lines of a file that may be too large for memory.
pub(super) fn lines_of_file(path: &Path) -> Result<usize> {
    let context = || format!("can't read {}", path.display());
    let mut reader = BufReader::new(fs::File::open(path).with_context(context)?);
    let mut lines = 0;
    while reader.skip_until(b'\n').with_context(context)? > 0 {
        lines += 1;
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_docs_and_types_are_counted() {
        let text = "//! Docs.\n\nmacro! {\n    /// Docs.\n    pub struct A {}\n}\n// pub enum B {}\nstruct C;\n";
        let expected = Size {
            lines: 8,
            docs: 2,
            types: 1,
        };
        assert_eq!(Size::of_text(text), expected);
    }
}
