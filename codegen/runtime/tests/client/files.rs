use crate::support::{Action, Memory, RawServer, builder, call, get, post, response};
use client_runtime::http::{Method, Request, Response};
use client_runtime::testing::{ManualClock, Reply};
use client_runtime::{
    Binary, Body, BoxFuture, ByteStream, Bytes, Error, File, Multipart, RetryPolicy, Transport,
    TransportError, TransportErrorKind,
};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::Duration;

fn client(server: &RawServer) -> client_runtime::Client {
    builder()
        .base_url(&*server.url)
        .clock(ManualClock::new())
        .no_auth()
        .build()
        .unwrap()
}

fn ok() -> Action {
    response("200 OK", "", "{}")
}

fn read(text: &'static str) -> Body {
    Body::stream(
        stream::iter(text.split_inclusive(' '))
            .map(|part| Ok::<_, std::io::Error>(Bytes::from(part))),
    )
}

#[tokio::test]
async fn a_form_follows_rfc_7578() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("we\"ird.csv");
    std::fs::write(&path, "id\r\n1\n").unwrap();
    let memory = Memory::signed_in();
    memory.on(Method::POST, "/beta/x", [Reply::json(200, &json!({}))]);
    let form = Multipart::new()
        .text("flag", true)
        .text("none", None::<u8>)
        .text("list", ["a", "b"])
        .json("options", &json!({"n": 1}))
        .file("file", File::path(&path).media_type("text/csv"))
        .file("more", File::bytes("b.bin", &b"\x00\xFF"[..]))
        .file("named", File::path(&path).name("c.csv"));
    post(&memory.client).multipart(form).await.unwrap();

    let request = memory.server.requests().pop().unwrap();
    let boundary = request
        .header("content-type")
        .unwrap()
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let body = String::from_utf8_lossy(&request.body).replace(boundary, "X");
    let expected = "--X\r\nContent-Disposition: form-data; name=\"flag\"\r\n\r\ntrue\r\n\
        --X\r\nContent-Disposition: form-data; name=\"list\"\r\n\r\na\r\n\
        --X\r\nContent-Disposition: form-data; name=\"list\"\r\n\r\nb\r\n\
        --X\r\nContent-Disposition: form-data; name=\"options\"\r\nContent-Type: application/json\r\n\r\n{\"n\":1}\r\n\
        --X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"we%22ird.csv\"\r\nContent-Type: text/csv\r\n\r\nid\r\n1\n\r\n\
        --X\r\nContent-Disposition: form-data; name=\"more\"; filename=\"b.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n\u{0}\u{FFFD}\r\n\
        --X\r\nContent-Disposition: form-data; name=\"named\"; filename=\"c.csv\"\r\nContent-Type: application/octet-stream\r\n\r\nid\r\n1\n\r\n\
        --X--\r\n";
    assert_eq!(body, expected);
    assert_eq!(
        request.header("content-length").unwrap(),
        request.body.len().to_string()
    );
}

#[tokio::test]
async fn a_file_is_sent_with_its_length_and_again_for_a_retry() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("large.bin");
    let contents = "0123456789".repeat(20_000);
    std::fs::write(&path, &contents).unwrap();
    let throttled = response("429 Too Many Requests", "retry-after: 1\r\n", "");
    let server = RawServer::start([throttled, ok()]).await;
    let calls = Arc::new(Mutex::new(Vec::new()));
    let record = calls.clone();
    let body = Body::file(&path)
        .on_progress(move |sent, total| record.lock().unwrap().push((sent, total)));

    post(&client(&server))
        .bytes("application/octet-stream", body)
        .await
        .unwrap();

    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        assert!(
            request.contains("content-length: 200000\r\n"),
            "{}",
            &request[..300]
        );
        assert!(!request.contains("transfer-encoding"));
        assert!(request.ends_with(&contents));
    }
    let calls = calls.lock().unwrap();
    assert!(
        calls.len() > 4
            && calls
                .iter()
                .all(|(sent, total)| *sent <= 200_000 && *total == Some(200_000)),
        "{calls:?}"
    );
    assert_eq!(calls.last().unwrap().0, 200_000);
}

