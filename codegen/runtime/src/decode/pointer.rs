//! JSON pointers (RFC 6901): from the paths that serde reports, and to text and back.

use serde_json::Value;
use serde_path_to_error::{Path, Segment};

/// One step down into JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Key(String),
    Index(usize),
}

/// The part of a path that can be followed in JSON.
pub(super) fn from_path(path: &Path) -> Vec<Token> {
    path.iter()
        .map_while(|segment| match segment {
            Segment::Seq { index } => Some(Token::Index(*index)),
            Segment::Map { key } => Some(Token::Key(key.clone())),
            Segment::Enum { variant } => Some(Token::Key(variant.clone())),
            Segment::Unknown => None,
        })
        .collect()
}

pub(super) fn to_text(tokens: &[Token]) -> String {
    let mut text = String::new();
    for token in tokens {
        text.push('/');
        match token {
            Token::Key(key) => text.push_str(&key.replace('~', "~0").replace('/', "~1")),
            Token::Index(index) => text.push_str(&index.to_string()),
        }
    }
    text
}

/// The tokens of a pointer, as far as they exist in `value`, whose kind tells keys from indices.
pub(super) fn parse(pointer: &str, value: &Value) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut node = Some(value);
    for part in pointer.split('/').skip(1) {
        let key = part.replace("~1", "/").replace("~0", "~");
        let token = match (node, key.parse()) {
            (Some(Value::Array(_)), Ok(index)) => Token::Index(index),
            _ => Token::Key(key),
        };
        node = node.and_then(|node| step(node, &token));
        tokens.push(token);
    }
    tokens
}

/// One step down.
pub(super) fn step<'a>(node: &'a Value, token: &Token) -> Option<&'a Value> {
    match token {
        Token::Key(key) => node.get(key),
        Token::Index(index) => node.get(index),
    }
}

/// All steps down.
pub(super) fn follow_mut<'a>(node: &'a mut Value, tokens: &[Token]) -> Option<&'a mut Value> {
    tokens.iter().try_fold(node, |node, token| match token {
        Token::Key(key) => node.get_mut(key),
        Token::Index(index) => node.get_mut(*index),
    })
}

/// The text, or the number as text, at the first of `pointers` that leads to one.
pub(crate) fn find_text(value: &Value, pointers: &[&str]) -> Option<String> {
    pointers
        .iter()
        .find_map(|pointer| match value.pointer(pointer)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
}
