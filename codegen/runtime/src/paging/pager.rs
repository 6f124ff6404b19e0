//! Chooses the next page of a list, whatever the type of its items.

use super::Paging;
use crate::error::{Failure, RequestError};
use crate::request::Draft;
use crate::{BoxFuture, Json, RawResponse, ResponseBody as _, Style};
use bytes::Bytes;
use http::StatusCode;
use serde_json::Value;

pub(super) struct Pager {
    draft: Draft,
    paging: Paging,
    limit: u64,
    /// The number of items so far, including those that the request skipped.
    position: u64,
    /// Whether a page was received.
    begun: bool,
    ended: bool,
    /// Why the next page can't be requested. Reported when it is.
    next_page_error: Option<String>,
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
        let number = |name| draft.query_value(name).and_then(|text| text.parse().ok());
        let (position, limit, page_size) = match paging {
            Paging::Offset {
                offset,
                limit,
                page_size,
                ..
            } => (number(offset).unwrap_or(0), number(limit), page_size),
            Paging::SearchAfter {
                limit, page_size, ..
            } => (0, number(limit), page_size),
        };
        let limit = limit
            .filter(|limit| *limit > 0)
            .unwrap_or(u64::from(page_size));
        Self {
            draft,
            paging,
            limit,
            position,
            begun: false,
            ended: false,
            next_page_error: None,
        }
    }

    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// Requests the next page, if there is one.
    pub(super) fn next_request(&mut self) -> Option<Result<PendingResponse, Failure>> {
        if self.ended {
            return None;
        }
        let error = match self.next_page_error.take() {
            None => self.missing_sort(),
            error => error,
        };
        let page = match error {
            Some(error) => Err(self.failure(error)),
            None => self.clone_draft(),
        };
        Some(page.map(|mut page| {
            match self.paging {
                Paging::Offset { offset, limit, .. } => {
                    set(&mut page, offset, self.position);
                    set(&mut page, limit, self.limit);
                }
                Paging::SearchAfter { limit, .. } => set(&mut page, limit, self.limit),
            }
            send(page)
        }))
    }

    /// Requests the total number of items.
    pub(super) fn request_total(&self) -> Result<PendingResponse, Failure> {
        let (offset, limit, total) = match self.paging {
            Paging::Offset {
                offset,
                limit,
                total,
                ..
            } => (Some(offset), limit, total),
            Paging::SearchAfter { limit, total, .. } => (None, limit, total),
        };
        let total = total.ok_or_else(|| {
            self.failure("the docs have no parameter that requests the total".into())
        })?;
        let mut page = self.clone_draft()?;
        set(&mut page, total, true);
        set(&mut page, limit, 1);
        if let Some(offset) = offset {
            set(&mut page, offset, 0);
        }
        Ok(send(page))
    }

    /// Records a page and returns whether to pass it on. An empty page is passed on only if it is the first.
    pub(super) fn record_page(&mut self, count: usize, total: Option<u64>, raw: &Bytes) -> bool {
        let is_wanted = count > 0 || !self.begun;
        self.begun = true;
        self.position += count as u64;
        let is_short = (count as u64) < self.limit;
        // A server that caps the limit returns only short pages, so the total is more reliable.
        self.ended = count == 0 || total.map_or(is_short, |total| self.position >= total);
        if let (Paging::SearchAfter { cursor, sort, .. }, false) = (self.paging, self.ended) {
            match self.after_last(cursor, sort, raw) {
                Ok(body) => self.draft.body = body.into(),
                Err(error) => self.next_page_error = Some(error),
            }
        }
        is_wanted
    }

    /// Whether an error may mean that the list has ended: a 400 about the offset, after at least one page. If the total
    /// can be requested, it decides, because the offset may also exceed what the server allows.
    pub(super) fn interpret_error(
        &self,
        status: Option<StatusCode>,
        raw: Option<&Bytes>,
    ) -> ErrorMeaning {
        let (Paging::Offset { offset, total, .. }, Some(raw)) = (self.paging, raw) else {
            return ErrorMeaning::Failure;
        };
        let text = String::from_utf8_lossy(raw).to_ascii_lowercase();
        let is_about_offset =
            status == Some(StatusCode::BAD_REQUEST) && text.contains(&offset.to_ascii_lowercase());
        if !(self.begun && is_about_offset) {
            return ErrorMeaning::Failure;
        }
        match total.and_then(|_| self.request_total().ok()) {
            Some(pending) => ErrorMeaning::TotalDecides(pending),
            None => ErrorMeaning::EndOfList,
        }
    }

    /// The body that requests the items after the last one of a page.
    fn after_last(&self, cursor: &str, sort: &str, raw: &Bytes) -> Result<Vec<u8>, String> {
        let page: Value = serde_json::from_slice(raw).map_err(|error| error.to_string())?;
        let last = page
            .as_array()
            .and_then(|page| page.last())
            .ok_or("the page has no last item")?;
        let mut body = self.body().ok_or("the body isn't a JSON object")?;
        let fields = sort_fields(&body, sort);
        let values: Option<Vec<Value>> = fields.iter().map(|field| value_at(last, field)).collect();
        let values = values.ok_or_else(|| {
            format!(
                "the last item has no value for one of {}",
                fields.join(", ")
            )
        })?;
        body.insert(cursor.to_owned(), values.into());
        serde_json::to_vec(&body).map_err(|error| error.to_string())
    }

    fn missing_sort(&self) -> Option<String> {
        let Paging::SearchAfter { sort, .. } = self.paging else {
            return None;
        };
        let fields = self
            .body()
            .map(|body| sort_fields(&body, sort))
            .unwrap_or_default();
        fields.is_empty().then(|| {
            format!("paging needs `{sort}` in the body to find the item after the last one")
        })
    }

    fn body(&self) -> Option<serde_json::Map<String, Value>> {
        serde_json::from_slice(&self.draft.body.as_bytes()?).ok()
    }

    fn clone_draft(&self) -> Result<Draft, Failure> {
        self.draft
            .try_clone()
            .ok_or_else(|| self.failure("a streamed body can't be sent for each page".into()))
    }

    fn failure(&self, message: String) -> Failure {
        Failure::Request(Box::new(RequestError {
            operation: self.draft.operation.clone(),
            message,
        }))
    }
}

fn set(page: &mut Draft, name: &str, value: impl Into<Value>) {
    page.set_query(Style::form(name), Ok(value.into()));
}

fn send(page: Draft) -> PendingResponse {
    let mut types = Vec::new();
    Json::<Vec<Value>>::accept(&mut types);
    Box::pin(page.exchange(types, |_| false))
}

/// The sort fields, without their direction.
fn sort_fields(body: &serde_json::Map<String, Value>, sort: &str) -> Vec<String> {
    let fields = body
        .get(sort)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    fields
        .iter()
        .filter_map(Value::as_str)
        .map(|field| field.trim_start_matches(['-', '+']).to_owned())
        .collect()
}

/// The value at a path like `owner.name`, which some APIs use as a flat key.
fn value_at(item: &Value, field: &str) -> Option<Value> {
    let nested = || field.split('.').try_fold(item, |item, key| item.get(key));
    item.get(field)
        .or_else(nested)
        .filter(|value| !value.is_null())
        .cloned()
}
