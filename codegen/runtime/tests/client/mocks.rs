//! The mock server: which reply a request gets, faults, and what failures say.

use crate::support::{Call, SERVER, builder};
use client_runtime::http::{Method, StatusCode};
use client_runtime::testing::{Example, MockTransport, Reply};
use client_runtime::{Client, Error, Json, Operation, Request, Value};
use serde_json::json;
use std::time::Duration;

static GET: Operation = Operation::new("getThing", Method::GET, "/things/{id}", &SERVER);
static LIST: Operation = Operation::new("listThings", Method::GET, "/things", &SERVER);
static PATCH: Operation = Operation::new("patchThing", Method::PATCH, "/things/{id}", &SERVER);

fn client(server: &MockTransport) -> Client {
    let builder = builder().transport(server.clone()).bearer_token("hush");
    builder.build().unwrap()
}

fn get(client: &Client, id: &str) -> Call {
    GET.request(client).path("id", id)
}

fn list(client: &Client) -> Call {
    LIST.request(client)
}

async fn status<A, E>(request: Request<A, E>) -> u16
where
    A: client_runtime::ResponseBody,
    E: client_runtime::ErrorBody,
{
    match request
        .retry(client_runtime::RetryPolicy::never())
        .send()
        .await
    {
        Ok(response) => response.status().as_u16(),
        Err(error) => error.status().map_or(0, |status| status.as_u16()),
    }
}

fn replied(status: u16) -> Reply {
    Reply::json(status, &json!({}))
}

#[tokio::test]
async fn an_operation_is_known_without_its_url() {
    let server = MockTransport::new();
    server.on(&GET).reply(replied(200));
    server.on(&LIST).reply(replied(201));
    // Behind a gateway, and with an id that looks like another path.
    let client = builder()
        .base_url("https://gateway.example.com/a")
        .transport(server.clone())
        .no_auth()
        .build()
        .unwrap();
    assert_eq!(status(get(&client, "a/b")).await, 200);
    assert_eq!(status(list(&client)).await, 201);

    let [called] = server.calls(&GET).try_into().unwrap();
    assert_eq!(called.path("id").as_deref(), Some("a/b"));
    assert_eq!(called.operation.map(Operation::id), Some("getThing"));
    // A request to any path isn't a call of the operation.
    let raw = client.request(Method::GET, "/things/7");
    assert_eq!(status(raw).await, 0);
    assert_eq!(server.calls(&GET).len(), 1);
}

#[tokio::test]
async fn the_last_route_that_matches_replies() {
    let server = MockTransport::new();
    let client = client(&server);
    server.on(&GET).reply(replied(200)).reply(replied(206));
    server.on(&GET).path("id", 8).reply(replied(404));
    server
        .on(&PATCH)
        .json(&json!({"a": [1]}))
        .reply(replied(200));
    server
        .on(&PATCH)
        .header("if-match", "1")
        .reply(replied(412));
    let patch = |body: Value| -> Call {
        let request = PATCH.request(&client).path("id", 8);
        request.json("application/json", &body)
    };

    assert_eq!(status(get(&client, "7")).await, 200);
    assert_eq!(status(get(&client, "8")).await, 404);
    assert_eq!(status(get(&client, "7")).await, 206);
    assert_eq!(status(get(&client, "7")).await, 206);
    assert_eq!(status(patch(json!({"a": [1]}))).await, 200);
    assert_eq!(status(patch(json!({})).header("if-match", "1")).await, 412);
}

#[tokio::test]
async fn query_parameters_are_compared_by_value() {
    let server = MockTransport::new();
    let client = client(&server);
    server
        .on(&LIST)
        .query("a", ["x y", "z"])
        .reply(replied(200));
    server.on(&LIST).query("a", None::<u8>).reply(replied(204));

    assert_eq!(status(list(&client).query("a", ["x y", "z"])).await, 200);
    assert_eq!(status(list(&client).query("a", "x y")).await, 0);
    assert_eq!(status(list(&client).query("b", 1)).await, 204);
}

#[tokio::test]
async fn a_request_without_a_reply_names_the_nearest_route() {
    let server = MockTransport::new();
    let client = client(&server);
    let message = async |request: Call| request.await.unwrap_err().to_string();
    assert_eq!(
        message(get(&client, "7")).await,
        "getThing: the transport failed: no reply to GET /beta/things/7 (getThing): the mock server has no replies"
    );
    server.on(&LIST).reply(replied(200));
    server
        .on(&GET)
        .path("id", 8)
        .query("deep", true)
        .reply(replied(200));
    server.on(&GET).path("id", 9).reply(replied(200));
    // It only counts.
    server.on(&GET).path("id", 7).assert_calls(1);
    assert_eq!(
        message(get(&client, "8").query("deep", "hush-hush")).await,
        "getThing: the transport failed: no reply to GET /beta/things/8 (getThing): the nearest route is getThing \
         (GET /things/{id}) with path parameter `id` = \"9\", but the path parameter `id` is \"8\""
    );
    let patch: Call = PATCH.request(&client).path("id", 8);
    assert!(
        message(patch)
            .await
            .contains("no route is for it, the nearest is")
    );
}

