//! A request while it is built, independent of its types.

use super::endpoint::Endpoint;
use crate::error::{Failure, RequestError};
use crate::exchange::{Call, exchange};
use crate::span::CallSpan;
use crate::style::Location;
use crate::{
    Body, Client, Credentials, Multipart, Operation, RawResponse, RetryPolicy, Style, address,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;
use tracing::Instrument as _;
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
            Some(text) if !text.is_empty() => self.path_values.push((style.name.to_owned(), text)),
            _ => self.record_error(|| format!("the path parameter `{}` is empty", style.name)),
        }
    }

    pub(crate) fn set_query(&mut self, style: Style<'_>, value: serde_json::Result<Value>) {
        self.query.retain(|(name, _)| name != style.name);
        if let Some(text) = self.written(style, value, Location::Query) {
            self.query.push((style.name.to_owned(), text));
        }
    }

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
        for step in pointer.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
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

    pub(crate) async fn exchange(
        self,
        types: Vec<&'static str>,
        streamed: fn(StatusCode) -> bool,
    ) -> Result<RawResponse, Failure> {
        let client = self.client.clone();
        let operation = self.endpoint.name();
        let template = self.endpoint.template();
        let span = CallSpan::new(self.endpoint.method(), template.as_deref());
        let outcome = match self.into_call(types) {
            Ok((call, body)) => {
                span.addressed(&call.url);
                exchange(&client, &call, body, streamed, &span)
                    .instrument(span.span().clone())
                    .await
            }
            Err(message) => Err(Failure::Request(Box::new(RequestError {
                operation,
                message,
            }))),
        };
        if let Err(failure) = &outcome {
            span.failed_with(failure);
        }
        outcome
    }

    /// Where the request goes, without credentials.
    pub(crate) fn url(&self) -> Result<Url, String> {
        if let Some(link) = &self.link {
            return Ok(link.clone());
        }
        let base = self.client.base_of(self.endpoint.server())?;
        let path = self.endpoint.path();
        address::operation_url(&base, path, &self.path_values, &self.query)
    }

    fn query_names(&self) -> Vec<&str> {
        self.query.iter().map(|(name, _)| name.as_str()).collect()
    }

    fn into_call(self, mut types: Vec<&'static str>) -> Result<(Call, Body), String> {
        if let Some(message) = self.build_error {
            return Err(message);
        }
        let url = self.url()?;
        let mut headers = self.client.default_headers().clone();
        types.sort_unstable();
        types.dedup();
        let accept = self.endpoint.accept();
        let accept = accept.map_or_else(|| types.join(", "), str::to_owned);
        headers.insert(
            header::ACCEPT,
            accept
                .parse()
                .map_err(|_| format!("{accept:?} isn't a list of media types"))?,
        );
        if !self.cookies.is_empty() {
            let cookies = self
                .cookies
                .iter()
                .map(|(_, text)| text.as_str())
                .collect::<Vec<_>>()
                .join("; ");
            let mut cookies = HeaderValue::try_from(cookies)
                .map_err(|_| "the cookies can't be sent".to_owned())?;
            cookies.set_sensitive(true);
            headers.insert(header::COOKIE, cookies);
        }
        headers.extend(self.headers);
        let call = Call {
            operation: self.endpoint.name(),
            method: self.endpoint.method().clone(),
            url,
            headers,
            security: self.endpoint.security(),
            credentials: self.credentials,
            idempotent: self.endpoint.is_idempotent(),
            called: self.endpoint.called(self.path_values),
            retry: self.retry,
            timeout: self.timeout,
            strict: self.strict,
        };
        Ok((call, self.body))
    }
}

/// The place of a field of the body: its name, or a JSON pointer.
fn body_pointer(name: &str) -> String {
    match name.starts_with('/') {
        true => name.to_owned(),
        false => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
    }
}

fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// A header that a user sets, or why it can't be sent. Its value is never printed unless it is one of a few well-known
/// headers, because any other may be a secret.
pub(crate) fn header_pair(
    name: &str,
    value: &str,
) -> Result<(HeaderName, HeaderValue), &'static str> {
    const SET_BY_CLIENT: [HeaderName; 4] = [
        header::HOST,
        header::CONTENT_LENGTH,
        header::TRANSFER_ENCODING,
        header::CONNECTION,
    ];
    const PRINTABLE: [HeaderName; 6] = [
        header::ACCEPT,
        header::ACCEPT_LANGUAGE,
        header::CONTENT_TYPE,
        header::IF_MATCH,
        header::IF_NONE_MATCH,
        header::USER_AGENT,
    ];
    // Bytes, not text: a header may have UTF-8 in it (RFC 9110, section 5.5, "obs-text").
    let (Ok(name), Ok(mut value)) = (
        HeaderName::try_from(name),
        HeaderValue::from_bytes(value.as_bytes()),
    ) else {
        return Err("its name or value has characters that aren't allowed in a header");
    };
    if SET_BY_CLIENT.contains(&name) {
        return Err("the client sets this header itself");
    }
    value.set_sensitive(!PRINTABLE.contains(&name));
    Ok((name, value))
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
