//! Chooses the next page of a list, whatever the type of its items.

mod following;

use self::following::Following;
use super::page_body::PageBody;
use super::rule::Next;
use super::{Paging, link, search};
use crate::error::{Failure, RequestError};
use crate::request::Draft;
use crate::{BoxFuture, Json, RawResponse, ResponseBody as _};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hasher as _};

pub(super) struct Pager {
    draft: Draft,
    paging: Paging,
    /// The limit that is sent.
    limit: Option<u64>,
    /// A page with fewer items is the last one. Unknown if the server may cap the limit.
    full: Option<u64>,
    /// The number of items so far, including those that the request skipped by offset.
    position: u64,
    /// Whether `position` counts from the start of the list. It doesn't if the request skipped pages by number.
    counts_from_start: bool,
    /// The number of the next page.
    number: u64,
    /// The cursor of the next page.
    cursor: Option<String>,
    /// The cursors and links that were sent, and the items of the page before, as hashes.
    sent: HashSet<u64>,
    before: Option<u64>,
    /// Whether a page was received.
    begun: bool,
    ended: bool,
    /// Why the next page can't be requested. Reported when it is.
    next_page_error: Option<String>,
}

/// What a pager needs of a response.
pub(super) struct ReceivedPage<'a> {
    pub(super) raw: &'a Bytes,
    pub(super) headers: &'a HeaderMap,
    /// The total, if a header has it.
    pub(super) total: Option<u64>,
}

/// What an error in place of a page means.
pub(super) enum ErrorMeaning {
    /// The call failed.
    Failure,
    /// The list ended with the page before.
    EndOfList,
    /// The list ended with the page before if this response has a total that isn't larger.
    TotalDecides(PendingResponse),
}

pub(super) type PendingResponse = BoxFuture<'static, Result<RawResponse, Failure>>;

impl Pager {
    pub(super) fn new(draft: Draft, paging: Paging) -> Self {
        let own = |name| draft.page_parameter(name, paging.in_body);
        let number = |name| own(name).and_then(|text| text.parse::<u64>().ok());
        let page_size = paging.page_size.map(u64::from);
        let limit = paging.limit.and_then(number).filter(|limit| *limit > 0);
        let mut pager = Self {
            paging,
            limit: limit.or(page_size.filter(|_| paging.limit.is_some())),
            // The server caps a limit that is larger than the page size.
            full: page_size.map(|size| limit.map_or(size, |limit| limit.min(size))),
            position: 0,
            counts_from_start: true,
            number: 0,
            cursor: None,
            sent: HashSet::new(),
            before: None,
            begun: false,
            ended: false,
            next_page_error: None,
            draft,
        };
        match paging.next {
            Next::Offset { name, first } => {
                let offset = pager.own_number(name).unwrap_or(u64::from(first));
                pager.position = offset.saturating_sub(u64::from(first));
            }
            Next::Page { name, first } => {
                pager.number = pager.own_number(name).unwrap_or(u64::from(first));
                pager.counts_from_start = pager.number == u64::from(first);
            }
            Next::Cursor { name, .. } => {
                pager.cursor = pager.draft.page_parameter(name, paging.in_body);
                pager.sent.extend(pager.cursor.as_ref().map(hash));
            }
            Next::Link(_) | Next::LinkHeader | Next::SearchAfter { .. } => {}
        }
        pager
    }

    fn own_number(&self, name: &str) -> Option<u64> {
        let text = self.draft.page_parameter(name, self.paging.in_body)?;
        text.parse().ok()
    }

