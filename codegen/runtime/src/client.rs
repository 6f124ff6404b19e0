//! The client: the settings, credentials and connections that all calls of an API share.

use crate::address::{Urls, is_same_origin};
use crate::auth::AuthFailure;
use crate::{Clock, Credentials, RawRequest, RetryPolicy, Server, Settings, Transport, transport};
use http::{HeaderMap, Method};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// A client of an API. Cheap to clone; clones share connections and the token.
///
/// Generated crates wrap it in a type of their own.
#[derive(Clone)]
pub struct Client(Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) settings: &'static Settings,
    pub(crate) urls: Urls,
    pub(crate) credentials: Vec<Credentials>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) retry: RetryPolicy,
    pub(crate) default_headers: HeaderMap,
    pub(crate) timeout: Duration,
    pub(crate) strict: bool,
    pub(crate) max_body_bytes: usize,
    pub(crate) allow_plain_http: bool,
    /// Whether a file in the current folder chose the host.
    pub(crate) has_local_address: bool,
}

impl Client {
    pub(crate) fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    /// A request to a path that has no generated function, with the same credentials, retries and errors.
    ///
    /// The path is relative to the base URL and may have a query. The response is the raw body, unless
    /// [`expect`](crate::Request::expect) selects another type.
    ///
    /// ```no_run
    /// # async fn raw(client: client_runtime::Client) -> Result<(), client_runtime::Error> {
    /// use client_runtime::{Json, Style, Value, http::Method};
    ///
    /// let report: Value = client
    ///     .request(Method::GET, "/v2/reports")
    ///     .query(Style::form("limit"), 10)
    ///     .expect::<Json<Value>>()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: &str) -> RawRequest {
        RawRequest::raw(self, method, path)
    }

    pub(crate) fn settings(&self) -> &'static Settings {
        self.0.settings
    }

    pub(crate) fn credentials(&self) -> &[Credentials] {
        &self.0.credentials
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.0.transport
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    pub(crate) fn retry_policy(&self) -> &RetryPolicy {
        &self.0.retry
    }

    pub(crate) fn default_headers(&self) -> &HeaderMap {
        &self.0.default_headers
    }

    /// The default headers of a request to `url`: only the public ones if that isn't on the API's host.
    pub(crate) fn headers_for(&self, url: &Url) -> HeaderMap {
        let headers = self.0.default_headers.clone();
        match is_same_origin(self.base_url(), url) {
            true => headers,
            false => transport::public_headers(headers),
        }
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.0.timeout
    }

    pub(crate) fn is_strict(&self) -> bool {
        self.0.strict
    }

    pub(crate) fn max_body_bytes(&self) -> usize {
        self.0.max_body_bytes
    }

    pub(crate) fn allows_plain_http(&self) -> bool {
        self.0.allow_plain_http
    }

    /// Whether a file in the current folder chose the host, which may be anybody's.
    pub(crate) fn has_local_address(&self) -> bool {
        self.0.has_local_address
    }

    /// The URL of the API's main server.
    pub(crate) fn base_url(&self) -> &Url {
        self.0.urls.main()
    }

    /// The URL that the paths of a server's operations are relative to.
    pub(crate) fn base_of(&self, server: &Server) -> Result<Arc<Url>, String> {
        self.0.urls.of(server)
    }

    /// The token endpoint.
    pub(crate) fn token_url(&self) -> Result<&Url, AuthFailure> {
        self.0.urls.token().map_err(AuthFailure::new)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.base_url().as_str())
            .field("credentials", &self.0.credentials)
            .field("retry", &self.0.retry)
            .field("timeout", &self.0.timeout)
            .finish_non_exhaustive()
    }
}
