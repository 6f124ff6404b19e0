//! From the IR to its surface.

mod operation;
mod types;

use std::collections::BTreeMap;

use heck::ToLowerCamelCase;

use super::{ApiSurface, Aspect, Fact, Item, ItemId, Surface};
use crate::ir::{Crate, Server, TypeKind, Version};
use crate::names::idents::plain;
use operation::of_operation;
use types::of_type;

type Facts = BTreeMap<Aspect, Fact>;

/// What `INDEX.md` and the manifest call the kinds of types.
pub(crate) fn kind_name(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Struct(_) => "struct",
        TypeKind::Enum(_) => "enum",
        TypeKind::Union(_) => "union",
        TypeKind::Errors(_) => "error",
        TypeKind::SuccessByStatus(_) => "response",
        TypeKind::Form(_) => "form",
        TypeKind::Bodies(_) => "body",
    }
}

impl Surface {
    /// The surface of a crate.
    pub fn of(krate: &Crate) -> Self {
        let versions = krate.versions.iter();
        Self {
            package: krate.package.name.clone(),
            apis: versions
                .map(|version| (version.module.clone(), ApiSurface::of(version)))
                .collect(),
        }
    }
}

impl ApiSurface {
    /// The surface of an API version.
    pub fn of(version: &Version) -> Self {
        let mut surface = Self {
            server: url(&version.server),
            ..Self::default()
        };
        for module in &version.modules {
            let in_module = |facts| Item {
                module: module.name.clone(),
                facts,
            };
            for operation in &module.operations {
                let id = ItemId::Operation {
                    module: module.name.clone(),
                    function: operation.function.clone(),
                };
                surface
                    .items
                    .insert(id, in_module(of_operation(version, operation)));
            }
            for id in &module.types {
                let definition = &version.types[id.0];
                let id = ItemId::Type(definition.name.clone());
                surface
                    .items
                    .insert(id, in_module(of_type(version, definition)));
            }
            if !module.reexports.is_empty() {
                surface
                    .reexports
                    .insert(module.name.clone(), module.reexports.clone());
            }
        }
        surface
    }
}

fn url(server: &Server) -> String {
    format!("{}{}", server.origin, server.path)
}

fn add_if(condition: bool, aspect: Aspect, facts: &mut Facts) {
    if condition {
        facts.insert(aspect, Fact::default());
    }
}

/// The types of arguments, with their names as the note.
fn list<'a>(arguments: impl Iterator<Item = (String, &'a str)>) -> Fact {
    let (types, names): (Vec<String>, Vec<&str>) = arguments.unzip();
    Fact::ty(types.join(", ")).with_note(names.join(", "))
}

/// A name on the wire, if it isn't the identifier in camel case.
fn key(ident: &str, name: &str) -> String {
    match plain(ident).to_lower_camel_case() == name {
        true => String::new(),
        false => name.to_owned(),
    }
}
