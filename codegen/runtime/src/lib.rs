//! What a generated API client calls: transport, authentication, retries, paging, tolerant decoding.
//!
//! Users of a generated crate meet this crate's types under that crate's name. The examples here make a [`Client`] of their
//! own, where you would write `my_api::Client`.
//!
//! # The way of a call
//!
//! A generated function turns an [`Operation`] into a [`Request`]. Setters write parameters and body down. `send` makes a
//! URL, headers and a body of them, then signs, sends, follows redirects, renews the token and retries, through a
//! [`Transport`]. The answer is read by the request's [`ResponseBody`] marker into a [`Response`], or by its [`ErrorBody`] into
//! an [`Error`]. It all needs a tokio runtime.
//!
//! # Signing in
//!
//! [`ClientBuilder::load`] reads the environment variables and files that the API's users know, and the builder's own methods
//! overrule them. What cannot be found is told with where it was looked for.
//!
//! ```
//! # use client_runtime::{Client, ClientBuilder, ConfigError, Credentials, SchemeKind, SecurityScheme, Server, Settings};
//! # static SETTINGS: Settings = Settings {
//! #     user_agent: "example/1.0",
//! #     server: Server { origin: "https://{tenant}.example.com", path: "", variables: &[("tenant", "")] },
//! #     token_url: Some("/oauth/token"),
//! #     schemes: &[SecurityScheme { id: "oauth2", kind: SchemeKind::OAuth2 { client_credentials: true } }],
//! #     sources: &[], request_id: &[], total_header: None,
//! # };
//! # fn builder() -> ClientBuilder<Client> { ClientBuilder::new(&SETTINGS) }
//! # fn main() -> Result<(), ConfigError> {
//! let client = builder()
//!     .load()?
//!     .variable("tenant", "acme")
//!     .client_credentials("id", "secret")
//!     .user_agent_suffix("payroll-sync/2.1")
//!     .build()?;
//! # let request = client.request(client_runtime::http::Method::GET, "/");
//! // A single request may have credentials of its own.
//! let request = request.credentials(Credentials::bearer("another token"));
//! # drop(request);
//! # Ok(())
//! # }
//! ```
//!
//! A token is fetched once for all callers, kept, renewed before it expires, and once more when the server answers 401. It goes
//! to the API's own origin only: not along with a redirect to another, and not over plain http, unless to this machine or by
//! [`ClientBuilder::allow_plain_http`]. No secret is printed, traced or put in an error.
//!
//! # Answers
//!
//! Awaiting a request gives the value; [`Request::send`] gives a [`Response`] with status, headers and raw body.
//!
//! Servers send what their docs deny. Enums and unions are open and keep what they do not name; dates are text
//! ([`Timestamp`]) until they are asked for; numbers keep their digits ([`Number`]). A value that does not fit its type all the
//! same does not fail the answer: it is left out, told as a [`Misfit`] with its place, and traced as a warning. In strict mode
//! ([`Request::strict`], [`ClientBuilder::strict`]) it is an error. [`decode`] does the same to recorded bodies.
//!
//! ```
//! # use client_runtime::{Error, Json, RawRequest, Value};
//! # async fn show(request: RawRequest) -> Result<(), Error> {
//! # let request = request.expect::<Json<Value>>();
//! let response = request.send().await?;
//! for misfit in response.misfits() {
//!     println!("{}: {} ({})", misfit.pointer, misfit.value, misfit.error);
//! }
//! println!("{} in all: {:?}", response.total().unwrap_or(1), response.value());
//! # Ok(())
//! # }
//! ```
//!
//! # Errors
//!
//! [`Error`] tells what failed: a status, the reading of a success, the transport, signing in, or the making of the request. It
//! always has what came: status, headers, raw body.
//!
//! ```
//! # use client_runtime::{Error, RawRequest};
//! # async fn show(request: RawRequest) {
//! match request.send().await {
//!     Ok(response) => println!("{}", response.status()),
//!     Err(error) if error.status().is_some_and(|status| status == 404) => println!("it is gone"),
//!     Err(error) if error.is_retryable() => println!("later: {error} ({:?})", error.retry_after()),
//!     Err(error) => println!("{error}; for support: {:?}", error.request_id()),
//! }
//! # }
//! ```
//!
//! # Retries
//!
//! Throttling is waited out as the server asks, broken connections and server errors are retried where that is safe, all within
//! limits: see [`RetryPolicy`], which can be replaced for a client or a request. Each attempt is an event of `tracing`.
//!
//! # Paging
//!
//! Lists are [`Stream`]s of items or pages, of which none is lost: they end where the list does, and an error is an error.
//!
//! ```
//! # use client_runtime::{Error, Items, Value};
//! # async fn show(items: Items<Value, Value>) -> Result<(), Error> {
//! use futures_util::TryStreamExt as _;
//!
//! let first_ten: Vec<Value> = items.try_filter(|item| std::future::ready(item["enabled"] == true))
//!     .take(10)
//!     .try_collect()
//!     .await?;
//! # use futures_util::StreamExt as _;
//! # drop(first_ten);
//! # Ok(())
//! # }
//! ```
//!
//! # Files
//!
//! A [`Body`] or a [`File`] of a [`Multipart`] form is sent from memory, a path or a stream, with progress. A download is a
//! [`ByteStream`], which [`saves itself`](ByteStream::save_to) aside and renames when all of it is there.
//!
//! ```no_run
//! # use client_runtime::{Binary, BoxError, File, Multipart, RawRequest};
//! # async fn show(upload: RawRequest, download: RawRequest) -> Result<(), BoxError> {
//! let form = Multipart::new()
//!     .file("file", File::path("accounts.csv").media_type("text/csv"))
//!     .on_progress(|sent, total| println!("{sent} of {total:?}"));
//! upload.multipart(form).await?;
//! download.expect::<Binary>().await?.save_to("report.zip").await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Middleware and tests
//!
//! A [`Transport`] that wraps another is middleware ([`ClientBuilder::middleware`]). [`testing`] has one that answers by script, to test your own code
//! without a server, and a clock that does not wait.
//!
//! # Features
//!
//! `chrono`, `time` and `jiff` turn dates into the types of those crates. `exact-numbers` keeps the digits of numbers in a
//! [`Value`] too; it changes serde_json for the whole build.

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod address;
mod auth;
mod body;
mod builder;
mod call_info;
mod client;
mod clock;
mod config;
mod decode;
mod error;
mod exchange;
mod macros;
mod multipart;
mod operation;
mod paging;
mod request;
mod response;
mod retry;
mod secret;
mod settings;
mod stream;
mod style;
pub mod testing;
mod transport;
mod values;

