//! Why a type or an operation has its name, and how to change the name.

use std::fmt::Write;

use crate::analysis::Analysis;
use crate::input::docs_set::Api;
use crate::ir::{Crate, Operation, TypeDef, TypeKind};
use crate::merge::ClassId;
use crate::names::{Reason, lock};
use crate::pipeline::Generated;

/// How many positions are listed.
const SHOWN: usize = 12;

/// Nothing has the name that somebody asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no type, operationId or function is called `{name}`{}", did_you_mean(.nearest.as_deref()))]
pub struct UnknownName {
    /// The name.
    pub name: String,
    /// The name that is spelled most alike, if there is one.
    pub nearest: Option<String>,
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!(": did you mean `{name}`?"))
}

/// Explains every type and operation of this name. `fresh` is the same crate generated without `names.yaml`: it has the
/// names that the types would have otherwise.
///
/// # Errors
///
/// Nothing has the name.
pub fn explain(
    generated: &Generated,
    fresh: &Generated,
    name: &str,
) -> Result<String, UnknownName> {
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
    if text.is_empty() {
        return Err(UnknownName {
            name: name.to_owned(),
            nearest: nearest(&generated.krate, name),
        });
    }
    Ok(text)
}

/// The name that takes the fewest edits, upper and lower case aside; at most one edit for every three letters.
fn nearest(krate: &Crate, name: &str) -> Option<String> {
    let wanted = name.to_lowercase();
    let most = (wanted.chars().count() / 3).max(1);
    let versions = krate.versions.iter();
    let names = versions.flat_map(|version| {
        let types = version.types.iter().map(|definition| &definition.name);
        let operations = version.modules.iter().flat_map(|module| &module.operations);
        types.chain(operations.flat_map(|operation| [&operation.id, &operation.function]))
    });
    names
        .map(|known| {
            (
                strsim::damerau_levenshtein(&wanted, &known.to_lowercase()),
                known,
            )
        })
        .filter(|(edits, _)| *edits <= most)
        .min()
        .map(|(_, known)| known.clone())
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
        Some(Reason::Remembered) | None => "of its schemas",
    };
    let _ = match analysis.names.reason(class) {
        Some(Reason::Remembered) if otherwise != name => writeln!(
            text,
            "  named in {}; without that entry `{otherwise}`, because {reason}",
            lock::FILE
        ),
        Some(Reason::Remembered) => {
            writeln!(text, "  named so because {reason}; kept in {}", lock::FILE)
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
        let _ = writeln!(text, "    {}", position.in_api(api));
    }
    if uses.positions.len() > SHOWN {
        let _ = writeln!(text, "    ... and {} more", uses.positions.len() - SHOWN);
    }
    let _ = writeln!(text, "  to rename it, change `{name}` in {}", entries(api));
}

/// Where the names of an API are. The key of an API that is the spec folder itself is empty, and left out.
fn entries(api: &Api) -> String {
    match api.folder.as_str() {
        "" => lock::FILE.to_owned(),
        folder => format!("{}, under `{folder}`", lock::FILE),
    }
}

/// A type that doesn't come from a schema but from an operation's bodies.
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
        "  to rename it, change `{}` in {}",
        definition.name,
        entries(api)
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
        TypeKind::SuccessByStatus(_) => "success by status".to_owned(),
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
    let _ = writeln!(text, "  the names of its types are in {}", entries(api));
}
