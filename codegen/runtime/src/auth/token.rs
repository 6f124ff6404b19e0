//! A token that is fetched once for all who wait for it, kept, and renewed before it expires.
//!
//! Invariant: whoever fetches holds the lock. A caller that goes away lets go of it, and the next fetches in its place.

use super::{AccessToken, TokenProvider};
use crate::exchange::{self, Pulse};
use crate::retry::{self, AttemptFailure, Attempts};
use crate::{BoxError, ByteStream, Client, Secret};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use serde_json::Value;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;
use url::Url;

/// A token is renewed this long before it expires, or when a tenth of its time is left, whichever is later.
const EARLY: Duration = Duration::from_secs(60);
/// A token's answer is small; whatever is not, is no token.
const LARGEST_ANSWER: usize = 1024 * 1024;

pub(super) struct TokenCell {
    source: TokenSource,
    kept: Mutex<Kept>,
    /// How many fetches have ended, to know whether one did while waiting.
    fetches: AtomicU64,
}

pub(super) enum TokenSource {
    ClientCredentials { id: String, secret: Secret },
    Provider(Box<dyn TokenProvider>),
}

#[derive(Default)]
struct Kept {
    token: Option<KeptToken>,
    refusal: Option<Refusal>,
}

struct KeptToken {
    secret: Secret,
    renew_at: Option<Instant>,
    /// Where it came from: credentials shared by two clients must not carry the token of one server to another.
    endpoint: Option<Url>,
}

/// Why there is no token, or none that may be sent.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) message: String,
    pub(crate) status: Option<StatusCode>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) is_retryable: bool,
}

impl Refusal {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            status: None,
            retry_after: None,
            is_retryable: false,
        }
    }
}

impl TokenCell {
    pub(super) fn new(source: TokenSource) -> Self {
        Self {
            source,
            kept: Mutex::default(),
            fetches: AtomicU64::new(0),
        }
    }

    pub(super) fn name(&self) -> &'static str {
        match self.source {
            TokenSource::ClientCredentials { .. } => "client credentials",
            TokenSource::Provider(_) => "a token provider",
        }
    }

    /// The token, fetched if there is none, it is about to expire, or it is the rejected one.
    pub(super) async fn token(
        &self,
        client: &Client,
        rejected: Option<&Secret>,
    ) -> Result<Secret, Refusal> {
        let endpoint = match self.source {
            TokenSource::ClientCredentials { .. } => Some(client.token_url()?),
            TokenSource::Provider(_) => None,
        };
        let fetches = self.fetches.load(Ordering::Acquire);
        let mut kept = self.kept.lock().await;
        let now = client.clock().now();
        if let Some(token) = &kept.token
            && Some(&token.secret) != rejected
            && token.endpoint == endpoint
            && token.renew_at.is_none_or(|renew_at| now < renew_at)
        {
            return Ok(token.secret.clone());
        }
        // Who waited while a fetch failed shares its failure, or a dead token endpoint would be asked once for each caller.
        if let Some(refusal) = kept
            .refusal
            .as_ref()
            .filter(|_| self.fetches.load(Ordering::Acquire) > fetches)
        {
            return Err(refusal.clone());
        }
        let fetched = self.fetch(client, endpoint.as_ref()).await;
        self.fetches.fetch_add(1, Ordering::Release);
        match fetched {
            Ok(AccessToken { secret, expires_in }) => {
                let lifetime = expires_in.map(|time| time.saturating_sub(EARLY.min(time / 10)));
                let renew_at = lifetime.and_then(|time| client.clock().now().checked_add(time));
                *kept = Kept {
                    token: Some(KeptToken {
                        secret: secret.clone(),
                        renew_at,
                        endpoint,
                    }),
                    refusal: None,
                };
                Ok(secret)
            }
            Err(refusal) => {
                *kept = Kept {
                    token: None,
                    refusal: Some(refusal.clone()),
                };
                Err(refusal)
            }
        }
    }

    async fn fetch(&self, client: &Client, endpoint: Option<&Url>) -> Result<AccessToken, Refusal> {
        match (&self.source, endpoint) {
            (TokenSource::ClientCredentials { id, secret }, Some(endpoint)) => {
                client.check_secrecy(endpoint)?;
                let answer = ask(client, endpoint, id, secret).await?;
                answer.into_token(secret)
            }
            (TokenSource::Provider(provider), _) => {
                provider.token().await.map_err(|error: BoxError| {
                    Refusal::new(format!("the token provider failed: {error}"))
                })
            }
            (TokenSource::ClientCredentials { .. }, None) => {
                Err(Refusal::new("the API documents no token endpoint"))
            }
        }
    }
}

