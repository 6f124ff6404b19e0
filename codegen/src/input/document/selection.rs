//! Which operations of a document are wanted.

use std::collections::BTreeSet;
use std::path::Path;

use super::Document;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Which operations are wanted.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only those with one of these tags; with none, all.
    pub tags: Vec<String>,
    /// Only these operationIds; with none, all.
    pub operations: Vec<String>,
    /// Of these, only those that have a page in the spec folder.
    pub existing: bool,
}

impl Selection {
    pub(super) fn has(&self, id: &str, tags: &[String]) -> bool {
        let by_tag = self.tags.iter().any(|tag| tags.contains(tag));
        let by_id = self.operations.iter().any(|wanted| wanted == id);
        (self.tags.is_empty() && self.operations.is_empty()) || by_tag || by_id
    }

    /// Reports tags and operationIds that no operation has: the vendor has removed them, or they are misspelled.
    pub(super) fn complain_if_unknown<'a>(
        &self,
        documents: impl IntoIterator<Item = &'a Document>,
        file: &str,
        diagnostics: &mut Diagnostics,
    ) {
        let (mut tags, mut ids) = (BTreeSet::new(), BTreeSet::new());
        for document in documents {
            tags.extend(document.tags.iter().map(String::as_str));
            ids.extend(document.operations.iter().map(|key| key.id.as_str()));
        }
        let options = [
            ("--tag", "the tag", &self.tags, tags),
            ("--operation", "the operationId", &self.operations, ids),
        ];
        for (option, what, wanted, known) in options {
            for name in wanted.iter().filter(|name| !known.contains(name.as_str())) {
                let message = format!("no operation has {what} `{name}`");
                let help = match nearest(name, &known) {
                    Some(near) => format!("did you mean `{option} '{near}'`?"),
                    None => format!("leave `{option} '{name}'` out, or correct it"),
                };
                diagnostics.push(Diagnostic::new(Code::UnknownSelection, file, message).help(help));
            }
        }
    }

    /// Reports that there is nothing to import from a document with so many operations.
    pub(super) fn complain_of_nothing(
        &self,
        operations: usize,
        source: &Path,
        diagnostics: &mut Diagnostics,
    ) {
        if diagnostics.has_errors() {
            return;
        }
        let (message, help) = if operations == 0 {
            let help = "name the root file of the document, which has `paths`";
            ("the document has no operations".to_owned(), help)
        } else if self.existing {
            let help = "leave `--existing` out to add pages, or name the API's folder with `--api`";
            let message = format!("none of the document's {operations} operations has a page");
            (message, help)
        } else {
            let help = "check the spelling of `--tag` and `--operation`, or leave them out";
            let message = format!("none of the document's {operations} operations is selected");
            (message, help)
        };
        let file = source.display().to_string();
        diagnostics.push(Diagnostic::new(Code::NoOperations, file, message).help(help));
    }
}

/// The name that is most like another one, if one is like it at all.
fn nearest<'a>(name: &str, known: &BTreeSet<&'a str>) -> Option<&'a str> {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|each| each.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let wanted = letters(name);
    let distances = known.iter().map(|known| {
        let distance = strsim::damerau_levenshtein(&wanted, &letters(known));
        (distance, *known)
    });
    let (distance, nearest) = distances.min()?;
    // A third of the letters may be wrong.
    (distance * 3 <= wanted.chars().count()).then_some(nearest)
}
