//! Many callers on a server that throttles, fails, resets connections and cuts responses: each call ends, none is lost
//! and none is done twice. `cargo test -p client-runtime --test load -- --nocapture` prints the numbers.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail anywhere"
)]

use client_runtime::http::Method;
use client_runtime::{
    BoxFuture, Client, ClientBuilder, Clock, Error, Json, Operation, RetryPolicy, SchemeKind,
    SecurityScheme, Server, Settings, TokenUrl, Value,
};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

const CALLS: usize = 10_000;
const CALLERS: usize = 200;

/// The clock of the test is this much faster, so that tokens expire in milliseconds.
const SPEED: u32 = 100;
/// In the clock's seconds. A tenth of it is the margin for the renewal.
const TOKEN_LIFETIME: u64 = 50;

static SERVER: Server = Server::new("", "");

static SETTINGS: Settings = Settings::new("load/1.0", SERVER)
    .token_url(TokenUrl::Documented("/token"))
    .schemes(&[SecurityScheme::new(
        "oauth2",
        SchemeKind::OAuth2 {
            client_credentials: true,
        },
    )]);

#[derive(Debug)]
struct FastClock(Instant);

impl Clock for FastClock {
    fn now(&self) -> Duration {
        self.0.elapsed() * SPEED
    }

    fn time_of_day(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration / SPEED))
    }
}

/// How the server treats a request.
#[derive(Clone, Copy, Debug)]
enum Treatment {
    /// Does what is asked, and responds.
    Normal,
    /// 429, without doing it.
    Throttle,
    /// 503 with `Retry-After`, without doing it.
    Refuse,
    /// Closes the connection before it has done anything.
    Reset,
    /// Does it, and closes the connection in the middle of the response.
    Cut,
}

impl Treatment {
    fn random() -> Self {
        match fastrand::u32(..100) {
            0..10 => Self::Throttle,
            10..15 => Self::Refuse,
            15..17 => Self::Reset,
            17..18 => Self::Cut,
            _ => Self::Normal,
        }
    }
}

#[derive(Default)]
struct Counts {
    tokens: AtomicUsize,
    requests: AtomicUsize,
    /// How often each call was done.
    done: Mutex<BTreeMap<usize, usize>>,
}

async fn serve(listener: TcpListener, counts: Arc<Counts>) {
    loop {
        let (socket, _) = listener.accept().await.unwrap();
        tokio::spawn(serve_connection(socket, counts.clone()));
    }
}

