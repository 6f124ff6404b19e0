//! The words that APIs use for paging, without case and separators: `perpage` is `per_page`, `perPage` and `Per-Page`.
//!
//! The lists go from the plainest word to the most ambiguous.

use super::listing::ResponseField;

/// A name without case and separators. A prefix that only says what the name is about is kept: `page[size]` is `pagesize`.
pub(super) fn squash(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|char| char.to_ascii_lowercase())
        .collect()
}

/// The last part of a name: `size` of `page[size]` and `pagination.size`.
pub(super) fn last_part(name: &str) -> String {
    let mut parts = name.split(['[', ']', '.', '/', '$']);
    squash(parts.rfind(|part| !part.is_empty()).unwrap_or_default())
}

/// Parameters for the size of a page.
#[rustfmt::skip]
pub(super) const LIMIT: &[&str] = &[
    "limit", "perpage", "pagesize", "pagelimit", "maxresults", "pagelen", "itemsperpage",
    "resultsperpage", "maxpagesize", "maxitems", "maxrecords", "recordsperpage", "resultslimit",
    "maxresult", "maxcount", "numresults", "numberofresults", "numitems", "pagecount", "batchsize",
    "resultsize", "perpagecount", "countperpage", "rowsperpage", "take", "top", "size", "rows",
    "count", "max", "first", "num", "length", "ps", "n",
];

/// Parameters for the number of items to skip.
#[rustfmt::skip]
pub(super) const OFFSET: &[&str] = &[
    "offset", "skip", "startindex", "startat", "startoffset", "pageoffset", "firstresult",
    "startrow", "startposition", "startrecord", "startitem", "recordoffset", "resultoffset",
    "firstitem", "start", "from", "begin",
];

/// Parameters for the number of the page.
#[rustfmt::skip]
pub(super) const PAGE: &[&str] = &[
    "page", "pagenumber", "pagenum", "pageno", "pageindex", "currentpage", "pageid", "pagenr", "pg",
    "p", "number",
];

/// Parameters for a cursor.
#[rustfmt::skip]
pub(super) const CURSOR: &[&str] = &[
    "cursor", "pagetoken", "nexttoken", "nextpagetoken", "continuationtoken", "continuation",
    "continue", "startingafter", "pagecursor", "nextcursor", "aftercursor", "startcursor", "after",
    "pageafter", "marker", "nextmarker", "paginationtoken", "paginationkey", "pagingtoken",
    "pagingcursor", "exclusivestartkey", "startkey", "nextkey", "pagekey", "nextpagekey",
    "starttoken", "scrollid", "scroll", "skiptoken", "pagestate", "pagingstate", "bookmark",
    "resumetoken", "pageinfo", "nextpageid", "startafter", "startingtoken", "lastevaluatedkey",
    "iterator", "offsettoken", "offset", "next", "nextpage", "token", "start", "position", "page",
    "nextid", "from", "seek",
];

/// Parameters for an item that the next page begins after.
#[rustfmt::skip]
pub(super) const AFTER_ITEM: &[&str] = &[
    "startingafter", "startafter", "after", "afterid", "pageafter", "lastid", "sinceid", "fromid",
    "lastseenid", "lastitemid", "idafter", "startafterid", "startingafterid", "lastkey",
];

/// Fields with the cursor of the next page.
#[rustfmt::skip]
pub(super) const NEXT_CURSOR: &[&str] = &[
    "nextcursor", "nextpagetoken", "nexttoken", "nextmarker", "nextpagecursor",
    "nextcontinuationtoken", "continuationtoken", "endcursor", "nextkey", "nextstartkey",
    "nextpagekey", "nextoffset", "nextstart", "scrollid", "lastevaluatedkey", "nextpageid",
    "nextpageinfo", "nextpagingtoken", "nextpaginationtoken", "paginationtoken", "nextid",
    "aftercursor", "cursornext", "nextpagestart", "nextscrollid", "nextbookmark", "nextcursorid",
    "nextcursortoken", "nextpositiontoken", "nextiterator", "nextposition", "nextseek",
];

/// Fields with a cursor that may be the next page's, if the operation has a parameter for a cursor.
#[rustfmt::skip]
pub(super) const MAYBE_CURSOR: &[&str] = &[
    "cursor", "after", "continue", "continuation", "marker", "bookmark", "pagetoken", "pagestate",
    "pagingstate", "scroll", "next", "nextpage", "token", "position", "iterator", "lastkey",
    "lastid",
];

/// Fields with the URL of the next page.
#[rustfmt::skip]
pub(super) const NEXT_LINK: &[&str] = &[
    "nextlink", "nextpageuri", "nextpageurl", "nexturl", "nexturi", "nexthref", "nextpagelink",
    "odatanextlink", "nextrecordsurl", "nextpagehref", "linknext", "nextresultsuri",
    "nextresultsurl", "nextlinkurl",
];

/// Objects that links are in.
#[rustfmt::skip]
pub(super) const LINKS: &[&str] = &[
    "links", "link", "pagelinks", "paginglinks", "navigation",
];

/// Objects that say where a page is in its list.
#[rustfmt::skip]
pub(super) const PAGING: &[&str] = &[
    "paging", "pagination", "page", "pageinfo", "meta", "metadata", "paginginfo", "paginationinfo",
    "pager", "pages", "cursors", "cursor", "responsemetadata", "resultinfo", "listmetadata", "next",
    "nextpage", "listmeta", "responseinfo", "resultset", "info", "pagingmetadata", "pagemetadata",
];

