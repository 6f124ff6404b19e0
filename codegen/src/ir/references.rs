//! Which types a definition or an operation refers to.

use std::collections::BTreeSet;

use super::{BodyContent, Operation, PartKind, Payload, Success, TypeDef, TypeId, TypeKind};

impl TypeDef {
    /// The types that the definition refers to directly.
    pub fn references(&self) -> BTreeSet<TypeId> {
        let mut found = BTreeSet::new();
        match &self.kind {
            TypeKind::Struct(object) => {
                for field in &object.fields {
                    found.extend(field.ty.definition());
                }
                if let Some(ty) = &object.extra {
                    found.extend(ty.definition());
                }
            }
            TypeKind::Enum(_) => {}
            TypeKind::Union(union) => {
                for variant in &union.variants {
                    found.extend(variant.ty.definition());
                }
            }
            TypeKind::Errors(variants) | TypeKind::SuccessByStatus(variants) => {
                for variant in variants {
                    in_payload(&variant.body, &mut found);
                }
            }
            TypeKind::Form(parts) => {
                for part in parts {
                    if let PartKind::Text(ty) | PartKind::Json(ty) = &part.kind {
                        found.extend(ty.definition());
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
            found.extend(parameter.ty.definition());
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

fn in_payload(payload: &Payload, found: &mut BTreeSet<TypeId>) {
    if let Payload::Json(ty) = payload {
        found.extend(ty.definition());
    }
}

fn in_content(content: &BodyContent, found: &mut BTreeSet<TypeId>) {
    match content {
        BodyContent::Json { ty, .. } | BodyContent::Form(ty) => found.extend(ty.definition()),
        BodyContent::Multipart(id) | BodyContent::Choice(id) => {
            found.insert(*id);
        }
        BodyContent::Text(_) | BodyContent::Bytes(_) => {}
    }
}
