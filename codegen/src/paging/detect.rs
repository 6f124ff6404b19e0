//! The rule that the parameters of an operation and the fields of its response suggest.

use crate::input::config::{CursorSource, NextRule, PagingRule};
use crate::ir::{PageItems, TypeRef};

use super::listing::{Param, ResponseField, ValueKind};
use super::{Listing, vocabulary};
use vocabulary::{last_part, squash};

/// What an operation has for paging.
struct Clues<'a> {
    listing: &'a Listing<'a>,
    params: Vec<Param>,
    fields: Vec<ResponseField<'a>>,
    items: Option<PageItems>,
    limit: Option<String>,
}

/// The rule that an operation suggests.
pub(super) fn detect(listing: &Listing<'_>) -> Option<PagingRule> {
    if !listing.is_read() {
        return None;
    }
    if !listing.may_have_list() {
        return None;
    }
    [false, true].into_iter().find_map(|in_body| {
        let params = match in_body {
            true => listing.body_fields(),
            false => listing.query(),
        };
        let limit = param(
            &params,
            vocabulary::LIMIT,
            &[ValueKind::Integer, ValueKind::Text],
        );
        let clues = Clues {
            listing,
            limit: limit.map(|limit| limit.name.clone()),
            fields: listing.response_fields(),
            items: listing.list(),
            params,
        };
        let next = clues.next(in_body)?;
        let mut rule = clues.rule(next);
        rule.in_body = in_body;
        Some(rule)
    })
}

/// The first parameter of a list of words. Ambiguous words, at the end of the list, mean it only where the type agrees.
fn param<'a>(params: &'a [Param], words: &[&str], kinds: &[ValueKind]) -> Option<&'a Param> {
    let matches = |param: &&Param, word: &str| {
        let is_kind = kinds.contains(&param.kind) || param.kind == ValueKind::Unknown;
        is_kind && (squash(&param.name) == word || last_part(&param.name) == word)
    };
    let word_kinds = |word: &str| word.len() > 5 || matches!(word, "limit" | "page");
    words.iter().find_map(|word| {
        params.iter().find(|param| {
            matches(param, word)
                && (param.kind == ValueKind::Integer
                    || !kinds.contains(&ValueKind::Integer)
                    || word_kinds(word))
        })
    })
}

