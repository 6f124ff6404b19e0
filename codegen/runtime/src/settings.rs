//! What a generated crate tells about its API: constants that stand in its `client.rs`. Nothing here does anything.

/// How an API is reached, signed in to and configured.
#[derive(Debug)]
pub struct Settings {
    /// Name and version of the generated crate, as in a `User-Agent` header.
    pub user_agent: &'static str,
    /// The server that is used unless an operation names its own.
    pub server: Server,
    /// Where client credentials are turned into a token: absolute, or a path below the base URL.
    pub token_url: Option<&'static str>,
    /// The ways to sign in that the API documents.
    pub schemes: &'static [SecurityScheme],
    /// Where [`ClientBuilder::load`](crate::ClientBuilder::load) looks, in this order.
    pub sources: &'static [Source],
    /// JSON pointers to the id of a request that error bodies carry.
    pub request_id: &'static [&'static str],
    /// The header that tells how many items a list has in all.
    pub total_header: Option<&'static str>,
}

/// A server as OpenAPI 3.0.3 describes it (section "Server Object"), its URL cut in two so that the front can be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Server {
    /// Scheme and host, with `{variables}`. Empty where the docs name no server: a base URL must be given then.
    pub origin: &'static str,
    /// The path that all operations of this server begin with. It stays when another base URL is given.
    pub path: &'static str,
    /// The variables and their defaults; an empty default is none.
    pub variables: &'static [(&'static str, &'static str)],
}

/// A way to sign in (OpenAPI 3.0.3, section "Security Scheme Object").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// The name that operations refer to.
    pub id: &'static str,
    /// What is sent.
    pub kind: SchemeKind,
}

/// What a [`SecurityScheme`] sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// A bearer token from an OAuth 2 server.
    OAuth2 {
        /// Whether client id and secret give one (RFC 6749, section 4.4).
        client_credentials: bool,
    },
    /// A bearer token (RFC 6750), also that of OpenID Connect.
    Bearer,
    /// User and password (RFC 7617).
    Basic,
    /// A key under a name of the API's own.
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

/// A place that settings are read from.
#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// Environment variables.
    Environment(&'static [(Setting, &'static str)]),
    /// A JSON or YAML file, by its ending.
    File {
        /// The path; `~` is the home directory.
        path: &'static str,
        /// A JSON pointer to a text that replaces `{}` in the keys.
        selector: Option<&'static str>,
        /// JSON pointers to the values.
        keys: &'static [(Setting, &'static str)],
    },
}

/// Something that can be read from a [`Source`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Setting {
    /// The base URL.
    BaseUrl,
    /// The id of client credentials.
    ClientId,
    /// The secret of client credentials.
    ClientSecret,
    /// A bearer token.
    Token,
    /// The user of basic authentication.
    Username,
    /// The password of basic authentication.
    Password,
    /// An API key.
    ApiKey,
    /// A variable of the server's URL.
    Variable(&'static str),
}
