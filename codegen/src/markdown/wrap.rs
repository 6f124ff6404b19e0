//! Wraps paragraphs into lines.
//!
//! Input: text in which a line may break at any space. Private-use characters mark spaces that must not break, and
//! mandatory breaks.

/// A space at which a line must not break.
pub(super) const FIXED_SPACE: char = '\u{E000}';
/// A mandatory line break.
pub(super) const LINE: char = '\u{E001}';
/// The end of a paragraph.
pub(super) const PARAGRAPH: char = '\u{E002}';
/// The start of a list's item.
pub(super) const ITEM: char = '\u{E003}';

pub(super) fn is_marker(char: char) -> bool {
    matches!(char, FIXED_SPACE..=ITEM)
}

/// The text without places to break.
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
        lines.extend(fill(part, width));
        if let Some(last) = lines.last_mut().filter(|_| index + 1 < parts.len()) {
            // A trailing backslash is a line break in Markdown.
            last.push('\\');
        }
    }
    lines
        .iter()
        .map(|line| line.replace(FIXED_SPACE, " "))
        .collect()
}

/// Fills lines with words.
fn fill(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
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

/// Escapes characters that would start a heading, list, quote or table.
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
