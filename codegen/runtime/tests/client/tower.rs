//! Transports made of a `tower::Service`.

use crate::support::{RawServer, builder, get, response};
use client_runtime::{
    ByteStream, Bytes, Client, ClientBuilder, Error, RetryPolicy, TowerTransport,
    TransportErrorKind, http,
};
use hyper_util::client::legacy;
use hyper_util::rt::TokioExecutor;
use serde_json::json;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tower::service_fn;

fn anonymous() -> ClientBuilder<Client> {
    builder().no_auth().retry(RetryPolicy::never())
}

#[tokio::test]
async fn a_stack_of_layers_over_hyper_is_a_transport() {
    let server = RawServer::start([response("200 OK", "", r#"{"answer": 42}"#)]).await;
    let http = legacy::Client::builder(TokioExecutor::new()).build_http::<ByteStream>();
    let passed = Arc::new(AtomicUsize::new(0));
    let counted = passed.clone();
    let stack = tower::ServiceBuilder::new()
        .concurrency_limit(1)
        .map_request(move |request| {
            counted.fetch_add(1, Ordering::Relaxed);
            request
        })
        .service(http);
    let client = anonymous()
        .base_url(&server.url)
        .transport(TowerTransport::new(stack))
        .build()
        .unwrap();

    let sent = crate::support::post(&client).json("application/json", &json!({"question": 6}));
    assert_eq!(sent.await.unwrap(), json!({"answer": 42}));
    assert_eq!(get(&client).await.unwrap(), json!({"answer": 42}));

    assert_eq!(passed.load(Ordering::Relaxed), 2);
    let requests = server.requests();
    assert!(
        requests[0].starts_with("POST /beta/x HTTP/1.1\r\n"),
        "{requests:?}"
    );
    // The length is known, so the body isn't chunked.
    assert!(
        requests[0].contains("content-length: 14\r\n"),
        "{requests:?}"
    );
    assert!(requests[0].ends_with(r#"{"question":6}"#), "{requests:?}");
}

#[tokio::test]
async fn errors_of_a_service_have_a_kind() {
    let wrapped = |error: io::Error| Box::<dyn std::error::Error + Send + Sync>::from(error);
    for (error, kind) in [
        (
            wrapped(io::ErrorKind::ConnectionRefused.into()),
            TransportErrorKind::Connect,
        ),
        (
            wrapped(io::ErrorKind::ConnectionReset.into()),
            TransportErrorKind::Interrupted,
        ),
        ("the breaker is open".into(), TransportErrorKind::Other),
    ] {
        let error = Arc::new(std::sync::Mutex::new(Some(error)));
        let service = service_fn(move |_: http::Request<ByteStream>| {
            let error = error.lock().unwrap().take();
            async move {
                error.map_or_else(
                    || Ok(http::Response::new(ByteStream::from(Bytes::new()))),
                    Err,
                )
            }
        });
        let client = anonymous()
            .transport(TowerTransport::new(service))
            .build()
            .unwrap();
        match get(&client).await.unwrap_err() {
            Error::Connection(failed) => assert_eq!(failed.error.kind(), kind),
            other => panic!("{other:?}"),
        }
    }
}