/// HTTP/1.1 with as much of it as the client uses.
async fn serve_connection(socket: TcpStream, counts: Arc<Counts>) {
    let mut socket = BufReader::new(socket);
    while let Some((line, length)) = read_head(&mut socket).await {
        let mut body = vec![0; length];
        if socket.read_exact(&mut body).await.is_err() {
            return;
        }
        let response = if line.starts_with("POST /token ") {
            let number = counts.tokens.fetch_add(1, Ordering::Relaxed);
            let token = format!(r#"{{"access_token":"t{number}","expires_in":{TOKEN_LIFETIME}}}"#);
            response("200 OK", "", &token)
        } else {
            counts.requests.fetch_add(1, Ordering::Relaxed);
            let number: usize = line.split(['/', ' ']).nth(3).unwrap().parse().unwrap();
            let treatment = Treatment::random();
            if matches!(treatment, Treatment::Normal | Treatment::Cut) {
                *counts.done.lock().unwrap().entry(number).or_default() += 1;
            }
            match treatment {
                Treatment::Normal => response("200 OK", "", &number.to_string()),
                Treatment::Throttle => response("429 Too Many Requests", "retry-after: 1\r\n", ""),
                Treatment::Refuse => response("503 Service Unavailable", "retry-after: 0\r\n", ""),
                Treatment::Reset => return,
                Treatment::Cut => {
                    let response = response("200 OK", "", &number.to_string());
                    socket
                        .write_all(response.as_bytes()[..response.len() - 1].as_ref())
                        .await
                        .ok();
                    return;
                }
            }
        };
        if socket.write_all(response.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// The request line and the length of the body.
async fn read_head(socket: &mut BufReader<TcpStream>) -> Option<(String, usize)> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if socket.read_line(&mut head).await.ok()? == 0 {
            return None;
        }
    }
    let head = head
        .to_ascii_lowercase()
        .replace("post /token", "POST /token");
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length = length.map_or(0, |length| length.parse().unwrap());
    Some((head.lines().next()?.to_owned(), length))
}

fn response(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n{headers}\r\n{body}")
}

/// Calls that succeeded, and those that may have been done without a complete response.
#[derive(Default)]
struct Outcomes {
    succeeded: Vec<usize>,
    broken: Vec<usize>,
    refused: Vec<usize>,
}

async fn call(client: &Client, method: Method, number: usize) -> Result<u64, Error> {
    static CHANGES: [Operation; 2] = [
        Operation::new("change", Method::PATCH, "/items/{id}", &SERVER),
        Operation::new("change", Method::PUT, "/items/{id}", &SERVER),
    ];
    let change = CHANGES.iter().find(|change| *change.method() == method);
    change
        .unwrap()
        .request::<Json<u64>, Value>(client)
        .path("id", number)
        .json("application/json", &number)
        .await
}

/// Enough attempts for the server, however slow the machine is.
fn retry_policy() -> RetryPolicy {
    let limit = Duration::from_secs(24 * 60 * 60);
    RetryPolicy::standard().max_attempts(12).max_elapsed(limit)
}

/// All calls with a method, by all callers at once.
async fn run(client: &Client, method: &Method) -> Outcomes {
    let next = Arc::new(AtomicUsize::new(0));
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        let (client, method, next) = (client.clone(), method.clone(), next.clone());
        callers.spawn(async move {
            let mut outcomes = Outcomes::default();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= CALLS {
                    return outcomes;
                }
                match call(&client, method.clone(), number).await {
                    Ok(returned) => {
                        assert_eq!(returned, number as u64, "the response of another call");
                        outcomes.succeeded.push(number);
                    }
                    Err(Error::Connection(_)) => outcomes.broken.push(number),
                    Err(Error::Status(error)) if [429, 503].contains(&error.status.as_u16()) => {
                        outcomes.refused.push(number)
                    }
                    Err(error) => panic!("{error}"),
                }
            }
        });
    }
    let mut all = Outcomes::default();
    while let Some(outcomes) = callers.join_next().await {
        let Outcomes {
            succeeded,
            broken,
            refused,
        } = outcomes.unwrap();
        all.succeeded.extend(succeeded);
        all.broken.extend(broken);
        all.refused.extend(refused);
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_calls_on_a_bad_server() {
    for method in [Method::PATCH, Method::PUT] {
        let counts = Arc::new(Counts::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(serve(listener, counts.clone()));
        let client: Client = ClientBuilder::new(&SETTINGS)
            .base_url(url)
            .client_credentials("id", "secret")
            .clock(FastClock(Instant::now()))
            .retry(retry_policy())
            .build()
            .unwrap();

        let begun = Instant::now();
        let outcomes = run(&client, &method).await;
        let elapsed = begun.elapsed();
        server.abort();

        let done = counts.done.lock().unwrap().clone();
        let (requests, tokens) = (
            counts.requests.load(Ordering::Relaxed),
            counts.tokens.load(Ordering::Relaxed),
        );
        let lifetime = Duration::from_secs(TOKEN_LIFETIME - TOKEN_LIFETIME / 10) / SPEED;
        let expiries = elapsed.div_duration_f64(lifetime).ceil() as usize;
        println!(
            "{method}: {CALLS} calls by {CALLERS} callers in {elapsed:?}: {} succeeded, {} broken, {} refused; {requests} requests, \
             {tokens} tokens in {expiries} lifetimes",
            outcomes.succeeded.len(),
            outcomes.broken.len(),
            outcomes.refused.len(),
        );

        // Each call has an outcome, and each that succeeded was done.
        assert_eq!(
            outcomes.succeeded.len() + outcomes.broken.len() + outcomes.refused.len(),
            CALLS
        );
        assert!(
            outcomes
                .succeeded
                .iter()
                .all(|number| done.contains_key(number))
        );
        assert!(
            outcomes
                .refused
                .iter()
                .all(|number| !done.contains_key(number))
        );
        if method == Method::PATCH {
            // What isn't idempotent is done once at most, and its caller knows if it may have been.
            assert!(done.values().all(|times| *times == 1));
            let known = outcomes.succeeded.len() + outcomes.broken.len();
            assert!(done.len() <= known, "{} of {known}", done.len());
            assert!(outcomes.broken.len() > CALLS / 100);
        } else {
            // What is idempotent is repeated until it succeeds.
            assert_eq!(outcomes.broken.len(), 0);
        }
        assert!(outcomes.refused.len() < CALLS / 1000);
        // A token each time that one expires, for all callers together.
        assert!(
            tokens > 0 && tokens <= expiries + 1,
            "{tokens} tokens in {expiries} lifetimes"
        );
    }
}
