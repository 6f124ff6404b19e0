//! The span of a call, as OpenTelemetry receives it.

use crate::support::{Memory, ONE_SUBSCRIBER, SERVER, builder, call};
use client_runtime::http::Method;
use client_runtime::testing::{MockTransport, Reply};
use client_runtime::{Client, Json, Operation, Request, Style, TransportErrorKind, Value};
use opentelemetry::Value as Attribute;
use opentelemetry::trace::{SpanKind, Status, TracerProvider as _};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use serde_json::json;
use tracing_subscriber::layer::SubscriberExt as _;

/// The spans that end while `work` runs.
async fn spans_of(work: impl Future<Output = ()>) -> Vec<SpanData> {
    let _alone = ONE_SUBSCRIBER.lock().await;
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(exporter.clone())
        .build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test"));
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
    work.await;
    exporter.get_finished_spans().unwrap()
}

/// An attribute's value as text; empty if there is none.
fn attribute(span: &SpanData, name: &str) -> String {
    let mut found = span
        .attributes
        .iter()
        .filter(|attribute| attribute.key.as_str() == name);
    let value = found.next().map(|attribute| match &attribute.value {
        Attribute::I64(number) => format!("{number} (number)"),
        other => other.to_string(),
    });
    assert!(found.next().is_none(), "{name} was recorded twice");
    value.unwrap_or_default()
}

#[tokio::test]
async fn a_call_is_one_span_without_secrets() {
    let spans = spans_of(async {
        let memory = Memory::signed_in();
        let failed = Reply::status(503).header("retry-after", "1");
        let found = Reply::json(200, &json!({"answer": "hush-body"}));
        memory.on(Method::PUT, "/beta/users/hush-id", [failed, found]);
        static UPDATE: Operation =
            Operation::new("updateUser", Method::PUT, "/users/{id}?fixed=1", &SERVER);
        let request: Request<Json<Value>, Value> = UPDATE.request(&memory.client);
        let request = request
            .path("id", "hush-id")
            .query(Style::form("key"), "hush-query")
            .header("x-key", "hush-header")
            .json("application/json", &"hush-sent");
        request.await.unwrap();
    })
    .await;
    let [span] = spans.as_slice() else {
        panic!("{spans:?}");
    };
    assert_eq!(span.name, "PUT /beta/users/{id}");
    assert_eq!(span.span_kind, SpanKind::Client);
    assert_eq!(span.status, Status::Unset);
    for (name, value) in [
        ("http.request.method", "PUT"),
        ("url.template", "/beta/users/{id}"),
        ("server.address", "acme.api.example.com"),
        ("server.port", "443 (number)"),
        ("http.response.status_code", "200 (number)"),
        ("http.request.resend_count", "1 (number)"),
        ("error.type", ""),
    ] {
        assert_eq!(attribute(span, name), value, "{name}");
    }
    // The token request is an attempt too.
    let events: Vec<&str> = span.events.iter().map(|event| &*event.name).collect();
    assert_eq!(events, ["responded", "failed", "responded"]);
    let all = format!("{span:?}");
    assert!(!all.contains("hush") && !all.contains("t1"), "{all}");
}

#[tokio::test]
async fn a_failed_call_has_the_type_of_its_error() {
    let replies = [
        (Reply::status(404), "404", "404 (number)"),
        (Reply::bytes(200, "{"), "decode", "200 (number)"),
        (
            Reply::failure(TransportErrorKind::Interrupted, "reset"),
            "interrupted",
            "",
        ),
    ];
    for (reply, error_type, status) in replies {
        let spans = spans_of(async {
            let memory = Memory::signed_in();
            memory.on(Method::POST, "/beta/x", [reply]);
            let request = call(&memory.client, Method::POST, "/x");
            request.await.unwrap_err();
        })
        .await;
        assert_eq!(spans.len(), 1);
        assert_eq!(attribute(&spans[0], "error.type"), error_type);
        assert_eq!(attribute(&spans[0], "http.response.status_code"), status);
        assert!(matches!(spans[0].status, Status::Error { .. }));
    }
}

#[tokio::test]
async fn a_call_that_is_never_sent_is_a_span_too() {
    let spans = spans_of(async {
        let client: Client = builder()
            .transport(MockTransport::new())
            .client_credentials("id", "secret")
            .build()
            .unwrap();
        let raw = client.request(Method::GET, "/users/{id}");
        raw.path("id", "").await.unwrap_err();
        let custom = Method::from_bytes(b"PURGE").unwrap();
        client.request(custom, "/users/7").await.unwrap_err();
    })
    .await;
    let types: Vec<String> = spans
        .iter()
        .map(|span| attribute(span, "error.type"))
        .collect();
    assert_eq!(types, ["request", "auth"]);
    // The path of a request without an operation may have ids in it.
    let names: Vec<&str> = spans.iter().map(|span| &*span.name).collect();
    assert_eq!(names, ["GET", "_OTHER"]);
    assert!(
        spans
            .iter()
            .all(|span| attribute(span, "url.template").is_empty())
    );
}
