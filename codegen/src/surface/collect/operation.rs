//! What there is to say about an operation.

use super::super::{Aspect, Fact, spell};
use super::{Facts, add_if, key, list, url};
use crate::ir::{
    Body, BodyContent, Location, NextPage, Operation, Outcome, Paging, Parameter, PartKind,
    Payload, Style, Success, TypeKind, Version,
};

pub(super) fn of_operation(version: &Version, operation: &Operation) -> Facts {
    let (returns, form) = match &operation.success {
        Success::One(payload) => (
            spell::success(version, payload),
            matches!(payload, Payload::Text),
        ),
        Success::ByStatus(id) => (spell::named(version, *id), false),
    };
    // Without an error type, error bodies are any JSON.
    let fails = operation
        .errors
        .map_or("Value".to_owned(), |id| spell::named(version, id));
    let documented = || operation.responses.iter().map(|each| each.status);
    let statuses: Vec<String> = documented()
        .filter(|status| status.outcome(documented()) == Outcome::Error)
        .map(|status| status.to_string())
        .collect();
    let mut facts = Facts::from([
        (
            Aspect::Route,
            Fact::note(format!("{} {}", operation.method, operation.path)),
        ),
        (Aspect::Arguments, arguments(version, operation)),
        (
            Aspect::Returns,
            Fact::ty(returns).with_note(if form { "text" } else { "" }),
        ),
        (
            Aspect::Fails,
            Fact::ty(fails).with_note(statuses.join(", ")),
        ),
    ]);
    let options = operation
        .parameters
        .iter()
        .filter(|each| !each.required && each.constant.is_none());
    facts.extend(options.map(|parameter| option(version, parameter)));
    if let Some(body) = &operation.body {
        facts.extend(of_body(version, body));
    }
    if let Some(paging) = &operation.paging {
        facts.extend(of_paging(version, paging));
    }
    let scopes = match &operation.security {
        Some(schemes) if schemes.is_empty() => "none needed".to_owned(),
        _ => operation.scopes.join(", "),
    };
    if !scopes.is_empty() {
        facts.insert(Aspect::Scopes, Fact::note(scopes));
    }
    if let Some(server) = &operation.server {
        facts.insert(Aspect::Server, Fact::note(url(server)));
    }
    add_if(operation.experimental, Aspect::Experimental, &mut facts);
    add_if(operation.deprecated, Aspect::Deprecated, &mut facts);
    facts
}

/// The types of the arguments, with their names as the note.
fn arguments(version: &Version, operation: &Operation) -> Fact {
    let parameters = operation
        .parameters
        .iter()
        .filter(|each| each.required && each.constant.is_none());
    let parameters = parameters.map(|each| (spell::ty(version, &each.ty), each.ident.as_str()));
    let body = operation.body.iter().filter(|body| body.required);
    let body = body.map(|body| (spell::body(version, &body.content), body.ident.as_str()));
    list(parameters.chain(body))
}

fn option(version: &Version, parameter: &Parameter) -> (Aspect, Fact) {
    let location = match parameter.location {
        Location::Path => "path ",
        Location::Query => "",
        Location::Header => "header ",
        Location::Cookie => "cookie ",
    };
    let key = match location {
        "" => key(&parameter.ident, &parameter.name),
        _ => format!("{location}{}", parameter.name),
    };
    let style = match parameter.style {
        Style::Form | Style::Simple => "",
        Style::Label => "label",
        Style::Matrix => "matrix",
        Style::SpaceDelimited => "separated by spaces",
        Style::PipeDelimited => "separated by pipes",
        Style::DeepObject => "deep object",
        Style::Content => "JSON",
    };
    let note: Vec<&str> = [key.as_str(), style]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let fact = Fact::ty(spell::ty(version, &parameter.ty))
        .with_note(note.join(", "))
        .deprecated_if(parameter.deprecated);
    (Aspect::Setter(parameter.ident.clone()), fact)
}

/// The media type of a request body, and its setter if it is optional.
fn of_body(version: &Version, body: &Body) -> Facts {
    let mut facts = Facts::new();
    if !body.required {
        let ty = spell::body(version, &body.content);
        facts.insert(
            Aspect::Setter(body.ident.clone()),
            Fact::ty(ty).with_note("body"),
        );
    }
    let media_type = spell::media_type(&body.content);
    if !media_type.is_empty() {
        facts.insert(Aspect::MediaType, Fact::note(media_type));
    }
    add_if(
        may_stream(version, &body.content),
        Aspect::Streamed,
        &mut facts,
    );
    facts
}

/// Whether a body may be a stream.
fn may_stream(version: &Version, content: &BodyContent) -> bool {
    let (BodyContent::Multipart(id) | BodyContent::Choice(id)) = content else {
        return matches!(content, BodyContent::Bytes(_));
    };
    match &version.types[id.0].kind {
        TypeKind::Form(parts) => {
            let mut parts = parts.iter();
            parts.any(|part| matches!(part.kind, PartKind::File | PartKind::Files))
        }
        TypeKind::Bodies(variants) => variants.iter().any(|each| may_stream(version, &each.body)),
        _ => false,
    }
}

/// The streams of pages and items, and how the next page is requested.
fn of_paging(version: &Version, paging: &Paging) -> Facts {
    let next = match &paging.next {
        NextPage::Offset { name, first } => format!("offset {name} from {first}"),
        NextPage::Page { name, first } => format!("page {name} from {first}"),
        NextPage::Cursor { name, pointer } => format!("cursor {name} from {pointer}"),
        NextPage::CursorHeader { name, header } => {
            format!("cursor {name} from the header {header}")
        }
        NextPage::LastItem { name, pointer } => format!("{name} from {pointer} of the last item"),
        NextPage::Link(pointer) => format!("link {pointer}"),
        NextPage::LinkHeader => "header Link".to_owned(),
        NextPage::SearchAfter { cursor, sort } => format!("{cursor} of {sort}"),
    };
    let limit = paging.limit.iter().map(|limit| match paging.page_size {
        Some(size) => format!("{limit} = {size}"),
        None => limit.clone(),
    });
    let note: Vec<String> = std::iter::once(next).chain(limit).collect();
    let mut facts = Facts::from([(
        Aspect::Pages,
        Fact::ty(spell::ty(version, &paging.page)).with_note(note.join(", ")),
    )]);
    if let Some(items) = &paging.items {
        let fact = Fact::ty(spell::ty(version, &items.item)).with_note(items.pointer.clone());
        facts.insert(Aspect::Items, fact);
    }
    if paging.has_total {
        let total = paging.total_parameter.as_ref().or(paging.total.as_ref());
        facts.insert(
            Aspect::Total,
            Fact::note(total.cloned().unwrap_or_default()),
        );
    }
    facts
}
