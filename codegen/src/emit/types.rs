//! Uses of types: as tokens inside the crate, and as text from outside of it.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::scope::{Argument, OptionalArgument, Scope, ident};
use crate::ir::{BodyContent, Crate, Payload, Presence, TypeId, TypeKind, TypeRef, Version};
use crate::scalar::{Home, Scalar};

impl Scope<'_> {
    /// The type itself.
    pub(crate) fn ty(&self, ty: &TypeRef) -> TokenStream {
        match ty {
            TypeRef::Named(id) => self.named(*id),
            TypeRef::Boxed(id) => {
                let boxed = self.prelude("std::boxed", "Box");
                let named = self.named(*id);
                quote!(#boxed<#named>)
            }
            TypeRef::Scalar(scalar) => self.scalar(*scalar),
            TypeRef::Value => self.external("serde_json", "Value"),
            TypeRef::List(item) => self.generic("std::vec", "Vec", item),
            TypeRef::Option(inner) => self.generic("std::option", "Option", inner),
            TypeRef::Map(value) => {
                let map = self.external("std::collections", "BTreeMap");
                let key = self.prelude("std::string", "String");
                let value = self.ty(value);
                quote!(#map<#key, #value>)
            }
            TypeRef::Object => {
                let map = self.external("serde_json", "Map");
                let key = self.prelude("std::string", "String");
                let value = self.external("serde_json", "Value");
                quote!(#map<#key, #value>)
            }
        }
    }

    fn scalar(&self, scalar: Scalar) -> TokenStream {
        let name = scalar.rust_name();
        match scalar.home() {
            Home::Primitive => ident(name).to_token_stream(),
            Home::Prelude(path) => self.prelude(path, name),
            Home::Runtime => self.runtime(name),
        }
    }

    fn generic(&self, path: &str, name: &str, inner: &TypeRef) -> TokenStream {
        let outer = self.prelude(path, name);
        let inner = self.ty(inner);
        quote!(#outer<#inner>)
    }

    /// The type of a field, with what its presence asks for.
    pub(crate) fn field_type(&self, ty: &TypeRef, presence: Presence) -> TokenStream {
        let inner = self.ty(ty);
        match presence {
            Presence::Required => inner,
            Presence::RequiredNullable | Presence::Optional => {
                let option = self.prelude("std::option", "Option");
                quote!(#option<#inner>)
            }
            Presence::OptionalNullable => {
                let nullable = self.runtime("Nullable");
                quote!(#nullable<#inner>)
            }
        }
    }

    /// The argument that takes a value: texts, enums and the like by `Into`, lists as anything that can be iterated.
    pub(crate) fn argument(&self, ident: &Ident, ty: &TypeRef) -> Argument {
        if let TypeRef::List(item) = ty {
            let iterable = self.prelude("std::iter", "IntoIterator");
            let bound = if self.converts(item) {
                self.into(item)
            } else {
                self.ty(item)
            };
            let convert = if self.converts(item) {
                let into = self.prelude("std::convert", "Into");
                quote!(.map(#into::into))
            } else {
                TokenStream::new()
            };
            let conversion = Some(quote!(#ident.into_iter() #convert.collect()));
            return Argument {
                ty: quote!(impl #iterable<Item = #bound>),
                conversion,
            };
        }
        if self.converts(ty) {
            return Argument {
                ty: self.into(ty),
                conversion: Some(quote!(#ident.into())),
            };
        }
        Argument {
            ty: self.ty(ty),
            conversion: None,
        }
    }

    /// The argument that takes a value or an `Option` of it. Lists are taken as by [`Self::argument`], and so is any JSON,
    /// of which an `Option` is a part.
    pub(crate) fn optional_argument(&self, ident: &Ident, ty: &TypeRef) -> OptionalArgument {
        if matches!(ty, TypeRef::List(_) | TypeRef::Value) {
            let Argument { ty, conversion } = self.argument(ident, ty);
            return OptionalArgument {
                generics: None,
                ty,
                conversion: conversion.unwrap_or(quote!(#ident)),
                is_option: false,
            };
        }
        let value = self.ty(ty);
        if self.converts(ty) || matches!(ty, TypeRef::Scalar(_)) {
            let kind = self.generic_parameter();
            let into = self.runtime("IntoOption");
            return OptionalArgument {
                generics: Some(quote!(<#kind>)),
                ty: quote!(impl #into<#value, #kind>),
                conversion: quote!(#ident.into_option()),
                is_option: true,
            };
        }
        let into = self.prelude("std::convert", "Into");
        let option = self.prelude("std::option", "Option");
        OptionalArgument {
            generics: None,
            ty: quote!(impl #into<#option<#value>>),
            conversion: quote!(#ident.into()),
            is_option: true,
        }
    }

    fn into(&self, ty: &TypeRef) -> TokenStream {
        let into = self.prelude("std::convert", "Into");
        let ty = self.ty(ty);
        quote!(impl #into<#ty>)
    }

    /// Whether callers may pass anything that converts into the type.
    pub(crate) fn converts(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Scalar(scalar) => scalar.converts(),
            TypeRef::Value | TypeRef::Boxed(_) => true,
            TypeRef::Named(id) => {
                matches!(
                    self.definition(*id).kind,
                    TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Bodies(_)
                )
            }
            _ => false,
        }
    }

    /// The type of what a success of this payload is read as.
    pub(crate) fn marker(&self, payload: &Payload) -> TokenStream {
        match payload {
            Payload::Json(ty) => {
                let json = self.runtime("Json");
                let ty = self.ty(ty);
                quote!(#json<#ty>)
            }
            Payload::Text => self.runtime("Text"),
            Payload::Binary => self.runtime("Binary"),
            Payload::Empty => self.runtime("Empty"),
        }
    }

    /// The type for docs: a link where a link works.
    pub(crate) fn type_link(&self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Named(id) | TypeRef::Boxed(id) if self.sees(*id) => {
                format!("[`{}`]", self.definition(*id).name)
            }
            TypeRef::List(item) => format!("list of {}", self.type_link(item)),
            _ => format!("`{}`", type_name(self.version, ty)),
        }
    }

    /// The payload for docs.
    pub(crate) fn payload_link(&self, payload: &Payload) -> Option<String> {
        match payload {
            Payload::Json(ty) => Some(self.type_link(ty)),
            Payload::Text => Some("text".to_owned()),
            Payload::Binary => Some("bytes".to_owned()),
            Payload::Empty => None,
        }
    }
}

/// What stands for the path of the runtime until a type is spelled.
const RUNTIME: &str = "runtime";

/// The type as people write it: `Vec<AccessProfile>`.
pub(crate) fn type_name(version: &Version, ty: &TypeRef) -> String {
    spell(ty, &|id| version.types[id.0].name.clone(), &|_, name| {
        name.to_owned()
    })
}

/// The type as another crate writes it: `Vec<identitynow::beta::AccessProfile>`.
pub fn type_path(krate: &Crate, version: &Version, ty: &TypeRef) -> String {
    let named = |id| definition_path(krate, version, id);
    spell(ty, &named, &|path, name| match path {
        RUNTIME => format!("{}::{name}", crate_name(krate)),
        path => format!("{path}::{name}"),
    })
}

/// A definition as another crate writes it: `identitynow::beta::AccessProfile`.
pub(crate) fn definition_path(krate: &Crate, version: &Version, id: TypeId) -> String {
    format!(
        "{}::{}::{}",
        crate_name(krate),
        version.module,
        version.types[id.0].name
    )
}

/// What a response carries, as another crate writes it.
pub(crate) fn payload_path(krate: &Crate, version: &Version, payload: &Payload) -> String {
    match payload {
        Payload::Json(ty) => type_path(krate, version, ty),
        Payload::Text => "String".to_owned(),
        Payload::Binary => format!("{}::ByteStream", crate_name(krate)),
        Payload::Empty => "()".to_owned(),
    }
}

/// A request body, as another crate writes it.
pub(crate) fn content_path(krate: &Crate, version: &Version, content: &BodyContent) -> String {
    match content {
        BodyContent::Json { ty, .. } | BodyContent::Form(ty) => type_path(krate, version, ty),
        BodyContent::Multipart(id) | BodyContent::Choice(id) => {
            definition_path(krate, version, *id)
        }
        BodyContent::Text(_) => "String".to_owned(),
        BodyContent::Bytes(_) => format!("{}::Body", crate_name(krate)),
    }
}

/// The crate's name in Rust code.
pub(crate) fn crate_name(krate: &Crate) -> String {
    krate.package.name.replace('-', "_")
}

/// Spells a type, given how to write a definition and an item that needs an import.
fn spell(
    ty: &TypeRef,
    named: &dyn Fn(TypeId) -> String,
    item: &dyn Fn(&str, &str) -> String,
) -> String {
    let inner = |ty: &TypeRef| spell(ty, named, item);
    match ty {
        // A box only affects how a value is stored.
        TypeRef::Named(id) | TypeRef::Boxed(id) => named(*id),
        TypeRef::Scalar(scalar) => match scalar.home() {
            Home::Primitive | Home::Prelude(_) => scalar.rust_name().to_owned(),
            Home::Runtime => item(RUNTIME, scalar.rust_name()),
        },
        TypeRef::Value => item("serde_json", "Value"),
        TypeRef::List(ty) => format!("Vec<{}>", inner(ty)),
        TypeRef::Option(ty) => format!("Option<{}>", inner(ty)),
        TypeRef::Map(ty) => format!(
            "{}<String, {}>",
            item("std::collections", "BTreeMap"),
            inner(ty)
        ),
        TypeRef::Object => format!(
            "{}<String, {}>",
            item("serde_json", "Map"),
            item("serde_json", "Value")
        ),
    }
}
