use crate::support::{Memory, SERVER};
use client_runtime::http::Method;
use client_runtime::testing::Reply;
use client_runtime::{Error, Json, Operation, Paging, Request, Style, Value};
use futures_util::{StreamExt as _, TryStreamExt as _};
use serde::Deserialize;
use serde_json::json;

const PAGING: Paging = Paging::by_offset("offset")
    .limit("limit")
    .page_size(3)
    .total_parameter("count");
const SEARCH: Paging = Paging::by_search_after("searchAfter", "sort")
    .limit("limit")
    .page_size(2)
    .total_parameter("count");

#[derive(Debug, Deserialize, PartialEq)]
struct Item {
    id: u32,
}

type List = Request<Json<Vec<Item>>, Value>;

fn list(memory: &Memory) -> List {
    static LIST: Operation = Operation::new("listItems", Method::GET, "/items", &SERVER);
    LIST.request(&memory.client)
}

fn page(ids: impl IntoIterator<Item = u32>) -> Reply {
    Reply::json(
        200,
        &ids.into_iter()
            .map(|id| json!({"id": id}))
            .collect::<Vec<_>>(),
    )
}

fn about_offset() -> Reply {
    Reply::json(
        400,
        &json!({"detailMessage": "Specified offset is invalid.", "stackTrace": []}),
    )
}

/// Ids up to the end or the error, the number of requests, and the error's status.
async fn ids(list: List, memory: &Memory) -> (Vec<u32>, usize, Option<u16>) {
    let mut items = list.items(PAGING);
    let (mut ids, mut status) = (Vec::new(), None);
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => ids.push(item.id),
            Err(error) => status = error.status().map(|status| status.as_u16()),
        }
    }
    (ids, memory.count("/beta/items"), status)
}

fn query_values(memory: &Memory, name: &str) -> Vec<Option<String>> {
    memory
        .server
        .requests()
        .iter()
        .filter(|r| r.url.path() == "/beta/items")
        .map(|r| r.query(name))
        .collect()
}

fn some(texts: &[&str]) -> Vec<Option<String>> {
    texts.iter().map(|text| Some((*text).to_owned())).collect()
}

#[tokio::test]
async fn a_short_page_is_the_last() {
    let memory = Memory::signed_in();
    memory.on(
        Method::GET,
        "/beta/items",
        [page(0..3), page(3..6), page(6..7)],
    );
    assert_eq!(
        ids(list(&memory), &memory).await,
        ((0..7).collect(), 3, None)
    );
    assert_eq!(query_values(&memory, "offset"), some(&["0", "3", "6"]));
    assert_eq!(query_values(&memory, "limit"), some(&["3", "3", "3"]));
}

#[tokio::test]
async fn a_full_last_page_is_followed_by_an_empty_one() {
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/items", [page(0..3), page([])]);
    assert_eq!(
        ids(list(&memory), &memory).await,
        ((0..3).collect(), 2, None)
    );
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/items", [page(0..3), page([])]);
    let pages: Vec<_> = list(&memory).pages(PAGING).try_collect().await.unwrap();
    assert_eq!(pages.len(), 1);
}

#[tokio::test]
async fn an_empty_list_is_one_empty_page() {
    let memory = Memory::signed_in();
    memory.on(
        Method::GET,
        "/beta/items",
        [page([]).header("x-total-count", "0")],
    );
    let pages: Vec<_> = list(&memory).pages(PAGING).try_collect().await.unwrap();
    assert_eq!(
        (pages.len(), pages[0].len(), pages[0].total()),
        (1, 0, Some(0))
    );
}

#[tokio::test]
async fn a_total_ends_the_list_without_an_empty_page() {
    let memory = Memory::signed_in();
    let counted = |reply: Reply| reply.header("X-Total-Count", "4");
    memory.on(
        Method::GET,
        "/beta/items",
        [counted(page(0..2)), counted(page(2..4)), page([])],
    );
    // The server returns two items a page, although three are requested.
    assert_eq!(
        ids(list(&memory), &memory).await,
        ((0..4).collect(), 2, None)
    );
    assert_eq!(query_values(&memory, "offset"), some(&["0", "2"]));
}

