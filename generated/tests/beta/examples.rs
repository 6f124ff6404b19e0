//! The programs in `examples/`, which the README quotes, run against a server on this machine.
//!
//! They read the environment, which a test can't change for itself: each test runs this binary again, with the
//! environment set, and the binary runs the program instead of the test.

use std::process::{Command, Output};

use serde_json::json;
use wiremock::matchers::{body_json, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{PROFILE, profile_with, server};

type Outcome = Result<(), Box<dyn std::error::Error>>;

mod patch_access_profile {
    include!("../../examples/patch_access_profile.rs");
    pub(super) const TEXT: &str = include_str!("../../examples/patch_access_profile.rs");

    pub(super) fn run() -> super::Outcome {
        main()
    }
}

mod paging {
    include!("../../examples/paging.rs");

    pub(super) fn run() -> super::Outcome {
        main()
    }
}

#[cfg(feature = "blocking")]
mod blocking {
    include!("../../examples/blocking.rs");

    pub(super) fn run() -> super::Outcome {
        main()
    }
}

mod in_memory {
    include!("../../examples/in_memory.rs");

    pub(super) fn run() -> super::Outcome {
        main()
    }
}

#[test]
fn the_readme_quotes_the_example() {
    let readme = include_str!("../../../README.md");
    assert!(readme.contains(&format!("```rust\n{}```\n", patch_access_profile::TEXT)));
}

/// The type that the README shows beside its schema is the one of the crate.
#[test]
fn the_readme_quotes_the_crate() {
    let readme = include_str!("../../../README.md");
    let module = include_str!("../../src/beta/access_profiles.rs");
    let (_, code) = readme.split_once("it writes\n\n```rust\n").unwrap();
    let (code, _) = code.split_once("```").unwrap();
    assert!(
        module.contains(code),
        "the crate has another type than\n{code}"
    );
}

/// The environment variable that makes this binary run the program.
const PROGRAM: &str = "IDENTITYNOW_EXAMPLE";

#[tokio::test]
async fn patch_access_profile() {
    if std::env::var_os(PROGRAM).is_some() {
        return tokio::task::spawn_blocking(|| patch_access_profile::run().unwrap())
            .await
            .unwrap();
    }
    let server = server().await;
    let patch = json!([
        {"op": "replace", "path": "/name", "value": "Payroll"},
        {"op": "replace", "path": "/enabled", "value": true},
    ]);
    let answer = profile_with(json!({"name": "Payroll", "modified": "2021-03-02T20:22:28.104Z"}));
    Mock::given(method("PATCH"))
        .and(path(PROFILE))
        .and(header("authorization", "Bearer token-1"))
        .and(header("content-type", "application/json-patch+json"))
        .and(body_json(patch))
        .respond_with(ResponseTemplate::new(200).set_body_json(answer))
        .expect(1)
        .mount(&server)
        .await;
    let output = program("examples::patch_access_profile", &server).await;
    assert!(
        output.contains("Payroll was changed at Some(Timestamp(\"2021-03-02T20:22:28.104Z\"))"),
        "{output}"
    );
}

#[cfg(feature = "blocking")]
#[tokio::test]
async fn blocking() {
    if std::env::var_os(PROGRAM).is_some() {
        let script = std::thread::spawn(|| blocking::run().unwrap());
        return script.join().unwrap();
    }
    let server = server().await;
    Mock::given(method("PATCH"))
        .and(path(PROFILE))
        .and(header("authorization", "Bearer token-1"))
        .respond_with(ResponseTemplate::new(200).set_body_json(profile_with(json!({}))))
        .expect(1)
        .mount(&server)
        .await;
    let output = program("examples::blocking", &server).await;
    assert!(
        output.contains("Employee-database-read-write is disabled"),
        "{output}"
    );
}

#[tokio::test]
async fn paging() {
    if std::env::var_os(PROGRAM).is_some() {
        return tokio::task::spawn_blocking(|| paging::run().unwrap())
            .await
            .unwrap();
    }
    let server = server().await;
    for (offset, count) in [(0, 50), (50, 50), (100, 7)] {
        let list: Vec<_> = (offset..offset + count)
            .map(|number| profile_with(json!({"name": format!("P{number}")})))
            .collect();
        Mock::given(method("GET"))
            .and(path("/beta/access-profiles"))
            .and(query_param("sorters", "name"))
            .and(query_param("limit", "50"))
            .and(move |request: &wiremock::Request| {
                let asked = request.url.query_pairs().find(|(name, _)| name == "offset");
                asked.map_or(0, |(_, value)| value.parse().unwrap()) == offset
            })
            .respond_with(ResponseTemplate::new(200).set_body_json(list))
            .expect(1)
            .mount(&server)
            .await;
    }
    let output = program("examples::paging", &server).await;
    assert!(output.contains("P106\n107 access profiles"), "{output}");
}

#[test]
fn in_memory() {
    in_memory::run().unwrap();
}

/// What the program prints.
async fn program(test: &'static str, server: &MockServer) -> String {
    let uri = server.uri();
    let run = move || {
        Command::new(std::env::current_exe().unwrap())
            .args([test, "--exact", "--nocapture"])
            .env(PROGRAM, "")
            .env("SAIL_BASE_URL", uri)
            .env("SAIL_CLIENT_ID", "id")
            .env("SAIL_CLIENT_SECRET", "secret")
            .output()
            .unwrap()
    };
    let Output {
        status,
        stdout,
        stderr,
    } = tokio::task::spawn_blocking(run).await.unwrap();
    let output = String::from_utf8_lossy(&stdout).into_owned();
    assert!(
        status.success(),
        "{output}{}",
        String::from_utf8_lossy(&stderr)
    );
    output
}
