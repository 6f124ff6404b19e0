//! Attributes that several kinds of items have.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use crate::ir::TypeDef;

/// The docs of a type, with more lines at their end, and its deprecation.
pub(crate) fn type_attributes(definition: &TypeDef, more: Docs) -> TokenStream {
    let docs = type_docs(definition).lines(more.into_lines()).attributes();
    let deprecated = deprecation(definition.deprecated);
    quote!(#docs #deprecated)
}

/// The vendor's docs of a type.
pub(crate) fn type_docs(definition: &TypeDef) -> Docs {
    Docs::new().markdown(&definition.docs)
}

/// `#[deprecated]`, where the vendor deprecates the item.
pub(crate) fn deprecation(is_deprecated: bool) -> Option<TokenStream> {
    is_deprecated.then(|| quote!(#[deprecated]))
}

/// Allows more arguments than clippy's seven, where a function has more.
pub(crate) fn allow_many_arguments(count: usize) -> Option<TokenStream> {
    (count > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]))
}
