//! `multipart/form-data` (RFC 7578): fields and files in one body.

use crate::Body;
use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;
use serde_json::Value;
use std::path::PathBuf;

/// A form with files.
///
/// ```
/// use client_runtime::{File, Multipart};
///
/// let form = Multipart::new()
///     .text("delimiter", ",")
///     .json("options", &serde_json::json!({"dryRun": true}))
///     .file("file", File::bytes("accounts.csv", "id,name\n").media_type("text/csv"))
///     .on_progress(|sent, total| println!("{sent} of {total:?}"));
/// ```
#[derive(Debug)]
pub struct Multipart {
    boundary: String,
    body: Body,
    build_error: Option<String>,
}

impl Default for Multipart {
    fn default() -> Self {
        Self::new()
    }
}

impl Multipart {
    /// An empty form.
    pub fn new() -> Self {
        // Random, so that no file contains it (RFC 2046, section 5.1.1).
        let boundary = format!("form-{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
        Self {
            boundary,
            body: Body::default(),
            build_error: None,
        }
    }

    /// Adds a field: a scalar as text, a list as one field for each element, an object as JSON. Null adds nothing.
    pub fn text(self, name: &str, value: impl Serialize) -> Self {
        self.add_text(name, serde_json::to_value(value))
    }

    fn add_text(mut self, name: &str, value: serde_json::Result<Value>) -> Self {
        match value {
            Ok(Value::Null) => self,
            Ok(Value::String(text)) => self.part(name, "", text.into()),
            Ok(Value::Array(list)) => list
                .into_iter()
                .fold(self, |form, item| form.add_text(name, Ok(item))),
            Ok(Value::Object(map)) => self.add_json(name, serde_json::to_vec(&map)),
            Ok(scalar) => self.part(name, "", scalar.to_string().into()),
            Err(error) => {
                self.build_error = Some(format!("the field `{name}` can't be serialized: {error}"));
                self
            }
        }
    }

    /// Adds a field with a JSON value.
    pub fn json(self, name: &str, value: &impl Serialize) -> Self {
        self.add_json(name, serde_json::to_vec(value))
    }

    fn add_json(mut self, name: &str, value: serde_json::Result<Vec<u8>>) -> Self {
        match value {
            Ok(json) => self.part(name, "\r\nContent-Type: application/json", json.into()),
            Err(error) => {
                self.build_error = Some(format!("the field `{name}` can't be serialized: {error}"));
                self
            }
        }
    }

    /// Adds a file.
    pub fn file(self, name: &str, file: File) -> Self {
        let File {
            name: file_name,
            media_type,
            body,
        } = file;
        let more = format!(
            "; filename=\"{}\"\r\nContent-Type: {}",
            quoted(&file_name),
            one_line(&media_type)
        );
        self.part(name, &more, body)
    }

    /// Calls `progress` while the form is sent, with the number of bytes sent so far and the total if it is known.
    pub fn on_progress(
        mut self,
        progress: impl Fn(u64, Option<u64>) + Send + Sync + 'static,
    ) -> Self {
        self.body = self.body.on_progress(progress);
        self
    }

    fn part(mut self, name: &str, more: &str, body: Body) -> Self {
        let boundary = &self.boundary;
        let name = quoted(name);
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n"
        );
        self.body.append(head.into());
        self.body.append(body);
        self.body.append("\r\n".into());
        self
    }

    /// The media type and the body, or why a field can't be serialized.
    pub(crate) fn finish(mut self) -> Result<(String, Body), String> {
        if let Some(build_error) = self.build_error {
            return Err(build_error);
        }
        self.body
            .append(format!("--{}--\r\n", self.boundary).into());
        Ok((
            format!("multipart/form-data; boundary={}", self.boundary),
            self.body,
        ))
    }
}

/// Escapes a name as browsers do (HTML, "multipart form data"): a quote or a line break would end the header.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

/// A file in a [`Multipart`] form.
#[derive(Debug)]
pub struct File {
    name: String,
    media_type: String,
    body: Body,
}

impl File {
    /// A file with this name and these contents.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::new(name.into(), bytes.into().into())
    }

    /// A local file, sent under its own name unless [`name`](Self::name) sets another. It is opened when the form is sent.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Self::new(name, Body::file(path))
    }

    /// A file with this name and the bytes of a stream. See [`Body::stream`].
    pub fn stream<S, E>(name: impl Into<String>, stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<crate::BoxError> + 'static,
    {
        Self::new(name.into(), Body::stream(stream))
    }

    /// Sets the name that the server gets.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the media type; `application/octet-stream` by default.
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = media_type.into();
        self
    }

    fn new(name: String, body: Body) -> Self {
        Self {
            name,
            media_type: "application/octet-stream".into(),
            body,
        }
    }
}
