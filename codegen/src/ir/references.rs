//! Which types a definition or an operation refers to.

use std::collections::BTreeSet;

use super::{
    BodyContent, Operation, PartKind, Payload, Success, TypeDef, TypeId, TypeKind, TypeRef,
};

impl TypeDef {
    /// The types that the definition refers to directly.
    pub fn references(&self) -> BTreeSet<TypeId> {
        let mut found = BTreeSet::new();
        match &self.kind {
            TypeKind::Struct(object) => {
                for field in &object.fields {
                    in_type(&field.ty, &mut found);
                }
                if let Some(ty) = &object.extra {
                    in_type(ty, &mut found);
                }
            }
            TypeKind::Enum(_) => {}
            TypeKind::Union(union) => {
                for variant in &union.variants {
                    in_type(&variant.ty, &mut found);
                }
            }
            TypeKind::Errors(variants) | TypeKind::Answers(variants) => {
                for variant in variants {
                    in_payload(&variant.body, &mut found);
                }
            }
            TypeKind::Form(parts) => {
                for part in parts {
                    if let PartKind::Text(ty) | PartKind::Json(ty) = &part.kind {
                        in_type(ty, &mut found);
                    }
                }
            }
            TypeKind::Bodies(variants) => {
                for variant in variants {
                    in_content(&variant.body, &mut found);
                }
            }
        }
        found
    }
}

impl Operation {
    /// The types of the operation's parameters and bodies.
    pub fn references(&self) -> BTreeSet<TypeId> {
        let mut found = BTreeSet::new();
        for parameter in &self.parameters {
            in_type(&parameter.ty, &mut found);
        }
        if let Some(body) = &self.body {
            in_content(&body.content, &mut found);
        }
        match &self.success {
            Success::One(payload) => in_payload(payload, &mut found),
            Success::ByStatus(id) => {
                found.insert(*id);
            }
        }
        found.extend(self.errors);
        for response in &self.responses {
            for (_, payload) in &response.content {
                in_payload(payload, &mut found);
            }
        }
        found
    }
}

fn in_type(ty: &TypeRef, found: &mut BTreeSet<TypeId>) {
    match ty {
        TypeRef::Named(id) | TypeRef::Boxed(id) => {
            found.insert(*id);
        }
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Option(inner) => {
            in_type(inner, found)
        }
        _ => {}
    }
}

fn in_payload(payload: &Payload, found: &mut BTreeSet<TypeId>) {
    if let Payload::Json(ty) = payload {
        in_type(ty, found);
    }
}

fn in_content(content: &BodyContent, found: &mut BTreeSet<TypeId>) {
    match content {
        BodyContent::Json { ty, .. } | BodyContent::Form(ty) => in_type(ty, found),
        BodyContent::Multipart(id) | BodyContent::Choice(id) => {
            found.insert(*id);
        }
        BodyContent::Text(_) | BodyContent::Bytes(_) => {}
    }
}
