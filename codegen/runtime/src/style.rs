//! Serialization of parameters: the table "Style Examples" of OpenAPI 3.0.3, section "Parameter Object".
//!
//! Invariant: delimiters are those of the table; everything else in names and values is percent-encoded, so that no
//! value contains a delimiter.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use std::borrow::Cow;

/// Everything but the unreserved characters of RFC 3986, section 2.3.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Keeps the reserved characters too, except those that would end the value: `#`, `&`, and `+`, which means a space.
const RESERVED: &AsciiSet = &UNRESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// The name of a parameter and how its value is serialized (OpenAPI 3.0.3, "Style Values").
///
/// ```
/// use client_runtime::Style;
///
/// const IDS: Style = Style::form("ids").joined(); // ids=a,b instead of ids=a&ids=b
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style<'a> {
    pub(crate) name: &'a str,
    kind: Kind,
    explode: bool,
    reserved: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Form,
    Simple,
    Label,
    Matrix,
    Space,
    Pipe,
    DeepObject,
    Content,
}

/// The location of a parameter, which decides what is encoded and what separates repetitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// [`Style::form`], the style of most query parameters.
impl<'a> From<&'a str> for Style<'a> {
    fn from(name: &'a str) -> Self {
        Self::form(name)
    }
}

impl<'a> Style<'a> {
    const fn new(name: &'a str, kind: Kind, explode: bool) -> Self {
        Self {
            name,
            kind,
            explode,
            reserved: false,
        }
    }

    /// `name=a&name=b`: the default of query parameters and cookies.
    pub const fn form(name: &'a str) -> Self {
        Self::new(name, Kind::Form, true)
    }

    /// `a,b`: the default of path and header parameters.
    pub const fn simple(name: &'a str) -> Self {
        Self::new(name, Kind::Simple, false)
    }

    /// `.a.b`, in a path.
    pub const fn label(name: &'a str) -> Self {
        Self::new(name, Kind::Label, false)
    }

    /// `;name=a,b`, in a path.
    pub const fn matrix(name: &'a str) -> Self {
        Self::new(name, Kind::Matrix, false)
    }

    /// `name[key]=value`, in a query. The table doesn't cover nested values; they are written as most servers read
    /// them: `name[a][b]=value` for an object in an object, a repetition for a list.
    pub const fn deep_object(name: &'a str) -> Self {
        Self::new(name, Kind::DeepObject, true)
    }

    /// `name=a%20b`, in a query.
    pub const fn space_delimited(name: &'a str) -> Self {
        Self::new(name, Kind::Space, false)
    }

    /// `name=a|b`, in a query.
    pub const fn pipe_delimited(name: &'a str) -> Self {
        Self::new(name, Kind::Pipe, false)
    }

    /// The value as JSON (a parameter with `content` instead of `schema`).
    pub const fn content(name: &'a str) -> Self {
        Self::new(name, Kind::Content, false)
    }

    /// `explode: false`: the elements are joined into one value.
    pub const fn joined(mut self) -> Self {
        self.explode = false;
        self
    }

    /// `explode: true`: each element is a separate value.
    pub const fn exploded(mut self) -> Self {
        self.explode = true;
        self
    }

    /// `allowReserved: true`, for query parameters: reserved characters (RFC 3986, section 2.2) aren't encoded, except
    /// those that would end the value. It has no effect on parameters at other places.
    pub const fn allow_reserved(mut self) -> Self {
        self.reserved = true;
        self
    }

    /// The serialized value; `None` for null, an empty list and an empty object.
    pub(crate) fn write(&self, value: &Value, location: Location) -> Option<String> {
        let encoding = match location {
            Location::Header => Encoding::None,
            // Only queries may have reserved characters; `/` and `?` would end a path segment.
            Location::Query if self.reserved => Encoding::Percent(RESERVED),
            _ => Encoding::Percent(UNRESERVED),
        };
        let name = encoding.encode(self.name);
        if self.kind == Kind::Content && !value.is_null() {
            let json = value.to_string();
            let json = encoding.encode(&json);
            return Some(if matches!(location, Location::Path | Location::Header) {
                json.into_owned()
            } else {
                format!("{name}={json}")
            });
        }
        if self.kind == Kind::DeepObject && value.is_object() {
            let mut pairs = Vec::new();
            deep_pairs(&name, value, encoding, &mut pairs);
            return Some(pairs.join("&")).filter(|text| !text.is_empty());
        }
        let parts = Parts::new(value, encoding)?;
        Some(self.join(
            &name,
            parts,
            if location == Location::Cookie {
                "; "
            } else {
                "&"
            },
        ))
    }

