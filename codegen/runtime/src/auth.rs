//! Credentials, and the authorization of requests with them.
//!
//! Invariant: a secret leaves this module only in an [`Authorization`] or a token request, and those are sent only to
//! the origin that they were made for.

mod authorization;
mod choice;
mod credentials;
mod token;

use crate::{Client, Secret, address};
use choice::Chosen;
use credentials::Kind;
use url::Url;

pub(crate) use authorization::{Authorization, basic_pair};
pub(crate) use choice::Security;
pub use credentials::{AccessToken, Credentials, TokenProvider};
pub(crate) use token::AuthFailure;

/// Chooses the credentials of a request and the documented scheme for them.
pub(crate) struct Authorizer<'a> {
    pub(crate) client: &'a Client,
    /// The credentials of the request itself.
    pub(crate) own: Option<&'a Credentials>,
    /// What the operation accepts, if it is documented.
    pub(crate) security: Option<Security>,
}

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
                let mut authorization = Authorization::bearer(&token)?;
                authorization.token = Some(token);
                Ok(authorization)
            }
            Kind::Bearer(token) => Authorization::bearer(token),
            Kind::Basic { user, password } => Authorization::basic(user, password),
            Kind::Key { key, .. } => Authorization::key(key, scheme),
        }
    }
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
