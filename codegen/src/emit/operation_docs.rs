//! The doc comment of an operation's function.

use super::docs::{Docs, default_note};
use super::scope::Scope;
use crate::ir::{Operation, Outcome, Response, StatusVariant, TypeKind};
use crate::markdown;

/// The vendor's text, the route and scopes, then arguments, responses and errors.
pub(crate) fn docs(scope: &Scope<'_>, operation: &Operation) -> Docs {
    let mut docs = Docs::new().markdown(&operation.summary);
    if operation.description.trim() != operation.summary.trim() {
        docs = docs.markdown(&operation.description);
    }
    docs = docs.ours(format!(
        "{}; docs page {}.",
        route(operation),
        markdown::code(&operation.page_id)
    ));
    if operation.experimental {
        docs = docs.ours("Experimental: the vendor may change this operation at any time.");
    }
    if !operation.scopes.is_empty() {
        let scopes: Vec<String> = operation
            .scopes
            .iter()
            .map(|scope| markdown::code(scope))
            .collect();
        docs = docs.ours(format!("Scopes: {}.", scopes.join(", ")));
    }
    docs = arguments(docs, operation);
    let (good, bad): (Vec<_>, Vec<_>) = operation
        .responses
        .iter()
        .partition(|response| response.outcome != Outcome::Error);
    if !good.is_empty() {
        docs = responses(docs.section("Responses"), scope, &good);
    }
    if !bad.is_empty() {
        docs = errors(docs.section("Errors"), scope, operation, bad);
    }
    docs
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
    let documented: Vec<_> = arguments
        .chain(body)
        .filter(|(_, docs, default)| !docs.trim().is_empty() || default.is_some())
        .collect();
    if documented.is_empty() {
        return docs;
    }
    documented
        .into_iter()
        .fold(docs.section("Arguments"), |docs, (ident, text, default)| {
            let name = ident.strip_prefix("r#").unwrap_or(ident);
            let note = default_note(default)
                .map(|note| format!(" ({})", note.trim_end_matches('.')))
                .unwrap_or_default();
            docs.item(&format!("`{name}`{note}:"), text)
        })
}

/// What the error type already describes in a line, then what differs from it.
fn errors(docs: Docs, scope: &Scope<'_>, operation: &Operation, errors: Vec<&Response>) -> Docs {
    let Some(id) = operation.errors else {
        return responses(docs, scope, &errors);
    };
    let family: &[StatusVariant] = match &scope.definition(id).kind {
        TypeKind::Errors(variants) => variants,
        _ => &[],
    };
    let (same, other): (Vec<&Response>, Vec<&Response>) = errors
        .into_iter()
        .partition(|response| is_described(family, response));
    let names = |responses: &[&Response]| {
        let names = responses.iter().map(|response| response.status.to_string());
        names.collect::<Vec<String>>()
    };
    let link = scope.type_reference(id);
    let docs = match names(&same).split_last() {
        None => docs.ours(format!("See {link}.")),
        Some((only, [])) => docs.ours(format!("Status {only}: see {link}.")),
        Some((last, rest)) => {
            docs.ours(format!("Status {} or {last}: see {link}.", rest.join(", ")))
        }
    };
    responses(docs, scope, &other)
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
        text.push_str(&format!("\n\nHeader {}: {docs}", markdown::code(name)));
    }
    text
}
