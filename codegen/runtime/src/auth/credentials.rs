//! Credentials as users give them.

use super::token::{TokenCell, TokenSource};
use crate::settings::{SchemeKind, SecurityScheme};
use crate::{BoxError, BoxFuture, Secret};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The credentials of a client or of a single request. Cheap to clone; clones share the token that they fetch.
///
/// ```
/// use client_runtime::Credentials;
///
/// let credentials = Credentials::client_credentials("id", "secret");
/// assert_eq!(format!("{credentials:?}"), "Credentials(client credentials)");
/// ```
#[derive(Clone)]
pub struct Credentials(pub(super) Kind);

#[derive(Clone)]
pub(super) enum Kind {
    Nothing,
    Token(Arc<TokenCell>),
    Bearer(Secret),
    Basic {
        user: String,
        password: Secret,
    },
    Key {
        /// The id of the only scheme that takes it.
        scheme: Option<String>,
        key: Secret,
    },
}

impl Credentials {
    /// A client id and secret, exchanged for a token at the token endpoint (RFC 6749, section 4.4).
    pub fn client_credentials(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        let source = TokenSource::ClientCredentials {
            id: id.into(),
            secret: secret.into(),
        };
        Self(Kind::Token(Arc::new(TokenCell::new(source))))
    }

    /// Tokens from another source.
    pub fn provider(provider: impl TokenProvider) -> Self {
        Self(Kind::Token(Arc::new(TokenCell::new(
            TokenSource::Provider(Box::new(provider)),
        ))))
    }

    /// A bearer token (RFC 6750), sent as it is.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Self(Kind::Bearer(token.into()))
    }

    /// A user name and password (RFC 7617).
    pub fn basic(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self(Kind::Basic {
            user: user.into(),
            password: password.into(),
        })
    }

    /// An API key, sent in the header, query parameter or cookie that the API documents.
    pub fn api_key(key: impl Into<Secret>) -> Self {
        Self(Kind::Key {
            scheme: None,
            key: key.into(),
        })
    }

    /// An API key for the security scheme of this id, for APIs whose operations take several keys at once. A request of
    /// [`Client::request`](crate::Client::request), of which nothing is documented, gets only one of them.
    pub fn api_key_for(scheme: impl Into<String>, key: impl Into<Secret>) -> Self {
        Self(Kind::Key {
            scheme: Some(scheme.into()),
            key: key.into(),
        })
    }

    /// No credentials.
    pub const fn none() -> Self {
        Self(Kind::Nothing)
    }

    pub(super) fn serves(&self, scheme: &SecurityScheme) -> bool {
        match scheme.kind {
            SchemeKind::OAuth2 { .. } | SchemeKind::Bearer => {
                matches!(self.0, Kind::Token(_) | Kind::Bearer(_))
            }
            SchemeKind::Basic => matches!(self.0, Kind::Basic { .. }),
            SchemeKind::ApiKey { .. } => match &self.0 {
                Kind::Key { scheme: only, .. } => {
                    only.as_ref().is_none_or(|only| only == scheme.id)
                }
                _ => false,
            },
        }
    }

    pub(super) fn is_for_one_scheme(&self) -> bool {
        matches!(
            self.0,
            Kind::Key {
                scheme: Some(_),
                ..
            }
        )
    }

    /// Whether these need the API's token endpoint.
    pub(crate) fn use_token_endpoint(&self) -> bool {
        matches!(&self.0, Kind::Token(cell) if cell.uses_endpoint())
    }

    pub(super) fn name(&self) -> &'static str {
        match &self.0 {
            Kind::Nothing => "no credentials",
            Kind::Token(cell) => cell.name(),
            Kind::Bearer(_) => "a bearer token",
            Kind::Basic { .. } => "a user name and password",
            Kind::Key { .. } => "an API key",
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({})", self.name())
    }
}

/// A source of tokens. The client keeps a token and requests the next one before it expires or after a 401, one request
/// at a time.
///
/// Implemented by every `Fn() -> impl Future<Output = Result<AccessToken, impl Into<BoxError>>>`.
pub trait TokenProvider: Send + Sync + 'static {
    /// Returns a new token. All callers wait for it, without a timeout: it may ask a person.
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, BoxError>>;
}

impl<F, T, E> TokenProvider for F
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Future<Output = Result<AccessToken, E>> + Send + 'static,
    E: Into<BoxError>,
{
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, BoxError>> {
        let token = self();
        Box::pin(async move { token.await.map_err(Into::into) })
    }
}

/// A token and its lifetime.
#[derive(Clone, Debug)]
pub struct AccessToken {
    pub(super) secret: Secret,
    pub(super) expires_in: Option<Duration>,
}

impl AccessToken {
    /// A token that is used until the server rejects it with 401.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self {
            secret: token.into(),
            expires_in: None,
        }
    }

    /// Sets the token's lifetime, from now on.
    pub const fn expires_in(mut self, time: Duration) -> Self {
        self.expires_in = Some(time);
        self
    }
}
