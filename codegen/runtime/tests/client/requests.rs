use crate::support::{Memory, builder, call, get, post};
use client_runtime::http::Method;
use client_runtime::testing::Reply;
use client_runtime::{Empty, Json, Operation, Style, Value};
use serde::Serialize;
use serde_json::json;

/// Sends the request and returns it as the server received it.
async fn sent(
    request: crate::support::Call,
    memory: &Memory,
) -> client_runtime::testing::RecordedRequest {
    request.expect::<Empty>().send().await.unwrap();
    memory.server.requests().pop().unwrap()
}

fn anything() -> Memory {
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/x", [Reply::status(204)]);
    memory.on(Method::POST, "/beta/x", [Reply::status(204)]);
    memory
}

#[tokio::test]
async fn parameters_are_sent_in_their_location() {
    let memory = anything();
    let request = get(&memory.client)
        .query(Style::form("filters"), "name eq \"a & b\"")
        .query(Style::form("limit"), 10)
        .query(Style::form("limit"), 20)
        .query(Style::form("none"), None::<u8>)
        .query(Style::form("ids").joined(), ["a", "b,c"])
        .header_parameter(Style::simple("X-List"), [1, 2])
        .header_parameter(Style::simple("X-None"), None::<u8>)
        .cookie(Style::form("a"), "1;2")
        .cookie(Style::form("b"), 3)
        .header("X-Own", "ü");
    let sent = sent(request, &memory).await;
    assert_eq!(
        sent.url.query(),
        Some("filters=name%20eq%20%22a%20%26%20b%22&limit=20&ids=a,b%2Cc")
    );
    assert_eq!(
        (sent.header("x-list"), sent.header("x-none")),
        (Some("1,2"), None)
    );
    assert_eq!(sent.header("cookie"), Some("a=1%3B2; b=3"));
    assert_eq!(sent.headers["x-own"].as_bytes(), "ü".as_bytes());
}

#[tokio::test]
async fn path_templates_have_many_forms() {
    let memory = Memory::signed_in();
    for (template, path) in [
        ("/reports/{id}.pdf", "/beta/reports/7.pdf"),
        ("/{id+}/a", "/beta/7/a"),
        ("/a;v={id}", "/beta/a;v=7"),
        ("a/{id}?view=full&x={id}", "/beta/a/7"),
    ] {
        memory.on(Method::GET, path, [Reply::status(204)]);
        let sent = sent(
            call(&memory.client, Method::GET, template)
                .path("id", 7)
                .query(Style::form("q"), 1),
            &memory,
        )
        .await;
        assert_eq!(sent.url.path(), path);
        assert_eq!(
            sent.url.query(),
            Some(if template.contains('?') {
                "view=full&x=7&q=1"
            } else {
                "q=1"
            })
        );
    }
    memory.on(Method::GET, "/beta/a;id=1;id=2/.b.c", [Reply::status(204)]);
    let request = call(&memory.client, Method::GET, "/a{id}/{l}")
        .path_styled(Style::matrix("id").exploded(), [1, 2])
        .path_styled(Style::label("l"), ["b", "c"]);
    sent(request, &memory).await;
}

#[tokio::test]
async fn bodies_have_the_documented_media_type() {
    #[derive(Serialize)]
    struct Form<'a> {
        name: &'a str,
        tags: [&'a str; 2],
        none: Option<u8>,
        deep: Value,
    }
    let memory = anything();
    let form = Form {
        name: "a & b",
        tags: ["x", "y"],
        none: None,
        deep: json!({"n": 1}),
    };
    for (request, media_type, body) in [
        (
            post(&memory.client).json("application/scim+json", &json!({"a": 1})),
            Some("application/scim+json"),
            r#"{"a":1}"#,
        ),
        (
            post(&memory.client).text("text/plain; charset=utf-8", "hi"),
            Some("text/plain; charset=utf-8"),
            "hi",
        ),
        (
            post(&memory.client).bytes("text/csv", ""),
            Some("text/csv"),
            "",
        ),
        (
            post(&memory.client).form(&form),
            Some("application/x-www-form-urlencoded"),
            "name=a%20%26%20b&tags=x&tags=y&deep=%7B%22n%22%3A1%7D",
        ),
        (post(&memory.client), None, ""),
    ] {
        let sent = sent(request, &memory).await;
        assert_eq!(
            (sent.header("content-type"), &sent.body[..]),
            (media_type, body.as_bytes())
        );
    }
}

#[tokio::test]
async fn accept_comes_from_the_response_type_and_user_agent_from_the_client() {
    let memory = anything();
    let client = builder()
        .transport(memory.server.clone())
        .no_auth()
        .user_agent_suffix("job/2")
        .default_header("X-Experimental", "true")
        .build()
        .unwrap();
    let _ = get(&client).send().await;
    let request = memory.server.requests().pop().unwrap();
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("user-agent"), Some("example/1.0 job/2"));
    assert_eq!(request.header("x-experimental"), Some("true"));
    static ZIP: Operation = Operation::new("call", Method::GET, "/x", &crate::support::SERVER)
        .accept("application/zip");
    let call: crate::support::Call = ZIP.request(&client);
    let _ = call.send().await;
    assert_eq!(
        memory.server.requests().pop().unwrap().header("accept"),
        Some("application/zip")
    );
}

#[tokio::test]
async fn a_raw_request_has_retries_and_token_renewal() {
    let memory = Memory::signed_in();
    memory.token("t2");
    memory.on(
        Method::PUT,
        "/v9/things/a%2Fb",
        [
            Reply::status(401),
            Reply::status(503),
            Reply::json(200, &json!({"n": 1})),
        ],
    );
    let request = memory
        .client
        .request(Method::PUT, "v9/things/{id}?x=1")
        .path("id", "replaced")
        .path("id", "a/b")
        .query(Style::form("y"), 2);
    let response = request
        .json("application/json", &json!([]))
        .expect::<Json<Value>>()
        .send()
        .await
        .unwrap();
    assert_eq!(response.value(), &json!({"n": 1}));
    let sent = memory.server.requests().pop().unwrap();
    assert_eq!(
        (sent.url.query(), sent.header("authorization")),
        (Some("x=1&y=2"), Some("Bearer t2"))
    );
    let error = memory
        .client
        .request(Method::GET, "/none?secret=1")
        .await
        .unwrap_err();
    assert_eq!(error.operation(), "GET /none");
}

#[test]
fn the_client_can_be_shared() {
    fn is_shared<T: Send + Sync + Clone + 'static>() {}
    fn is_sent<T: Send + Sync + 'static>(_: &T) {}
    is_shared::<client_runtime::Client>();
    let memory = Memory::new();
    is_sent(&get(&memory.client));
    fn future_is_sent<T: Send + 'static>(_: &T) {}
    future_is_sent(&get(&memory.client).send());
}
