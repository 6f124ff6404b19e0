//! Which requests a test means, and how much another request differs from them.

use super::RecordedRequest;
use crate::{Operation, pointer};
use http::Method;
use serde_json::Value;
use std::fmt;

/// What requests have in common.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    target: Target,
    conditions: Vec<Condition>,
}

#[derive(Clone, Debug)]
pub(super) enum Target {
    Operation(&'static Operation),
    /// The method, and the percent-encoded path.
    Path(Method, String),
}

#[derive(Clone, Debug)]
pub(super) enum Condition {
    Path {
        name: String,
        value: String,
    },
    /// All values; none if the parameter must not be sent.
    Query {
        name: String,
        values: Vec<String>,
    },
    Header {
        name: String,
        value: String,
    },
    Json(Value),
}

/// How a request differs from a pattern.
#[derive(Debug)]
pub(super) struct Difference {
    /// It goes to another operation or path.
    pub(super) is_elsewhere: bool,
    /// The conditions that it doesn't meet.
    unmet: Vec<String>,
}

impl Pattern {
    pub(super) fn new(target: Target) -> Self {
        Self {
            target,
            conditions: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, condition: Condition) {
        self.conditions.push(condition);
    }

    pub(super) fn matches(&self, request: &RecordedRequest) -> bool {
        self.is_target_of(request)
            && self
                .conditions
                .iter()
                .all(|condition| condition.difference(request).is_none())
    }

    fn is_target_of(&self, request: &RecordedRequest) -> bool {
        match &self.target {
            Target::Operation(operation) => request
                .operation
                .is_some_and(|called| std::ptr::eq(called, *operation)),
            Target::Path(method, path) => {
                request.method == *method && request.url.path() == path.as_str()
            }
        }
    }

    pub(super) fn difference(&self, request: &RecordedRequest) -> Difference {
        let conditions = self.conditions.iter();
        Difference {
            is_elsewhere: !self.is_target_of(request),
            unmet: conditions
                .filter_map(|condition| condition.difference(request))
                .collect(),
        }
    }
}

impl Difference {
    /// Smaller for a nearer request.
    pub(super) fn distance(&self) -> impl Ord + use<> {
        (self.is_elsewhere, self.unmet.len())
    }
}

impl Condition {
    /// How a request differs, if it does.
    fn difference(&self, request: &RecordedRequest) -> Option<String> {
        match self {
            Self::Path { name, value } => {
                let actual = request.path(name);
                (actual.as_ref() != Some(value))
                    .then(|| format!("the path parameter `{name}` is {}", shown(&actual)))
            }
            Self::Query { name, values } => {
                let actual: Vec<String> = request.queries(name).collect();
                let text = match actual.as_slice() {
                    [] => "missing".to_owned(),
                    [one] => format!("{one:?}"),
                    several => format!("{several:?}"),
                };
                (actual != *values).then(|| format!("the query parameter `{name}` is {text}"))
            }
            Self::Header { name, value } => {
                let actual = request.headers.get(name);
                let is_equal = actual.is_some_and(|actual| actual.as_bytes() == value.as_bytes());
                let text = match actual {
                    // `Debug` hides what may be secret.
                    Some(actual) => format!("{actual:?}"),
                    None => "missing".to_owned(),
                };
                (!is_equal).then(|| format!("the header `{name}` is {text}"))
            }
            Self::Json(value) => match serde_json::from_slice(&request.body) {
                Ok(body) => difference_of_json(value, &body, "")
                    .map(|(pointer, text)| format!("the body {pointer}is {text}")),
                Err(_) if request.body.is_empty() => Some("the body is missing".to_owned()),
                Err(_) => Some("the body isn't JSON".to_owned()),
            },
        }
    }
}

fn shown(value: &Option<String>) -> String {
    match value {
        Some(value) => format!("{value:?}"),
        None => "missing".to_owned(),
    }
}

/// Where two values differ first, and what is there instead.
fn difference_of_json(expected: &Value, actual: &Value, pointer: &str) -> Option<(String, String)> {
    match (expected, actual) {
        (Value::Object(one), Value::Object(other)) => {
            let mut names: Vec<&String> = one.keys().chain(other.keys()).collect();
            names.sort_unstable();
            names.dedup();
            names.into_iter().find_map(|name| {
                let pointer = format!("{pointer}/{}", pointer::escape(name));
                match (one.get(name), other.get(name)) {
                    (Some(one), Some(other)) => difference_of_json(one, other, &pointer),
                    (_, Some(other)) => Some(at(&pointer, other.to_string())),
                    (_, None) => Some(at(&pointer, "missing".to_owned())),
                }
            })
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let mut pairs = one.iter().zip(other).enumerate();
            pairs.find_map(|(index, (one, other))| {
                difference_of_json(one, other, &format!("{pointer}/{index}"))
            })
        }
        (one, other) => (one != other).then(|| at(pointer, other.to_string())),
    }
}

fn at(pointer: &str, text: String) -> (String, String) {
    match pointer {
        "" => (String::new(), text),
        _ => (format!("at `{pointer}` "), text),
    }
}

/// Values as text, as they are in URLs. A list has several; null has none.
pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        other => vec![other.to_string()],
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.target {
            Target::Operation(operation) => write!(f, "{operation}")?,
            Target::Path(method, path) => write!(f, "{method} {path}")?,
        }
        for (index, condition) in self.conditions.iter().enumerate() {
            let lead = if index == 0 { " with" } else { "," };
            write!(f, "{lead} {condition}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path { name, value } => write!(f, "path parameter `{name}` = {value:?}"),
            Self::Query { name, values } => match values.as_slice() {
                [] => write!(f, "no query parameter `{name}`"),
                [one] => write!(f, "query parameter `{name}` = {one:?}"),
                several => write!(f, "query parameter `{name}` = {several:?}"),
            },
            Self::Header { name, value } => write!(f, "header `{name}` = {value:?}"),
            Self::Json(value) => write!(f, "body {value}"),
        }
    }
}

/// `the path parameter `id` is "8", and the header `if-match` is missing`
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.unmet.join(", and "))
    }
}
