use crate::support::{Memory, builder, call, get, post};
use client_runtime::http::{Method, Request, Response, StatusCode};
use client_runtime::testing::{MockTransport, Reply};
use client_runtime::{
    AccessToken, BoxFuture, ByteStream, Client, Credentials, Error, Transport, TransportError,
    TransportErrorKind,
};
use futures_util::future::join_all;
use serde_json::json;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

fn ok() -> Reply {
    Reply::json(200, &json!({}))
}

/// Lets other tasks run before it sends.
#[derive(Debug)]
struct Slow(MockTransport);

impl Transport for Slow {
    fn send(
        &self,
        request: Request<ByteStream>,
    ) -> BoxFuture<'_, Result<Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
            self.0.send(request).await
        })
    }
}

#[tokio::test]
async fn the_token_request_follows_rfc_6749() {
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/x", [ok()]);
    get(&memory.client).await.unwrap();
    let requests = memory.server.requests();
    assert_eq!(
        requests[0].url.as_str(),
        "https://acme.api.example.com/oauth/token"
    );
    assert_eq!(
        requests[0].header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        requests[0].body,
        "grant_type=client_credentials&client_id=id&client_secret=hush-hush"
    );
    assert_eq!(requests[1].header("authorization"), Some("Bearer t1"));
}

#[tokio::test]
async fn many_callers_share_one_fetch() {
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/x", [ok()]);
    let client = builder()
        .transport(Slow(memory.server.clone()))
        .client_credentials("id", "secret")
        .build()
        .unwrap();
    for outcome in join_all((0..20).map(|_| get(&client).send())).await {
        outcome.unwrap();
    }
    assert_eq!(
        (memory.count("/oauth/token"), memory.count("/beta/x")),
        (1, 20)
    );
}

#[tokio::test]
async fn many_callers_share_one_failed_fetch() {
    let memory = Memory::new();
    let failure = Reply::json(400, &json!({"error": "invalid_client"}));
    memory.on(Method::POST, "/oauth/token", [failure]);
    let client = builder()
        .transport(Slow(memory.server.clone()))
        .client_credentials("id", "secret")
        .build()
        .unwrap();
    for outcome in join_all((0..20).map(|_| get(&client).send())).await {
        let error = outcome.unwrap_err();
        assert!(matches!(error, Error::Auth(_)));
        // The API itself didn't respond.
        assert_eq!(error.status(), None);
        assert_eq!(
            error.to_string(),
            "call: not authorized: the token endpoint responded 400 Bad Request: invalid_client"
        );
    }
    assert_eq!(memory.count("/oauth/token"), 1);
    get(&client).await.unwrap_err();
    assert_eq!(memory.count("/oauth/token"), 2);
}

#[tokio::test]
async fn the_token_is_renewed_before_it_expires() {
    let memory = Memory::signed_in();
    memory.token("t2");
    memory.on(Method::GET, "/beta/x", [ok()]);
    let mut tokens = Vec::new();
    for seconds in [0, 680, 15] {
        memory.clock.advance(Duration::from_secs(seconds));
        get(&memory.client).await.unwrap();
        tokens.extend(
            memory
                .server
                .requests()
                .last()
                .unwrap()
                .header("authorization")
                .map(str::to_owned),
        );
    }
    // Its lifetime is 749 seconds, and it is renewed a minute earlier.
    assert_eq!(tokens, ["Bearer t1", "Bearer t1", "Bearer t2"]);
}

#[tokio::test]
async fn a_token_whose_early_renewal_fails_is_used_until_it_expires() {
    let memory = Memory::signed_in();
    memory.on(Method::POST, "/oauth/token", [Reply::status(400)]);
    memory.on(Method::GET, "/beta/x", [ok()]);
    get(&memory.client).await.unwrap();
    // In the last minute of 749 seconds, the endpoint is asked again after some seconds, not by each call.
    memory.clock.advance(Duration::from_secs(700));
    for _ in 0..3 {
        get(&memory.client).await.unwrap();
    }
    assert_eq!(memory.count("/oauth/token"), 2);
    memory.clock.advance(Duration::from_secs(48));
    get(&memory.client).await.unwrap();
    assert_eq!(memory.count("/oauth/token"), 3);

    memory.clock.advance(Duration::from_secs(1));
    let error = get(&memory.client).await.unwrap_err();
    assert!(matches!(error, Error::Auth(_)), "{error}");
    assert_eq!(memory.count("/beta/x"), 5);
}

