//! Doc comments, built from the vendor's Markdown and the generator's own sentences.
//!
//! Invariant: no line contains a line break or a control character, so text can't end a doc comment.

use proc_macro2::TokenStream;
use quote::quote;

use crate::markdown;

/// A doc comment, built block by block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Docs {
    lines: Vec<String>,
    /// The last block was a list item, so another one follows without a blank line.
    in_list: bool,
}

impl Docs {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds the vendor's Markdown.
    pub(crate) fn markdown(self, text: &str) -> Self {
        self.block(markdown::render(text))
    }

    /// Adds a paragraph of ours, which is trusted Markdown.
    pub(crate) fn ours(self, text: impl AsRef<str>) -> Self {
        self.block(markdown::paragraph(text.as_ref()))
    }

    /// Adds a paragraph of ours, if there is one.
    pub(crate) fn ours_if(self, text: Option<String>) -> Self {
        match text {
            Some(text) => self.ours(text),
            None => self,
        }
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
        if !self.in_list && !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.extend(markdown::item(lead, text));
        self.in_list = true;
        self
    }

    /// Adds paragraphs: some words of ours, then the vendor's Markdown.
    pub(crate) fn led(self, lead: &str, text: &str) -> Self {
        let lines = markdown::item(lead, text).into_iter();
        // A list item without its bullet and indentation.
        self.block(
            lines
                .map(|line| line.get(2..).unwrap_or_default().to_owned())
                .collect(),
        )
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
        self.in_list = self.in_list && lines.is_empty();
        self.lines.extend(lines);
        self
    }
}

/// ``Default: `false`.``, if the vendor states a default.
pub(crate) fn default_note(default: Option<&str>) -> Option<String> {
    default.map(|value| format!("Default: {}.", markdown::code(value)))
}
