//! Redirects.
//!
//! A redirect is followed if that does what the caller asked for (RFC 9110, section 15.4): GET and HEAD to anywhere,
//! except from https to http; any other method only within the origin, on 307 and 308 with method and body, on 303 as a
//! GET. Any other redirect is returned as the response: a 301 that would turn a POST into a GET, or one that would send
//! a body to another host.

use crate::{Body, RawResponse, address};
use http::{Method, StatusCode, header};
use url::Url;

/// More redirects than these are a loop.
const MAX_REDIRECTS: u8 = 10;

/// One request of a chain of redirects.
pub(super) struct Hop {
    pub(super) method: Method,
    pub(super) url: Url,
    body: Option<Body>,
    redirects: u8,
}

impl Hop {
    pub(super) fn first(method: Method, url: Url, body: Body) -> Self {
        Self {
            method,
            url,
            body: Some(body),
            redirects: 0,
        }
    }

    /// The body to send now. A copy is kept if it can be sent again.
    pub(super) fn take_body(&mut self) -> Body {
        let copy = self.body.as_ref().and_then(Body::try_clone);
        std::mem::replace(&mut self.body, copy).unwrap_or_default()
    }

    /// Whether the request can be sent again.
    pub(super) fn is_repeatable(&self) -> bool {
        self.body.is_some()
    }

    /// Whether this request follows a redirect.
    pub(super) fn was_redirected(&self) -> bool {
        self.redirects > 0
    }

    /// The request that follows the response's redirect, if it may be sent.
    pub(super) fn next(&self, response: &RawResponse) -> Option<Self> {
        let location = response.headers.get(header::LOCATION)?.to_str().ok()?;
        let url = self
            .url
            .join(location)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))?;
        let is_read = matches!(self.method, Method::GET | Method::HEAD);
        let is_same_origin = address::is_same_origin(&url, &self.url);
        let is_downgrade = self.url.scheme() == "https" && url.scheme() == "http";
        let (method, body) = match response.status {
            StatusCode::SEE_OTHER if is_read => (self.method.clone(), Body::default()),
            // Another host's response isn't the result of a change.
            StatusCode::SEE_OTHER if is_same_origin => (Method::GET, Body::default()),
            StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND if is_read => {
                (self.method.clone(), self.body.as_ref()?.try_clone()?)
            }
            StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT
                if is_read || is_same_origin =>
            {
                (self.method.clone(), self.body.as_ref()?.try_clone()?)
            }
            _ => return None,
        };
        let has_no_body = body.as_bytes().is_some_and(|bytes| bytes.is_empty());
        let may_leave = is_same_origin || (has_no_body && !is_downgrade);
        (may_leave && self.redirects < MAX_REDIRECTS).then(|| Self {
            method,
            url,
            body: Some(body),
            redirects: self.redirects + 1,
        })
    }
}
