//! The beginning of a diff, which shows why a file is stale.

use std::time::Duration;

use similar::TextDiff;

use super::{Change, with_lf};

/// Lines shown of a file that has changed.
const STALE: usize = 20;

/// Lines shown of an added or removed file.
const WHOLE: usize = 5;

/// A file's path, its state, and the beginning of its diff.
pub(super) fn of(change: &Change) -> String {
    let (state, shown) = match (&change.old, &change.new) {
        (Some(_), Some(_)) => ("stale", STALE),
        (None, _) => ("missing", WHOLE),
        (Some(_), None) => ("orphaned", WHOLE),
    };
    let old = with_lf(change.old.as_deref().unwrap_or_default());
    let new = change.new.as_deref().unwrap_or_default();
    // A coarse diff now is more useful than a minimal one later.
    let diff = TextDiff::configure()
        .timeout(Duration::from_millis(200))
        .diff_lines(old.as_str(), new);
    let text = diff.unified_diff().context_radius(1).to_string();
    let mut report = format!("{state}: {}\n", change.path);
    for line in text.lines().take(shown) {
        report.push_str(&format!("    {line}\n"));
    }
    let more = text.lines().count().saturating_sub(shown);
    if more > 0 {
        report.push_str(&format!("    … {more} more lines\n"));
    }
    report
}
