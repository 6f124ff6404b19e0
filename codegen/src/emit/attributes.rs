//! Attributes that several kinds of items have.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::docs::Docs;
use super::scope::Scope;
use super::words::type_docs;
use crate::ir::TypeDef;

/// The docs of a type, with more lines at their end, and its deprecation.
pub(crate) fn type_attributes(scope: &Scope<'_>, definition: &TypeDef, more: Docs) -> TokenStream {
    let docs = type_docs(scope, definition)
        .lines(more.into_lines())
        .attributes();
    let deprecated = deprecation(definition.deprecated);
    quote!(#docs #deprecated)
}

/// `#[deprecated]`, if the vendor deprecates the item.
pub(crate) fn deprecation(is_deprecated: bool) -> Option<TokenStream> {
    is_deprecated.then(|| quote!(#[deprecated]))
}

/// Allows more arguments than clippy's seven, if a function has more.
pub(crate) fn allow_many_arguments(count: usize) -> Option<TokenStream> {
    (count > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]))
}

/// `#[inline]`, unless an argument is an `impl Trait`, which makes the function generic.
///
/// Both kinds of functions are compiled only in crates that call them, so that users don't pay for the operations that
/// they don't use.
pub(crate) fn inline(arguments: &TokenStream) -> Option<TokenStream> {
    let is_impl = |token: TokenTree| matches!(token, TokenTree::Ident(name) if name == "impl");
    (!arguments.clone().into_iter().any(is_impl)).then(|| quote!(#[inline]))
}
