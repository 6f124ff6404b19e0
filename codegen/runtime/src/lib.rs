//! The runtime of generated API clients: transport, authentication, retries, paging, tolerant decoding.
//!
//! A generated crate has all of it as `runtime`, and the types that its users need most at its root. The examples here
//! build a [`Client`] of their own where you would write `my_api::Client`.
//!
//! # How a call works
//!
//! A generated function turns an [`Operation`] into a [`Request`], and setters add parameters and a body. `send` builds
//! the URL, headers and body from them, then authorizes and sends the request through a [`Transport`], follows
//! redirects, renews the token and retries. The request's [`ResponseBody`] reads a success into a [`Response`], and its
//! [`ErrorBody`] reads anything else into an [`Error`]. All of this needs a tokio runtime.
//!
//! # Authentication
//!
//! [`ClientBuilder::load`] reads the environment variables and files that the API documents; the builder's own methods
//! override them. The error for a missing setting lists where the builder looked for it.
//!
//! ```
//! # use client_runtime::{Client, ClientBuilder, ConfigError, Credentials, SchemeKind, SecurityScheme, Server, Settings, TokenUrl};
//! # static SETTINGS: Settings = Settings::new("example/1.0", Server::new("https://{tenant}.example.com", "").variables(&[("tenant", "")]))
//! #     .token_url(TokenUrl::Documented("/oauth/token"))
//! #     .schemes(&[SecurityScheme::new("oauth2", SchemeKind::OAuth2 { client_credentials: true })]);
//! # fn builder() -> ClientBuilder<Client> { ClientBuilder::new(&SETTINGS) }
//! # fn main() -> Result<(), ConfigError> {
//! let client = builder()
//!     .load()?
//!     .variable("tenant", "acme")
//!     .client_credentials("id", "secret")
//!     .user_agent_suffix("payroll-sync/2.1")
//!     .build()?;
//! # let request = client.request(client_runtime::http::Method::GET, "/");
//! // A single request can use other credentials.
//! let request = request.credentials(Credentials::bearer("another token"));
//! # drop(request);
//! # Ok(())
//! # }
//! ```
//!
//! All callers share one token. It is renewed before it expires, and once when the server responds with 401. If an
//! early renewal fails, the token is used until it expires. Credentials are sent to the API's own origin only: never to
//! the target of a redirect to another origin, and never over plain http, except to this machine or after
//! [`ClientBuilder::allow_plain_http`]. Secrets are never printed, logged or part of an error message.
//!
//! # Responses
//!
//! Awaiting a request returns the value; [`Request::send`] returns a [`Response`] with status, headers and raw body.
//!
//! Servers don't always send what their docs promise. Enums and unions are open and keep values that they don't name;
//! dates are kept as text ([`Timestamp`]) and parsed on demand; numbers keep their digits ([`Number`]). Any other value
//! that doesn't match its type is dropped and reported as a [`Misfit`] with its JSON pointer, and logged as a warning;
//! the rest of the response is decoded. In strict mode ([`Request::strict`], [`ClientBuilder::strict`]) it is an error
//! instead. [`decode`] does the same for recorded bodies.
//!
//! ```
//! # use client_runtime::{Error, Json, RawRequest, Value};
//! # async fn show(request: RawRequest) -> Result<(), Error> {
//! # let request = request.expect::<Json<Value>>();
//! let response = request.send().await?;
//! for misfit in response.misfits() {
//!     println!("{}: {} ({})", misfit.pointer, misfit.value, misfit.error);
//! }
//! println!("{} in total: {:?}", response.total().unwrap_or(1), response.value());
//! # Ok(())
//! # }
//! ```
//!
//! # Errors
//!
//! [`Error`] has a variant for each way to fail: an error status, a success that can't be decoded, the connection,
//! authentication, and building the request. It keeps the status, headers and raw body that were received.
//!
//! ```
//! # use client_runtime::{Error, RawRequest};
//! # async fn show(request: RawRequest) {
//! match request.send().await {
//!     Ok(response) => println!("{}", response.status()),
//!     Err(error) if error.is_status(404) => println!("not found"),
//!     Err(error) if error.is_retryable() => println!("later: {error} ({:?})", error.retry_after()),
//!     Err(error) => println!("{error}; request id for support: {:?}", error.request_id()),
//! }
//! # }
//! ```
//!
//! # Retries
//!
//! A throttled request is sent again after the time that the server asks for. Broken connections and server errors are
//! retried if the operation is safe to repeat. [`RetryPolicy`] describes the limits and can be replaced for a client or
//! a single request.
//!
//! # Paging
//!
//! Lists are [`Stream`]s of items or pages, with a method `next`; the crate `futures-util` has many more. A stream ends
//! where the list ends or after an error. Items that don't match their type are misfits: [`Items::misfits`].
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
//! A [`Body`], or a [`File`] in a [`Multipart`] form, is sent from memory, a path or a stream, with progress callbacks.
//! A download is a [`ByteStream`]; [`ByteStream::save_to`] writes it to a temporary file and renames that when it is
//! complete.
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
//! # Traces
//!
//! Each call is a span of the `tracing` crate, at level `INFO`, and each attempt an event in it, at level `DEBUG`. Its
//! fields are those that OpenTelemetry defines for HTTP clients: `http.request.method`, `url.template`,
//! `server.address`, `server.port`, `http.response.status_code`, `http.request.resend_count` and `error.type`, which is
//! the error status or one of `request`, `auth`, `connect`, `timeout`, `interrupted`, `body`, `save`, `decode` and, for
//! any other failure of a transport, `_OTHER`. No value of a parameter, header or body is recorded. To send the spans
//! to a collector, add a layer of `tracing-opentelemetry`:
//!
//! ```
//! use opentelemetry::trace::TracerProvider as _;
//! use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider};
//! use tracing_subscriber::layer::SubscriberExt as _;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let exporter = InMemorySpanExporter::default(); // or the one of opentelemetry-otlp
//! let provider = SdkTracerProvider::builder().with_simple_exporter(exporter).build();
//! let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("payroll-sync"));
//! tracing::subscriber::set_global_default(tracing_subscriber::registry().with(layer))?;
//! // At the end of the program:
//! provider.shutdown()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Middleware and tests
//!
//! Middleware is a [`Transport`] that wraps another ([`ClientBuilder::middleware`]). To test your own code without a
//! server or real waiting, use the scripted transport and the manual clock in [`testing`].
//!
//! # Features
//!
//! The default transport is reqwest, with the TLS library that a feature selects:
//!
//! - `rustls-aws-lc` (default): rustls with aws-lc, which needs a C compiler
//! - `rustls-ring`: rustls with ring. It becomes the process's default if there is none yet.
//! - `native-tls`: the system's library, OpenSSL on Linux
//! - `reqwest`: no TLS, for plain HTTP or a [`reqwest::Client`] of your own ([`ClientBuilder::http_client`])
//!
//! `native-tls` takes precedence over `rustls-ring`, which takes precedence over `rustls-aws-lc`. Without any of them
//! the crate doesn't contain reqwest, and [`ClientBuilder::transport`] is required. `tower` makes a transport of any
//! `tower::Service` (`TowerTransport`).
//!
//! `http2` and `gzip` (both default) are for the default transport: HTTP/2, and compressed responses. `yaml` reads
//! configuration files in YAML; without it, such a file counts as absent. It is a default feature, except of a
//! generated crate whose API documents no such file.
//!
//! On WebAssembly, use `default-features = false` and pass a transport and a clock: files can't be read or saved there,
//! and timeouts are left to the transport. In a generated crate, that also drops the features of the API's versions,
//! such as `beta`; name those that you use.
//!
//! `blocking` adds calls for code that isn't asynchronous: `send_blocking` on requests, `blocking` on lists.
//!
//! `chrono`, `time` and `jiff` convert dates to and from the types of those crates. `exact-numbers` keeps the digits of
//! numbers in a [`Value`] too; it changes serde_json for the whole build.

