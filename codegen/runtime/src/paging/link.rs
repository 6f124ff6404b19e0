//! Links to the next page.

use crate::address::is_same_origin;
use http::{HeaderMap, header};
use serde_json::Value;
use url::Url;

/// The target of a link in JSON: a URL, an object with one, or the one of several objects with the relation `next`.
pub(super) fn target(link: Value) -> Option<String> {
    match link {
        Value::String(url) => Some(url).filter(|url| !url.trim().is_empty()),
        Value::Object(mut fields) => {
            let mut names = ["href", "url", "uri"].into_iter();
            names.find_map(|name| target(fields.remove(name)?))
        }
        Value::Array(links) => {
            let mut links = links.into_iter();
            target(links.find(|link| link["rel"] == "next")?)
        }
        _ => None,
    }
}

/// The target of the first link with the relation `next` (RFC 8288, section 3).
pub(super) fn next_of(headers: &HeaderMap) -> Option<String> {
    let fields = headers.get_all(header::LINK).iter();
    fields
        .filter_map(|field| std::str::from_utf8(field.as_bytes()).ok())
        .find_map(next_in)
}

/// `<https://example.com/items?page=2>; rel="next", <https://example.com/items?page=9>; rel=last`
fn next_in(mut field: &str) -> Option<String> {
    while let Some((_, rest)) = field.split_once('<') {
        let (target, mut rest) = rest.split_once('>')?;
        let mut relation = None;
        let mut is_about_other = false;
        // The parameters: each has a value, which may be quoted.
        while let Some(parameter) = rest.trim_start().strip_prefix(';') {
            let end = parameter.find(['=', ';', ',']).unwrap_or(parameter.len());
            let (name, after) = parameter.split_at(end);
            let (value, after) = match after.strip_prefix('=') {
                Some(value) => parameter_value(value),
                None => (String::new(), after),
            };
            match name.trim().to_ascii_lowercase().as_str() {
                // Only the first `rel` counts.
                "rel" => drop(relation.get_or_insert(value)),
                "anchor" => is_about_other = true,
                _ => {}
            }
            rest = after;
        }
        let relation = relation.unwrap_or_default();
        let mut relations = relation.split_ascii_whitespace();
        if !is_about_other && relations.any(|name| name.eq_ignore_ascii_case("next")) {
            return Some(target.to_owned());
        }
        field = rest;
    }
    None
}

/// A token or a quoted string, and the text after it.
fn parameter_value(text: &str) -> (String, &str) {
    let text = text.trim_start();
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([';', ',']).unwrap_or(text.len());
        let (token, rest) = text.split_at(end);
        return (token.trim().to_owned(), rest);
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return (value, quoted.get(at + 1..).unwrap_or_default()),
            '\\' => value.extend(chars.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    (value, "")
}

/// The URL that a link on the page at `current` leads to. It is an error if that has another origin.
pub(super) fn follow(current: &Url, link: &str) -> Result<Url, String> {
    let link = link.trim();
    let mut url = current
        .join(link)
        .map_err(|error| format!("the link to the next page isn't a valid URL: {error}"))?;
    url.set_fragment(None);
    // A server behind a proxy may not know that it is reached over https.
    let has_lost_https = (url.scheme(), current.scheme()) == ("http", "https")
        && url.host() == current.host()
        && url.port().is_none();
    if has_lost_https {
        let _ = url.set_scheme("https");
        let _ = url.set_port(current.port());
    }
    if !is_same_origin(&url, current) {
        return Err(format!(
            "the link to the next page leads to {} and not to {}, the server of this request: it isn't followed",
            url.origin().ascii_serialization(),
            current.origin().ascii_serialization()
        ));
    }
    let _ = url.set_username("");
    let _ = url.set_password(None);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::{follow, next_in, target};
    use serde_json::json;
    use url::Url;

    #[test]
    fn a_link_is_a_url_or_an_object_with_one() {
        let links = [
            json!("/2"),
            json!({"method": "GET", "href": "/2"}),
            json!([{"rel": "self", "href": "/1"}, {"rel": "next", "href": "/2"}]),
        ];
        for link in links {
            assert_eq!(target(link).as_deref(), Some("/2"));
        }
        for none in [
            json!(null),
            json!(" "),
            json!({}),
            json!([]),
            json!([{"rel": "prev", "href": "/1"}]),
            json!(1),
        ] {
            assert_eq!(target(none), None);
        }
    }

    #[test]
    fn the_link_with_the_relation_next_is_found() {
        let cases = [
            (
                r#"<https://a.example/?page=2>; rel="next""#,
                Some("https://a.example/?page=2"),
            ),
            (
                r#"</a?x=1,2;3>; rel=prev, </a?page=3>; REL = "Last  NEXT"; title="a, b""#,
                Some("/a?page=3"),
            ),
            (r#"</1>; title="</2>; rel=\"next\""; rel=last"#, None),
            (r#"</1>; rel=prev; rel=next, </2>;rel=next"#, Some("/2")),
            (r##"</1>; rel=next; anchor="#x""##, None),
            (r#"</1>; crossorigin; rel=next"#, Some("/1")),
            ("</1; rel=next", None),
            ("", None),
        ];
        for (field, next) in cases {
            assert_eq!(next_in(field).as_deref(), next, "{field}");
        }
    }

    #[test]
    fn a_link_is_followed_within_its_origin() {
        let current = Url::parse("https://api.example.com/v1/items?limit=2").unwrap();
        let cases = [
            ("?page=2", "https://api.example.com/v1/items?page=2"),
            (
                "/v1/items?page=2#top",
                "https://api.example.com/v1/items?page=2",
            ),
            (
                "https://u:p@API.example.com:443/x",
                "https://api.example.com/x",
            ),
            (
                "http://api.example.com/v1/items?page=2",
                "https://api.example.com/v1/items?page=2",
            ),
        ];
        for (link, url) in cases {
            assert_eq!(follow(&current, link).map(String::from), Ok(url.to_owned()));
        }
        for link in [
            "https://evil.example/",
            "//evil.example/x",
            "http://api.example.com:8080/",
            "https://",
            "data:x",
        ] {
            assert!(follow(&current, link).is_err(), "{link}");
        }
    }
}
