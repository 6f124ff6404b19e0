//! Operations: the functions of a tag's `Api`, each of which creates a request, and the statics that describe them.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::attributes::{allow_many_arguments, deprecation, inline};
use super::docs::Docs;
use super::krate;
use super::operation_docs;
use super::scope::{Scope, ident};
use crate::ir::{Body, BodyContent, Location, Operation, Parameter, Style, TypeRef};

/// A function's arguments and the statements that use them.
#[derive(Default)]
struct Parts {
    arguments: Vec<TokenStream>,
    /// `let` statements that convert arguments.
    values: Vec<TokenStream>,
    /// Method calls on the request.
    calls: Vec<TokenStream>,
}

/// The function.
pub(crate) fn operation(scope: &Scope<'_>, operation: &Operation) -> TokenStream {
    let docs = operation_docs::docs(scope, operation).attributes();
    let alias = alias(operation).map(|id| quote!(#[doc(alias = #id)]));
    let deprecated = deprecation(operation.deprecated);
    let mut parts = Parts::default();
    for parameter in operation
        .parameters
        .iter()
        .filter(|each| each.required || each.constant.is_some())
    {
        add_parameter(scope, parameter, &mut parts);
    }
    let constant = ident(&operation.constant);
    let new = quote!(#constant.request(&self.client));
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
    let arguments = quote!(#(#arguments),*);
    let inline = inline(&arguments);
    quote! {
        #docs
        #alias
        #deprecated
        #allow
        #inline
        pub fn #function(&self, #arguments) -> request::#name {
            #(#values)*
            #request.into()
        }
    }
}

/// The operation's id, if rustdoc's search doesn't find the function by it anyway: it ignores case and underscores.
fn alias(operation: &Operation) -> Option<&str> {
    let id = operation.id.as_str();
    let searchable = |char: char| char.is_ascii_alphanumeric() || char == '_';
    let normal = |name: &str| {
        name.trim_start_matches("r#")
            .replace('_', "")
            .to_lowercase()
    };
    (id.chars().all(searchable) && normal(id) != normal(&operation.function)).then_some(id)
}

fn with_calls(new: &TokenStream, calls: &[TokenStream]) -> TokenStream {
    quote!(#new #(#calls)*)
}

/// The static: what all requests of the operation share.
pub(crate) fn constant(scope: &Scope<'_>, operation: &Operation) -> TokenStream {
    let name = ident(&operation.constant);
    let function = operation.function.trim_start_matches("r#");
    let route = operation_docs::route(operation);
    let docs = Docs::new()
        .ours(format!(
            "{route}, the operation of [`{function}`](Api::{function})."
        ))
        .attributes();
    let alias = alias(operation).map(|id| quote!(#[doc(alias = #id)]));
    let id = &operation.id;
    let path = &operation.path;
    let method = scope.runtime_item("http", "Method");
    let verb = format_ident!("{}", operation.method);
    let description = scope.runtime("Operation");
    let server = match &operation.server {
        Some(server) => {
            scope.runtime("Server");
            krate::server(server)
        }
        None => scope.server(),
    };
    let security = operation.security.as_deref().map(security);
    quote! {
        #docs
        #alias
        pub static #name: #description =
            #description::new(#id, #method::#verb, #path, &#server) #security;
    }
}

/// The call that says which security schemes an operation accepts.
fn security(alternatives: &[Vec<String>]) -> TokenStream {
    if alternatives.iter().all(|schemes| schemes.len() == 1) {
        let schemes = alternatives.iter().flatten();
        return quote!(.security(&[#(#schemes),*]));
    }
    let sets = alternatives.iter().map(|schemes| quote!(&[#(#schemes),*]));
    quote!(.security_sets(&[#(#sets),*]))
}

fn add_parameter(scope: &Scope<'_>, parameter: &Parameter, parts: &mut Parts) {
    if let Some(constant) = &parameter.constant {
        parts.calls.push(call(scope, parameter, &quote!(#constant)));
        return;
    }
    let name = ident(&parameter.ident);
    let value = add_argument(scope, &name, &parameter.ty, parts);
    parts.calls.push(call(scope, parameter, &value));
}

/// Adds an argument; returns its value.
fn add_argument(scope: &Scope<'_>, name: &Ident, ty: &TypeRef, parts: &mut Parts) -> TokenStream {
    let (argument, statement, value) = taken(scope, name, ty);
    parts.arguments.push(quote!(#name: #argument));
    parts.values.extend(statement);
    value
}

/// The type of an argument, a statement that collects it if it is a list, and its value.
pub(crate) fn taken(
    scope: &Scope<'_>,
    name: &Ident,
    ty: &TypeRef,
) -> (TokenStream, Option<TokenStream>, TokenStream) {
    let argument = scope.argument(name, ty);
    match (argument.conversion, ty) {
        (None, _) => (argument.ty, None, quote!(#name)),
        (Some(conversion), TypeRef::List(_)) => {
            let statement = collected(scope, name, ty, &conversion);
            (argument.ty, Some(statement), quote!(#name))
        }
        // The argument's type says into what it converts.
        (Some(conversion), _) => (argument.ty, None, conversion),
    }
}

/// The statement that makes a list of an argument that is any iterator.
pub(crate) fn collected(
    scope: &Scope<'_>,
    name: &Ident,
    ty: &TypeRef,
    conversion: &TokenStream,
) -> TokenStream {
    let ty = scope.ty(ty);
    quote!(let #name: #ty = #conversion;)
}

/// The call that adds a parameter to a request.
pub(crate) fn call(scope: &Scope<'_>, parameter: &Parameter, value: &TokenStream) -> TokenStream {
    let name = &parameter.name;
    if parameter.location == Location::Path
        && parameter.style == Style::Simple
        && !shows_explode(parameter)
    {
        return quote!(.path(#name, #value));
    }
    let is_plain = parameter.style == Style::Form && !parameter.allow_reserved;
    if parameter.location == Location::Query && is_plain && !shows_explode(parameter) {
        return quote!(.query(#name, #value));
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

/// Whether `explode` differs from the style's default and matters for the type.
fn shows_explode(parameter: &Parameter) -> bool {
    let scalar = matches!(parameter.ty, TypeRef::Scalar(_));
    let fixed = matches!(parameter.style, Style::DeepObject | Style::Content);
    !scalar && !fixed && parameter.explode != (parameter.style == Style::Form)
}

/// Adds the body's argument; returns the request with the body.
fn add_body(scope: &Scope<'_>, body: &Body, new: &TokenStream, parts: &mut Parts) -> TokenStream {
    let name = ident(&body.ident);
    let value = if let Some(ty) = decoded(&body.content) {
        add_argument(scope, &name, ty, parts)
    } else {
        let ty = body_argument(scope, &body.content);
        parts.arguments.push(quote!(#name: #ty));
        quote!(#name)
    };
    attach(scope, body, &with_calls(new, &parts.calls), &value)
}

/// The type of a body that is passed like any other value.
pub(crate) fn decoded(content: &BodyContent) -> Option<&TypeRef> {
    match content {
        BodyContent::Json { ty, .. } | BodyContent::Form(ty) => Some(ty),
        _ => None,
    }
}

/// The type of the argument of any other body.
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
            let ty = scope.ty(&TypeRef::STRING);
            quote!(impl #into<#ty>)
        }
        BodyContent::Bytes(_) => {
            let into = into();
            let ty = scope.runtime("Body");
            quote!(impl #into<#ty>)
        }
    }
}

/// Adds the body's value to a request.
pub(crate) fn attach(
    scope: &Scope<'_>,
    body: &Body,
    request: &TokenStream,
    value: &TokenStream,
) -> TokenStream {
    match &body.content {
        BodyContent::Json { media_type, .. } => quote!(#request.json(#media_type, &#value)),
        BodyContent::Form(_) => quote!(#request.form(&#value)),
        BodyContent::Multipart(_) => quote!(#request.multipart(#value.into())),
        BodyContent::Text(media_type) => quote!(#request.text(#media_type, #value)),
        BodyContent::Bytes(media_type) => quote!(#request.bytes(#media_type, #value)),
        BodyContent::Choice(id) => {
            let ty = scope.named(*id);
            let into = scope.prelude("std::convert", "Into");
            quote!(#into::<#ty>::into(#value).attach(#request))
        }
    }
}
