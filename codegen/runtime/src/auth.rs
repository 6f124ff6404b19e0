//! Who the client is: credentials, and what of them goes on a request.
//!
//! Invariant: a secret leaves this module only inside a [`Authorization`], and that goes to the origin it was made for alone.

mod token;

use crate::settings::{KeyLocation, SchemeKind, SecurityScheme};
use crate::{BoxError, BoxFuture, Client, Secret, Style, address};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use token::{TokenCell, TokenSource};
use url::Url;

pub(crate) use token::AuthFailure;

/// What a client or a single request signs in with. Cheap to clone; clones share the token that they fetch.
///
/// ```
/// use client_runtime::Credentials;
///
/// let of_a_tenant = Credentials::client_credentials("id", "secret");
/// assert!(!format!("{of_a_tenant:?}").contains("secret\""));
/// ```
#[derive(Clone)]
pub struct Credentials(Kind);

#[derive(Clone)]
enum Kind {
    Nothing,
    Token(Arc<TokenCell>),
    Bearer(Secret),
    Basic { user: String, password: Secret },
    Key(Secret),
}

impl Credentials {
    /// Client id and secret, for which the token endpoint gives a token (RFC 6749, section 4.4).
    pub fn client_credentials(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        let source = TokenSource::ClientCredentials {
            id: id.into(),
            secret: secret.into(),
        };
        Self(Kind::Token(Arc::new(TokenCell::new(source))))
    }

    /// Tokens from elsewhere.
    pub fn provider(provider: impl TokenProvider) -> Self {
        Self(Kind::Token(Arc::new(TokenCell::new(
            TokenSource::Provider(Box::new(provider)),
        ))))
    }

    /// A bearer token (RFC 6750) that is sent as it is.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Self(Kind::Bearer(token.into()))
    }

    /// User and password (RFC 7617).
    pub fn basic(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self(Kind::Basic {
            user: user.into(),
            password: password.into(),
        })
    }

    /// A key, sent where the API documents it.
    pub fn api_key(key: impl Into<Secret>) -> Self {
        Self(Kind::Key(key.into()))
    }

    /// No credentials at all.
    pub const fn none() -> Self {
        Self(Kind::Nothing)
    }

    fn serves(&self, kind: SchemeKind) -> bool {
        match kind {
            SchemeKind::OAuth2 { .. } | SchemeKind::Bearer => {
                matches!(self.0, Kind::Token(_) | Kind::Bearer(_))
            }
            SchemeKind::Basic => matches!(self.0, Kind::Basic { .. }),
            SchemeKind::ApiKey { .. } => matches!(self.0, Kind::Key(_)),
        }
    }

    fn name(&self) -> &'static str {
        match &self.0 {
            Kind::Nothing => "no credentials",
            Kind::Token(cell) => cell.name(),
            Kind::Bearer(_) => "a bearer token",
            Kind::Basic { .. } => "user and password",
            Kind::Key(_) => "an API key",
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({})", self.name())
    }
}

/// Gives tokens, from wherever they come. The client keeps them, asks for the next before one expires, never twice at a time,
/// and once more after a 401.
///
/// Any `Fn() -> impl Future<Output = Result<AccessToken, impl Into<BoxError>>>` is one.
pub trait TokenProvider: Send + Sync + 'static {
    /// A new token.
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

/// A token and how long it is good for.
#[derive(Clone, Debug)]
pub struct AccessToken {
    secret: Secret,
    expires_in: Option<Duration>,
}

impl AccessToken {
    /// A token that is good until a 401 says otherwise.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self {
            secret: token.into(),
            expires_in: None,
        }
    }

    /// Says how long it is good for, from now.
    pub const fn expires_in(mut self, time: Duration) -> Self {
        self.expires_in = Some(time);
        self
    }
}

/// What proves to the server who is asking: goes on one request.
#[derive(Default)]
pub(crate) struct Authorization {
    header: Option<(HeaderName, HeaderValue)>,
    query: Option<String>,
    /// The token, where there may be a newer one if the server rejects it.
    pub(crate) token: Option<Secret>,
}

impl Authorization {
    pub(crate) fn apply(&self, url: &mut Url, headers: &mut HeaderMap) {
        if let Some((name, value)) = &self.header {
            if *name == header::COOKIE {
                headers.append(name, value.clone());
            } else {
                headers.insert(name, value.clone());
            }
        }
        if let Some(pair) = &self.query {
            let query = url
                .query()
                .filter(|query| !query.is_empty())
                .map_or(pair.clone(), |query| format!("{query}&{pair}"));
            url.set_query(Some(&query));
        }
    }
}

/// Whose credentials go on a request, and under which of the documented schemes.
pub(crate) struct Authorizer<'a> {
    pub(crate) client: &'a Client,
    /// Those of the request itself.
    pub(crate) own: Option<&'a Credentials>,
    /// The schemes of which any serves.
    pub(crate) security: Option<&'static [&'static str]>,
}

