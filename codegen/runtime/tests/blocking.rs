//! Blocking calls, over HTTP and in memory.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail anywhere"
)]

use client_runtime::blocking::block_on;
use client_runtime::http::Method;
use client_runtime::testing::{ManualClock, MockTransport, Reply};
use client_runtime::{
    Binary, Client, ClientBuilder, Error, Json, Operation, Paging, Request, Server, Settings, Text,
    Value,
};
use serde_json::json;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

static SERVER: Server = Server::new("https://api.example.com", "");

static SETTINGS: Settings = Settings::new("example/1.0", SERVER).total_header("x-total-count");

static LIST: Operation = Operation::new("listThings", Method::GET, "/things", &SERVER);

client_runtime::request! {
    struct ListThings(Json<Vec<u64>>, Value);
}

fn builder() -> ClientBuilder<Client> {
    ClientBuilder::new(&SETTINGS).no_auth()
}

fn memory() -> (MockTransport, ManualClock, Client) {
    let (server, clock) = (MockTransport::new(), ManualClock::new());
    let client = builder().transport(server.clone()).clock(clock.clone());
    (server, clock, client.build().unwrap())
}

fn list(client: &Client) -> Request<Json<Vec<u64>>, Value> {
    LIST.request(client)
}

/// A server that keeps its connections open, and how many there were.
fn serve() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let count = connections.clone();
    std::thread::spawn(move || {
        for socket in listener.incoming() {
            count.fetch_add(1, Ordering::SeqCst);
            let socket = socket.unwrap();
            std::thread::spawn(move || respond(&socket));
        }
    });
    (url, connections)
}

fn respond(mut socket: &TcpStream) {
    for line in BufReader::new(socket).lines() {
        let Ok(line) = line else { return };
        // The end of a request without a body.
        if line.is_empty() {
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 6";
            let response = format!("{head}\r\n\r\n[7, 8]");
            socket.write_all(response.as_bytes()).unwrap();
        }
    }
}

#[test]
fn a_connection_stays_open_between_calls_and_threads() {
    let (url, connections) = serve();
    let client = builder().base_url(url).build().unwrap();

    let things = list(&client).send_blocking().unwrap();
    assert_eq!(
        (things.status().as_u16(), things.value()),
        (200, &vec![7, 8])
    );
    let other = client.clone();
    std::thread::spawn(move || {
        let text = list(&other).expect::<Text>().send_blocking().unwrap();
        assert_eq!(*text.value(), "[7, 8]");
    })
    .join()
    .unwrap();
    let typed = ListThings::from(list(&client)).send_blocking().unwrap();
    assert_eq!(typed.into_value(), [7, 8]);
    let stream = list(&client).expect::<Binary>().send_blocking().unwrap();
    assert_eq!(stream.into_value().bytes_blocking().unwrap(), "[7, 8]");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("things");
    let stream = list(&client).expect::<Binary>().send_blocking().unwrap();
    assert_eq!(stream.into_value().save_to_blocking(&path).unwrap(), 6);

    assert_eq!(std::fs::read(path).unwrap(), b"[7, 8]");
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

#[test]
fn threads_call_at_once() {
    let (url, _) = serve();
    let client = builder().base_url(url).build().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(*list(&client).send_blocking().unwrap(), [7, 8]));
        }
    });
}

#[tokio::test]
async fn inside_a_runtime_it_is_an_error() {
    let (server, _, client) = memory();
    server.on(&LIST).reply_json(200, &[7]);
    let paging = Paging::by_offset("offset").page_size(1);

    let error = list(&client).send_blocking().unwrap_err();
    assert!(matches!(error, Error::Request(_)), "{error:?}");
    assert!(
        error
            .to_string()
            .starts_with("listThings: not sent: a blocking call inside a tokio runtime"),
        "{error}"
    );
    let mut items = list(&client).items(paging).blocking();
    assert!(matches!(items.next(), Some(Err(Error::Request(_)))));
    assert!(items.next().is_none());
    assert!(block_on(std::future::ready(1)).is_err());
    assert!(server.requests().is_empty());

    // On a thread of its own it is none.
    let thread = std::thread::spawn(move || list(&client).send_blocking().map(|list| list[0]));
    assert_eq!(thread.join().unwrap().unwrap(), 7);
}

#[test]
fn lists_are_iterators() {
    let (server, _, client) = memory();
    let page = |list: &[u64]| Reply::json(200, list).header("x-total-count", "3");
    server.on(&LIST).reply(page(&[1, 2]));
    server.on(&LIST).query("offset", 2).reply(page(&[3]));
    let paging = Paging::by_offset("offset").limit("limit").page_size(2);

    let items: Result<Vec<u64>, _> = list(&client).items(paging).blocking().collect();
    assert_eq!(items.unwrap(), [1, 2, 3]);
    let mut pages = list(&client).pages(paging).blocking();
    assert_eq!(*pages.next().unwrap().unwrap(), [1, 2]);
    assert_eq!(pages.get_ref().offset(), 2);
    assert_eq!(pages.count(), 1);
    let total = block_on(list(&client).total(paging)).unwrap();
    assert_eq!(total.unwrap(), 3);
}

#[test]
fn retries_and_timeouts_are_the_same() {
    let (server, clock, client) = memory();
    server
        .on(&LIST)
        .reply(Reply::status(503).header("retry-after", "60"))
        .reply_json(200, &json!([1]));
    assert_eq!(*list(&client).send_blocking().unwrap(), [1]);
    assert_eq!(clock.waits(), [Duration::from_secs(60)]);

    server.on(&LIST).reply(Reply::never());
    let request = list(&client).timeout(Duration::from_millis(20));
    let request = request.retry(client_runtime::RetryPolicy::never());
    assert!(request.send_blocking().unwrap_err().is_timeout());
}