#[cfg(all(feature = "reqwest", target_family = "wasm"))]
compile_error!(
    "reqwest isn't supported on WebAssembly: use `default-features = false` and a transport of your own"
);

#[cfg(all(feature = "blocking", target_family = "wasm"))]
compile_error!("blocking calls aren't supported on WebAssembly, where no thread may wait");

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod address;
mod auth;
#[cfg(feature = "blocking")]
pub mod blocking;
mod body;
mod builder;
mod call_info;
mod client;
mod clock;
mod config;
mod decode;
mod error;
mod exchange;
mod files;
mod macros;
mod multipart;
mod object;
mod operation;
mod paging;
mod pointer;
mod request;
mod response;
mod retry;
mod secret;
mod settings;
mod span;
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
    AuthError, BoxError, ConnectionError, Error, ErrorBody, ErrorFamily, RequestError,
    ResponseError, StatusError,
};
pub use multipart::{File, Multipart};
pub use operation::{CalledOperation, Operation};
pub use paging::{Items, Pages, Paging};
pub use request::{RawRequest, Request};
pub use response::{Binary, Empty, Json, Raw, RawResponse, Response, ResponseBody, Text};
pub use retry::{Attempt, AttemptFailure, RetryPolicy};
pub use secret::Secret;
pub use settings::{
    KeyLocation, SchemeKind, SecurityScheme, Server, Setting, Settings, SettingsFile, Source,
    TokenUrl,
};
pub use stream::ByteStream;
pub use style::Style;
#[cfg(feature = "tower")]
pub use transport::TowerTransport;
pub use transport::{Transport, TransportError, TransportErrorKind};
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub use values::DateError;
pub use values::{
    Date, IntoNullableList, IntoOption, Nullable, Number, Timestamp, UnknownScalar, UnknownValue,
    to_json,
};

pub use bytes::Bytes;
pub use futures_core::Stream;
pub use futures_core::future::BoxFuture;
#[cfg(feature = "reqwest")]
pub use reqwest;
pub use serde_json::{Map, Value};
pub use {http, serde, serde_json};
