//! The doc comment of an operation's function.

use super::docs::{Docs, default_note};
use super::example;
use super::scope::Scope;
use crate::ir::{Operation, Outcome, Response, StatusVariant, TypeKind};
use crate::markdown;

/// The vendor's text, then the route, scopes and result in one paragraph, arguments, errors and an example.
pub(crate) fn docs(scope: &Scope<'_>, operation: &Operation) -> Docs {
    let mut docs = Docs::new()
        .markdown(&operation.summary)
        .markdown(&operation.description);
    if operation.experimental {
        docs = docs.ours("Experimental: the vendor may change this operation at any time.");
    }
    let (good, bad): (Vec<_>, Vec<_>) = operation
        .responses
        .iter()
        .partition(|response| response.outcome != Outcome::Error);
    docs = match good.as_slice() {
        [only] => docs.led(
            &format!("{} {}", source(operation), returns(scope, only)),
            &with_headers(only),
        ),
        _ => docs.ours(source(operation)),
    };
    docs = arguments(docs, operation);
    if good.len() > 1 {
        docs = responses(docs.section("Responses"), scope, &good);
    }
    let docs = errors(docs, scope, operation, bad);
    docs.lines(example::lines(scope, operation))
}

/// The route, the page if its name isn't that of the function, and the scopes.
fn source(operation: &Operation) -> String {
    let mut text = route(operation);
    let function = operation.function.trim_start_matches("r#");
    if operation.page_id != function.replace('_', "-") {
        let page = markdown::code(&operation.page_id);
        text.push_str(&format!("; docs page {page}"));
    }
    text.push('.');
    if operation.scopes.is_empty() {
        return text;
    }
    let scopes = operation.scopes.iter().map(|scope| markdown::code(scope));
    let scopes: Vec<String> = scopes.collect();
    format!("{text} Scopes: {}.", scopes.join(", "))
}

/// The words before the description of the only response that isn't an error.
fn returns(scope: &Scope<'_>, response: &Response) -> String {
    match scope.payload_link(&response.payload) {
        Some(payload) if payload.starts_with("list ") => format!("Returns a {payload}:"),
        Some(payload) => format!("Returns {payload}:"),
        None => format!("Responds with {}:", response.status),
    }
}

/// `PATCH /access-profiles/{id}`
pub(crate) fn route(operation: &Operation) -> String {
    markdown::code(&format!("{} {}", operation.method, operation.path))
}

fn arguments(docs: Docs, operation: &Operation) -> Docs {
    let parameters = operation
        .parameters
        .iter()
        .filter(|each| each.required && each.constant.is_none());
    let arguments = parameters.map(|each| (&each.ident, &each.docs, each.default.as_deref()));
    let body = operation
        .body
        .iter()
        .filter(|body| body.required)
        .map(|body| (&body.ident, &body.docs, None));
    arguments
        .chain(body)
        .filter(|(_, docs, default)| !docs.trim().is_empty() || default.is_some())
        .fold(docs, |docs, (ident, text, default)| {
            let name = ident.strip_prefix("r#").unwrap_or(ident);
            let note = default_note(default)
                .map(|note| format!(" ({})", note.trim_end_matches('.')))
                .unwrap_or_default();
            docs.item(&format!("`{name}`{note}:"), text)
        })
}

/// What differs from what the error type says.
fn errors(docs: Docs, scope: &Scope<'_>, operation: &Operation, errors: Vec<&Response>) -> Docs {
    let family: &[StatusVariant] = match operation.errors.map(|id| &scope.definition(id).kind) {
        Some(TypeKind::Errors(variants)) => variants,
        _ => &[],
    };
    let differs = |response: &&Response| !is_described(family, response);
    let other: Vec<&Response> = errors.into_iter().filter(differs).collect();
    match other.is_empty() {
        true => docs,
        false => responses(docs.section("Errors"), scope, &other),
    }
}

/// Whether the error type says the same of a status as the operation. It has the bodies of all its operations in common, so
/// only the words can differ.
fn is_described(family: &[StatusVariant], response: &Response) -> bool {
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
    };
    let common = family
        .iter()
        .find(|variant| variant.status == response.status);
    common.is_some_and(|common| {
        response.headers.is_empty() && words(&common.docs) == words(&response.description)
    })
}

fn responses(docs: Docs, scope: &Scope<'_>, responses: &[&Response]) -> Docs {
    responses.iter().fold(docs, |docs, response| {
        let status = response.status;
        let lead = match scope.payload_link(&response.payload) {
            Some(payload) => format!("{status}, {payload}:"),
            None => format!("{status}:"),
        };
        docs.item(&lead, &with_headers(response))
    })
}

/// The description, and a paragraph for each header.
fn with_headers(response: &Response) -> String {
    let mut text = response.description.clone();
    for (name, docs) in &response.headers {
        let name = markdown::code(name);
        match docs.trim() {
            "" => text.push_str(&format!("\n\nHeader {name}.")),
            docs => text.push_str(&format!("\n\nHeader {name}: {docs}")),
        }
    }
    text
}
