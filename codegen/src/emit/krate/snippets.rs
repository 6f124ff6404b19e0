//! The examples in the docs of the crate: templates, in which `$NAME` is replaced by a value.

use std::collections::BTreeSet;

use super::guide::Call;
use crate::emit::types::crate_name;
use crate::ir::{ClientSettings, Crate, SchemeKind, Setting, Source};

pub(super) const FIRST_CALL: &str = r#"
$IMPORT

let client = $NAME::Client::from_env()?;
let value = $CALL
    .await?;
println!("{value:?}");
"#;

pub(super) const CLIENT: &str = r#"
let client = $NAME::Client::from_env()?;
"#;

pub(super) const BUILDER: &str = r#"
let client = $NAME::Client::builder()
    .base_url("https://api.example.com")
    .$CREDENTIALS
    .timeout(std::time::Duration::from_secs(20))
    .build()?;
"#;

pub(super) const ERRORS: &str = r#"
$IMPORT

let client = $NAME::Client::from_env()?;
let result = $CALL
    .await;
match result {
    Ok(value) => println!("{value:?}"),
    Err(error) => println!("{:?}, retry after {:?}: {error}", error.status(), error.retry_after()),
}
"#;

pub(super) const PAGING: &str = r#"
$IMPORT

let client = $NAME::Client::from_env()?;
let mut items = $CALL
    .items();
while let Some(item) = items.next().await {
    println!("{:?}", item?);
}
"#;

pub(super) const FILES: &str = r#"
$IMPORT

let client = $NAME::Client::from_env()?;
let file = $CALL
    .await?;
file.save_to("file").await?;
"#;

pub(super) const OTHER: &str = r#"
use $NAME::runtime::{Json, http::Method};

let client = $NAME::Client::from_env()?;
let value = client.request(Method::GET, $PATH).expect::<Json<$NAME::Value>>().await?;
println!("{value}");
"#;

pub(super) const TESTING: &str = r#"
use $OPERATION;
use $NAME::runtime::testing::{MockTransport, Reply};

let server = MockTransport::new();
server.on(&$STATIC).reply(Reply::status(503).header("retry-after", "1"));
let client = $NAME::Client::builder()
    .base_url("https://api.example.com")
    .transport(server.clone())
    .$CREDENTIALS
    .build()?;
// The code under test uses the client.
server.on(&$STATIC).assert_calls(1);
"#;

/// An example as a code block. `values` are those of placeholders that only this template has.
pub(super) fn snippet(
    krate: &Crate,
    template: &str,
    call: Option<&Call>,
    values: &[(&str, &str)],
) -> Vec<String> {
    let import = call.and_then(|call| call.import.as_ref());
    let import = import.map_or_else(String::new, |path| format!("use {path};"));
    let name = crate_name(krate);
    let credentials = credentials(&krate.client);
    let common = [
        ("IMPORT", import.as_str()),
        ("CALL", call.map_or("client", |call| &call.chain)),
        ("CREDENTIALS", &credentials),
        ("NAME", &name),
    ];
    let code = fill(template, &[&common, values].concat());
    let open = [
        "```no_run",
        "# async fn run() -> Result<(), Box<dyn std::error::Error>> {",
    ];
    let close = ["# Ok(())", "# }", "```"];
    let lines = open.into_iter().chain(code.trim().lines()).chain(close);
    lines.map(str::to_owned).collect()
}

/// Replaces each placeholder once: the vendor's names in the values may look like placeholders.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut parts = template.split('$');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_uppercase());
        let (name, rest) = part.split_at(end.unwrap_or(part.len()));
        let value = values.iter().find(|(placeholder, _)| *placeholder == name);
        text.push_str(value.map_or(name, |(_, value)| value));
        text.push_str(rest);
    }
    text
}

/// The builder's calls that set credentials of a kind that the API accepts.
fn credentials(client: &ClientSettings) -> String {
    let schemes = &client.schemes;
    let is_any = |accepts: fn(&SchemeKind) -> bool| {
        schemes.is_empty() || schemes.iter().any(|scheme| accepts(&scheme.kind))
    };
    if is_any(|kind| matches!(kind, SchemeKind::Bearer | SchemeKind::OAuth2 { .. })) {
        return r#"bearer_token("secret")"#.to_owned();
    }
    if is_any(|kind| matches!(kind, SchemeKind::Basic)) {
        return r#"basic("user", "secret")"#.to_owned();
    }
    // Operations that take several keys at once need one for each scheme.
    let settings = client.sources.iter().flat_map(Source::settings);
    let keys: BTreeSet<String> = settings
        .filter_map(|setting| match setting {
            Setting::ApiKeyFor(scheme) => Some(format!(r#"api_key_for({scheme:?}, "secret")"#)),
            _ => None,
        })
        .collect();
    match keys.is_empty() {
        true => r#"api_key("secret")"#.to_owned(),
        false => keys.into_iter().collect::<Vec<_>>().join("\n    ."),
    }
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn values_are_not_placeholders() {
        let values = [
            ("OPERATION", "v1::users::GET_CREDENTIALS"),
            ("STATIC", "LIST_CALLS"),
            ("CALL", "client.$NAME()"),
            ("NAME", "demo"),
        ];
        let text = fill("use $OPERATION; &$STATIC $CALL; $NAME::X", &values);
        assert_eq!(
            text,
            "use v1::users::GET_CREDENTIALS; &LIST_CALLS client.$NAME(); demo::X"
        );
    }
}
