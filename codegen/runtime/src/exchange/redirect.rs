//! Where a call goes next when the server sends it elsewhere.
//!
//! A redirect is followed where that does what the caller asked for (RFC 9110, section 15.4): GET and HEAD anywhere but from
//! https to http, anything else only within the origin, with method and body, on 307 and 308; and 303 leads to a GET. A POST
//! that a 301 would make a GET, and a body that would go to another host, are not: the redirect is the answer then.

use crate::{Body, RawResponse};
use http::{Method, StatusCode, header};
use url::Url;

/// More redirects than this are a loop.
const MAX_REDIRECTS: u8 = 10;

/// One request on the way.
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

    /// The body to send now. One that can be sent again is kept.
    pub(super) fn take_body(&mut self) -> Body {
        let again = self.body.as_ref().and_then(Body::try_clone);
        std::mem::replace(&mut self.body, again).unwrap_or_default()
    }

    /// Whether the request can be sent again.
    pub(super) fn is_repeatable(&self) -> bool {
        self.body.is_some()
    }

    /// Whether a redirect led here.
    pub(super) fn was_redirected(&self) -> bool {
        self.redirects > 0
    }

    /// The request that the answer sends the caller to, if it may be made.
    pub(super) fn next(&self, response: &RawResponse) -> Option<Self> {
        let location = response.headers.get(header::LOCATION)?.to_str().ok()?;
        let url = self
            .url
            .join(location)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))?;
        let is_read = matches!(self.method, Method::GET | Method::HEAD);
        let is_same_origin = url.origin() == self.url.origin();
        let is_downgrade = self.url.scheme() == "https" && url.scheme() == "http";
        let (method, body) = match response.status {
            StatusCode::SEE_OTHER if is_read => (self.method.clone(), Body::default()),
            StatusCode::SEE_OTHER => (Method::GET, Body::default()),
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
