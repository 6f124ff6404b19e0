//! Responses, and the types that decode them.

use crate::call_info::CallInfo;
use crate::decode::{decode, decode_strictly};
use crate::error::Failure;
use crate::span::CallSpan;
use crate::{ByteStream, DecodeError, Decoded, Misfit, ResponseError, StatusError};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

/// A response that isn't decoded yet: what [`ResponseBody::read`] gets.
#[derive(Debug)]
pub struct RawResponse {
    pub(crate) info: CallInfo,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: RawResponseBody,
    pub(crate) strict: bool,
    pub(crate) span: CallSpan,
}

#[derive(Debug)]
pub(crate) enum RawResponseBody {
    Buffered(Bytes),
    Streamed(ByteStream),
}

impl RawResponse {
    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The error for a status that the docs don't have.
    pub fn unexpected_status(&self) -> DecodeError {
        DecodeError::root(format!("undocumented status {}", self.status))
    }

    /// Whether the response has no body because its status never has one (RFC 9110, sections 15.3.5, 15.3.6 and
    /// 15.4.5).
    fn is_bodyless(&self) -> bool {
        let statuses = [
            StatusCode::NO_CONTENT,
            StatusCode::RESET_CONTENT,
            StatusCode::NOT_MODIFIED,
        ];
        statuses.contains(&self.status) && self.raw().is_empty()
    }

    /// An error if the status is 304: the body is the one that the caller has already, and not an empty one.
    fn require_modified(&self) -> Result<(), DecodeError> {
        match self.status {
            StatusCode::NOT_MODIFIED => Err(self.unexpected_status()),
            _ => Ok(()),
        }
    }

    /// Keeps the values of cookies from being printed.
    pub(crate) fn hide_cookies(&mut self) {
        if let header::Entry::Occupied(mut cookies) = self.headers.entry(header::SET_COOKIE) {
            cookies
                .iter_mut()
                .for_each(|cookie| cookie.set_sensitive(true));
        }
    }

    pub(crate) fn raw(&self) -> Bytes {
        match &self.body {
            RawResponseBody::Buffered(bytes) => bytes.clone(),
            RawResponseBody::Streamed(_) => Bytes::new(),
        }
    }

    fn json<T: DeserializeOwned>(&self) -> Result<Decoded<T>, DecodeError> {
        if self.is_bodyless() {
            let value = empty_value(self.status);
            let missing = || DecodeError::root(format!("{} has no body", self.status));
            value.map(Decoded::whole).ok_or_else(missing)
        } else if self.strict {
            decode_strictly(&self.raw())
        } else {
            decode(&self.raw())
        }
    }
}

/// The value for a response whose status never has a body: `None` or null, `()`, or else an empty list, map, struct or
/// string. After 304 only the former: an unchanged list isn't an empty one.
fn empty_value<T: DeserializeOwned>(status: StatusCode) -> Option<T> {
    let candidates: &[&[u8]] = match status {
        StatusCode::NOT_MODIFIED => &[b"null"],
        _ => &[b"null", b"[]", b"{}", b"\"\""],
    };
    candidates
        .iter()
        .find_map(|json| Some(decode_strictly(json).ok()?.value))
}

/// Decodes the response of an operation. Implemented by the markers [`Json`], [`Text`], [`Binary`], [`Empty`] and
/// [`Raw`], and by the enums of [`response_by_status!`](crate::response_by_status).
///
/// It isn't meant to be implemented for other types. For another format, [`Raw`] returns the body.
pub trait ResponseBody {
    /// The type of the value.
    type Output;

    /// Adds the media types that it can decode, for the `Accept` header.
    fn accept(types: &mut Vec<&'static str>);

    /// Whether the body of a response with this status is passed on as a stream.
    fn streamed(_status: StatusCode) -> bool {
        false
    }

    /// Decodes a response: one with a success status, or a 304. An error for a 304 makes it an
    /// [`Error::Status`](crate::Error::Status).
    ///
    /// # Errors
    ///
    /// If the body can't be decoded.
    fn read(response: RawResponse) -> Result<Decoded<Self::Output>, DecodeError>;
}

/// A JSON response, decoded as a `T`.
///
/// The statuses 204, 205 and 304 have no body, whatever the docs promise. The value is then `None`, `null` or `()`; if
/// `T` has none of these, it is an empty list, map, struct or string after 204 and 205. A `T` that can't be empty is an
/// [`Error::Response`](crate::Error::Response); after 304 it is an [`Error::Status`](crate::Error::Status).
pub struct Json<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned> ResponseBody for Json<T> {
    type Output = T;

    fn accept(types: &mut Vec<&'static str>) {
        types.push("application/json");
    }

    fn read(response: RawResponse) -> Result<Decoded<T>, DecodeError> {
        response.json()
    }
}

/// A text response.
#[derive(Clone, Copy, Debug)]
pub struct Text;

impl ResponseBody for Text {
    type Output = String;

    fn accept(types: &mut Vec<&'static str>) {
        types.push("text/*");
        types.push("*/*;q=0.5");
    }

