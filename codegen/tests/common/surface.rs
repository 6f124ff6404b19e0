//! The public surface of a generated crate, as far as users' code depends on it.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::{BTreeMap, BTreeSet};

use codegen::ir::{
    BodyContent, Module, Operation, PartKind, Payload, Presence, Struct, Success, TypeDef, TypeId,
    TypeKind, TypeRef, Version,
};

/// What there is to use, and what its type is. Keys are paths such as `AccessProfile.owner`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Surface {
    /// Items and their types.
    pub(crate) items: BTreeMap<String, String>,
    /// Former names and the present ones.
    aliases: BTreeMap<String, String>,
}

/// An item that users of the old crate can't use in the new one as they did.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Break {
    /// `AccessProfile.owner`
    pub(crate) item: String,
    /// Its type before.
    pub(crate) before: String,
    /// Its type now; `None` if it is gone.
    pub(crate) now: Option<String>,
}

impl Surface {
    pub(crate) fn of(versions: &[Version]) -> Self {
        let mut surface = Self::default();
        for version in versions {
            for definition in &version.types {
                surface.definition(version, definition);
            }
            for module in &version.modules {
                surface.module(version, module);
            }
        }
        surface
    }

    /// What breaks when a crate with this surface is updated to one with another.
    pub(crate) fn breaks(&self, new: &Self) -> Vec<Break> {
        let mut breaks = Vec::new();
        for (item, before) in &self.items {
            // What a former name had is found under the present one.
            let found = new.items.get(item).or_else(|| {
                let end = item.find(|each: char| !each.is_ascii_alphanumeric())?;
                let now = new.aliases.get(item.get(..end)?)?;
                new.items.get(&format!("{now}{}", item.get(end..)?))
            });
            let is_type = before == "type" && new.aliases.contains_key(item);
            let same = found.is_some_and(|now| new.resolve(before) == *now);
            if !same && !is_type {
                breaks.push(Break {
                    item: item.clone(),
                    before: before.clone(),
                    now: found.cloned(),
                });
            }
        }
        breaks
    }

    /// A type in which former names are replaced by the present ones.
    fn resolve(&self, ty: &str) -> String {
        let mut text = String::new();
        let mut word = String::new();
        for each in ty.chars().chain(['\0']) {
            if each.is_ascii_alphanumeric() {
                word.push(each);
                continue;
            }
            text.push_str(self.aliases.get(&word).unwrap_or(&word));
            word.clear();
            if each != '\0' {
                text.push(each);
            }
        }
        text
    }

    fn add(&mut self, item: String, ty: impl Into<String>) {
        self.items.insert(item, ty.into());
    }

    fn module(&mut self, version: &Version, module: &Module) {
        let own: BTreeSet<&str> = module
            .types
            .iter()
            .flat_map(|id| version.types[id.0].names())
            .collect();
        let reexported = version.types.iter();
        let reexported = reexported
            .filter(|definition| module.reexports.contains(&definition.name))
            .flat_map(TypeDef::names);
        for name in own.into_iter().chain(reexported) {
            self.add(format!("{}::{name}", module.name), "path");
        }
        for operation in &module.operations {
            self.operation(version, module, operation);
        }
    }

    fn operation(&mut self, version: &Version, module: &Module, operation: &Operation) {
        let of = format!("{}::{}", module.name, operation.function);
        let mut arguments = Vec::new();
        for parameter in operation
            .parameters
            .iter()
            .filter(|each| each.constant.is_none())
        {
            let ty = spelled(version, &parameter.ty);
            match parameter.required {
                true => arguments.push(format!("{}: {ty}", parameter.name)),
                false => self.add(format!("{of}().{}", parameter.ident), ty),
            }
        }
        if let Some(body) = &operation.body {
            let ty = content(version, &body.content);
            match body.required {
                true => arguments.push(format!("body: {ty}")),
                false => self.add(format!("{of}().{}", body.ident), ty),
            }
        }
        let success = match &operation.success {
            Success::One(body) => payload(version, body),
            Success::ByStatus(id) => version.types[id.0].name.clone(),
        };
        let errors = operation.errors.map(|id| version.types[id.0].name.clone());
        self.add(of.clone(), format!("fn({})", arguments.join(", ")));
        self.add(format!("{of}() success"), success);
        self.add(format!("{of}() error"), errors.unwrap_or_default());
        if let Some(paging) = &operation.paging {
            let items = paging.items.as_ref();
            let item = items.map(|items| spelled(version, &items.item));
            self.add(format!("{of}().items"), item.unwrap_or_default());
        }
    }

