//! Paged lists as streams.
//!
//! Invariant: no item is skipped. A list ends only where the server says so; every other error is returned.

mod pager;

use crate::error::Failure;
use crate::request::finish;
use crate::{BoxFuture, DecodeError, Error, ErrorBody, Json, RawResponse, Request, Response};
use futures_core::Stream;
use pager::{ErrorMeaning, Pager, PendingResponse};
use serde::de::DeserializeOwned;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// How the pages of an operation's list are requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paging {
    /// By the number of items to skip and to return, both query parameters.
    Offset {
        /// The parameter for the number of items to skip.
        offset: &'static str,
        /// The parameter for the number of items to return.
        limit: &'static str,
        /// The limit of requests that don't set one: the largest that the server allows.
        page_size: u32,
        /// The parameter that requests the total number of items when it is `true`.
        total: Option<&'static str>,
    },
    /// By the values of the last item's sort fields, in a JSON body.
    SearchAfter {
        /// The field of the body for those values.
        cursor: &'static str,
        /// The field of the body with the sort fields (`name`, `-name`, `owner.name`).
        sort: &'static str,
        /// The query parameter for the number of items to return.
        limit: &'static str,
        /// The limit of requests that don't set one: the largest that the server allows.
        page_size: u32,
        /// The parameter that requests the total number of items when it is `true`.
        total: Option<&'static str>,
    },
}

impl<T, E> Request<Json<Vec<T>>, E>
where
    T: DeserializeOwned + Send + 'static,
    E: ErrorBody + Send + 'static,
{
    /// All items, page after page, from the request's own offset on.
    ///
    /// ```
    /// # use client_runtime::{Error, Items, Value};
    /// async fn print(mut items: Items<Value, Value>) -> Result<(), Error> {
    ///     while let Some(item) = items.next().await {
    ///         println!("{}", item?);
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn items(self, paging: Paging) -> Items<T, E> {
        Items {
            pages: self.pages(paging),
            page: Vec::new().into_iter(),
        }
    }

    /// All pages with their status, headers and misfits, from the request's own offset on.
    pub fn pages(self, paging: Paging) -> Pages<T, E> {
        Pages {
            pager: Pager::new(*self.draft, paging),
            state: State::Idle,
        }
    }

    /// The total number of items.
    ///
    /// # Errors
    ///
    /// As for any request, and if the response doesn't have the total.
    pub fn total(self, paging: Paging) -> BoxFuture<'static, Result<u64, Error<E>>> {
        let response = Pager::new(*self.draft, paging).request_total();
        Box::pin(async move { read_total::<T, E>(response?.await) })
    }
}

fn read_total<T: DeserializeOwned, E: ErrorBody>(
    outcome: Result<RawResponse, Failure>,
) -> Result<u64, Error<E>> {
    let response = finish::<Json<Vec<T>>, E>(outcome)?;
    let total = response.total();
    total.ok_or_else(|| {
        response
            .into_failure(DecodeError::root(
                "the response has no total number of items",
            ))
            .into()
    })
}

/// The pages of a list: a [`Stream`] that ends after the last page, or after an error.
///
/// After an error, [`offset`](Self::offset) is where to resume.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Pages<T, E> {
    pager: Pager,
    state: State<T, E>,
}

enum State<T, E> {
    Idle,
    Page(PendingResponse),
    /// The server rejected the offset. If the total isn't larger, the list ended there; otherwise the error is
    /// returned.
    Total(PendingResponse, Error<E>),
    End(std::marker::PhantomData<fn() -> T>),
}

impl<T: DeserializeOwned, E: ErrorBody> Pages<T, E> {
    /// The next page. After the last one, and after an error, there is none.
    pub async fn next(&mut self) -> Option<Result<Response<Vec<T>>, Error<E>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T, E> Pages<T, E> {
    /// The number of items so far, including those that the request skipped.
    pub fn offset(&self) -> u64 {
        self.pager.position()
    }
}

impl<T, E> Stream for Pages<T, E>
where
    T: DeserializeOwned,
    E: ErrorBody,
{
    type Item = Result<Response<Vec<T>>, Error<E>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { pager, state } = self.get_mut();
        loop {
            match std::mem::replace(state, State::END) {
                State::End(_) => return Poll::Ready(None),
                State::Idle => match pager.next_request() {
                    Some(Ok(pending)) => *state = State::Page(pending),
                    Some(Err(failure)) => return Poll::Ready(Some(Err(failure.into()))),
                    None => return Poll::Ready(None),
                },
                State::Page(mut pending) => {
                    let Poll::Ready(outcome) = pending.as_mut().poll(context) else {
                        *state = State::Page(pending);
                        return Poll::Pending;
                    };
                    match finish::<Json<Vec<T>>, E>(outcome) {
                        Ok(page) => {
                            let is_wanted =
                                pager.record_page(page.listed(), page.total(), page.raw());
                            *state = State::Idle;
                            if is_wanted {
                                return Poll::Ready(Some(Ok(page)));
                            }
                        }
                        Err(error) => match pager.interpret_error(error.status(), error.raw_body())
                        {
                            ErrorMeaning::Failure => return Poll::Ready(Some(Err(error))),
                            ErrorMeaning::EndOfList => return Poll::Ready(None),
                            ErrorMeaning::TotalDecides(pending) => {
                                *state = State::Total(pending, error)
                            }
                        },
                    }
                }
                State::Total(mut pending, error) => {
                    let Poll::Ready(outcome) = pending.as_mut().poll(context) else {
                        *state = State::Total(pending, error);
                        return Poll::Pending;
                    };
                    let is_end =
                        read_total::<T, E>(outcome).is_ok_and(|total| total <= pager.position());
                    return Poll::Ready(if is_end { None } else { Some(Err(error)) });
                }
            }
        }
    }
}

impl<T, E> State<T, E> {
    const END: Self = Self::End(std::marker::PhantomData);
}

impl<T> Response<Vec<T>> {
    /// The number of items on the page, including misfits.
    fn listed(&self) -> usize {
        let gone = self
            .misfits()
            .iter()
            .filter(|misfit| !misfit.pointer.get(1..).unwrap_or_default().contains('/'));
        self.len() + gone.count()
    }
}

/// The items of a list: a [`Stream`] that ends after the last item, or after an error.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Items<T, E> {
    pages: Pages<T, E>,
    page: std::vec::IntoIter<T>,
}

impl<T: DeserializeOwned + Unpin, E: ErrorBody> Items<T, E> {
    /// The next item. After the last one, and after an error, there is none.
    pub async fn next(&mut self) -> Option<Result<T, Error<E>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T, E> Stream for Items<T, E>
where
    T: DeserializeOwned + Unpin,
    E: ErrorBody,
{
    type Item = Result<T, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.page = page.into_value().into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T, E> fmt::Debug for Pages<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("offset", &self.offset())
            .finish_non_exhaustive()
    }
}

impl<T, E> fmt::Debug for Items<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}