#[tokio::test]
async fn a_rejected_token_that_cannot_be_renewed_is_not_used_again() {
    let memory = Memory::signed_in();
    memory.on(Method::POST, "/oauth/token", [Reply::status(400)]);
    memory.on(Method::GET, "/beta/x", [ok(), Reply::status(401)]);
    get(&memory.client).await.unwrap();
    memory.clock.advance(Duration::from_secs(700));
    for _ in 0..2 {
        let error = get(&memory.client).await.unwrap_err();
        assert!(matches!(error, Error::Auth(_)), "{error}");
    }
    assert_eq!(memory.count("/beta/x"), 2);
}

#[tokio::test]
async fn a_change_of_the_wall_clock_does_not_expire_tokens() {
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/x", [ok()]);
    get(&memory.client).await.unwrap();
    for time in [
        SystemTime::UNIX_EPOCH,
        SystemTime::now() + Duration::from_secs(1_000_000_000),
    ] {
        memory.clock.set_time_of_day(time);
        get(&memory.client).await.unwrap();
    }
    assert_eq!(memory.count("/oauth/token"), 1);
}

#[tokio::test]
async fn a_401_renews_once_and_retries_once() {
    let memory = Memory::signed_in();
    memory.token("t2");
    memory.token("t3");
    memory.on(
        Method::POST,
        "/beta/x",
        [Reply::status(401), ok(), Reply::status(401)],
    );
    post(&memory.client)
        .json("application/json", &json!([1]))
        .await
        .unwrap();
    assert_eq!(
        (memory.count("/oauth/token"), memory.count("/beta/x")),
        (2, 2)
    );
    assert_eq!(memory.server.requests().last().unwrap().json(), json!([1]));

    memory.clock.advance(Duration::from_secs(10));
    let error = post(&memory.client).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(
        (memory.count("/oauth/token"), memory.count("/beta/x")),
        (3, 4)
    );
    assert!(memory.waits().is_empty());
}

#[tokio::test]
async fn an_endpoint_that_always_responds_401_costs_a_bounded_number_of_tokens() {
    let memory = Memory::signed_in();
    for number in 2..300 {
        memory.token(&format!("t{number}"));
    }
    memory.on(Method::GET, "/beta/x", [Reply::status(401)]);
    memory.on(Method::GET, "/beta/y", [ok()]);
    for _ in 0..200 {
        let error = get(&memory.client).await.unwrap_err();
        assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
        // That others succeed doesn't change it.
        call(&memory.client, Method::GET, "/y").await.unwrap();
    }
    assert_eq!(
        (memory.count("/oauth/token"), memory.count("/beta/x")),
        (2, 201)
    );
    // A token that is rejected later is renewed again.
    memory.clock.advance(Duration::from_secs(10));
    get(&memory.client).await.unwrap_err();
    assert_eq!(memory.count("/oauth/token"), 3);
}

#[tokio::test]
async fn a_token_without_a_credible_lifetime_is_used_until_it_is_rejected() {
    for lifetime in [
        json!(0),
        json!(-5),
        json!("0"),
        json!("soon"),
        json!(null),
        json!(1e300),
    ] {
        let memory = Memory::new();
        let token =
            |token| Reply::json(200, &json!({"access_token": token, "expires_in": lifetime}));
        memory.on(Method::POST, "/oauth/token", [token("t1"), token("t2")]);
        memory.on(
            Method::GET,
            "/beta/x",
            [ok(), ok(), Reply::status(401), ok()],
        );
        for _ in 0..50 {
            get(&memory.client).await.unwrap();
        }
        assert_eq!(memory.count("/oauth/token"), 2, "{lifetime}");
    }
}

#[tokio::test]
async fn concurrent_rejections_renew_the_token_once() {
    let memory = Memory::signed_in();
    memory.token("t2");
    memory.on(
        Method::GET,
        "/beta/x",
        (0..5).map(|_| Reply::status(401)).chain([ok()]),
    );
    let client = builder()
        .transport(Slow(memory.server.clone()))
        .client_credentials("id", "secret")
        .build()
        .unwrap();
    for outcome in join_all((0..5).map(|_| get(&client).send())).await {
        outcome.unwrap();
    }
    assert_eq!(
        (memory.count("/oauth/token"), memory.count("/beta/x")),
        (2, 10)
    );
}

#[tokio::test]
async fn the_token_request_is_retried() {
    let memory = Memory::new();
    let throttled = Reply::status(429).header("retry-after", "7");
    memory.on(
        Method::POST,
        "/oauth/token",
        [throttled, Reply::status(503)],
    );
    memory.token("t1");
    memory.on(Method::POST, "/beta/x", [ok()]);
    post(&memory.client).await.unwrap();
    assert_eq!(memory.count("/oauth/token"), 3);
    assert_eq!(memory.waits()[0], 7);
}

