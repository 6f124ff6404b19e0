//! Structs, and their constructors.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::attributes::{allow_many_arguments, deprecation, inline, type_attributes};
use super::docs::{Docs, default_note};
use super::print::Node;
use super::scope::{Scope, ident};
use crate::emit::structs::patch::patch_constructors;
use crate::ir::{Direction, Field, Presence, Struct, TypeDef, TypeRef};
use crate::markdown;

mod convert;
mod patch;

/// The struct and its constructors.
pub(crate) fn structure(scope: &Scope<'_>, definition: &TypeDef, structure: &Struct) -> Vec<Node> {
    let mut nodes = vec![object(scope, definition, structure)];
    let methods = match (structure.json_patch, structure.sent) {
        (true, _) => patch_constructors(scope, structure),
        (false, true) => constructors(scope, definition, structure),
        // Users make those that are only received in tests, by `new` or `default` and the fields.
        (false, false) => required(structure)
            .next()
            .map(|_| new(scope, definition, structure))
            .into_iter()
            .collect(),
    };
    if !methods.is_empty() {
        let name = ident(&definition.name);
        nodes.push(Node::Impl {
            of: quote!(#name),
            methods,
        });
    }
    nodes.extend(convert::conversions(scope, definition, structure));
    nodes
}

fn object(scope: &Scope<'_>, definition: &TypeDef, structure: &Struct) -> Node {
    let name = ident(&definition.name);
    let attributes = type_attributes(
        scope,
        definition,
        patch::example(scope, definition, structure),
    );
    let default = required(structure)
        .next()
        .is_none()
        .then(|| quote!(#[derive(Default)]));
    let fields = structure.fields.iter().map(|each| field(scope, each));
    let extra = structure.extra.as_ref().map(|ty| {
        let name = ident(&structure.extra_ident);
        let ty = extra_type(scope, ty);
        quote!(pub #name: #ty)
    });
    Node::Object {
        path: scope.runtime_macro("object"),
        item: quote! {
            #attributes
            #default
            pub struct #name {
                #(#fields,)*
                #extra
            }
        },
        properties: structure.fields.iter().map(property).collect(),
    }
}

fn field(scope: &Scope<'_>, field: &Field) -> TokenStream {
    let direction = field.only.map(|direction| match direction {
        Direction::Received => "Read-only.".to_owned(),
        Direction::Sent => "Write-only.".to_owned(),
    });
    let docs = Docs::inner()
        .markdown(field.docs.trim())
        .sentence_if(direction)
        .sentence_if(default_note(field.default.as_deref()))
        .attributes();
    let deprecated = deprecation(field.deprecated);
    let name = ident(&field.ident);
    let ty = scope.field_type(&field.ty, field.presence);
    quote!(#docs #deprecated pub #name: #ty)
}

/// The name of a field's property, as a literal, and `?` if the property can be absent.
fn property(field: &Field) -> String {
    let name = Literal::string(&field.name);
    match field.presence {
        Presence::Required | Presence::RequiredNullable => name.to_string(),
        Presence::Optional | Presence::OptionalNullable => format!("{name}?"),
    }
}

fn extra_type(scope: &Scope<'_>, ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::Value => scope.ty(&TypeRef::Object),
        ty => scope.ty(&TypeRef::Map(Box::new(ty.clone()))),
    }
}

/// The required fields.
fn required(structure: &Struct) -> impl Iterator<Item = &Field> {
    structure
        .fields
        .iter()
        .filter(|field| matches!(field.presence, Presence::Required))
}

/// `new`, and a `with_` method for each field that isn't an argument of `new`.
fn constructors(scope: &Scope<'_>, definition: &TypeDef, structure: &Struct) -> Vec<TokenStream> {
    let setters = structure.fields.iter().filter_map(|field| {
        let setter = field.setter.as_deref()?;
        Some(with(scope, field, setter))
    });
    let mut methods = vec![new(scope, definition, structure)];
    methods.extend(setters);
    methods
}

fn new(scope: &Scope<'_>, definition: &TypeDef, structure: &Struct) -> TokenStream {
    let is_null = |field: &Field| field.presence == Presence::RequiredNullable;
    let docs = match (
        required(structure).next(),
        structure.fields.iter().any(is_null),
    ) {
        (None, _) => format!(" Creates an empty `{}`.", definition.name),
        (Some(_), false) => " Creates a value from its required fields.".to_owned(),
        (Some(_), true) => {
            " Creates a value from its required fields. Those that can be null are null.".to_owned()
        }
    };
    if required(structure).next().is_none() {
        return quote!(#[doc = #docs] #[inline] pub fn new() -> Self { Self::default() });
    }
    let arguments = required(structure).map(|field| {
        let name = ident(&field.ident);
        let ty = scope.argument(&name, &field.ty).ty;
        quote!(#name: #ty)
    });
    let values = structure.fields.iter().map(|field| {
        let name = ident(&field.ident);
        match field.presence {
            Presence::Required => match scope.argument(&name, &field.ty).conversion {
                Some(conversion) => quote!(#name: #conversion),
                None => quote!(#name),
            },
            presence => {
                let absent = absent(scope, presence);
                quote!(#name: #absent)
            }
        }
    });
    let extra = structure
        .extra
        .as_ref()
        .map(|ty| empty_extra(scope, structure, ty));
    let allow = allow_many_arguments(required(structure).count());
    let arguments = quote!(#(#arguments),*);
    let inline = inline(&arguments);
    quote! {
        #[doc = #docs]
        #allow
        #inline
        pub fn new(#arguments) -> Self {
            Self { #(#values,)* #extra }
        }
    }
}

fn empty_extra(scope: &Scope<'_>, structure: &Struct, ty: &TypeRef) -> TokenStream {
    let name = ident(&structure.extra_ident);
    let map = match ty {
        TypeRef::Value => scope.external("serde_json", "Map"),
        _ => scope.external("std::collections", "BTreeMap"),
    };
    quote!(#name: #map::new())
}

fn with(scope: &Scope<'_>, field: &Field, setter: &str) -> TokenStream {
    let name = ident(&field.ident);
    let plain = field.ident.strip_prefix("r#").unwrap_or(&field.ident);
    let method = ident(setter);
    let docs = setter_docs(field, plain).attributes();
    let deprecated = deprecation(field.deprecated);
    let (generics, ty, conversion) = setter_argument(scope, field);
    let inline = inline(&ty);
    quote! {
        #docs
        #deprecated
        #inline
        pub fn #method #generics(mut self, value: #ty) -> Self {
            self.#name = #conversion;
            self
        }
    }
}

/// The generic parameters of a field's setter, the type of its argument, and the expression for the field.
fn setter_argument(
    scope: &Scope<'_>,
    field: &Field,
) -> (Option<TokenStream>, TokenStream, TokenStream) {
    let value = format_ident!("value");
    match (field.presence, &field.ty) {
        (Presence::OptionalNullable, TypeRef::List(item)) => {
            let into = scope.runtime("IntoNullableList");
            let item = scope.ty(item);
            (
                None,
                quote!(impl #into<#item>),
                quote!(value.into_nullable_list()),
            )
        }
        (Presence::OptionalNullable, _) => {
            let into = scope.prelude("std::convert", "Into");
            let ty = scope.field_type(&field.ty, field.presence);
            (None, quote!(impl #into<#ty>), quote!(value.into()))
        }
        (presence, ty) => {
            let argument = scope.optional_argument(&value, ty);
            let conversion = match argument.is_option {
                true => argument.conversion,
                false => present(scope, presence, argument.conversion),
            };
            (argument.generics, argument.ty, conversion)
        }
    }
}

/// The first sentence of the field, else a link to it.
fn setter_docs(field: &Field, name: &str) -> Docs {
    match markdown::summary(&field.docs) {
        text if !text.is_empty() => Docs::new().ours(text),
        // A link to a field that is called like a method is ambiguous.
        _ if name == "new" || name.starts_with("with_") => {
            Docs::new().ours(format!("Sets the field `{name}`."))
        }
        _ => Docs::new().ours(format!("Sets [`{name}`](Self::{name}).")),
    }
}

/// The expression for a field that has a value.
fn present(scope: &Scope<'_>, presence: Presence, value: TokenStream) -> TokenStream {
    match presence {
        Presence::Required => value,
        Presence::RequiredNullable | Presence::Optional => quote!(Some(#value)),
        Presence::OptionalNullable => {
            let nullable = scope.runtime("Nullable");
            quote!(#nullable::Value(#value))
        }
    }
}

/// The expression for a field that has none.
fn absent(scope: &Scope<'_>, presence: Presence) -> TokenStream {
    match presence {
        Presence::OptionalNullable => {
            let nullable = scope.runtime("Nullable");
            quote!(#nullable::Absent)
        }
        _ => quote!(None),
    }
}
