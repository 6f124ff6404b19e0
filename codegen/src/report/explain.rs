//! Why a type or operation is called what it is called, and how to call it something else.

use std::fmt::Write;

use crate::analysis::Analysis;
use crate::input::docs_set::Api;
use crate::ir::{Operation, TypeDef, TypeKind};
use crate::merge::ClassId;
use crate::names::{Reason, lock};
use crate::pipeline::Generated;

/// How many positions are listed.
const SHOWN: usize = 12;

/// Explains every type and operation of this name; `None` if there is none. `fresh` is the same crate made without any
/// names remembered: it tells what a remembered name would be otherwise.
pub fn explain(generated: &Generated, fresh: &Generated, name: &str) -> Option<String> {
    let mut text = String::new();
    let analyses = generated.analyses.iter().zip(&fresh.analyses);
    for (version, (analysis, fresh)) in generated.krate.versions.iter().zip(analyses) {
        let api = &analysis.api;
        let definitions = version.types.iter();
        for definition in definitions.filter(|definition| definition.name == name) {
            let _ = writeln!(text, "{}::{name}", api.module);
            let _ = writeln!(text, "  shape: {}", shape(definition));
            let mut classes = analysis.uses.classes().map(|(class, _)| class);
            match classes.find(|class| analysis.names.of(*class) == Some(name)) {
                Some(class) => explain_type(&mut text, api, analysis, fresh, class, name),
                None => explain_own_type(&mut text, api, definition),
            }
        }
        for operation in version.modules.iter().flat_map(|module| &module.operations) {
            if operation.id == name || operation.function == name {
                explain_operation(&mut text, api, operation);
            }
        }
    }
    (!text.is_empty()).then_some(text)
}

// Writing into a `String` never fails, so the results of `writeln!` are dropped.
fn explain_type(
    text: &mut String,
    api: &Api,
    analysis: &Analysis,
    fresh: &Analysis,
    class: ClassId,
    name: &str,
) {
    let Some(uses) = analysis.uses.of(class) else {
        return;
    };
    let otherwise = fresh.names.of(class).unwrap_or(name);
    let reason = match fresh.names.reason(class) {
        Some(Reason::Rung(rung)) => rung.reason(),
        Some(Reason::Remembered) | None => "the pages say so",
    };
    let _ = match analysis.names.reason(class) {
        Some(Reason::Remembered) if otherwise != name => writeln!(
            text,
            "  named so because {} says so; otherwise `{otherwise}`, because {reason}",
            lock::FILE
        ),
        Some(Reason::Remembered) => {
            writeln!(
                text,
                "  named so because {reason}; remembered in {}",
                lock::FILE
            )
        }
        _ => writeln!(text, "  named so because {reason}"),
    };
    let directions = match (uses.sent, uses.received) {
        (true, true) => "sent and received",
        (true, false) => "sent",
        _ => "received",
    };
    let _ = writeln!(
        text,
        "  {directions}, in {} operations, at {} positions:",
        uses.operations.len(),
        uses.positions.len()
    );
    for position in uses.positions.iter().take(SHOWN) {
        let _ = writeln!(text, "    {}", lock::Anchor::of(api, position));
    }
    if uses.positions.len() > SHOWN {
        let _ = writeln!(text, "    ... and {} more", uses.positions.len() - SHOWN);
    }
    let _ = writeln!(
        text,
        "  to rename it, change `{name}` under `{}` in {}",
        api.folder,
        lock::FILE
    );
}

/// A type that stands for no schema: it is made of an operation's bodies.
fn explain_own_type(text: &mut String, api: &Api, definition: &TypeDef) {
    let TypeKind::Errors(_) = definition.kind else {
        let _ = writeln!(text, "  named after the operation that it belongs to");
        return;
    };
    let _ = writeln!(
        text,
        "  named so because operations whose errors agree share one error type"
    );
    let _ = writeln!(
        text,
        "  to rename it, change `{}` under `{}` in {}",
        definition.name,
        api.folder,
        lock::FILE
    );
}

fn shape(definition: &TypeDef) -> String {
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
        TypeKind::Answers(_) => "answers by status".to_owned(),
        TypeKind::Bodies(_) => "a body in one of several media types".to_owned(),
    }
}

fn explain_operation(text: &mut String, api: &Api, operation: &Operation) {
    let _ = writeln!(
        text,
        "{}: {} {}",
        operation.id, operation.method, operation.path
    );
    let _ = writeln!(
        text,
        "  function: {} (from the operationId), in API {}",
        operation.function, api.module
    );
    let _ = writeln!(text, "  page: {}", operation.page);
    for parameter in &operation.parameters {
        let need = if parameter.required {
            "required"
        } else {
            "optional"
        };
        let _ = writeln!(text, "  parameter: {} ({need})", parameter.name);
    }
    let statuses: Vec<String> = operation
        .responses
        .iter()
        .map(|response| response.status.to_string())
        .collect();
    let _ = writeln!(text, "  responses: {}", statuses.join(", "));
    let _ = writeln!(
        text,
        "  its types are named in {} under `{}`",
        lock::FILE,
        api.folder
    );
}
