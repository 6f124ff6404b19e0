//! The URLs of calls and of the token endpoint.
//!
//! Invariant: a path parameter stays within its segment, a path stays below the base URL, and client credentials only
//! go to a host that the user, the docs or the maintainer of the generated crate meant for this client.

mod urls;

use crate::{Server, Settings, TokenUrl};
use std::collections::BTreeMap;
use url::{Host, Url};

pub(crate) use urls::Urls;

/// Where the API is, as far as the user has set it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Base {
    /// Replaces the origin of every server. It can have a path, for gateways.
    pub(crate) url: Option<Url>,
    /// Values of server variables.
    pub(crate) variables: BTreeMap<String, String>,
    /// Replaces the documented token endpoint.
    pub(crate) token_url: Option<String>,
}

impl Base {
    /// The URL that the paths of a server's operations are relative to.
    pub(crate) fn of(&self, server: &Server) -> Result<Url, String> {
        let path = self.substitute(server.path, server)?;
        let origin = match &self.url {
            Some(url) => url.as_str().to_owned(),
            None if server.origin.is_empty() => {
                return Err("the API documents no server; set the base URL".into());
            }
            None => self.substitute(server.origin, server)?,
        };
        parse_base(&join(&origin, &path))
    }

    /// The token endpoint: absolute, or relative to the base URL (without the path of the API's server).
    pub(crate) fn token_url(&self, settings: &Settings) -> Result<Url, String> {
        let (text, is_documented) = match (&self.token_url, settings.token_url) {
            (Some(url), _) => (url.as_str(), false),
            (None, Some(TokenUrl::Configured(url))) => (url, false),
            (None, Some(TokenUrl::Documented(url))) => (url, true),
            (None, None) => {
                return Err("the API documents no token endpoint; set it with token_url()".into());
            }
        };
        let server = Server {
            path: "",
            ..settings.server
        };
        let url = self.substitute(text, &server)?;
        if !url.contains("://") {
            return parse_http(&join(self.of(&server)?.as_str(), &url));
        }
        let url = parse_http(&url)?;
        if is_documented && !self.may_use_documented(text, &url, &server) {
            return Err(format!(
                "the docs name the token endpoint {url}, which isn't on the host that this client was set up for; set the \
                 right one with token_url()"
            ));
        }
        Ok(url)
    }

    /// Whether an absolute token URL of the docs belongs to the API of this client: it is on the same host, nothing was
    /// changed, or everything that was changed is part of it.
    fn may_use_documented(&self, template: &str, url: &Url, server: &Server) -> bool {
        let origin = self.of(server).ok().map(|base| base.origin());
        let documented = Self::default().of(server).ok().map(|base| base.origin());
        let is_same_host = origin.as_ref() == Some(&url.origin());
        let is_unchanged = origin.is_some() && origin == documented;
        let has_all_variables = self.url.is_none()
            && !self.variables.is_empty()
            && self
                .variables
                .keys()
                .all(|name| template.contains(&format!("{{{name}}}")));
        is_same_host || is_unchanged || has_all_variables
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
            let is_allowed = |c: char| c.is_alphanumeric() || "-._~".contains(c);
            // An empty label, as in `..`, would make the rest of the host another one.
            let is_host_part =
                value.chars().all(is_allowed) && value.split('.').all(|label| !label.is_empty());
            match is_host_part {
                true => Ok(value.to_owned()),
                false if value.is_empty() => {
                    Err(format!("the server variable `{name}` has no value"))
                }
                false => Err(format!("the server variable `{name}` can't be {value:?}")),
            }
        })
    }
}

/// An absolute http or https URL without query, user name or password.
pub(crate) fn parse_base(text: &str) -> Result<Url, String> {
    let url = parse_http(text)?;
    match url.query() {
        None => Ok(url),
        Some(_) => Err(format!(
            "{:?} has a query, which a base URL can't have",
            without_secrets(text)
        )),
    }
}

