//! The package `client-runtime` as it was when the generator was built: what crates need to depend on it or to contain it.
//!
//! The build script reads all of this from the package, so a feature or dependency that is added there is known here.

use crate::ir::Dependency;

/// A feature.
pub struct Feature {
    /// Its name.
    pub name: &'static str,
    /// The comment above it. A feature without one belongs to the one before it.
    pub comment: &'static str,
    /// The features and optional dependencies that it enables.
    pub enables: &'static [&'static str],
}

/// A dependency.
pub struct Requirement {
    /// The `cfg` of the systems that need it; all without one.
    pub target: Option<&'static str>,
    /// The name of the crate.
    pub name: &'static str,
    /// The name of the package, if it is another one.
    pub package: Option<&'static str>,
    /// The version requirement.
    pub version: &'static str,
    /// The features.
    pub features: &'static [&'static str],
    /// Whether its default features are on.
    pub default_features: bool,
    /// Whether a feature has to enable it.
    pub optional: bool,
}

impl Requirement {
    /// The dependency as the manifest of another package has it.
    pub(crate) fn dependency(&self) -> Dependency {
        Dependency {
            version: self.version.to_owned(),
            package: self.package.map(str::to_owned),
            features: self.features.iter().map(|&each| each.to_owned()).collect(),
            default_features: self.default_features,
            optional: self.optional,
        }
    }
}

/// The feature that lists those that are on by default.
pub(crate) const DEFAULT: &str = "default";

/// The features, without the one that lists those that are on by default.
pub fn features() -> impl Iterator<Item = &'static Feature> {
    FEATURES.iter().filter(|feature| feature.name != DEFAULT)
}

/// The features that are on by default.
pub fn default_features() -> &'static [&'static str] {
    let default = FEATURES.iter().find(|feature| feature.name == DEFAULT);
    default.map_or(&[], |feature| feature.enables)
}

/// The license of the sources.
pub(crate) const LICENSE: &str = include_str!("../../LICENSE-MIT");

include!(concat!(env!("OUT_DIR"), "/runtime.rs"));
