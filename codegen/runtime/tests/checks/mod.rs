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

static SERVER: Server =
    Server::new("https://{tenant}.api.example.com", "/beta").variables(&[("tenant", "acme")]);

static SETTINGS: Settings = settings(TokenUrl::Configured("/oauth/token"));

const OAUTH2: SecurityScheme = SecurityScheme::new(
    "oauth2",
    SchemeKind::OAuth2 {
        client_credentials: true,
    },
);

const fn settings(token_url: TokenUrl) -> Settings {
    let server = Server::new("https://{tenant}.api.example.com", "");
    Settings::new("example/1.0", server.variables(&[("tenant", "acme")]))
        .token_url(token_url)
        .schemes(&[OAUTH2])
}

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
