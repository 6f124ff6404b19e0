//! What holds for the whole crate: its manifest and the settings of its client.

use std::collections::BTreeMap;

/// The manifest of the crate.
#[derive(Clone, Debug)]
pub struct Package {
    /// The package's name, `identitynow`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// One line for the registry.
    pub description: String,
    /// The name that people use of the product, `SailPoint IdentityNow`.
    pub product: String,
    /// SPDX expression, if somebody granted a license.
    pub license: Option<String>,
    /// Where the vendor's own documentation is.
    pub documentation: Option<String>,
    /// The path from the crate's folder to the package `client-runtime`.
    pub runtime: String,
    /// Whether the crate is a member of another workspace; otherwise it is a workspace of its own.
    pub member: bool,
    /// What the tests and examples beside the emitted code depend on, by name.
    pub dev_dependencies: BTreeMap<String, Dependency>,
    /// The command that wrote the crate, for the first line of every file: `cargo xtask codegen`.
    pub command: String,
}

/// A dependency on a package of the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The version requirement.
    pub version: String,
    /// The features.
    pub features: Vec<String>,
    /// Whether its default features are on.
    pub default_features: bool,
}

/// What the crate's `Client` knows about the product.
#[derive(Clone, Debug)]
pub struct ClientSettings {
    /// The server that the base URL of the configuration replaces.
    pub server: Server,
    /// Where tokens are fetched: absolute, or a path below the base URL.
    pub token_url: Option<TokenUrl>,
    /// The security schemes of all pages, by name.
    pub schemes: Vec<SecurityScheme>,
    /// Where configuration is looked for, in this order.
    pub sources: Vec<Source>,
    /// JSON pointers to the id that the vendor's support asks for, into an error body.
    pub request_id: Vec<String>,
    /// The response header that has the length of a whole collection.
    pub total_header: Option<String>,
}

/// A token endpoint: absolute, or a path below the base URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenUrl {
    /// As the pages name it.
    Documented(String),
    /// As codegen.yaml names it.
    Configured(String),
}

/// A place where configuration is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Environment variables: setting and variable.
    Environment(Vec<(Setting, String)>),
    /// A JSON or YAML file.
    File {
        /// The path; `~` is the home directory.
        path: String,
        /// JSON pointer to the text that replaces `{}` in the keys.
        selector: Option<String>,
        /// Setting and JSON pointer.
        keys: Vec<(Setting, String)>,
    },
}

/// What configuration can set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// The base URL.
    BaseUrl,
    /// The OAuth2 client id.
    ClientId,
    /// The OAuth2 client secret.
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
    Variable(String),
}

/// A server: everything before the path of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Server {
    /// Scheme and authority, perhaps with `{variables}`.
    pub origin: String,
    /// The path below it, without a trailing slash; may be empty.
    pub path: String,
    /// The variables of the origin and their defaults.
    pub variables: Vec<(String, String)>,
}

/// A security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its key under `securitySchemes`.
    pub id: String,
    /// What it asks for.
    pub kind: SchemeKind,
}

/// What a security scheme asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// OAuth2 or OpenID Connect; whether the client credentials flow is offered.
    OAuth2 {
        /// The client credentials flow is offered.
        client_credentials: bool,
    },
    /// HTTP bearer token.
    Bearer,
    /// HTTP basic authentication.
    Basic,
    /// An API key in a header.
    HeaderKey(String),
    /// An API key in the query.
    QueryKey(String),
    /// An API key in a cookie.
    CookieKey(String),
}
