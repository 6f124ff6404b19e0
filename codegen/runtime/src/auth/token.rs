//! A token that is fetched once for all who wait for it, kept, and renewed before it expires.
//!
//! Invariant: whoever fetches holds the lock. A caller that goes away lets go of it, and the next fetches in its place.

use super::{AccessToken, TokenProvider};
use crate::retry::{self, AttemptFailure, Attempts};
use crate::transport::{self, IdleTimeout};
use crate::{BoxError, ByteStream, Client, Secret};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use serde_json::Value;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;
use url::Url;

/// A token is renewed this long before it expires, or when a tenth of its time is left, whichever is later.
const RENEWAL_MARGIN: Duration = Duration::from_secs(60);
/// A token's response is small; whatever is not, is no token.
const MAX_TOKEN_RESPONSE_BYTES: usize = 1024 * 1024;

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
    failure: Option<AuthFailure>,
}

struct KeptToken {
    secret: Secret,
    renew_at: Option<Instant>,
    /// Where it came from: credentials shared by two clients must not carry the token of one server to another.
    endpoint: Option<Url>,
}

/// Why there is no token, or none that may be sent.
#[derive(Clone, Debug)]
pub(crate) struct AuthFailure {
    pub(crate) message: String,
    pub(crate) status: Option<StatusCode>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) is_retryable: bool,
}

impl AuthFailure {
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
    ) -> Result<Secret, AuthFailure> {
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
        if let Some(failure) = kept
            .failure
            .as_ref()
            .filter(|_| self.fetches.load(Ordering::Acquire) > fetches)
        {
            return Err(failure.clone());
        }
        let fetched = self.fetch(client, endpoint.as_ref()).await;
        self.fetches.fetch_add(1, Ordering::Release);
        match fetched {
            Ok(AccessToken { secret, expires_in }) => {
                let lifetime =
                    expires_in.map(|time| time.saturating_sub(RENEWAL_MARGIN.min(time / 10)));
                let renew_at = lifetime.and_then(|time| client.clock().now().checked_add(time));
                *kept = Kept {
                    token: Some(KeptToken {
                        secret: secret.clone(),
                        renew_at,
                        endpoint,
                    }),
                    failure: None,
                };
                Ok(secret)
            }
            Err(failure) => {
                *kept = Kept {
                    token: None,
                    failure: Some(failure.clone()),
                };
                Err(failure)
            }
        }
    }

    async fn fetch(
        &self,
        client: &Client,
        endpoint: Option<&Url>,
    ) -> Result<AccessToken, AuthFailure> {
        match (&self.source, endpoint) {
            (TokenSource::ClientCredentials { id, secret }, Some(endpoint)) => {
                client.check_secrecy(endpoint)?;
                let response = request_token(client, endpoint, id, secret).await?;
                response.into_token(secret)
            }
            (TokenSource::Provider(provider), _) => {
                provider.token().await.map_err(|error: BoxError| {
                    AuthFailure::new(format!("the token provider failed: {error}"))
                })
            }
            (TokenSource::ClientCredentials { .. }, None) => {
                Err(AuthFailure::new("the API documents no token endpoint"))
            }
        }
    }
}

/// The token request (RFC 6749, section 4.4.2, with the client's credentials in the body as in section 2.3.1). It follows no
/// redirect, since the secret would go with it.
async fn request_token(
    client: &Client,
    endpoint: &Url,
    id: &str,
    secret: &Secret,
) -> Result<TokenResponse, AuthFailure> {
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("client_id", id)
        .append_pair("client_secret", secret.expose())
        .finish();
    let form = Bytes::from(form);
    let mut attempts = Attempts::new(client.retry_policy(), client.clock(), "token request", true);
    loop {
        let outcome = request_token_once(client, endpoint, form.clone()).await;
        let next = match &outcome {
            Ok(response) if response.status.is_success() => {
                attempts.answered(response.status);
                None
            }
            Ok(response) => attempts.failed(
                AttemptFailure::Status(response.status),
                Some(&response.headers),
                true,
            ),
            Err(error) => attempts.failed(AttemptFailure::Transport(error), None, true),
        };
        match (next, outcome) {
            (Some(wait), _) => wait.await,
            (None, Ok(mut response)) => {
                response.retry_after =
                    retry::retry_after(&response.headers, client.clock().time_of_day());
                return Ok(response);
            }
            (None, Err(error)) => {
                let message = format!("no response from the token endpoint {endpoint}: {error}");
                return Err(AuthFailure {
                    is_retryable: true,
                    ..AuthFailure::new(message)
                });
            }
        }
    }
}

async fn request_token_once(
    client: &Client,
    endpoint: &Url,
    form: Bytes,
) -> Result<TokenResponse, crate::TransportError> {
    let mut request = http::Request::new(ByteStream::from(form));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = transport::uri(endpoint)?;
    *request.headers_mut() = client.default_headers().clone();
    let headers = request.headers_mut();
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/x-www-form-urlencoded"),
    );
    IdleTimeout::default()
        .run(client.timeout(), async {
            let (parts, body) = client.transport().send(request).await?.into_parts();
            let (body, end) = body.up_to(MAX_TOKEN_RESPONSE_BYTES).await;
            end?;
            Ok(TokenResponse {
                status: parts.status,
                headers: parts.headers,
                body,
                retry_after: None,
            })
        })
        .await
}

/// What the token endpoint said.
struct TokenResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    retry_after: Option<Duration>,
}

impl TokenResponse {
    /// The token (RFC 6749, section 5.1).
    fn into_token(self, secret: &Secret) -> Result<AccessToken, AuthFailure> {
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
    fn into_refusal(self, json: Option<&Value>, secret: &Secret) -> AuthFailure {
        let status = self.status;
        let said = match json {
            // A success without a token may still have something secret in it.
            _ if status.is_success() => String::new(),
            Some(json) => crate::error::message_in(json).unwrap_or_default(),
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
        AuthFailure {
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
