//! Building a client from the user's settings, the API's configuration sources and defaults, in this order.

#[cfg(feature = "reqwest")]
mod http_options;

use crate::address::{self, Base, Urls};
use crate::client::{Client, Shared};
use crate::clock::system_clock;
use crate::config::{ConfigError, CredentialsFrom, Loaded, Surroundings};
use crate::request::header_pair;
#[cfg(feature = "reqwest")]
use crate::transport::ReqwestTransport;
use crate::{Clock, Credentials, RetryPolicy, Secret, Setting, Settings, TokenProvider, Transport};
use http::{HeaderMap, HeaderValue, header};
#[cfg(feature = "reqwest")]
use http_options::HttpOptions;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(60);
const MAX_BODY_BYTES: usize = 128 * 1024 * 1024;

/// Builds a client `C`, the type of the generated crate.
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder<C> {
    options: Options,
    client: PhantomData<fn() -> C>,
}

struct Options {
    settings: &'static Settings,
    loaded: Loaded,
    base_url: Option<String>,
    base: Base,
    credentials: Vec<Credentials>,
    anonymous: bool,
    transport: Option<Arc<dyn Transport>>,
    middleware: Vec<Box<Middleware>>,
    #[cfg(feature = "reqwest")]
    http: HttpOptions,
    clock: Option<Arc<dyn Clock>>,
    retry: RetryPolicy,
    headers: Vec<(String, String)>,
    user_agent_suffix: Option<String>,
    timeout: Duration,
    strict: bool,
    max_body_bytes: usize,
    allow_plain_http: bool,
}

type Middleware = dyn FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send;

impl<C: From<Client>> ClientBuilder<C> {
    /// A builder for the API described by `settings`.
    pub fn new(settings: &'static Settings) -> Self {
        let options = Options {
            settings,
            loaded: Loaded::default(),
            base_url: None,
            base: Base::default(),
            credentials: Vec::new(),
            anonymous: false,
            transport: None,
            middleware: Vec::new(),
            #[cfg(feature = "reqwest")]
            http: HttpOptions::default(),
            clock: system_clock(),
            retry: RetryPolicy::standard(),
            headers: Vec::new(),
            user_agent_suffix: None,
            timeout: TIMEOUT,
            strict: false,
            max_body_bytes: MAX_BODY_BYTES,
            allow_plain_http: false,
        };
        Self {
            options,
            client: PhantomData,
        }
    }

    /// Reads the API's configuration sources: environment variables, then files. For each setting the first value found
    /// wins, and values set on the builder win over all of them.
    ///
    /// A file in the current folder that has the base URL or a variable of it must also have the credentials. Somebody else
    /// may have written that file, which must not choose the host that gets a secret from elsewhere.
    ///
    /// # Errors
    ///
    /// If a file exists but can't be read. A required setting that isn't found is an error of [`build`](Self::build),
    /// which lists the places that were searched.
    pub fn load(mut self) -> Result<Self, ConfigError> {
        self.options.loaded = Loaded::from(self.options.settings.sources, &Surroundings::real())?;
        Ok(self)
    }

