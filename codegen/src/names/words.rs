//! Words: how the vendor's spellings become identifiers.
//!
//! Input: any text that the vendor uses as a name. Output: its words, in lower case ASCII, and identifiers made of them.
//! Every function here is total: there is always an identifier, and it is always valid Rust.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Spellings whose capitals don't tell where words begin.
const COMPOUNDS: [(&str, &str); 12] = [
    ("OAuth", "Oauth"),
    ("GraphQL", "Graphql"),
    ("GitHub", "Github"),
    ("GitLab", "Gitlab"),
    ("SaaS", "Saas"),
    ("PaaS", "Paas"),
    ("IaaS", "Iaas"),
    ("MySQL", "Mysql"),
    ("NoSQL", "Nosql"),
    ("IPv4", "Ipv4"),
    ("IPv6", "Ipv6"),
    ("PayPal", "Paypal"),
];

/// Plurals that the rules of English get wrong, or that name one thing in APIs.
const SINGULARS: [(&str, &str); 14] = [
    ("data", "data"),
    ("metadata", "metadata"),
    ("media", "media"),
    ("basis", "basis"),
    ("lens", "lens"),
    ("dns", "dns"),
    ("os", "os"),
    ("ios", "ios"),
    ("https", "https"),
    ("caches", "cache"),
    ("axes", "axis"),
    ("aws", "aws"),
    ("sms", "sms"),
    ("tls", "tls"),
];

/// The words that a vendor adds to the general ones.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Plural and singular.
    pub singulars: BTreeMap<String, String>,
    /// Words that are written together: `SailPoint` is one word.
    pub compounds: Vec<String>,
    /// Words and what to say instead; nothing to leave them out.
    pub replacements: BTreeMap<String, String>,
}

impl Vocabulary {
    /// The words of a name, in lower case.
    pub fn words(&self, text: &str) -> Vec<String> {
        let ascii = deunicode::deunicode(text).replace(['\'', '\u{2019}'], "");
        let mut text = plural_acronyms(&ascii);
        for (spelling, word) in COMPOUNDS {
            text = text.replace(spelling, word);
        }
        for compound in &self.compounds {
            let mut word = compound.to_lowercase();
            if let Some(first) = word.get_mut(0..1) {
                first.make_ascii_uppercase();
            }
            text = text.replace(compound.as_str(), &word);
        }
        let separated: String = text
            .chars()
            .map(|character| {
                if character.is_ascii_alphanumeric() {
                    character
                } else {
                    ' '
                }
            })
            .collect();
        let words = separated.to_snake_case();
        let replaced = words
            .split('_')
            .map(|word| self.replacements.get(word).map_or(word, String::as_str));
        replaced
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// The last word in the singular.
    pub fn singular(&self, mut words: Vec<String>) -> Vec<String> {
        if let Some(last) = words.last_mut() {
            *last = self.singular_word(last);
        }
        words
    }

    fn singular_word(&self, word: &str) -> String {
        if let Some(singular) = self.singulars.get(word) {
            return singular.clone();
        }
        match SINGULARS.iter().find(|(plural, _)| *plural == word) {
            Some((_, singular)) => (*singular).to_owned(),
            None => pluralizer::pluralize(word, 1, false),
        }
    }
}

/// `IDs` and `URLs` are `Ids` and `Urls`: the `s` is no word.
fn plural_acronyms(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let at = |index: usize| characters.get(index).copied().unwrap_or(' ');
    let mut result = String::with_capacity(text.len());
    for (index, &character) in characters.iter().enumerate() {
        let in_acronym =
            index > 0 && at(index - 1).is_ascii_uppercase() && character.is_ascii_uppercase();
        let plural = |end: usize| {
            at(end) == 's' && !at(end + 1).is_ascii_lowercase() && !at(end + 1).is_ascii_digit()
        };
        let end = (index..characters.len())
            .find(|&end| !at(end).is_ascii_uppercase())
            .unwrap_or(characters.len());
        result.push(if in_acronym && plural(end) {
            character.to_ascii_lowercase()
        } else {
            character
        });
    }
    result
}

/// A type's identifier.
pub fn pascal(words: &[String]) -> String {
    let name = words.join("_").to_upper_camel_case();
    match name.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("V{name}"),
        Some(_) if name == "Self" => "SelfValue".to_owned(),
        Some(_) => name,
        None => "Empty".to_owned(),
    }
}

/// A function's, field's or module's identifier; not yet safe from keywords.
pub fn snake(words: &[String]) -> String {
    let name = words.join("_");
    match name.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("n{name}"),
        Some(_) => name,
        None => "empty".to_owned(),
    }
}

/// The keywords of every edition, reserved ones included (the Rust Reference, "Keywords").
#[rustfmt::skip]
const KEYWORDS: [&str; 53] = [
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The keywords that can't be raw identifiers.
const NOT_RAW: [&str; 5] = ["self", "super", "crate", "_", "Self"];

/// Whether a name is a keyword in any edition of Rust.
pub fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

/// An identifier that isn't a keyword: raw where Rust allows it, else with an underscore.
pub fn unreserved(name: &str) -> String {
    if NOT_RAW.contains(&name) {
        format!("{name}_")
    } else if is_keyword(name) {
        format!("r#{name}")
    } else {
        name.to_owned()
    }
}

/// What the crate, its client and its manifest have already: modules, methods and features.
#[rustfmt::skip]
const TAKEN: &[&str] = &[
    "alloc", "builder", "chrono", "client", "client_runtime", "clone", "core", "default",
    "from_env", "jiff", "request", "runtime", "serde", "serde_json", "std", "time",
];

/// The name of a module, as close to a text as an identifier can be. Only ASCII: modules have files, and features are
/// written in manifests.
pub fn module_name(text: &str) -> String {
    let ascii: String = text
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let name = ascii.to_snake_case();
    match name.chars().next() {
        None => "api".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("v{name}"),
        Some(_) if is_keyword(&name) || TAKEN.contains(&name.as_str()) => format!("{name}_"),
        Some(_) => name,
    }
}

/// Symbols that vendors use as values, in words.
pub fn symbol_words(text: &str) -> Option<&'static str> {
    Some(match text {
        "" => "empty",
        "*" => "any",
        "=" | "==" => "equal",
        "!=" | "<>" => "not_equal",
        "<" => "less",
        "<=" => "less_or_equal",
        ">" => "greater",
        ">=" => "greater_or_equal",
        "+" => "plus",
        "-" => "minus",
        "/" => "slash",
        "." => "dot",
        "," => "comma",
        ";" => "semicolon",
        ":" => "colon",
        "|" => "pipe",
        "&" => "ampersand",
        "%" => "percent",
        "#" => "hash",
        "@" => "at",
        "$" => "dollar",
        "~" => "tilde",
        "^" => "caret",
        "!" => "not",
        "?" => "question",
        "_" => "underscore",
        "\"" => "quote",
        "'" => "apostrophe",
        "`" => "backtick",
        "\\" => "backslash",
        "(" => "open_parenthesis",
        ")" => "close_parenthesis",
        "[" => "open_bracket",
        "]" => "close_bracket",
        "{" => "open_brace",
        "}" => "close_brace",
        " " => "space",
        "\t" => "tab",
        "\n" => "newline",
        _ => return None,
    })
}
