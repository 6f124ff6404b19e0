//! Credentials, and the authorization of requests with them.
//!
//! Invariant: a secret leaves this module only in an [`Authorization`] or a token request, and those are sent only to
//! the origin that they were made for.

mod token;

use crate::settings::{KeyLocation, SchemeKind, SecurityScheme};
use crate::style::Location;
use crate::{BoxError, BoxFuture, Client, Secret, Style, address};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use token::{TokenCell, TokenSource};
use url::Url;

pub(crate) use token::AuthFailure;

/// The credentials of a client or of a single request. Cheap to clone; clones share the token that they fetch.
///
/// ```
/// use client_runtime::Credentials;
///
/// let credentials = Credentials::client_credentials("id", "secret");
/// assert_eq!(format!("{credentials:?}"), "Credentials(client credentials)");
/// ```
#[derive(Clone)]
pub struct Credentials(Kind);

#[derive(Clone)]
enum Kind {
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

    /// An API key for the security scheme of this id, for APIs whose operations take several keys at once.
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

    fn serves(&self, scheme: &SecurityScheme) -> bool {
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

    fn is_for_one_scheme(&self) -> bool {
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

    fn name(&self) -> &'static str {
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
    /// Returns a new token.
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
    secret: Secret,
    expires_in: Option<Duration>,
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

/// The headers and query parameters with the credentials of one request.
#[derive(Default)]
pub(crate) struct Authorization {
    headers: Vec<(HeaderName, HeaderValue)>,
    query: Vec<String>,
    /// The token, if it can be renewed when the server rejects it.
    pub(crate) token: Option<Secret>,
    /// What a server must not see printed, should it repeat the request.
    pub(crate) secrets: Vec<Secret>,
}

impl Authorization {
    /// A header that it sets, if the request has that already: a cookie is added, anything else would be replaced.
    pub(crate) fn conflict(&self, headers: &HeaderMap) -> Option<&HeaderName> {
        let mut names = self.headers.iter().map(|(name, _)| name);
        names.find(|name| **name != header::COOKIE && headers.contains_key(*name))
    }

    /// Both.
    fn and(mut self, other: Self) -> Self {
        self.headers.extend(other.headers);
        self.query.extend(other.query);
        self.token = self.token.or(other.token);
        self.secrets.extend(other.secrets);
        self
    }

    pub(crate) fn apply(&self, url: &mut Url, headers: &mut HeaderMap) {
        for (name, value) in &self.headers {
            if *name == header::COOKIE {
                add_cookie(headers, value);
            } else {
                headers.insert(name, value.clone());
            }
        }
        for pair in &self.query {
            let name = |pair: &str| pair.split('=').next().map(str::to_owned);
            // A server may repeat the key in its link to the next page.
            let others = url.query().unwrap_or_default().split('&');
            let others = others.filter(|other| !other.is_empty() && name(other) != name(pair));
            let query: Vec<&str> = others.chain([pair.as_str()]).collect();
            let query = query.join("&");
            url.set_query(Some(&query));
        }
    }
}

/// Chooses the credentials of a request and the documented scheme for them.
pub(crate) struct Authorizer<'a> {
    pub(crate) client: &'a Client,
    /// The credentials of the request itself.
    pub(crate) own: Option<&'a Credentials>,
    /// What the operation accepts, if it is documented.
    pub(crate) security: Option<Security>,
}

/// The credentials that an operation accepts: the ids of security schemes (OpenAPI 3.0.3, "Security Requirement Object").
#[derive(Clone, Copy, Debug)]
pub(crate) enum Security {
    /// One of these; none if there are none.
    OneOf(&'static [&'static str]),
    /// All of one of these sets.
    AllOfOne(&'static [&'static [&'static str]]),
}

impl Security {
    fn is_open(self) -> bool {
        matches!(self, Self::OneOf([]))
    }

    /// The alternatives, for messages.
    fn text(self) -> String {
        match self {
            Self::OneOf(schemes) => schemes.join(", "),
            Self::AllOfOne(sets) => {
                let sets = sets.iter().map(|schemes| schemes.join(" and "));
                sets.collect::<Vec<_>>().join(", ")
            }
        }
    }
}

/// Credentials, and the documented scheme for them.
type Chosen<'a> = (&'a Credentials, Option<SchemeKind>);

impl Authorizer<'_> {
    /// The authorization for a request to `url`. `rejected` is a token that the server rejected; if it can't be renewed
    /// now, the authorization has it again.
    pub(crate) async fn authorize(
        &self,
        url: &Url,
        rejected: Option<&Secret>,
    ) -> Result<Authorization, AuthFailure> {
        let mut chosen = self.choose()?.into_iter();
        let Some(first) = chosen.next() else {
            return Ok(Authorization::default());
        };
        self.client.check_secrecy(url)?;
        let mut authorization = self.authorize_with(first, rejected).await?;
        for other in chosen {
            authorization = authorization.and(self.authorize_with(other, rejected).await?);
        }
        Ok(authorization)
    }

    async fn authorize_with(
        &self,
        (credentials, scheme): Chosen<'_>,
        rejected: Option<&Secret>,
    ) -> Result<Authorization, AuthFailure> {
        match &credentials.0 {
            Kind::Nothing => Ok(Authorization::default()),
            Kind::Token(cell) => {
                let token = cell.token(self.client, rejected).await?;
                let mut authorization = bearer(&token)?;
                authorization.token = Some(token);
                Ok(authorization)
            }
            Kind::Bearer(token) => bearer(token),
            Kind::Basic { user, password } => {
                let pair = basic_pair(user, password);
                Ok(Authorization {
                    headers: vec![(
                        header::AUTHORIZATION,
                        sensitive(&format!("Basic {}", pair.expose()))?,
                    )],
                    secrets: vec![password.clone(), pair],
                    ..Authorization::default()
                })
            }
            Kind::Key { key, .. } => authorize_with_key(key, scheme),
        }
    }

    /// The credentials that the operation accepts. Where it takes several at once and some of them are missing, the others
    /// are sent: the request may have the rest in its headers.
    fn choose(&self) -> Result<Vec<Chosen<'_>>, AuthFailure> {
        let given = match self.own {
            Some(own) => std::slice::from_ref(own),
            None if self.security.is_some_and(Security::is_open) => return Ok(Vec::new()),
            None => self.client.credentials(),
        };
        let given: Vec<&Credentials> = given
            .iter()
            .filter(|one| !matches!(one.0, Kind::Nothing))
            .collect();
        let Some(first) = given.first() else {
            return Ok(Vec::new());
        };

        // The first alternative of which all is given, or else the one of which most is.
        let mut best: Vec<Chosen<'_>> = Vec::new();
        for schemes in self.alternatives() {
            let served = served(&schemes, &given);
            if served.len() == schemes.len() && !served.is_empty() {
                return Ok(served);
            }
            if served.len() > best.len() {
                best = served;
            }
        }
        if !best.is_empty() {
            return Ok(best);
        }
        match self.security {
            // The request's own credentials, and operations that document no security, don't need a scheme.
            Some(security) if self.own.is_none() => {
                let names: Vec<_> = given.iter().map(|credentials| credentials.name()).collect();
                Err(AuthFailure::new(format!(
                    "the operation takes one of: {}; the client has {}",
                    security.text(),
                    names.join(", ")
                )))
            }
            _ => Ok(vec![(first, None)]),
        }
    }

