//! The description of an API in a generated crate: constants in its `client.rs`.

/// The server, authentication and configuration of an API.
#[derive(Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The name and version of the generated crate, as in a `User-Agent` header.
    pub user_agent: &'static str,
    /// The server of the operations that don't name their own.
    pub server: Server,
    /// The token endpoint for client credentials.
    pub token_url: Option<TokenUrl>,
    /// The security schemes that the API documents.
    pub schemes: &'static [SecurityScheme],
    /// The sources that [`ClientBuilder::load`](crate::ClientBuilder::load) reads, in this order.
    pub sources: &'static [Source],
    /// JSON pointers to the id of the request in an error body.
    pub request_id: &'static [&'static str],
    /// The header with the total number of items of a list.
    pub total_header: Option<&'static str>,
}

impl Settings {
    /// The settings of an API without authentication.
    pub const fn new(user_agent: &'static str, server: Server) -> Self {
        Self {
            user_agent,
            server,
            token_url: None,
            schemes: &[],
            sources: &[],
            request_id: &[],
            total_header: None,
        }
    }

    /// Sets the token endpoint.
    #[must_use]
    pub const fn token_url(mut self, url: TokenUrl) -> Self {
        self.token_url = Some(url);
        self
    }

    /// Sets the security schemes.
    #[must_use]
    pub const fn schemes(mut self, schemes: &'static [SecurityScheme]) -> Self {
        self.schemes = schemes;
        self
    }

    /// Sets the sources of a client's settings.
    #[must_use]
    pub const fn sources(mut self, sources: &'static [Source]) -> Self {
        self.sources = sources;
        self
    }

    /// Sets where an error body has the id of the request.
    #[must_use]
    pub const fn request_id(mut self, pointers: &'static [&'static str]) -> Self {
        self.request_id = pointers;
        self
    }

    /// Sets the header with the total number of items of a list.
    #[must_use]
    pub const fn total_header(mut self, name: &'static str) -> Self {
        self.total_header = Some(name);
        self
    }
}

/// A token endpoint: an absolute URL, or a path relative to the base URL, with the `{variables}` of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenUrl {
    /// As the API's docs name it. If it is on another host than the API, it is used only with the documented server:
    /// after [`ClientBuilder::base_url`](crate::ClientBuilder::base_url) or
    /// [`variable`](crate::ClientBuilder::variable) it may be the host of somebody else.
    Documented(&'static str),
    /// As the maintainer of the generated crate chose it. It is always used.
    Configured(&'static str),
}

/// A server (OpenAPI 3.0.3, "Server Object"). Its URL is split in two so that the origin can be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Server {
    /// Scheme and host, with `{variables}`. Empty if the docs name no server; the client then needs a base URL.
    pub origin: &'static str,
    /// The path that all operations of this server begin with. A base URL doesn't replace it.
    pub path: &'static str,
    /// The variables and their defaults; an empty default means that there is none.
    pub variables: &'static [(&'static str, &'static str)],
}

impl Server {
    /// A server without variables.
    pub const fn new(origin: &'static str, path: &'static str) -> Self {
        Self {
            origin,
            path,
            variables: &[],
        }
    }

    /// Sets the variables.
    #[must_use]
    pub const fn variables(mut self, variables: &'static [(&'static str, &'static str)]) -> Self {
        self.variables = variables;
        self
    }
}

/// A security scheme (OpenAPI 3.0.3, "Security Scheme Object").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SecurityScheme {
    /// The name that operations refer to.
    pub id: &'static str,
    /// The kind of credentials that it takes.
    pub kind: SchemeKind,
}

impl SecurityScheme {
    /// A scheme by its id and kind.
    pub const fn new(id: &'static str, kind: SchemeKind) -> Self {
        Self { id, kind }
    }
}

/// The kind of credentials that a [`SecurityScheme`] takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// A bearer token of an OAuth 2 server.
    OAuth2 {
        /// Whether the server has the client credentials flow (RFC 6749, section 4.4).
        client_credentials: bool,
    },
    /// A bearer token (RFC 6750), including those of OpenID Connect.
    Bearer,
    /// A user name and password (RFC 7617).
    Basic,
    /// An API key.
    ApiKey {
        /// Where it is sent.
        location: KeyLocation,
        /// The name of the header, query parameter or cookie.
        name: &'static str,
    },
}

/// Where an API key is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyLocation {
    /// In a header.
    Header,
    /// In the query.
    Query,
    /// In a cookie.
    Cookie,
}

/// A source of settings.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Source {
    /// Environment variables.
    Environment(&'static [(Setting, &'static str)]),
    /// A file.
    File(SettingsFile),
}

/// A JSON or YAML file with settings, by its extension.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct SettingsFile {
    /// The path; a leading `~/` is the home directory.
    pub path: &'static str,
    /// JSON pointers to the values.
    pub keys: &'static [(Setting, &'static str)],
    /// A JSON pointer to a string that replaces `{}` in the keys.
    pub selector: Option<&'static str>,
}

impl SettingsFile {
    /// A file with values at these JSON pointers.
    pub const fn new(path: &'static str, keys: &'static [(Setting, &'static str)]) -> Self {
        Self {
            path,
            keys,
            selector: None,
        }
    }

    /// Sets the JSON pointer to a string that replaces `{}` in the keys.
    #[must_use]
    pub const fn selector(mut self, pointer: &'static str) -> Self {
        self.selector = Some(pointer);
        self
    }
}

/// A setting that can be read from a [`Source`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Setting {
    /// The base URL.
    BaseUrl,
    /// The client id of client credentials.
    ClientId,
    /// The client secret of client credentials.
    ClientSecret,
    /// A bearer token.
    Token,
    /// The user name for basic authentication.
    Username,
    /// The password for basic authentication.
    Password,
    /// An API key.
    ApiKey,
    /// An API key for the security scheme of this id.
    ApiKeyFor(&'static str),
    /// A variable of the server's URL.
    Variable(&'static str),
}