    fn read(response: RawResponse) -> Result<Decoded<String>, DecodeError> {
        response.require_modified()?;
        match String::from_utf8(response.raw().into()) {
            Ok(text) => Ok(Decoded::whole(text)),
            Err(error) => Err(DecodeError::root(format!("invalid UTF-8: {error}"))),
        }
    }
}

/// A response as a stream of bytes.
#[derive(Clone, Copy, Debug)]
pub struct Binary;

impl ResponseBody for Binary {
    type Output = ByteStream;

    fn accept(types: &mut Vec<&'static str>) {
        types.push("*/*");
    }

    fn streamed(_: StatusCode) -> bool {
        true
    }

    fn read(response: RawResponse) -> Result<Decoded<ByteStream>, DecodeError> {
        response.require_modified()?;
        Ok(Decoded::whole(match response.body {
            RawResponseBody::Buffered(bytes) => bytes.into(),
            RawResponseBody::Streamed(stream) => stream,
        }))
    }
}

/// A response without a body, or with one that is ignored.
#[derive(Clone, Copy, Debug)]
pub struct Empty;

impl ResponseBody for Empty {
    type Output = ();

    fn accept(types: &mut Vec<&'static str>) {
        types.push("*/*");
    }

    fn read(_: RawResponse) -> Result<Decoded<()>, DecodeError> {
        Ok(Decoded::whole(()))
    }
}

/// A response as the raw body.
#[derive(Clone, Copy, Debug)]
pub struct Raw;

impl ResponseBody for Raw {
    type Output = Bytes;

    fn accept(types: &mut Vec<&'static str>) {
        types.push("*/*");
    }

    fn read(response: RawResponse) -> Result<Decoded<Bytes>, DecodeError> {
        response.require_modified()?;
        Ok(Decoded::whole(response.raw()))
    }
}

/// A success: the value with its status, headers and raw body. It dereferences to the value.
pub struct Response<T> {
    value: T,
    misfits: Vec<Misfit>,
    status: StatusCode,
    headers: HeaderMap,
    raw: Bytes,
    info: CallInfo,
}

impl<T> Response<T> {
    pub(crate) fn new(parts: ResponseParts, decoded: Decoded<T>) -> Self {
        let ResponseParts {
            info,
            status,
            headers,
            raw,
        } = parts;
        Self {
            value: decoded.value,
            misfits: decoded.misfits,
            status,
            headers,
            raw,
            info,
        }
    }

    /// The value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The value alone.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The value and the misfits.
    pub(crate) fn into_decoded(self) -> (T, Vec<Misfit>) {
        (self.value, self.misfits)
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The first header with this name, if it exists and is visible ASCII. See [`headers`](Self::headers) for others.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The parts of the response that don't match their types and are missing from the value.
    pub fn misfits(&self) -> &[Misfit] {
        &self.misfits
    }

    /// The body as it was received. Empty if it is passed on as a stream.
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }

    pub(crate) fn into_failure(self, error: DecodeError) -> Failure {
        let Self {
            status,
            headers,
            raw,
            info,
            ..
        } = self;
        ResponseParts {
            info,
            status,
            headers,
            raw,
        }
        .into_failure(error)
    }

    /// The total number of items of the list, if the server sends it.
    pub fn total(&self) -> Option<u64> {
        self.header(self.info.total_header?)?.trim().parse().ok()
    }
}

/// The parts of a response that don't depend on its type.
pub(crate) struct ResponseParts {
    pub(crate) info: CallInfo,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) raw: Bytes,
}

impl ResponseParts {
    /// The parts of a response that is still to be decoded, which needs no headers.
    pub(crate) fn take(response: &mut RawResponse) -> Self {
        Self {
            info: response.info.clone(),
            status: response.status,
            headers: std::mem::take(&mut response.headers),
            raw: response.raw(),
        }
    }

    /// Logs a warning with the number of misfits and the pointer of the first. Their values may be personal data, and
    /// their messages quote them, so neither is logged.
    pub(crate) fn warn_of(&self, misfits: &[Misfit]) {
        if let Some(Misfit { pointer, .. }) = misfits.first() {
            let (operation, misfits) = (&*self.info.operation, misfits.len());
            tracing::warn!(
                operation,
                misfits,
                pointer,
                "parts of the response don't match their types"
            );
        }
    }

    pub(crate) fn into_status_error<E>(self, body: Option<E>) -> StatusError<E> {
        StatusError {
            status: self.status,
            headers: self.headers,
            raw_body: self.raw,
            body,
            info: self.info,
        }
    }

    pub(crate) fn into_failure(self, error: DecodeError) -> Failure {
        let Self {
            info,
            status,
            headers,
            raw,
        } = self;
        Failure::Response(Box::new(ResponseError {
            status,
            headers,
            raw_body: raw,
            error,
            info,
        }))
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("value", &self.value)
            .field("misfits", &self.misfits)
            .finish_non_exhaustive()
    }
}