    /// The schemes that can be used, each with those that have to be used with it.
    fn alternatives(&self) -> Vec<Vec<&'static SecurityScheme>> {
        let all = self.client.settings().schemes;
        let named = |ids: &[&str]| {
            all.iter()
                .filter(|scheme| ids.contains(&scheme.id))
                .collect()
        };
        let alone = |schemes: Vec<_>| schemes.into_iter().map(|scheme| vec![scheme]).collect();
        match self.security {
            None | Some(Security::OneOf([])) => alone(all.iter().collect()),
            Some(Security::OneOf(ids)) => alone(named(ids)),
            Some(Security::AllOfOne(sets)) => sets.iter().map(|ids| named(ids)).collect(),
        }
    }
}

/// The credentials for some schemes, each of them for one. An API key for a scheme precedes one for any scheme.
fn served<'a>(schemes: &[&SecurityScheme], given: &[&'a Credentials]) -> Vec<Chosen<'a>> {
    let mut left = given.to_vec();
    left.sort_by_key(|credentials| !credentials.is_for_one_scheme());
    let mut served = Vec::new();
    for scheme in schemes {
        let found = left
            .iter()
            .position(|credentials| credentials.serves(scheme));
        if let Some(index) = found {
            served.push((left.remove(index), Some(scheme.kind)));
        }
    }
    served
}

