//! The module `request` of a tag: a type for each operation, with a setter for each optional parameter.

use std::iter;

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::attributes::{deprecation, inline};
use super::docs::{Docs, default_note};
use super::operations::{attach, body_argument, call, collected, decoded, taken};
use super::print::Node;
use super::scope::{OptionalArgument, Scope, ident};
use crate::ir::{
    Body, BodyContent, Location, NextPage, Operation, PageField, Paging, Parameter, PartKind,
    Presence, Success, TypeId, TypeKind, TypeRef,
};
use crate::markdown;

/// The module.
pub(crate) fn module(outer: &Scope<'_>, operations: &[Operation]) -> Node {
    let scope = outer.requests(operations);
    let structs = operations
        .iter()
        .map(|operation| request(&scope, operation));
    let structs = Node::Macro {
        path: scope.runtime_macro("request"),
        item: structs.collect(),
    };
    let methods = operations
        .iter()
        .filter_map(|operation| implementation(&scope, operation));
    let nodes: Vec<Node> = iter::once(structs).chain(methods).collect();
    let imports = Some(scope.imports())
        .filter(|items| !items.is_empty())
        .map(Node::Group);
    Node::Module {
        docs: quote!(#[doc = " The requests that [`Api`](super::Api) makes. Their methods set optional parameters."]),
        name: format_ident!("request"),
        nodes: imports.into_iter().chain(nodes).collect(),
    }
}

fn request(scope: &Scope<'_>, operation: &Operation) -> TokenStream {
    let name = ident(&operation.request);
    let function = &operation.function;
    let plain = function.trim_start_matches("r#");
    let docs = format!(" The request returned by [`{plain}`](super::Api::{plain}).");
    let success = match &operation.success {
        Success::One(payload) => scope.marker(payload),
        Success::ByStatus(id) => scope.named(*id),
    };
    let errors = errors(scope, operation);
    let streamed = operation
        .body
        .as_ref()
        .and_then(|body| streamed(scope, &body.content));
    let streamed = streamed.map(|body| quote!(, #body));
    quote!(#[doc = #docs] pub struct #name(#success, #errors #streamed);)
}

/// The methods of an operation's request, if it has any of its own.
fn implementation(scope: &Scope<'_>, operation: &Operation) -> Option<Node> {
    let name = ident(&operation.request);
    let methods = methods(scope, operation);
    (!methods.is_empty()).then(|| Node::Impl {
        of: quote!(#name),
        methods,
    })
}

/// The type of a body that may be a stream, so that the request can't always be sent again.
fn streamed(scope: &Scope<'_>, content: &BodyContent) -> Option<TokenStream> {
    match content {
        BodyContent::Bytes(_) => Some(scope.runtime("Body")),
        BodyContent::Multipart(id) | BodyContent::Choice(id) => {
            may_stream(scope, *id).then(|| scope.named(*id))
        }
        BodyContent::Json { .. } | BodyContent::Form(_) | BodyContent::Text(_) => None,
    }
}

fn may_stream(scope: &Scope<'_>, id: TypeId) -> bool {
    match &scope.definition(id).kind {
        TypeKind::Form(parts) => parts
            .iter()
            .any(|part| matches!(part.kind, PartKind::File | PartKind::Files)),
        TypeKind::Bodies(variants) => variants.iter().any(|variant| match &variant.body {
            BodyContent::Bytes(_) => true,
            BodyContent::Multipart(id) => may_stream(scope, *id),
            _ => false,
        }),
        _ => false,
    }
}

fn errors(scope: &Scope<'_>, operation: &Operation) -> TokenStream {
    match operation.errors {
        Some(id) => scope.named(id),
        None => scope.external("serde_json", "Value"),
    }
}

fn methods(scope: &Scope<'_>, operation: &Operation) -> Vec<TokenStream> {
    let optional = operation
        .parameters
        .iter()
        .filter(|each| !each.required && each.constant.is_none());
    let constant = operation
        .paging
        .iter()
        .map(|paging| paging_constant(scope, paging));
    let mut methods: Vec<TokenStream> = constant
        .chain(optional.map(|parameter| setter(scope, parameter)))
        .collect();
    if let Some(body) = operation.body.as_ref().filter(|body| !body.required) {
        methods.push(body_setter(scope, body));
    }
    if let Some(paging) = &operation.paging {
        methods.extend(pagers(scope, operation, paging));
    }
    methods
}

fn setter(scope: &Scope<'_>, parameter: &Parameter) -> TokenStream {
    let docs = setter_docs(scope, parameter).attributes();
    let deprecated = deprecation(parameter.deprecated);
    let name = ident(&parameter.ident);
    let OptionalArgument {
        generics,
        ty: argument,
        conversion,
        ..
    } = scope.optional_argument(&name, &parameter.ty);
    // The argument's type says into what it converts, unless it is any iterator.
    let (list, value) = match &parameter.ty {
        TypeRef::List(_) => {
            let list = collected(scope, &name, &parameter.ty, &conversion);
            (Some(list), quote!(#name))
        }
        _ => (None, conversion),
    };
    let call = call(scope, parameter, &value);
    quote! {
        #docs
        #deprecated
        pub fn #name #generics(self, #name: #argument) -> Self {
            #list
            Self(self.0 #call)
        }
    }
}

/// The vendor's text, of which common parameters have the first sentence and a link.
fn setter_docs(scope: &Scope<'_>, parameter: &Parameter) -> Docs {
    let default = default_note(parameter.default.as_deref());
    let common = scope.version.common_parameters.get(&parameter.name);
    if common == Some(&parameter.docs) {
        let sentences = [
            Some(markdown::summary(&parameter.docs)),
            default,
            Some("See [common parameters](super::super#common-parameters).".to_owned()),
        ];
        let sentences: Vec<String> = sentences.into_iter().flatten().collect();
        return Docs::inner().ours(sentences.join(" "));
    }
    let docs = Docs::inner().markdown(&parameter.docs).sentence_if(default);
    documented(docs, &parameter_words(parameter))
}

/// `query parameter `limit``
fn parameter_words(parameter: &Parameter) -> String {
    let kind = match parameter.location {
        Location::Path => "path parameter",
        Location::Query => "query parameter",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    format!("{kind} {}", markdown::code(&parameter.name))
}

fn documented(docs: Docs, words: &str) -> Docs {
    if docs.is_empty() {
        docs.ours(format!("Sets the {words}."))
    } else {
        docs
    }
}

fn body_setter(scope: &Scope<'_>, body: &Body) -> TokenStream {
    let docs = documented(Docs::inner().markdown(&body.docs), "request body").attributes();
    let name = ident(&body.ident);
    let (ty, list, value) = match decoded(&body.content) {
        Some(ty) => taken(scope, &name, ty),
        None => (body_argument(scope, &body.content), None, quote!(#name)),
    };
    let request = attach(scope, body, &quote!(self.0), &value);
    let inline = inline(&ty);
    quote! {
        #docs
        #inline
        pub fn #name(self, #name: #ty) -> Self {
            #list
            Self(#request)
        }
    }
}

fn pagers(scope: &Scope<'_>, operation: &Operation, paging: &Paging) -> Vec<TokenStream> {
    let error = errors(scope, operation);
    let page = scope.ty(&paging.page);
    let mut methods = Vec::new();
    if let Some(items) = &paging.items {
        let item = scope.ty(&items.item);
        let stream = scope.runtime("Items");
        let call = match items.fields.as_slice() {
            [] => quote!(items(Self::PAGING)),
            fields => {
                let list = list_of(fields);
                quote!(items_of(Self::PAGING, |page| #list))
            }
        };
        methods.push(quote! {
            #[doc = " Streams the items of the collection, fetching pages on demand."]
            #[inline]
            pub fn items(self) -> #stream<#item, #error> {
                self.0.#call
            }
        });
    }
    let pages = scope.runtime("Pages");
    methods.push(quote! {
        #[doc = " Streams the pages of the collection, each with its status and headers."]
        #[inline]
        pub fn pages(self) -> #pages<#page, #error> {
            self.0.pages(Self::PAGING)
        }
    });
    if paging.has_total {
        let failure = scope.runtime("Error");
        let result = scope.prelude("std::result", "Result");
        methods.push(quote! {
            #[doc = " Returns the number of items in the collection."]
            #[inline]
            pub async fn total(self) -> #result<u64, #failure<#error>> {
                self.0.total(Self::PAGING).await
            }
        });
    }
    methods
}

/// The list in `page`, by the fields that lead to it. A list that is missing is empty.
fn list_of(fields: &[PageField]) -> TokenStream {
    let mut value = quote!(page);
    let mut is_option = false;
    for field in fields {
        let ident = ident(&field.ident);
        let field_is_option = field.presence != Presence::Required;
        let plain = match field.presence {
            Presence::OptionalNullable => quote!(#ident.into_option()),
            _ => quote!(#ident),
        };
        value = match (is_option, field_is_option) {
            (false, _) => quote!(#value.#plain),
            (true, true) => quote!(#value.and_then(|part| part.#plain)),
            (true, false) => quote!(#value.map(|part| part.#plain)),
        };
        is_option |= field_is_option;
    }
    match is_option {
        true => quote!(#value.unwrap_or_default()),
        false => value,
    }
}

/// How the collection is paged.
fn paging_constant(scope: &Scope<'_>, paging: &Paging) -> TokenStream {
    let name = scope.runtime("Paging");
    let first = |number: u32, default: u32| {
        let number = Literal::u32_unsuffixed(number);
        (default.to_string() != number.to_string()).then(|| quote!(.first(#number)))
    };
    let next = match &paging.next {
        NextPage::Offset { name, first: at } => {
            let first = first(*at, 0);
            quote!(by_offset(#name) #first)
        }
        NextPage::Page { name, first: at } => {
            let first = first(*at, 1);
            quote!(by_page(#name) #first)
        }
        NextPage::Cursor { name, pointer } => quote!(by_cursor(#name, #pointer)),
        NextPage::CursorHeader { name, header } => quote!(by_cursor_header(#name, #header)),
        NextPage::LastItem { name, pointer } => quote!(by_last_item(#name, #pointer)),
        NextPage::Link(pointer) => quote!(by_link(#pointer)),
        NextPage::LinkHeader => quote!(by_link_header()),
        NextPage::SearchAfter { cursor, sort } => quote!(by_search_after(#cursor, #sort)),
    };
    let text = |method: &str, value: &Option<String>| {
        let method = ident(method);
        value.as_ref().map(|value| quote!(.#method(#value)))
    };
    let in_body = paging.in_body.then(|| quote!(.in_body()));
    let items = match &paging.items {
        None => Some(quote!(.without_items())),
        Some(items) if items.pointer.is_empty() => None,
        Some(items) => {
            let pointer = &items.pointer;
            Some(quote!(.items(#pointer)))
        }
    };
    let page_size = paging.page_size.map(|size| {
        let size = Literal::u32_unsuffixed(size);
        quote!(.page_size(#size))
    });
    let limit = text("limit", &paging.limit);
    let rest = [
        text("total_parameter", &paging.total_parameter),
        text("total", &paging.total),
        text("total_pages", &paging.total_pages),
        text("more", &paging.more),
        text("is_last", &paging.is_last),
    ];
    let rest = rest.into_iter().flatten();
    quote! {
        const PAGING: #name = #name::#next #in_body #items #limit #page_size #(#rest)*;
    }
}
