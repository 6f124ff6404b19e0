//! A small client written by hand as the generator writes it, to hold the surface that generated code relies on.
//!
//! It names `client_runtime`, `serde` and `serde_json` only, and must not warn.
#![deny(warnings, missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]
#![allow(
    dead_code,
    unreachable_pub,
    reason = "a library would use and reach all of it"
)]

use wiremock::matchers::{body_json, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

mod generated {
    //! What stands in a generated `lib.rs` and `client.rs`.

    use client_runtime::http::Method;
    use client_runtime::{ClientBuilder, ConfigError, RawRequest};
    use client_runtime::{SchemeKind, SecurityScheme, Server, Setting, Settings, Source};

    pub mod beta;

    /// A client.
    #[derive(Clone, Debug)]
    pub struct Client(client_runtime::Client);

    static SETTINGS: Settings = Settings {
        user_agent: concat!("identitynow/", env!("CARGO_PKG_VERSION")),
        server: Server {
            origin: "https://{tenant}.api.identitynow.com",
            path: "",
            variables: &[("tenant", "sailpoint")],
        },
        token_url: Some(client_runtime::TokenUrl::Configured("/oauth/token")),
        schemes: &[SecurityScheme {
            id: "oauth2",
            kind: SchemeKind::OAuth2 {
                client_credentials: true,
            },
        }],
        sources: &[
            Source::Environment(&[
                (Setting::BaseUrl, "SURFACE_BASE_URL"),
                (Setting::ClientId, "SURFACE_CLIENT_ID"),
            ]),
            Source::File {
                path: "surface.json",
                selector: None,
                keys: &[(Setting::BaseUrl, "/BaseURL")],
            },
            Source::File {
                path: "~/.surface/config.yaml",
                selector: Some("/activeenvironment"),
                keys: &[(Setting::BaseUrl, "/environments/{}/baseurl")],
            },
        ],
        request_id: &["/trackingId"],
        total_header: Some("X-Total-Count"),
    };

    impl Client {
        /// From the environment.
        pub fn from_env() -> Result<Self, ConfigError> {
            Self::builder().load()?.build()
        }

        /// From what you say.
        pub fn builder() -> ClientBuilder<Self> {
            ClientBuilder::new(&SETTINGS)
        }

        /// The API.
        pub fn beta(&self) -> beta::Api {
            beta::Api::new(self.0.clone())
        }

        /// The escape hatch.
        pub fn request(&self, method: Method, path: &str) -> RawRequest {
            self.0.request(method, path)
        }
    }

    impl From<client_runtime::Client> for Client {
        fn from(client: client_runtime::Client) -> Self {
            Self(client)
        }
    }
}

use client_runtime::{Error, Nullable, Value};
use futures_util::TryStreamExt as _;
use generated::Client;
use generated::beta::{
    AccessProfile, ApiError, DtoType, JsonPatchOperation, JsonPatchValue, Started,
};
use serde_json::json;

async fn client(server: &MockServer) -> Client {
    Mock::given(path("/oauth/token"))
        .respond_with(
            ResponseTemplate::new(200)
                .set_body_json(json!({"access_token": "t", "expires_in": 749})),
        )
        .mount(server)
        .await;
    Client::builder()
        .base_url(server.uri())
        .client_credentials("id", "secret")
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_patch_goes_out_and_the_answer_comes_back() {
    let server = MockServer::start().await;
    let client = client(&server).await;
    Mock::given(method("PATCH"))
        .and(path("/beta/access-profiles/a%2Fb"))
        .and(header("authorization", "Bearer t"))
        .and(header("accept", "application/json"))
        .and(header("content-type", "application/json-patch+json"))
        .and(body_json(json!([{"op": "replace", "path": "/name", "value": "Payroll"}])))
        .respond_with(ResponseTemplate::new(200).set_body_json(
            json!({"name": "Payroll", "type": "ROBOT", "description": null, "created": "?", "more": [1]}),
        ))
        .expect(1)
        .mount(&server)
        .await;

    let patch = JsonPatchOperation {
        op: "replace".into(),
        path: "/name".into(),
        value: Some(JsonPatchValue::String("Payroll".into())),
    };
    let profile: AccessProfile = client
        .beta()
        .patch_access_profile("a/b", [patch])
        .await
        .unwrap();

    assert_eq!(profile.description, Nullable::Null);
    assert_eq!(profile.dto_type, Some(DtoType::from("ROBOT")));
    assert_eq!(profile.extra["more"], json!([1]));
}

#[tokio::test]
async fn an_error_has_its_type() {
    let server = MockServer::start().await;
    let client = client(&server).await;
    Mock::given(method("PATCH"))
        .respond_with(
            ResponseTemplate::new(400)
                .set_body_json(json!({"trackingId": "42", "messages": [{"text": "No."}]})),
        )
        .mount(&server)
        .await;

    let error = client
        .beta()
        .patch_access_profile("a", [])
        .send()
        .await
        .unwrap_err();

    assert!(matches!(error.body(), Some(ApiError::BadRequest(_))));
    assert_eq!(error.request_id().as_deref(), Some("42"));
    assert_eq!(
        error.to_string(),
        "patchAccessProfile: 400 Bad Request: No."
    );
}

#[tokio::test]
async fn a_list_pages() {
    let server = MockServer::start().await;
    let client = client(&server).await;
    let page = |offset, names: &[&str]| {
        let page: Vec<Value> = names.iter().map(|name| json!({"name": name})).collect();
        Mock::given(method("GET"))
            .and(path("/beta/access-profiles"))
            .and(query_param("offset", offset))
            .and(query_param("limit", "2"))
            .and(query_param("filters", "name eq \"x\""))
            .respond_with(ResponseTemplate::new(200).set_body_json(page))
            .expect(1)
    };
    page("0", &["a", "b"]).mount(&server).await;
    page("2", &["c"]).mount(&server).await;

    let items = client
        .beta()
        .list_access_profiles()
        .filters("name eq \"x\"")
        .limit(2)
        .items();
    let names: Vec<String> = items
        .map_ok(|profile| profile.name)
        .try_collect()
        .await
        .unwrap();

    assert_eq!(names, ["a", "b", "c"]);
}

#[tokio::test]
async fn two_kinds_of_success() {
    let server = MockServer::start().await;
    let client = client(&server).await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(202))
        .mount(&server)
        .await;

    let started = client.beta().start_job().send().await.unwrap();

    assert!(matches!(started.value(), Started::Accepted(())));
    let error: Error<Value> = client
        .request("GET".parse().unwrap(), "/beta/none")
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
}
