//! A request while it is built, independent of its types.

mod page;
mod send;

use super::Endpoint;
use super::header::header_pair;
use crate::style::Location;
use crate::{Body, Client, Credentials, Multipart, Operation, RetryPolicy, Style};
use http::{HeaderMap, Method, header};
use serde_json::Value;
use std::fmt;
use std::time::Duration;
use url::Url;

pub(crate) struct Draft {
    pub(crate) client: Client,
    pub(crate) endpoint: Endpoint,
    path_values: Vec<(String, String)>,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    cookies: Vec<(String, String)>,
    pub(crate) body: Body,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) retry: RetryPolicy,
    pub(crate) timeout: Duration,
    pub(crate) strict: bool,
    /// The URL of a page that the server linked to. It replaces the path and the query.
    pub(crate) link: Option<Url>,
    /// The first thing that was set and can't be sent.
    build_error: Option<String>,
}

impl Draft {
    pub(crate) fn new(client: &Client, operation: &'static Operation) -> Self {
        Self::empty(client, Endpoint::Operation(operation))
    }

    /// A request to a path below the base URL.
    pub(crate) fn raw(client: &Client, method: Method, path: &str) -> Self {
        Self::empty(client, Endpoint::raw(client, method, path))
    }

    fn empty(client: &Client, endpoint: Endpoint) -> Self {
        Self {
            client: client.clone(),
            endpoint,
            path_values: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            body: Body::default(),
            credentials: None,
            retry: client.retry_policy().clone(),
            timeout: client.timeout(),
            strict: client.is_strict(),
            link: None,
            build_error: None,
        }
    }

    /// A copy, unless the body is a stream.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        Some(self.with_body(self.body.try_clone()?))
    }

    /// A copy, which can't be sent if the body is a stream.
    pub(crate) fn clone_or_fail(&self) -> Self {
        self.try_clone().unwrap_or_else(|| {
            let mut copy = self.with_body(Body::default());
            copy.record_error(|| "a streamed body can be sent only once".to_owned());
            copy
        })
    }

    fn with_body(&self, body: Body) -> Self {
        Self {
            client: self.client.clone(),
            endpoint: self.endpoint.clone(),
            path_values: self.path_values.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            cookies: self.cookies.clone(),
            body,
            credentials: self.credentials.clone(),
            retry: self.retry.clone(),
            link: self.link.clone(),
            build_error: self.build_error.clone(),
            ..*self
        }
    }

    /// Keeps the first error.
    fn record_error(&mut self, message: impl FnOnce() -> String) {
        self.build_error.get_or_insert_with(message);
    }

    /// The serialized value. A value that can't be serialized is recorded as an error.
    fn written(
        &mut self,
        style: Style<'_>,
        value: serde_json::Result<Value>,
        location: Location,
    ) -> Option<String> {
        match value {
            Ok(value) => style.write(&value, location),
            Err(error) => {
                self.record_error(|| {
                    format!(
                        "the parameter `{}` can't be serialized: {error}",
                        style.name
                    )
                });
                None
            }
        }
    }

    pub(crate) fn set_path(&mut self, style: Style<'_>, value: serde_json::Result<Value>) {
        match self.written(style, value, Location::Path) {
            Some(text) if !text.is_empty() => {
                self.path_values.retain(|(name, _)| name != style.name);
                self.path_values.push((style.name.to_owned(), text));
            }
            _ => self.record_error(|| format!("the path parameter `{}` is empty", style.name)),
        }
    }

    pub(crate) fn set_query(&mut self, style: Style<'_>, value: serde_json::Result<Value>) {
        self.query.retain(|(name, _)| name != style.name);
        if let Some(text) = self.written(style, value, Location::Query) {
            self.query.push((style.name.to_owned(), text));
        }
    }

    pub(crate) fn set_header_parameter(
        &mut self,
        style: Style<'_>,
        value: serde_json::Result<Value>,
    ) {
        if let Some(text) = self.written(style, value, Location::Header) {
            self.set_header(style.name, &text);
        }
    }

    pub(crate) fn set_cookie(&mut self, style: Style<'_>, value: serde_json::Result<Value>) {
        self.cookies.retain(|(name, _)| name != style.name);
        if let Some(text) = self.written(style, value, Location::Cookie) {
            self.cookies.push((style.name.to_owned(), text));
        }
    }

    pub(crate) fn set_header(&mut self, name: &str, value: &str) {
        match header_pair(name, value) {
            Ok((name, value)) => drop(self.headers.insert(name, value)),
            Err(reason) => self.record_error(|| format!("invalid header `{name}`: {reason}")),
        }
    }

    pub(crate) fn set_body(&mut self, media_type: &str, body: Body) {
        self.set_header(header::CONTENT_TYPE.as_str(), media_type);
        self.body = body;
    }

    pub(crate) fn set_json(&mut self, media_type: &str, json: serde_json::Result<Vec<u8>>) {
        match json {
            Ok(json) => self.set_body(media_type, json.into()),
            Err(error) => self.record_error(|| format!("the body can't be serialized: {error}")),
        }
    }

    pub(crate) fn set_form(&mut self, value: serde_json::Result<Value>) {
        match value {
            Ok(Value::Object(map)) => {
                let fields = map
                    .iter()
                    .filter_map(|(name, value)| Style::form(name).write_field(value));
                let form = fields.collect::<Vec<_>>().join("&");
                self.set_body("application/x-www-form-urlencoded", form.into());
            }
            Ok(_) => self.record_error(|| "a form must be an object".to_owned()),
            Err(error) => self.record_error(|| format!("the form can't be serialized: {error}")),
        }
    }

    pub(crate) fn set_multipart(&mut self, form: Multipart) {
        match form.finish() {
            Ok((media_type, body)) => self.set_body(&media_type, body),
            Err(message) => self.record_error(|| message),
        }
    }

    fn query_names(&self) -> Vec<&str> {
        self.query.iter().map(|(name, _)| name.as_str()).collect()
    }
}

/// Without the values of query parameters and cookies, which may be secret.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.endpoint.name())
            .field("method", self.endpoint.method())
            .field("path", &self.endpoint.path())
            .field("query", &self.query_names())
            .field("headers", &self.headers)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
