//! `paging`: the rules by which lists are read page by page.

use serde::Deserialize;

use super::check::{self, Problems, report};

/// A way in which the API pages lists. Where several names or places are listed, an operation has the first that it
/// documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagingRule {
    /// How the next page is requested.
    pub next: NextRule,
    /// The parameters for the number of items of a page.
    pub limit: Vec<String>,
    /// The page size, if the docs pages state no maximum of `limit`.
    pub page_size: Option<u32>,
    /// The parameters are properties of the JSON body, by name or JSON pointer.
    pub in_body: bool,
    /// JSON pointers to the list in a response. Without any, the list is found by its type and name.
    pub items: Vec<String>,
    /// The boolean query parameter that asks for the total.
    pub total: Option<String>,
    /// The response header that has the total number of items.
    pub total_header: Option<String>,
    /// JSON pointers to the total number of items.
    pub total_field: Vec<String>,
    /// JSON pointers to the number of pages.
    pub total_pages: Vec<String>,
    /// JSON pointers to a boolean that is true if there are more pages.
    pub more: Vec<String>,
    /// JSON pointers to a boolean that is true on the last page.
    pub is_last: Vec<String>,
    /// The properties of a search's body that request the next page; this has priority over `next`.
    pub search_after: Option<SearchAfter>,
}

/// How the next page is requested.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NextRule {
    /// By the cursor or token that a page has for the next one.
    Cursor {
        /// The parameter.
        name: String,
        /// Where a page has it.
        from: CursorSource,
    },
    /// By the URL at one of these JSON pointers.
    Link(Vec<String>),
    /// By the URL in the `Link` header (RFC 8288) of operations that document it, or that have one of these query
    /// parameters.
    LinkHeader(Vec<String>),
    /// By the number of the page.
    Page {
        /// The parameter.
        name: String,
        /// The number of the first page.
        first: u32,
    },
    /// By the number of items to skip.
    Offset {
        /// The parameter.
        name: String,
        /// The number of the first item.
        first: u32,
    },
    /// By [`PagingRule::search_after`] only.
    SearchAfter,
}

/// Where a page has the cursor of the next one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CursorSource {
    /// At one of these JSON pointers into the response.
    Field(Vec<String>),
    /// In a response header.
    Header(String),
    /// At this JSON pointer into the last item.
    LastItem(String),
}

/// `paging.search-after`: a search whose body takes the sorted fields of the last item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchAfter {
    /// The property for the values of those fields.
    pub cursor: String,
    /// The property that names them.
    pub sort: String,
}

impl PagingRule {
    /// A rule without anything but the way to the next page.
    pub fn new(next: NextRule) -> Self {
        Self {
            next,
            limit: Vec::new(),
            page_size: None,
            in_body: false,
            items: Vec::new(),
            total: None,
            total_header: None,
            total_field: Vec::new(),
            total_pages: Vec::new(),
            more: Vec::new(),
            is_last: Vec::new(),
            search_after: None,
        }
    }
}

/// One rule, or a list of them.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Rules(serde_yaml::Value);

/// A rule as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Rule {
    offset: Option<String>,
    page: Option<String>,
    first: Option<u32>,
    cursor: Option<String>,
    next: Option<Texts>,
    next_header: Option<String>,
    last_item: Option<String>,
    next_link: Option<Texts>,
    link_header: Option<LinkHeader>,
    limit: Option<Texts>,
    page_size: Option<u32>,
    r#in: Option<In>,
    items: Option<Texts>,
    total: Option<String>,
    total_header: Option<String>,
    total_field: Option<Texts>,
    total_pages: Option<Texts>,
    more: Option<Texts>,
    is_last: Option<Texts>,
    search_after: Option<Search>,
}

/// A text, or a list of alternatives.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a text, or a list of texts")]
enum Texts {
    One(String),
    Several(Vec<String>),
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected `true`, or the query parameters of such operations"
)]
enum LinkHeader {
    Documented(bool),
    With(Texts),
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum In {
    Query,
    Body,
}

/// Both keys are required.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Search {
    cursor: String,
    sort: String,
}

impl Rules {
    pub(super) fn into_config(self, problems: &mut Problems) -> Vec<PagingRule> {
        let (rules, is_list) = match self.0 {
            serde_yaml::Value::Sequence(rules) => (rules, true),
            rule => (vec![rule], false),
        };
        let mut read = Vec::new();
        for (index, rule) in rules.into_iter().enumerate() {
            let at = match is_list {
                true => format!("paging[{index}]"),
                false => "paging".to_owned(),
            };
            match serde_yaml::from_value::<Rule>(rule) {
                Ok(rule) => read.extend(rule.into_config(&at, problems)),
                Err(error) => report(
                    problems,
                    format!("{at}: {error}"),
                    "the README next to the file explains every key",
                ),
            }
        }
        read
    }
}

