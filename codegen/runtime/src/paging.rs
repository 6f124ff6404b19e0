//! Paged lists as streams.
//!
//! Invariant: no page is skipped. A list ends only where the server says so; every other error is returned. An item that
//! doesn't match its type is a misfit, as in any response.

mod link;
mod page_body;
mod pager;
mod rule;
mod search;

use crate::error::Failure;
use crate::request::finish;
use crate::{
    BoxFuture, DecodeError, Error, ErrorBody, Json, Misfit, RawResponse, Request, Response,
};
use futures_core::Stream;
use futures_core::stream::BoxStream;
use futures_util::StreamExt as _;
use pager::{ErrorMeaning, Pager, PendingResponse, ReceivedPage};
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

pub use rule::Paging;

impl<T, E> Request<Json<Vec<T>>, E>
where
    T: DeserializeOwned + Send + 'static,
    E: ErrorBody + Send + 'static,
{
    /// All items, page after page, from the request's own offset on.
    ///
    /// An item that doesn't match its type is dropped and reported by [`Items::misfits`]. With [`strict`](Self::strict) it
    /// is an error.
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
        self.items_of(paging, |page| page)
    }
}

impl<P, E> Request<Json<P>, E>
where
    P: DeserializeOwned + Send + 'static,
    E: ErrorBody + Send + 'static,
{
    /// All items of pages that are objects, page after page. `items` takes the list out of a page. See
    /// [`items`](Request::items).
    pub fn items_of<T: Send + 'static>(
        self,
        paging: Paging,
        items: fn(P) -> Vec<T>,
    ) -> Items<T, E> {
        let operation = self.draft.endpoint.name();
        let pages = self.pages(paging);
        Items {
            operation,
            pages: Box::pin(pages.map(move |page| {
                let (page, misfits) = page?.into_decoded();
                Ok((items(page), misfits))
            })),
            page: Vec::new().into_iter(),
            misfits: Vec::new(),
            is_returned: false,
        }
    }

    /// All pages with their status, headers and misfits, from the request's own offset on.
    pub fn pages(self, paging: Paging) -> Pages<P, E> {
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
        let pager = Pager::new(*self.draft, paging);
        let response = pager.request_total();
        Box::pin(async move { read_total::<P, E>(&pager, response?.await) })
    }
}

fn read_total<P: DeserializeOwned, E: ErrorBody>(
    pager: &Pager,
    outcome: Result<RawResponse, Failure>,
) -> Result<u64, Error<E>> {
    let response = finish::<Json<P>, E>(outcome)?;
    let total = pager.total(&response.received());
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
/// After an error, a list that is paged by offset or by cursor can be resumed at [`offset`](Self::offset) or
/// [`cursor`](Self::cursor).
#[must_use = "a stream does nothing unless it is polled"]
pub struct Pages<P, E> {
    pager: Pager,
    state: State<P, E>,
}

enum State<P, E> {
    Idle,
    Page(PendingResponse),
    /// The server rejected the offset. If the total isn't larger, the list ended there; otherwise the error is
    /// returned.
    Total(PendingResponse, Error<E>),
    End(std::marker::PhantomData<fn() -> P>),
}

impl<P: DeserializeOwned, E: ErrorBody> Pages<P, E> {
    /// The next page. After the last one, and after an error, there is none.
    pub async fn next(&mut self) -> Option<Result<Response<P>, Error<E>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<P, E> Pages<P, E> {
    #[cfg(feature = "blocking")]
    pub(crate) fn operation(&self) -> Cow<'static, str> {
        self.pager.operation()
    }

    /// The number of items so far, including those that the request skipped.
    pub fn offset(&self) -> u64 {
        self.pager.position()
    }

    /// The cursor of the next page, if the list is paged by cursor.
    pub fn cursor(&self) -> Option<&str> {
        self.pager.cursor()
    }
}

impl<P, E> Stream for Pages<P, E>
where
    P: DeserializeOwned,
    E: ErrorBody,
{
    type Item = Result<Response<P>, Error<E>>;

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
                    match finish::<Json<P>, E>(outcome) {
                        Ok(page) => match pager.record_page(&page.received()) {
                            Ok(is_wanted) => {
                                *state = State::Idle;
                                if is_wanted {
                                    return Poll::Ready(Some(Ok(page)));
                                }
                            }
                            Err(message) => {
                                let failure = page.into_failure(DecodeError::root(message));
                                return Poll::Ready(Some(Err(failure.into())));
                            }
                        },
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
                    let is_end = read_total::<P, E>(pager, outcome)
                        .is_ok_and(|total| total <= pager.position());
                    return Poll::Ready(if is_end { None } else { Some(Err(error)) });
                }
            }
        }
    }
}

impl<P, E> State<P, E> {
    const END: Self = Self::End(std::marker::PhantomData);
}

impl<P> Response<P> {
    fn received(&self) -> ReceivedPage<'_> {
        ReceivedPage {
            raw: self.raw(),
            headers: self.headers(),
            total: self.total(),
        }
    }
}

/// The items of a list: a [`Stream`] that ends after the last item, or after an error.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Items<T, E> {
    operation: Cow<'static, str>,
    pages: BoxStream<'static, ItemsOfPage<T, E>>,
    page: std::vec::IntoIter<T>,
    misfits: Vec<Misfit>,
    /// Whether an item of the page was returned.
    is_returned: bool,
}

/// The items of a page, and its misfits.
type ItemsOfPage<T, E> = Result<(Vec<T>, Vec<Misfit>), Error<E>>;

impl<T, E> Items<T, E> {
    /// The parts of the current page that don't match their types and are missing from its items. The current page is the
    /// one of the item that was returned last. Pages of which nothing is left count as part of the next one.
    pub fn misfits(&self) -> &[Misfit] {
        &self.misfits
    }
}

#[cfg(feature = "blocking")]
impl<T, E> Items<T, E> {
    pub(crate) fn operation(&self) -> Cow<'static, str> {
        self.operation.clone()
    }
}

impl<T: Unpin, E> Items<T, E> {
    /// The next item. After the last one, and after an error, there is none.
    pub async fn next(&mut self) -> Option<Result<T, Error<E>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T: Unpin, E> Stream for Items<T, E> {
    type Item = Result<T, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                self.is_returned = true;
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.as_mut().poll_next(context)) {
                Some(Ok((page, misfits))) => {
                    // Nobody has seen the misfits of a page without items.
                    if std::mem::replace(&mut self.is_returned, false) {
                        self.misfits.clear();
                    }
                    self.page = page.into_iter();
                    self.misfits.extend(misfits);
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<P, E> fmt::Debug for Pages<P, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("offset", &self.offset())
            .field("cursor", &self.cursor())
            .finish_non_exhaustive()
    }
}

impl<T, E> fmt::Debug for Items<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("operation", &self.operation)
            .field("left_of_page", &self.page.len())
            .finish_non_exhaustive()
    }
}
