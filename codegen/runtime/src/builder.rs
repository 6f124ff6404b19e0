//! Making a client: from what the user says, from the API's configuration sources, from defaults, in this order.

use crate::address::{self, Base};
use crate::client::{Client, Shared};
use crate::clock::SystemClock;
use crate::config::{ConfigError, Loaded, Surroundings};
use crate::transport::ReqwestTransport;
use crate::{Clock, Credentials, RetryPolicy, Secret, Setting, Settings, TokenProvider, Transport};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(60);
const MAX_JSON_BYTES: usize = 128 * 1024 * 1024;

/// Makes a client `C`, the generated crate's own.
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
    http: HttpOptions,
    clock: Arc<dyn Clock>,
    retry: RetryPolicy,
    headers: Vec<(String, String)>,
    user_agent_suffix: Option<String>,
    timeout: Duration,
    strict: bool,
    max_json_bytes: usize,
    allow_plain_http: bool,
}

type Middleware = dyn FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send;

/// What only the transport that comes with the crate can do.
#[derive(Default)]
struct HttpOptions {
    client: Option<reqwest::Client>,
    proxy: Option<String>,
    root_certificates: Vec<Vec<u8>>,
    connect_timeout: Option<Duration>,
}

impl<C: From<Client>> ClientBuilder<C> {
    /// A builder for the API that `settings` describe.
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
            http: HttpOptions::default(),
            clock: Arc::new(SystemClock),
            retry: RetryPolicy::standard(),
            headers: Vec::new(),
            user_agent_suffix: None,
            timeout: TIMEOUT,
            strict: false,
            max_json_bytes: MAX_JSON_BYTES,
            allow_plain_http: false,
        };
        Self {
            options,
            client: PhantomData,
        }
    }

    /// Reads the API's configuration sources: environment variables, then files. For each setting the first source that has
    /// it wins, and whatever the builder is told wins over all of them.
    ///
    /// # Errors
    ///
    /// When a file is there that cannot be read. Settings that are nowhere are an error of [`build`](Self::build), which tells
    /// where they were looked for.
    pub fn load(mut self) -> Result<Self, ConfigError> {
        self.options.loaded = Loaded::from(self.options.settings.sources, &Surroundings::real())?;
        Ok(self)
    }

    /// Where the API is. It takes the place of the scheme and host in the docs; a path in it goes before theirs.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.options.base_url = Some(url.into());
        self
    }

    /// The value of a variable in the documented server URL, such as the tenant.
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options
            .base
            .variables
            .insert(name.into(), value.into());
        self
    }

    /// Signs in with these. Called more than once, each operation takes the first that serves it.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.options.credentials.push(credentials);
        self
    }

    /// Signs in with client id and secret. See [`Credentials::client_credentials`].
    pub fn client_credentials(self, id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        self.credentials(Credentials::client_credentials(id, secret))
    }

    /// Signs in with a token. See [`Credentials::bearer`].
    pub fn bearer_token(self, token: impl Into<Secret>) -> Self {
        self.credentials(Credentials::bearer(token))
    }

    /// Signs in with tokens from elsewhere. See [`TokenProvider`].
    pub fn token_provider(self, provider: impl TokenProvider) -> Self {
        self.credentials(Credentials::provider(provider))
    }

    /// Signs in with user and password. See [`Credentials::basic`].
    pub fn basic(self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.credentials(Credentials::basic(user, password))
    }

    /// Signs in with a key. See [`Credentials::api_key`].
    pub fn api_key(self, key: impl Into<Secret>) -> Self {
        self.credentials(Credentials::api_key(key))
    }

    /// Sends no credentials.
    pub fn no_auth(mut self) -> Self {
        self.options.anonymous = true;
        self
    }

    /// Sends through this transport. `http_client`, `proxy`, `root_certificate` and `connect_timeout` say nothing to it.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.options.transport = Some(Arc::new(transport));
        self
    }

    /// Wraps the transport, whichever it is, in one that does something more. The last to wrap is the first to see a request.
    pub fn middleware<T: Transport>(
        mut self,
        wrap: impl FnOnce(Arc<dyn Transport>) -> T + Send + 'static,
    ) -> Self {
        self.options
            .middleware
            .push(Box::new(|transport| Arc::new(wrap(transport))));
        self
    }

    /// Sends through this reqwest client. `proxy`, `root_certificate` and `connect_timeout` say nothing to it.
    ///
    /// Build it with `redirect(reqwest::redirect::Policy::none())`: the runtime follows redirects itself, and only it knows
    /// which headers are credentials.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.options.http.client = Some(client);
        self
    }

    /// Sends everything, token requests included, through this proxy. Without it, the proxies of the system are used.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.options.http.proxy = Some(url.into());
        self
    }

    /// Trusts this certificate (PEM, one or more) besides those of the system.
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.options.http.root_certificates.push(pem.into());
        self
    }

    /// How long one attempt may take: 60 seconds unless told. While a large body goes out it counts from the last piece of
    /// it, and of a download it is the time to the first byte, and between any two.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = timeout;
        self
    }

    /// How long making a connection may take: 10 seconds unless told.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.options.http.connect_timeout = Some(timeout);
        self
    }

    /// Sends this header with every request.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.headers.push((name.into(), value.into()));
        self
    }

    /// Adds to the `User-Agent`, after the name and version of the crate.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.options.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Retries by this policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = policy;
        self
    }

    /// Makes a value that does not fit its type an error, where else it would be a [`Misfit`](crate::Misfit).
    pub fn strict(mut self) -> Self {
        self.options.strict = true;
        self
    }

    /// The largest body that is read into memory: 128 MiB unless told. Downloads have no limit.
    pub fn max_json_bytes(mut self, bytes: usize) -> Self {
        self.options.max_json_bytes = bytes;
        self
    }

    /// Lets credentials go over plain http to other machines. Whoever is on the way can read them.
    pub fn allow_plain_http(mut self) -> Self {
        self.options.allow_plain_http = true;
        self
    }

    /// Takes the time from here: for tests.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.options.clock = Arc::new(clock);
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// When there are no credentials though the API asks for some, the base URL is none, or something else that was given
    /// cannot be used.
    pub fn build(self) -> Result<C, ConfigError> {
        self.options.build().map(C::from)
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.options.base_url)
            .field("credentials", &self.options.credentials)
            .finish_non_exhaustive()
    }
}

