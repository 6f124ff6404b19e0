//! A token that is fetched once for all callers, kept, and renewed before it expires.
//!
//! Invariants: whoever fetches a token holds the lock, and a caller that is dropped releases it, so the next one
//! fetches instead. A failed renewal costs no token that is still valid. However short a token's lifetime and however
//! often it is rejected, only a bounded number is fetched.

use super::{AccessToken, TokenProvider, basic_pair};
use crate::address::without_secrets;
use crate::error::{SharedError, excerpt, message_in};
use crate::retry::{self, AttemptFailure, Attempts};
use crate::secret::mask;
use crate::transport::{self, IdleTimeout};
use crate::{BoxError, ByteStream, Client, Secret, TransportError, TransportErrorKind};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;
use url::Url;

/// A token is renewed this long before it expires, or when a tenth of its lifetime is left, whichever is later.
const RENEWAL_MARGIN: Duration = Duration::from_secs(60);

/// A shorter lifetime isn't credible: such a token is used until it is rejected.
const MIN_LIFETIME: Duration = Duration::from_secs(1);

/// Rejected tokens are renewed at most once in this time. An endpoint that always responds with 401 would otherwise
/// cost a token a call.
const MIN_REJECTION_INTERVAL: Duration = Duration::from_secs(10);

/// After a failed renewal, a token that is still valid is renewed again after this time. Until then no caller waits for
/// an endpoint that is down.
const RENEWAL_INTERVAL: Duration = Duration::from_secs(10);

/// A token response is small; anything larger isn't one.
const MAX_TOKEN_RESPONSE_BYTES: usize = 1024 * 1024;

pub(super) struct TokenCell {
    source: TokenSource,
    kept: Mutex<Kept>,
    /// The number of finished fetches, to know whether one finished while a caller waited.
    fetches: AtomicU64,
}

pub(super) enum TokenSource {
    ClientCredentials { id: String, secret: Secret },
    Provider(Box<dyn TokenProvider>),
}

#[derive(Default)]
struct Kept {
    token: Option<KeptToken>,
    /// The last failure, and the endpoint of which it is.
    failure: Option<(AuthFailure, Option<Url>)>,
    /// When a token was last renewed because of a rejection.
    renewed_after_rejection: Option<Duration>,
}

struct KeptToken {
    secret: Secret,
    renew_at: Option<Duration>,
    expires_at: Option<Duration>,
    /// Where it was fetched: credentials shared by two clients must not send the token of one server to another.
    endpoint: Option<Url>,
}

/// Why there are no credentials, or none that may be sent.
#[derive(Clone, Debug)]
pub(crate) struct AuthFailure {
    pub(crate) message: String,
    pub(crate) status: Option<StatusCode>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) is_retryable: bool,
    pub(crate) source: Option<SharedError>,
}

impl AuthFailure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            status: None,
            retry_after: None,
            is_retryable: false,
            source: None,
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

    pub(super) fn uses_endpoint(&self) -> bool {
        matches!(self.source, TokenSource::ClientCredentials { .. })
    }

    /// The kept token, or a new one if there is none, it is about to expire, or it is the rejected one. A rejected
    /// token is returned again if one was renewed shortly before.
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

        // Use the kept token if possible.
        let now = client.clock().now();
        let current = kept.token.as_ref();
        let current = current.filter(|token| token.endpoint.as_ref() == endpoint);
        let is_rejected = current.is_some_and(|token| Some(&token.secret) == rejected);
        if let Some(token) = current
            && token.renew_at.is_none_or(|renew_at| now < renew_at)
            && (!is_rejected || kept.was_renewed_recently(now))
        {
            return Ok(token.secret.clone());
        }

        // A caller that waited for a fetch which failed shares the failure. Otherwise each caller would ask a dead
        // endpoint.
        if self.fetches.load(Ordering::Acquire) > fetches
            && let Some((failure, failed)) = &kept.failure
            && failed.as_ref() == endpoint
        {
            return Err(failure.clone());
        }

        // Fetch a new token.
        let fetched = self.fetch(client, endpoint).await;
        self.fetches.fetch_add(1, Ordering::Release);
        let now = client.clock().now();
        if is_rejected {
            kept.token = None;
            kept.renewed_after_rejection = Some(now);
        }
        kept.settle(fetched, endpoint, now)
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
                response.into_token(&[secret.clone(), basic_pair(id, secret)])
            }
            (TokenSource::Provider(provider), _) => {
                provider.token().await.map_err(|error: BoxError| {
                    let message = format!("the token provider failed: {error}");
                    AuthFailure {
                        source: Some(error.into()),
                        ..AuthFailure::new(message)
                    }
                })
            }
            (TokenSource::ClientCredentials { .. }, None) => {
                Err(AuthFailure::new("the API documents no token endpoint"))
            }
        }
    }
}

