//! Words: how the vendor's spellings become identifiers.
//!
//! Input: any text that the vendor uses as a name. Output: its words, in lower case ASCII, and identifiers made of
//! them. Every function here is total: there is always an identifier, and it is always valid Rust.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::runtime;

/// Spellings whose capitals don't show where words begin. The first letter may be small where a word begins: `oAuth`.
const COMPOUNDS: [(&str, &str); 15] = [
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
    ("iOS", "Ios"),
    ("macOS", "Macos"),
    ("MacOS", "Macos"),
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

/// The longest name that words make, in bytes: longer than what people write, short enough for the name of a file.
const MAX_NAME: usize = 120;

/// How much of a text is looked at for its words, in characters.
const MAX_TEXT: usize = 400;

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
    /// The words of a name, in lower case; of a very long text the first ones.
    pub fn words(&self, text: &str) -> Vec<String> {
        let start: String = text.chars().take(MAX_TEXT).collect();
        let plain: String = start.chars().filter(|each| !is_emoji(*each)).collect();
        let said = match plain.chars().any(char::is_alphanumeric) {
            true => plain,
            // There are only emoji.
            false => start,
        };
        let ascii = deunicode::deunicode(&said).replace(['\'', '\u{2019}'], "");
        let mut text = plural_acronyms(&ascii);
        for (spelling, word) in COMPOUNDS {
            text = with_compound(text, spelling, word);
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
        let mut left = MAX_NAME;
        let words = replaced.filter(|word| !word.is_empty()).map_while(|word| {
            // Words are ASCII, so that any place is good to cut one.
            let word = word.get(..word.len().min(left))?;
            left = left.saturating_sub(word.len() + 1);
            (!word.is_empty()).then(|| word.to_owned())
        });
        words.collect()
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

/// A text in which a spelling is one word. In lower camel case it is so only at the beginning: `videoAuth` isn't `OAuth`.
fn with_compound(text: String, spelling: &str, word: &str) -> String {
    let Some((first, tail)) = spelling.split_at_checked(1) else {
        return text;
    };
    if !text.contains(tail) {
        return text;
    }
    let small = first.to_ascii_lowercase();
    let mut result = String::with_capacity(text.len());
    let mut parts = text.split(tail).peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            result.push_str(part);
            continue;
        }
        let begins = |start: &str| {
            let before = start.chars().next_back().or(result.chars().next_back());
            !before.is_some_and(char::is_alphanumeric)
        };
        let capital = part.strip_suffix(first).filter(|_| small != first);
        let start = part.strip_suffix(small.as_str());
        let start = capital.or(start.filter(|start| begins(start)));
        result.push_str(start.unwrap_or(part));
        result.push_str(start.map_or(tail, |_| word));
    }
    result
}

/// Whether a character is a picture, or a part of one: emoji and dingbats, and what joins and modifies them.
fn is_emoji(character: char) -> bool {
    matches!(
        character,
        '\u{200d}' | '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{1f000}'..='\u{1faff}' | '\u{e0020}'..='\u{e007f}'
    )
}

/// `IDs` and `URLs` are `Ids` and `Urls`: the `s` isn't a word.
fn plural_acronyms(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut result = String::with_capacity(text.len());
    let mut rest = characters.as_slice();
    for run in
        characters.chunk_by(|one, next| one.is_ascii_uppercase() == next.is_ascii_uppercase())
    {
        rest = rest.get(run.len()..).unwrap_or_default();
        let plural = match rest {
            ['s'] => true,
            ['s', after, ..] => !after.is_ascii_lowercase() && !after.is_ascii_digit(),
            _ => false,
        };
        match run {
            [first, acronym @ ..] if plural && first.is_ascii_uppercase() => {
                result.push(*first);
                result.extend(acronym.iter().map(char::to_ascii_lowercase));
            }
            _ => result.extend(run),
        }
    }
    result
}

/// The longest identifier, in bytes: some are made of several names.
const MAX_IDENT: usize = 250;

/// A type's identifier.
pub fn pascal(words: &[String]) -> String {
    let mut name = words.join("_").to_upper_camel_case();
    name.truncate(MAX_IDENT);
    match name.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("V{name}"),
        Some(_) if name == "Self" => "SelfValue".to_owned(),
        Some(_) => name,
        None => "Empty".to_owned(),
    }
}

/// A function's, field's or module's identifier; not yet safe from keywords.
pub fn snake(words: &[String]) -> String {
    let mut name = words.join("_");
    name.truncate(MAX_IDENT);
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

/// What the crate, its client and its manifest have already: modules, methods, features, and the files and folders that
/// Cargo gives a meaning to.
#[rustfmt::skip]
const TAKEN: &[&str] = &[
    "alloc", "bin", "blocking", "builder", "client", "client_runtime", "clone", "core", "default", "examples", "from_env",
    "lib", "main", "request", "runtime", "serde", "serde_json", "std",
];

/// Whether the crate has the name already, as itself or as a feature of the runtime.
fn is_taken(name: &str) -> bool {
    TAKEN.contains(&name) || runtime::features().any(|each| each.name.replace('-', "_") == name)
}

/// The longest name of an API's module, in bytes. It is a feature of the crate as well.
const MAX_MODULE: usize = 60;

/// Whether Windows reserves a name for a device, whatever extension follows ("Naming Files, Paths, and Namespaces").
pub fn is_device(name: &str) -> bool {
    let numbered = name
        .strip_prefix("com")
        .or_else(|| name.strip_prefix("lpt"));
    let number = |digit: &str| matches!(digit.as_bytes(), [b'0'..=b'9']);
    matches!(name, "aux" | "con" | "nul" | "prn") || numbered.is_some_and(number)
}

/// The name of a module, as close to a text as an identifier can be. Only ASCII: modules have files, and features are
/// written in manifests.
pub fn module_name(text: &str) -> String {
    let ascii: String = text
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let mut name = ascii.to_snake_case();
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        name.insert(0, 'v');
    }
    name.truncate(MAX_MODULE);
    let name = name.trim_end_matches('_');
    if name.is_empty() {
        "api".to_owned()
    } else if is_keyword(name) || is_device(name) || is_taken(name) {
        format!("{name}_")
    } else {
        name.to_owned()
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
