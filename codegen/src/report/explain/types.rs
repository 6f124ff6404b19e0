//! Types: why each has its name, where it is used, and what it was made from.

use super::shape::shape;
use super::{SHOWN, entries, origin, sites};
use crate::analysis::Analysis;
use crate::ir::{TypeDef, TypeKind, Version};
use crate::merge::ClassId;
use crate::names::{Reason, lock};
use crate::uses::ClassUses;
use crate::wording::counted;

/// The lines about the types that have or had this name.
pub(super) fn explain(
    version: &Version,
    analysis: &Analysis,
    fresh: &Analysis,
    name: &str,
) -> Vec<String> {
    let definitions = version.types.iter();
    let named = definitions.filter(|each| each.names().any(|known| known == name));
    let lines: Vec<String> = named
        .flat_map(|definition| about(definition, analysis, fresh))
        .collect();
    match lines.is_empty() {
        true => gone(analysis, name),
        false => lines,
    }
}

/// The lines about a type that is only in `names.yaml`.
fn gone(analysis: &Analysis, name: &str) -> Vec<String> {
    if !analysis.recalled.memory.types.contains_key(name) {
        return Vec::new();
    }
    let mut lines = vec![
        format!("{}::{name}", analysis.api.module),
        "  the pages no longer have the type; `--prune` drops its name".to_owned(),
    ];
    lines.extend(sites::explain(analysis, name));
    lines
}

fn about(definition: &TypeDef, analysis: &Analysis, fresh: &Analysis) -> Vec<String> {
    let name = definition.name.as_str();
    let mut lines = vec![
        format!("{}::{name}", analysis.api.module),
        format!("  shape: {}", shape(definition)),
    ];
    let class = analysis.names.class(name);
    match class.and_then(|class| Some((class, analysis.uses.of(class)?))) {
        Some((class, uses)) => {
            lines.push(reason(analysis, fresh, class, name));
            lines.extend(former(definition));
            lines.extend(positions(analysis, uses));
            lines.extend(origin::explain(analysis, fresh, class));
            lines.extend(sites::explain(analysis, name));
        }
        None => {
            lines.push(own_reason(definition));
            lines.extend(former(definition));
        }
    }
    let entries = entries(&analysis.api);
    lines.push(format!("  to rename it, change `{name}` in {entries}"));
    lines
}

/// The rule that the name comes from, and the name that there would be without `names.yaml`.
fn reason(analysis: &Analysis, fresh: &Analysis, class: ClassId, name: &str) -> String {
    let rule = |analysis: &Analysis, class| match analysis.names.reason(class) {
        Some(Reason::Rung(rung)) => Some(rung.reason()),
        Some(Reason::Remembered) | None => None,
    };
    if let Some(reason) = rule(analysis, class) {
        return format!("  named so because {reason}");
    }
    let fresh_class = origin::main_part(analysis, class, fresh);
    let otherwise = fresh_class.and_then(|class| fresh.names.of(class));
    let reason = fresh_class.and_then(|class| rule(fresh, class));
    let file = lock::FILE;
    match (otherwise, reason) {
        (Some(otherwise), Some(reason)) if otherwise == name => {
            format!("  named so because {reason}; kept in {file}")
        }
        (Some(otherwise), Some(reason)) => {
            format!("  named in {file}; without that entry `{otherwise}`, because {reason}")
        }
        _ => format!("  named in {file}"),
    }
}

fn former(definition: &TypeDef) -> Option<String> {
    let names: Vec<String> = definition
        .formerly
        .iter()
        .map(|name| format!("`{name}`"))
        .collect();
    (!names.is_empty()).then(|| format!("  formerly {}", names.join(", ")))
}

fn positions(analysis: &Analysis, uses: &ClassUses) -> Vec<String> {
    let directions = match (uses.sent, uses.received) {
        (true, true) => "sent and received",
        (true, false) => "sent",
        _ => "received",
    };
    let count = uses.positions.len();
    let mut lines = vec![format!(
        "  {directions}, in {}, at {}:",
        counted(uses.operations.len(), "operation"),
        counted(count, "position")
    )];
    let positions = uses.positions.iter().take(SHOWN);
    lines.extend(positions.map(|position| format!("    {}", position.in_api(&analysis.api))));
    if count > SHOWN {
        lines.push(format!("    ... and {} more", count - SHOWN));
    }
    lines
}

/// Why a type has its name that doesn't come from a schema but from the bodies of operations.
fn own_reason(definition: &TypeDef) -> String {
    match definition.kind {
        TypeKind::Errors(_) => {
            "  named so because operations whose errors agree share one error type".to_owned()
        }
        _ => "  named after the operation that it belongs to".to_owned(),
    }
}
