//! Text within a paragraph: emphasis, code, links, and everything else escaped.

use super::html::{Span, Tag, tag};
use super::is_unwanted;
use super::wrap::{FIXED_SPACE, ITEM, LINE, PARAGRAPH, unbroken};

/// A paragraph, built piece by piece.
#[derive(Debug, Default)]
pub(super) struct Inline {
    /// The open spans, outermost first, each with the text before it.
    frames: Vec<Frame>,
    /// Markdown, as yet without line ends.
    text: String,
    /// The same without markup.
    plain: String,
    /// Text that is not escaped yet: a URL may be cut into several pieces.
    pending: String,
}

#[derive(Debug)]
struct Frame {
    span: Span,
    /// The source of the start, in case the span isn't closed.
    source: String,
    text: String,
    plain: String,
}

impl Inline {
    pub(super) fn text(&mut self, text: &str) {
        self.pending.push_str(&spaced(text));
    }

    /// Keeps the vendor's line break: it often separates sentences, and it keeps diffs small.
    pub(super) fn soft_break(&mut self) {
        self.pending.push('\n');
    }

    pub(super) fn line(&mut self) {
        self.mark(LINE);
    }

    pub(super) fn code(&mut self, text: &str) {
        self.flush();
        let text = spaced(text);
        self.text.push_str(&code(&text));
        self.plain.push_str(&text);
    }

    /// A tag, from `<` to `>`.
    pub(super) fn html(&mut self, source: &str) {
        match tag(source) {
            Tag::Open(span) => self.open(span, source),
            Tag::Close(span) => self.close(&span, source),
            Tag::Line => self.mark(LINE),
            Tag::Paragraph => self.mark(PARAGRAPH),
            Tag::Item => self.mark(ITEM),
            Tag::Nothing => {}
            Tag::Text => self.text(source),
        }
    }

    pub(super) fn open(&mut self, span: Span, source: &str) {
        self.flush();
        let (text, plain) = (
            std::mem::take(&mut self.text),
            std::mem::take(&mut self.plain),
        );
        self.frames.push(Frame {
            span,
            source: source.to_owned(),
            text,
            plain,
        });
    }

    pub(super) fn close(&mut self, span: &Span, source: &str) {
        if !self.frames.iter().any(|frame| frame.span == *span) {
            return self.text(source);
        }
        self.flush();
        while let Some(frame) = self.frames.pop() {
            let found = frame.span == *span;
            self.leave(frame, found);
            if found {
                break;
            }
        }
    }

    /// The paragraph, and the same without markup.
    pub(super) fn finish(mut self) -> (String, String) {
        self.flush();
        while let Some(frame) = self.frames.pop() {
            self.leave(frame, false);
        }
        (self.text, self.plain)
    }

    fn leave(&mut self, frame: Frame, closed: bool) {
        let (inner, plain) = (
            std::mem::take(&mut self.text),
            std::mem::take(&mut self.plain),
        );
        self.text = frame.text;
        self.plain = frame.plain;
        if closed {
            self.text.push_str(&marked(&frame.span, &inner, &plain));
        } else {
            self.text.push_str(&escape(&frame.source));
            self.text.push_str(&inner);
        }
        self.plain.push_str(&plain);
    }

    fn mark(&mut self, mark: char) {
        self.flush();
        self.text.push(mark);
        self.plain.push(' ');
    }

    fn flush(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        self.text.push_str(&escape(&pending));
        self.plain.push_str(&pending);
    }
}

/// The text with plain spaces only: entities can produce any character.
fn spaced(text: &str) -> String {
    let chars = text
        .chars()
        .map(|char| if char.is_whitespace() { ' ' } else { char });
    chars.filter(|&char| !is_unwanted(char)).collect()
}

/// A span in Markdown. Spaces at its ends move outside, as Markdown requires.
fn marked(span: &Span, inner: &str, plain: &str) -> String {
    let trimmed = inner.trim();
    if trimmed.is_empty() || inner.contains([LINE, PARAGRAPH, ITEM]) {
        return inner.to_owned();
    }
    let before = if inner.starts_with(char::is_whitespace) {
        " "
    } else {
        ""
    };
    let after = if inner.ends_with(char::is_whitespace) {
        " "
    } else {
        ""
    };
    let middle = match span {
        Span::Emphasis => format!("*{trimmed}*"),
        Span::Strong => format!("**{trimmed}**"),
        Span::Code => code(plain.trim()),
        Span::Link(url) => link(trimmed, plain.trim(), url),
    };
    format!("{before}{middle}{after}")
}

