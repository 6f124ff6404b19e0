//! A tenant on this machine: a token endpoint that numbers its tokens, and whatever else a test mounts.

use std::sync::atomic::{AtomicU32, Ordering};

use identitynow::Client;
use identitynow::runtime::testing::ManualClock;
use serde_json::{Value, json};
use wiremock::matchers::{body_string, method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// The id of a profile.
pub(crate) const ID: &str = "2c91808a7813090a017814121919ecca";
/// The path of requests for it: that of the API's server, then that of the operation.
pub(crate) const PROFILE: &str = "/beta/access-profiles/2c91808a7813090a017814121919ecca";

pub(crate) struct Tenant {
    pub(crate) server: MockServer,
    pub(crate) clock: ManualClock,
    pub(crate) client: Client,
}

struct Tokens(AtomicU32);

impl Respond for Tokens {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let number = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        let token = json!({"access_token": format!("token-{number}"), "token_type": "bearer", "expires_in": 749});
        ResponseTemplate::new(200).set_body_json(token)
    }
}

impl Tenant {
    /// A tenant, and a client that knows its id and secret.
    pub(crate) async fn start() -> Self {
        let server = server().await;
        let clock = ManualClock::new();
        let client = Client::builder()
            .base_url(server.uri())
            .client_credentials("id", "secret")
            .clock(clock.clone())
            .user_agent_suffix("payroll/2.1")
            .build()
            .unwrap();
        Self {
            server,
            clock,
            client,
        }
    }

    /// Answers every PATCH of the profile.
    pub(crate) async fn answer(&self, answer: ResponseTemplate) {
        Mock::given(method("PATCH"))
            .and(path(PROFILE))
            .respond_with(answer)
            .mount(&self.server)
            .await;
    }

    /// The requests to an operation, without those to the token endpoint.
    pub(crate) async fn requests(&self) -> Vec<Request> {
        let requests = self.server.received_requests().await.unwrap();
        requests
            .into_iter()
            .filter(|request| request.url.path() != "/oauth/token")
            .collect()
    }

    /// How many tokens were fetched.
    pub(crate) async fn tokens(&self) -> usize {
        self.server.received_requests().await.unwrap().len() - self.requests().await.len()
    }
}

/// A server with a token endpoint.
pub(crate) async fn server() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/oauth/token"))
        .and(body_string(
            "grant_type=client_credentials&client_id=id&client_secret=secret",
        ))
        .respond_with(Tokens(AtomicU32::new(0)))
        .mount(&server)
        .await;
    server
}

/// A profile as the docs page shows one.
pub(crate) fn profile() -> Value {
    json!({
        "id": ID,
        "name": "Employee-database-read-write",
        "description": null,
        "created": "2021-03-01T22:32:58.104Z",
        "enabled": true,
        "owner": {"type": "IDENTITY", "id": "2c9180a46faadee4016fb4e018c20639", "name": "support"},
        "source": {"id": "2c91809773dee3610173fdb0b6061ef4", "type": "SOURCE", "name": "ODS-AD-SOURCE"},
        "entitlements": [{"id": "2c91809773dee32014e13e122092014e", "type": "ENTITLEMENT", "name": "users"}],
        "requestable": true,
        "accessRequestConfig": {
            "commentsRequired": true,
            "approvalSchemes": [{"approverType": "GOVERNANCE_GROUP", "approverId": "46c79819"}],
        },
        "segments": ["f7b1b8a3-5fed-4fd4-ad29-82014e137e19"],
    })
}

/// The profile with some of its fields changed.
pub(crate) fn profile_with(changes: Value) -> Value {
    let mut profile = profile();
    let (Value::Object(fields), Value::Object(changes)) = (&mut profile, changes) else {
        unreachable!()
    };
    fields.extend(changes);
    profile
}

pub(crate) fn header<'a>(request: &'a Request, name: &str) -> &'a str {
    request
        .headers
        .get(name)
        .map(|value| value.to_str().unwrap())
        .unwrap_or_default()
}