    /// The value as a field of an `application/x-www-form-urlencoded` body (OpenAPI 3.0.3, "Support for
    /// x-www-form-urlencoded Request Bodies"): nested lists and objects are JSON.
    pub(crate) fn write_field(&self, value: &Value) -> Option<String> {
        match value {
            Value::Object(_) => Style::content(self.name).write(value, Location::Query),
            other => self.write(other, Location::Query),
        }
    }

    fn join(&self, name: &str, parts: Parts, between: &str) -> String {
        let named = |text: String| format!("{name}={text}");
        match (self.kind, self.explode) {
            (Kind::Simple | Kind::Content, explode) => parts.joined(",", explode),
            (Kind::Label, explode) => format!(".{}", parts.joined(".", explode)),
            (Kind::Matrix, true) => format!(";{}", parts.exploded(name, ";", true)),
            (Kind::Matrix, false) => match parts.joined(",", false) {
                empty if empty.is_empty() => format!(";{name}"),
                text => format!(";{}", named(text)),
            },
            (Kind::Form | Kind::Space | Kind::Pipe | Kind::DeepObject, true) => {
                parts.exploded(name, between, false)
            }
            (Kind::Form | Kind::DeepObject, false) => named(parts.joined(",", false)),
            (Kind::Space, false) => named(parts.joined("%20", false)),
            (Kind::Pipe, false) => named(parts.joined("|", false)),
        }
    }
}

/// How text is encoded at a location.
#[derive(Clone, Copy)]
enum Encoding {
    None,
    Percent(&'static AsciiSet),
}

impl Encoding {
    fn encode(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::None => text.into(),
            Self::Percent(set) => utf8_percent_encode(text, set).into(),
        }
    }
}

/// A value whose parts are encoded.
enum Parts {
    One(String),
    List(Vec<String>),
    Pairs(Vec<(String, String)>),
}

impl Parts {
    fn new(value: &Value, encoding: Encoding) -> Option<Self> {
        let parts = match value {
            Value::Null => return None,
            Value::Array(list) => Self::List(
                list.iter()
                    .filter_map(|item| scalar(item, encoding))
                    .collect(),
            ),
            Value::Object(map) => Self::Pairs(
                map.iter()
                    .filter_map(|(key, item)| {
                        Some((encoding.encode(key).into_owned(), scalar(item, encoding)?))
                    })
                    .collect(),
            ),
            one => Self::One(scalar(one, encoding)?),
        };
        match &parts {
            Self::List(list) if list.is_empty() => None,
            Self::Pairs(pairs) if pairs.is_empty() => None,
            _ => Some(parts),
        }
    }

    /// One string, with keys before their values as the style requires: `R=100` or `R,100`.
    fn joined(self, delimiter: &str, explode: bool) -> String {
        let list = match self {
            Self::One(text) => return text,
            Self::List(list) => list,
            Self::Pairs(pairs) => {
                let equals = if explode { "=" } else { delimiter };
                pairs
                    .into_iter()
                    .map(|(key, value)| format!("{key}{equals}{value}"))
                    .collect()
            }
        };
        list.join(delimiter)
    }

    /// `name=value` for each element; in the matrix style an empty value has no `=`.
    fn exploded(self, name: &str, between: &str, matrix: bool) -> String {
        let pair = |key: &str, value: &str| match value {
            "" if matrix => key.to_owned(),
            _ => format!("{key}={value}"),
        };
        let list: Vec<String> = match self {
            Self::One(text) => return pair(name, &text),
            Self::List(list) => list.iter().map(|value| pair(name, value)).collect(),
            Self::Pairs(pairs) => pairs.iter().map(|(key, value)| pair(key, value)).collect(),
        };
        list.join(between)
    }
}

/// A scalar as text. Nested lists and objects, which the table doesn't cover, are written as JSON.
fn scalar(value: &Value, encoding: Encoding) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(encoding.encode(text).into_owned()),
        other => Some(encoding.encode(&other.to_string()).into_owned()),
    }
}

fn deep_pairs(name: &str, value: &Value, encoding: Encoding, pairs: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, item) in map {
                let name = format!("{name}[{}]", encoding.encode(key));
                deep_pairs(&name, item, encoding, pairs);
            }
        }
        Value::Array(list) => list
            .iter()
            .for_each(|item| deep_pairs(name, item, encoding, pairs)),
        other => pairs.extend(scalar(other, encoding).map(|text| format!("{name}={text}"))),
    }
}

#[cfg(test)]
mod tests;