/// A link, or only its text if the target is relative to the vendor's site.
fn link(text: &str, plain: &str, url: &str) -> String {
    let url = spaced(url);
    let url = url.trim();
    if !is_absolute(url) {
        return text.to_owned();
    }
    // Another link or a bracket would end the link's text.
    let text = if text.contains("](") || text.contains("<http") {
        escape(plain)
    } else {
        text.to_owned()
    };
    let url = encode(url);
    if plain == url || text.starts_with('<') {
        return format!("<{url}>");
    }
    format!(
        "[{}]({url})",
        unbroken(&text.replace(']', "\\]").replace("\\\\]", "\\]"))
    )
}

fn is_absolute(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://") || lower.starts_with("mailto:")
}

/// Percent-encodes characters that would end a link in Markdown.
fn encode(url: &str) -> String {
    url.chars().fold(String::new(), |mut encoded, char| {
        match char {
            ' ' | '(' | ')' | '<' | '>' | '\\' | '`' | '"' | '\'' | '[' | ']' | '{' | '}' | '|'
            | '*' | '^' | FIXED_SPACE => {
                encoded.push_str(&format!("%{:02X}", u32::from(char) & 0xFF));
            }
            char => encoded.push(char),
        }
        encoded
    })
}

/// Inline code; the fence is longer than any run of backticks within.
pub(super) fn code(text: &str) -> String {
    let text = text.replace('\n', " ");
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let fence = "`".repeat(longest_run(text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    unbroken(&format!("{fence}{pad}{text}{pad}{fence}"))
}

/// Markdown without line breaks in inline code.
pub(super) fn keep_code(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('`') {
        let length = rest[start..].len() - rest[start..].trim_start_matches('`').len();
        let (fence, inner) = rest[start..].split_at(length);
        let mut ends = inner.match_indices(fence).map(|(at, _)| at);
        let end =
            ends.find(|at| !inner[..*at].ends_with('`') && !inner[at + length..].starts_with('`'));
        let end = end.map_or(inner.len(), |at| at + length);
        kept.push_str(&rest[..start]);
        kept.push_str(&unbroken(&rest[start..start + length + end]));
        rest = &inner[end..];
    }
    kept + rest
}

/// The length of the longest run of backticks.
pub(super) fn longest_run(text: &str) -> usize {
    text.split(|char| char != '`')
        .map(str::len)
        .max()
        .unwrap_or(0)
}

/// The text, escaped; URLs become links.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::new();
    let mut rest = text;
    while let Some(start) = find_url(rest) {
        let length = url_length(&rest[start..]);
        let (before, url) = (&rest[..start], &rest[start..start + length]);
        escape_plain(before, &mut escaped);
        if url.contains(['{', '}', '|', '\\', '[', ']', '^', '(', '*']) {
            escaped.push_str(&code(url));
        } else {
            escaped.push_str(&format!("<{url}>"));
        }
        rest = &rest[start + length..];
    }
    escape_plain(rest, &mut escaped);
    escaped
}

fn find_url(text: &str) -> Option<usize> {
    let starts = text.match_indices("http").map(|(at, _)| at);
    let mut urls = starts.filter(|&at| {
        let rest = &text[at..];
        let scheme = if rest.starts_with("https://") { 8 } else { 7 };
        (rest.starts_with("https://") || rest.starts_with("http://")) && url_length(rest) > scheme
    });
    urls.next()
}

fn url_length(text: &str) -> usize {
    let end = text
        .find(|char: char| char.is_whitespace() || matches!(char, '<' | '>' | '"' | '\'' | '`'))
        .unwrap_or(text.len());
    let url =
        text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '*', '_', '\\']);
    // A placeholder at the end belongs to the URL.
    if text[url.len()..].starts_with('}') && url.contains('{') {
        url.len() + 1
    } else {
        url.len()
    }
}

fn escape_plain(text: &str, escaped: &mut String) {
    let chars: Vec<char> = text.chars().collect();
    for (index, &char) in chars.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|at| chars.get(at)).copied();
        let after = chars.get(index + 1).copied();
        let within_word =
            before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        let special = match char {
            '\\' | '`' | '*' | '[' | '<' | '~' => true,
            '_' => !within_word,
            '&' => after.is_some_and(|char| char == '#' || char.is_ascii_alphanumeric()),
            '!' => after.is_none(),
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(char);
    }
}
