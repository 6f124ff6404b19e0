//! What a server answered, and the types that say how an answer is read.

use crate::call_info::CallInfo;
use crate::decode::{decode, decode_strictly};
use crate::error::Failure;
use crate::{ByteStream, DecodeError, Decoded, Misfit, ResponseError, StatusError};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

/// An answer before it is read. Only implementations of [`ResponseBody`] see one.
#[derive(Debug)]
pub struct RawResponse {
    pub(crate) info: CallInfo,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: RawResponseBody,
    pub(crate) strict: bool,
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

    /// The error for a status that the docs do not name.
    pub fn unexpected_status(&self) -> DecodeError {
        DecodeError::root(format!(
            "the docs promise nothing for the status {}",
            self.status
        ))
    }

    pub(crate) fn raw(&self) -> Bytes {
        match &self.body {
            RawResponseBody::Buffered(bytes) => bytes.clone(),
            RawResponseBody::Streamed(_) => Bytes::new(),
        }
    }

    fn json<T: DeserializeOwned>(&self) -> Result<Decoded<T>, DecodeError> {
        if self.strict {
            decode_strictly(&self.raw())
        } else {
            decode(&self.raw())
        }
    }

    pub(crate) fn into_status_error<E>(self, body: Option<E>) -> StatusError<E> {
        let raw_body = self.raw();
        StatusError {
            status: self.status,
            headers: self.headers,
            raw_body,
            body,
            info: self.info,
        }
    }
}

/// How the answer of an operation is read. Implemented by the markers [`Json`], [`Text`], [`Binary`], [`Empty`] and [`Raw`],
/// and by the enums of [`response_by_status!`](crate::response_by_status).
pub trait ResponseBody {
    /// What the answer becomes.
    type Output;

    /// Adds the media types that this marker reads, for the `Accept` header.
    fn accept(types: &mut Vec<&'static str>);

    /// Whether the body of an answer with this status is handed on as it comes.
    fn streamed(_status: StatusCode) -> bool {
        false
    }

    /// Reads an answer.
    ///
    /// # Errors
    ///
    /// When the body is not what this marker reads.
    fn read(response: RawResponse) -> Result<Decoded<Self::Output>, DecodeError>;
}

/// The answer is JSON that becomes a `T`.
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

/// The answer is text.
pub struct Text;

impl ResponseBody for Text {
    type Output = String;

    fn accept(types: &mut Vec<&'static str>) {
        types.push("text/*");
        types.push("*/*;q=0.5");
    }

    fn read(response: RawResponse) -> Result<Decoded<String>, DecodeError> {
        match String::from_utf8(response.raw().into()) {
            Ok(text) => Ok(Decoded::whole(text)),
            Err(error) => Err(DecodeError::root(format!("the text is not UTF-8: {error}"))),
        }
    }
}

/// The answer is bytes, handed on as they come.
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
        Ok(Decoded::whole(match response.body {
            RawResponseBody::Buffered(bytes) => bytes.into(),
            RawResponseBody::Streamed(stream) => stream,
        }))
    }
}

/// The answer has no body, or none that matters.
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

/// The answer is whatever came.
pub struct Raw;

impl ResponseBody for Raw {
    type Output = Bytes;

    fn accept(types: &mut Vec<&'static str>) {
        types.push("*/*");
    }

    fn read(response: RawResponse) -> Result<Decoded<Bytes>, DecodeError> {
        Ok(Decoded::whole(response.raw()))
    }
}

/// A success: the value, and what came with it. It can be used as the value itself.
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

    /// The value, without the rest.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The first header of this name, if it is there and visible ASCII. Others are in [`headers`](Self::headers), as bytes.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// What of the answer did not fit its type and is missing from the value.
    pub fn misfits(&self) -> &[Misfit] {
        &self.misfits
    }

    /// The body as it came. Empty where it is handed on as a stream.
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

    /// How many items the list has in all, if the server says so.
    pub fn total(&self) -> Option<u64> {
        self.header(self.info.total_header?)?.trim().parse().ok()
    }
}

/// What a response keeps of its answer.
pub(crate) struct ResponseParts {
    pub(crate) info: CallInfo,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) raw: Bytes,
}

impl ResponseParts {
    pub(crate) fn of(response: &RawResponse) -> Self {
        Self {
            info: response.info.clone(),
            status: response.status,
            headers: response.headers.clone(),
            raw: response.raw(),
        }
    }

    /// Warns of misfits, and where the first is. What stood there, which their messages quote, is for the caller alone: it may be personal.
    pub(crate) fn warn_of(&self, misfits: &[Misfit]) {
        if let Some(Misfit { pointer, .. }) = misfits.first() {
            let (operation, misfits) = (&*self.info.operation, misfits.len());
            tracing::warn!(
                operation,
                misfits,
                pointer,
                "parts of the answer do not fit their types"
            );
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
