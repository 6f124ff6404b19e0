//! HTML in descriptions: reads single tags.

use pulldown_cmark::CowStr;

/// The meaning of a tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// The start of a span.
    Open(Span),
    /// The end of a span.
    Close(Span),
    /// A line's end.
    Line,
    /// A paragraph's start or end.
    Paragraph,
    /// A list's item.
    Item,
    /// A tag without an equivalent in Markdown.
    Nothing,
    /// Text such as `<placeholder>` rather than HTML.
    Text,
}

/// A span of text.
#[derive(Clone, Debug)]
pub(super) enum Span {
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Code.
    Code,
    /// A link and its target.
    Link(String),
}

/// Spans are equal if one can close the other: only the start of a link has the target.
impl PartialEq for Span {
    fn eq(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

impl Eq for Span {}

/// Reads a tag, from `<` to `>`.
pub(super) fn tag(text: &str) -> Tag {
    if text.starts_with("<!") || text.starts_with("<?") {
        return Tag::Nothing;
    }
    let inner = text.trim_start_matches('<').trim_end_matches('>');
    let closes = inner.starts_with('/');
    let inner = inner.trim_matches('/');
    let end = inner
        .find(|char: char| !char.is_ascii_alphanumeric())
        .unwrap_or(inner.len());
    let span = |span| {
        if closes {
            Tag::Close(span)
        } else {
            Tag::Open(span)
        }
    };
    match inner[..end].to_ascii_lowercase().as_str() {
        "b" | "strong" => span(Span::Strong),
        "i" | "em" => span(Span::Emphasis),
        "code" | "tt" | "kbd" | "samp" => span(Span::Code),
        "a" => span(Span::Link(attribute(inner, "href").unwrap_or_default())),
        "br" => Tag::Line,
        "li" if closes => Tag::Nothing,
        "li" => Tag::Item,
        "p" | "div" | "ul" | "ol" | "dl" | "dt" | "dd" | "table" | "tr" | "pre" | "blockquote"
        | "hr" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "details" | "summary" | "section" => {
            Tag::Paragraph
        }
        "span" | "font" | "u" | "small" | "big" | "sup" | "sub" | "center" | "td" | "th"
        | "tbody" | "thead" | "img" | "s" | "del" | "ins" | "mark" | "nobr" => Tag::Nothing,
        _ => Tag::Text,
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.to_ascii_lowercase().find(&format!("{name}="))? + name.len() + 1;
    let rest = tag.get(start..)?;
    let quote = rest.chars().next()?;
    let value = match quote {
        '"' | '\'' => rest[1..].split(quote).next()?,
        _ => rest.split([' ', '>']).next()?,
    };
    Some(value.to_owned())
}

/// Splits HTML into tags and the text between them, and decodes common entities.
pub(super) fn pieces(html: &str) -> Vec<(bool, CowStr<'_>)> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let Some(length) = rest[start..].find('>') else {
            break;
        };
        let end = start + length + 1;
        pieces.push((false, decode(&rest[..start])));
        pieces.push((true, CowStr::from(&rest[start..end])));
        rest = &rest[end..];
    }
    pieces.push((false, decode(rest)));
    pieces
}

fn decode(text: &str) -> CowStr<'static> {
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'");
    CowStr::from(text.replace("&nbsp;", " ").replace("&amp;", "&"))
}