/// Fields that are true if there are more pages.
#[rustfmt::skip]
pub(super) const MORE: &[&str] = &[
    "hasmore", "hasnext", "hasnextpage", "hasmoreitems", "hasmoreresults", "hasmorepages", "more",
    "moreresults", "moreavailable", "morepages", "hasmoredata", "hasmorerecords", "istruncated",
    "moreitemsincollection", "moreitems", "morerecords", "hasadditionalpages",
];

/// Fields that are true on the last page.
#[rustfmt::skip]
pub(super) const IS_LAST: &[&str] = &[
    "islast", "islastpage", "lastpage", "last", "done", "endoflist", "finished",
];

/// Fields with the number of all items.
#[rustfmt::skip]
pub(super) const TOTAL: &[&str] = &[
    "total", "totalcount", "totalresults", "totalitems", "totalrecords", "totalelements",
    "totalrecordcount", "totalsize", "totalentries", "totalrows", "itemstotal", "totalhits",
    "totalobjects", "totalitemcount", "totalresultcount", "totalresultscount", "totalnumber",
    "totalnumberofitems", "totalnumberofresults", "totalnumberofrecords", "numberofelements",
    "overallcount", "fullcount", "resultcounttotal", "itemstotalcount", "recordstotal",
    "grandtotal",
];

/// Fields with the number of pages.
#[rustfmt::skip]
pub(super) const TOTAL_PAGES: &[&str] = &[
    "totalpages", "pagestotal", "pagecount", "numpages", "totalpagecount", "lastpage",
    "numberofpages", "pagescount", "totalnumberofpages", "maxpage", "pages",
];

/// Query parameters that request the total.
#[rustfmt::skip]
pub(super) const WANTS_TOTAL: &[&str] = &[
    "count", "includecount", "includetotal", "includetotalcount", "withcount", "withtotal",
    "returntotal", "returncount", "totalcount", "calculatetotal", "showtotal", "gettotal",
];

/// Response headers with the number of all items.
#[rustfmt::skip]
pub(super) const TOTAL_HEADER: &[&str] = &[
    "xtotalcount", "xtotal", "xtotalresults", "totalcount", "xtotalitems", "xpaginationtotal",
    "xpaginationtotalcount", "paginationcount", "paginationtotal", "xtotalrecords", "xcount",
    "xresultcount", "xtotalelements",
];

/// Lists in a page that hold its items.
#[rustfmt::skip]
pub(super) const LIST: &[&str] = &[
    "data", "items", "results", "records", "value", "values", "entries", "content", "elements",
    "rows", "resources", "objects", "nodes", "hits", "list", "result", "collection", "documents",
    "members", "edges", "response",
];

/// Whether a list with this name is something else in a page of items.
pub(super) fn is_beside_the_list(name: &str) -> bool {
    #[rustfmt::skip]
    const OTHERS: &[&str] = &[
        "errors", "error", "warnings", "messages", "links", "link", "included", "facets", "filters",
        "aggregations", "sort", "sorts", "sortby", "fields", "columns", "schemas", "metadata",
        "notices", "notifications", "debug", "errormessages", "warningmessages", "suggestions",
        "orderby",
    ];
    OTHERS.contains(&name)
}

/// Whether a field says where a page is in its list.
pub(super) fn is_about_pages(field: &ResponseField<'_>) -> bool {
    let words = [NEXT_CURSOR, NEXT_LINK, MORE, TOTAL, TOTAL_PAGES];
    let is_next = |name: &str| matches!(name, "next" | "nextpage");
    let is_word = words.iter().any(|words| words.contains(&field.last()));
    is_word || field.path.iter().any(|name| is_next(name))
}

/// Whether the docs of a cursor say that it has to be sent for the first page as well.
pub(super) fn is_sent_first(text: &str) -> bool {
    text.to_ascii_lowercase().contains("empty string")
}

/// Whether a text says that something is a URL.
pub(super) fn is_about_url(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let mut words = text.split(|char: char| !char.is_ascii_alphanumeric());
    words.any(|word| {
        matches!(
            word,
            "url" | "uri" | "link" | "href" | "http" | "https" | "hyperlink"
        )
    })
}

/// Whether a text says that counting starts at `number`.
pub(super) fn starts_at(text: &str, number: u32) -> bool {
    let text: String = text
        .to_ascii_lowercase()
        .chars()
        .filter(|char| !char.is_ascii_punctuation() || *char == '-')
        .collect();
    let word = if number == 0 { "zero" } else { "one" };
    let digit = number.to_string();
    let phrases = [
        "based", "indexed", "index", "-based", "-indexed", " based", " indexed",
    ];
    let before = [
        "starts at",
        "starts from",
        "starts with",
        "start at",
        "start from",
        "starting at",
        "starting from",
        "starting with",
        "begins at",
        "begins with",
        "first page is",
        "first page has index",
    ];
    [word, digit.as_str()].iter().any(|name| {
        phrases
            .iter()
            .any(|phrase| text.contains(&format!("{name}{phrase}")))
            || before.iter().any(|phrase| {
                let found = text.split(&format!("{phrase} {name}")).nth(1);
                found.is_some_and(|rest| {
                    !rest.starts_with(|char: char| char.is_ascii_alphanumeric())
                })
            })
    })
}