/// Adds a cookie to the others: a request has one `Cookie` header (RFC 6265, section 5.4).
fn add_cookie(headers: &mut HeaderMap, cookie: &HeaderValue) {
    let others = headers.get_all(header::COOKIE).iter();
    let cookies: Vec<&[u8]> = others.chain([cookie]).map(HeaderValue::as_bytes).collect();
    // Valid values make up a valid value.
    if let Ok(mut cookies) = HeaderValue::from_bytes(&cookies.join(&b"; "[..])) {
        cookies.set_sensitive(true);
        headers.insert(header::COOKIE, cookies);
    }
}

fn bearer(token: &Secret) -> Result<Authorization, AuthFailure> {
    let value = sensitive(&format!("Bearer {}", token.expose()))?;
    Ok(Authorization {
        headers: vec![(header::AUTHORIZATION, value)],
        secrets: vec![token.clone()],
        ..Authorization::default()
    })
}

/// `user:password` in base64 (RFC 7617, section 2).
pub(crate) fn basic_pair(user: &str, password: &Secret) -> Secret {
    let pair = format!("{user}:{}", password.expose());
    BASE64_STANDARD.encode(pair).into()
}

fn authorize_with_key(
    key: &Secret,
    scheme: Option<SchemeKind>,
) -> Result<Authorization, AuthFailure> {
    let Some(SchemeKind::ApiKey { location, name }) = scheme else {
        return Err(AuthFailure::new(
            "the docs don't say where to send an API key",
        ));
    };
    let pair = || {
        Style::form(name)
            .write(&key.expose().into(), Location::Query)
            .unwrap_or_default()
    };
    let mut authorization = Authorization {
        secrets: vec![key.clone()],
        ..Authorization::default()
    };
    match location {
        KeyLocation::Query => authorization.query.push(pair()),
        KeyLocation::Cookie => {
            let cookie = (header::COOKIE, sensitive(&pair())?);
            authorization.headers.push(cookie);
        }
        KeyLocation::Header => {
            let name = name
                .parse()
                .map_err(|_| AuthFailure::new(format!("{name:?} isn't a valid header name")))?;
            authorization.headers.push((name, sensitive(key.expose())?));
        }
    }
    Ok(authorization)
}

/// A header value that `Debug` doesn't print.
fn sensitive(text: &str) -> Result<HeaderValue, AuthFailure> {
    let mut value = HeaderValue::from_str(text).map_err(|_| {
        AuthFailure::new("the credentials have characters that aren't allowed in a header")
    })?;
    value.set_sensitive(true);
    Ok(value)
}

impl Client {
    /// Allows credentials to be sent over TLS or to this machine, unless the user allowed plain http.
    pub(crate) fn check_secrecy(&self, url: &Url) -> Result<(), AuthFailure> {
        if url.scheme() == "https" || address::is_loopback(url) || self.allows_plain_http() {
            return Ok(());
        }
        let host = url.host_str().unwrap_or_default();
        Err(AuthFailure::new(format!(
            "credentials aren't sent over plain http to {host}; use https, or call allow_plain_http()"
        )))
    }
}
