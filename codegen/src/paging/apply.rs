//! Whether a rule fits an operation, and how the operation is then paged.

use crate::input::config::{CursorSource, NextRule, PagingRule};
use crate::ir::{NextPage, PageItems, Paging};

use super::Listing;
use super::listing::Param;

/// The paging of an operation by a rule; `None` if the operation doesn't have the rule's parameters or fields.
pub fn apply(rule: &PagingRule, listing: &Listing<'_>) -> Option<Paging> {
    let is_list = listing.is_read() && listing.may_have_list();
    let page = listing.page().filter(|_| is_list)?;
    let query = listing.query();
    let in_body = rule.in_body.then(|| listing.body_fields());
    let params = in_body.as_ref().unwrap_or(&query);
    let items = match rule.items.as_slice() {
        [] => listing.list(),
        pointers => pointers.iter().find_map(|pointer| listing.list_at(pointer)),
    };
    let next = match search_after(rule, listing) {
        Some(next) => next,
        None => next_page(rule, listing, params, items.as_ref())?,
    };
    // Without its items, a page says what follows only by a cursor or a link.
    let needs_items = matches!(
        next,
        NextPage::Offset { .. }
            | NextPage::Page { .. }
            | NextPage::LastItem { .. }
            | NextPage::SearchAfter { .. }
    );
    if needs_items && items.is_none() {
        return None;
    }
    let limit = rule.limit.iter().find_map(|name| find(params, name));
    let maximum = limit.and_then(|limit| limit.maximum);
    let maximum = maximum.and_then(|maximum| u32::try_from(maximum).ok());
    let maximum = maximum.filter(|size| *size > 0).or(rule.page_size);
    let first = |pointers: &[String]| {
        let mut pointers = pointers.iter();
        pointers.find(|pointer| listing.has(pointer)).cloned()
    };
    let total = first(&rule.total_field);
    let total_parameter = rule
        .total
        .clone()
        .filter(|name| find(&query, name).is_some());
    let has_header = |name: &String| listing.has_header(name);
    Some(Paging {
        page: page.clone(),
        items,
        limit: limit.map(|limit| limit.name.clone()),
        page_size: limit.and(maximum),
        in_body: rule.in_body && !matches!(next, NextPage::SearchAfter { .. }),
        has_total: total_parameter.is_some()
            || total.is_some()
            || rule.total_header.as_ref().is_some_and(has_header),
        total_parameter,
        total,
        total_pages: first(&rule.total_pages).filter(|_| matches!(next, NextPage::Page { .. })),
        more: first(&rule.more),
        is_last: first(&rule.is_last),
        next,
    })
}

fn find<'a>(params: &'a [Param], name: &str) -> Option<&'a Param> {
    params.iter().find(|param| param.name == name)
}

fn next_page(
    rule: &PagingRule,
    listing: &Listing<'_>,
    params: &[Param],
    items: Option<&PageItems>,
) -> Option<NextPage> {
    let has = |name: &String| find(params, name).is_some();
    let first = |pointers: &[String]| {
        let mut pointers = pointers.iter();
        pointers.find(|pointer| listing.has(pointer)).cloned()
    };
    match &rule.next {
        NextRule::Offset { name, first } => has(name).then(|| NextPage::Offset {
            name: name.clone(),
            first: *first,
        }),
        NextRule::Page { name, first } => has(name).then(|| NextPage::Page {
            name: name.clone(),
            first: *first,
        }),
        NextRule::Cursor { name, from } => {
            let param = find(params, name)?;
            let name = name.clone();
            match from {
                CursorSource::Field(pointers) => first(pointers)
                    .filter(|pointer| listing.takes(param, pointer))
                    .map(|pointer| NextPage::Cursor { name, pointer }),
                CursorSource::Header(header) => {
                    let header = header.clone();
                    items.map(|_| NextPage::CursorHeader { name, header })
                }
                CursorSource::LastItem(pointer) => {
                    let is_there = listing.leads_somewhere_in_item(items?, pointer);
                    let pointer = pointer.clone();
                    is_there.then_some(NextPage::LastItem { name, pointer })
                }
            }
        }
        NextRule::Link(pointers) => first(pointers).map(NextPage::Link),
        NextRule::LinkHeader(names) => {
            let is_marked = listing.has_header("link") || names.iter().any(has);
            items.filter(|_| is_marked).map(|_| NextPage::LinkHeader)
        }
        NextRule::SearchAfter => None,
    }
}

/// A body that takes the sorted fields of the last item.
fn search_after(rule: &PagingRule, listing: &Listing<'_>) -> Option<NextPage> {
    let search = rule.search_after.as_ref()?;
    let fields = listing.body_fields();
    let has = |name: &str| find(&fields, name).is_some();
    (has(&search.cursor) && has(&search.sort)).then(|| NextPage::SearchAfter {
        cursor: search.cursor.clone(),
        sort: search.sort.clone(),
    })
}
