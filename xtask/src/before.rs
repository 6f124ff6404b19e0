//! What a run of the generator changed, compared with the crate that was there.

use std::path::Path;

use codegen::Generated;
use codegen::diagnostic::{Code, Diagnostics};
use codegen::diff::{Diff, render};
use codegen::surface::{ApiSurface, Surface};
use codegen::wording::counted;

/// The most changes of the public API that a run lists.
const SHOWN: usize = 10;

/// The public API that the crate had before the run, as far as its `INDEX.md` says.
pub(crate) struct Before(Option<Surface>);

impl Before {
    pub(crate) fn read(out: &Path) -> Self {
        let text = std::fs::read_to_string(out.join("INDEX.md"));
        Self(text.ok().and_then(|text| Surface::read(&text).ok()))
    }

    /// What the run changed in the public API.
    pub(crate) fn change(&self, generated: &Generated) -> String {
        let Some(before) = &self.0 else {
            return "api    no earlier INDEX.md to compare with\n".to_owned();
        };
        let diff = Diff::of_surfaces(before, &Surface::of(&generated.krate));
        let version = generated.krate.package.version.parse();
        format!(
            "api    {}",
            render::brief(&diff, version.ok().as_ref(), SHOWN)
        )
    }

    /// The names of `names.yaml` that no type has: those that had one until now, and how many others there are.
    pub(crate) fn stale(&self, diagnostics: &Diagnostics) -> String {
        let had = |name: &str| {
            let apis = self.0.iter().flat_map(|surface| surface.apis.values());
            apis.flat_map(ApiSurface::types)
                .any(|(each, _)| each == name)
        };
        let stale = diagnostics
            .sorted()
            .into_iter()
            .filter(|each| each.code == Code::StaleName);
        let names: Vec<&str> = stale
            .filter_map(|each| each.pointer.rsplit('/').next())
            .collect();
        let (new, old): (Vec<&str>, Vec<&str>) = names.into_iter().partition(|name| had(name));
        let mut report = String::new();
        if !new.is_empty() {
            let new: Vec<String> = new.iter().map(|name| format!("`{name}`")).collect();
            report.push_str(&format!(
                "stale  new in names.yaml, no type has these names any more: {}\n",
                new.join(", ")
            ));
        }
        if !old.is_empty() {
            report.push_str(&format!(
                "stale  {} in names.yaml from earlier runs (`--prune` drops them)\n",
                counted(old.len(), "name")
            ));
        }
        report
    }
}
