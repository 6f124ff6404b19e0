//! `INDEX.md`: a line for each operation and each type, for reviewing changes.

use super::operation_docs::route;
use super::print::mark;
use super::types::type_name;
use super::words::type_summary;
use crate::ir::{
    BodyContent, Crate, Module, Operation, Payload, Success, TypeDef, TypeKind, Version,
};
use crate::markdown;

/// The index of the crate.
pub(crate) fn index(krate: &Crate) -> String {
    let mut text = format!("<!-- {} -->\n\n# {}\n", mark(krate), krate.package.name);
    for version in &krate.versions {
        let operations: usize = version
            .modules
            .iter()
            .map(|module| module.operations.len())
            .sum();
        text.push_str(&format!(
            "\n## {}\n\n{}: {operations} operations, {} types.\n",
            version.module,
            markdown::summary(&version.title),
            version.types.len()
        ));
        for module in &version.modules {
            text.push_str(&section(version, module));
        }
    }
    text
}

fn section(version: &Version, module: &Module) -> String {
    let mut text = format!("\n### {}\n\n", module.name);
    for operation in &module.operations {
        text.push_str(&operation_line(version, operation));
    }
    if !module.operations.is_empty() && !module.types.is_empty() {
        text.push('\n');
    }
    for id in &module.types {
        text.push_str(&type_line(version, &version.types[id.0]));
    }
    text
}

fn operation_line(version: &Version, operation: &Operation) -> String {
    let required = operation
        .parameters
        .iter()
        .filter(|each| each.required && each.constant.is_none());
    let mut arguments: Vec<String> = required
        .map(|each| format!("{}: {}", each.ident, type_name(version, &each.ty)))
        .collect();
    if let Some(body) = &operation.body {
        let optional = if body.required { "" } else { "?" };
        arguments.push(format!(
            "{}{optional}: {}",
            body.ident,
            content_name(version, &body.content)
        ));
    }
    let call = format!(
        "{}({}) -> {}",
        operation.function,
        arguments.join(", "),
        success_name(version, &operation.success)
    );
    let deprecated = if operation.deprecated {
        ", deprecated"
    } else {
        ""
    };
    format!(
        "- {}: `{call}` ({}{deprecated})\n",
        route(operation),
        markdown::code(&operation.page)
    )
}

fn content_name(version: &Version, content: &BodyContent) -> String {
    match content {
        BodyContent::Json { ty, .. } | BodyContent::Form(ty) => type_name(version, ty),
        BodyContent::Multipart(id) | BodyContent::Choice(id) => version.types[id.0].name.clone(),
        BodyContent::Text(_) => "String".to_owned(),
        BodyContent::Bytes(_) => "Body".to_owned(),
    }
}

fn success_name(version: &Version, success: &Success) -> String {
    match success {
        Success::One(Payload::Json(ty)) => type_name(version, ty),
        Success::One(Payload::Text) => "String".to_owned(),
        Success::One(Payload::Binary) => "ByteStream".to_owned(),
        Success::One(Payload::Empty) => "()".to_owned(),
        Success::ByStatus(id) => version.types[id.0].name.clone(),
    }
}

fn type_line(version: &Version, definition: &TypeDef) -> String {
    // Types without a schema, such as errors by status, have no positions.
    let uses = match definition.positions.len() {
        0 => String::new(),
        1 => ", 1 use".to_owned(),
        uses => format!(", {uses} uses"),
    };
    let deprecated = if definition.deprecated {
        ", deprecated"
    } else {
        ""
    };
    let docs = type_summary(version, definition);
    let docs = if docs.is_empty() {
        docs
    } else {
        format!(": {docs}")
    };
    format!(
        "- `{}`, {}{uses}{deprecated}{docs}\n",
        definition.name,
        kind_name(&definition.kind)
    )
}

/// What the manifest and the index call the kinds of types.
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