    /// Sets the base URL. It replaces the documented scheme and host; a path in it precedes the documented ones.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.options.base_url = Some(url.into());
        self
    }

    /// Sets a variable of the documented server URL, such as the tenant.
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options
            .base
            .variables
            .insert(name.into(), value.into());
        self
    }

    /// Sets the token endpoint for client credentials: an absolute URL, or a path relative to the base URL. By default
    /// it is the documented one. A documented endpoint on another host than the API is used only with the documented
    /// server; after [`base_url`](Self::base_url) or [`variable`](Self::variable) it must be set here, so that the
    /// secret is never sent to a host that you didn't choose.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.options.base.token_url = Some(url.into());
        self
    }

    /// Adds credentials. Each operation uses the first that one of its security schemes accepts, or several if it requires
    /// several schemes together.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.options.anonymous = false;
        self.options.credentials.push(credentials);
        self
    }

    /// Adds a client id and secret. See [`Credentials::client_credentials`].
    pub fn client_credentials(self, id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        self.credentials(Credentials::client_credentials(id, secret))
    }

    /// Adds a bearer token. See [`Credentials::bearer`].
    pub fn bearer_token(self, token: impl Into<Secret>) -> Self {
        self.credentials(Credentials::bearer(token))
    }

    /// Adds a token provider. See [`TokenProvider`].
    pub fn token_provider(self, provider: impl TokenProvider) -> Self {
        self.credentials(Credentials::provider(provider))
    }

    /// Adds a user name and password. See [`Credentials::basic`].
    pub fn basic(self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.credentials(Credentials::basic(user, password))
    }

    /// Adds an API key. See [`Credentials::api_key`].
    pub fn api_key(self, key: impl Into<Secret>) -> Self {
        self.credentials(Credentials::api_key(key))
    }

    /// Adds an API key for one security scheme. See [`Credentials::api_key_for`].
    pub fn api_key_for(self, scheme: impl Into<String>, key: impl Into<Secret>) -> Self {
        self.credentials(Credentials::api_key_for(scheme, key))
    }

    /// Sends no credentials: those that were added before are removed, and [`load`](Self::load) adds none.
    pub fn no_auth(mut self) -> Self {
        self.options.credentials.clear();
        self.options.anonymous = true;
        self
    }

    /// Replaces the transport. `http_client`, `proxy`, `root_certificate` and `connect_timeout` don't apply to it. In a
    /// build without the feature `reqwest` it is required.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.options.transport = Some(Arc::new(transport));
        self
    }

    /// Wraps the transport in another one. The last middleware added is the first to see a request.
    pub fn middleware<T: Transport>(
        mut self,
        wrap: impl FnOnce(Arc<dyn Transport>) -> T + Send + 'static,
    ) -> Self {
        self.options
            .middleware
            .push(Box::new(|transport| Arc::new(wrap(transport))));
        self
    }

    /// Replaces the reqwest client. `proxy`, `root_certificate` and `connect_timeout` don't apply to it.
    ///
    /// Build it with `redirect(reqwest::redirect::Policy::none())`: the runtime follows redirects itself, because only
    /// it knows which headers are credentials.
    #[cfg(feature = "reqwest")]
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.options.http.client = Some(client);
        self
    }

    /// Sends all requests, including token requests, through this proxy. By default the system's proxies are used.
    #[cfg(feature = "reqwest")]
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.options.http.proxy = Some(url.into());
        self
    }

    /// Trusts these certificates (PEM, one or more) in addition to the system's.
    #[cfg(any(
        feature = "rustls-aws-lc",
        feature = "rustls-ring",
        feature = "native-tls"
    ))]
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.options.http.root_certificates.push(pem.into());
        self
    }

    /// Sets the timeout of each attempt; 60 seconds by default. It restarts with each chunk of a large request body.
    /// For downloads it limits the time to the first byte and between any two chunks.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = timeout;
        self
    }

    /// Sets the timeout for establishing a connection; 10 seconds by default.
    #[cfg(feature = "reqwest")]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.options.http.connect_timeout = Some(timeout);
        self
    }

    /// Sends a header with every request.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a suffix to the `User-Agent` header, after the name and version of the crate.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.options.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Sets the retry policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = policy;
        self
    }

    /// Fails if a value doesn't match its type, instead of dropping and reporting it as a [`Misfit`](crate::Misfit).
    pub fn strict(mut self) -> Self {
        self.options.strict = true;
        self
    }

    /// Sets the size of the largest response body that is read into memory; 128 MiB by default. A download, which is a
    /// stream, has no limit.
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.options.max_body_bytes = bytes;
        self
    }

    /// Allows credentials to be sent over plain http to other machines. Everyone on the network can read them.
    pub fn allow_plain_http(mut self) -> Self {
        self.options.allow_plain_http = true;
        self
    }

    /// Replaces the clock, for tests. On WebAssembly, which has no clock of its own, it is required.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.options.clock = Some(Arc::new(clock));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// If a required setting is missing or invalid: there are no credentials, the base URL isn't valid, or the
    /// documented token endpoint isn't on the client's host.
    pub fn build(self) -> Result<C, ConfigError> {
        self.options.build().map(C::from)
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base_url = self
            .options
            .base_url
            .as_deref()
            .map(address::without_secrets);
        f.debug_struct("ClientBuilder")
            .field("base_url", &base_url)
            .field("credentials", &self.options.credentials)
            .finish_non_exhaustive()
    }
}

