//! How the lists of operations are read page by page.

use super::{Presence, TypeRef};

/// How a list is read page by page. Places in a response are JSON pointers.
#[derive(Clone, Debug)]
pub struct Paging {
    /// What a page is.
    pub page: TypeRef,
    /// The list in a page, unless it isn't known.
    pub items: Option<PageItems>,
    /// How the next page is requested.
    pub next: NextPage,
    /// The parameter of the page's size.
    pub limit: Option<String>,
    /// The largest size.
    pub page_size: Option<u32>,
    /// The parameters are properties of the JSON body.
    pub in_body: bool,
    /// The boolean query parameter that asks for the total.
    pub total_parameter: Option<String>,
    /// Where the total number of items is, if it isn't in a header.
    pub total: Option<String>,
    /// The total number of items can be requested.
    pub has_total: bool,
    /// Where the number of pages is.
    pub total_pages: Option<String>,
    /// Where a boolean is that is true if there are more pages.
    pub more: Option<String>,
    /// Where a boolean is that is true on the last page.
    pub is_last: Option<String>,
}

/// The list in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageItems {
    /// Its place; empty if the page is the list.
    pub pointer: String,
    /// The fields that lead to it.
    pub fields: Vec<PageField>,
    /// The item.
    pub item: TypeRef,
}

/// A field on the way to the list of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageField {
    /// The identifier in Rust.
    pub ident: String,
    /// Whether it may be missing or null.
    pub presence: Presence,
}

/// How the next page of a list is requested.
#[derive(Clone, Debug)]
pub enum NextPage {
    /// By the number of items to skip.
    Offset {
        /// The parameter.
        name: String,
        /// The number of the first item.
        first: u32,
    },
    /// By the number of the page.
    Page {
        /// The parameter.
        name: String,
        /// The number of the first page.
        first: u32,
    },
    /// By a cursor in the response.
    Cursor {
        /// The parameter.
        name: String,
        /// Where a page has the cursor of the next one.
        pointer: String,
    },
    /// By a cursor in a response header.
    CursorHeader {
        /// The parameter.
        name: String,
        /// The header.
        header: String,
    },
    /// By a value of the last item.
    LastItem {
        /// The parameter.
        name: String,
        /// Where an item has the value.
        pointer: String,
    },
    /// By the URL in the response.
    Link(String),
    /// By the URL in the header `Link` (RFC 8288).
    LinkHeader,
    /// The sorted fields of the last item, in the body.
    SearchAfter {
        /// The body's property for their values.
        cursor: String,
        /// The body's property that names them.
        sort: String,
    },
}
