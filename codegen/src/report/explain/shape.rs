//! A type's shape in a line.

use crate::ir::{TypeDef, TypeKind};

/// What a type consists of.
pub(super) fn shape(definition: &TypeDef) -> String {
    let list = |names: Vec<&str>| names.join(", ");
    match &definition.kind {
        TypeKind::Struct(object) => {
            format!(
                "an object with {}",
                list(
                    object
                        .fields
                        .iter()
                        .map(|field| field.name.as_str())
                        .collect()
                )
            )
        }
        TypeKind::Enum(values) => {
            let values = values
                .variants
                .iter()
                .map(|variant| variant.value.to_string());
            format!("one of {}", values.collect::<Vec<_>>().join(", "))
        }
        TypeKind::Union(union) => {
            format!(
                "a union of {}",
                list(
                    union
                        .variants
                        .iter()
                        .map(|variant| variant.ident.as_str())
                        .collect()
                )
            )
        }
        TypeKind::Form(parts) => format!(
            "a form with {}",
            list(parts.iter().map(|part| part.name.as_str()).collect())
        ),
        TypeKind::Errors(_) => "errors by status".to_owned(),
        TypeKind::SuccessByStatus(_) => "success by status".to_owned(),
        TypeKind::Bodies(_) => "a body in one of several media types".to_owned(),
    }
}
