//! Request bodies other than JSON of one type: multipart forms, and the choice between several media types.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::attributes::{allow_many_arguments, inline, type_attributes};
use super::docs::Docs;
use super::print::Node;
use super::scope::{Scope, ident};
use crate::ir::{BodyContent, BodyVariant, Part, PartKind, TypeDef, TypeRef};
use crate::markdown;
use crate::names::idents::plain;

/// A `multipart/form-data` body: created from its required parts, with a method for each optional one.
pub(crate) fn form(scope: &Scope<'_>, definition: &TypeDef, parts: &[Part]) -> Vec<Node> {
    let attributes = type_attributes(scope, definition, Docs::new());
    let name = ident(&definition.name);
    let multipart = scope.runtime("Multipart");
    let from = scope.prelude("std::convert", "From");
    let required: Vec<&Part> = parts.iter().filter(|part| part.required).collect();
    let setters = parts.iter().filter_map(|part| {
        let setter = part.setter.as_deref()?;
        Some(with(scope, part, setter))
    });
    let methods = std::iter::once(new(scope, &required))
        .chain(setters)
        .chain([on_progress(scope)]);
    let default = required.is_empty().then(|| quote!(, Default));
    vec![
        Node::Item(quote!(#attributes #[derive(Debug #default)] pub struct #name(#multipart);)),
        Node::Impl {
            of: quote!(#name),
            methods: methods.collect(),
        },
        Node::Item(quote! {
            impl #from<#name> for #multipart {
                #[inline]
                fn from(form: #name) -> Self {
                    form.0
                }
            }
        }),
    ]
}

fn new(scope: &Scope<'_>, required: &[&Part]) -> TokenStream {
    if required.is_empty() {
        return quote!(
            #[doc = " Creates an empty form."]
            pub fn new() -> Self {
                Self::default()
            }
        );
    }
    let mut docs = Docs::new().ours("Creates a form from its required parts.");
    for part in required.iter().filter(|part| !part.docs.trim().is_empty()) {
        docs = docs.item(&format!("`{}`:", plain(&part.ident)), &part.docs);
    }
    let docs = docs.attributes();
    let arguments = required.iter().map(|part| {
        let name = ident(&part.ident);
        let ty = part_argument(scope, part, &name).0;
        quote!(#name: #ty)
    });
    let arguments = quote!(#(#arguments),*);
    let inline = inline(&arguments);
    let conversion = required
        .iter()
        .filter_map(|part| part_argument(scope, part, &ident(&part.ident)).1);
    let conversion: Vec<_> = conversion.collect();
    let multipart = scope.runtime("Multipart");
    let empty = quote!(#multipart::new());
    let form = required.iter().fold(empty, |form, part| {
        with_part(form, part, &ident(&part.ident))
    });
    let allow = allow_many_arguments(required.len());
    quote! {
        #docs
        #allow
        #inline
        pub fn new(#arguments) -> Self {
            #(#conversion)*
            Self(#form)
        }
    }
}

fn with(scope: &Scope<'_>, part: &Part, setter: &str) -> TokenStream {
    let docs = Docs::new().markdown(&part.docs);
    let docs = if docs.is_empty() {
        docs.ours(format!("Adds the part {}.", markdown::code(&part.name)))
    } else {
        docs
    };
    let docs = docs.attributes();
    let method = ident(setter);
    let value = format_ident!("value");
    let (ty, conversion) = part_argument(scope, part, &value);
    let form = with_part(quote!(self.0), part, &value);
    let inline = inline(&ty);
    quote! {
        #docs
        #inline
        pub fn #method(self, value: #ty) -> Self {
            #conversion
            Self(#form)
        }
    }
}

fn on_progress(scope: &Scope<'_>) -> TokenStream {
    let option = scope.prelude("std::option", "Option");
    quote! {
        #[doc = " Calls `progress` with the number of bytes sent so far and the total, if known."]
        pub fn on_progress(self, progress: impl Fn(u64, #option<u64>) + Send + Sync + 'static) -> Self {
            Self(self.0.on_progress(progress))
        }
    }
}

/// The argument of a part, and the statement that converts it.
fn part_argument(
    scope: &Scope<'_>,
    part: &Part,
    name: &Ident,
) -> (TokenStream, Option<TokenStream>) {
    match &part.kind {
        PartKind::File => (scope.runtime("File"), None),
        PartKind::Files => {
            let iterable = scope.prelude("std::iter", "IntoIterator");
            let file = scope.runtime("File");
            (quote!(impl #iterable<Item = #file>), None)
        }
        PartKind::Text(ty) | PartKind::Json(ty) => {
            let argument = scope.argument(name, ty);
            let ty = scope.ty(ty);
            (
                argument.ty,
                argument
                    .conversion
                    .map(|conversion| quote!(let #name: #ty = #conversion;)),
            )
        }
    }
}

/// Adds the part to the form.
fn with_part(form: TokenStream, part: &Part, value: &Ident) -> TokenStream {
    let name = &part.name;
    match part.kind {
        PartKind::File => quote!(#form.file(#name, #value)),
        PartKind::Files => {
            quote!(#value.into_iter().fold(#form, |form, file| form.file(#name, file)))
        }
        PartKind::Text(_) => quote!(#form.text(#name, #value)),
        PartKind::Json(_) => quote!(#form.json(#name, &#value)),
    }
}

/// An enum of the bodies of an operation that accepts several media types.
pub(crate) fn bodies(
    scope: &Scope<'_>,
    definition: &TypeDef,
    variants: &[BodyVariant],
) -> Vec<Node> {
    let attributes = type_attributes(scope, definition, Docs::new());
    let name = ident(&definition.name);
    let items = variants.iter().map(|variant| {
        let docs = format!(" {}", media_docs(&variant.body));
        let name = ident(&variant.ident);
        let ty = held(scope, &variant.body);
        quote!(#[doc = #docs] #name(#ty))
    });
    let items: Vec<_> = items.collect();
    let request = scope.runtime("Request");
    let arms = variants.iter().map(|variant| {
        let name = ident(&variant.ident);
        let send = send(&variant.body);
        quote!(Self::#name(body) => request #send)
    });
    let attach = quote! {
        pub(crate) fn attach<A, E>(self, request: #request<A, E>) -> #request<A, E> {
            match self { #(#arms,)* }
        }
    };
    let mut nodes = vec![
        Node::Item(quote! {
            #attributes
            #[derive(Debug)]
            #[non_exhaustive]
            #[allow(clippy::large_enum_variant)]
            pub enum #name { #(#items,)* }
        }),
        Node::Impl {
            of: quote!(#name),
            methods: vec![attach],
        },
    ];
    nodes.extend(conversions(scope, &name, variants));
    nodes
}

/// A `From` for each variant whose type is unique.
fn conversions(scope: &Scope<'_>, name: &Ident, variants: &[BodyVariant]) -> Vec<Node> {
    let types: Vec<String> = variants
        .iter()
        .map(|variant| held(scope, &variant.body).to_string())
        .collect();
    let single = variants
        .iter()
        .zip(&types)
        .filter(|(_, ty)| types.iter().filter(|other| other == ty).count() == 1);
    let impls = single.map(|(variant, _)| {
        let from = scope.prelude("std::convert", "From");
        let ty = held(scope, &variant.body);
        let variant = ident(&variant.ident);
        Node::Item(quote! {
            impl #from<#ty> for #name {
                fn from(body: #ty) -> Self {
                    Self::#variant(body)
                }
            }
        })
    });
    impls.collect()
}

fn media_docs(content: &BodyContent) -> String {
    let media_type = match content {
        BodyContent::Json { media_type, .. }
        | BodyContent::Text(media_type)
        | BodyContent::Bytes(media_type) => media_type,
        BodyContent::Form(_) => "application/x-www-form-urlencoded",
        BodyContent::Multipart(_) | BodyContent::Choice(_) => "multipart/form-data",
    };
    format!("Sent as {}.", markdown::code(media_type))
}

fn held(scope: &Scope<'_>, content: &BodyContent) -> TokenStream {
    match content {
        BodyContent::Json { ty, .. } | BodyContent::Form(ty) => scope.ty(ty),
        BodyContent::Multipart(id) | BodyContent::Choice(id) => scope.named(*id),
        BodyContent::Text(_) => scope.ty(&TypeRef::STRING),
        BodyContent::Bytes(_) => scope.runtime("Body"),
    }
}

fn send(content: &BodyContent) -> TokenStream {
    match content {
        BodyContent::Json { media_type, .. } => quote!(.json(#media_type, &body)),
        BodyContent::Form(_) => quote!(.form(&body)),
        BodyContent::Multipart(_) | BodyContent::Choice(_) => quote!(.multipart(body.into())),
        BodyContent::Text(media_type) => quote!(.text(#media_type, body)),
        BodyContent::Bytes(media_type) => quote!(.bytes(#media_type, body)),
    }
}