#[tokio::test]
async fn a_throttled_token_request_has_its_retry_after() {
    let memory = Memory::new();
    memory.on(
        Method::POST,
        "/oauth/token",
        [Reply::status(429).header("retry-after", "3600")],
    );
    let error = get(&memory.client).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert!(error.is_retryable());
}

#[tokio::test]
async fn a_dropped_caller_leaves_the_client_usable() {
    let memory = Memory::new();
    memory.on(Method::POST, "/oauth/token", [Reply::never()]);
    memory.token("t1");
    memory.on(Method::GET, "/beta/x", [ok()]);
    tokio::select! {
        biased;
        _ = get(&memory.client).send() => panic!("there is no reply"),
        () = std::future::ready(()) => {}
    }
    get(&memory.client).await.unwrap();
    assert_eq!(memory.count("/oauth/token"), 2);
}

#[tokio::test]
async fn a_provider_is_called_once_and_after_a_401() {
    let calls = Arc::new(Mutex::new(0));
    let count = calls.clone();
    let provider = move || {
        *count.lock().unwrap() += 1;
        let token = format!("p{}", count.lock().unwrap());
        async move { Ok::<_, std::io::Error>(AccessToken::new(token)) }
    };
    let memory = Memory::new();
    memory.on(Method::GET, "/beta/x", [ok(), Reply::status(401), ok()]);
    let client = builder()
        .transport(memory.server.clone())
        .token_provider(provider)
        .build()
        .unwrap();
    for _ in 0..3 {
        get(&client).await.unwrap();
    }
    assert_eq!(*calls.lock().unwrap(), 2);
    assert_eq!(
        memory.server.requests()[2].header("authorization"),
        Some("Bearer p2")
    );
}

#[tokio::test]
async fn a_provider_that_fails_is_an_auth_error() {
    let provider = || async { Err::<AccessToken, _>("the vault is closed") };
    let client = builder()
        .transport(MockTransport::new())
        .token_provider(provider)
        .build()
        .unwrap();
    let error = get(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "call: not authorized: the token provider failed: the vault is closed"
    );
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "the vault is closed");
}

#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_cannot_be_reached_is_known_as_such() {
    for (reply, is_timeout, is_connect) in [
        (Reply::never(), true, false),
        (
            Reply::failure(TransportErrorKind::Connect, "refused"),
            false,
            true,
        ),
        (Reply::status(400), false, false),
    ] {
        let memory = Memory::new();
        memory.on(Method::POST, "/oauth/token", [reply]);
        let error = get(&memory.client).await.unwrap_err();
        assert!(matches!(error, Error::Auth(_)));
        assert_eq!(
            (error.is_timeout(), error.is_connect()),
            (is_timeout, is_connect)
        );
    }
}

#[tokio::test]
async fn each_scheme_sends_its_credentials_in_the_documented_place() {
    let memory = Memory::new();
    memory.on(Method::GET, "/beta/x", [ok()]);
    let client = builder()
        .transport(memory.server.clone())
        .basic("Aladdin", "open sesame")
        .api_key("k=1")
        .bearer_token("b")
        .build()
        .unwrap();
    for security in [
        &["oauth2"],
        &["basic"],
        &["header"],
        &["query"],
        &["cookie"],
    ] {
        let operation = client_runtime::Operation::new(
            "call",
            Method::GET,
            "/x?fixed=1",
            &crate::support::SERVER,
        );
        let call: crate::support::Call =
            crate::support::leak(operation.security(security)).request(&client);
        call.cookie(client_runtime::Style::form("other"), 1)
            .await
            .unwrap();
    }
    let requests = memory.server.requests();
    assert_eq!(requests[0].header("authorization"), Some("Bearer b"));
    // The example of RFC 7617, section 2.
    assert_eq!(
        requests[1].header("authorization"),
        Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    );
    assert_eq!(requests[2].header("x-key"), Some("k=1"));
    assert_eq!(requests[3].url.query(), Some("fixed=1&key=k%3D1"));
    assert_eq!(requests[4].header("cookie"), Some("other=1; sid=k%3D1"));
    let cookies: Vec<_> = requests[4].headers.get_all("cookie").iter().collect();
    assert!(cookies.len() == 1 && cookies[0].is_sensitive());
    assert!(
        requests[2..]
            .iter()
            .all(|request| request.header("authorization").is_none())
    );
}

