//! The vendor's Markdown, made safe for doc comments.
//!
//! Input: any description. Output: lines of Markdown that cause no warning in rustdoc and clippy: code only in `text`
//! fences, so that nothing is a doctest; no HTML; links only to absolute URLs, so that nothing is mistaken for an item
//! of the crate; headings below the generator's own; no control characters. The text is parsed and printed again, so
//! anything that isn't understood becomes escaped text.

mod blocks;
mod html;
mod inline;
mod wrap;

use blocks::Block;

/// The length of a summary, in characters.
const SUMMARY: usize = 110;

/// The text as lines.
pub fn render(text: &str, width: usize) -> Vec<String> {
    blocks::layout(&blocks::parse(&clean(text)), width)
}

/// A paragraph of our own Markdown; lines don't break within inline code.
pub fn paragraph(text: &str, width: usize) -> Vec<String> {
    wrap::wrap(&inline::keep_code(text), width)
}

/// The text as an item of a list, after some words of ours.
pub fn item(lead: &str, text: &str, width: usize) -> Vec<String> {
    let mut blocks = blocks::parse(&clean(text));
    let lead = inline::keep_code(lead.trim_end());
    match blocks.first_mut() {
        Some(Block::Paragraph(first)) => *first = format!("{lead} {first}"),
        _ => blocks.insert(0, Block::Paragraph(lead.trim_end_matches(':').to_owned())),
    }
    blocks::layout(
        &[Block::List {
            start: None,
            items: vec![blocks],
        }],
        width,
    )
}

/// The first sentence, on one line, without markup and not too long.
pub fn summary(text: &str) -> String {
    let plain = blocks::first_text(&clean(text));
    let sentence = &plain[..sentence_end(&plain)];
    if sentence.chars().count() <= SUMMARY {
        return wrap::finish(&inline::escape(sentence));
    }
    let start: String = sentence.chars().take(SUMMARY).collect();
    let words = start
        .rsplit_once(' ')
        .map_or(start.as_str(), |(words, _)| words);
    wrap::finish(&inline::escape(&format!("{words}…")))
}

/// Words whose dot doesn't end a sentence, apart from those with a dot inside, such as `e.g.`
const ABBREVIATIONS: [&str; 9] = [
    "approx", "cf", "eg", "etc", "ie", "incl", "max", "min", "vs",
];

fn sentence_end(text: &str) -> usize {
    let ends = text.match_indices(". ").filter(|(at, _)| {
        let word = text[..*at].rsplit(' ').next().unwrap_or_default();
        let word = word.trim_start_matches('(').to_lowercase();
        word.len() > 1 && !word.contains('.') && !ABBREVIATIONS.contains(&word.as_str())
    });
    ends.map(|(at, _)| at + 1).next().unwrap_or(text.len())
}

/// The text as inline code.
pub fn code(text: &str) -> String {
    wrap::finish(&inline::code(&clean(text)))
}

/// Without control characters (the bidirectional ones among them), with `\n` line ends and without
/// indentation common to all lines.
fn clean(text: &str) -> String {
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n")
        .replace('\t', "    ");
    let text: String = text
        .chars()
        .filter(|&char| char == '\n' || !is_unwanted(char))
        .collect();
    let indents = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len());
    let indent = indents.min().unwrap_or(0);
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.get(indent..).unwrap_or(""))
        .collect();
    lines.join("\n")
}

fn is_unwanted(char: char) -> bool {
    char.is_control() || is_hidden(char) || wrap::is_marker(char)
}

/// Whether a character is invisible and changes how the text around it is displayed: a control of the bidirectional
/// algorithm (UAX #9, section 2) or a byte order mark.
pub(crate) fn is_hidden(char: char) -> bool {
    matches!(
        char,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests;
