//! Bodies by status: the error types, and the responses of operations that succeed in several ways.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::attributes::type_attributes;
use super::docs::Docs;
use super::print::Node;
use super::scope::{Scope, ident};
use crate::ir::{Payload, Status, StatusVariant, TypeDef, TypeRef};

/// The error bodies of operations.
pub(crate) fn errors(scope: &Scope<'_>, definition: &TypeDef, variants: &[StatusVariant]) -> Node {
    let item = by_status(scope, definition, variants, |payload| {
        error_type(scope, payload)
    });
    Node::Macro {
        path: scope.runtime_macro("error_body"),
        item,
    }
}

/// The successes of one operation.
pub(crate) fn successes(
    scope: &Scope<'_>,
    definition: &TypeDef,
    variants: &[StatusVariant],
) -> Node {
    let item = by_status(scope, definition, variants, |payload| scope.marker(payload));
    Node::Macro {
        path: scope.runtime_macro("response_by_status"),
        item,
    }
}

fn by_status(
    scope: &Scope<'_>,
    definition: &TypeDef,
    variants: &[StatusVariant],
    ty: impl Fn(&Payload) -> TokenStream,
) -> TokenStream {
    let attributes = type_attributes(scope, definition, Docs::new());
    let name = ident(&definition.name);
    let variants = variants.iter().map(|variant| {
        let docs = Docs::inner().markdown(&variant.docs).attributes();
        let name = ident(&variant.ident);
        let status = pattern(variant.status);
        let ty = ty(&variant.body);
        quote!(#docs #name(#ty) = #status)
    });
    quote!(#attributes pub enum #name { #(#variants,)* })
}

/// The type of an error's body, which is decoded from the whole body, never streamed.
fn error_type(scope: &Scope<'_>, payload: &Payload) -> TokenStream {
    match payload {
        Payload::Json(ty) => scope.ty(ty),
        Payload::Text => scope.ty(&TypeRef::STRING),
        Payload::Binary | Payload::Empty => scope.ty(&TypeRef::Value),
    }
}

fn pattern(status: Status) -> TokenStream {
    match status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        Status::Range(hundreds) => {
            let first = Literal::u16_unsuffixed(hundreds * 100);
            let last = Literal::u16_unsuffixed(hundreds * 100 + 99);
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}
