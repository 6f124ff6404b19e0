//! Identifiers within one type, one operation or one module: distinct, valid, and as close to the vendor's spelling as
//! Rust allows.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::input::docs_set::DocumentedOperation;
use crate::ir::{BodyContent, TypeId, TypeRef};

use super::operation_words::{noun_of_path, of_function};
use super::words::{Vocabulary, is_keyword, pascal, snake, symbol_words, unreserved};

/// Identifiers that share a scope.
#[derive(Clone, Debug, Default)]
pub struct Identifiers {
    taken: BTreeSet<String>,
    /// How often each identifier was wanted after nothing else was free.
    repeated: BTreeMap<String, usize>,
}

impl Identifiers {
    /// A scope in which some identifiers have a meaning already.
    pub fn with(taken: &[&str]) -> Self {
        Self {
            taken: taken.iter().map(|&name| name.to_owned()).collect(),
            repeated: BTreeMap::new(),
        }
    }

    /// Whether an identifier is free.
    pub fn is_free(&self, ident: &str) -> bool {
        !self.taken.contains(ident)
    }

    /// The first identifier that is free; if none is, the last one followed by `other`, and by a number from the third
    /// on.
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
        let count = self.repeated.entry(last.clone()).or_default();
        loop {
            *count += 1;
            let name = match *count {
                1 => format!("{last}{filler}"),
                count if filler == "Other" => format!("{last}{filler}{count}"),
                count => format!("{last}{filler}_{count}"),
            };
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

/// What clippy lets nobody call a variable.
const PLACEHOLDERS: [&str; 3] = ["foo", "baz", "quux"];

/// The identifier of a field or parameter: `access-type` is `access_type`.
pub fn value_ident(idents: &mut Identifiers, vocabulary: &Vocabulary, name: &str) -> String {
    let words = signed_words(vocabulary, name);
    let mut plain = unreserved(&snake(&words));
    if PLACEHOLDERS.contains(&plain.as_str()) {
        plain.push('_');
    }
    // `privateKey` beside `private_key`, `+1` beside `-1`: the spelling distinguishes them.
    let spelled = spelling(name, &words);
    idents.take([plain, unreserved(&snake(&spelled))])
}

/// The words of a name, including signs, which alone distinguish some names.
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
pub fn variant_ident(idents: &mut Identifiers, vocabulary: &Vocabulary, value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let all_caps = !text.chars().any(|character| character.is_ascii_lowercase());
    let words = if all_caps {
        signed_words(vocabulary, &text.to_lowercase())
    } else {
        signed_words(vocabulary, &text)
    };
    idents.take([variant_name(&words), variant_name(&spelling(&text, &words))])
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

/// The identifier of a function: without the tag, which is its module; distinct by the path where operationIds differ in
/// spelling alone.
fn function_ident(
    idents: &mut Identifiers,
    vocabulary: &Vocabulary,
    operation: &DocumentedOperation,
    is_namespace: bool,
) -> String {
    let way = vocabulary.words(&operation.object.path);
    let verb = operation.object.method.to_lowercase();
    let mut words = vocabulary.words(&operation.id);
    if words.is_empty() {
        words = [std::slice::from_ref(&verb), &way].concat();
    }
    let longer = |extra: &[String]| words.iter().chain(extra).cloned().collect::<Vec<_>>();
    // `get_pet_get` would say nothing more.
    let by_method = if words.contains(&verb) {
        longer(&way)
    } else {
        longer(std::slice::from_ref(&verb))
    };
    let by_path = longer(&way);
    let by_both: Vec<String> = by_path.iter().cloned().chain([verb]).collect();
    let short = of_function(vocabulary, operation, is_namespace);
    let wanted = [short, words, by_method, by_path, by_both].map(|words| {
        if is_keyword(&snake(&words)) {
            return beside_noun(vocabulary, operation, words);
        }
        words
    });
    idents.take(
        wanted
            .iter()
            .filter(|words| !words.is_empty())
            .map(|words| unreserved(&snake(words))),
    )
}

/// The name of a function whose own would be a keyword: `move_book`, or `post_match` where the path has no noun.
fn beside_noun(
    vocabulary: &Vocabulary,
    operation: &DocumentedOperation,
    keyword: Vec<String>,
) -> Vec<String> {
    let noun = noun_of_path(vocabulary, &operation.object.path);
    if noun.is_empty() {
        let method = vec![operation.object.method.to_lowercase()];
        return [method, keyword].concat();
    }
    [keyword, noun].concat()
}

/// The identifiers of the functions, statics and requests in the module of a tag.
#[derive(Clone, Debug)]
pub struct TagIdents {
    functions: Identifiers,
    statics: Identifiers,
    requests: Identifiers,
    /// Whether operationIds begin with the tag, which functions leave out.
    is_namespace: bool,
}

impl TagIdents {
    /// The identifiers of a module that may import any of these types. Tuple structs are values as well, as statics are.
    pub fn beside(types: &[&str], is_namespace: bool) -> Self {
        Self {
            is_namespace,
            functions: Identifiers::with(&["new", "clone", "cmp"]),
            statics: Identifiers::with(&[types, &["SERVER"]].concat()),
            requests: Identifiers::default(),
        }
    }
}

/// The identifiers of an operation.
#[derive(Clone, Debug)]
pub struct OperationIdents {
    /// `patch_access_profile`
    pub function: String,
    /// `PATCH_ACCESS_PROFILE`
    pub constant: String,
    /// `PatchAccessProfile`
    pub request: String,
}

/// The identifiers of an operation within the module of its tag. A remembered function keeps its name.
pub fn operation_idents(
    idents: &mut TagIdents,
    vocabulary: &Vocabulary,
    operation: &DocumentedOperation,
    remembered: Option<&str>,
) -> OperationIdents {
    let function = match remembered {
        Some(function) => idents.functions.take([function.to_owned()]),
        None => {
            let is_namespace = idents.is_namespace;
            function_ident(&mut idents.functions, vocabulary, operation, is_namespace)
        }
    };
    let request = pascal(&vocabulary.words(plain(&function)));
    let constant = plain(&function).to_uppercase();
    OperationIdents {
        constant: idents
            .statics
            .take([constant.clone(), format!("{constant}_OPERATION")]),
        function,
        request: idents.requests.take([request]),
    }
}

/// An identifier without the `r#` of a raw one.
pub fn plain(ident: &str) -> &str {
    ident.strip_prefix("r#").unwrap_or(ident)
}

/// What requests can do besides their parameters.
const REQUEST_METHODS: [&str; 20] = [
    "send",
    "send_blocking",
    "header",
    "timeout",
    "credentials",
    "retry",
    "strict",
    "items",
    "pages",
    "total",
    "into_future",
    "clone",
    "try_clone",
    "from",
    "into",
    "body",
    "query",
    "path",
    "cookie",
    "new",
];

/// The identifier of a parameter that is set by a method of the request, among the request's other methods.
pub fn setter_parameter_ident(
    idents: &mut Identifiers,
    vocabulary: &Vocabulary,
    name: &str,
) -> String {
    let ident = value_ident(idents, vocabulary, name);
    match REQUEST_METHODS.contains(&ident.as_str()) {
        true => idents.take([format!("{}_parameter", plain(&ident))]),
        false => ident,
    }
}

/// The method that sets a field or part, given the identifier of that: `with_type` for `r#type`.
pub fn setter_ident(idents: &mut Identifiers, ident: &str) -> String {
    let plain = plain(ident);
    let trimmed = plain.trim_end_matches('_');
    idents.take([format!("with_{trimmed}"), format!("with_{plain}")])
}

/// The variant of a request body in one of several media types.
pub fn body_variant_ident(
    idents: &mut Identifiers,
    vocabulary: &Vocabulary,
    media_type: &str,
    body: &BodyContent,
) -> String {
    let kind = match body {
        BodyContent::Json { .. } => "Json",
        BodyContent::Form(_) => "Form",
        BodyContent::Multipart(_) => "Multipart",
        BodyContent::Text(_) => "Text",
        BodyContent::Bytes(_) => "Bytes",
        BodyContent::Choice(_) => "Choice",
    };
    idents.take([kind.to_owned(), pascal(&vocabulary.words(media_type))])
}

/// The variant of a union for a branch: named after its discriminator's value if it has only one, else after its type.
pub fn branch_ident<'a>(
    idents: &mut Identifiers,
    vocabulary: &Vocabulary,
    tags: &[String],
    ty: &TypeRef,
    union: &str,
    name_of: &dyn Fn(TypeId) -> Option<&'a str>,
) -> String {
    let by_type = [type_words(ty, union, name_of), type_words(ty, "", name_of)];
    match tags {
        [only] => idents.take([pascal(&vocabulary.words(only))].into_iter().chain(by_type)),
        _ => idents.take(by_type),
    }
}

/// A text that is a type's own among the types of a union's branches.
pub fn type_key<'a>(ty: &TypeRef, name_of: &dyn Fn(TypeId) -> Option<&'a str>) -> String {
    match ty {
        TypeRef::Named(id) | TypeRef::Boxed(id) => name_of(*id).unwrap_or_default().to_owned(),
        TypeRef::List(item) => format!("{}[]", type_key(item, name_of)),
        TypeRef::Map(item) => format!("{}{{}}", type_key(item, name_of)),
        TypeRef::Option(inner) => format!("{}?", type_key(inner, name_of)),
        TypeRef::Scalar(_) | TypeRef::Value | TypeRef::Object => type_words(ty, "", name_of),
    }
}

/// The name of a type as a variant, without the union's name at its beginning.
fn type_words<'a>(
    ty: &TypeRef,
    union: &str,
    name_of: &dyn Fn(TypeId) -> Option<&'a str>,
) -> String {
    match ty {
        TypeRef::Named(id) | TypeRef::Boxed(id) => {
            let full = name_of(*id).unwrap_or("Variant");
            let short = full
                .strip_prefix(union)
                .filter(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase()))
                // `Self` alone.
                .filter(|rest| !is_keyword(rest));
            short.unwrap_or(full).to_owned()
        }
        TypeRef::Scalar(scalar) => scalar.variant_name().to_owned(),
        TypeRef::Value => "Any".to_owned(),
        TypeRef::List(item) => match item.as_ref() {
            TypeRef::Named(_) | TypeRef::Boxed(_) => "List".to_owned(),
            item => format!("{}List", type_words(item, union, name_of)),
        },
        TypeRef::Map(_) => "Map".to_owned(),
        TypeRef::Object => "Object".to_owned(),
        TypeRef::Option(inner) => type_words(inner, union, name_of),
    }
}
