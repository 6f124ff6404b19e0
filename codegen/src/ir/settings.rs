//! What holds for the whole crate: its manifest and the settings of its client.

use std::collections::BTreeMap;

/// The manifest of the crate. Keys that Cargo has too mean the same there.
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
    /// Where the vendor's own documentation is.
    pub vendor_documentation: Option<String>,
    /// What is only there for people and registries.
    pub about: About,
    /// How the crate gets the runtime.
    pub runtime: Runtime,
    /// Whether the crate is a member of another workspace; otherwise it is a workspace of its own.
    pub member: bool,
    /// What users' own code in the crate depends on, by name.
    pub dependencies: BTreeMap<String, Dependency>,
    /// What the tests and examples beside the emitted code depend on, by name.
    pub dev_dependencies: BTreeMap<String, Dependency>,
    /// Further features, and what they enable.
    pub features: BTreeMap<String, Vec<String>>,
    /// The command that wrote the crate, for the first line of every file: `cargo xtask codegen`.
    pub command: String,
}

/// The keys of `[package]` that have no effect on the code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// People and organizations.
    pub authors: Vec<String>,
    /// The oldest Rust that compiles the crate, if it isn't that of the emitted code.
    pub rust_version: Option<String>,
    /// Where the crate's own documentation is.
    pub documentation: Option<String>,
    /// A file of the crate.
    pub readme: Option<String>,
    /// The crate's or the product's page.
    pub homepage: Option<String>,
    /// Where the crate's sources are.
    pub repository: Option<String>,
    /// SPDX expression, if somebody granted a license.
    pub license: Option<String>,
    /// A file of the crate with a license that has no SPDX expression.
    pub license_file: Option<String>,
    /// Words to be found by.
    pub keywords: Vec<String>,
    /// Slugs of crates.io.
    pub categories: Vec<String>,
}

/// How a crate gets the package `client-runtime`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// From the registry, and while it is developed from a folder.
    Version {
        /// The version requirement.
        version: String,
        /// The folder, relative to the crate's.
        path: Option<String>,
    },
    /// From a git repository.
    Git {
        /// Where the repository is.
        url: String,
        /// The commit; the newest of the main branch without it.
        reference: Option<GitReference>,
    },
    /// From a folder, relative to the crate's. Such a crate can't be published.
    Path(String),
    /// Its sources are a module of the crate.
    Inline,
}

/// A commit of a git repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GitReference {
    /// `branch`, `rev` or `tag`.
    pub kind: &'static str,
    /// Its name or hash.
    pub name: String,
}

impl Runtime {
    /// The path of the runtime's items in the crate.
    pub fn module(&self) -> &'static str {
        match self {
            Self::Inline => "crate::runtime",
            Self::Version { .. } | Self::Git { .. } | Self::Path(_) => "client_runtime",
        }
    }
}

/// A dependency on a package of the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The version requirement.
    pub version: String,
    /// The name of the package, if the crate has another one.
    pub package: Option<String>,
    /// The features.
    pub features: Vec<String>,
    /// Whether its default features are on.
    pub default_features: bool,
    /// Whether a feature has to enable it.
    pub optional: bool,
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

impl Source {
    /// What it can set.
    pub(crate) fn settings(&self) -> impl Iterator<Item = &Setting> {
        let (Self::Environment(settings) | Self::File { keys: settings, .. }) = self;
        settings.iter().map(|(setting, _)| setting)
    }

    /// Whether it is a file in YAML, by its extension.
    pub(crate) fn is_yaml(&self) -> bool {
        let ends_in = |path: &str| [".yaml", ".yml"].iter().any(|end| path.ends_with(end));
        matches!(self, Self::File { path, .. } if ends_in(path))
    }
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
    /// An API key for one security scheme.
    ApiKeyFor(String),
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
