//! The words of an operationId.

use super::lexicon::{ARTICLES, EACH, LISTS, PREPOSITIONS, ROLES, VERBS};
use super::words::{Vocabulary, is_keyword, snake};
use crate::input::docs_set::DocumentedOperation;

/// Whether the ids of a tag's operations begin with the tag as with a namespace: the verb after it shows that in one of
/// them, such as `users_list` or `usersList`.
pub fn is_namespace<'a>(
    vocabulary: &Vocabulary,
    mut operations: impl Iterator<Item = &'a DocumentedOperation>,
) -> bool {
    operations.any(|operation| {
        let tag = tag_words(vocabulary, operation);
        let is_noun = tag.first().is_some_and(|first| !is_verb(first));
        let words = vocabulary.words(&operation.id);
        let rest = after_words(vocabulary, &words, &tag);
        is_noun && rest.is_some_and(|rest| rest.first().is_some_and(|word| is_verb(word)))
    })
}

/// The words of a function: those of its operation's id without the tag, since the module of the tag says that. Where the
/// tag is a namespace, `users_archive` loses it like `users_list`.
pub(super) fn of_function(
    vocabulary: &Vocabulary,
    operation: &DocumentedOperation,
    is_namespace: bool,
) -> Vec<String> {
    let all = vocabulary.words(&operation.id);
    let tag = tag_words(vocabulary, operation);
    let rest = all.strip_prefix(tag.as_slice()).filter(|_| is_namespace);
    let says_what = |word: &String| !PREPOSITIONS.contains(&word.as_str());
    match rest.filter(|rest| rest.first().is_some_and(says_what)) {
        Some(rest) => rest.to_vec(),
        None => without_tag(vocabulary, operation),
    }
}

/// The words of the tag that the vendor gave an operation.
fn tag_words(vocabulary: &Vocabulary, operation: &DocumentedOperation) -> Vec<String> {
    vocabulary.words(operation.own_tag().unwrap_or_default())
}

/// What follows a tag at the beginning of an id, plural or singular aside.
fn after_words<'w>(
    vocabulary: &Vocabulary,
    words: &'w [String],
    tag: &[String],
) -> Option<&'w [String]> {
    let (start, rest) = words.split_at_checked(tag.len())?;
    let is_tag = vocabulary.singular(start.to_vec()) == vocabulary.singular(tag.to_vec());
    is_tag.then_some(rest)
}

/// The words of an operation's id without its tag at the beginning: `actions/list-runners` under the tag `actions` is
/// `list_runners`.
fn without_tag(vocabulary: &Vocabulary, operation: &DocumentedOperation) -> Vec<String> {
    let tag = vocabulary.singular(tag_words(vocabulary, operation));
    let is_tag = |text: &str| vocabulary.singular(without_role(vocabulary.words(text))) == tag;
    let id = operation.id.as_str();
    if let Some(rest) = after_namespace(id, is_tag) {
        let words = vocabulary.words(rest);
        if !words.is_empty() {
            return words;
        }
    }
    // `users_list`, `usersList`: nothing but the verb shows where the tag ends.
    let words = vocabulary.words(id);
    let rest = after_words(vocabulary, &words, &tag);
    match rest.filter(|rest| rest.first().is_some_and(|word| is_verb(word))) {
        Some(rest) => rest.to_vec(),
        None => words,
    }
}

