//! Operations: the functions of a tag's `Api`, each of which makes a request.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::attributes::{allow_many_arguments, deprecation};
use super::docs::{Docs, default_note};
use super::krate;
use super::scope::{Scope, ident};
use crate::ir::{
    Body, BodyContent, Location, Operation, Outcome, Parameter, Response, Style, TypeRef,
};
use crate::markdown;

/// A function's arguments, and what its body does with them.
#[derive(Default)]
struct Parts {
    arguments: Vec<TokenStream>,
    /// `let` statements that turn arguments into values.
    values: Vec<TokenStream>,
    /// The calls on the request.
    calls: Vec<TokenStream>,
}

/// The function.
pub(crate) fn operation(scope: &Scope<'_>, operation: &Operation) -> TokenStream {
    let docs = docs(scope, operation).attributes();
    let deprecated = deprecation(operation.deprecated);
    let mut parts = Parts::default();
    for parameter in operation
        .parameters
        .iter()
        .filter(|each| each.required || each.constant.is_some())
    {
        add_parameter(scope, parameter, &mut parts);
    }
    let new = new_request(scope, operation);
    let request = match operation.body.as_ref().filter(|body| body.required) {
        Some(body) => add_body(scope, body, &new, &mut parts),
        None => with_calls(&new, &parts.calls),
    };
    let function = ident(&operation.function);
    let name = ident(&operation.request);
    let allow = allow_many_arguments(parts.arguments.len() + 1);
    let Parts {
        arguments, values, ..
    } = parts;
    quote! {
        #docs
        #deprecated
        #allow
        pub fn #function(&self, #(#arguments),*) -> request::#name {
            #(#values)*
            #request.into()
        }
    }
}

