//! The ways in which APIs page lists, against a server on this machine.

use crate::support::{SERVER, builder};
use client_runtime::http::Method;
use client_runtime::{Client, Credentials, Error, Json, Operation, Paging, Request, Style, Value};
use futures_util::{StreamExt as _, TryStreamExt as _};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

/// A page as an API defines it: with a list under one of several names.
#[derive(Debug, Default, Deserialize)]
struct Page {
    #[serde(default)]
    data: Vec<Value>,
}

/// What a request of a page contains.
struct Asked {
    query: BTreeMap<String, String>,
    body: Value,
}

impl Asked {
    fn query(&self, name: &str) -> &str {
        self.query.get(name).map_or("", String::as_str)
    }

    fn number(&self, name: &str, default: u64) -> u64 {
        self.query(name).parse().unwrap_or(default)
    }
}

/// A server that makes every page with one function, and what it was asked for.
struct Pages {
    server: MockServer,
    client: Client,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Pages {
    async fn of(respond: impl Fn(&Asked) -> ResponseTemplate + Send + Sync + 'static) -> Self {
        let server = MockServer::start().await;
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = asked.clone();
        let answer = move |request: &wiremock::Request| {
            log.lock().unwrap().push(format!(
                "{} {}",
                request.url.query().unwrap_or_default(),
                String::from_utf8_lossy(&request.body)
            ));
            assert_eq!(request.headers["authorization"], "Bearer hush-hush");
            respond(&Asked {
                query: request.url.query_pairs().into_owned().collect(),
                body: serde_json::from_slice(&request.body).unwrap_or_default(),
            })
        };
        Mock::given(any()).respond_with(answer).mount(&server).await;
        let client = builder()
            .base_url(server.uri())
            .credentials(Credentials::bearer("hush-hush"))
            .build()
            .unwrap();
        Self {
            server,
            client,
            asked,
        }
    }

    fn get(&self) -> Request<Json<Page>, Value> {
        static LIST: Operation = Operation::new("listThings", Method::GET, "/things", &SERVER);
        LIST.request(&self.client)
    }

    /// The requests since the last call: query and body.
    fn asked(&self) -> Vec<String> {
        let texts = std::mem::take(&mut *self.asked.lock().unwrap());
        texts.iter().map(|text| text.trim().to_owned()).collect()
    }

    /// All items, and the error that ended the list.
    async fn read(
        &self,
        request: Request<Json<Page>, Value>,
        paging: Paging,
    ) -> (Vec<u64>, String) {
        let mut items = request.items_of(paging, |page| page.data);
        let (mut ids, mut message) = (Vec::new(), String::new());
        while let Some(item) = items.next().await {
            match item {
                Ok(item) => ids.push(item["id"].as_u64().unwrap()),
                Err(error) => message = error.to_string(),
            }
            assert!(ids.len() < 50, "the list never ends: {ids:?}");
        }
        (ids, message)
    }

    async fn ids(&self, paging: Paging) -> Vec<u64> {
        let (ids, message) = self.read(self.get(), paging).await;
        assert_eq!(message, "");
        ids
    }

    async fn error(&self, paging: Paging) -> (usize, String) {
        let (ids, message) = self.read(self.get(), paging).await;
        (ids.len(), message)
    }
}

/// The things from `from` on, at most `limit` of `all`.
fn things(from: u64, limit: u64, all: u64) -> Value {
    let ids = from..(from + limit).min(all).max(from);
    ids.map(|id| json!({"id": id})).collect()
}

fn ok(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

fn all(count: u64) -> Vec<u64> {
    (0..count).collect()
}

#[tokio::test]
async fn pages_by_number() {
    let pages = Pages::of(|asked| {
        // The server allows at most three items.
        let limit = asked.number("per_page", 2).min(3);
        ok(json!({"data": things((asked.number("page", 1) - 1) * limit, limit, 5)}))
    })
    .await;
    let by_page = Paging::by_page("page").items("/data");
    // With a known page size a short page is the last; else only an empty one is.
    assert_eq!(
        pages.ids(by_page.limit("per_page").page_size(2)).await,
        all(5)
    );
    assert_eq!(
        pages.asked(),
        [
            "page=1&per_page=2",
            "page=2&per_page=2",
            "page=3&per_page=2"
        ]
    );
    assert_eq!(pages.ids(by_page.limit("per_page")).await, all(5));
    assert_eq!(pages.asked(), ["page=1", "page=2", "page=3", "page=4"]);

    // The request's own page and limit are kept. The limit may be capped, so a short page proves nothing.
    let request = pages.get().query(Style::form("page"), 2);
    let request = request.query(Style::form("per_page"), 10);
    let (ids, _) = pages
        .read(request, by_page.limit("per_page").page_size(3))
        .await;
    assert_eq!((ids, pages.asked().len()), (vec![3, 4], 1));
}

#[tokio::test]
async fn the_number_of_pages_and_a_404_end_a_list() {
    let pages = Pages::of(|asked| match asked.number("page", 9) {
        page @ 0..=2 => ok(json!({"data": things(page * 2, 2, 6), "meta": {"pages": "3"}})),
        _ => ResponseTemplate::new(404).set_body_json(json!({"detail": "Invalid page."})),
    })
    .await;
    let by_page = Paging::by_page("page").first(0).items("/data");
    assert_eq!(pages.ids(by_page.total_pages("/meta/pages")).await, all(6));
    assert_eq!(pages.asked().len(), 3);
    assert_eq!(pages.ids(by_page).await, all(6));
    assert_eq!(pages.asked().len(), 4);
    // Not for a list that was never there.
    let request = pages.get().query(Style::form("page"), 7);
    let (ids, message) = pages.read(request, by_page).await;
    assert!(ids.is_empty() && message.contains("404"), "{message}");
}

#[tokio::test]
async fn a_list_that_is_longer_than_the_server_allows_is_an_error() {
    for status in [400, 404, 422] {
        let pages = Pages::of(move |asked| {
            let page = asked.number("page", 1);
            match asked.number("offset", 0) / 2 + page {
                start @ 1..=2 => ok(json!({"data": things((start - 1) * 2, 2, 9), "count": 9})),
                _ => ResponseTemplate::new(status)
                    .set_body_json(json!({"message": "the offset of a page is at most 4"})),
            }
        })
        .await;
        let by_page = Paging::by_page("page").items("/data");
        let by_offset = Paging::by_offset("offset").items("/data");
        for paging in [by_page.total("/count"), by_offset, by_page] {
            // Only the 404 without a total says that there is no such page.
            let (count, message) = pages.error(paging).await;
            let is_end = status == 404 && paging == by_page;
            assert_eq!(
                (count, message.is_empty()),
                (4, is_end),
                "{status} {message}"
            );
        }
    }
}

#[tokio::test]
async fn a_list_from_a_later_page_ends_at_the_last() {
    let pages = Pages::of(|asked| match asked.number("page", 1) {
        page @ 1..=3 => ok(json!({"data": things((page - 1) * 2, 2, 6), "count": 6, "pages": 3})),
        _ => ResponseTemplate::new(404).set_body_json(json!({"detail": "Invalid page."})),
    })
    .await;
    let from_second = || pages.get().query(Style::form("page"), 2);
    let by_page = Paging::by_page("page").items("/data").total("/count");
    let read = pages.read(from_second(), by_page).await;
    assert_eq!(read, (vec![2, 3, 4, 5], String::new()));
    assert_eq!(pages.asked().len(), 3);
    let read = pages
        .read(from_second(), by_page.total_pages("/pages"))
        .await;
    assert_eq!(read, (vec![2, 3, 4, 5], String::new()));
    assert_eq!(pages.asked().len(), 2);
}

#[tokio::test]
async fn offsets_count_from_the_documented_number() {
    let pages = Pages::of(|asked| {
        let start = asked.number("startIndex", 99);
        ok(json!({"data": things(start - 1, 2, 5), "totalResults": 5}))
    })
    .await;
    let paging = Paging::by_offset("startIndex")
        .first(1)
        .items("/data")
        .total("/totalResults");
    assert_eq!(pages.ids(paging).await, all(5));
    assert_eq!(
        pages.asked(),
        ["startIndex=1", "startIndex=3", "startIndex=5"]
    );
    assert_eq!(pages.get().total(paging).await.unwrap(), 5);
    let request = pages.get().query(Style::form("startIndex"), 4);
    let mut stream = request.pages(paging);
    assert_eq!(stream.next().await.unwrap().unwrap().data.len(), 2);
    assert_eq!(stream.offset(), 5);
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn cursors_in_the_body_of_the_response() {
    let pages = Pages::of(|asked| {
        let start = asked.number("cursor", 0);
        // An empty page in the middle doesn't end the list.
        let data = if start == 2 {
            json!([])
        } else {
            things(start, 2, 7)
        };
        let next = if start < 6 {
            json!((start + 2).to_string())
        } else {
            json!("")
        };
        ok(json!({"data": data, "meta": {"next_cursor": next}}))
    })
    .await;
    let paging = Paging::by_cursor("cursor", "/meta/next_cursor").items("/data");
    assert_eq!(pages.ids(paging).await, [0, 1, 4, 5, 6]);
    assert_eq!(pages.asked(), ["", "cursor=2", "cursor=4", "cursor=6"]);

    // A list resumes at its cursor.
    let mut stream = pages.get().pages(paging);
    stream.next().await.unwrap().unwrap();
    let cursor = stream.cursor().unwrap().to_owned();
    let request = pages.get().query(Style::form("cursor"), cursor);
    assert_eq!(pages.read(request, paging).await.0, [4, 5, 6]);
}

#[tokio::test]
async fn every_way_to_say_that_there_is_no_cursor_ends_a_list() {
    for end in [
        json!({}),
        json!({"next": null}),
        json!({"next": ""}),
        json!({"next": 0}),
        json!({"next": false}),
        json!({"more": false, "next": "x"}),
        json!({"last": true, "next": "x"}),
    ] {
        let pages = Pages::of(move |asked| {
            let mut page = if asked.query("after").is_empty() {
                json!({"next": "a b&c"})
            } else {
                end.clone()
            };
            page["data"] = things(asked.query("after").len() as u64, 1, 9);
            ok(page)
        })
        .await;
        let paging = Paging::by_cursor("after", "/next").items("/data");
        assert_eq!(
            pages.ids(paging.more("/more").is_last("/last")).await,
            [0, 5]
        );
        assert_eq!(pages.asked(), ["", "after=a%20b%26c"]);
    }
}

#[tokio::test]
async fn cursors_in_a_header_and_in_the_last_item() {
    let pages = Pages::of(|asked| {
        let start = asked.number("after", 0);
        let page = ok(json!({"data": things(start, 2, 5), "has_more": start + 2 < 5}));
        if start + 2 < 5 {
            page.insert_header("x-next", (start + 2).to_string())
        } else {
            page
        }
    })
    .await;
    let paging = Paging::by_cursor_header("after", "X-Next").items("/data");
    assert_eq!(pages.ids(paging).await, all(5));

    let pages = Pages::of(|asked| {
        let start = asked.query("after").parse::<u64>().map_or(0, |id| id + 1);
        ok(json!({"data": things(start, 2, 4), "has_more": start + 2 < 4}))
    })
    .await;
    let paging = Paging::by_last_item("after", "/id").items("/data");
    assert_eq!(pages.ids(paging.more("/has_more")).await, all(4));
    assert_eq!(pages.asked(), ["", "after=1"]);
    // Without that field, only an empty page ends the list, or a short one if the size of a page is known.
    assert_eq!(pages.ids(paging).await, all(4));
    assert_eq!(pages.asked(), ["", "after=1", "after=3"]);
    let (count, message) = pages
        .error(Paging::by_last_item("after", "/key").items("/data"))
        .await;
    assert_eq!(count, 2);
    assert!(
        message.contains("the last item has no value at `/key`"),
        "{message}"
    );
}

#[tokio::test]
async fn parameters_in_a_json_body() {
    static FIND: Operation = Operation::new("findThings", Method::POST, "/find", &SERVER);
    let pages = Pages::of(|asked| {
        let start = asked.body["options"]["offset"].as_u64().unwrap_or(0);
        assert_eq!(asked.body["filter"], "a", "{}", asked.body);
        ok(json!({"data": things(start, 2, 5), "total": 5}))
    })
    .await;
    let post = |body: &Value| -> Request<Json<Page>, Value> {
        FIND.request(&pages.client).json("application/json", body)
    };
    let paging = Paging::by_offset("/options/offset")
        .in_body()
        .items("/data");
    let by_total = paging.limit("/options/count").page_size(2).total("/total");
    assert_eq!(
        pages.read(post(&json!({"filter": "a"})), by_total).await.0,
        all(5)
    );
    assert_eq!(
        pages.asked()[2],
        r#"{"filter":"a","options":{"offset":4,"count":2}}"#
    );
    let body = json!({"filter": "a", "options": {"offset": 3}});
    assert_eq!(pages.read(post(&body), by_total).await.0, [3, 4]);

    let pages = Pages::of(|asked| {
        let start = asked.body["cursor"]["at"].as_u64().unwrap_or(0);
        ok(json!({"data": things(start, 2, 3), "next": {"at": start + 2}, "has_more": start == 0}))
    })
    .await;
    let paging = Paging::by_cursor("cursor", "/next")
        .in_body()
        .items("/data");
    let (ids, _) = pages
        .read(FIND.request(&pages.client), paging.more("/has_more"))
        .await;
    assert_eq!(
        (ids, pages.asked()),
        (
            all(3),
            vec![String::new(), r#"{"cursor":{"at":2}}"#.to_owned()]
        )
    );
}

#[tokio::test]
async fn links_in_the_body_are_absolute_or_relative() {
    for base in ["", "/beta/things", "here"] {
        let pages = Pages::of(|_| ok(json!({}))).await;
        let base = if base == "here" {
            format!("{}/beta/things", pages.server.uri())
        } else {
            base.to_owned()
        };
        pages.server.reset().await;
        let respond = move |request: &wiremock::Request| {
            assert_eq!(request.headers["authorization"], "Bearer hush-hush");
            assert_eq!(
                (
                    request.url.path(),
                    request.headers["x-own"].to_str().unwrap()
                ),
                ("/beta/things", "1")
            );
            let query: BTreeMap<_, _> = request.url.query_pairs().into_owned().collect();
            let start = query.get("start").map_or(0, |start| start.parse().unwrap());
            let next = (start < 4).then(|| format!("{base}?start={}&limit=2#top", start + 2));
            ok(json!({"data": things(start, 2, 5), "links": {"next": {"href": next}}}))
        };
        Mock::given(any())
            .respond_with(respond)
            .mount(&pages.server)
            .await;
        let request = pages
            .get()
            .query(Style::form("filter"), "a")
            .header("x-own", "1");
        let paging = Paging::by_link("/links/next/href")
            .items("/data")
            .limit("limit");
        assert_eq!(pages.read(request, paging).await, (all(5), String::new()));
    }
}

#[tokio::test]
async fn links_in_the_header() {
    let pages = Pages::of(|asked| {
        let start = asked.number("since", 0);
        let page = ok(json!({"data": things(start, 2, 5)}));
        let next = format!("</beta/things?since={}>; rel=\"next last\"", start + 2);
        if start < 4 {
            page.append_header("link", "</x>; rel=prev")
                .append_header("link", next)
        } else {
            page
        }
    })
    .await;
    assert_eq!(
        pages.ids(Paging::by_link_header().items("/data")).await,
        all(5)
    );
    assert_eq!(pages.asked(), ["", "since=2", "since=4"]);
}

#[tokio::test]
async fn a_link_to_another_server_gets_nothing() {
    let foreign = MockServer::start().await;
    let link = format!("{}/beta/things", foreign.uri());
    let pages = Pages::of(move |_| ok(json!({"data": [{"id": 0}], "next": link}))).await;
    let (count, message) = pages.error(Paging::by_link("/next").items("/data")).await;
    assert_eq!(count, 1);
    assert!(message.contains("it isn't followed"), "{message}");
    assert!(foreign.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_list_that_repeats_is_an_error() {
    // A server that ignores the parameter sends the first page again and again.
    let pages =
        Pages::of(|_| ok(json!({"data": things(0, 2, 2), "next": "same", "link": "?a=1"}))).await;
    let data = |paging: Paging| paging.items("/data");
    for paging in [Paging::by_page("page"), Paging::by_offset("skip")] {
        let (count, message) = pages.error(data(paging)).await;
        assert_eq!((count, pages.asked().len()), (2, 2));
        assert!(
            message.contains("the same items as the one before"),
            "{message}"
        );
    }
    let by_field = Paging::by_cursor("cursor", "/next");
    for paging in [
        by_field,
        Paging::by_link("/link"),
        Paging::by_last_item("after", "/id"),
    ] {
        let (count, message) = pages.error(data(paging)).await;
        assert_eq!((count, pages.asked().len()), (4, 2), "{message}");
        assert!(message.contains("would never end"), "{message}");
    }

    // A longer loop.
    let pages = Pages::of(|asked| {
        let next = (asked.number("cursor", 0) + 1) % 3;
        ok(json!({"data": things(next, 1, 9), "next": next + 10}))
    })
    .await;
    let (count, message) = pages.error(data(by_field)).await;
    assert!(
        count < 9 && message.contains("would never end"),
        "{count} {message}"
    );
}

#[tokio::test]
async fn a_promise_of_more_that_is_not_kept_is_an_error() {
    let pages = Pages::of(|_| ok(json!({"data": [], "has_more": true}))).await;
    let pagings = [
        (Paging::by_offset("skip"), "has no items"),
        (
            Paging::by_cursor("c", "/next"),
            "has no cursor of the next page",
        ),
        (
            Paging::by_last_item("c", "/id"),
            "has no cursor of the next page",
        ),
        (Paging::by_link("/next"), "has no link to the next page"),
        (Paging::by_link_header(), "has no link to the next page"),
        (Paging::by_page("page"), "the same items as the one before"),
    ];
    for (paging, expected) in pagings {
        let (count, message) = pages.error(paging.items("/data").more("/has_more")).await;
        assert_eq!(count, 0);
        assert!(message.contains(expected), "{message}");
    }
}

#[tokio::test]
async fn a_part_of_an_object_parameter_can_be_the_page() {
    let pages =
        Pages::of(|asked| ok(json!({"data": things(asked.number("page[number]", 1) - 1, 1, 3)})))
            .await;
    let page = json!({"number": 2, "size": 1});
    let request = pages.get().query(Style::deep_object("page"), &page);
    let paging = Paging::by_page("page[number]")
        .limit("page[size]")
        .page_size(1)
        .items("/data");
    assert_eq!(pages.read(request, paging).await.0, [1, 2]);
    assert_eq!(pages.asked()[1], "page%5Bnumber%5D=3&page%5Bsize%5D=1");
}

#[tokio::test]
async fn pages_without_a_known_list() {
    let pages = Pages::of(|asked| {
        let start = asked.number("cursor", 0);
        ok(json!({"added": [], "next": if start < 2 { start + 1 } else { 0 }}))
    })
    .await;
    let paging = Paging::by_cursor("cursor", "/next").without_items();
    let read: Vec<_> = pages.get().pages(paging).try_collect().await.unwrap();
    assert_eq!(read.len(), 3);
}

#[tokio::test]
async fn an_error_on_a_later_page_is_returned_with_its_status() {
    let pages = Pages::of(|asked| match asked.query("cursor") {
        "" => ok(json!({"data": [{"id": 1}], "next": "x"})),
        _ => ResponseTemplate::new(410).set_body_json(json!({"message": "cursor expired"})),
    })
    .await;
    let paging = Paging::by_cursor("cursor", "/next").items("/data");
    let results: Vec<_> = pages
        .get()
        .items_of(paging, |page| page.data)
        .collect()
        .await;
    assert!(
        matches!(&results[1], Err(Error::Status(error)) if error.status == 410),
        "{results:?}"
    );
}