    fn definition(&mut self, version: &Version, definition: &TypeDef) {
        let name = &definition.name;
        self.add(name.clone(), "type");
        for former in &definition.formerly {
            self.aliases.insert(former.clone(), name.clone());
        }
        match &definition.kind {
            TypeKind::Struct(object) => self.structure(version, name, object),
            TypeKind::Enum(values) => {
                for variant in &values.variants {
                    self.add(
                        format!("{name}::{}", variant.ident),
                        variant.value.to_string(),
                    );
                }
            }
            TypeKind::Union(union) => {
                for variant in &union.variants {
                    self.add(
                        format!("{name}::{}", variant.ident),
                        spelled(version, &variant.ty),
                    );
                }
            }
            TypeKind::Errors(variants) | TypeKind::SuccessByStatus(variants) => {
                for variant in variants {
                    self.add(
                        format!("{name}::{}", variant.ident),
                        payload(version, &variant.body),
                    );
                }
            }
            TypeKind::Form(parts) => {
                let required = parts.iter().filter(|part| part.required);
                let required: Vec<&str> = required.map(|part| part.name.as_str()).collect();
                self.add(
                    format!("{name}::new"),
                    format!("fn({})", required.join(", ")),
                );
                for part in parts {
                    let ty = match &part.kind {
                        PartKind::File => "File".to_owned(),
                        PartKind::Files => "Files".to_owned(),
                        PartKind::Text(ty) | PartKind::Json(ty) => spelled(version, ty),
                    };
                    let required = if part.required { "" } else { "?" };
                    self.add(format!("{name}.{}", part.ident), format!("{ty}{required}"));
                }
            }
            TypeKind::Bodies(variants) => {
                for variant in variants {
                    self.add(
                        format!("{name}::{}", variant.ident),
                        content(version, &variant.body),
                    );
                }
            }
        }
    }

    fn structure(&mut self, version: &Version, name: &str, object: &Struct) {
        let mut arguments = Vec::new();
        for field in &object.fields {
            let ty = spelled(version, &field.ty);
            if field.presence == Presence::Required {
                arguments.push(format!("{}: {ty}", field.name));
            }
            self.add(
                format!("{name}.{}", field.ident),
                presence(field.presence, ty),
            );
        }
        if arguments.is_empty() {
            self.add(format!("{name}::default"), "fn()");
        }
        if object.sent || !arguments.is_empty() {
            self.add(
                format!("{name}::new"),
                format!("fn({})", arguments.join(", ")),
            );
        }
        if let Some(extra) = &object.extra {
            self.add(
                format!("{name}.{}", object.extra_ident),
                spelled(version, extra),
            );
        }
    }
}

fn presence(presence: Presence, ty: String) -> String {
    match presence {
        Presence::Required => ty,
        Presence::RequiredNullable | Presence::Optional => format!("Option<{ty}>"),
        Presence::OptionalNullable => format!("Nullable<{ty}>"),
    }
}

fn named(version: &Version, id: TypeId) -> String {
    version.types[id.0].name.clone()
}

fn spelled(version: &Version, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Named(id) => named(version, *id),
        TypeRef::Boxed(id) => format!("Box<{}>", named(version, *id)),
        TypeRef::Scalar(scalar) => format!("{scalar:?}"),
        TypeRef::Value => "Value".to_owned(),
        TypeRef::List(inner) => format!("Vec<{}>", spelled(version, inner)),
        TypeRef::Map(inner) => format!("Map<{}>", spelled(version, inner)),
        TypeRef::Object => "Object".to_owned(),
        TypeRef::Option(inner) => format!("Option<{}>", spelled(version, inner)),
    }
}

fn payload(version: &Version, payload: &Payload) -> String {
    match payload {
        Payload::Json(ty) => spelled(version, ty),
        other => format!("{other:?}"),
    }
}

fn content(version: &Version, content: &BodyContent) -> String {
    match content {
        BodyContent::Json { ty, .. } | BodyContent::Form(ty) => spelled(version, ty),
        BodyContent::Multipart(id) | BodyContent::Choice(id) => named(version, *id),
        BodyContent::Text(_) => "text".to_owned(),
        BodyContent::Bytes(_) => "bytes".to_owned(),
    }
}