impl Options {
    fn build(mut self) -> Result<Client, ConfigError> {
        let base = self.base()?;
        let credentials = self.credentials()?;
        let client = Client::new(Shared {
            default_headers: self.default_headers()?,
            transport: self.transport()?,
            settings: self.settings,
            base,
            credentials,
            clock: self.clock,
            retry: self.retry,
            timeout: self.timeout,
            strict: self.strict,
            max_json_bytes: self.max_json_bytes,
            allow_plain_http: self.allow_plain_http,
        });
        if !client.credentials().is_empty() {
            let url = client
                .base_of(&self.settings.server)
                .map_err(ConfigError::base_url)?;
            client
                .check_secrecy(&url)
                .map_err(|failure| ConfigError::base_url(failure.message))?;
        }
        Ok(client)
    }

    fn base(&mut self) -> Result<Base, ConfigError> {
        let mut base = std::mem::take(&mut self.base);
        if let Some(text) = self
            .base_url
            .take()
            .or_else(|| self.loaded.take(Setting::BaseUrl))
        {
            let url: Url = address::parse_base(text.trim()).map_err(ConfigError::base_url)?;
            if !url.username().is_empty() || url.password().is_some() {
                return Err(ConfigError::base_url(
                    "it has a user or password in it: use basic()".into(),
                ));
            }
            base.url = Some(url);
        }
        for (name, _) in self.settings.server.variables {
            if let Some(value) = self.loaded.take(Setting::Variable(name)) {
                base.variables.entry((*name).to_owned()).or_insert(value);
            }
        }
        base.of(&self.settings.server)
            .map_err(ConfigError::base_url)?;
        Ok(base)
    }

    fn credentials(&mut self) -> Result<Vec<Credentials>, ConfigError> {
        if self.anonymous {
            return Ok(Vec::new());
        }
        let mut credentials = std::mem::take(&mut self.credentials);
        if credentials.is_empty() {
            credentials = self.loaded.credentials();
        }
        if credentials.is_empty() && !self.settings.schemes.is_empty() {
            return Err(self.loaded.no_credentials());
        }
        Ok(credentials)
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
            let header = HeaderName::try_from(name)
                .ok()
                .zip(HeaderValue::try_from(value).ok());
            let (name, value) = header.ok_or_else(|| ConfigError::Header { name: name.clone() })?;
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
            None => Arc::new(ReqwestTransport(std::mem::take(&mut self.http).client()?)),
        };
        let middleware = std::mem::take(&mut self.middleware);
        Ok(middleware
            .into_iter()
            .fold(transport, |transport, wrap| wrap(transport)))
    }
}

impl HttpOptions {
    fn client(self) -> Result<reqwest::Client, ConfigError> {
        if let Some(client) = self.client {
            return Ok(client);
        }
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(self.connect_timeout.unwrap_or(CONNECT_TIMEOUT));
        if let Some(proxy) = self.proxy {
            builder = builder.proxy(reqwest::Proxy::all(proxy).map_err(ConfigError::http)?);
        }
        for pem in self.root_certificates {
            builder = builder.tls_certs_merge(
                reqwest::Certificate::from_pem_bundle(&pem).map_err(ConfigError::http)?,
            );
        }
        builder.build().map_err(ConfigError::http)
    }
}
