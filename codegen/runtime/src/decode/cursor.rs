//! A cursor over valid JSON, which knows the path to where it is. It moves forward only, so that any number of places
//! is found in one scan.

use super::failure::Spot;
use crate::pointer;
use std::ops::Range;

pub(super) struct Cursor<'a> {
    text: &'a [u8],
    /// Everything before is read.
    pub(super) position: usize,
    /// The lists and objects around the position, from the root on.
    pub(super) frames: Vec<Frame>,
    /// The value that was read last.
    pub(super) last: Range<usize>,
}

/// A list or object that the cursor is in.
pub(super) struct Frame {
    /// Where it starts.
    pub(super) start: usize,
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    List {
        /// The index of the current element.
        index: usize,
    },
    Object {
        /// The current key, in quotes. Empty before the first.
        key: Range<usize>,
        /// Whether the next string is a key.
        expects_key: bool,
        /// The first entries that were read, with their keys.
        entries: Vec<Range<usize>>,
        /// What [`super::repair`] keeps of them, and how many these are.
        kept: (Vec<u8>, usize),
    },
}

/// As many entries of an object are remembered. Structs have fewer, except for a few with many optional fields.
const MAX_ENTRIES: usize = 64;

pub(super) enum Token {
    Open,
    Key,
    /// The end of a value: a list or object closes, or a scalar.
    Value,
    Comma,
    End,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self {
            text,
            position: 0,
            frames: Vec::new(),
            last: 0..0,
        }
    }

    /// Moves behind the value at a spot, which is then the last one that was read.
    pub(super) fn advance_to(&mut self, spot: Spot) {
        match spot {
            Spot::Start(start) => {
                while self.next_start(self.position) < start
                    && !matches!(self.advance(), Token::End)
                {}
                self.finish_value();
            }
            Spot::End(end) => {
                let mut token = Token::Value;
                while !self.is_last_before(end) {
                    match self.advance() {
                        Token::End => break,
                        next => token = next,
                    }
                }
                match token {
                    // An object or list that was opened, and failed before its first value: it is the value.
                    Token::Open => self.leave_container(),
                    // A key that doesn't match: its value goes too.
                    Token::Key => self.finish_value(),
                    Token::Value | Token::Comma | Token::End => {}
                }
            }
        }
    }

    /// The JSON pointer of the value that was read last.
    pub(super) fn pointer(&self) -> String {
        let mut text = String::new();
        for frame in &self.frames {
            match &frame.kind {
                Kind::List { index } => pointer::push(&mut text, &index.to_string()),
                Kind::Object { key, .. } => pointer::push(&mut text, &self.key_text(key)),
            }
        }
        text
    }

    /// The text of a key.
    pub(super) fn key_text(&self, key: &Range<usize>) -> String {
        let json = self.text.get(key.clone()).unwrap_or_default();
        serde_json::from_slice(json).unwrap_or_else(|_| String::from_utf8_lossy(json).into_owned())
    }

    /// The last value with its key, if it has one.
    pub(super) fn last_entry(&self) -> Range<usize> {
        match self.frames.last().map(|frame| &frame.kind) {
            Some(Kind::Object { key, .. }) => key.start..self.last.end,
            _ => self.last.clone(),
        }
    }

    /// Remembers the last value as an entry of its object.
    fn keep_last(&mut self) {
        let entry = self.last_entry();
        self.keep(entry);
    }

    /// Remembers an entry of the innermost object.
    pub(super) fn keep(&mut self, entry: Range<usize>) {
        if let Some(Kind::Object { entries, .. }) = self.innermost()
            && entries.len() < MAX_ENTRIES
        {
            entries.push(entry);
        }
    }

    /// Forgets an entry of the innermost object, if it is the last that was remembered.
    pub(super) fn forget(&mut self, entry: &Range<usize>) {
        if let Some(Kind::Object { entries, .. }) = self.innermost() {
            entries.pop_if(|last| last == entry);
        }
    }

    fn innermost(&mut self) -> Option<&mut Kind> {
        self.frames.last_mut().map(|frame| &mut frame.kind)
    }

    /// Reads white space and a comma after a value. Returns whether there is a comma.
    pub(super) fn skip_comma(&mut self) -> bool {
        self.position = self.next_start(self.position);
        let has_comma = self.peek() == Some(b',');
        if has_comma {
            self.position += 1;
            self.begin_next();
            self.position = self.next_start(self.position);
        }
        has_comma
    }

    /// Whether no token starts before `end`, but for a comma: serde_json may have read that after a value that doesn't
    /// match.
    fn is_last_before(&self, end: usize) -> bool {
        let start = self.next_start(self.position);
        let is_comma = self.text.get(start) == Some(&b',');
        start >= end || (is_comma && self.next_start(start + 1) >= end)
    }

    /// Where the next token starts, from a position on.
    fn next_start(&self, position: usize) -> usize {
        let rest = self.text.get(position..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| b" \t\r\n:".contains(byte));
        position + blank.count()
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.position).copied()
    }

    /// Reads one token.
    pub(super) fn advance(&mut self) -> Token {
        self.position = self.next_start(self.position);
        let start = self.position;
        match self.peek() {
            None => Token::End,
            Some(b',') => {
                self.position += 1;
                self.begin_next();
                Token::Comma
            }
            Some(open @ (b'[' | b'{')) => {
                self.position += 1;
                self.frames.push(Frame::new(start, open == b'{'));
                Token::Open
            }
            Some(b']' | b'}') => {
                self.position += 1;
                self.close();
                Token::Value
            }
            Some(b'"') => {
                self.position = end_of_string(self.text, start);
                self.read_string(start)
            }
            Some(_) => {
                let rest = self.text.get(start..).unwrap_or_default();
                let length = rest
                    .iter()
                    .take_while(|byte| !b",]} \t\r\n".contains(byte))
                    .count();
                self.position = start + length.max(1);
                self.last = start..self.position;
                self.keep_last();
                Token::Value
            }
        }
    }

    fn read_string(&mut self, start: usize) -> Token {
        let string = start..self.position;
        if let Some(Kind::Object {
            key, expects_key, ..
        }) = self.innermost()
            && *expects_key
        {
            *key = string;
            *expects_key = false;
            return Token::Key;
        }
        self.last = string;
        self.keep_last();
        Token::Value
    }

    /// Notes a comma.
    fn begin_next(&mut self) {
        match self.innermost() {
            Some(Kind::List { index }) => *index += 1,
            Some(Kind::Object { expects_key, .. }) => *expects_key = true,
            None => {}
        }
    }

    /// Notes the end of a list or object.
    fn close(&mut self) {
        if let Some(frame) = self.frames.pop() {
            self.last = frame.start..self.position;
            self.keep_last();
        }
    }

    /// Reads the next value to its end.
    fn finish_value(&mut self) {
        let depth = self.frames.len();
        while matches!(self.advance(), Token::Open | Token::Key) || self.frames.len() > depth {
            if self.position >= self.text.len() {
                break;
            }
        }
    }

    /// Reads to the end of the innermost list or object.
    fn leave_container(&mut self) {
        let depth = self.frames.len();
        while self.frames.len() >= depth && !matches!(self.advance(), Token::End) {}
    }
}

impl Frame {
    fn new(start: usize, is_object: bool) -> Self {
        let kind = if is_object {
            Kind::Object {
                key: start..start,
                expects_key: true,
                entries: Vec::new(),
                kept: (Vec::new(), 0),
            }
        } else {
            Kind::List { index: 0 }
        };
        Self { start, kind }
    }
}

/// The index after a string that starts here.
pub(super) fn end_of_string(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    loop {
        match text.get(at) {
            None => return text.len(),
            Some(b'"') => return at + 1,
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
        }
    }
}