#[tokio::test]
async fn security_selects_the_credentials() {
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/x", [ok()]);
    let operation = |security| {
        let call =
            client_runtime::Operation::new("call", Method::GET, "/x", &crate::support::SERVER);
        crate::support::leak(call.security(security))
    };
    let open: crate::support::Call = operation(&[]).request(&memory.client);
    open.await.unwrap();
    assert!(
        memory.server.requests()[0]
            .header("authorization")
            .is_none()
    );

    let basic: crate::support::Call = operation(&["basic"]).request(&memory.client);
    let error = basic.await.unwrap_err();
    let message = "call: not authorized: the operation takes one of: basic; the client has client credentials";
    assert_eq!(error.to_string(), message);
    assert_eq!(memory.server.requests().len(), 1);
}

#[tokio::test]
async fn schemes_that_are_required_together_are_sent_together() {
    let memory = Memory::new();
    memory.on(Method::GET, "/beta/x", [ok(), ok(), ok()]);
    let operation =
        client_runtime::Operation::new("call", Method::GET, "/x", &crate::support::SERVER);
    let operation = operation.security_sets(&[&["header", "query", "cookie"], &["basic"]]);
    let operation = crate::support::leak(operation);
    let call = |client: &Client| -> crate::support::Call { operation.request(client) };

    let builder = || builder().transport(memory.server.clone());

    let keys = builder().api_key_for("query", "q").api_key("c");
    let keys = keys.api_key_for("header", "h").build().unwrap();
    call(&keys).await.unwrap();
    // The second alternative, of which all is there.
    let basic = builder().api_key("k").basic("u", "p").build().unwrap();
    call(&basic).await.unwrap();
    // What is missing may be in the headers.
    let one = builder().api_key_for("header", "h").build().unwrap();
    call(&one).await.unwrap();

    let requests = memory.server.requests();
    let sent = requests.iter().map(|request| {
        let headers = ["x-key", "cookie", "authorization"].map(|name| request.header(name));
        (headers, request.url.query())
    });
    assert_eq!(
        sent.collect::<Vec<_>>(),
        [
            ([Some("h"), Some("sid=c"), None], Some("key=q")),
            ([None, None, Some("Basic dTpw")], None),
            ([Some("h"), None, None], None),
        ]
    );
    let bearer = builder().bearer_token("t").build().unwrap();
    let error = call(&bearer).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "call: not authorized: the operation takes one of: header and query and cookie, basic; the client has a bearer \
         token"
    );
}

#[tokio::test]
async fn the_last_choice_between_credentials_and_none_counts() {
    let memory = Memory::new();
    memory.on(Method::GET, "/beta/x", [ok()]);
    let builder = || builder().transport(memory.server.clone());
    for client in [
        builder().bearer_token("a").no_auth(),
        builder().no_auth().bearer_token("b"),
    ] {
        get(&client.build().unwrap()).await.unwrap();
    }
    let requests = memory.server.requests();
    let sent: Vec<_> = requests
        .iter()
        .map(|request| request.header("authorization"))
        .collect();
    assert_eq!(sent, [None, Some("Bearer b")]);
}

#[tokio::test]
async fn a_request_can_have_its_own_credentials() {
    let memory = Memory::signed_in();
    memory.token("t2");
    memory.on(Method::GET, "/beta/x", [ok()]);
    let other = Credentials::client_credentials("other", "secret");
    for credentials in [
        other.clone(),
        other,
        Credentials::bearer("b"),
        Credentials::none(),
    ] {
        get(&memory.client).credentials(credentials).await.unwrap();
    }
    let requests = memory.server.requests();
    let calls = requests
        .iter()
        .filter(|request| request.url.path() == "/beta/x");
    let tokens: Vec<_> = calls
        .map(|request| request.header("authorization"))
        .collect();
    assert_eq!(
        tokens,
        [Some("Bearer t1"), Some("Bearer t1"), Some("Bearer b"), None]
    );
    assert!(
        requests[0]
            .body
            .starts_with(b"grant_type=client_credentials&client_id=other")
    );
}

#[tokio::test]
async fn clients_of_different_apis_do_not_share_a_token() {
    let credentials = Credentials::client_credentials("id", "secret");
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/x", [ok()]);
    for tenant in ["a", "b"] {
        let builder = builder()
            .transport(memory.server.clone())
            .variable("tenant", tenant);
        let client = builder.credentials(credentials.clone()).build().unwrap();
        get(&client).await.unwrap();
    }
    let hosts: Vec<_> = memory
        .server
        .requests()
        .iter()
        .map(|r| format!("{:?}{}", r.url.host_str().unwrap(), r.url.path()))
        .collect();
    assert_eq!(hosts[2], "\"b.api.example.com\"/oauth/token");
}

