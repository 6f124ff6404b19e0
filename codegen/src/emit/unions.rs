//! Unions.

use proc_macro2::TokenStream;
use quote::quote;

use super::attributes::deprecation;
use super::docs::Docs;
use super::print::Node;
use super::scope::{Scope, ident};
use super::words::type_docs;
use crate::ir::{TypeDef, Union, UnionVariant};

/// A union, with or without a discriminator.
pub(crate) fn union(scope: &Scope<'_>, definition: &TypeDef, union: &Union) -> Node {
    let docs = type_docs(scope, definition).attributes();
    let deprecated = deprecation(definition.deprecated);
    let name = ident(&definition.name);
    let variants = union.variants.iter().map(|each| variant(scope, each));
    let item = quote!(#docs #deprecated pub enum #name { #(#variants,)* });
    let path = scope.runtime_macro("union");
    match union.discriminator.clone() {
        Some(discriminator) => Node::TaggedUnion {
            path,
            item,
            discriminator,
        },
        None => Node::Macro { path, item },
    }
}

fn variant(scope: &Scope<'_>, variant: &UnionVariant) -> TokenStream {
    let docs = Docs::inner().markdown(&variant.docs).attributes();
    let name = ident(&variant.ident);
    let ty = scope.ty(&variant.ty);
    let tags = &variant.tags;
    let value = (!tags.is_empty()).then(|| quote!(= #(#tags)|*));
    quote!(#docs #name(#ty) #value)
}
