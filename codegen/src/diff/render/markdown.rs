//! A diff for a comment on a pull request.

use std::fmt::Write as _;

use semver::Version;

use super::phrase::{self, Code};
use crate::diff::{Class, Diff, Entry};
use crate::markdown;
use crate::wording::counted;

/// More entries than that are folded.
const OPEN: usize = 10;

/// The most entries of a class.
const MOST: usize = 60;

/// The most bytes of all entries: a comment on GitHub has at most 65,536 characters.
const MOST_BYTES: usize = 60_000;

const CODE: Code = |name| markdown::code(name);

/// The diff as Markdown that fits in a comment: the verdict first, breaking changes before others, long lists folded.
pub fn markdown(diff: &Diff, version: Option<&Version>) -> String {
    let mut text = verdict(diff, version);
    let unforced = diff.entries.iter().filter(|entry| entry.unforced).count();
    if unforced > 0 {
        let _ = writeln!(
            text,
            "\n> [!WARNING]\n> The spec only adds, but the crate breaks: {unforced} breaking change{} not forced by the pages.",
            if unforced == 1 { " is" } else { "s are" }
        );
    }
    let mut room = MOST_BYTES;
    for (class, title) in [
        (Class::Breaking, "Breaking"),
        (Class::Additive, "Additive"),
        (Class::Docs, "Docs only"),
    ] {
        let entries: Vec<&Entry> = diff.of_class(class).collect();
        let (open, folded) = match class {
            Class::Breaking => entries.split_at(entries.len().min(OPEN)),
            Class::Additive if entries.len() <= OPEN => (entries.as_slice(), [].as_slice()),
            _ => ([].as_slice(), entries.as_slice()),
        };
        let title = format!("{title} ({})", entries.len());
        if !open.is_empty() {
            section(&mut text, &title, true, &list(open, &mut room));
        }
        if !folded.is_empty() {
            let title = match open.len() {
                0 => title,
                _ => format!("{} more", folded.len()),
            };
            section(&mut text, &title, false, &list(folded, &mut room));
        }
    }
    if !diff.docs.is_empty() {
        let title = format!("Docs of {}", counted(diff.docs.len(), "item"));
        section(
            &mut text,
            &title,
            false,
            &format!("{}\n", phrase::list(&diff.docs, CODE)),
        );
    }
    text
}

/// The entries for a changelog: what users have to know, without causes.
pub fn changelog(diff: &Diff) -> String {
    let mut text = String::new();
    for (class, title) in [
        (Class::Breaking, "Breaking changes of the API"),
        (Class::Additive, "Additions to the API"),
    ] {
        let entries: Vec<&Entry> = diff.of_class(class).collect();
        if !entries.is_empty() {
            let _ = writeln!(text, "### {title}\n");
        }
        for entry in &entries {
            let _ = writeln!(text, "- {}.", phrase::headline(entry, CODE));
        }
        if !entries.is_empty() {
            text.push('\n');
        }
    }
    text
}

fn verdict(diff: &Diff, version: Option<&Version>) -> String {
    let verdict = phrase::verdict(diff);
    let verdict = match verdict.split_once(": ") {
        Some((class, rest)) => format!("**{}**: {rest}", capitalized(class)),
        None => format!("**{}**", capitalized(&verdict)),
    };
    match version.filter(|_| diff.class().is_some()) {
        Some(version) => format!(
            "{verdict}. The version after {version} is **{}**.\n",
            diff.next_version(version)
        ),
        None => format!("{verdict}.\n"),
    }
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

fn section(text: &mut String, title: &str, is_open: bool, body: &str) {
    let _ = match is_open {
        true => write!(text, "\n### {title}\n\n{body}"),
        false => write!(
            text,
            "\n<details>\n<summary>{title}</summary>\n\n{body}\n</details>\n"
        ),
    };
}

/// The first entries, as many as there is room for.
fn list(entries: &[&Entry], room: &mut usize) -> String {
    let mut text = String::new();
    let mut shown = 0;
    for entry in entries.iter().take(MOST) {
        let mut item = format!("- {}\n", phrase::headline(entry, CODE));
        for detail in phrase::details(entry, CODE) {
            let _ = writeln!(item, "  - {detail}");
        }
        let Some(left) = room.checked_sub(item.len()) else {
            break;
        };
        *room = left;
        text.push_str(&item);
        shown += 1;
    }
    let more = entries.len() - shown;
    if more > 0 {
        let _ = writeln!(text, "- and {more} more: `diff` lists them");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::Change;

    /// Changes with names as long as this.
    fn diff(count: usize, length: usize) -> Diff {
        let entry = |index: usize| Entry {
            class: Class::ALL[index % 3],
            change: Change::Changed,
            what: "field",
            items: vec![format!("api::{}{index}.field", "Name".repeat(length))],
            before: "Option<String>".to_owned(),
            after: format!("Vec<{}>", "Other".repeat(length)),
            with: Vec::new(),
            reaches: (0..40)
                .map(|each| format!("api::tag::function{each}"))
                .collect(),
            causes: Vec::new(),
            unforced: index.is_multiple_of(2),
        };
        let docs = (0..count).map(|index| format!("api::Type{index}"));
        Diff {
            entries: (0..count).map(entry).collect(),
            docs: docs.collect(),
        }
    }

    #[test]
    fn a_comment_has_room_for_it() {
        for (count, length) in [(3, 1), (3000, 1), (3000, 30), (300, 3000), (3, 30_000)] {
            let text = markdown(&diff(count, length), Some(&Version::new(0, 1, 0)));
            assert!(text.len() < 65_536, "{count} {length}: {}", text.len());
            let first = format!(
                "**Breaking**: {0} breaking, {0} additive, {0} docs changes",
                count / 3
            );
            assert!(text.starts_with(&first), "{}", text.lines().next().unwrap());
            let [breaking, additive, docs] = ["### Breaking (", "Additive (", "Docs only ("]
                .map(|title| text.find(title).unwrap());
            assert!(breaking < additive && additive < docs);
            assert_eq!(
                text.matches("<details>").count(),
                text.matches("</details>").count()
            );
            if count == 3000 {
                assert!(text.contains("\n- and 940 more: `diff` lists them\n") || length > 1);
            }
        }
    }
}
