//! Checks that serde doesn't make. Each message names the key, the value, and what is valid.

use std::collections::BTreeMap;

use http::{HeaderName, Uri};

use super::NamesConfig;

/// A value of the right type that is invalid.
pub(super) struct Problem {
    pub(super) message: String,
    pub(super) help: &'static str,
}

pub(super) type Problems = Vec<Problem>;

pub(super) fn report(problems: &mut Problems, message: String, help: &'static str) {
    problems.push(Problem { message, help });
}

pub(super) fn token_url(url: &str, problems: &mut Problems) {
    // Placeholders such as `{tenant}` are filled in when the client is built.
    let filled = url.replace(['{', '}'], "");
    let uri = filled.parse::<Uri>().ok();
    let uri = uri.filter(|_| !filled.contains('\\'));
    let host = uri.as_ref().and_then(Uri::host).unwrap_or_default();
    let loopback = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    let right = match uri.as_ref().and_then(Uri::scheme_str) {
        Some("https") => !host.is_empty(),
        Some("http") => loopback,
        Some(_) => false,
        None => uri.is_some() && filled.starts_with('/') && !filled.starts_with("//"),
    };
    if !right {
        report(
            problems,
            format!("auth.token-url: {url:?} isn't a path or an `https` URL"),
            "start it with `/` for a path below the base URL, or with `https://`",
        );
    }
}

pub(super) fn pointer(pointer: &str, at: &str, problems: &mut Problems) {
    if !pointer.starts_with('/') {
        report(
            problems,
            format!("{at}: `{pointer}` isn't a valid JSON pointer"),
            "start it with `/` and separate keys with `/`, such as `/error/id`",
        );
    }
}

pub(super) fn header(name: &str, at: &str, problems: &mut Problems) {
    if HeaderName::from_bytes(name.as_bytes()).is_err() {
        report(
            problems,
            format!("{at}: {name:?} isn't a valid header name"),
            "write the name as the pages do, such as `X-Total-Count`",
        );
    }
}

/// The name of an environment variable.
pub(super) fn variable(name: &str, at: &str, problems: &mut Problems) {
    if name.is_empty() || name.contains(|c: char| c == '=' || c.is_whitespace() || c.is_control()) {
        report(
            problems,
            format!("{at}.environment: {name:?} isn't a valid variable name"),
            "use uppercase letters, digits and `_`",
        );
    }
}

pub(super) fn file(path: &str, at: &str, problems: &mut Problems) {
    if path.trim().is_empty() || path.contains(char::is_control) {
        report(
            problems,
            format!("{at}.file: {path:?} isn't a valid file path"),
            "write a path, such as `~/.config/client.yaml`",
        );
    }
}

pub(super) fn constants(constants: &BTreeMap<String, String>, problems: &mut Problems) {
    for (name, value) in constants {
        if name.is_empty() || value.contains(char::is_control) {
            report(
                problems,
                format!("constants: {name:?} can't be sent with the value {value:?}"),
                "write the parameter's name and a value without line breaks and control characters",
            );
        }
    }
}

/// Names consist of words of ASCII letters and digits.
pub(super) fn names(names: &NamesConfig, problems: &mut Problems) {
    let entries = |key, map| BTreeMap::iter(map).map(move |(from, to)| (key, from, to));
    let word = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    for (key, from, to) in
        entries("words", &names.words).chain(entries("singulars", &names.singulars))
    {
        let left_out = key == "words" && to.is_empty();
        if !word(from) || from.is_empty() || !word(to) || to.is_empty() && !left_out {
            report(
                problems,
                format!("names.{key}: {from:?} can't be replaced by {to:?}: both must be one word"),
                "write each as one word of lowercase letters and digits, without accents",
            );
        }
    }
    if names.acronyms.iter().any(|word| word.trim().is_empty()) {
        report(
            problems,
            "names.acronyms: a word is empty".to_owned(),
            "write each as in prose, such as `OAuth`, or leave it out",
        );
    }
}