impl Texts {
    fn list(&self) -> Vec<String> {
        match self {
            Self::One(text) => vec![text.clone()],
            Self::Several(texts) => texts.clone(),
        }
    }
}

impl Rule {
    fn into_config(self, at: &str, problems: &mut Problems) -> Option<PagingRule> {
        let next = self.next(at, problems)?;
        if self.page_size == Some(0) {
            report(
                problems,
                format!("{at}.page-size: a page of 0 records never ends a list"),
                "write the number of records that a page has if nobody says otherwise, or leave the key out",
            );
        }
        if self.first.is_some() && !matches!(next, NextRule::Page { .. } | NextRule::Offset { .. })
        {
            report(
                problems,
                format!("{at}.first: only `page` and `offset` have a first number"),
                "leave the key out",
            );
        }
        if let Some(header) = &self.total_header {
            check::header(header, &format!("{at}.total-header"), problems);
        }
        let mut places = |key: &str, texts: Option<Texts>| {
            let places = texts.map(|texts| pointers(&texts, key, at, problems));
            places.unwrap_or_default()
        };
        Some(PagingRule {
            next,
            limit: self.limit.map(|limit| limit.list()).unwrap_or_default(),
            page_size: self.page_size,
            in_body: self.r#in == Some(In::Body),
            items: places("items", self.items),
            total: self.total,
            total_header: self.total_header,
            total_field: places("total-field", self.total_field),
            total_pages: places("total-pages", self.total_pages),
            more: places("more", self.more),
            is_last: places("is-last", self.is_last),
            search_after: self.search_after.map(|search| SearchAfter {
                cursor: search.cursor,
                sort: search.sort,
            }),
        })
    }

    /// Exactly one way to the next page.
    fn next(&self, at: &str, problems: &mut Problems) -> Option<NextRule> {
        let mut ways = Vec::new();
        if let Some(name) = self.offset.clone() {
            let first = self.first.unwrap_or(0);
            ways.push(NextRule::Offset { name, first });
        }
        if let Some(name) = self.page.clone() {
            let first = self.first.unwrap_or(1);
            ways.push(NextRule::Page { name, first });
        }
        if let Some(links) = &self.next_link {
            ways.push(NextRule::Link(pointers(links, "next-link", at, problems)));
        }
        match &self.link_header {
            None | Some(LinkHeader::Documented(false)) => {}
            Some(LinkHeader::Documented(true)) => ways.push(NextRule::LinkHeader(Vec::new())),
            Some(LinkHeader::With(names)) => ways.push(NextRule::LinkHeader(names.list())),
        }
        let mut sources = self.cursor_sources(at, problems);
        match (self.cursor.clone(), sources.len(), sources.pop()) {
            (Some(name), 1, Some(from)) => ways.push(NextRule::Cursor { name, from }),
            (None, 0, _) => {}
            _ => {
                report(
                    problems,
                    format!("{at}: a `cursor` comes from `next`, `next-header` or `last-item`"),
                    "write `cursor` and exactly one of the three",
                );
                return None;
            }
        }
        if ways.is_empty() && self.search_after.is_some() {
            return Some(NextRule::SearchAfter);
        }
        let way = ways.pop().filter(|_| ways.is_empty());
        if way.is_none() {
            report(
                problems,
                format!("{at}: a rule has one way to the next page"),
                "write exactly one of `offset`, `page`, `cursor`, `next-link` and `link-header`; a list has several rules",
            );
        }
        way
    }

    fn cursor_sources(&self, at: &str, problems: &mut Problems) -> Vec<CursorSource> {
        let mut sources = Vec::new();
        if let Some(places) = &self.next {
            let places = pointers(places, "next", at, problems);
            sources.push(CursorSource::Field(places));
        }
        if let Some(header) = self.next_header.clone() {
            check::header(&header, &format!("{at}.next-header"), problems);
            sources.push(CursorSource::Header(header));
        }
        if let Some(pointer) = self.last_item.clone() {
            check::pointer(&pointer, &format!("{at}.last-item"), problems);
            sources.push(CursorSource::LastItem(pointer));
        }
        sources
    }
}

/// JSON pointers into a response.
fn pointers(texts: &Texts, key: &str, at: &str, problems: &mut Problems) -> Vec<String> {
    let pointers = texts.list();
    for pointer in &pointers {
        check::pointer(pointer, &format!("{at}.{key}"), problems);
    }
    pointers
}
