//! The uses of a type as `names.yaml` has them: those that it remembers, those that are new, and those that are gone.

use std::collections::BTreeSet;

use super::SHOWN;
use crate::analysis::Analysis;
use crate::names::lock;
use crate::recall::with_present_id;

/// The lines about the uses by which a type is recognized in the next run.
pub(super) fn explain(analysis: &Analysis, name: &str) -> Vec<String> {
    let nothing = BTreeSet::new();
    let now = analysis.sites.get(name).unwrap_or(&nothing);
    let ids = analysis.recalled.present_ids(&analysis.api);
    let known = analysis.recalled.memory.types.get(name);
    let remembered: BTreeSet<String> = known
        .into_iter()
        .flat_map(|known| &known.uses)
        .map(|site| with_present_id(site, &ids))
        .collect();
    let sites: Vec<String> = now
        .union(&remembered)
        .map(
            |site| match (now.contains(site), remembered.contains(site)) {
                (true, false) if known.is_some() => format!("{site} (new)"),
                (false, _) => format!("{site} (gone)"),
                _ => site.clone(),
            },
        )
        .collect();
    let mut lines = vec![match known {
        Some(_) => format!("  recognized by its uses in {}:", lock::FILE),
        None => format!(
            "  not yet in {}; it will be recognized by its uses:",
            lock::FILE
        ),
    }];
    lines.extend(sites.iter().take(SHOWN).map(|site| format!("    {site}")));
    if sites.len() > SHOWN {
        lines.push(format!("    ... and {} more", sites.len() - SHOWN));
    }
    lines
}
