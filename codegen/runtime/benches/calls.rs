//! What a call costs besides the network: `cargo bench --package client-runtime --bench calls`.
//!
//! `cost` is a call whose response is there at once, with the number of allocations. `throughput` is many callers on a
//! server on this machine, compared with reqwest alone.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark that can't go on has failed"
)]

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::LazyLock;
use std::thread;

use client_runtime::http::{Method, Request, Response};
use client_runtime::{
    BoxFuture, ByteStream, Bytes, Client, ClientBuilder, Json, Operation, Server, Settings,
    Transport, TransportError, Value, reqwest,
};
use divan::Bencher;
use divan::counter::ItemsCount;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

const CALLERS: usize = 64;

/// Of each caller in an iteration.
const CALLS: usize = 20;

const BODY: &str = r#"{"id":"2c9180835d2e5168015d32f890ca1581","name":"Payroll","enabled":true}"#;

static SERVER: Server = Server::new("", "");

static SETTINGS: Settings = Settings::new("bench/1.0", SERVER);

static GET_THING: Operation = Operation::new("getThing", Method::GET, "/things/{id}", &SERVER);

/// The runtime that calls run on.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap()
});

fn main() {
    divan::main();
}

/// Responds at once.
#[derive(Debug)]
struct Immediate;

impl Transport for Immediate {
    fn send(
        &self,
        _: Request<ByteStream>,
    ) -> BoxFuture<'_, Result<Response<ByteStream>, TransportError>> {
        let response = Response::builder().header("content-type", "application/json");
        let body = ByteStream::from(Bytes::from_static(BODY.as_bytes()));
        Box::pin(async move { Ok(response.body(body).unwrap()) })
    }
}

fn builder() -> ClientBuilder<Client> {
    ClientBuilder::new(&SETTINGS)
}

async fn call(client: &Client) -> Value {
    GET_THING
        .request::<Json<Value>, Value>(client)
        .path("id", "2c9180835d2e5168015d32f890ca1581")
        .query("filters", "name eq \"Payroll\"")
        .await
        .unwrap()
}

/// One call.
#[divan::bench]
fn cost(bencher: Bencher<'_, '_>) {
    let client = builder()
        .base_url("https://example.com")
        .bearer_token("any")
        .transport(Immediate)
        .build()
        .unwrap();
    bencher.bench_local(|| RUNTIME.block_on(call(&client)));
}

/// Decoding of the same body alone, which is a part of `cost`.
#[divan::bench]
fn cost_of_decoding() -> Value {
    serde_json::from_str(divan::black_box(BODY)).unwrap()
}

#[divan::bench(sample_count = 30)]
fn throughput_of_client(bencher: Bencher<'_, '_>) {
    let url = format!("http://{}", *ADDRESS);
    let client = builder().base_url(url).bearer_token("any").build().unwrap();
    throughput(bencher, move || {
        let client = client.clone();
        async move { call(&client).await }
    });
}

#[divan::bench(sample_count = 30)]
fn throughput_of_reqwest(bencher: Bencher<'_, '_>) {
    let url = format!(
        "http://{}/things/2c9180835d2e5168015d32f890ca1581?filters=name%20eq%20%22Payroll%22",
        *ADDRESS
    );
    let client = reqwest::Client::new();
    throughput(bencher, move || {
        let request = client.get(&url).bearer_auth("any");
        async move {
            let body = request.send().await.unwrap().bytes().await.unwrap();
            serde_json::from_slice(&body).unwrap()
        }
    });
}

/// Callers that each make one call after the other.
fn throughput<F>(bencher: Bencher<'_, '_>, call: impl Fn() -> F + Clone + Send + 'static)
where
    F: Future<Output = Value> + Send,
{
    let round = || {
        let mut callers = JoinSet::new();
        for _ in 0..CALLERS {
            let call = call.clone();
            callers.spawn(async move {
                for _ in 0..CALLS {
                    divan::black_box(call().await);
                }
            });
        }
        callers.join_all()
    };
    let count = ItemsCount::new(CALLERS * CALLS);
    bencher
        .counter(count)
        .bench_local(|| RUNTIME.block_on(async { round().await }));
}

/// The address of a server, which has a thread for each connection.
static ADDRESS: LazyLock<SocketAddr> = LazyLock::new(|| {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for socket in listener.incoming() {
            thread::spawn(move || serve(socket.unwrap()));
        }
    });
    address
});

/// Responds to each request on a connection. Requests have no bodies, so each ends with a blank line.
fn serve(mut socket: TcpStream) {
    use std::io::{Read as _, Write as _};
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    while let Ok(length @ 1..) = socket.read(&mut chunk) {
        request.extend_from_slice(&chunk[..length]);
        if request.ends_with(b"\r\n\r\n") {
            request.clear();
            if socket.write_all(response.as_bytes()).is_err() {
                return;
            }
        }
    }
}