#[tokio::test]
async fn a_400_about_the_offset_ends_the_list_if_the_total_agrees() {
    let memory = Memory::signed_in();
    let total = page([0]).header("X-Total-Count", "3");
    memory.on(
        Method::GET,
        "/beta/items",
        [page(0..3), about_offset(), total],
    );
    assert_eq!(
        ids(list(&memory), &memory).await,
        ((0..3).collect(), 3, None)
    );
    assert_eq!(
        query_values(&memory, "count"),
        [None, None, Some("true".into())]
    );

    // The list is longer than the server's largest offset, which must be an error.
    let memory = Memory::signed_in();
    let total = page([0]).header("X-Total-Count", "9000");
    memory.on(
        Method::GET,
        "/beta/items",
        [page(0..3), about_offset(), total],
    );
    assert_eq!(
        ids(list(&memory), &memory).await,
        ((0..3).collect(), 3, Some(400))
    );
}

#[tokio::test]
async fn other_errors_do_not_end_the_list() {
    for (status, body) in [
        (400, json!({"message": "bad filter"})),
        (401, json!({"error": "offset"})),
        (403, json!({"error": "offset"})),
        (429, json!({"message": "offset"})),
        (500, json!({"message": "offset"})),
    ] {
        let memory = Memory::signed_in();
        memory.on(
            Method::GET,
            "/beta/items",
            [page(0..3), Reply::json(status, &body)],
        );
        let (ids, _, error) = ids(list(&memory), &memory).await;
        assert_eq!((ids.len(), error), (3, Some(status)), "{body}");
    }
    // Nor is a 400 about the request's own offset.
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/items", [about_offset()]);
    let list = list(&memory).query(Style::form("offset"), 7);
    assert_eq!(ids(list, &memory).await, (vec![], 1, Some(400)));
}

#[tokio::test]
async fn a_list_can_be_resumed_after_an_error() {
    let memory = Memory::signed_in();
    memory.on(
        Method::GET,
        "/beta/items",
        [page(10..15), Reply::status(403), page(15..16)],
    );
    let from = |offset: u64| {
        list(&memory)
            .query(Style::form("offset"), offset)
            .query(Style::form("limit"), 5)
    };
    let mut pages = from(10).pages(PAGING);
    assert_eq!(pages.next().await.unwrap().unwrap().len(), 5);
    assert!(pages.next().await.unwrap().is_err());
    assert!(pages.next().await.is_none());

    let rest: Vec<_> = from(pages.offset())
        .items(PAGING)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(rest, [Item { id: 15 }]);
    assert_eq!(query_values(&memory, "offset"), some(&["10", "15", "15"]));
    assert_eq!(query_values(&memory, "limit"), some(&["5", "5", "5"]));
}