impl Clues<'_> {
    fn next(&self, in_body: bool) -> Option<NextRule> {
        if let Some(next) = self.cursor() {
            return Some(next);
        }
        if !in_body && let Some(next) = self.link() {
            return Some(next);
        }
        self.items.as_ref()?;
        if !in_body && let Some(next) = self.last_item() {
            return Some(next);
        }
        let numbers = [ValueKind::Integer, ValueKind::Text];
        if let Some(page) = param(&self.params, vocabulary::PAGE, &numbers) {
            let default = if squash(&page.name).contains("index") {
                0
            } else {
                1
            };
            let first = first_number(page, default);
            return Some(NextRule::Page {
                name: page.name.clone(),
                first,
            });
        }
        let offset = self.offset(&numbers)?;
        let first = first_number(offset, 0);
        Some(NextRule::Offset {
            name: offset.name.clone(),
            first,
        })
    }

    fn offset(&self, kinds: &[ValueKind]) -> Option<&Param> {
        param(&self.params, vocabulary::OFFSET, kinds)
    }

    fn rule(&self, next: NextRule) -> PagingRule {
        let is_counted = matches!(
            next,
            NextRule::Page { .. } | NextRule::Offset { .. } | NextRule::Cursor { .. }
        );
        let integer = |words| self.place(words, ValueKind::Integer);
        let boolean = |words| self.place(words, ValueKind::Boolean);
        let mut rule = PagingRule::new(next);
        rule.limit = self.limit.iter().cloned().collect();
        rule.total_field = integer(vocabulary::TOTAL);
        let count = matches!(rule.next, NextRule::Link(_)).then(|| integer(&["count"]));
        rule.total_field.extend(count.into_iter().flatten());
        if matches!(rule.next, NextRule::Page { .. }) {
            rule.total_pages = integer(vocabulary::TOTAL_PAGES);
        }
        if is_counted {
            rule.more = boolean(vocabulary::MORE);
            rule.is_last = boolean(vocabulary::IS_LAST);
        }
        let headers = self
            .listing
            .object
            .responses
            .values()
            .flat_map(|each| each.headers.keys());
        let header = headers
            .into_iter()
            .find(|name| vocabulary::TOTAL_HEADER.contains(&squash(name).as_str()));
        rule.total_header = header.cloned();
        let wants = param(&self.params, vocabulary::WANTS_TOTAL, &[ValueKind::Boolean]);
        let has_total = rule.total_header.is_some() || !rule.total_field.is_empty();
        rule.total = wants.filter(|_| has_total).map(|wants| wants.name.clone());
        rule
    }

    /// The first field of a page, outside its items, with one of these words.
    fn place(&self, words: &[&str], kind: ValueKind) -> Vec<String> {
        let is_near = |field: &&ResponseField<'_>| {
            let mut ancestors = field.ancestors().iter();
            field.kind == kind && ancestors.all(|name| self.is_container(name))
        };
        let find = |word: &&str| {
            self.fields
                .iter()
                .filter(is_near)
                .find(|field| field.last() == *word)
        };
        let place = words.iter().find_map(find);
        place
            .map(|field| field.pointer.clone())
            .into_iter()
            .collect()
    }

    /// Whether an object of this name may say something of the page.
    fn is_container(&self, name: &str) -> bool {
        let holds_items = || {
            let pointer = self
                .items
                .as_ref()
                .map(|items| squash(items.pointer.split('/').nth(1).unwrap_or_default()));
            pointer.as_deref() == Some(name)
        };
        vocabulary::PAGING.contains(&name)
            || vocabulary::LINKS.contains(&name)
            || vocabulary::LIST.contains(&name)
            || holds_items()
    }

    /// A parameter for a cursor, and the field or header that it comes from.
    fn cursor(&self) -> Option<NextRule> {
        let kinds = [
            ValueKind::Text,
            ValueKind::Integer,
            ValueKind::Unknown,
            ValueKind::Other,
        ];
        let mut best: Option<(usize, &Param, &ResponseField<'_>)> = None;
        for param in self
            .params
            .iter()
            .filter(|param| kinds.contains(&param.kind))
        {
            for field in self
                .fields
                .iter()
                .filter(|field| kinds.contains(&field.kind))
            {
                let score = self.cursor_score(param, field);
                if param.kind.takes(field.kind) && score > best.map_or(0, |(score, ..)| score) {
                    best = Some((score, param, field));
                }
            }
        }
        let (_, param, field) = best?;
        // Without the cursor, the server gives pages by their offset, and none has the next cursor.
        let offset = self.offset(&[ValueKind::Integer]);
        if self.items.is_some() && offset.is_some() && vocabulary::is_sent_first(&param.docs) {
            return None;
        }
        Some(NextRule::Cursor {
            name: param.name.clone(),
            from: CursorSource::Field(vec![field.pointer.clone()]),
        })
    }

    /// How surely a field is the cursor of the next page, and a parameter where it goes; 0 if they aren't.
    fn cursor_score(&self, param: &Param, field: &ResponseField<'_>) -> usize {
        let (whole, part) = (squash(&param.name), last_part(&param.name));
        let names = [whole.as_str(), part.as_str()];
        let rank = vocabulary::CURSOR
            .iter()
            .position(|word| names.contains(word));
        let last = field.last();
        let is_near = field.ancestors().iter().all(|name| self.is_container(name));
        let is_next = field
            .ancestors()
            .iter()
            .any(|name| name.starts_with("next"));
        // A URL isn't a cursor, and a number isn't one where the parameter is a number of its own.
        let is_link = vocabulary::is_about_url(&field.field.docs)
            || self.is_link(field)
            || vocabulary::NEXT_LINK.contains(&last);
        if !is_near
            || is_link
            || matches!(field.kind, ValueKind::Other) && field.field.ty.definition().is_none()
        {
            return 0;
        }
        let is_structured =
            matches!(field.kind, ValueKind::Other) && param.kind != ValueKind::Other;
        if is_structured || last.starts_with("prev") {
            return 0;
        }
        let is_echo = param.kind == ValueKind::Integer && !last.starts_with("next") && !is_next;
        let continues = |name: &str| !name.is_empty() && last == format!("next{name}");
        let depth = field.path.len();
        let score = match rank {
            _ if names.iter().any(|name| continues(name)) => 100,
            Some(_) if names.contains(&last) && is_next => 95,
            Some(_) if vocabulary::NEXT_CURSOR.contains(&last) => 90,
            Some(_) if is_echo => 0,
            Some(_) if names.contains(&last) && vocabulary::MAYBE_CURSOR.contains(&last) => 80,
            Some(_) if vocabulary::MAYBE_CURSOR.contains(&last) => 60,
            _ => 0,
        };
        match score {
            0 => 0,
            // Several parameters may fit: the plainest word counts.
            score => score * 100 - rank.unwrap_or(99).min(99) - depth.min(3),
        }
    }

    /// A field or header with the URL of the next page.
    fn link(&self) -> Option<NextRule> {
        let is_list = self.items.is_some();
        let pages = [
            vocabulary::LIMIT,
            vocabulary::PAGE,
            vocabulary::OFFSET,
            vocabulary::CURSOR,
        ];
        let takes_page = pages.iter().any(|words| {
            let kinds = [ValueKind::Integer, ValueKind::Text];
            param(&self.params, words, &kinds).is_some()
        });
        if !is_list && !takes_page {
            return None;
        }
        let links = self.fields.iter().filter(|field| self.is_link(field));
        let mut links: Vec<&ResponseField<'_>> = links.collect();
        links.sort_by_key(|field| field.path.len());
        if let Some(link) = links.first() {
            return Some(NextRule::Link(vec![link.pointer.clone()]));
        }
        if takes_page
            && is_list
            && let Some(links) = self.link_objects()
        {
            return Some(NextRule::Link(vec![links]));
        }
        self.items.as_ref()?;
        if self.listing.has_header("link") {
            return Some(NextRule::LinkHeader(Vec::new()));
        }
        // The docs of the parameter may say that the header has its next value.
        let cursor = param(&self.params, vocabulary::CURSOR, &[ValueKind::Text])?;
        let docs =
            format!("{} {}", cursor.docs, self.listing.object.description).to_ascii_lowercase();
        let says_header = [
            "link header",
            "link` header",
            "link http header",
            "link response header",
            "`link`",
            "rel=next",
            "rel=\"next\"",
        ];
        let is_said = says_header.iter().any(|words| docs.contains(words));
        is_said.then(|| NextRule::LinkHeader(vec![cursor.name.clone()]))
    }

    /// Whether a field is the URL of the next page.
    fn is_link(&self, field: &ResponseField<'_>) -> bool {
        let text = matches!(field.kind, ValueKind::Text | ValueKind::Unknown);
        let [before @ .., last] = field.path.as_slice() else {
            return false;
        };
        let last = last.as_str();
        let parent = before.last().map(String::as_str).unwrap_or_default();
        let is_in_links = before
            .iter()
            .any(|name| vocabulary::LINKS.contains(&name.as_str()));
        if !before.iter().all(|name| self.is_container(name)) {
            return false;
        }
        let is_union = !text && self.listing.fields(&field.field.ty).is_empty();
        if is_in_links
            && last == "next"
            && (text || is_union && field.field.ty.definition().is_some())
        {
            return true;
        }
        if !text {
            return false;
        }
        if matches!(last, "href" | "url" | "uri" | "link") && parent.starts_with("next") {
            return true;
        }
        if vocabulary::NEXT_LINK.contains(&last) {
            return true;
        }
        let is_near = before.is_empty() || vocabulary::PAGING.contains(&parent);
        if !is_near || !matches!(last, "next" | "nextpage") {
            return false;
        }
        let has_back = field
            .siblings
            .iter()
            .any(|name| matches!(name.as_str(), "prev" | "previous"));
        let takes_cursor = param(&self.params, vocabulary::CURSOR, &[ValueKind::Text]).is_some();
        vocabulary::is_about_url(&field.field.docs) || !takes_cursor && (has_back || last == "next")
    }

    /// A list of links with their relations: `links: [{rel: next, href: …}]`.
    fn link_objects(&self) -> Option<String> {
        let links = self.fields.iter().find(|field| {
            let TypeRef::List(item) = &field.field.ty else {
                return false;
            };
            let names: Vec<String> = self
                .listing
                .fields(item)
                .iter()
                .map(|field| squash(&field.name))
                .collect();
            let has = |name: &str| names.iter().any(|other| other == name);
            field.path.len() <= 2
                && vocabulary::LINKS.contains(&field.last())
                && has("rel")
                && has("href")
        })?;
        Some(links.pointer.clone())
    }

    /// A parameter for the last item of the page before.
    fn last_item(&self) -> Option<NextRule> {
        let kinds = [ValueKind::Text, ValueKind::Integer];
        let words = vocabulary::AFTER_ITEM;
        let param = words.iter().find_map(|word| {
            self.params
                .iter()
                .find(|param| kinds.contains(&param.kind) && squash(&param.name) == *word)
        })?;
        let items = self.items.as_ref()?;
        let fields = self.listing.fields(&items.item);
        let key = ["id", "key", "uuid", "gid", "sid"]
            .iter()
            .find_map(|word| fields.iter().find(|field| squash(&field.name) == *word))?;
        // `after` is a time as often as it is an id.
        let name = squash(&param.name);
        let says_id =
            name.ends_with("id") || name.starts_with("starting") || name.starts_with("last");
        let docs = param.docs.to_ascii_lowercase();
        let is_said = docs
            .split(|char: char| !char.is_ascii_alphanumeric())
            .any(|word| matches!(word, "id" | "ids" | "cursor" | "identifier"));
        let is_time = docs.contains("date") || docs.contains("time") || docs.contains("8601");
        (says_id || is_said && !is_time).then(|| NextRule::Cursor {
            name: param.name.clone(),
            from: CursorSource::LastItem(format!("/{}", key.name)),
        })
    }
}

/// The number of the first page or item, as far as the docs say it.
fn first_number(param: &Param, usual: u32) -> u32 {
    let documented = [
        param.default,
        param.minimum.filter(|minimum| *minimum == 0 || usual == 0),
    ];
    let documented = documented
        .into_iter()
        .flatten()
        .find(|number| matches!(number, 0 | 1));
    let is_said = [0, 1]
        .into_iter()
        .find(|number| vocabulary::starts_at(&param.docs, *number));
    match documented {
        Some(0) => is_said.unwrap_or(0),
        Some(_) => 1,
        None => is_said.unwrap_or(usual),
    }
}