/// The token request (RFC 6749, section 4.4.2, with the client's credentials in the body as in section 2.3.1). It follows no
/// redirect, since the secret would go with it.
async fn ask(
    client: &Client,
    endpoint: &Url,
    id: &str,
    secret: &Secret,
) -> Result<Answer, Refusal> {
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("client_id", id)
        .append_pair("client_secret", secret.expose())
        .finish();
    let form = Bytes::from(form);
    let mut attempts = Attempts::new(client.retry_policy(), client.clock(), "token request", true);
    loop {
        let outcome = ask_once(client, endpoint, form.clone()).await;
        let next = match &outcome {
            Ok(answer) if answer.status.is_success() => {
                attempts.answered(answer.status);
                None
            }
            Ok(answer) => attempts.failed(
                AttemptFailure::Status(answer.status),
                Some(&answer.headers),
                true,
            ),
            Err(error) => attempts.failed(AttemptFailure::Transport(error), None, true),
        };
        match (next, outcome) {
            (Some(wait), _) => wait.await,
            (None, Ok(mut answer)) => {
                answer.retry_after =
                    retry::retry_after(&answer.headers, client.clock().time_of_day());
                return Ok(answer);
            }
            (None, Err(error)) => {
                let message = format!("no answer from the token endpoint {endpoint}: {error}");
                return Err(Refusal {
                    is_retryable: true,
                    ..Refusal::new(message)
                });
            }
        }
    }
}

async fn ask_once(
    client: &Client,
    endpoint: &Url,
    form: Bytes,
) -> Result<Answer, crate::TransportError> {
    let mut request = http::Request::new(ByteStream::from(form));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = exchange::uri(endpoint)?;
    *request.headers_mut() = client.default_headers().clone();
    let headers = request.headers_mut();
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/x-www-form-urlencoded"),
    );
    Pulse::default()
        .within(client.timeout(), async {
            let (parts, body) = client.transport().send(request).await?.into_parts();
            let (body, end) = body.up_to(LARGEST_ANSWER).await;
            end?;
            Ok(Answer {
                status: parts.status,
                headers: parts.headers,
                body,
                retry_after: None,
            })
        })
        .await
}

/// What the token endpoint said.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    retry_after: Option<Duration>,
}

impl Answer {
    /// The token (RFC 6749, section 5.1).
    fn into_token(self, secret: &Secret) -> Result<AccessToken, Refusal> {
        let json: Option<Value> = serde_json::from_slice(&self.body).ok();
        let token = json
            .as_ref()
            .and_then(|json| json.get("access_token")?.as_str());
        match token.filter(|token| self.status.is_success() && !token.is_empty()) {
            Some(token) => {
                let expires_in = json
                    .as_ref()
                    .and_then(|json| seconds(json.get("expires_in")?));
                Ok(AccessToken {
                    secret: token.into(),
                    expires_in,
                })
            }
            None => Err(self.into_refusal(json.as_ref(), secret)),
        }
    }

    /// What it said when it gave no token (RFC 6749, section 5.2), without our secret should it echo that.
    fn into_refusal(self, json: Option<&Value>, secret: &Secret) -> Refusal {
        let status = self.status;
        let said = match json {
            // A success without a token may still have something secret in it.
            _ if status.is_success() => String::new(),
            Some(json) => crate::error::words_of(json).unwrap_or_default(),
            None => crate::error::excerpt(&self.body),
        };
        let kind = self
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or("no media type");
        let message = match said.as_str() {
            "" => format!("the token endpoint answered {status} ({kind}) without a token"),
            said => format!(
                "the token endpoint answered {status}: {}",
                without(said, secret.expose())
            ),
        };
        let is_retryable = retry::is_transient(status);
        Refusal {
            message,
            status: Some(status),
            retry_after: self.retry_after,
            is_retryable,
        }
    }
}

fn without(text: &str, secret: &str) -> String {
    if secret.is_empty() {
        text.to_owned()
    } else {
        text.replace(secret, "…")
    }
}

/// A number, or a number in a text, as some servers write it.
fn seconds(value: &Value) -> Option<Duration> {
    let seconds = value.as_f64().or_else(|| value.as_str()?.parse().ok())?;
    Duration::try_from_secs_f64(seconds).ok()
}