/// Rejects the clients of the tenant `a`.
#[derive(Debug)]
struct RejectsA(Slow);

impl Transport for RejectsA {
    fn send(
        &self,
        request: Request<ByteStream>,
    ) -> BoxFuture<'_, Result<Response<ByteStream>, TransportError>> {
        let is_a = request.uri().host() == Some("a.api.example.com");
        Box::pin(async move {
            let mut response = self.0.send(request).await?;
            if is_a {
                *response.status_mut() = StatusCode::BAD_REQUEST;
            }
            Ok(response)
        })
    }
}

#[tokio::test]
async fn clients_of_different_apis_do_not_share_a_failure() {
    let credentials = Credentials::client_credentials("id", "secret");
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/x", [ok()]);
    let calls = ["a", "b"].map(|tenant| {
        let builder = builder()
            .transport(RejectsA(Slow(memory.server.clone())))
            .variable("tenant", tenant);
        get(&builder.credentials(credentials.clone()).build().unwrap()).send()
    });
    let [a, b] = join_all(calls).await.try_into().unwrap();
    assert!(matches!(a, Err(Error::Auth(_))), "{a:?}");
    assert!(b.is_ok(), "{b:?}");
}

#[tokio::test]
async fn secrets_are_not_sent_over_plain_http() {
    let plain = || {
        builder()
            .transport(MockTransport::new())
            .base_url("http://api.example.com")
    };
    let error = plain()
        .client_credentials("id", "secret")
        .build()
        .unwrap_err();
    assert!(
        error.to_string().contains("plain http to api.example.com"),
        "{error}"
    );

    let client = plain().no_auth().build().unwrap();
    let error = get(&client)
        .credentials(Credentials::bearer("b"))
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Auth(_)) && error.to_string().contains("allow_plain_http()"),
        "{error}"
    );

    let memory = Memory::new();
    memory.on(Method::GET, "/beta/x", [ok()]);
    let builder = builder()
        .transport(memory.server.clone())
        .base_url("http://api.example.com")
        .bearer_token("b");
    get(&builder.allow_plain_http().build().unwrap())
        .await
        .unwrap();
    assert_eq!(
        memory.server.requests()[0].header("authorization"),
        Some("Bearer b")
    );
    for loopback in ["http://127.0.0.1:1", "http://[::1]:1", "http://localhost:1"] {
        let client = self::builder()
            .transport(MockTransport::new())
            .base_url(loopback)
            .bearer_token("b");
        client.build().unwrap();
    }
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn secrets_are_never_printed() {
    let _alone = crate::support::ONE_SUBSCRIBER.lock().await;
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone());
    let _guard = tracing::subscriber::set_default(subscriber.finish());

    let memory = Memory::new();
    let echo = Reply::json(
        400,
        &json!({"error_description": "no client id with hush-hush, t1"}),
    );
    memory.on(Method::POST, "/oauth/token", [Reply::status(503), echo]);
    let refused = get(&memory.client).await.unwrap_err();
    memory.token("token-t1");
    memory.on(
        Method::GET,
        "/beta/x",
        [
            Reply::status(500),
            Reply::json(404, &json!({"message": "none"})),
        ],
    );
    let request = get(&memory.client).header("authorization", "Bearer hush-hush");
    let own = builder()
        .transport(memory.server.clone())
        .client_credentials("id", "hush-hush");
    let printed = format!(
        "{refused} {refused:?} {request:?} {own:?} {:?}",
        memory.client
    );
    let failed = get(&memory.client)
        .credentials(Credentials::basic("u", "hush-hush"))
        .await
        .unwrap_err();
    let failed_too = call(&memory.client, Method::GET, "/x").await.unwrap_err();

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let all = format!(
        "{printed} {failed} {failed:?} {failed_too} {failed_too:?} {log} {:?}",
        memory.server.requests()
    );
    let requests = memory.server.requests();
    let bodies = requests
        .iter()
        .filter(|request| request.body.starts_with(b"grant_type"))
        .count();
    // Only the test transport prints the bodies of token requests.
    assert_eq!(all.matches("hush-hush").count(), bodies, "{all}");
    assert!(!all.contains("token-t1"), "{all}");
    assert!(
        log.contains("operation=\"call\"") && log.contains("status=500"),
        "{log}"
    );
    assert!(
        printed.contains("the token endpoint responded 400 Bad Request: no client id with …"),
        "{printed}"
    );
}
