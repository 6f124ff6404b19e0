//! How a list is paged: what a generated operation knows about it.

/// How the pages of an operation's list are requested, and where a response has what is needed for that.
///
/// Places in a response or in a body are JSON pointers (RFC 6901): `/meta/next_cursor`, or the empty text for the whole.
///
/// ```
/// use client_runtime::Paging;
///
/// const BY_OFFSET: Paging = Paging::by_offset("offset").limit("limit").page_size(250);
/// const BY_CURSOR: Paging = Paging::by_cursor("cursor", "/next_cursor").items("/data");
/// const BY_LINK: Paging = Paging::by_link("/links/next").items("/results").total("/count");
/// # let _ = (BY_OFFSET, BY_CURSOR, BY_LINK);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    pub(super) next: Next,
    pub(super) limit: Option<&'static str>,
    pub(super) page_size: Option<u32>,
    pub(super) in_body: bool,
    pub(super) items: Option<&'static str>,
    pub(super) total_parameter: Option<&'static str>,
    pub(super) total: Option<&'static str>,
    pub(super) total_pages: Option<&'static str>,
    pub(super) more: Option<&'static str>,
    pub(super) is_last: Option<&'static str>,
}

/// How the next page is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Offset {
        name: &'static str,
        first: u32,
    },
    Page {
        name: &'static str,
        first: u32,
    },
    Cursor {
        name: &'static str,
        from: Cursor,
    },
    Link(&'static str),
    LinkHeader,
    SearchAfter {
        cursor: &'static str,
        sort: &'static str,
    },
}

/// Where a page has the cursor of the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cursor {
    /// In the response body, at this JSON pointer.
    Field(&'static str),
    /// In a response header.
    Header(&'static str),
    /// In the last item, at this JSON pointer into it.
    LastItem(&'static str),
}

impl Paging {
    const fn new(next: Next) -> Self {
        Self {
            next,
            limit: None,
            page_size: None,
            in_body: false,
            items: Some(""),
            total_parameter: None,
            total: None,
            total_pages: None,
            more: None,
            is_last: None,
        }
    }

    /// By the number of items to skip, in this parameter.
    pub const fn by_offset(name: &'static str) -> Self {
        Self::new(Next::Offset { name, first: 0 })
    }

    /// By the number of the page, in this parameter. The first page is 1; see [`first`](Self::first).
    pub const fn by_page(name: &'static str) -> Self {
        Self::new(Next::Page { name, first: 1 })
    }

    /// By a cursor in the parameter `name`, which a page has for the next one at a JSON pointer into the response body.
    pub const fn by_cursor(name: &'static str, pointer: &'static str) -> Self {
        let from = Cursor::Field(pointer);
        Self::new(Next::Cursor { name, from })
    }

    /// By a cursor in the parameter `name`, which a page has for the next one in a response header.
    pub const fn by_cursor_header(name: &'static str, header: &'static str) -> Self {
        let from = Cursor::Header(header);
        Self::new(Next::Cursor { name, from })
    }

    /// By the last item of the page before: the parameter `name` has its value at a JSON pointer into the item.
    pub const fn by_last_item(name: &'static str, pointer: &'static str) -> Self {
        let from = Cursor::LastItem(pointer);
        Self::new(Next::Cursor { name, from })
    }

    /// By the URL of the next page, absolute or relative, at this JSON pointer into the response body.
    ///
    /// A link is followed only within the origin of the request, because credentials are sent to no other.
    pub const fn by_link(pointer: &'static str) -> Self {
        Self::new(Next::Link(pointer))
    }

    /// By the URL of the next page in the `Link` header with the relation `next` (RFC 8288).
    ///
    /// A link is followed only within the origin of the request, because credentials are sent to no other.
    pub const fn by_link_header() -> Self {
        Self::new(Next::LinkHeader)
    }

    /// By the values of the last item's sort fields, in a JSON body. `cursor` is the body's field for those values,
    /// `sort` the one with the sort fields (`name`, `-name`, `owner.name`).
    pub const fn by_search_after(cursor: &'static str, sort: &'static str) -> Self {
        Self::new(Next::SearchAfter { cursor, sort })
    }

    /// Sets the number of the first page or, for offsets, of the first item.
    pub const fn first(mut self, number: u32) -> Self {
        match &mut self.next {
            Next::Offset { first, .. } | Next::Page { first, .. } => *first = number,
            _ => {}
        }
        self
    }

    /// Sets the parameter for the number of items of a page.
    pub const fn limit(mut self, name: &'static str) -> Self {
        self.limit = Some(name);
        self
    }

    /// Sets the limit of requests that don't set one: the largest that the server allows. Without it, no limit is sent,
    /// and a page with few items isn't known to be the last.
    pub const fn page_size(mut self, items: u32) -> Self {
        self.page_size = Some(items);
        self
    }

    /// The parameters aren't in the query: they are fields of a JSON body. A name that starts with `/` is a JSON pointer.
    pub const fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// Sets where the list is in the response body, if the body isn't the list itself.
    pub const fn items(mut self, pointer: &'static str) -> Self {
        self.items = Some(pointer);
        self
    }

    /// A page has no single list, or one that isn't known. Such pages can't be paged by offset.
    pub const fn without_items(mut self) -> Self {
        self.items = None;
        self
    }

    /// Sets the query parameter that requests the total number of items when it is `true`.
    pub const fn total_parameter(mut self, name: &'static str) -> Self {
        self.total_parameter = Some(name);
        self
    }

    /// Sets where the total number of items is in the response body, if it isn't in a header.
    pub const fn total(mut self, pointer: &'static str) -> Self {
        self.total = Some(pointer);
        self
    }

    /// Sets where the total number of pages is in the response body.
    pub const fn total_pages(mut self, pointer: &'static str) -> Self {
        self.total_pages = Some(pointer);
        self
    }

    /// Sets where the response body has a boolean that is `true` if there are more pages.
    pub const fn more(mut self, pointer: &'static str) -> Self {
        self.more = Some(pointer);
        self
    }

    /// Sets where the response body has a boolean that is `true` on the last page.
    pub const fn is_last(mut self, pointer: &'static str) -> Self {
        self.is_last = Some(pointer);
        self
    }
}
