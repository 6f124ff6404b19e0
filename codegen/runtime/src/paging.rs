//! Lists that come in pages, as streams.
//!
//! Invariant: an item is never lost. A list is at its end when the server says so; an error is an error.

mod pager;

use crate::error::Failure;
use crate::request::finish;
use crate::{BoxFuture, DecodeError, Error, ErrorBody, Json, RawResponse, Request, Response};
use futures_core::Stream;
use pager::{ErrorMeaning, Pager, PendingResponse};
use serde::de::DeserializeOwned;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// How an operation's list is asked for page by page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paging {
    /// By the number of items to skip and to return, both in the query.
    Offset {
        /// The parameter that skips.
        offset: &'static str,
        /// The parameter that limits.
        limit: &'static str,
        /// The largest limit, which is used unless the request has one.
        page_size: u32,
        /// The parameter that, set to `true`, asks how many items there are.
        total: Option<&'static str>,
    },
    /// By the values of the last item's sort fields, in a JSON body.
    SearchAfter {
        /// The body's field for those values.
        cursor: &'static str,
        /// The body's field that names the sort fields (`name`, `-name`, `owner.name`).
        sort: &'static str,
        /// The parameter in the query that limits.
        limit: &'static str,
        /// The largest limit, which is used unless the request has one.
        page_size: u32,
        /// The parameter that, set to `true`, asks how many items there are.
        total: Option<&'static str>,
    },
}

impl<T, E> Request<Json<Vec<T>>, E>
where
    T: DeserializeOwned + Send + 'static,
    E: ErrorBody + Send + 'static,
{
    /// Every item, page after page. It begins where the request's own offset says.
    ///
    /// ```
    /// # use client_runtime::{Error, Items, Value};
    /// use futures_util::TryStreamExt as _;
    ///
    /// async fn count(mut items: Items<Value, Value>) -> Result<usize, Error> {
    ///     let mut count = 0;
    ///     while let Some(_item) = items.try_next().await? {
    ///         count += 1;
    ///     }
    ///     Ok(count)
    /// }
    /// ```
    pub fn items(self, paging: Paging) -> Items<T, E> {
        Items {
            pages: self.pages(paging),
            page: Vec::new().into_iter(),
        }
    }

    /// Every page, with its status, headers and misfits. It begins where the request's own offset says.
    pub fn pages(self, paging: Paging) -> Pages<T, E> {
        Pages {
            pager: Pager::new(*self.draft, paging),
            state: State::Idle,
        }
    }

    /// How many items there are in all.
    ///
    /// # Errors
    ///
    /// As for any request; and when the server does not say.
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
                "the answer does not say how many items there are",
            ))
            .into()
    })
}

/// The pages of a list: a [`Stream`] that ends after the last page, or after an error.
///
/// After an error, [`offset`](Self::offset) tells where to begin again.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Pages<T, E> {
    pager: Pager,
    state: State<T, E>,
}

enum State<T, E> {
    Idle,
    Page(PendingResponse),
    /// The server does not like the offset: is that because the list ends there?
    Total(PendingResponse, Error<E>),
    End(std::marker::PhantomData<fn() -> T>),
}

impl<T, E> Pages<T, E> {
    /// How many items were passed so far, those skipped by the request included.
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
                            let is_asked_for =
                                pager.record_page(page.listed(), page.total(), page.raw());
                            *state = State::Idle;
                            if is_asked_for {
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
    /// How many items the page had, those that did not fit included.
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
