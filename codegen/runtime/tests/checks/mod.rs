//! Checks of the runtime that hold for every input, whoever makes the input: the fuzzers of `codegen/fuzz`, proptest, or
//! a seed.
//!
//! Each check takes bytes. They are what a server or a user sends, or decide how that is put together.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "each user needs a part, and a check that fails panics"
)]

mod decoding;
#[path = "../../../tests/checks/entropy.rs"]
mod entropy;
mod json;
mod odd;
mod retry_after;
mod token;
mod types;
mod urls;

use client_runtime::testing::{ManualClock, MockTransport};
use client_runtime::{
    Client, ClientBuilder, SchemeKind, SecurityScheme, Server, Settings, TokenUrl,
};

pub(crate) use decoding::decode;
pub(crate) use retry_after::retry_after;
pub(crate) use token::token;
pub(crate) use urls::urls;

static SERVER: Server = Server {
    origin: "https://{tenant}.api.example.com",
    path: "/beta",
    variables: &[("tenant", "acme")],
};

static SETTINGS: Settings = Settings {
    user_agent: "example/1.0",
    server: Server { path: "", ..SERVER },
    token_url: Some(TokenUrl::Configured("/oauth/token")),
    schemes: &[SecurityScheme {
        id: "oauth2",
        kind: SchemeKind::OAuth2 {
            client_credentials: true,
        },
    }],
    sources: &[],
    request_id: &[],
    total_header: None,
};

/// A client on a transport in memory, with its clock.
struct Memory {
    server: MockTransport,
    clock: ManualClock,
}

impl Memory {
    fn new() -> Self {
        Self {
            server: MockTransport::new(),
            clock: ManualClock::new(),
        }
    }

    fn builder(&self, settings: &'static Settings) -> ClientBuilder<Client> {
        ClientBuilder::new(settings)
            .transport(self.server.clone())
            .clock(self.clock.clone())
    }
}

/// Runs a future that waits for nothing.
fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(future)
}
