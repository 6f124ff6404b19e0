//! Values of TOML.

use super::super::print::WIDTH;
use crate::ir::Dependency;
use crate::markdown;

/// `key = value`
pub(super) fn line(key: &str, value: &str) -> String {
    format!("{} = {value}\n", quoted_key(key))
}

/// A list of strings.
pub(super) fn list<T: AsRef<str>>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(|item| quoted(item.as_ref())).collect();
    format!("[{}]", items.join(", "))
}

/// A list of strings as the value of a key, with a line for each of them if it is long.
pub(super) fn wrapped_list(key: &str, items: &[String]) -> String {
    let short = list(items);
    if key.len() + " = ".len() + short.len() <= WIDTH {
        return short;
    }
    let items: String = items
        .iter()
        .map(|item| format!("    {},\n", quoted(item)))
        .collect();
    format!("[\n{items}]")
}

/// A dependency on a package of the registry.
pub(super) fn requirement(dependency: &Dependency) -> String {
    let Dependency {
        version,
        package,
        features,
        default_features,
        optional,
    } = dependency;
    let mut keys = Vec::new();
    if let Some(package) = package {
        keys.push(format!("package = {}", quoted(package)));
    }
    keys.push(format!("version = {}", quoted(version)));
    if !default_features {
        keys.push("default-features = false".to_owned());
    }
    if !features.is_empty() {
        keys.push(format!("features = {}", list(features)));
    }
    if *optional {
        keys.push("optional = true".to_owned());
    }
    match keys.as_slice() {
        [_] => quoted(version),
        _ => format!("{{ {} }}", keys.join(", ")),
    }
}

/// A TOML key, quoted where it isn't a bare one.
pub(super) fn quoted_key(name: &str) -> String {
    let is_bare = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
    match !name.is_empty() && name.chars().all(is_bare) {
        true => name.to_owned(),
        false => quoted(name),
    }
}

/// A TOML string. JSON's escapes are a part of TOML's; what can't be seen is escaped as well.
pub(super) fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let mut quoted = String::with_capacity(json.len());
    for char in json.chars() {
        if char.is_control() || markdown::is_hidden(char) {
            quoted.push_str(&format!("\\u{:04X}", u32::from(char)));
        } else {
            quoted.push(char);
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn what_cannot_be_seen_is_escaped() {
        assert_eq!(
            quoted("a\"\u{202e}b\u{61c}\u{7f}\u{1b}é\u{feff}"),
            r#""a\"\u202Eb\u061C\u007F\u001bé\uFEFF""#
        );
    }
}
