//! A diff for a terminal.

use std::fmt::Write as _;

use semver::Version;

use super::phrase::{self, Code};
use crate::diff::{Class, Diff};

const PLAIN: Code = |name| name.to_owned();

/// The verdict, and every entry with its details.
pub fn text(diff: &Diff, version: Option<&Version>) -> String {
    let mut text = format!("{}\n", first_line(diff, version));
    for class in Class::ALL {
        let entries: Vec<_> = diff.of_class(class).collect();
        if !entries.is_empty() {
            let _ = writeln!(text, "\n{}", class.word());
        }
        for entry in entries {
            let _ = writeln!(text, "  {}", phrase::headline(entry, PLAIN));
            for detail in phrase::details(entry, PLAIN) {
                let _ = writeln!(text, "      {detail}");
            }
        }
    }
    if !diff.docs.is_empty() {
        let _ = writeln!(
            text,
            "\ndocs changed of {}",
            phrase::list(&diff.docs, PLAIN)
        );
    }
    text
}

/// The verdict and the first entries, a line each.
pub fn brief(diff: &Diff, version: Option<&Version>, most: usize) -> String {
    let mut text = format!("{}\n", first_line(diff, version));
    for entry in diff.entries.iter().take(most) {
        let _ = writeln!(
            text,
            "  {:<8} {}",
            entry.class.word(),
            phrase::headline(entry, PLAIN)
        );
    }
    let more = diff.entries.len().saturating_sub(most);
    if more > 0 {
        let _ = writeln!(text, "  and {more} more: `diff` lists them");
    }
    text
}

fn first_line(diff: &Diff, version: Option<&Version>) -> String {
    let verdict = phrase::verdict(diff);
    match version.filter(|_| diff.class().is_some()) {
        Some(version) => format!(
            "{verdict}; the version after {version} is {}",
            diff.next_version(version)
        ),
        None => verdict,
    }
}
