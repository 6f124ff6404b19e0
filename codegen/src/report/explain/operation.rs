//! Operations: where the name of the function comes from, and what the operation takes and returns.

use super::entries;
use crate::analysis::Analysis;
use crate::ir::{Operation, Version};
use crate::names::lock;

/// The lines about the operations with this id or function.
pub(super) fn explain(
    version: &Version,
    analysis: &Analysis,
    fresh: &Version,
    name: &str,
) -> Vec<String> {
    let operations = version.modules.iter().flat_map(|module| &module.operations);
    let named = operations.filter(|each| each.id == name || each.function == name);
    named
        .flat_map(|operation| about(operation, analysis, fresh))
        .collect()
}

fn about(operation: &Operation, analysis: &Analysis, fresh: &Version) -> Vec<String> {
    let api = &analysis.api;
    let mut lines = vec![
        format!("{}: {} {}", operation.id, operation.method, operation.path),
        format!(
            "  function: {} ({}), in API {}",
            operation.function,
            reason(operation, analysis, fresh),
            api.module
        ),
        format!("  page: {}", operation.page),
    ];
    for parameter in &operation.parameters {
        let need = match parameter.required {
            true => "required",
            false => "optional",
        };
        lines.push(format!("  parameter: {} ({need})", parameter.name));
    }
    let statuses: Vec<String> = operation
        .responses
        .iter()
        .map(|response| response.status.to_string())
        .collect();
    lines.push(format!("  responses: {}", statuses.join(", ")));
    lines.push(format!("  the names of its types are in {}", entries(api)));
    lines
}

/// Where the function's name comes from.
fn reason(operation: &Operation, analysis: &Analysis, fresh: &Version) -> String {
    let is_remembered = analysis.api.indexed().any(|(index, documented)| {
        documented.id == operation.id && analysis.recalled.function(index).is_some()
    });
    let mut otherwise = fresh.modules.iter().flat_map(|module| &module.operations);
    let otherwise = otherwise.find(|each| each.id == operation.id);
    match otherwise.filter(|each| each.function != operation.function) {
        Some(otherwise) => format!(
            "kept in {}; without that entry `{}`",
            lock::FILE,
            otherwise.function
        ),
        None if is_remembered => format!("from the operationId, kept in {}", lock::FILE),
        None => "from the operationId".to_owned(),
    }
}
