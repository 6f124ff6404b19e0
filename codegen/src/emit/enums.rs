//! Enums.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::attributes::type_attributes;
use super::docs::Docs;
use super::print::Node;
use super::scope::{Scope, ident};
use crate::ir::{Enum, EnumVariant, TypeDef};

/// An enum of strings, or of other scalars.
pub(crate) fn enumeration(scope: &Scope<'_>, definition: &TypeDef, values: &Enum) -> Node {
    let attributes = type_attributes(scope, definition, Docs::new());
    let name = ident(&definition.name);
    let variants = values.variants.iter().map(variant);
    let name_of_macro = match values.is_textual() {
        true => "open_enum",
        false => "scalar_enum",
    };
    Node::Macro {
        path: scope.runtime_macro(name_of_macro),
        item: quote!(#attributes pub enum #name { #(#variants,)* }),
    }
}

fn variant(variant: &EnumVariant) -> TokenStream {
    let docs = Docs::inner().markdown(&variant.docs).attributes();
    let name = ident(&variant.ident);
    let value = literal(&variant.value);
    quote!(#docs #name = #value)
}

fn literal(value: &Value) -> TokenStream {
    if let Some(text) = value.as_str() {
        return quote!(#text);
    }
    if let Some(flag) = value.as_bool() {
        return quote!(#flag);
    }
    if let Some(number) = value.as_i64() {
        // A number without a suffix is an `i32`.
        let literal = match i32::try_from(number) {
            Ok(_) => Literal::i64_unsuffixed(number.saturating_abs()),
            Err(_) => Literal::i64_suffixed(number.saturating_abs()),
        };
        return if number < 0 {
            quote!(-#literal)
        } else {
            quote!(#literal)
        };
    }
    if let Some(number) = value.as_u64() {
        return quote!(#number);
    }
    // A fraction or an exponent, which `scalar_enum!` doesn't accept: rustc reports it instead of a wrong value.
    let text = value.to_string();
    quote!(#text)
}
