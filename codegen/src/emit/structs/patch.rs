//! A constructor for each operation of JSON Patch (RFC 6902).

use proc_macro2::TokenStream;
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
    let panics = more.iter().any(|name| {
        let field = field(structure, name);
        field.is_some_and(|field| takes_any(scope, field))
    });
    let docs = docs_of(docs, panics);
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
            let ty = if takes_any(scope, field) {
                let serialize = scope.runtime_item("serde", "Serialize");
                quote!(impl #serialize)
            } else {
                scope.argument(&name, &field.ty).ty
            };
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
        #docs
        pub fn #method(#(#arguments),*) -> Self {
            Self { #(#values,)* #extra }
        }
    }
}

fn docs_of(text: &str, panics: bool) -> TokenStream {
    let mut docs = Docs::new().ours(text);
    if panics {
        docs = docs
            .section("Panics")
            .ours("If the value can't be JSON; see [`to_json`].");
    }
    docs.attributes()
}

fn field<'a>(structure: &'a Struct, name: &str) -> Option<&'a Field> {
    structure.fields.iter().find(|field| field.name == name)
}

/// Whether a field takes any JSON. A union does, because vendors' unions often omit kinds of values.
fn takes_any(scope: &Scope<'_>, field: &Field) -> bool {
    match &field.ty {
        TypeRef::Value => true,
        TypeRef::Named(id) | TypeRef::Boxed(id) => {
            matches!(scope.definition(*id).kind, TypeKind::Union(_))
        }
        _ => false,
    }
}

/// The value of an argument.
fn value(scope: &Scope<'_>, field: &Field) -> TokenStream {
    let name = ident(&field.ident);
    if !takes_any(scope, field) {
        let argument = scope.argument(&name, &field.ty);
        return argument.conversion.unwrap_or(quote!(#name));
    }
    let to_json = scope.runtime("to_json");
    let json = quote!(#to_json(#name));
    match &field.ty {
        TypeRef::Named(id) => {
            let union = scope.named(*id);
            quote!(#union::from(#json))
        }
        TypeRef::Boxed(id) => {
            let boxed = scope.prelude("std::boxed", "Box");
            let union = scope.named(*id);
            quote!(#boxed::new(#union::from(#json)))
        }
        _ => json,
    }
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