impl Options {
    fn build(mut self) -> Result<Client, ConfigError> {
        let (credentials, origin) = self.credentials()?;
        let (base, has_local_address) = self.base(origin)?;
        let urls = Urls::new(base, self.settings).map_err(ConfigError::base_url)?;
        let client = Client::new(Shared {
            default_headers: self.default_headers()?,
            transport: self.transport()?,
            settings: self.settings,
            urls,
            credentials,
            clock: self.clock.ok_or(ConfigError::NoClock)?,
            retry: self.retry,
            timeout: self.timeout,
            strict: self.strict,
            max_body_bytes: self.max_body_bytes,
            allow_plain_http: self.allow_plain_http,
            has_local_address,
        });
        if !client.credentials().is_empty() {
            client
                .check_secrecy(client.base_url())
                .map_err(|failure| ConfigError::base_url(failure.message))?;
            if client
                .credentials()
                .iter()
                .all(Credentials::use_token_endpoint)
            {
                client
                    .token_url()
                    .map_err(|failure| ConfigError::TokenUrl {
                        message: failure.message,
                    })?;
            }
        }
        Ok(client)
    }

    /// The address, and whether a file in the current folder chose it.
    fn base(&mut self, credentials: CredentialsFrom) -> Result<(Base, bool), ConfigError> {
        let mut is_local = false;
        let mut loaded = |setting| {
            is_local |= self.loaded.is_local(setting);
            self.loaded.address(setting, credentials)
        };
        let mut base = std::mem::take(&mut self.base);
        let text = match self.base_url.take() {
            Some(text) => Some(text),
            None => loaded(Setting::BaseUrl)?,
        };
        if let Some(text) = text {
            base.url = Some(address::parse_base(text.trim()).map_err(ConfigError::base_url)?);
        }
        for (name, _) in self.settings.server.variables {
            if !base.variables.contains_key(*name)
                && let Some(value) = loaded(Setting::Variable(name))?
            {
                base.variables.insert((*name).to_owned(), value);
            }
        }
        Ok((base, is_local))
    }

    fn credentials(&mut self) -> Result<(Vec<Credentials>, CredentialsFrom), ConfigError> {
        let own = std::mem::take(&mut self.credentials);
        if self.anonymous {
            return Ok((Vec::new(), CredentialsFrom::Nowhere));
        }
        if !own.is_empty() {
            return Ok((own, CredentialsFrom::Caller));
        }
        let loaded = self.loaded.credentials();
        if loaded.is_empty() && !self.settings.schemes.is_empty() {
            return Err(self.loaded.no_credentials());
        }
        Ok((loaded, CredentialsFrom::Sources))
    }

    fn default_headers(&self) -> Result<HeaderMap, ConfigError> {
        let mut headers = HeaderMap::new();
        let suffix = self
            .user_agent_suffix
            .iter()
            .map(|suffix| format!(" {suffix}"))
            .collect::<String>();
        let user_agent = (
            "user-agent".to_owned(),
            format!("{}{suffix}", self.settings.user_agent),
        );
        for (name, value) in std::iter::once(&user_agent).chain(&self.headers) {
            let (name, value) = header_pair(name, value).map_err(|reason| ConfigError::Header {
                name: name.clone(),
                message: reason.to_owned(),
            })?;
            headers.insert(name, value);
        }
        headers
            .entry(header::ACCEPT)
            .or_insert(HeaderValue::from_static("*/*"));
        Ok(headers)
    }

    fn transport(&mut self) -> Result<Arc<dyn Transport>, ConfigError> {
        let transport = match self.transport.take() {
            Some(transport) => transport,
            None => self.default_transport()?,
        };
        let middleware = std::mem::take(&mut self.middleware);
        Ok(middleware
            .into_iter()
            .fold(transport, |transport, wrap| wrap(transport)))
    }

    #[cfg(feature = "reqwest")]
    fn default_transport(&mut self) -> Result<Arc<dyn Transport>, ConfigError> {
        let client = std::mem::take(&mut self.http).client()?;
        Ok(Arc::new(ReqwestTransport(client)))
    }

    #[cfg(not(feature = "reqwest"))]
    fn default_transport(&mut self) -> Result<Arc<dyn Transport>, ConfigError> {
        Err(ConfigError::NoTransport)
    }
}

#[cfg(test)]
mod tests;
