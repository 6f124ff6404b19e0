//! What a server answered, and the types that say how an answer is read.

use crate::decode::{decode, decode_strictly};
use crate::error::Failure;
use crate::{AnswerError, ByteStream, DecodeError, Decoded, Misfit, StatusError};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

/// What of a call is worth telling when it is over.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) operation: Cow<'static, str>,
    pub(crate) request_id: &'static [&'static str],
    pub(crate) total_header: Option<&'static str>,
}

/// An answer before it is read. Only implementations of [`ResponseBody`] see one.
#[derive(Debug)]
pub struct Answer {
    pub(crate) head: Head,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: AnswerBody,
    pub(crate) strict: bool,
}

#[derive(Debug)]
pub(crate) enum AnswerBody {
    Buffered(Bytes),
    Streamed(ByteStream),
}

impl Answer {
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
            AnswerBody::Buffered(bytes) => bytes.clone(),
            AnswerBody::Streamed(_) => Bytes::new(),
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
            head: self.head,
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
    fn read(answer: Answer) -> Result<Decoded<Self::Output>, DecodeError>;
}

/// The answer is JSON that becomes a `T`.
pub struct Json<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned> ResponseBody for Json<T> {
    type Output = T;

    fn accept(types: &mut Vec<&'static str>) {
        types.push("application/json");
    }

    fn read(answer: Answer) -> Result<Decoded<T>, DecodeError> {
        answer.json()
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

    fn read(answer: Answer) -> Result<Decoded<String>, DecodeError> {
        match String::from_utf8(answer.raw().into()) {
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

    fn read(answer: Answer) -> Result<Decoded<ByteStream>, DecodeError> {
        Ok(Decoded::whole(match answer.body {
            AnswerBody::Buffered(bytes) => bytes.into(),
            AnswerBody::Streamed(stream) => stream,
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

    fn read(_: Answer) -> Result<Decoded<()>, DecodeError> {
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

    fn read(answer: Answer) -> Result<Decoded<Bytes>, DecodeError> {
        Ok(Decoded::whole(answer.raw()))
    }
}

/// A success: the value, and what came with it. It can be used as the value itself.
pub struct Response<T> {
    value: T,
    misfits: Vec<Misfit>,
    status: StatusCode,
    headers: HeaderMap,
    raw: Bytes,
    head: Head,
}

impl<T> Response<T> {
    pub(crate) fn new(parts: ResponseParts, decoded: Decoded<T>) -> Self {
        let ResponseParts {
            head,
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
            head,
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
            head,
            ..
        } = self;
        ResponseParts {
            head,
            status,
            headers,
            raw,
        }
        .into_failure(error)
    }

    /// How many items the list has in all, if the server says so.
    pub fn total(&self) -> Option<u64> {
        self.header(self.head.total_header?)?.trim().parse().ok()
    }
}

/// What a response keeps of its answer.
pub(crate) struct ResponseParts {
    pub(crate) head: Head,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) raw: Bytes,
}

impl ResponseParts {
    pub(crate) fn of(answer: &Answer) -> Self {
        Self {
            head: answer.head.clone(),
            status: answer.status,
            headers: answer.headers.clone(),
            raw: answer.raw(),
        }
    }

    /// Warns of misfits, and where the first is. What stood there, which their messages quote, is for the caller alone: it may be personal.
    pub(crate) fn tell(&self, misfits: &[Misfit]) {
        if let Some(Misfit { pointer, .. }) = misfits.first() {
            let (operation, misfits) = (&*self.head.operation, misfits.len());
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
            head,
            status,
            headers,
            raw,
        } = self;
        Failure::Decode(Box::new(AnswerError {
            status,
            headers,
            raw_body: raw,
            error,
            head,
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