fn with_calls(new: &TokenStream, calls: &[TokenStream]) -> TokenStream {
    quote!(#new #(#calls)*)
}

fn new_request(scope: &Scope<'_>, operation: &Operation) -> TokenStream {
    let id = &operation.id;
    let path = &operation.path;
    let method = scope.external("client_runtime::http", "Method");
    let verb = format_ident!("{}", operation.method);
    let description = scope.runtime("Operation");
    let server = match &operation.server {
        Some(server) => {
            scope.runtime("Server");
            krate::server(server)
        }
        None => scope.server(),
    };
    let security = operation
        .security
        .as_ref()
        .map(|schemes| quote!(.security(&[#(#schemes),*])));
    quote!(#description::new(#id, #method::#verb, #path, &#server) #security .request(&self.client))
}

fn add_parameter(scope: &Scope<'_>, parameter: &Parameter, parts: &mut Parts) {
    if let Some(constant) = &parameter.constant {
        parts.calls.push(call(scope, parameter, &quote!(#constant)));
        return;
    }
    let name = ident(&parameter.ident);
    add_argument(scope, &name, &parameter.ty, parts);
    parts.calls.push(call(scope, parameter, &quote!(#name)));
}

fn add_argument(scope: &Scope<'_>, name: &Ident, ty: &TypeRef, parts: &mut Parts) {
    let argument = scope.argument(name, ty);
    let argument_type = argument.ty;
    parts.arguments.push(quote!(#name: #argument_type));
    if let Some(made) = argument.made {
        let ty = scope.ty(ty);
        parts.values.push(quote!(let #name: #ty = #made;));
    }
}

/// The call that puts a parameter's value into a request.
pub(crate) fn call(scope: &Scope<'_>, parameter: &Parameter, value: &TokenStream) -> TokenStream {
    let name = &parameter.name;
    if parameter.location == Location::Path
        && parameter.style == Style::Simple
        && !shows_explode(parameter)
    {
        return quote!(.path(#name, #value));
    }
    let style = style(scope, parameter);
    match parameter.location {
        Location::Path => quote!(.path_styled(#style, #value)),
        Location::Query => quote!(.query(#style, #value)),
        Location::Header => quote!(.header_parameter(#style, #value)),
        Location::Cookie => quote!(.cookie(#style, #value)),
    }
}

fn style(scope: &Scope<'_>, parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    let style = scope.runtime("Style");
    let constructor = match parameter.style {
        Style::Form => quote!(form),
        Style::Simple => quote!(simple),
        Style::Label => quote!(label),
        Style::Matrix => quote!(matrix),
        Style::SpaceDelimited => quote!(space_delimited),
        Style::PipeDelimited => quote!(pipe_delimited),
        Style::DeepObject => quote!(deep_object),
        Style::Content => quote!(content),
    };
    let explode = match (shows_explode(parameter), parameter.explode) {
        (false, _) => None,
        (true, true) => Some(quote!(.exploded())),
        (true, false) => Some(quote!(.joined())),
    };
    let reserved = parameter.allow_reserved.then(|| quote!(.allow_reserved()));
    quote!(#style::#constructor(#name) #explode #reserved)
}

/// Whether `explode` differs from the style's default and the value has parts at all.
fn shows_explode(parameter: &Parameter) -> bool {
    let scalar = matches!(
        parameter.ty,
        TypeRef::String
            | TypeRef::Boolean
            | TypeRef::Int32
            | TypeRef::Int64
            | TypeRef::Number
            | TypeRef::Timestamp
            | TypeRef::Date
    );
    let fixed = matches!(parameter.style, Style::DeepObject | Style::Content);
    !scalar && !fixed && parameter.explode != (parameter.style == Style::Form)
}

/// Adds the body's argument and gives the request with it.
fn add_body(scope: &Scope<'_>, body: &Body, new: &TokenStream, parts: &mut Parts) -> TokenStream {
    let name = ident(&body.ident);
    if let Some(ty) = decoded(&body.content) {
        add_argument(scope, &name, ty, parts);
    } else {
        let ty = body_argument(scope, &body.content);
        parts.arguments.push(quote!(#name: #ty));
    }
    attach(scope, body, &with_calls(new, &parts.calls))
}

/// The type of a body that is made like any other value.
pub(crate) fn decoded(content: &BodyContent) -> Option<&TypeRef> {
    match content {
        BodyContent::Json { ty, .. } | BodyContent::Form(ty) => Some(ty),
        _ => None,
    }
}

/// The argument of a body that is no such value.
pub(crate) fn body_argument(scope: &Scope<'_>, content: &BodyContent) -> TokenStream {
    let into = || scope.prelude("std::convert", "Into");
    match content {
        BodyContent::Json { ty, .. } | BodyContent::Form(ty) => scope.ty(ty),
        BodyContent::Multipart(id) => scope.named(*id),
        BodyContent::Choice(id) => {
            let into = into();
            let ty = scope.named(*id);
            quote!(impl #into<#ty>)
        }
        BodyContent::Text(_) => {
            let into = into();
            let ty = scope.ty(&TypeRef::String);
            quote!(impl #into<#ty>)
        }
        BodyContent::Bytes(_) => {
            let into = into();
            let ty = scope.runtime("Body");
            quote!(impl #into<#ty>)
        }
    }
}

/// A request with its body, given the request without it; the body is the variable of its name.
pub(crate) fn attach(scope: &Scope<'_>, body: &Body, request: &TokenStream) -> TokenStream {
    let name = ident(&body.ident);
    match &body.content {
        BodyContent::Json { media_type, .. } => quote!(#request.json(#media_type, &#name)),
        BodyContent::Form(_) => quote!(#request.form(&#name)),
        BodyContent::Multipart(_) => quote!(#request.multipart(#name.into())),
        BodyContent::Text(media_type) => quote!(#request.text(#media_type, #name)),
        BodyContent::Bytes(media_type) => quote!(#request.bytes(#media_type, #name)),
        BodyContent::Choice(id) => {
            let ty = scope.named(*id);
            let into = scope.prelude("std::convert", "Into");
            quote!(#into::<#ty>::into(#name).attach(#request))
        }
    }
}

fn docs(scope: &Scope<'_>, operation: &Operation) -> Docs {
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
        docs =
            docs.ours("The vendor calls this operation experimental: it may change at any time.");
    }
    if !operation.scopes.is_empty() {
        let scopes: Vec<String> = operation
            .scopes
            .iter()
            .map(|scope| markdown::code(scope))
            .collect();
        docs = docs.ours(format!("Scopes: {}.", scopes.join(", ")));
    }
    docs = argument_docs(docs, operation);
    let (good, bad): (Vec<_>, Vec<_>) = operation
        .responses
        .iter()
        .partition(|response| response.outcome != Outcome::Error);
    docs = responses(docs, scope, "Responses", None, &good);
    let error = operation.errors.filter(|&id| scope.sees(id));
    let lead = error.map(|id| format!("One of [`{}`], by status:", scope.definition(id).name));
    responses(docs, scope, "Errors", lead, &bad)
}

/// `PATCH /access-profiles/{id}`
pub(crate) fn route(operation: &Operation) -> String {
    markdown::code(&format!("{} {}", operation.method, operation.path))
}

fn argument_docs(docs: Docs, operation: &Operation) -> Docs {
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

fn responses(
    docs: Docs,
    scope: &Scope<'_>,
    title: &str,
    lead: Option<String>,
    responses: &[&Response],
) -> Docs {
    if responses.is_empty() {
        return docs;
    }
    responses
        .iter()
        .fold(docs.section(title).ours_if(lead), |docs, response| {
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
