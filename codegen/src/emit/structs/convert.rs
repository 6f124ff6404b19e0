//! `From` for a type that is read where this one is written.

use proc_macro2::TokenStream;
use quote::quote;

use super::{absent, empty_extra};
use crate::emit::print::Node;
use crate::emit::scope::{Scope, ident};
use crate::ir::{Conversion, Field, FieldConversion, Presence, Step, Struct, TypeDef};

/// The `impl`s.
pub(crate) fn conversions<'a>(
    scope: &'a Scope<'a>,
    definition: &'a TypeDef,
    structure: &'a Struct,
) -> impl Iterator<Item = Node> + 'a {
    structure
        .conversions
        .iter()
        .map(|conversion| Node::Item(from(scope, definition, structure, conversion)))
}

fn from(
    scope: &Scope<'_>,
    definition: &TypeDef,
    structure: &Struct,
    conversion: &Conversion,
) -> TokenStream {
    let name = ident(&definition.name);
    let source = scope.named(conversion.from);
    let from = scope.prelude("std::convert", "From");
    let fields = structure.fields.iter().zip(&conversion.fields);
    let fields = fields.map(|(field, source)| {
        let name = ident(&field.ident);
        let value = match source {
            Some(source) => converted(scope, source, field),
            None => absent(scope, field.presence),
        };
        quote!(#name: #value)
    });
    let extra = structure.extra.as_ref().map(|ty| match &conversion.extra {
        Some(source) => {
            let (name, source) = (ident(&structure.extra_ident), ident(source));
            quote!(#name: value.#source)
        }
        None => empty_extra(scope, structure, ty),
    });
    quote! {
        impl #from<#source> for #name {
            #[inline]
            fn from(value: #source) -> Self {
                Self { #(#fields,)* #extra }
            }
        }
    }
}

/// The value of a field, made of the field that is read.
fn converted(scope: &Scope<'_>, source: &FieldConversion, field: &Field) -> TokenStream {
    let from = ident(&source.from);
    let value = quote!(value.#from);
    let is_option = |presence| matches!(presence, Presence::Optional | Presence::RequiredNullable);
    if source.presence == Presence::Required {
        return super::present(scope, field.presence, step(scope, source.step, value));
    }
    let value = match source.step {
        Step::Same => value,
        Step::Into => {
            let into = scope.prelude("std::convert", "Into");
            quote!(#value.map(#into::into))
        }
        other => {
            let inner = step(scope, other, quote!(value));
            quote!(#value.map(|value| #inner))
        }
    };
    match (source.presence, field.presence) {
        (from, Presence::OptionalNullable) if is_option(from) => {
            let nullable = scope.runtime("Nullable");
            quote!(#value.map_or(#nullable::Absent, #nullable::Value))
        }
        (Presence::OptionalNullable, into) if is_option(into) => quote!(#value.into_option()),
        _ => value,
    }
}

fn step(scope: &Scope<'_>, step: Step, value: TokenStream) -> TokenStream {
    match step {
        Step::Same => value,
        Step::Into => quote!(#value.into()),
        Step::Items => {
            let into = scope.prelude("std::convert", "Into");
            quote!(#value.into_iter().map(#into::into).collect())
        }
        Step::Text => quote!(#value.as_str().into()),
    }
}