pub use auth::{AccessToken, Credentials, TokenProvider};
pub use body::Body;
pub use builder::ClientBuilder;
pub use client::Client;
pub use clock::Clock;
pub use config::ConfigError;
pub use decode::{DecodeError, Decoded, Misfit, decode};
pub use error::{
    AuthError, BoxError, ConnectionError, Error, ErrorBody, RequestError, ResponseError,
    StatusError,
};
pub use multipart::{File, Multipart};
pub use operation::Operation;
pub use paging::{Items, Pages, Paging};
pub use request::{RawRequest, Request};
pub use response::{Binary, Empty, Json, Raw, RawResponse, Response, ResponseBody, Text};
pub use retry::{Attempt, AttemptFailure, RetryPolicy};
pub use secret::Secret;
pub use settings::{KeyLocation, SchemeKind, SecurityScheme, Server, Setting, Settings, Source};
pub use stream::ByteStream;
pub use style::Style;
pub use transport::{Transport, TransportError, TransportErrorKind};
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub use values::DateError;
pub use values::{Date, Nullable, Number, Timestamp, UnknownScalar, UnknownValue};

pub use bytes::Bytes;
pub use futures_core::Stream;
pub use futures_core::future::BoxFuture;
pub use serde_json::{Map, Value};
pub use {http, reqwest, serde, serde_json};
