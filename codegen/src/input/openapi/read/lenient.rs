//! Lenient access to JSON: values of the expected type are returned, others are reported and ignored.
//!
//! Null counts as absent, because YAML pages have keys without values. Only in place of a schema is it a mistake.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::push_segment;

/// A reader that keeps track of its page and JSON pointer.
pub(super) struct Reader<'a> {
    page: &'a str,
    pointer: String,
    diagnostics: &'a mut Diagnostics,
    /// Whether a schema had a name.
    pub(super) has_anchors: bool,
    /// The names of schemas that were referred to, each with the JSON pointer of the reference.
    pub(super) named: Vec<(String, String)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(page: &'a str, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            page,
            pointer: String::new(),
            diagnostics,
            has_anchors: false,
            named: Vec::new(),
        }
    }

    /// The current JSON pointer.
    pub(super) fn pointer(&self) -> String {
        self.pointer.clone()
    }

    /// Reads the value of a key.
    pub(super) fn inside<T>(&mut self, key: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        push_segment(&mut self.pointer, key);
        let result = read(self);
        self.pointer.truncate(length);
        result
    }

    /// Reads what a JSON pointer leads to from here.
    pub(super) fn inside_pointer<T>(
        &mut self,
        pointer: &str,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let length = self.pointer.len();
        self.pointer.push_str(pointer);
        let result = read(self);
        self.pointer.truncate(length);
        result
    }

    /// Reads each element of the list at a key.
    pub(super) fn each<'v>(
        &mut self,
        key: &str,
        list: impl IntoIterator<Item = &'v Value>,
        mut read: impl FnMut(&mut Self, &'v Value),
    ) {
        self.inside(key, |reader| {
            for (index, value) in list.into_iter().enumerate() {
                reader.inside(&index.to_string(), |reader| read(reader, value));
            }
        });
    }

    /// Reports something at the current pointer.
    pub(super) fn say(&mut self, code: Code, message: impl Into<String>, help: impl Into<String>) {
        let diagnostic = Diagnostic::new(code, self.page, message)
            .at(self.pointer.as_str())
            .help(help);
        self.diagnostics.push(diagnostic);
    }

    /// Reports a part that no code is generated for.
    pub(super) fn not_in_client(&mut self, map: &Map<String, Value>, key: &str) {
        let part = map.get(key).and_then(Value::as_object);
        if part.is_some_and(|part| !part.is_empty()) {
            let message = format!("no code is generated for `{key}`");
            self.inside(key, |reader| reader.say(Code::NotInClient, message, ""));
        }
    }

    /// Reports something at another pointer.
    pub(super) fn say_at(&mut self, pointer: String, code: Code, message: String) {
        self.diagnostics
            .push(Diagnostic::new(code, self.page, message).at(pointer));
    }

    /// Reports a malformed value at the current pointer.
    pub(super) fn malformed(&mut self, message: impl Into<String>) {
        self.say(Code::Malformed, message, "");
    }

    fn wrong_kind(&mut self, key: &str, wanted: &str, found: &Value) {
        let message = format!(
            "`{key}` is {} instead of {wanted}: it is ignored",
            kind(found)
        );
        self.inside(key, |reader| reader.malformed(message));
    }

    /// Reports unknown keys, except extensions.
    pub(super) fn keywords(&mut self, map: &Map<String, Value>, known: &[&str]) {
        for key in map.keys() {
            if !known.contains(&key.as_str()) && !key.to_ascii_lowercase().starts_with("x-") {
                let message = format!("unknown keyword `{key}`: it is ignored");
                self.inside(key, |reader| reader.say(Code::UnknownKeyword, message, ""));
            }
        }
    }

    /// The value as an object.
    pub(super) fn as_object<'v>(
        &mut self,
        value: &'v Value,
        what: &str,
    ) -> Option<&'v Map<String, Value>> {
        let object = value.as_object();
        if object.is_none() {
            self.malformed(format!(
                "{what} is {} instead of an object: it is ignored",
                kind(value)
            ));
        }
        object
    }

    /// The object under a key.
    pub(super) fn object<'v>(
        &mut self,
        map: &'v Map<String, Value>,
        key: &str,
    ) -> Option<&'v Map<String, Value>> {
        match map.get(key)? {
            Value::Object(object) => Some(object),
            Value::Null => None,
            other => {
                self.wrong_kind(key, "an object", other);
                None
            }
        }
    }

    /// The list under a key; a single value is accepted as a list of one.
    pub(super) fn list<'v>(
        &mut self,
        map: &'v Map<String, Value>,
        key: &str,
    ) -> Option<&'v [Value]> {
        match map.get(key)? {
            Value::Array(list) => Some(list),
            Value::Null => None,
            other => {
                self.wrong_kind(key, "a list", other);
                None
            }
        }
    }

    /// The string under a key; a number or a boolean is accepted as one.
    pub(super) fn text(&mut self, map: &Map<String, Value>, key: &str) -> Option<String> {
        match map.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            scalar @ (Value::Number(_) | Value::Bool(_)) => Some(scalar.to_string()),
            other => {
                self.wrong_kind(key, "text", other);
                None
            }
        }
    }

    /// The strings in the list under a key.
    pub(super) fn texts(&mut self, map: &Map<String, Value>, key: &str) -> Vec<String> {
        let mut texts = Vec::new();
        let list = self.list(map, key).unwrap_or_default();
        self.each(key, list, |reader, value| match value {
            Value::String(text) => texts.push(text.clone()),
            other => reader.malformed(format!(
                "found {} instead of a string: it is ignored",
                kind(other)
            )),
        });
        texts
    }

    /// The boolean under a key, false without one.
    pub(super) fn flag(&mut self, map: &Map<String, Value>, key: &str) -> bool {
        self.maybe_flag(map, key).unwrap_or_default()
    }

    /// The boolean under a key; one in quotes is accepted.
    pub(super) fn maybe_flag(&mut self, map: &Map<String, Value>, key: &str) -> Option<bool> {
        match map.get(key)? {
            Value::Bool(flag) => Some(*flag),
            Value::Null => None,
            Value::String(text) if text == "true" => Some(true),
            Value::String(text) if text == "false" => Some(false),
            other => {
                self.wrong_kind(key, "true or false", other);
                None
            }
        }
    }
}

/// The type of a value, in words.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
