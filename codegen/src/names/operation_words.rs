//! The words of an operationId.

use super::lexicon::VERBS;
use super::words::{Vocabulary, is_keyword, snake};
use crate::input::docs_set::DocumentedOperation;

/// The words of an operation's id without its tag at the beginning: `actions/list-runners` under the tag `actions` is
/// `list_runners`, since the module of the tag says the rest.
pub(super) fn without_tag(vocabulary: &Vocabulary, operation: &DocumentedOperation) -> Vec<String> {
    let tag = vocabulary.singular(vocabulary.words(operation.tag()));
    let is_tag = |text: &str| vocabulary.singular(vocabulary.words(text)) == tag;
    let id = operation.id.as_str();
    if let Some(rest) = after_namespace(id, is_tag) {
        let words = vocabulary.words(rest);
        if !words.is_empty() {
            return words;
        }
    }
    // `users_list`, `usersList`: nothing but the verb shows where the tag ends.
    let words = vocabulary.words(id);
    match words.split_at_checked(tag.len()) {
        Some((start, rest))
            if vocabulary.singular(start.to_vec()) == tag
                && rest
                    .first()
                    .is_some_and(|word| VERBS.contains(&word.as_str())) =>
        {
            rest.to_vec()
        }
        _ => words,
    }
}

/// What follows a namespace that is the tag: after `actions/` or `Users_`, and after the `buckets.` of
/// `storage.buckets.list`.
fn after_namespace(id: &str, is_tag: impl Fn(&str) -> bool) -> Option<&str> {
    // In `get_users` an underscore is a space, in `Users_GetAll` it isn't.
    let spaced = !id.contains(|character: char| character.is_ascii_uppercase());
    let separates =
        |character: char| matches!(character, '/' | '.' | ':' | '#') || character == '_' && !spaced;
    let ends = id.match_indices(separates);
    ends.filter_map(|(end, separator)| {
        let namespace = id.get(..end)?;
        let last = namespace.rsplit(separates).next()?;
        (is_tag(namespace) || is_tag(last)).then(|| id.get(end + separator.len()..))?
    })
    .last()
}

/// What to add to an id that is a keyword: the noun of the path, which is the last segment before a parameter, else the
/// last one. `move` of `/books/{id}/move` is `move_book`.
pub(super) fn noun_of_path(vocabulary: &Vocabulary, path: &str) -> Vec<String> {
    let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let is_parameter = |segment: &&str| segment.starts_with('{');
    let holders = segments.windows(2).filter_map(|pair| match pair {
        [holder, parameter] if is_parameter(parameter) && !is_parameter(holder) => Some(holder),
        _ => None,
    });
    let names = segments.iter().filter(|segment| !is_parameter(segment));
    names
        .chain(holders)
        .map(|segment| vocabulary.singular(vocabulary.words(segment)))
        .rfind(|words| !words.is_empty() && !is_keyword(&snake(words)))
        .unwrap_or_default()
}
