//! The settings of an API, a client of a transport in memory, and a server that responds with any bytes, or not at all.

use client_runtime::http::Method;
use client_runtime::testing::{ManualClock, MockTransport, Reply, Route};
use client_runtime::{
    Client, ClientBuilder, Json, KeyLocation, Operation, Request, SchemeKind, SecurityScheme,
    Server, Settings, Value,
};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

pub(crate) static SERVER: Server =
    Server::new("https://{tenant}.api.example.com", "/beta").variables(&[("tenant", "acme")]);

static SETTINGS: Settings = Settings::new(
    "example/1.0",
    Server::new("https://{tenant}.api.example.com", "").variables(&[("tenant", "acme")]),
)
.token_url(client_runtime::TokenUrl::Configured("/oauth/token"))
.schemes(&[
    SecurityScheme::new(
        "oauth2",
        SchemeKind::OAuth2 {
            client_credentials: true,
        },
    ),
    SecurityScheme::new("basic", SchemeKind::Basic),
    SecurityScheme::new(
        "header",
        SchemeKind::ApiKey {
            location: KeyLocation::Header,
            name: "X-Key",
        },
    ),
    SecurityScheme::new(
        "query",
        SchemeKind::ApiKey {
            location: KeyLocation::Query,
            name: "key",
        },
    ),
    SecurityScheme::new(
        "cookie",
        SchemeKind::ApiKey {
            location: KeyLocation::Cookie,
            name: "sid",
        },
    ),
])
.request_id(&["/trackingId"])
.total_header("X-Total-Count");

pub(crate) fn builder() -> ClientBuilder<Client> {
    collect_everything();
    ClientBuilder::new(&SETTINGS)
}

/// Sets a subscriber for the process. Without one, a callsite that a test reaches while another test sets its own
/// subscriber may stay disabled for both.
fn collect_everything() {
    static SUBSCRIBER: std::sync::Once = std::sync::Once::new();
    SUBSCRIBER.call_once(|| {
        tracing::subscriber::set_global_default(tracing_subscriber::registry()).unwrap();
    });
}

/// Held by tests that set a `tracing` subscriber: the callsites that it enables are a state of the process.
pub(crate) static ONE_SUBSCRIBER: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// A client with client credentials, on a transport in memory.
pub(crate) struct Memory {
    pub server: MockTransport,
    routes: Mutex<HashMap<(Method, String), Route>>,
    pub clock: ManualClock,
    pub client: Client,
}

impl Memory {
    pub(crate) fn new() -> Self {
        let (server, clock) = (MockTransport::new(), ManualClock::new());
        let client = builder()
            .transport(server.clone())
            .clock(clock.clone())
            .client_credentials("id", "hush-hush")
            .build()
            .unwrap();
        Self {
            server,
            routes: Mutex::default(),
            clock,
            client,
        }
    }

    /// With a token endpoint that returns `t1`.
    pub(crate) fn signed_in() -> Self {
        let memory = Self::new();
        memory.token("t1");
        memory
    }

    pub(crate) fn token(&self, token: &str) {
        let token = serde_json::json!({"access_token": token, "expires_in": 749});
        self.on(Method::POST, "/oauth/token", [Reply::json(200, &token)]);
    }

    /// Adds replies to those that the path has already.
    pub(crate) fn on(&self, method: Method, path: &str, replies: impl IntoIterator<Item = Reply>) {
        let mut routes = self.routes.lock().unwrap();
        let route = routes
            .entry((method.clone(), path.to_owned()))
            .or_insert_with(|| self.server.on_request(method, path));
        route.clone().replies(replies);
    }

    /// The number of requests to a path.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.server
            .requests()
            .iter()
            .filter(|request| request.url.path() == path)
            .count()
    }

    pub(crate) fn waits(&self) -> Vec<u64> {
        self.clock
            .waits()
            .iter()
            .map(std::time::Duration::as_secs)
            .collect()
    }
}

pub(crate) type Call = Request<Json<Value>, Value>;

/// An operation that is made by a test, for one that has no static.
pub(crate) fn leak(operation: Operation) -> &'static Operation {
    Box::leak(Box::new(operation))
}

pub(crate) fn call(client: &Client, method: Method, path: &'static str) -> Call {
    leak(Operation::new("call", method, path, &SERVER)).request(client)
}

pub(crate) fn get(client: &Client) -> Call {
    call(client, Method::GET, "/x")
}

pub(crate) fn post(client: &Client) -> Call {
    call(client, Method::POST, "/x")
}

/// How a [`RawServer`] responds to a request.
#[derive(Clone)]
pub(crate) enum Action {
    /// Writes this and closes.
    Write(Vec<u8>),
    /// Writes this and keeps the connection open.
    WriteAndHang(Vec<u8>),
}

/// A server on loopback that accepts one connection after the other, with scripted responses; the last one is repeated.
pub(crate) struct RawServer {
    pub url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl RawServer {
    pub(crate) async fn start(actions: impl IntoIterator<Item = Action>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let actions: Vec<Action> = actions.into_iter().collect();
        let seen = requests.clone();
        tokio::spawn(async move {
            let mut open = Vec::new();
            for number in 0.. {
                let (mut socket, _) = listener.accept().await.unwrap();
                let request = read_request(&mut socket).await;
                seen.lock().unwrap().push(request);
                match actions[number.min(actions.len() - 1)].clone() {
                    Action::Write(bytes) => socket.write_all(&bytes).await.unwrap(),
                    Action::WriteAndHang(bytes) => {
                        socket.write_all(&bytes).await.unwrap();
                        open.push(socket);
                    }
                }
            }
        });
        Self { url, requests }
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// A response that closes its connection.
pub(crate) fn response(status: &str, headers: &str, body: &str) -> Action {
    let length = body.len();
    Action::Write(
        format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}").into_bytes(),
    )
}

async fn read_request(socket: &mut TcpStream) -> String {
    let mut read = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
            let is_chunked = head.contains("transfer-encoding: chunked");
            if is_chunked && body.ends_with("0\r\n\r\n")
                || !is_chunked && body.len() >= length.unwrap_or(0)
            {
                return text;
            }
        }
        match socket.read(&mut chunk).await.unwrap() {
            0 => return text,
            length => read.extend_from_slice(&chunk[..length]),
        }
    }
}
