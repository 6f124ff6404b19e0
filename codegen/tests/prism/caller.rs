//! The program that `program.rs` adds the calls to. It prints a line of JSON for each.
#![allow(deprecated, clippy::all)]

use checked::{Client, Error, Response};
use client_runtime::http::{self, HeaderMap, Method};
use client_runtime::{BoxError, BoxFuture, ByteStream, File, Transport, TransportError};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// What was sent, and the headers that came back.
#[derive(Clone, Debug, Default)]
struct Sent(Arc<Mutex<Vec<(Method, String, HeaderMap)>>>);

#[derive(Debug)]
struct Recorder {
    inner: Arc<dyn Transport>,
    sent: Sent,
}

impl Transport for Recorder {
    fn send(&self, request: http::Request<ByteStream>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let (method, url) = (request.method().clone(), request.uri().to_string());
            let response = self.inner.send(request).await?;
            self.sent.0.lock().unwrap().push((method, url, response.headers().clone()));
            Ok(response)
        })
    }
}

/// The page contradicts itself.
const NO_EXAMPLE: &str = "no example is a value of the type";

struct Caller {
    port: String,
}

impl Caller {
    fn client(&self, base: &str, sent: &Sent) -> Result<Client, BoxError> {
        let sent = sent.clone();
        // The functions add the path of the server to the URL, so only the folder of the API belongs into it.
        let folder = base.split('/').nth(1).unwrap_or_default();
        Ok(Client::builder()
            .base_url(format!("http://127.0.0.1:{}/{folder}", self.port))
            .bearer_token("token")
            .basic("user", "password")
            .api_key("key")
            .retry(client_runtime::RetryPolicy::never())
            .middleware(|inner| Recorder { inner, sent })
            .build()?)
    }

    async fn check(
        &self,
        base: &str,
        body: Option<(&str, &str)>,
        call: impl FnOnce(Client) -> BoxFuture<'static, Result<Vec<Value>, BoxError>>,
    ) {
        let sent = Sent::default();
        let result = match self.client(base, &sent) {
            Ok(client) => call(client).await,
            Err(error) => Err(error),
        };
        let mut sent = std::mem::take(&mut *sent.0.lock().unwrap()).into_iter();
        let (request, violations) = match (sent.next(), result) {
            (Some((method, url, headers)), Ok(seen)) => {
                // The mock redirects to paths that it makes up.
                let seen = if sent.next().is_some() { Vec::new() } else { seen };
                let violations = violations(&headers, seen);
                let raw = match body {
                    Some((media_type, body)) if !violations.is_empty() => self.send_raw(&method, &url, media_type, body).await,
                    _ => Vec::new(),
                };
                let request = format!("{method} {url}");
                return println!("{}", json!({"request": request, "violations": violations, "raw_violations": raw}));
            }
            (Some((method, url, _)), Err(error)) => (format!("{method} {url}"), error),
            (None, result) => ("nothing was sent".to_owned(), result.err().unwrap_or_else(|| "no error".into())),
        };
        let violations = [violations.to_string()];
        println!("{}", json!({"request": request, "violations": violations, "raw_violations": []}));
    }

    /// Sends the example of a page as it is.
    async fn send_raw(&self, method: &Method, url: &str, media_type: &str, body: &str) -> Vec<Value> {
        let sent = Sent::default();
        let client = self.client("", &sent).unwrap();
        let path = url.splitn(4, '/').nth(3).unwrap_or_default();
        let request = client.request(method.clone(), path).bytes(media_type, body.to_owned());
        let seen = seen(request.send().await);
        let sent = sent.0.lock().unwrap();
        sent.first().map_or(Vec::new(), |(_, _, headers)| violations(headers, seen.unwrap_or_default()))
    }
}

/// What is wrong with a request, by the headers of Prism's response, and by its body if the page documents no response for
/// an invalid request.
fn violations(headers: &HeaderMap, seen: Vec<Value>) -> Vec<Value> {
    let text = headers.get("sl-violations").and_then(|text| text.to_str().ok());
    let listed: Vec<Value> = text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let of_request = listed.into_iter().filter(|violation| violation["location"][0] == "request");
    let all = of_request.chain(seen);
    // Prism warns of what is deprecated.
    all.filter(|violation| violation["severity"] != "Warning").collect()
}

/// The first of the examples that is a value of the type, without misfits if there is one.
fn value<T: DeserializeOwned>(examples: &[&str]) -> Result<Option<T>, BoxError> {
    let decoded = examples.iter().filter_map(|example| client_runtime::decode::<T>(example.as_bytes()).ok());
    let mut decoded: Vec<_> = decoded.collect();
    decoded.sort_by_key(|decoded| decoded.misfits.len());
    Ok(decoded.into_iter().next().map(|decoded| decoded.value))
}

#[allow(dead_code)]
fn file() -> File {
    File::bytes("file.txt", "content")
}

/// What is wrong with a request, by the body of Prism's response, if that isn't the one of the page. An error if there is no
/// response.
fn seen<T, E>(result: Result<Response<T>, Error<E>>) -> Result<Vec<Value>, BoxError> {
    const REFUSALS: [&str; 6] = [
        "NO_PATH_MATCHED", "NO_METHOD_MATCHED", "NO_SERVER_MATCHED", "UNPROCESSABLE_ENTITY", "UNAUTHORIZED", "INVALID_CONTENT_TYPE",
    ];
    let Err(error) = result else {
        return Ok(Vec::new());
    };
    let Some(body) = error.raw_body() else {
        return Err(error.to_string().into());
    };
    let problem: Value = serde_json::from_slice(body).unwrap_or_default();
    let kind = problem["type"].as_str().and_then(|kind| Some(kind.split_once("prism/errors#")?.1));
    if !kind.is_some_and(|kind| REFUSALS.iter().any(|refusal| kind.starts_with(refusal))) {
        return Ok(Vec::new());
    }
    match problem["validation"].as_array() {
        Some(list) => Ok(list.clone()),
        None => Ok(vec![json!({"location": [], "message": kind})]),
    }
}

#[tokio::main]
async fn main() {
    let caller = Caller { port: std::env::args().nth(1).unwrap_or_default() };
    call_all(&caller).await;
}