#[tokio::test]
async fn a_stream_is_sent_in_chunks() {
    let server = RawServer::start([ok()]).await;
    post(&client(&server))
        .bytes("text/plain", read("one two three"))
        .await
        .unwrap();
    let request = &server.requests()[0];
    assert!(request.contains("transfer-encoding: chunked"), "{request}");
    assert!(
        request.ends_with("\r\n\r\n4\r\none \r\n4\r\ntwo \r\n5\r\nthree\r\n0\r\n\r\n"),
        "{request}"
    );
}

#[tokio::test]
async fn a_stream_that_fails_is_an_error() {
    let server = RawServer::start([ok()]).await;
    let broken = stream::iter([
        Ok(Bytes::from("one")),
        Err(std::io::Error::other("disk on fire")),
    ]);
    let error = post(&client(&server))
        .bytes("text/plain", Body::stream(broken))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("disk on fire"), "{error}");
    assert!(
        error
            .to_string()
            .starts_with("call: can't read the request body: "),
        "{error}"
    );
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn a_form_with_a_stream_has_no_length() {
    let server = RawServer::start([ok()]).await;
    let chunks = stream::iter([Ok::<_, std::io::Error>(Bytes::from("a,b\n"))]);
    let form = Multipart::new().file("file", File::stream("a.csv", chunks));
    post(&client(&server)).multipart(form).await.unwrap();
    let request = &server.requests()[0];
    assert!(
        request.contains("transfer-encoding: chunked") && request.contains("filename=\"a.csv\""),
        "{request}"
    );
}

#[tokio::test]
async fn a_download_is_a_stream_or_a_file() {
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/x", [Reply::bytes(200, "a,b\n")]);
    let download = || get(&memory.client).expect::<Binary>();
    let chunks: Vec<Bytes> = download().await.unwrap().try_collect().await.unwrap();
    assert_eq!(chunks.concat(), b"a,b\n");
    assert_eq!(download().await.unwrap().bytes().await.unwrap(), "a,b\n");

    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("report.csv");
    assert_eq!(download().await.unwrap().save_to(&path).await.unwrap(), 4);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "a,b\n");
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn an_incomplete_download_leaves_no_file() {
    let cut = Action::Write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf".to_vec());
    let server = RawServer::start([cut]).await;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("report.csv");
    std::fs::write(&path, "before").unwrap();
    let response = get(&client(&server))
        .expect::<Binary>()
        .send()
        .await
        .unwrap();
    let error = response.into_value().save_to(&path).await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Interrupted);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "before");
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_download_that_cannot_be_saved_is_an_error() {
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/x", [Reply::bytes(200, "a")]);
    let download = get(&memory.client).expect::<Binary>().await.unwrap();
    let error = download.save_to("/no/such/directory/a").await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Save);
}

#[tokio::test]
async fn a_download_has_no_size_limit_but_an_idle_timeout() {
    let long = vec![b'x'; 300_000];
    let mut whole = b"HTTP/1.1 200 OK\r\ncontent-length: 300001\r\n\r\n".to_vec();
    whole.extend(&long);
    let server = RawServer::start([Action::WriteAndHang(whole)]).await;
    let client = builder()
        .base_url(&*server.url)
        .no_auth()
        .max_body_bytes(10)
        .build()
        .unwrap();
    let mut download = get(&client).expect::<Binary>().await.unwrap();
    let mut read = 0;
    while read < long.len() {
        read += download.next().await.unwrap().unwrap().len();
    }
    tokio::time::pause();
    let error = download.next().await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "timed out: received nothing for 60s");
    assert!(download.next().await.is_none());
}

/// Responds with two chunks, each of which takes ten seconds once somebody waits for it.
#[derive(Debug)]
struct OnDemand;

