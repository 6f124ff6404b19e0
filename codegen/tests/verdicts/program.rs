//! A program that uses everything of an API: it names each path, creates each value, reads each field at its type,
//! matches each variant, calls each function and reads what it returns.
//!
//! It is written from the IR and not from the surface whose verdicts it proves.

mod operations;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use codegen::ir::*;

/// The program's module for an API version of the crate `client`.
pub(crate) fn module(version: &Version) -> String {
    let mut writer = Writer {
        version,
        text: String::new(),
        count: 0,
    };
    writer.paths();
    for definition in &version.types {
        writer.definition(definition);
    }
    for module in &version.modules {
        for operation in &module.operations {
            writer.operation(module, operation);
        }
    }
    format!(
        "use crate::{{any, is_default}};\nuse client::{{Body, ByteStream, File, Items, Pages, Nullable, Number, Response, Timestamp, Date, Error}};\n\
         use serde_json::{{Map, Value}};\nuse std::collections::BTreeMap;\n{}",
        writer.text
    )
}

struct Writer<'a> {
    version: &'a Version,
    text: String,
    count: usize,
}

impl Writer<'_> {
    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{line}");
    }

    fn function(&mut self, arguments: &str, body: &str) {
        self.count += 1;
        let count = self.count;
        self.line(&format!("pub async fn f{count}({arguments}) {{\n{body}}}"));
    }

    fn root(&self) -> String {
        format!("client::{}", self.version.module)
    }

    fn named(&self, id: TypeId) -> String {
        format!("{}::{}", self.root(), self.version.types[id.0].name)
    }

    fn ty(&self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Named(id) => self.named(*id),
            TypeRef::Boxed(id) => format!("Box<{}>", self.named(*id)),
            TypeRef::Scalar(scalar) => scalar.rust_name().to_owned(),
            TypeRef::Value => "Value".to_owned(),
            TypeRef::List(item) => format!("Vec<{}>", self.ty(item)),
            TypeRef::Map(item) => format!("BTreeMap<String, {}>", self.ty(item)),
            TypeRef::Object => "Map<String, Value>".to_owned(),
            TypeRef::Option(inner) => format!("Option<{}>", self.ty(inner)),
        }
    }

    /// Every path to a type: of the version, of its module, and of those that re-export it.
    fn paths(&mut self) {
        let mut paths = BTreeSet::new();
        for module in &self.version.modules {
            for (index, definition) in self.version.types.iter().enumerate() {
                let is_here = module.types.contains(&TypeId(index));
                if is_here || module.reexports.contains(&definition.name) {
                    paths.extend(
                        definition
                            .names()
                            .map(|name| format!("{}::{name}", module.name)),
                    );
                }
            }
            if !module.operations.is_empty() {
                paths.insert(format!("{}::Api", module.name));
                paths.extend(
                    module
                        .operations
                        .iter()
                        .map(|each| format!("{}::request::{}", module.name, each.request)),
                );
            }
        }
        paths.extend(
            self.version
                .types
                .iter()
                .flat_map(TypeDef::names)
                .map(str::to_owned),
        );
        for (index, path) in paths.iter().enumerate() {
            let root = self.root();
            self.line(&format!("pub type P{index} = {root}::{path};"));
        }
    }

    /// A value that is passed as an argument of a type.
    fn argument(&self, ty: &TypeRef) -> String {
        match ty {
            // Converts into a string, and into nothing that only understands strings.
            TypeRef::Scalar(scalar) if scalar.rust_name() == "String" => {
                "any::<Box<str>>()".to_owned()
            }
            ty => format!("any::<{}>()", self.ty(ty)),
        }
    }

    fn body_argument(&self, content: &BodyContent) -> String {
        match content {
            BodyContent::Json { ty, .. } | BodyContent::Form(ty) => self.argument(ty),
            BodyContent::Multipart(id) | BodyContent::Choice(id) => {
                format!("any::<{}>()", self.named(*id))
            }
            BodyContent::Text(_) => "any::<Box<str>>()".to_owned(),
            BodyContent::Bytes(_) => "any::<Body>()".to_owned(),
        }
    }

    fn call(function: &str, arguments: &[String]) -> String {
        format!("let _ = {function}({});\n", arguments.join(", "))
    }

    fn definition(&mut self, definition: &TypeDef) {
        let path = format!("{}::{}", self.root(), definition.name);
        match &definition.kind {
            TypeKind::Struct(object) => self.structure(&path, object),
            TypeKind::Enum(values) => {
                let idents: Vec<(&str, Option<String>)> = values
                    .variants
                    .iter()
                    .map(|each| (each.ident.as_str(), None))
                    .collect();
                self.matches(&path, &idents);
                let own = match values.is_textual() {
                    true => format!(
                        "let _: &str = value.as_str();\nlet _ = {path}::from(\"x\");\nlet _ = {path}::VALUES;\n"
                    ),
                    false => format!(
                        "let _: Value = value.to_value();\nlet _ = {path}::from(any::<Value>());\n"
                    ),
                };
                self.function(&format!("value: {path}"), &own);
            }
            TypeKind::Union(union) => {
                let variants = union.variants.iter();
                let variants: Vec<_> = variants
                    .map(|each| (each.ident.as_str(), Some(self.ty(&each.ty))))
                    .collect();
                self.matches(&path, &variants);
            }
            TypeKind::Errors(variants) => self.statuses(&path, variants, Self::error),
            TypeKind::SuccessByStatus(variants) => self.statuses(&path, variants, Self::payload),
            TypeKind::Form(parts) => self.form(&path, parts),
            TypeKind::Bodies(variants) => self.bodies(&path, variants),
        }
    }

    fn statuses(
        &mut self,
        path: &str,
        variants: &[StatusVariant],
        ty: fn(&Self, &Payload) -> String,
    ) {
        let variants = variants.iter();
        let variants: Vec<_> = variants
            .map(|each| (each.ident.as_str(), Some(ty(self, &each.body))))
            .collect();
        self.matches(path, &variants);
    }

    fn bodies(&mut self, path: &str, variants: &[BodyVariant]) {
        let held = |content: &BodyContent| match content {
            BodyContent::Json { ty, .. } | BodyContent::Form(ty) => self.ty(ty),
            BodyContent::Multipart(id) | BodyContent::Choice(id) => self.named(*id),
            BodyContent::Text(_) => "String".to_owned(),
            BodyContent::Bytes(_) => "Body".to_owned(),
        };
        let variants: Vec<_> = variants
            .iter()
            .map(|each| (each.ident.as_str(), Some(held(&each.body))))
            .collect();
        self.matches(path, &variants);
        let unique = variants
            .iter()
            .filter(|(_, ty)| variants.iter().filter(|(_, other)| other == ty).count() == 1);
        let from: String = unique
            .filter_map(|(_, ty)| {
                Some(format!(
                    "let _ = {path}::from(any::<{}>());\n",
                    ty.as_ref()?
                ))
            })
            .collect();
        self.function("", &from);
    }

    /// A match with an arm for each variant, and a wildcard.
    fn matches(&mut self, path: &str, variants: &[(&str, Option<String>)]) {
        let mut arms = String::new();
        let mut created = String::new();
        for (ident, payload) in variants {
            match payload {
                Some(ty) => {
                    let _ = writeln!(arms, "{path}::{ident}(body) => {{ let _: {ty} = body; }}");
                    let _ = writeln!(created, "let _ = {path}::{ident}(any::<{ty}>());");
                }
                None => {
                    let _ = writeln!(arms, "{path}::{ident} => {{}}");
                    let _ = writeln!(created, "let _ = {path}::{ident};");
                }
            }
        }
        self.function(
            &format!("value: {path}"),
            &format!("match value {{\n{arms}_ => {{}}\n}}\n{created}"),
        );
    }

    fn structure(&mut self, path: &str, object: &Struct) {
        let mut body = String::new();
        for field in &object.fields {
            let inner = self.ty(&field.ty);
            let ty = match field.presence {
                Presence::Required => inner,
                Presence::RequiredNullable | Presence::Optional => format!("Option<{inner}>"),
                Presence::OptionalNullable => format!("Nullable<{inner}>"),
            };
            let _ = writeln!(body, "let _: {ty} = value.{};", field.ident);
        }
        if let Some(extra) = &object.extra {
            let ty = match extra {
                TypeRef::Value => "Map<String, Value>".to_owned(),
                ty => format!("BTreeMap<String, {}>", self.ty(ty)),
            };
            let _ = writeln!(body, "let _: {ty} = value.{};", object.extra_ident);
        }
        self.function(&format!("value: {path}"), &body);
        for conversion in &object.conversions {
            let from = self.named(conversion.from);
            self.function("", &format!("let _ = {path}::from(any::<{from}>());\n"));
        }
        let required = object
            .fields
            .iter()
            .filter(|field| field.presence == Presence::Required);
        let required: Vec<String> = required.map(|field| self.argument(&field.ty)).collect();
        if required.is_empty() {
            self.function("", &format!("is_default::<{path}>();\n"));
        }
        if !object.json_patch && (object.sent || !required.is_empty()) {
            self.function("", &Self::call(&format!("{path}::new"), &required));
        }
        if object.sent && !object.json_patch {
            let mut body = String::new();
            for field in &object.fields {
                if let Some(setter) = &field.setter {
                    let argument = match field.presence {
                        Presence::OptionalNullable => {
                            format!("any::<Nullable<{}>>()", self.ty(&field.ty))
                        }
                        _ => self.argument(&field.ty),
                    };
                    body += &Self::call(&format!("any::<{path}>().{setter}"), &[argument]);
                }
            }
            self.function("", &body);
        }
    }

    fn form(&mut self, path: &str, parts: &[Part]) {
        let argument = |part: &Part| match &part.kind {
            PartKind::File => "any::<File>()".to_owned(),
            PartKind::Files => "any::<Vec<File>>()".to_owned(),
            PartKind::Text(ty) | PartKind::Json(ty) => self.argument(ty),
        };
        let required: Vec<String> = parts
            .iter()
            .filter(|part| part.required)
            .map(argument)
            .collect();
        let mut body = Self::call(&format!("{path}::new"), &required);
        for part in parts {
            if let Some(setter) = &part.setter {
                body += &Self::call(&format!("any::<{path}>().{setter}"), &[argument(part)]);
            }
        }
        self.function("", &body);
    }

    fn error(&self, payload: &Payload) -> String {
        match payload {
            Payload::Json(ty) => self.ty(ty),
            Payload::Text => "String".to_owned(),
            Payload::Binary | Payload::Empty => "Value".to_owned(),
        }
    }

    fn payload(&self, payload: &Payload) -> String {
        match payload {
            Payload::Json(ty) => self.ty(ty),
            Payload::Text => "String".to_owned(),
            Payload::Binary => "ByteStream".to_owned(),
            Payload::Empty => "()".to_owned(),
        }
    }
}
