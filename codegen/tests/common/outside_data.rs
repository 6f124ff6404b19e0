//! Data that some tests need and that isn't part of the repository: the docs pages of a whole API and what belongs to
//! them. CONTRIBUTING.md says how to get it.
//!
//! A test whose data is missing returns early, after a notice that is printed even though the test passes.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A file or folder outside of the repository.
pub(crate) struct OutsideData {
    /// The environment variable with its path, absolute or relative to the workspace's root.
    variable: &'static str,
    /// Where it is expected without the variable, relative to the workspace's root.
    default: &'static str,
    content: &'static str,
}

/// A spec folder with all pages of the IdentityNow beta API.
pub(crate) const DOCS_SET: OutsideData = OutsideData {
    variable: "CODEGEN_DOCS_SET",
    default: "../shared/corpus",
    content: "the docs pages of a whole API",
};

/// The names of the vendor's own schemas: a table of operation, JSON pointer and name, separated by tabs.
pub(crate) const VENDOR_TYPES: OutsideData = OutsideData {
    variable: "CODEGEN_VENDOR_TYPES",
    default: "../shared/corpus/beta-types.tsv",
    content: "the table of the vendor's own schemas",
};

/// An archive of consecutive published versions of one API's definition.
pub(crate) const HISTORY: OutsideData = OutsideData {
    variable: "CODEGEN_HISTORY",
    default: "../shared/history/beta.tar.xz",
    content: "the history of an API's definition",
};

impl OutsideData {
    /// The path, if the data is there; `None` after a notice if it isn't.
    ///
    /// # Panics
    ///
    /// If the variable is set and there is nothing at its path: whoever sets it wants the tests to run.
    #[track_caller]
    pub(crate) fn path(&self) -> Option<PathBuf> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        match std::env::var_os(self.variable).filter(|path| !path.is_empty()) {
            Some(path) => Some(self.named(&root, &path)),
            None => self.found(&root),
        }
    }

    #[track_caller]
    fn named(&self, root: &Path, path: &OsString) -> PathBuf {
        let path = root.join(path);
        assert!(
            path.exists(),
            "{} is set to {}, which does not exist",
            self.variable,
            path.display()
        );
        path
    }

    fn found(&self, root: &Path) -> Option<PathBuf> {
        let path = root.join(self.default);
        if path.exists() {
            return Some(path);
        }
        // The test harness hides what `eprintln!` prints in a test that passes, but not what is written to stderr itself.
        let notice = format!(
            "NOTICE: tests skipped without {}: set {} or put it at {} (see CONTRIBUTING.md)\n",
            self.content, self.variable, self.default
        );
        std::io::stderr().write_all(notice.as_bytes()).ok();
        None
    }
}
