//! What a generated API client calls.

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod address;
mod answer;
mod auth;
mod body;
mod builder;
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
mod retry;
mod secret;
mod settings;
mod stream;
mod style;
pub mod testing;
mod transport;
mod values;

pub use answer::{Answer, Binary, Empty, Json, Raw, Response, ResponseBody, Text};
pub use auth::{AccessToken, Credentials, TokenProvider};
pub use body::Body;
pub use builder::ClientBuilder;
pub use client::Client;
pub use clock::Clock;
pub use config::ConfigError;
pub use decode::{DecodeError, Decoded, Misfit, decode};
pub use error::{
    AnswerError, AuthError, BoxError, CallError, Error, ErrorBody, RequestError, StatusError,
};
pub use multipart::{File, Multipart};
pub use operation::Operation;
pub use paging::{Items, Pages, Paging};
pub use request::{RawRequest, Request};
pub use retry::{Attempt, AttemptFailure, RetryPolicy};
pub use secret::Secret;
pub use settings::{KeyLocation, SchemeKind, SecurityScheme, Server, Setting, Settings, Source};
pub use stream::ByteStream;
pub use style::Style;
pub use transport::{Transport, TransportError, TransportErrorKind};
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub use values::DateError;
pub use values::{Date, Nullable, Timestamp, UnknownScalar, UnknownValue};

pub use bytes::Bytes;
pub use futures_core::Stream;
pub use futures_core::future::BoxFuture;
pub use serde_json::{Map, Value};
pub use {http, reqwest, serde, serde_json};