    pub(super) fn operation(&self) -> Cow<'static, str> {
        self.draft.endpoint.name()
    }

    pub(super) fn position(&self) -> u64 {
        self.position
    }

    pub(super) fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// Requests the next page, if there is one.
    pub(super) fn next_request(&mut self) -> Option<Result<PendingResponse, Failure>> {
        if self.ended {
            return None;
        }
        let error = self.next_page_error.take().or_else(|| self.missing_sort());
        let page = match error {
            Some(error) => Err(self.failure(error)),
            None => self.next_draft(),
        };
        Some(page.map(send))
    }

    fn next_draft(&self) -> Result<Draft, Failure> {
        let mut page = self.clone_draft()?;
        if page.link.is_some() {
            return Ok(page);
        }
        let number = match self.paging.next {
            Next::Offset { name, first } => Some((name, self.position + u64::from(first))),
            Next::Page { name, .. } => Some((name, self.number)),
            _ => None,
        };
        for (name, value) in number.into_iter().chain(self.paging.limit.zip(self.limit)) {
            self.set(&mut page, name, value.into())?;
        }
        Ok(page)
    }

    fn set(&self, page: &mut Draft, name: &str, value: Value) -> Result<(), Failure> {
        page.set_page_parameter(name, value, self.paging.in_body)
            .map_err(|message| self.failure(message))
    }

    /// Requests the total number of items.
    pub(super) fn request_total(&self) -> Result<PendingResponse, Failure> {
        let in_header = self.draft.client.settings().total_header;
        let Paging {
            total_parameter,
            total,
            ..
        } = self.paging;
        if total_parameter.or(total).or(in_header).is_none() {
            return Err(self.failure("the docs don't say where the total is".into()));
        }
        let mut page = self.clone_draft()?;
        if let Some(name) = total_parameter {
            page.set_page_parameter(name, true.into(), false)
                .map_err(|message| self.failure(message))?;
        }
        let first = match self.paging.next {
            Next::Offset { name, first } | Next::Page { name, first } => Some((name, first)),
            _ => None,
        };
        let one = self.paging.limit.map(|name| (name, 1));
        for (name, value) in one.into_iter().chain(first) {
            self.set(&mut page, name, value.into())?;
        }
        Ok(send(page))
    }

    /// The total number of items, if the response has it.
    pub(super) fn total(&self, page: &ReceivedPage<'_>) -> Option<u64> {
        let pointer = self.paging.total;
        let in_body = pointer.and_then(|pointer| PageBody::new(page.raw).number(pointer));
        in_body.or(page.total)
    }

    /// Records a page and returns whether to pass it on. An empty page is passed on only if it is the first.
    ///
    /// # Errors
    ///
    /// If the page was received before, so that the list would never end.
    pub(super) fn record_page(&mut self, page: &ReceivedPage<'_>) -> Result<bool, String> {
        let body = PageBody::new(page.raw);
        let items = self.paging.items.map(|pointer| body.items(pointer));
        let count = items.as_ref().map(Vec::len);
        let is_wanted = count != Some(0) || !self.begun;
        if let Next::Offset { name, .. } | Next::Page { name, .. } = self.paging.next {
            let texts = items.iter().flatten().map(|item| item.get());
            let this = hash(&texts.collect::<Vec<_>>());
            if self.before.replace(this) == Some(this) {
                self.ended = true;
                return Err(format!(
                    "the page has the same items as the one before: the server seems to ignore `{name}`"
                ));
            }
        }
        self.begun = true;
        self.position += count.unwrap_or_default() as u64;
        let last = items.and_then(|items| items.last().map(|item| item.get()));
        match self.following(page, &body, count, last) {
            Ok(following) => self.proceed(following),
            Err(error) => self.next_page_error = Some(error),
        }
        Ok(is_wanted)
    }

    /// Sets up the next request.
    fn proceed(&mut self, following: Following) {
        let result = match (following, self.paging.next) {
            (Following::End, _) => {
                self.ended = true;
                Ok(())
            }
            (Following::Next, _) => {
                self.number += 1;
                Ok(())
            }
            (Following::Cursor(cursor), Next::Cursor { name, .. }) => self.set_cursor(name, cursor),
            (Following::Link(link), _) => self.set_link(&link),
            (Following::Body(body), _) => {
                self.draft.body = body.into();
                Ok(())
            }
            (Following::Cursor(_), _) => Ok(()),
        };
        self.next_page_error = result.err();
    }

    fn set_cursor(&mut self, name: &'static str, cursor: Value) -> Result<(), String> {
        let text = match &cursor {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        if !self.sent.insert(hash(&text)) {
            return Err(format!(
                "the server sent the same value for `{name}` before: the list would never end"
            ));
        }
        self.cursor = Some(text);
        let in_body = self.paging.in_body;
        self.draft.set_page_parameter(name, cursor, in_body)
    }

    fn set_link(&mut self, link: &str) -> Result<(), String> {
        let current = self.draft.url()?;
        let next = link::follow(&current, link)?;
        self.sent.insert(hash(&current.as_str()));
        if !self.sent.insert(hash(&next.as_str())) {
            return Err(
                "the link to the next page leads to a page before: the list would never end".into(),
            );
        }
        self.draft.link = Some(next);
        Ok(())
    }

    /// Whether an error may mean that the list has ended: one about the offset or the page's number, after at least one
    /// page.
    ///
    /// The offset may also exceed what the server allows, so the total decides if it can be requested. Without one, only a
    /// status that says that there is no such page ends the list.
    pub(super) fn interpret_error(
        &self,
        status: Option<StatusCode>,
        raw: Option<&Bytes>,
    ) -> ErrorMeaning {
        let (name, invalid, missing): (&str, &[u16], &[u16]) = match self.paging.next {
            Next::Offset { name, .. } => (name, &[400], &[]),
            Next::Page { name, .. } => (name, &[400, 422], &[404, 416]),
            _ => return ErrorMeaning::Failure,
        };
        let (Some(status), Some(raw), true) = (status, raw, self.begun) else {
            return ErrorMeaning::Failure;
        };
        let is_missing = missing.contains(&status.as_u16());
        let text = String::from_utf8_lossy(raw).to_ascii_lowercase();
        if !(is_missing || invalid.contains(&status.as_u16()))
            || !text.contains(&name.to_ascii_lowercase())
        {
            return ErrorMeaning::Failure;
        }
        let total = self.paging.total_parameter.or(self.paging.total);
        let has_total = self.counts_from_start && (total.is_some() || !is_missing);
        match self.request_total() {
            Ok(pending) if has_total => ErrorMeaning::TotalDecides(pending),
            _ if is_missing => ErrorMeaning::EndOfList,
            _ => ErrorMeaning::Failure,
        }
    }

    fn missing_sort(&self) -> Option<String> {
        let Next::SearchAfter { sort, .. } = self.paging.next else {
            return None;
        };
        let body = self.draft.json_body().unwrap_or_default();
        search::sort_fields(&body, sort).is_empty().then(|| {
            format!("paging needs `{sort}` in the body to find the item after the last one")
        })
    }

    fn clone_draft(&self) -> Result<Draft, Failure> {
        self.draft
            .try_clone()
            .ok_or_else(|| self.failure("a streamed body can't be sent for each page".into()))
    }

    fn failure(&self, message: String) -> Failure {
        Failure::Request(Box::new(RequestError {
            operation: self.operation(),
            message,
        }))
    }
}

fn hash(value: &(impl std::hash::Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn send(page: Draft) -> PendingResponse {
    let mut types = Vec::new();
    Json::<Value>::accept(&mut types);
    Box::pin(page.exchange(types, |_| false))
}