#[tokio::test]
async fn a_misfit_does_not_make_a_page_short() {
    let memory = Memory::signed_in();
    let bad = Reply::json(200, &json!([{"id": 0}, {"id": "x"}, {"id": 2}]));
    memory.on(Method::GET, "/beta/items", [bad, page([3])]);
    let mut pages = list(&memory).pages(PAGING);
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(
        (first.len(), first.misfits()[0].pointer.as_str()),
        (2, "/1")
    );
    assert_eq!(
        pages.next().await.unwrap().unwrap().value(),
        &[Item { id: 3 }]
    );
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn items_report_the_misfits_of_their_page() {
    let memory = Memory::signed_in();
    let bad = Reply::json(200, &json!([{"id": 0}, {"id": "x"}, {"id": 2}]));
    memory.on(Method::GET, "/beta/items", [bad, page([3])]);
    let mut items = list(&memory).items(PAGING);
    let mut read = Vec::new();
    while let Some(item) = items.next().await {
        let misfits = items.misfits().iter().map(|misfit| misfit.pointer.clone());
        read.push((item.unwrap().id, misfits.collect::<Vec<_>>()));
    }
    let bad = || vec!["/1".to_owned()];
    assert_eq!(read, [(0, bad()), (2, bad()), (3, vec![])]);

    // A page of nothing else.
    let memory = Memory::signed_in();
    let bad = Reply::json(200, &json!([{"id": "x"}, {"id": "y"}, {"id": "z"}]));
    memory.on(Method::GET, "/beta/items", [bad, page([3])]);
    let mut items = list(&memory).items(PAGING);
    assert_eq!(items.next().await.unwrap().unwrap().id, 3);
    assert_eq!(items.misfits().len(), 3);

    let memory = Memory::signed_in();
    let bad = Reply::json(200, &json!([{"id": 0}, {"id": "x"}]));
    memory.on(Method::GET, "/beta/items", [bad]);
    let mut items = list(&memory).strict().items(PAGING);
    assert!(items.next().await.unwrap().is_err());
}

#[tokio::test]
async fn the_total_is_requested_with_a_limit_of_one() {
    let memory = Memory::signed_in();
    memory.on(
        Method::GET,
        "/beta/items",
        [page([0]).header("X-Total-Count", "812"), page([0])],
    );
    let filtered = || list(&memory).query(Style::form("filters"), "a eq 1");
    assert_eq!(filtered().total(PAGING).await.unwrap(), 812);
    let query = memory.server.requests()[1].url.query().unwrap().to_owned();
    assert_eq!(query, "filters=a%20eq%201&count=true&limit=1&offset=0");
    let error = filtered().total(PAGING).await.unwrap_err();
    assert!(
        error.to_string().contains("no total number of items"),
        "{error}"
    );
}

fn search(memory: &Memory, body: &Value) -> List {
    static SEARCH: Operation = Operation::new("search", Method::POST, "/search", &SERVER);
    SEARCH
        .request(&memory.client)
        .json("application/json", body)
}

#[tokio::test]
async fn a_search_continues_after_the_last_item() {
    let memory = Memory::signed_in();
    let found = |ids: &[u32]| {
        Reply::json(
            200,
            &ids.iter()
                .map(|id| json!({"id": id, "o": {"n": id}}))
                .collect::<Vec<_>>(),
        )
    };
    memory.on(
        Method::POST,
        "/beta/search",
        [found(&[1, 2]), found(&[3, 4]), found(&[5])],
    );
    let body = json!({"query": {"query": "*"}, "sort": ["-o.n", "id"]});
    let items: Vec<_> = search(&memory, &body)
        .items(SEARCH)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(items.len(), 5);
    let bodies: Vec<_> = memory.server.requests()[1..]
        .iter()
        .map(|request| request.json()["searchAfter"].clone())
        .collect();
    assert_eq!(bodies, [json!(null), json!([2, 2]), json!([4, 4])]);
    assert_eq!(memory.server.requests()[3].json()["query"], body["query"]);
    assert_eq!(
        memory.server.requests()[3].query("limit").as_deref(),
        Some("2")
    );
}

#[tokio::test]
async fn a_search_that_cannot_continue_is_an_error() {
    let memory = Memory::signed_in();
    let error = search(&memory, &json!({"query": 1}))
        .items(SEARCH)
        .try_next()
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Request(_)) && error.to_string().contains("paging needs `sort`"),
        "{error}"
    );

    memory.on(Method::POST, "/beta/search", [page([1, 2])]);
    let results: Vec<_> = search(&memory, &json!({"sort": ["name"]}))
        .items(SEARCH)
        .collect()
        .await;
    assert_eq!(results.len(), 3);
    let error = results[2].as_ref().unwrap_err().to_string();
    assert!(
        error.contains("the last item has no value for one of name"),
        "{error}"
    );
}

#[tokio::test]
async fn streams_can_be_sent_to_other_threads() {
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/items", [page(0..2)]);
    let items = list(&memory).items(PAGING);
    let count = tokio::spawn(items.count()).await.unwrap();
    assert_eq!(count, 2);
}
