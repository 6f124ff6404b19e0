//! What credentials add to a request.

use super::AuthFailure;
use crate::settings::{KeyLocation, SchemeKind};
use crate::style::Location;
use crate::{Secret, Style};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use url::Url;

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
    pub(super) fn bearer(token: &Secret) -> Result<Self, AuthFailure> {
        let value = sensitive(&format!("Bearer {}", token.expose()))?;
        Ok(Self {
            headers: vec![(header::AUTHORIZATION, value)],
            secrets: vec![token.clone()],
            ..Self::default()
        })
    }

    pub(super) fn basic(user: &str, password: &Secret) -> Result<Self, AuthFailure> {
        let pair = basic_pair(user, password);
        let value = sensitive(&format!("Basic {}", pair.expose()))?;
        Ok(Self {
            headers: vec![(header::AUTHORIZATION, value)],
            secrets: vec![password.clone(), pair],
            ..Self::default()
        })
    }

    pub(super) fn key(key: &Secret, scheme: Option<SchemeKind>) -> Result<Self, AuthFailure> {
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
        let mut authorization = Self {
            secrets: vec![key.clone()],
            ..Self::default()
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

    /// A header that it sets, if the request has that already: a cookie is added, anything else would be replaced.
    pub(crate) fn conflict(&self, headers: &HeaderMap) -> Option<&HeaderName> {
        let mut names = self.headers.iter().map(|(name, _)| name);
        names.find(|name| **name != header::COOKIE && headers.contains_key(*name))
    }

    /// Both.
    pub(super) fn and(mut self, other: Self) -> Self {
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

/// `user:password` in base64 (RFC 7617, section 2).
pub(crate) fn basic_pair(user: &str, password: &Secret) -> Secret {
    let pair = format!("{user}:{}", password.expose());
    BASE64_STANDARD.encode(pair).into()
}

/// A header value that `Debug` doesn't print.
fn sensitive(text: &str) -> Result<HeaderValue, AuthFailure> {
    let mut value = HeaderValue::from_str(text).map_err(|_| {
        AuthFailure::new("the credentials have characters that aren't allowed in a header")
    })?;
    value.set_sensitive(true);
    Ok(value)
}