impl Authorizer<'_> {
    /// The signature for a request to `url`; `rejected` is a token that the server did not take.
    pub(crate) async fn authorize(
        &self,
        url: &Url,
        rejected: Option<&Secret>,
    ) -> Result<Authorization, AuthFailure> {
        let Some((credentials, scheme)) = self.choose()? else {
            return Ok(Authorization::default());
        };
        self.client.check_secrecy(url)?;
        let mut authorization = Authorization::default();
        match &credentials.0 {
            Kind::Nothing => {}
            Kind::Token(cell) => {
                let token = cell.token(self.client, rejected).await?;
                authorization.header = Some((
                    header::AUTHORIZATION,
                    sensitive(&format!("Bearer {}", token.expose()))?,
                ));
                authorization.token = Some(token);
            }
            Kind::Bearer(token) => {
                authorization.header = Some((
                    header::AUTHORIZATION,
                    sensitive(&format!("Bearer {}", token.expose()))?,
                ));
            }
            Kind::Basic { user, password } => {
                let pair = BASE64_STANDARD.encode(format!("{user}:{}", password.expose()));
                authorization.header =
                    Some((header::AUTHORIZATION, sensitive(&format!("Basic {pair}"))?));
            }
            Kind::Key(key) => authorize_with_key(&mut authorization, key, scheme)?,
        }
        Ok(authorization)
    }

    fn choose(&self) -> Result<Option<(&Credentials, Option<SchemeKind>)>, AuthFailure> {
        let given = match self.own {
            Some(own) => std::slice::from_ref(own),
            None if self.security.is_some_and(<[_]>::is_empty) => return Ok(None),
            None => self.client.credentials(),
        };
        let given: Vec<&Credentials> = given
            .iter()
            .filter(|one| !matches!(one.0, Kind::Nothing))
            .collect();
        let Some(first) = given.first() else {
            return Ok(None);
        };
        let fitting = self.schemes().find_map(|scheme| {
            given
                .iter()
                .find(|credentials| credentials.serves(scheme.kind))
                .map(|credentials| (*credentials, scheme.kind))
        });
        match fitting {
            Some((credentials, kind)) => Ok(Some((credentials, Some(kind)))),
            // What the request itself was given, or an operation that documents nothing, is no matter of schemes.
            None if self.own.is_some() || self.security.is_none() => Ok(Some((first, None))),
            None => {
                let names: Vec<_> = given.iter().map(|credentials| credentials.name()).collect();
                let security = self.security.unwrap_or_default().join(", ");
                Err(AuthFailure::new(format!(
                    "it takes one of: {security}; the client has {}",
                    names.join(", ")
                )))
            }
        }
    }

    fn schemes(&self) -> impl Iterator<Item = &'static SecurityScheme> {
        let security = self.security;
        let all = self.client.settings().schemes.iter();
        all.filter(move |scheme| {
            security.is_none_or(|ids| ids.is_empty() || ids.contains(&scheme.id))
        })
    }
}

fn authorize_with_key(
    authorization: &mut Authorization,
    key: &Secret,
    scheme: Option<SchemeKind>,
) -> Result<(), AuthFailure> {
    let Some(SchemeKind::ApiKey { location, name }) = scheme else {
        return Err(AuthFailure::new(
            "the docs do not say where an API key goes",
        ));
    };
    let pair = || {
        Style::form(name)
            .write(&key.expose().into(), crate::style::Location::Query)
            .unwrap_or_default()
    };
    match location {
        KeyLocation::Query => authorization.query = Some(pair()),
        KeyLocation::Cookie => authorization.header = Some((header::COOKIE, sensitive(&pair())?)),
        KeyLocation::Header => {
            let name = name
                .parse()
                .map_err(|_| AuthFailure::new(format!("{name:?} is no name of a header")))?;
            authorization.header = Some((name, sensitive(key.expose())?));
        }
    }
    Ok(())
}

/// A header's value that `Debug` does not print.
fn sensitive(text: &str) -> Result<HeaderValue, AuthFailure> {
    let mut value = HeaderValue::from_str(text).map_err(|_| {
        AuthFailure::new("the credentials have characters that a header cannot carry")
    })?;
    value.set_sensitive(true);
    Ok(value)
}

impl Client {
    /// Secrets go over TLS or stay on this machine, unless the user said otherwise.
    pub(crate) fn check_secrecy(&self, url: &Url) -> Result<(), AuthFailure> {
        if url.scheme() == "https" || address::is_loopback(url) || self.allows_plain_http() {
            return Ok(());
        }
        let host = url.host_str().unwrap_or_default();
        Err(AuthFailure::new(format!(
            "credentials do not go over plain http to {host}: use https, or allow_plain_http()"
        )))
    }
}
