//! Calls from code that isn't asynchronous, such as scripts: the feature `blocking`.
//!
//! ```no_run
//! # use client_runtime::{Error, Items, Json, Request, Value};
//! # fn show(request: Request<Json<Value>, Value>, items: Items<Value, Value>) -> Result<(), Error> {
//! let response = request.send_blocking()?;
//! println!("{}", response.value());
//! for item in items.blocking() {
//!     println!("{}", item?);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A call runs on the thread that makes it. Connections and timers belong to one thread of the process, which the first
//! call starts: so connections stay open between calls, and any number of threads can make calls at once.
//!
//! In a tokio runtime, where a blocking call would stop other tasks, it returns an error. The threads of `spawn_blocking`
//! belong to the runtime as well: there, use `Handle::current().block_on(request.send())`.

use crate::error::{Failure, RequestError};
use crate::request::finish;
use crate::{
    ByteStream, Bytes, Error, ErrorBody, Items, Pages, Request, Response, ResponseBody,
    TransportError, TransportErrorKind,
};
use futures_core::Stream;
use futures_util::StreamExt as _;
use std::borrow::Cow;
use std::io;
use std::iter::FusedIterator;
use std::path::Path;
use std::sync::OnceLock;
use tokio::runtime::{Builder, Handle};

/// Why there can't be a blocking call here.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BlockingError {
    /// The thread belongs to a tokio runtime.
    #[error(
        "a blocking call inside a tokio runtime would stop other tasks: await the request, or make the call on a thread \
         of its own (std::thread::spawn)"
    )]
    InsideRuntime,
    /// The thread for connections and timers can't be started.
    #[error("can't start the thread for blocking calls: {0}")]
    NoThread(String),
}

impl BlockingError {
    fn failure(self, operation: Cow<'static, str>) -> Failure {
        Failure::Request(Box::new(RequestError {
            operation,
            message: self.to_string(),
        }))
    }
}

impl From<BlockingError> for TransportError {
    fn from(error: BlockingError) -> Self {
        Self::new(TransportErrorKind::Other, error)
    }
}

/// Runs a future of this crate on the current thread, such as the total number of a list's items.
///
/// # Errors
///
/// Inside a tokio runtime.
pub fn block_on<F: Future>(future: F) -> Result<F::Output, BlockingError> {
    // `Handle::block_on` would panic.
    if Handle::try_current().is_ok() {
        return Err(BlockingError::InsideRuntime);
    }
    static BACKGROUND: OnceLock<Result<Handle, BlockingError>> = OnceLock::new();
    let start = || start().map_err(|error| BlockingError::NoThread(error.to_string()));
    let handle = BACKGROUND.get_or_init(start).clone()?;
    Ok(handle.block_on(future))
}

/// Starts the thread that drives connections and timers until the process ends.
fn start() -> io::Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    std::thread::Builder::new()
        .name("blocking-calls".to_owned())
        .spawn(move || runtime.block_on(std::future::pending::<()>()))?;
    Ok(handle)
}

impl<A: ResponseBody, E: ErrorBody> Request<A, E> {
    /// Sends the request and waits for the value, with its status, headers and misfits.
    ///
    /// # Errors
    ///
    /// As for [`send`](Self::send), and inside a tokio runtime.
    pub fn send_blocking(self) -> Result<Response<A::Output>, Error<E>> {
        let operation = self.draft.endpoint.name();
        let outcome = block_on(self.exchange());
        finish::<A, E>(outcome.unwrap_or_else(|error| Err(error.failure(operation))))
    }
}

impl ByteStream {
    /// Reads the whole body into memory, and waits for it.
    ///
    /// # Errors
    ///
    /// As for [`bytes`](Self::bytes), and inside a tokio runtime.
    pub fn bytes_blocking(self) -> Result<Bytes, TransportError> {
        block_on(self.bytes())?
    }

    /// Writes the body to a file, waits until it is complete, and returns its length.
    ///
    /// # Errors
    ///
    /// As for [`save_to`](Self::save_to), and inside a tokio runtime.
    pub fn save_to_blocking(self, path: impl AsRef<Path>) -> Result<u64, TransportError> {
        block_on(self.save_to(path))?
    }
}

impl<P, E> Pages<P, E> {
    /// The pages as an iterator, which waits for each of them.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self.operation(), self)
    }
}

impl<T, E> Items<T, E> {
    /// The items as an iterator, which waits for each page.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self.operation(), self)
    }
}

/// Pages or items as an iterator. Inside a tokio runtime, its only item is an error.
#[must_use = "an iterator does nothing unless it is consumed"]
#[derive(Debug)]
pub struct Blocking<S> {
    operation: Cow<'static, str>,
    stream: S,
    is_over: bool,
}

impl<S> Blocking<S> {
    fn new(operation: Cow<'static, str>, stream: S) -> Self {
        Self {
            operation,
            stream,
            is_over: false,
        }
    }

    /// The stream, which knows where to resume: [`Pages::offset`] and [`Pages::cursor`].
    pub fn get_ref(&self) -> &S {
        &self.stream
    }
}

impl<S, T, E> Iterator for Blocking<S>
where
    S: Stream<Item = Result<T, Error<E>>> + Unpin,
{
    type Item = Result<T, Error<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let next = block_on(self.stream.next()).unwrap_or_else(|error| {
            self.is_over = true;
            Some(Err(error.failure(self.operation.clone()).into()))
        });
        self.is_over |= next.is_none();
        next
    }
}

impl<S, T, E> FusedIterator for Blocking<S> where S: Stream<Item = Result<T, Error<E>>> + Unpin {}