impl Transport for OnDemand {
    fn send(
        &self,
        _: Request<ByteStream>,
    ) -> BoxFuture<'_, Result<Response<ByteStream>, TransportError>> {
        let chunks = stream::iter(["a", "b"]).then(|chunk| async move {
            tokio::time::sleep(Duration::from_secs(10)).await;
            Ok(Bytes::from(chunk))
        });
        Box::pin(async move { Ok(Response::new(ByteStream::new(chunks))) })
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_reader_does_not_time_out() {
    let client = builder().no_auth().transport(OnDemand).build().unwrap();
    let mut download = get(&client).expect::<Binary>().await.unwrap();
    for expected in ["a", "b"] {
        tokio::time::sleep(Duration::from_secs(100)).await;
        assert_eq!(download.next().await.unwrap().unwrap(), expected);
    }
    assert!(download.next().await.is_none());
}

#[tokio::test]
async fn downloads_to_one_path_do_not_mix() {
    let memory = Memory::signed_in();
    let bodies = ["a", "b"].map(|letter| letter.repeat(100_000));
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("report.csv");
    std::fs::write(directory.path().join("report.csv.part"), "mine").unwrap();
    let saves = bodies.clone().map(|body| {
        memory.on(Method::GET, "/beta/x", [Reply::bytes(200, body)]);
        let (request, path) = (get(&memory.client).expect::<Binary>(), path.clone());
        async move { request.await.unwrap().save_to(path).await.unwrap() }
    });
    futures_util::future::join_all(saves).await;
    assert!(bodies.contains(&std::fs::read_to_string(&path).unwrap()));
    // A caller that stops waiting leaves nothing.
    let hangs = ByteStream::new(stream::iter([Ok(Bytes::from("half"))]).chain(stream::pending()));
    let saved = tokio::time::timeout(Duration::from_millis(200), hangs.save_to(&path)).await;
    assert!(saved.is_err());
    let mut names: Vec<_> = std::fs::read_dir(directory.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["report.csv", "report.csv.part"]);
}

#[tokio::test]
async fn a_slow_upload_does_not_time_out() {
    // Each chunk takes 40 seconds of the 60; a server that doesn't respond still times out.
    let slow = || {
        stream::iter(0..5).then(|_| async {
            tokio::time::sleep(Duration::from_secs(40)).await;
            Ok::<_, std::io::Error>(Bytes::from("chunk"))
        })
    };
    let memory = Memory::signed_in();
    memory.on(
        Method::POST,
        "/beta/x",
        [Reply::json(200, &json!({})), Reply::never()],
    );
    tokio::time::pause();
    let begun = tokio::time::Instant::now();
    let upload = || post(&memory.client).bytes("text/plain", Body::stream(slow()));
    upload().await.unwrap();
    assert_eq!(begun.elapsed().as_secs(), 200);
    let error = upload().await.unwrap_err();
    assert!(
        error.to_string().contains("no response within 60s"),
        "{error}"
    );

    // The time counts from the last chunk.
    let early = stream::once(async {
        tokio::time::sleep(Duration::from_secs(10)).await;
        Ok::<_, std::io::Error>(Bytes::from("chunk"))
    });
    let stalled = Body::stream(early.chain(stream::pending()));
    let begun = tokio::time::Instant::now();
    let upload = post(&memory.client).bytes("text/plain", stalled);
    upload.await.unwrap_err();
    assert_eq!(begun.elapsed().as_secs(), 70);
}

#[tokio::test]
async fn a_file_that_is_gone_at_a_retry_is_not_an_unsent_request() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.txt");
    std::fs::write(&path, "a").unwrap();
    let memory = Memory::signed_in();
    memory.on(Method::PUT, "/beta/x", [Reply::status(503)]);
    let put = || call(&memory.client, Method::PUT, "/x");
    let gone = path.clone();
    let policy = RetryPolicy::custom(move |_| {
        std::fs::remove_file(&gone).unwrap();
        Some(Duration::ZERO)
    });
    let request = put().bytes("text/plain", Body::file(&path)).retry(policy);
    let error = request.await.unwrap_err();
    assert!(
        matches!(&error, Error::Connection(error) if error.error.kind() == TransportErrorKind::Body),
        "{error:?}"
    );
    // Without an attempt before, it is.
    let error = put().bytes("text/plain", Body::file(&path)).await;
    assert!(matches!(error, Err(Error::Request(_))));
}

#[tokio::test]
async fn large_bytes_are_sent_again_for_a_retry() {
    let contents = "0123456789".repeat(150_000);
    let server =
        RawServer::start([response("503 Unavailable", "retry-after: 0\r\n", ""), ok()]).await;
    post(&client(&server))
        .bytes("text/plain", contents.clone())
        .await
        .unwrap();
    for request in server.requests() {
        assert!(request.contains("content-length: 1500000\r\n") && request.ends_with(&contents));
    }
}

#[tokio::test]
async fn an_error_instead_of_a_download_has_its_body() {
    let memory = Memory::signed_in();
    memory.on(
        Method::GET,
        "/beta/x",
        [Reply::json(404, &json!({"message": "no report"}))],
    );
    let error = get(&memory.client)
        .expect::<Binary>()
        .timeout(Duration::from_secs(1))
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "call: 404 Not Found: no report");
}
