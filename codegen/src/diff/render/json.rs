//! A diff for programs.

use semver::Version;
use serde_json::json;

use crate::diff::{Class, Diff};

/// The diff as JSON: the verdict, the versions, and every entry.
pub fn json(diff: &Diff, version: Option<&Version>) -> String {
    let value = json!({
        "verdict": diff.class().map_or("none", Class::word),
        "version": version.map(Version::to_string),
        "next_version": version.map(|version| diff.next_version(version).to_string()),
        "entries": diff.entries,
        "docs": diff.docs,
    });
    format!("{value:#}\n")
}
