//! The URL of a call: base URL, path of the server, path of the operation, query.
//!
//! Invariant: a path parameter stays within its segment, and no value can lead to another host.

use crate::{Server, Settings};
use http::Uri;
use std::collections::BTreeMap;
use url::{Host, Url};

/// What the client was told about where the API is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Base {
    /// Replaces the origin of every server. It may have a path of its own, for gateways.
    pub(crate) url: Option<Url>,
    /// Values of server variables.
    pub(crate) variables: BTreeMap<String, String>,
}

impl Base {
    /// Where the operations of a server begin.
    pub(crate) fn of(&self, server: &Server) -> Result<Url, String> {
        let path = self.substitute(server.path, server)?;
        let origin = match &self.url {
            Some(url) => url.as_str().to_owned(),
            None if server.origin.is_empty() => {
                return Err("the API documents no server: give a base URL".into());
            }
            None => self.substitute(server.origin, server)?,
        };
        parse_base(&join(&origin, &path))
    }

    /// The token endpoint: absolute, or a path below the base URL (without the path of the API's server).
    pub(crate) fn token_url(&self, settings: &Settings) -> Result<Url, String> {
        let token_url = settings
            .token_url
            .ok_or("the API documents no token endpoint")?;
        let text = if token_url.contains("://") {
            self.substitute(token_url, &settings.server)?
        } else {
            join(
                self.of(&Server {
                    path: "",
                    ..settings.server
                })?
                .as_str(),
                token_url,
            )
        };
        Url::parse(&text).map_err(|error| format!("{text:?} is no URL: {error}"))
    }

    fn substitute(&self, template: &str, server: &Server) -> Result<String, String> {
        expand(template, |name| {
            let default = server
                .variables
                .iter()
                .find(|(variable, _)| *variable == name)
                .map(|(_, default)| *default);
            let value = self
                .variables
                .get(name)
                .map(String::as_str)
                .or(default)
                .unwrap_or_default();
            let is_label = !value.is_empty()
                && value
                    .chars()
                    .all(|c| c.is_alphanumeric() || "-._~".contains(c));
            match is_label {
                true => Ok(value.to_owned()),
                false if value.is_empty() => {
                    Err(format!("the server variable `{name}` has no value"))
                }
                false => Err(format!("the server variable `{name}` cannot be {value:?}")),
            }
        })
    }
}

/// An absolute http or https URL without query.
pub(crate) fn parse_base(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("{text:?} is no URL: {error}"))?;
    match url.scheme() {
        "http" | "https" if url.query().is_none() && url.fragment().is_none() => Ok(url),
        "http" | "https" => Err(format!(
            "{text:?} has a query or fragment, which a base URL cannot have"
        )),
        _ => Err(format!("{text:?} is no http or https URL")),
    }
}

/// `base` with `path` below it.
pub(crate) fn join(base: &str, path: &str) -> String {
    match path.trim_start_matches('/') {
        "" => base.to_owned(),
        path => format!("{}/{path}", base.trim_end_matches('/')),
    }
}

/// The URL of an operation: `values` are the path parameters, `query` the parameters as they are written.
pub(crate) fn operation_url(
    base: &Url,
    template: &str,
    values: &[(String, String)],
    query: &[(String, String)],
) -> Result<Url, String> {
    let path = expand(template, |name| {
        let plain = name.trim_end_matches(['+', '*']);
        let value = values.iter().find(|(key, _)| key == name || key == plain);
        value
            .map(|(_, value)| value.clone())
            .ok_or_else(|| format!("the path parameter `{name}` has no value"))
    })?;
    let (path, fixed) = path
        .split_once('?')
        .map_or((path.as_str(), None), |(path, fixed)| (path, Some(fixed)));
    if let Some(dots) = path
        .split('/')
        .find(|segment| matches!(*segment, "." | ".."))
    {
        return Err(format!(
            "the path {path:?} has a segment {dots:?}, which would lead elsewhere"
        ));
    }
    let text = join(base.as_str(), path);
    let mut url = Url::parse(&text).map_err(|error| format!("{text:?} is no URL: {error}"))?;
    let query: Vec<&str> = fixed
        .into_iter()
        .chain(query.iter().map(|(_, text)| text.as_str()))
        .collect();
    url.set_query((!query.is_empty()).then(|| query.join("&")).as_deref());
    // What the transport would refuse, with a better message.
    url.as_str()
        .parse::<Uri>()
        .map_err(|error| format!("the URL cannot be sent: {error}"))?;
    Ok(url)
}

fn expand(
    template: &str,
    mut value: impl FnMut(&str) -> Result<String, String>,
) -> Result<String, String> {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after
            .split_once('}')
            .ok_or_else(|| format!("{template:?} has a `{{` without `}}`"))?;
        text.push_str(before);
        text.push_str(&value(name)?);
        rest = after;
    }
    text.push_str(rest);
    Ok(text)
}

/// Whether a request to this URL never leaves the machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
