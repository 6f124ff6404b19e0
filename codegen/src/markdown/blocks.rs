//! Block elements: paragraphs, lists, tables.

use pulldown_cmark::{Alignment, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::html::{Span, pieces};
use super::inline::{Inline, longest_run};
use super::wrap::{ITEM, PARAGRAPH, finish, wrap};

/// A block of Markdown.
#[derive(Debug)]
pub(super) enum Block {
    /// Text with the marks of [`wrap`](super::wrap).
    Paragraph(String),
    /// Unchanged lines.
    Lines(Vec<String>),
    /// A quote.
    Quote(Vec<Block>),
    /// A list, numbered from `start` or with bullets.
    List {
        /// The first number.
        start: Option<u64>,
        /// The items.
        items: Vec<Vec<Block>>,
    },
}

/// The maximum nesting of quotes and lists; deeper ones become plain text.
const DEPTH: usize = 12;

/// Reads Markdown.
pub(super) fn parse(text: &str) -> Vec<Block> {
    let events: Vec<Event<'_>> = Parser::new_ext(text, Options::ENABLE_TABLES).collect();
    Reader {
        events: events.into_iter().peekable(),
        depth: 0,
    }
    .blocks()
}

/// The text of the first paragraph or heading, without markup.
pub(super) fn first_text(text: &str) -> String {
    let mut inline = Inline::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock,
            ) => break,
            Event::Text(text) | Event::Code(text) => inline.text(&text),
            Event::Html(html) => feed_html(&mut inline, &html),
            Event::InlineHtml(html) => inline.html(&html),
            Event::SoftBreak | Event::HardBreak => inline.soft_break(),
            _ => {}
        }
    }
    finish(&inline.finish().1)
}

struct Reader<'a> {
    events: std::iter::Peekable<std::vec::IntoIter<Event<'a>>>,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// The blocks up to the end of their parent.
    fn blocks(&mut self) -> Vec<Block> {
        if self.depth > DEPTH {
            return self.flat();
        }
        self.depth += 1;
        let mut blocks = Vec::new();
        while let Some(event) = self.events.peek() {
            if matches!(event, Event::End(_)) {
                self.events.next();
                break;
            }
            if is_inline(event) {
                blocks.extend(self.paragraph());
                continue;
            }
            if let Some(event) = self.events.next() {
                self.block(event, &mut blocks);
            }
        }
        self.depth -= 1;
        blocks
    }

    /// All text up to the end of the parent, as one paragraph.
    fn flat(&mut self) -> Vec<Block> {
        let mut inline = Inline::default();
        let mut open = 1_usize;
        for event in self.events.by_ref() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                Event::Text(text)
                | Event::Code(text)
                | Event::InlineHtml(text)
                | Event::Html(text) => inline.text(&text),
                _ => inline.soft_break(),
            }
            if open == 0 {
                break;
            }
        }
        split(&inline.finish().0)
    }

    fn block(&mut self, event: Event<'a>, blocks: &mut Vec<Block>) {
        match event {
            Event::Start(Tag::Paragraph) => {
                blocks.extend(self.paragraph());
                self.events.next();
            }
            Event::Start(Tag::Heading { level, .. }) => blocks.extend(self.heading(level)),
            Event::Start(Tag::BlockQuote(_)) => blocks.push(Block::Quote(self.blocks())),
            Event::Start(Tag::CodeBlock(_)) => blocks.push(self.code()),
            Event::Start(Tag::List(start)) => blocks.push(self.list(start)),
            Event::Start(Tag::Table(columns)) => blocks.push(self.table(&columns)),
            Event::Start(Tag::HtmlBlock) => blocks.extend(self.html()),
            Event::Rule => blocks.push(Block::Lines(vec!["* * *".to_owned()])),
            Event::Start(_) => blocks.extend(self.blocks()),
            _ => {}
        }
    }

    fn paragraph(&mut self) -> Vec<Block> {
        split(&self.inline())
    }

    /// Inline events, up to the first block event.
    fn inline(&mut self) -> String {
        let mut inline = Inline::default();
        while let Some(event) = self.events.next_if(is_inline) {
            match event {
                Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                    inline.text(&text)
                }
                Event::Code(text) => inline.code(&text),
                Event::InlineHtml(html) | Event::Html(html) => inline.html(&html),
                Event::SoftBreak => inline.soft_break(),
                Event::HardBreak => inline.line(),
                Event::Start(tag) => {
                    if let Some(span) = span(&tag) {
                        inline.open(span, "");
                    }
                }
                Event::End(end) => {
                    if let Some(span) = ended(end) {
                        inline.close(&span, "");
                    }
                }
                _ => {}
            }
        }
        inline.finish().0
    }

    fn heading(&mut self, level: HeadingLevel) -> Option<Block> {
        let text = finish(&self.inline()).replace('#', "\\#");
        self.events.next();
        // Two levels below the generator's own sections.
        let marks = "#".repeat((level as usize + 2).min(6));
        (!text.is_empty()).then(|| Block::Lines(vec![format!("{marks} {text}")]))
    }

    fn code(&mut self) -> Block {
        let mut text = String::new();
        for event in self.events.by_ref() {
            match event {
                Event::Text(more) => text.push_str(&more),
                _ => break,
            }
        }
        let fence = "`".repeat(longest_run(&text).max(2) + 1);
        let mut lines = vec![format!("{fence}text")];
        lines.extend(
            text.trim_end()
                .lines()
                .map(|line| line.trim_end().to_owned()),
        );
        lines.push(fence);
        Block::Lines(lines)
    }

    fn list(&mut self, start: Option<u64>) -> Block {
        let mut items = Vec::new();
        for_each_start(self, |reader| items.push(reader.blocks()));
        Block::List { start, items }
    }

    fn table(&mut self, columns: &[Alignment]) -> Block {
        let mut rows: Vec<String> = Vec::new();
        // The head and each row hold cells.
        for_each_start(self, |reader| {
            let mut cells = Vec::new();
            for_each_start(reader, |reader| {
                let text = finish(&reader.inline()).replace('|', "\\|");
                reader.events.next();
                cells.push(text);
            });
            rows.push(format!("| {} |", cells.join(" | ")));
        });
        let ruler = columns.iter().map(|column| match column {
            Alignment::None => "---",
            Alignment::Left => ":--",
            Alignment::Center => ":-:",
            Alignment::Right => "--:",
        });
        let ruler: Vec<&str> = ruler.collect();
        rows.insert(1.min(rows.len()), format!("| {} |", ruler.join(" | ")));
        Block::Lines(rows)
    }

    fn html(&mut self) -> Vec<Block> {
        let mut inline = Inline::default();
        for event in self.events.by_ref() {
            match event {
                Event::Html(html) | Event::Text(html) => feed_html(&mut inline, &html),
                _ => break,
            }
        }
        split(&inline.finish().0)
    }
}

