//! Lines of a paragraph.
//!
//! Paragraphs reach this module as text in which a space may become a line's end, and markers stand for spaces that
//! may not and for breaks that have to be.

/// A space at which a line must not end.
pub(super) const FIXED_SPACE: char = '\u{E000}';
/// The end of a line.
pub(super) const LINE: char = '\u{E001}';
/// The end of a paragraph.
pub(super) const PARAGRAPH: char = '\u{E002}';
/// The start of a list's item.
pub(super) const ITEM: char = '\u{E003}';

pub(super) fn is_marker(char: char) -> bool {
    matches!(char, FIXED_SPACE..=ITEM)
}

/// The text with no place to end a line in.
pub(super) fn unbroken(text: &str) -> String {
    text.replace([' ', '\n'], &FIXED_SPACE.to_string())
}

/// The text on one line.
pub(super) fn finish(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|char| is_marker(char) || matches!(char, ' ' | '\n'))
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// The lines of a paragraph.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let parts: Vec<&str> = text
        .split(LINE)
        .filter(|part| !part.trim().is_empty())
        .collect();
    for (index, part) in parts.iter().enumerate() {
        lines.extend(part.split('\n').flat_map(|line| fill(line, width)));
        if let Some(last) = lines.last_mut().filter(|_| index + 1 < parts.len()) {
            // A backslash at its end breaks a line in Markdown.
            last.push('\\');
        }
    }
    lines
        .iter()
        .map(|line| line.replace(FIXED_SPACE, " "))
        .collect()
}

/// The words, as many as fit on a line.
fn fill(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(guard(&line));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(guard(&line));
    }
    lines
}

/// Escapes what would be a heading, list, quote, table or the like at the start of a line.
fn guard(line: &str) -> String {
    let (first, rest) = line.split_once([' ', FIXED_SPACE]).unwrap_or((line, ""));
    let digits = first.trim_end_matches(['.', ')']);
    let number = digits.len() + 1 == first.len()
        && !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    if number {
        let mark = &first[digits.len()..];
        return format!("{digits}\\{mark}{}", &line[first.len()..]);
    }
    let ruler = line
        .chars()
        .all(|char| matches!(char, '-' | '=' | ':' | '|' | '+' | ' ' | FIXED_SPACE));
    let escaped = match first.chars().next() {
        Some('#') => first.trim_start_matches('#').is_empty(),
        Some('>' | '|') => true,
        Some('-' | '+') => first.len() == 1 || ruler,
        Some(_) => ruler && !rest.starts_with('\\'),
        None => false,
    };
    if escaped {
        format!("\\{line}")
    } else {
        line.to_owned()
    }
}
