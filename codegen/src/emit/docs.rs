//! Doc comments, put together from the vendor's Markdown and sentences of ours.
//!
//! Invariant: no line holds a line break or a control character, so that a doc comment ends where we end it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::markdown;

/// A doc comment that grows block by block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Docs {
    lines: Vec<String>,
    /// The last block was a list's item: another one follows without a blank line.
    in_list: bool,
}

impl Docs {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The vendor's Markdown.
    pub(crate) fn markdown(self, text: &str) -> Self {
        self.block(markdown::render(text))
    }

    /// A paragraph of ours, which is Markdown that needs no care.
    pub(crate) fn ours(self, text: impl AsRef<str>) -> Self {
        self.block(markdown::paragraph(text.as_ref()))
    }

    /// A paragraph of ours, if there is any.
    pub(crate) fn ours_if(self, text: Option<String>) -> Self {
        match text {
            Some(text) => self.ours(text),
            None => self,
        }
    }

    /// The heading of a section.
    pub(crate) fn section(self, title: &str) -> Self {
        self.block(vec![format!("# {title}")])
    }

    /// Lines of ours as they are.
    pub(crate) fn lines(self, lines: impl IntoIterator<Item = String>) -> Self {
        self.block(lines.into_iter().collect())
    }

    /// A list's item: some words of ours, then the vendor's Markdown.
    pub(crate) fn item(mut self, lead: &str, text: &str) -> Self {
        if !self.in_list && !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.extend(markdown::item(lead, text));
        self.in_list = true;
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// As `#[doc]` attributes, one a line.
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

    /// The bare lines.
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

/// `Default: `false`.`, where the vendor states a default.
pub(crate) fn default_note(default: Option<&str>) -> Option<String> {
    default.map(|value| format!("Default: {}.", markdown::code(value)))
}