/// Calls `each` after the start of every child, up to the end of the parent; `each` consumes the child's end.
fn for_each_start(reader: &mut Reader<'_>, mut each: impl FnMut(&mut Reader<'_>)) {
    while let Some(event) = reader.events.next() {
        match event {
            Event::Start(_) => each(reader),
            Event::End(_) => break,
            _ => {}
        }
    }
}

fn feed_html(inline: &mut Inline, html: &str) {
    for (is_tag, piece) in pieces(html) {
        if is_tag {
            inline.html(&piece)
        } else {
            inline.text(&piece.replace('\n', " "))
        }
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Text(_)
        | Event::Code(_)
        | Event::InlineHtml(_)
        | Event::SoftBreak
        | Event::HardBreak => true,
        Event::Start(tag) => span(tag).is_some(),
        Event::End(end) => ended(*end).is_some(),
        _ => false,
    }
}

fn span(tag: &Tag<'_>) -> Option<Span> {
    match tag {
        Tag::Emphasis => Some(Span::Emphasis),
        Tag::Strong => Some(Span::Strong),
        Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
            Some(Span::Link(dest_url.to_string()))
        }
        _ => None,
    }
}

fn ended(end: TagEnd) -> Option<Span> {
    match end {
        TagEnd::Emphasis => Some(Span::Emphasis),
        TagEnd::Strong => Some(Span::Strong),
        TagEnd::Link | TagEnd::Image => Some(Span::Link(String::new())),
        _ => None,
    }
}

/// Splits a paragraph that contains paragraphs and lists in HTML.
fn split(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for paragraph in text.split(PARAGRAPH) {
        for (index, part) in paragraph.split(ITEM).enumerate() {
            if part.trim().is_empty() {
                continue;
            }
            let block = Block::Paragraph(part.to_owned());
            match (index, blocks.last_mut()) {
                (0, _) => blocks.push(block),
                (_, Some(Block::List { items, .. })) => items.push(vec![block]),
                _ => blocks.push(Block::List {
                    start: None,
                    items: vec![vec![block]],
                }),
            }
        }
    }
    blocks
}

/// Writes blocks as lines, with a blank line between any two.
pub(super) fn layout(blocks: &[Block], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for block in blocks {
        let more = one(block, width);
        if !lines.is_empty() && !more.is_empty() {
            lines.push(String::new());
        }
        lines.extend(more);
    }
    lines
}

fn one(block: &Block, width: usize) -> Vec<String> {
    match block {
        Block::Paragraph(text) => wrap(text, width),
        Block::Lines(lines) => lines.clone(),
        Block::Quote(blocks) => {
            let inner = layout(blocks, narrowed(width, 2));
            inner
                .iter()
                .map(|line| format!("> {line}").trim_end().to_owned())
                .collect()
        }
        Block::List { start, items } => {
            let items = items.iter().enumerate().flat_map(|(index, item)| {
                let marker = match start {
                    Some(start) => format!("{}. ", start.saturating_add(index as u64)),
                    None => "- ".to_owned(),
                };
                list_item(&marker, item, width)
            });
            items.collect()
        }
    }
}

fn list_item(marker: &str, item: &[Block], width: usize) -> Vec<String> {
    let inner = layout_item(item, narrowed(width, marker.len()));
    let indent = " ".repeat(marker.len());
    let lines = inner.iter().enumerate().map(|(index, line)| {
        let before = if index == 0 { marker } else { indent.as_str() };
        format!("{before}{line}").trim_end().to_owned()
    });
    lines.collect()
}

/// A nested list directly below a paragraph needs no blank line.
fn layout_item(item: &[Block], width: usize) -> Vec<String> {
    match item {
        [Block::Paragraph(text), list @ Block::List { .. }] => {
            [wrap(text, width), one(list, width)].concat()
        }
        blocks => layout(blocks, width),
    }
}

/// A minimum width, however deep the nesting.
fn narrowed(width: usize, by: usize) -> usize {
    width.saturating_sub(by).max(40)
}
