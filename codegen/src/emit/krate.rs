//! The root of the crate, `src/lib.rs`, and its client, `src/client.rs`.

mod guide;
mod snippets;
mod starters;

pub(crate) use starters::starters;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::features;
use super::print::{self, Node, mark};
use super::scope::ident;
use crate::ir::{
    ClientSettings, Crate, Runtime, SchemeKind, SecurityScheme, Server, Setting, Source, TokenUrl,
    Version,
};
use crate::markdown;

/// The end of `src/lib.rs`, after the modules.
const REEXPORTS: &str = "{
    Body, ByteStream, ClientBuilder, ConfigError, Credentials, Date, DecodeError, Decoded, Error, File,
    IntoNullableList, IntoOption, Items, Map, Misfit, Multipart, Nullable, Number, Pages, RawRequest, Response,
    RetryPolicy, Timestamp, UnknownScalar, UnknownValue, Value, decode,
};
";

/// The path of the runtime.
pub(crate) fn runtime(krate: &Crate) -> TokenStream {
    let parts = krate.package.runtime.module().split("::").map(ident);
    quote!(#(#parts)::*)
}

/// `src/lib.rs`
pub(crate) fn library(krate: &Crate) -> String {
    let docs: String = guide::docs(krate)
        .iter()
        .map(|line| format!("{}\n", format!("//! {line}").trim_end()))
        .collect();
    let modules = krate.versions.iter().map(|version| {
        let (feature, name) = (features::of_version(version), &version.module);
        format!("#[cfg(feature = \"{feature}\")]\n#[rustfmt::skip]\npub mod {name};\n")
    });
    let modules: String = modules.collect();
    let (module, reexport) = match krate.package.runtime {
        Runtime::Inline => ("#[rustfmt::skip]\npub mod runtime;\n", ""),
        _ => ("", "pub use client_runtime as runtime;\n"),
    };
    let path = krate.package.runtime.module();
    let path = path.strip_prefix("crate::").unwrap_or(path);
    let mark = mark(krate);
    format!(
        "// {mark}\n\n{docs}\n#![forbid(unsafe_code)]\n\
         // Deprecated items warn where they are used, not where they are defined.\n\
         #![allow(deprecated)]\n\
         // The vendor describes some fields and values by their names alone.\n\
         #![allow(missing_docs)]\n\n{modules}\n#[rustfmt::skip]\nmod client;\n{module}\n\
         pub use client::Client;\n{reexport}#[rustfmt::skip]\npub use {path}::{REEXPORTS}"
    )
}

/// `src/client.rs`
pub(crate) fn client(krate: &Crate) -> syn::Result<String> {
    let product = markdown::summary(&krate.package.product);
    let docs = Docs::new()
        .ours(format!("Client for {product}."))
        .ours("Cloning is cheap: clones share connections and tokens.");
    let attributes = docs.attributes();
    let runtime = runtime(krate);
    let imports = imports(&krate.client);
    let settings = settings(krate);
    let versions = krate.versions.iter().map(version);
    let nodes = [
        Node::Group(vec![
            quote!(use #runtime::http::Method;),
            quote!(use #runtime::{#(#imports),*};),
        ]),
        Node::Item(settings),
        Node::Item(
            quote!(#attributes #[derive(Clone, Debug)] pub struct Client(#runtime::Client);),
        ),
        Node::Impl {
            of: quote!(Client),
            methods: [
                first_methods(&krate.client.sources),
                versions.collect(),
                last_methods(),
            ]
            .concat(),
        },
        Node::Item(quote! {
            impl From<#runtime::Client> for Client {
                fn from(client: #runtime::Client) -> Self {
                    Self(client)
                }
            }
        }),
    ];
    print::file(
        &mark(krate),
        &[format!("The client for {product}.")],
        &nodes,
    )
}

/// The runtime items that the settings use.
fn imports(client: &ClientSettings) -> Vec<TokenStream> {
    let keyed = |scheme: &SecurityScheme| {
        matches!(
            scheme.kind,
            SchemeKind::HeaderKey(_) | SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_)
        )
    };
    let all = [
        ("ClientBuilder", true),
        ("ConfigError", true),
        ("KeyLocation", client.schemes.iter().any(keyed)),
        ("RawRequest", true),
        ("SchemeKind", !client.schemes.is_empty()),
        ("SecurityScheme", !client.schemes.is_empty()),
        ("Server", true),
        ("Setting", !client.sources.is_empty()),
        ("Settings", true),
        ("SettingsFile", client.sources.iter().any(is_file)),
        ("Source", !client.sources.is_empty()),
        ("TokenUrl", client.token_url.is_some()),
    ];
    all.iter()
        .filter(|(_, used)| *used)
        .map(|(name, _)| ident(name))
        .map(|name| quote!(#name))
        .collect()
}

fn is_file(source: &Source) -> bool {
    matches!(source, Source::File { .. })
}

fn first_methods(sources: &[Source]) -> Vec<TokenStream> {
    let from = match (sources.iter().any(is_file), sources.iter().all(is_file)) {
        _ if sources.is_empty() => "the API's defaults",
        (false, _) => "environment variables",
        (true, false) => "environment variables and configuration files",
        (true, true) => "configuration files",
    };
    let docs = Docs::inner()
        .ours(format!("Creates a client from {from}."))
        .section("Errors")
        .ours("A required setting is missing or invalid.")
        .attributes();
    vec![
        quote! {
            #docs
            pub fn from_env() -> Result<Self, ConfigError> {
                Self::builder().load()?.build()
            }
        },
        quote! {
            /// Starts a builder with no settings loaded.
            pub fn builder() -> ClientBuilder<Self> {
                ClientBuilder::new(&SETTINGS)
            }
        },
    ]
}

fn last_methods() -> Vec<TokenStream> {
    vec![quote! {
        /// Creates a request to a path below the base URL, for endpoints that this crate doesn't cover.
        pub fn request(&self, method: Method, path: &str) -> RawRequest {
            self.0.request(method, path)
        }
    }]
}

/// The method that returns a version's operations.
fn version(version: &Version) -> TokenStream {
    let feature = features::of_version(version);
    let name = ident(&version.module);
    let docs = format!(" {}", markdown::summary(&version.title));
    quote! {
        #[doc = #docs]
        #[cfg(feature = #feature)]
        pub fn #name(&self) -> crate::#name::Api {
            crate::#name::Api { client: self.0.clone() }
        }
    }
}

fn settings(krate: &Crate) -> TokenStream {
    let ClientSettings {
        server: default,
        token_url,
        schemes,
        sources,
        request_id,
        total_header,
    } = &krate.client;
    let agent = format!("{}/", krate.package.name);
    let server = server(default);
    let token_url = token_url.as_ref().map(|url| match url {
        TokenUrl::Documented(url) => quote!(.token_url(TokenUrl::Documented(#url))),
        TokenUrl::Configured(url) => quote!(.token_url(TokenUrl::Configured(#url))),
    });
    let schemes = list("schemes", schemes.iter().map(scheme));
    let sources = list("sources", sources.iter().map(source));
    let request_id = list("request_id", request_id.iter().map(|id| quote!(#id)));
    let total_header = total_header
        .as_ref()
        .map(|name| quote!(.total_header(#name)));
    quote! {
        static SETTINGS: Settings =
            Settings::new(concat!(#agent, env!("CARGO_PKG_VERSION")), #server)
                #token_url #schemes #sources #request_id #total_header;
    }
}

/// The call of a method that takes a list, if it isn't empty.
fn list(method: &str, items: impl Iterator<Item = TokenStream>) -> Option<TokenStream> {
    let mut items = items.peekable();
    items.peek()?;
    let method = ident(method);
    Some(quote!(.#method(&[#(#items),*])))
}

/// A server as a constant expression; `Server` has to be in scope.
pub(crate) fn server(server: &Server) -> TokenStream {
    let Server {
        origin,
        path,
        variables,
    } = server;
    let variables = variables
        .iter()
        .map(|(name, default)| quote!((#name, #default)));
    let variables = list("variables", variables);
    quote!(Server::new(#origin, #path) #variables)
}

fn scheme(scheme: &SecurityScheme) -> TokenStream {
    let id = &scheme.id;
    let key = |location: TokenStream, name: &str| quote!(SchemeKind::ApiKey { location: KeyLocation::#location, name: #name });
    let kind = match &scheme.kind {
        SchemeKind::OAuth2 { client_credentials } => {
            quote!(SchemeKind::OAuth2 { client_credentials: #client_credentials })
        }
        SchemeKind::Bearer => quote!(SchemeKind::Bearer),
        SchemeKind::Basic => quote!(SchemeKind::Basic),
        SchemeKind::HeaderKey(name) => key(quote!(Header), name),
        SchemeKind::QueryKey(name) => key(quote!(Query), name),
        SchemeKind::CookieKey(name) => key(quote!(Cookie), name),
    };
    quote!(SecurityScheme::new(#id, #kind))
}

fn source(source: &Source) -> TokenStream {
    match source {
        Source::Environment(variables) => {
            let variables = variables.iter().map(pair);
            quote!(Source::Environment(&[#(#variables),*]))
        }
        Source::File {
            path,
            selector,
            keys,
        } => {
            let selector = selector.as_ref().map(|pointer| quote!(.selector(#pointer)));
            let keys = keys.iter().map(pair);
            quote!(Source::File(SettingsFile::new(#path, &[#(#keys),*]) #selector))
        }
    }
}

fn pair((setting, value): &(Setting, String)) -> TokenStream {
    let setting = match setting {
        Setting::BaseUrl => quote!(BaseUrl),
        Setting::ClientId => quote!(ClientId),
        Setting::ClientSecret => quote!(ClientSecret),
        Setting::Token => quote!(Token),
        Setting::Username => quote!(Username),
        Setting::Password => quote!(Password),
        Setting::ApiKey => quote!(ApiKey),
        Setting::ApiKeyFor(scheme) => quote!(ApiKeyFor(#scheme)),
        Setting::Variable(name) => quote!(Variable(#name)),
    };
    quote!((Setting::#setting, #value))
}
