//! Why a type or an operation has its name, what the type was made from, and how to change the name.

mod operation;
mod origin;
mod shape;
mod sites;
mod types;

use crate::input::docs_set::Api;
use crate::ir::Crate;
use crate::names::lock;
use crate::pipeline::Generated;

/// How many positions and uses are listed.
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

/// Explains every type and operation of this name, and the types that had it before. `fresh` is the same crate generated
/// without `names.yaml`: it has the types and the names that there would be otherwise.
///
/// # Errors
///
/// Nothing has the name.
pub fn explain(
    generated: &Generated,
    fresh: &Generated,
    name: &str,
) -> Result<String, UnknownName> {
    let versions = generated.krate.versions.iter().zip(&generated.analyses);
    let fresh = fresh.krate.versions.iter().zip(&fresh.analyses);
    let mut lines = Vec::new();
    for ((version, analysis), (fresh_version, fresh)) in versions.zip(fresh) {
        lines.extend(types::explain(version, analysis, fresh, name));
        lines.extend(operation::explain(version, analysis, fresh_version, name));
    }
    if lines.is_empty() {
        return Err(UnknownName {
            name: name.to_owned(),
            nearest: nearest(&generated.krate, name),
        });
    }
    Ok(lines.iter().map(|line| format!("{line}\n")).collect())
}

/// The name that takes the fewest edits, upper and lower case aside; at most one edit for every three letters.
fn nearest(krate: &Crate, name: &str) -> Option<String> {
    let wanted = name.to_lowercase();
    let most = (wanted.chars().count() / 3).max(1);
    let versions = krate.versions.iter();
    let names = versions.flat_map(|version| {
        let types = version.types.iter();
        let types = types.flat_map(|each| [&each.name].into_iter().chain(&each.formerly));
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

/// Where the names of an API are. The key of an API that is the spec folder itself is empty, and left out.
fn entries(api: &Api) -> String {
    match api.folder.as_str() {
        "" => lock::FILE.to_owned(),
        folder => format!("{}, under `{folder}`", lock::FILE),
    }
}
