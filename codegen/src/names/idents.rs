//! Identifiers within one type, one operation or one module: distinct, valid, and as close to the vendor's spelling as
//! Rust allows.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::words::{Vocabulary, is_keyword, pascal, snake, symbol_words, unreserved};

/// Identifiers that share a scope.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    taken: BTreeSet<String>,
}

impl Scope {
    /// A scope in which some identifiers have a meaning already.
    pub fn with(taken: &[&str]) -> Self {
        Self {
            taken: taken.iter().map(|&name| name.to_owned()).collect(),
        }
    }

    /// The first identifier that is free; if none is, the last one, made longer until it is.
    pub fn take(&mut self, wanted: impl IntoIterator<Item = String>) -> String {
        let mut last = "unnamed".to_owned();
        for name in wanted {
            if self.taken.insert(name.clone()) {
                return name;
            }
            last = name;
        }
        let filler = if last
            .chars()
            .next()
            .is_some_and(|first| first.is_ascii_uppercase())
        {
            "Other"
        } else {
            "_other"
        };
        while !self.taken.insert(last.clone()) {
            last.push_str(filler);
        }
        last
    }
}

/// What clippy lets nobody call a variable.
const PLACEHOLDERS: [&str; 3] = ["foo", "baz", "quux"];

/// The identifier of a field or parameter: `access-type` is `access_type`.
pub fn value_ident(scope: &mut Scope, vocabulary: &Vocabulary, name: &str) -> String {
    let words = signed_words(vocabulary, name);
    let mut plain = unreserved(&snake(&words));
    if PLACEHOLDERS.contains(&plain.as_str()) {
        plain.push('_');
    }
    // `privateKey` beside `private_key`, `+1` beside `-1`: the spelling tells them apart.
    let spelled = spelling(name, &words);
    scope.take([plain, unreserved(&snake(&spelled))])
}

/// The words of a name, with the signs that are all that tells some names apart.
fn signed_words(vocabulary: &Vocabulary, name: &str) -> Vec<String> {
    let mut words = vocabulary.words(name);
    if words.is_empty() {
        words = symbols(name);
    }
    let digits_first = words
        .first()
        .is_some_and(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    match name.chars().next() {
        Some('+') if digits_first => words.insert(0, "plus".to_owned()),
        Some('-') if digits_first => words.insert(0, "minus".to_owned()),
        _ => {}
    }
    words
}

fn symbols(name: &str) -> Vec<String> {
    if let Some(word) = symbol_words(name) {
        return vec![word.to_owned()];
    }
    name.chars()
        .filter_map(|symbol| symbol_words(symbol.encode_utf8(&mut [0; 4])))
        .map(str::to_owned)
        .collect()
}

/// How a name is written, in words: case and separators.
fn spelling(name: &str, words: &[String]) -> Vec<String> {
    let style = if !name.chars().any(char::is_alphanumeric) {
        "symbol"
    } else if name.contains('_') {
        "snake"
    } else if name.contains('-') {
        "kebab"
    } else if name.contains('.') {
        "dotted"
    } else if name.chars().all(|character| !character.is_lowercase()) {
        "upper"
    } else if name.starts_with(|first: char| first.is_uppercase()) {
        "pascal"
    } else if name.chars().all(|character| !character.is_uppercase()) {
        "lower"
    } else {
        "camel"
    };
    words.iter().cloned().chain([style.to_owned()]).collect()
}

/// The identifier of an enum's value: `IDENTITY_PROFILE` is `IdentityProfile`, `1` is `V1`, `!=` is `NotEqual`.
pub fn variant_ident(scope: &mut Scope, vocabulary: &Vocabulary, value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let shouted = !text.chars().any(|character| character.is_ascii_lowercase());
    let words = if shouted {
        signed_words(vocabulary, &text.to_lowercase())
    } else {
        signed_words(vocabulary, &text)
    };
    scope.take([variant_name(&words), variant_name(&spelling(&text, &words))])
}

/// `1.5` is `V1_5`, not `V15`.
fn variant_name(words: &[String]) -> String {
    let digit =
        |character: Option<char>| character.is_some_and(|character| character.is_ascii_digit());
    let groups =
        words.chunk_by(|one, next| !(digit(one.chars().last()) && digit(next.chars().next())));
    let mut names = groups.map(pascal);
    let first = names.next().unwrap_or_else(|| pascal(&[]));
    // Only the first group needs a letter before its digits.
    names.fold(first, |name, group| {
        format!("{name}_{}", group.trim_start_matches('V'))
    })
}

/// The identifier of a function: distinct by the path where operationIds differ in spelling alone.
pub fn function_ident(
    scope: &mut Scope,
    vocabulary: &Vocabulary,
    id: &str,
    method: &str,
    path: &str,
) -> String {
    let way = vocabulary.words(path);
    let verb = method.to_lowercase();
    let mut words = vocabulary.words(id);
    if words.is_empty() {
        words = [std::slice::from_ref(&verb), &way].concat();
    }
    let longer = |extra: &[String]| words.iter().chain(extra).cloned().collect::<Vec<_>>();
    // `get_pet_get` would tell nothing.
    let by_method = if words.contains(&verb) {
        longer(&way)
    } else {
        longer(std::slice::from_ref(&verb))
    };
    let by_path = longer(&way);
    let by_both: Vec<String> = by_path.iter().cloned().chain([verb]).collect();
    scope.take(
        [words, by_method, by_path, by_both]
            .iter()
            .map(|words| unreserved(&snake(words))),
    )
}

/// The module of each tag. A module has a file of its name, so it gets an underscore and isn't raw.
pub fn tag_modules(vocabulary: &Vocabulary, tags: BTreeSet<&str>) -> BTreeMap<String, String> {
    let mut scope = Scope::with(&["shared", "new", "client"]);
    let mut modules = BTreeMap::new();
    for tag in tags {
        let mut name = snake(&vocabulary.words(tag));
        if is_keyword(&name) {
            name.push('_');
        }
        let longer = format!("{name}_api");
        modules.insert(tag.to_owned(), scope.take([name, longer]));
    }
    modules
}
