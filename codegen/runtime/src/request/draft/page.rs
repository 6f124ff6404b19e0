//! The parameters that select a page.

use super::Draft;
use crate::{Style, pointer};
use http::header;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use std::borrow::Cow;

impl Draft {
    /// The value of a parameter of paging, as text.
    pub(crate) fn page_parameter(&self, name: &str, in_body: bool) -> Option<String> {
        if in_body {
            let body = Value::Object(self.json_body()?);
            return match body.pointer(&body_pointer(name))? {
                Value::Null => None,
                Value::String(text) => Some(text.clone()),
                other => Some(other.to_string()),
            };
        }
        let texts = self.query.iter().flat_map(|(_, text)| text.split('&'));
        let mut pairs = texts.filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(key, _)| decoded(key) == name)?;
        Some(decoded(value).into_owned())
    }

    /// Sets a parameter of paging: a pair of the query, which may be part of a parameter that is an object, or a field
    /// of the JSON body.
    pub(crate) fn set_page_parameter(
        &mut self,
        name: &str,
        value: Value,
        in_body: bool,
    ) -> Result<(), String> {
        if in_body {
            return self.set_body_field(&body_pointer(name), value);
        }
        for (_, text) in &mut self.query {
            let pairs = text.split('&');
            let others =
                pairs.filter(|pair| decoded(pair.split('=').next().unwrap_or_default()) != name);
            *text = others.collect::<Vec<_>>().join("&");
        }
        self.query.retain(|(_, text)| !text.is_empty());
        self.set_query(Style::form(name), Ok(value));
        Ok(())
    }

    /// The body, if it is a JSON object. Without a body, an empty one.
    pub(crate) fn json_body(&self) -> Option<Map<String, Value>> {
        let bytes = self.body.as_bytes()?;
        match bytes.is_empty() {
            true => Some(Map::new()),
            false => serde_json::from_slice(&bytes).ok(),
        }
    }

    fn set_body_field(&mut self, pointer: &str, value: Value) -> Result<(), String> {
        let body = self.json_body();
        let mut body = Value::Object(body.ok_or("the body isn't a JSON object")?);
        let mut field = &mut body;
        for step in pointer::tokens(pointer) {
            if field.is_null() {
                *field = Value::Object(Map::new());
            }
            let object = field.as_object_mut();
            let object = object.ok_or_else(|| format!("`{pointer}` can't be set in the body"))?;
            field = object.entry(step).or_insert(Value::Null);
        }
        *field = value;
        let media_type = self.headers.get(header::CONTENT_TYPE).cloned();
        self.set_json("application/json", serde_json::to_vec(&body));
        self.headers
            .extend(media_type.map(|media_type| (header::CONTENT_TYPE, media_type)));
        Ok(())
    }
}

/// The place of a field of the body: its name, or a JSON pointer.
fn body_pointer(name: &str) -> String {
    match name.starts_with('/') {
        true => name.to_owned(),
        false => format!("/{}", pointer::escape(name)),
    }
}

fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}