/// An absolute http or https URL without fragment, user name or password.
fn parse_http(text: &str) -> Result<Url, String> {
    let shown = without_secrets(text);
    let url = Url::parse(text).map_err(|error| format!("{shown:?} isn't a valid URL: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("{shown:?} isn't an http or https URL"));
    }
    if url.fragment().is_some() {
        return Err(format!(
            "{shown:?} has a fragment, which isn't allowed here"
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(format!(
            "{shown:?} has a user name or password; set them with basic() instead"
        ));
    }
    Ok(url)
}

/// A URL as it can be printed, however malformed: without user name, password, query and fragment.
pub(crate) fn without_secrets(url: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let (url, query) = url.split_at(end);
    let query = if query.is_empty() { "" } else { "?…" };
    let start = url.find("://").map_or(0, |scheme| scheme + "://".len());
    let (scheme, rest) = url.split_at(start);
    match rest.rsplit_once('@') {
        Some((_, host)) => format!("{scheme}…@{host}{query}"),
        None => format!("{url}{query}"),
    }
}

/// `base` with `path` below it.
pub(crate) fn join(base: &str, path: &str) -> String {
    match path.trim_start_matches('/') {
        "" => base.to_owned(),
        path => format!("{}/{path}", base.trim_end_matches('/')),
    }
}

/// The URL of an operation. `values` are the serialized path parameters, `query` the serialized query parameters.
pub(crate) fn operation_url(
    base: &Url,
    template: &str,
    values: &[(String, String)],
    query: &[(String, String)],
) -> Result<Url, String> {
    // Fill in the path parameters.
    let path = expand(template, |name| {
        let plain = name.trim_end_matches(['+', '*']);
        let value = values.iter().find(|(key, _)| key == name || key == plain);
        value
            .map(|(_, value)| value.clone())
            .ok_or_else(|| format!("the path parameter `{name}` has no value"))
    })?;

    // Append the path to the base URL.
    let (path, fixed) = path
        .split_once('?')
        .map_or((path.as_str(), None), |(path, fixed)| (path, Some(fixed)));
    let text = join(base.as_str(), path);
    let mut url =
        Url::parse(&text).map_err(|error| format!("{text:?} isn't a valid URL: {error}"))?;
    if !is_below(base, path, &url) {
        return Err(format!(
            "the path {path:?} would lead elsewhere: `.` and `..` segments, backslashes, control characters and `#` aren't \
             allowed in it"
        ));
    }

    // Append the query of the template and the query parameters.
    let query: Vec<&str> = fixed
        .into_iter()
        .chain(query.iter().map(|(_, text)| text.as_str()))
        .collect();
    if !query.is_empty() {
        url.set_query(Some(&query.join("&")));
    }
    Ok(url)
}

/// Whether two URLs have the same scheme, host and port (RFC 6454, section 5). [`Url::origin`] would copy the hosts, and this
/// is asked several times a call.
pub(crate) fn is_same_origin(one: &Url, other: &Url) -> bool {
    one.scheme() == other.scheme()
        && one.host() == other.host()
        && one.port_or_known_default() == other.port_or_known_default()
}

/// Whether `url` is exactly `path` below `base`. The URL parser resolves dot segments in all their spellings, which
/// changes the number of segments or empties one; it reads backslashes as slashes and drops some control characters.
fn is_below(base: &Url, path: &str, url: &Url) -> bool {
    let path = path.trim_start_matches('/');
    if path.contains(char::is_control) || url.fragment().is_some() || !is_same_origin(url, base) {
        return false;
    }
    let base = base.path().trim_end_matches('/');
    match url
        .path()
        .strip_prefix(base)
        .map(|rest| rest.strip_prefix('/'))
    {
        Some(Some(rest)) => {
            let (parsed, given) = (rest.split('/'), path.split('/'));
            parsed.clone().count() == given.clone().count()
                && parsed
                    .zip(given)
                    .all(|(parsed, given)| parsed.is_empty() == given.is_empty())
        }
        Some(None) => path.is_empty(),
        None => false,
    }
}

/// Replaces the `{placeholders}` of a template.
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

#[cfg(test)]
mod tests;