/// The words of an operation's id, the verb first and then what it is about: `stations/list`, `stations.list`,
/// `Stations_List` and `StationsController_findAll` list stations, and `stations/get` and `getOne` of `/stations/{id}` get a
/// station.
pub(super) fn verb_first(vocabulary: &Vocabulary, operation: &DocumentedOperation) -> Vec<String> {
    let all = without_articles(vocabulary.words(&operation.id));
    let tag = all.len()
        - without_articles(without_tag(vocabulary, operation))
            .len()
            .min(all.len());
    let start = match all.first() {
        Some(first) if tag == 0 && !is_verb(first) => verb_after_noun(vocabulary, operation, &all),
        _ => tag,
    };
    let (noun, words) = all.split_at(start);
    let Some((verb, rest)) = words.split_first() else {
        return all;
    };
    let is_end = |word: &String| PREPOSITIONS.contains(&word.as_str());
    let end = rest.iter().position(is_end).unwrap_or(rest.len());
    let (about, after) = rest.split_at(end);
    let noun = match noun {
        [] => collection(vocabulary, &operation.object.path),
        noun => last_namespace(vocabulary, operation, noun),
    };
    let says_nothing = about.iter().all(|word| EACH.contains(&word.as_str()));
    let needs_noun = if says_nothing {
        start > 0 || is_verb(verb)
    } else {
        start > tag
    };
    if !needs_noun || noun.is_empty() || noun == [verb.clone()] {
        return words.to_vec();
    }
    if says_nothing && !is_verb(verb) {
        // `conversations.members`: nothing shows that the last word is a verb.
        return [vocabulary.singular(noun).as_slice(), words].concat();
    }
    let lists = LISTS.contains(&verb.as_str()) || about.iter().any(|word| word == "all");
    let noun = match says_nothing && lists {
        true => noun,
        false => vocabulary.singular(noun),
    };
    let about = about.iter().filter(|_| !says_nothing).cloned();
    let words = std::iter::once(verb.clone()).chain(noun).chain(about);
    words.chain(after.iter().cloned()).collect()
}

fn is_verb(word: &str) -> bool {
    VERBS.contains(&word)
}

/// `get-a-station` is `get_station`.
fn without_articles(mut words: Vec<String>) -> Vec<String> {
    words.retain(|word| !ARTICLES.contains(&word.as_str()));
    words
}

/// Where the verb of an id is that begins with words of the path or the tag; 0 if it doesn't.
fn verb_after_noun(
    vocabulary: &Vocabulary,
    operation: &DocumentedOperation,
    words: &[String],
) -> usize {
    let singular = |word: &String| vocabulary.singular(vec![word.clone()]);
    let tag = operation.own_tag().unwrap_or_default();
    let around = format!("{tag} {}", operation.object.path);
    let around: Vec<Vec<String>> = vocabulary.words(&around).iter().map(singular).collect();
    let is_known =
        |word: &String| around.contains(&singular(word)) || ROLES.contains(&word.as_str());
    let nouns = words.iter().take_while(|word| !is_verb(word));
    let count = nouns.clone().count();
    match count < words.len() && nouns.clone().all(is_known) {
        true => count,
        false => 0,
    }
}

/// The innermost of the namespaces before a verb, without words such as `controller`: the `buckets` of
/// `storage.buckets.list`.
fn last_namespace(
    vocabulary: &Vocabulary,
    operation: &DocumentedOperation,
    before_verb: &[String],
) -> Vec<String> {
    let is_separator = |each: char| !each.is_ascii_alphanumeric() && each != '-';
    let mut parts = operation
        .id
        .split(is_separator)
        .map(|part| vocabulary.words(part));
    let noun = parts.rfind(|part| !part.is_empty() && before_verb.ends_with(part));
    without_role(noun.unwrap_or_else(|| before_verb.to_vec()))
}

/// `StationsController` is `stations`.
fn without_role(mut words: Vec<String>) -> Vec<String> {
    while words.len() > 1
        && words
            .last()
            .is_some_and(|last| ROLES.contains(&last.as_str()))
    {
        words.pop();
    }
    words
}

/// The last segment of a path that isn't a parameter.
fn collection(vocabulary: &Vocabulary, path: &str) -> Vec<String> {
    let mut segments = path.split('/').filter(|segment| !segment.contains('{'));
    let last = segments.rfind(|segment| !segment.is_empty());
    last.map(|segment| vocabulary.words(segment))
        .unwrap_or_default()
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
