//! A constructor for each operation of JSON Patch (RFC 6902).

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{absent, empty_extra, present};
use crate::emit::docs::Docs;
use crate::emit::scope::{Scope, ident};
use crate::emit::types::crate_name;
use crate::ir::{Field, Struct, TypeDef, TypeKind, TypeRef};

/// Operation, method, doc comment, and the fields besides `op` and `path`.
const OPERATIONS: [(&str, &str, &str, &[&str]); 6] = [
    (
        "add",
        "add",
        "Adds `value` at `path`. In a list, it is inserted before the index that ends `path`, or appended if that is `-`.",
        &["value"],
    ),
    ("remove", "remove", "Removes the value at `path`.", &[]),
    (
        "replace",
        "replace",
        "Replaces the value at `path`.",
        &["value"],
    ),
    (
        "move",
        "move_",
        "Moves the value at `from` to `path`.",
        &["from"],
    ),
    (
        "copy",
        "copy",
        "Copies the value at `from` to `path`.",
        &["from"],
    ),
    (
        "test",
        "test",
        "Tests that the value at `path` equals `value`; otherwise the whole patch is rejected.",
        &["value"],
    ),
];

/// The constructors, in the order of the RFC.
pub(crate) fn patch_constructors(scope: &Scope<'_>, structure: &Struct) -> Vec<TokenStream> {
    OPERATIONS
        .iter()
        .map(|operation| constructor(scope, structure, operation))
        .collect()
}

/// The example in the docs of such a struct.
pub(crate) fn example(scope: &Scope<'_>, definition: &TypeDef, structure: &Struct) -> Docs {
    if !structure.json_patch {
        return Docs::new();
    }
    let path = format!(
        "{}::{}::{}",
        crate_name(scope.krate),
        scope.version.module,
        definition.name
    );
    let lines = [
        "```".to_owned(),
        format!("use {path};"),
        String::new(),
        "let patch = [".to_owned(),
        format!("    {}::replace(\"/name\", \"Payroll\"),", definition.name),
        format!("    {}::remove(\"/description\"),", definition.name),
        "];".to_owned(),
        "```".to_owned(),
    ];
    Docs::new().lines(lines)
}

fn constructor(
    scope: &Scope<'_>,
    structure: &Struct,
    operation: &(&str, &str, &str, &[&str]),
) -> TokenStream {
    let (op, method, docs, more) = operation;
    let method = format_ident!("{method}");
    let docs = format!(" {docs}");
    // `from` before `path`, in the direction of the operation.
    let mut taken: Vec<&str> = more
        .iter()
        .copied()
        .filter(|name| *name == "from")
        .collect();
    taken.push("path");
    taken.extend(more.iter().copied().filter(|name| *name == "value"));
    let arguments = taken
        .iter()
        .filter_map(|name| field(structure, name))
        .map(|field| {
            let name = ident(&field.ident);
            let ty = if is_union(scope, field) {
                &TypeRef::Value
            } else {
                &field.ty
            };
            let ty = scope.argument(&name, ty).ty;
            quote!(#name: #ty)
        });
    let arguments: Vec<_> = arguments.collect();
    let values = structure.fields.iter().map(|field| {
        let name = ident(&field.ident);
        let value = match field.name.as_str() {
            "op" => present(scope, field.presence, op_value(scope, field, op)),
            other if taken.contains(&other) => present(scope, field.presence, value(scope, field)),
            _ => absent(scope, field.presence),
        };
        quote!(#name: #value)
    });
    let extra = structure
        .extra
        .as_ref()
        .map(|ty| empty_extra(scope, structure, ty));
    quote! {
        #[doc = #docs]
        pub fn #method(#(#arguments),*) -> Self {
            Self { #(#values,)* #extra }
        }
    }
}

fn field<'a>(structure: &'a Struct, name: &str) -> Option<&'a Field> {
    structure.fields.iter().find(|field| field.name == name)
}

fn is_union(scope: &Scope<'_>, field: &Field) -> bool {
    let (TypeRef::Named(id) | TypeRef::Boxed(id)) = &field.ty else {
        return false;
    };
    matches!(scope.definition(*id).kind, TypeKind::Union(_))
}

/// The value of an argument; a union is created from any JSON, because vendors' unions often omit kinds of values.
fn value(scope: &Scope<'_>, field: &Field) -> TokenStream {
    let name = ident(&field.ident);
    match &field.ty {
        TypeRef::Named(id) if is_union(scope, field) => {
            let union = scope.named(*id);
            let json = any_json(scope, &name);
            quote!(#union::from(#json))
        }
        TypeRef::Boxed(id) if is_union(scope, field) => {
            let boxed = scope.prelude("std::boxed", "Box");
            let union = scope.named(*id);
            let json = any_json(scope, &name);
            quote!(#boxed::new(#union::from(#json)))
        }
        ty => scope
            .argument(&name, ty)
            .conversion
            .unwrap_or(quote!(#name)),
    }
}

fn any_json(scope: &Scope<'_>, name: &Ident) -> TokenStream {
    let into = scope.prelude("std::convert", "Into");
    let value = scope.ty(&TypeRef::Value);
    quote!(#into::<#value>::into(#name))
}

/// The value of `op`: the enum's variant, or the text if the vendor doesn't list it.
fn op_value(scope: &Scope<'_>, field: &Field, op: &str) -> TokenStream {
    let TypeRef::Named(id) = &field.ty else {
        return quote!(#op.into());
    };
    let name = scope.named(*id);
    let TypeKind::Enum(values) = &scope.definition(*id).kind else {
        return quote!(#op.into());
    };
    match values.variants.iter().find(|variant| variant.value == op) {
        Some(variant) => {
            let variant = ident(&variant.ident);
            quote!(#name::#variant)
        }
        None => quote!(#name::from(#op)),
    }
}