fn complaint(check: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let panic = std::panic::catch_unwind(check).unwrap_err();
    *panic.downcast::<String>().unwrap()
}

#[tokio::test]
async fn assertions_show_what_was_asked_instead() {
    let server = MockTransport::new();
    let client = client(&server);
    let seven = server
        .on(&PATCH)
        .path("id", 7)
        .json(&json!({"a": {"b": true}}));
    let none = complaint({
        let seven = std::panic::AssertUnwindSafe(seven.clone());
        move || seven.assert_calls(1)
    });
    assert_eq!(
        none,
        "expected 1 request patchThing (PATCH /things/{id}) with path parameter `id` = \"7\", body {\"a\":{\"b\":true}}, \
         but there was none; the server got no request at all"
    );

    server.on(&PATCH).reply(replied(200));
    server.on(&LIST).reply(replied(200));
    for (id, body) in [(7, json!({"a": {"b": 1}})), (8, json!({}))] {
        let request: Call = PATCH.request(&client).path("id", id);
        request.json("application/json", &body).await.unwrap();
    }
    list(&client).await.unwrap();
    let nearest = complaint({
        let seven = std::panic::AssertUnwindSafe(seven.clone());
        move || seven.assert_calls(1)
    });
    assert!(
        nearest.ends_with(
            "but there was none\nthe nearest other request: PATCH /beta/things/7 (patchThing), where the body at \
             `/a/b` is 1"
        ),
        "{nearest}"
    );
    let all = server.on(&PATCH);
    all.assert_calls(2);
    let too_many = complaint({
        let all = std::panic::AssertUnwindSafe(all);
        move || all.assert_calls(0)
    });
    assert_eq!(
        too_many,
        "expected 0 requests patchThing (PATCH /things/{id}), but there were 2\n  PATCH /beta/things/7 (patchThing)\n  \
         PATCH /beta/things/8 (patchThing)"
    );
}

#[tokio::test(start_paused = true)]
async fn connections_break_and_are_slow() {
    let server = MockTransport::new();
    let client = client(&server);
    let late = Reply::json(200, &json!({"a": 1})).delay(Duration::from_secs(60));
    let cut = Reply::json(200, &json!({"a": 1})).cut_after(3);
    let replies = [Reply::reset(), cut, late.clone(), late];
    server.on(&LIST).replies(replies);
    let call = async |timeout| {
        let request = list(&client).timeout(Duration::from_secs(timeout));
        request.retry(client_runtime::RetryPolicy::never()).await
    };
    let reset = call(10).await.unwrap_err();
    assert!(matches!(&reset, Error::Connection(_)) && reset.status().is_none());
    let cut = call(10).await.unwrap_err();
    assert!(matches!(&cut, Error::Connection(_)), "{cut}");
    assert_eq!(cut.status().map(|status| status.as_u16()), Some(200));
    assert!(call(10).await.unwrap_err().is_timeout());
    assert_eq!(call(100).await.unwrap(), json!({"a": 1}));
}

#[test]
fn a_result_of_a_broken_response_is_an_error() {
    let broken = |status| Reply::json(status, &json!({"id": 1})).cut_after(3);
    let result = |status| broken(status).result::<Json<Value>, Value>("getThing");
    let error = result(200).unwrap_err();
    assert!(matches!(&error, Error::Connection(error) if error.status == Some(StatusCode::OK)));
    assert!(result(404).unwrap_err().is_status(404));
}

#[test]
#[should_panic(expected = "the value can't be JSON")]
fn a_reply_that_cannot_be_json() {
    let _ = Reply::json(200, &std::collections::BTreeMap::from([(vec![1], 2)]));
}

#[tokio::test]
async fn examples_reply_where_no_route_does() {
    static THING: Example =
        Example::new(&GET, 202).body("application/json", r#"{"name": "Payroll"}"#);
    static NOTHING: Example = Example::new(&PATCH, 204);
    let server = MockTransport::new();
    let client = client(&server);
    server.on(&GET).path("id", 8).reply(replied(404));
    server.reply_with_examples(&[&THING, &NOTHING]);

    let response = get(&client, "7").send().await.unwrap();
    assert_eq!(response.status().as_u16(), 202);
    assert_eq!(response.header("content-type"), Some("application/json"));
    assert_eq!(*response.value(), THING.json());
    assert_eq!(status(get(&client, "8")).await, 404);
    let patch: Request<client_runtime::Empty, Value> = PATCH.request(&client);
    assert_eq!(status(patch.path("id", 1)).await, 204);
    assert_eq!(status(list(&client)).await, 0);
}
