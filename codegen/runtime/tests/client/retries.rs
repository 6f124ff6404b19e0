use crate::support::{Memory, get, post};
use client_runtime::http::Method;
use client_runtime::testing::Reply;
use client_runtime::{Body, Bytes, RetryPolicy, TransportErrorKind};
use serde_json::json;
use std::time::{Duration, SystemTime};

fn ok() -> Reply {
    Reply::json(200, &json!({}))
}

async fn outcome(
    method: Method,
    replies: impl IntoIterator<Item = Reply>,
) -> (Memory, Option<u16>, usize) {
    let memory = Memory::signed_in();
    memory.on(method.clone(), "/beta/x", replies);
    let request = if method == Method::GET {
        get(&memory.client)
    } else {
        post(&memory.client)
    };
    let status = match request.send().await {
        Ok(response) => Some(response.status().as_u16()),
        Err(error) => error.status().map(|status| status.as_u16()),
    };
    let count = memory.count("/beta/x");
    (memory, status, count)
}

#[tokio::test]
async fn throttled_requests_are_retried_for_every_method() {
    for status in [429, 503] {
        let throttled = Reply::status(status).header("retry-after", "9");
        let (memory, status, count) = outcome(Method::POST, [throttled, ok()]).await;
        assert_eq!((status, count, memory.waits()), (Some(200), 2, vec![9]));
    }
    // A 429 without a time is retried too: the request had no effect.
    let (_, status, count) = outcome(Method::POST, [Reply::status(429), ok()]).await;
    assert_eq!((status, count), (Some(200), 2));
}

#[tokio::test]
async fn a_retry_date_is_compared_with_the_date_of_the_response() {
    let date = |seconds: u64| {
        httpdate::fmt_http_date(
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000 + seconds),
        )
    };
    let throttled = Reply::status(429)
        .header("date", &date(0))
        .header("retry-after", &date(11));
    let (memory, _, _) = outcome(Method::POST, [throttled, ok()]).await;
    assert_eq!(memory.waits(), [11]);
    // Without one, it is compared with the clock. A past date means no wait but the policy's own.
    let (memory, status, _) = outcome(
        Method::POST,
        [Reply::status(429).header("retry-after", &date(0)), ok()],
    )
    .await;
    assert_eq!((memory.waits(), status), (vec![0], Some(200)));
}

#[tokio::test]
async fn server_errors_are_retried_if_idempotent() {
    for status in [408, 500, 502, 503, 504] {
        assert_eq!(
            outcome(Method::GET, [Reply::status(status), ok()]).await.2,
            2,
            "{status}"
        );
        assert_eq!(
            outcome(Method::POST, [Reply::status(status), ok()]).await.2,
            1,
            "{status}"
        );
    }
    for status in [400, 403, 404, 409, 501] {
        let (memory, _, count) = outcome(Method::GET, [Reply::status(status)]).await;
        assert_eq!((count, memory.waits().len()), (1, 0), "{status}");
    }
}

#[tokio::test]
async fn an_operation_can_be_declared_idempotent() {
    let memory = Memory::signed_in();
    memory.on(Method::POST, "/beta/x", [Reply::status(500), ok()]);
    static CALL: client_runtime::Operation =
        client_runtime::Operation::new("call", Method::POST, "/x", &crate::support::SERVER)
            .idempotent();
    let call: crate::support::Call = CALL.request(&memory.client);
    call.await.unwrap();
}

#[tokio::test]
async fn connections_are_retried_if_nothing_was_sent_or_idempotent() {
    for (kind, get, post) in [
        (TransportErrorKind::Connect, 2, 2),
        (TransportErrorKind::Interrupted, 2, 1),
        (TransportErrorKind::Timeout, 2, 1),
        (TransportErrorKind::Other, 1, 1),
    ] {
        let replies = || [Reply::failure(kind, "no"), ok()];
        assert_eq!(outcome(Method::GET, replies()).await.2, get, "{kind:?}");
        assert_eq!(outcome(Method::POST, replies()).await.2, post, "{kind:?}");
    }
}

#[tokio::test]
async fn attempts_and_waits_have_limits() {
    let (memory, status, count) = outcome(Method::GET, [Reply::status(500)]).await;
    assert_eq!((status, count), (Some(500), 4));
    let waits = memory.clock.waits();
    let limits = [500, 1000, 2000].map(Duration::from_millis);
    assert_eq!(waits.len(), limits.len());
    assert!(
        waits.iter().zip(limits).all(|(wait, limit)| *wait <= limit),
        "{waits:?}"
    );
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_not_started() {
    let throttled = || Reply::status(429).header("retry-after", "50");
    let (memory, status, count) = outcome(Method::GET, [throttled()]).await;
    // 50 and 100 seconds are within two minutes, 150 are not.
    assert_eq!(
        (memory.waits(), status, count),
        (vec![50, 50], Some(429), 3)
    );
}

#[tokio::test]
async fn a_request_can_have_its_own_policy() {
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/x", [Reply::status(500)]);
    get(&memory.client)
        .retry(RetryPolicy::never())
        .await
        .unwrap_err();
    assert_eq!(memory.count("/beta/x"), 1);
    let policy = RetryPolicy::custom(|attempt| {
        (attempt.number < 6).then_some(Duration::from_secs(attempt.number.into()))
    });
    get(&memory.client).retry(policy).await.unwrap_err();
    assert_eq!(memory.waits(), [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn a_stream_is_sent_once() {
    let memory = Memory::signed_in();
    memory.on(Method::POST, "/beta/x", [Reply::status(429), ok()]);
    let stream = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from("once"))]);
    let error = post(&memory.client)
        .bytes("text/plain", Body::stream(stream))
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 429);
    assert!(error.is_retryable());
    assert_eq!(memory.count("/beta/x"), 1);
}

#[tokio::test]
async fn a_timeout_may_be_endless() {
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/x", [ok()]);
    get(&memory.client).timeout(Duration::MAX).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn slow_responses_time_out() {
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/x", [Reply::never(), ok()]);
    let begun = tokio::time::Instant::now();
    get(&memory.client)
        .timeout(Duration::from_secs(5))
        .await
        .unwrap();
    assert_eq!(begun.elapsed().as_secs(), 5);

    memory.on(Method::POST, "/beta/x", [Reply::never()]);
    let error = post(&memory.client).await.unwrap_err();
    assert_eq!(error.to_string(), "call: timed out: no response within 60s");
    assert_eq!(begun.elapsed().as_secs(), 65);
}
