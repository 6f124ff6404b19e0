//! Doc comments, built from the vendor's Markdown and the generator's own sentences.
//!
//! Invariant: no line contains a line break or a control character, so text can't end a doc comment.

use proc_macro2::TokenStream;
use quote::quote;

use super::print::{INDENT, WIDTH};
use crate::markdown;

/// A doc comment, built block by block.
#[derive(Clone, Debug)]
pub(crate) struct Docs {
    lines: Vec<String>,
    /// How long a line gets, without its indentation and `///`.
    width: usize,
    /// The last block was a paragraph or a list item, so that a list item follows without a blank line.
    takes_item: bool,
}

impl Docs {
    /// Of an item in a macro's braces, a method, or a whole file.
    pub(crate) fn new() -> Self {
        Self::indented(1)
    }

    /// Of something inside an item: a field, a variant, or a method in a module of a file.
    pub(crate) fn inner() -> Self {
        Self::indented(2)
    }

    fn indented(depth: usize) -> Self {
        Self {
            lines: Vec::new(),
            width: WIDTH - "/// ".len() - depth * INDENT.len(),
            takes_item: false,
        }
    }

    /// Adds the vendor's Markdown.
    pub(crate) fn markdown(self, text: &str) -> Self {
        let lines = markdown::render(text, self.width);
        self.block(lines)
    }

    /// Adds a paragraph of ours, which is trusted Markdown.
    pub(crate) fn ours(self, text: impl AsRef<str>) -> Self {
        let lines = markdown::paragraph(text.as_ref(), self.width);
        self.block(lines).before_items()
    }

    /// Adds a sentence of ours to the last paragraph, if there is one.
    pub(crate) fn sentence_if(mut self, text: Option<String>) -> Self {
        let Some(text) = text else {
            return self;
        };
        let start = self.lines.iter().rposition(String::is_empty);
        let last = self.lines.split_at_mut(start.map_or(0, |at| at + 1)).1;
        let continued = is_paragraph(last).then_some(last.last_mut()).flatten();
        let Some(line) = continued else {
            return self.ours(text);
        };
        if !line.ends_with(['.', '!', '?', ':', ';']) {
            line.push('.');
        }
        if line.chars().count() + 1 + text.chars().count() <= self.width {
            line.push_str(&format!(" {text}"));
        } else {
            self.lines.push(text);
        }
        self
    }

    /// Adds a section heading.
    pub(crate) fn section(self, title: &str) -> Self {
        self.block(vec![format!("# {title}")])
    }

    /// Adds lines of ours unchanged.
    pub(crate) fn lines(self, lines: impl IntoIterator<Item = String>) -> Self {
        self.block(lines.into_iter().collect())
    }

    /// Adds a list item: some words of ours, then the vendor's Markdown.
    pub(crate) fn item(mut self, lead: &str, text: &str) -> Self {
        if !self.takes_item && !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.extend(markdown::item(lead, text, self.width));
        self.takes_item = true;
        self
    }

    /// Adds paragraphs: some words of ours, then the vendor's Markdown.
    pub(crate) fn led(self, lead: &str, text: &str) -> Self {
        let lines = markdown::item(lead, text, self.width + 2).into_iter();
        // A list item without its bullet and indentation.
        let lines: Vec<String> = lines
            .map(|line| line.get(2..).unwrap_or_default().to_owned())
            .collect();
        match is_paragraph(&lines) {
            true => self.block(lines).before_items(),
            false => self.block(lines),
        }
    }

    /// Lets a list item follow the paragraph without a blank line.
    fn before_items(mut self) -> Self {
        self.takes_item = !self.lines.is_empty();
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The lines as `#[doc]` attributes.
    pub(crate) fn attributes(&self) -> TokenStream {
        let lines = self.lines.iter().map(|line| {
            if line.is_empty() {
                String::new()
            } else {
                format!(" {line}")
            }
        });
        quote!(#(#[doc = #lines])*)
    }

    /// The lines.
    pub(crate) fn into_lines(self) -> Vec<String> {
        self.lines
    }

    fn block(mut self, lines: Vec<String>) -> Self {
        if !lines.is_empty() && !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.takes_item = self.takes_item && lines.is_empty();
        self.lines.extend(lines);
        self
    }
}

/// Whether the lines are one paragraph. What begins another block is escaped in paragraphs.
fn is_paragraph(lines: &[String]) -> bool {
    let begins_block = |line: &String| {
        let number = line.trim_start_matches(|char: char| char.is_ascii_digit());
        ["```", "- ", "#", ">", "|", " "]
            .iter()
            .any(|start| line.starts_with(start))
            || number.len() < line.len() && number.starts_with(". ")
    };
    !lines
        .iter()
        .any(|line| line.is_empty() || begins_block(line))
}

/// ``Default: `false`.``, if the vendor states a default.
pub(crate) fn default_note(default: Option<&str>) -> Option<String> {
    default.map(|value| format!("Default: {}.", markdown::code(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_the_margin() {
        let words = "word ".repeat(100);
        for (docs, indent) in [(Docs::new(), 4), (Docs::inner(), 8)] {
            let lines = docs
                .markdown(&words)
                .ours(&words)
                .led("Led:", &words)
                .item("`item`:", &words)
                .into_lines();
            let longest = lines.iter().map(String::len).max().unwrap();
            let room = WIDTH - indent - "/// ".len();
            assert!((room - 5..=room).contains(&longest), "{longest} of {room}");
        }
    }

    #[test]
    fn a_sentence_ends_a_paragraph_and_no_list() {
        let with_default = |docs: &str| {
            let docs = Docs::inner().markdown(docs);
            docs.sentence_if(default_note(Some("1"))).into_lines()
        };
        assert_eq!(with_default("A number"), ["A number. Default: `1`."]);
        assert_eq!(
            with_default("One of:\n\n- 1\n- 2"),
            ["One of:", "", "- 1", "- 2", "", "Default: `1`."]
        );
        assert_eq!(
            with_default("```\n1\n```"),
            ["```text", "1", "```", "", "Default: `1`."]
        );
        assert_eq!(with_default(""), ["Default: `1`."]);
    }

    #[test]
    fn an_item_follows_a_paragraph_at_once_and_a_list_of_the_vendor_apart() {
        let text = |led: &str| {
            Docs::new()
                .led("Led:", led)
                .item("`id`:", "It.")
                .into_lines()
        };
        assert_eq!(text("text"), ["Led: text", "- `id`: It."]);
        assert_eq!(
            text("these:\n- one"),
            ["Led: these:", "- one", "", "- `id`: It."]
        );
    }
}
