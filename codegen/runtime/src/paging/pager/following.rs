//! What follows a page, as far as the page says.

use super::{Pager, ReceivedPage};
use crate::paging::page_body::PageBody;
use crate::paging::rule::{Cursor, Next};
use crate::paging::{link, search};
use http::HeaderMap;
use serde_json::Value;

/// What follows a page.
pub(super) enum Following {
    End,
    /// The page with the next number or offset.
    Next,
    Cursor(Value),
    Link(String),
    Body(Vec<u8>),
}

impl Pager {
    /// What follows a page, as far as the page says.
    pub(super) fn following(
        &self,
        page: &ReceivedPage<'_>,
        body: &PageBody<'_>,
        count: Option<usize>,
        last: Option<&str>,
    ) -> Result<Following, String> {
        let boolean = |pointer: Option<&str>| body.boolean(pointer?);
        let is_last = boolean(self.paging.is_last).map(|is_last| !is_last);
        let more = boolean(self.paging.more).or(is_last);
        if more == Some(false) {
            return Ok(Following::End);
        }
        // A page that says nothing about the next one ends the list, unless it says that there are more.
        let end = |missing: &str| match more {
            Some(true) => Err(format!(
                "the page says that there are more, but it {missing}"
            )),
            _ => Ok(Following::End),
        };
        match self.paging.next {
            Next::Offset { .. } if count == Some(0) => end("has no items"),
            Next::Offset { .. } | Next::Page { .. } => {
                match more.is_none() && self.ends_by_count(page, body, count) {
                    true => Ok(Following::End),
                    false => Ok(Following::Next),
                }
            }
            Next::Cursor { from, .. } => {
                let cursor = match from {
                    Cursor::Field(pointer) => body.value(pointer),
                    Cursor::Header(name) => header_text(page.headers, name).map(Value::String),
                    Cursor::LastItem(_)
                        if more.is_none() && self.ends_by_count(page, body, count) =>
                    {
                        None
                    }
                    Cursor::LastItem(pointer) => {
                        last.map(|item| last_value(item, pointer)).transpose()?
                    }
                };
                match cursor.filter(is_cursor) {
                    Some(cursor) => Ok(Following::Cursor(cursor)),
                    None => end("has no cursor of the next page"),
                }
            }
            Next::Link(_) | Next::LinkHeader => {
                let link = match self.paging.next {
                    Next::Link(pointer) => body.value(pointer).and_then(link::target),
                    _ => link::next_of(page.headers),
                };
                match link {
                    Some(link) => Ok(Following::Link(link)),
                    None => end("has no link to the next page"),
                }
            }
            Next::SearchAfter { cursor, sort } => match last {
                Some(last) if !self.ends_by_count(page, body, count) => {
                    let request = self.draft.json_body();
                    let request = request.ok_or("the body isn't a JSON object")?;
                    search::after(request, cursor, sort, last).map(Following::Body)
                }
                _ => Ok(Following::End),
            },
        }
    }

    /// Whether the number of items or pages so far shows that the list has ended.
    fn ends_by_count(
        &self,
        page: &ReceivedPage<'_>,
        body: &PageBody<'_>,
        count: Option<usize>,
    ) -> bool {
        let count = count.unwrap_or_default() as u64;
        if count == 0 {
            return true;
        }
        // A server that caps the limit returns only short pages, so totals are more reliable.
        if self.counts_from_start
            && let Some(total) = self.total(page)
        {
            return self.position >= total;
        }
        let pages = self
            .paging
            .total_pages
            .and_then(|pointer| body.number(pointer));
        match (pages, self.paging.next) {
            (Some(pages), Next::Page { first, .. }) => self.number + 1 >= pages + u64::from(first),
            _ => self.full.is_some_and(|full| count < full),
        }
    }
}

/// Whether a value leads to another page. Servers end a list with null, an empty text or 0.
fn is_cursor(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !matches!(text.trim(), "" | "0"),
        Value::Number(number) => number.as_f64() != Some(0.0),
        _ => true,
    }
}

fn last_value(item: &str, pointer: &str) -> Result<Value, String> {
    let item: Value = serde_json::from_str(item).map_err(|error| error.to_string())?;
    let value = item.pointer(pointer).filter(|value| is_cursor(value));
    value
        .cloned()
        .ok_or_else(|| format!("the last item has no value at `{pointer}`"))
}

fn header_text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?;
    String::from_utf8(value.as_bytes().to_vec()).ok()
}