impl Kept {
    /// Keeps what was fetched. If nothing was, an earlier token of the endpoint stays until it expires.
    fn settle(
        &mut self,
        fetched: Result<AccessToken, AuthFailure>,
        endpoint: Option<&Url>,
        now: Duration,
    ) -> Result<Secret, AuthFailure> {
        let earlier = self.token.take();
        self.failure = None;
        let token = match fetched {
            Ok(token) => KeptToken::new(token, endpoint, now),
            Err(failure) => {
                let earlier = earlier.filter(|token| token.endpoint.as_ref() == endpoint);
                let Some(token) = earlier.and_then(|token| token.renewed_later(now)) else {
                    self.failure = Some((failure.clone(), endpoint.cloned()));
                    return Err(failure);
                };
                let status = failure.status.map(|status| status.as_u16());
                tracing::warn!(status, "a token can't be renewed before it expires");
                token
            }
        };
        Ok(self.token.insert(token).secret.clone())
    }

    /// Whether a rejected token was renewed too short a time ago to be renewed again.
    fn was_renewed_recently(&self, now: Duration) -> bool {
        self.renewed_after_rejection
            .is_some_and(|renewed| now.saturating_sub(renewed) < MIN_REJECTION_INTERVAL)
    }
}

impl KeptToken {
    fn new(token: AccessToken, endpoint: Option<&Url>, now: Duration) -> Self {
        let lifetime = token.expires_in.filter(|time| *time >= MIN_LIFETIME);
        let expires_at = lifetime.and_then(|time| now.checked_add(time));
        let margin = lifetime.map(|time| RENEWAL_MARGIN.min(time / 10));
        Self {
            secret: token.secret,
            renew_at: expires_at.and_then(|time| time.checked_sub(margin?)),
            expires_at,
            endpoint: endpoint.cloned(),
        }
    }

    /// The token after a failed renewal; `None` if it has expired.
    fn renewed_later(self, now: Duration) -> Option<Self> {
        let expires_at = self.expires_at.filter(|expires_at| now < *expires_at)?;
        let next = now.saturating_add(RENEWAL_INTERVAL);
        Some(Self {
            renew_at: Some(next.min(expires_at)),
            ..self
        })
    }
}

/// Sends the token request (RFC 6749, section 4.4.2, with the credentials in the body as in section 2.3.1), with
/// retries. It follows no redirects, which would send the secret to another host.
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
        let wait = match &outcome {
            Ok(response) if response.status.is_success() => {
                attempts.responded(response.status);
                None
            }
            Ok(response) => attempts.failed(
                AttemptFailure::Status(response.status),
                Some(&response.headers),
                true,
            ),
            Err(error) => attempts.failed(AttemptFailure::Transport(error), None, true),
        };
        if let Some(wait) = wait {
            wait.await;
            continue;
        }
        return outcome.map_err(|error| {
            let endpoint = without_secrets(endpoint.as_str());
            let message = format!("no response from the token endpoint {endpoint}: {error}");
            AuthFailure {
                is_retryable: true,
                source: Some(Arc::new(error)),
                ..AuthFailure::new(message)
            }
        });
    }
}

async fn request_token_once(
    client: &Client,
    endpoint: &Url,
    form: Bytes,
) -> Result<TokenResponse, TransportError> {
    let mut request = http::Request::new(ByteStream::from(form));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = transport::uri(endpoint)
        .map_err(|message| TransportError::new(TransportErrorKind::Other, message))?;
    *request.headers_mut() = client.headers_for(endpoint);
    let headers = request.headers_mut();
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/x-www-form-urlencoded"),
    );
    let exchange = async {
        let (parts, body) = client.transport().send(request).await?.into_parts();
        let (body, end) = body.up_to(MAX_TOKEN_RESPONSE_BYTES).await;
        end?;
        let now = || client.clock().time_of_day();
        Ok(TokenResponse {
            status: parts.status,
            retry_after: retry::retry_after(&parts.headers, now),
            headers: parts.headers,
            body,
        })
    };
    IdleTimeout::default().run(client.timeout(), exchange).await
}

/// The response of the token endpoint.
struct TokenResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    retry_after: Option<Duration>,
}

impl TokenResponse {
    /// The token (RFC 6749, section 5.1). `secrets` don't appear in the failure.
    fn into_token(self, secrets: &[Secret]) -> Result<AccessToken, AuthFailure> {
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
            None => Err(self.into_failure(json.as_ref(), secrets)),
        }
    }

    /// The failure if there is no token, with the server's message (RFC 6749, section 5.2).
    fn into_failure(self, json: Option<&Value>, secrets: &[Secret]) -> AuthFailure {
        let status = self.status;
        let server_message = match json {
            // A success without a token may contain something else that is secret.
            _ if status.is_success() => String::new(),
            Some(json) => excerpt(message_in(json).unwrap_or_default().as_bytes(), secrets),
            None => excerpt(&self.body, secrets),
        };
        let media_type = self
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|media_type| media_type.to_str().ok())
            .unwrap_or("no media type");
        let message = match server_message.as_str() {
            "" => {
                let media_type = mask(media_type, secrets);
                format!("the token endpoint responded {status} ({media_type}) without a token")
            }
            message => format!("the token endpoint responded {status}: {message}"),
        };
        AuthFailure {
            message,
            status: Some(status),
            retry_after: self.retry_after,
            is_retryable: retry::is_transient(status),
            source: None,
        }
    }
}

/// A number of seconds. Some servers write it as a string.
fn seconds(value: &Value) -> Option<Duration> {
    let seconds = value.as_f64().or_else(|| value.as_str()?.parse().ok())?;
    Duration::try_from_secs_f64(seconds).ok()
}
