//! The features of API versions and tags, with which users compile only what they call.
//!
//! A version of several tags has a feature for each of them (`beta-accounts`), one for what they share (`beta-shared`),
//! and one for all (`beta`). A version of a single tag has only the last one.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Module, TypeDef, TypeId, TypeKind, Version};
use crate::runtime;

/// The feature with the responses that the pages show.
pub(crate) const EXAMPLES: &str = "examples";

/// A feature and those that it enables.
pub(crate) struct Feature {
    pub(crate) name: String,
    pub(crate) enables: Vec<String>,
}

/// The names of the features that every crate with these versions has.
pub fn names(versions: &[Version]) -> Vec<String> {
    let own = versions.iter().flat_map(|version| {
        let tags = tags(version).map(|feature| feature.name);
        tags.chain([version.module.clone(), of_version(version)])
    });
    let fixed = runtime::features().map(|feature| feature.name);
    let fixed = fixed.chain([EXAMPLES]).map(str::to_owned);
    own.chain(fixed).collect()
}

/// The feature that compiles a version with all of its operations.
pub(crate) fn all(version: &Version) -> Feature {
    Feature {
        name: version.module.clone(),
        enables: tags(version).map(|feature| feature.name).collect(),
    }
}

/// The features of a version's tags.
pub(crate) fn tags(version: &Version) -> impl Iterator<Item = Feature> {
    version.modules.iter().filter_map(|module| {
        let mut enables = vec![of_version(version)];
        enables.extend(needed(version, module));
        Some(Feature {
            name: of_module(version, module)?,
            enables,
        })
    })
}

/// The feature of what a version's tags share.
pub(crate) fn shared(version: &Version) -> Option<Feature> {
    let module = version.modules.iter().find(|module| module.tag.is_none());
    let needed = module.map(|module| needed(version, module));
    is_split(version).then(|| Feature {
        name: of_version(version),
        enables: needed.unwrap_or_default().into_iter().collect(),
    })
}

/// The feature without which nothing of a version is compiled.
pub(crate) fn of_version(version: &Version) -> String {
    match is_split(version) {
        true => format!("{}-shared", version.module),
        false => version.module.clone(),
    }
}

/// The feature that compiles a tag's module, if there is one for it alone.
pub fn of_module(version: &Version, module: &Module) -> Option<String> {
    if !is_split(version) || module.operations.is_empty() {
        return None;
    }
    let tag = module.name.trim_start_matches("r#").replace('_', "-");
    let name = format!("{}-{tag}", version.module);
    let is_taken = runtime::features().any(|feature| feature.name == name);
    Some(if is_taken {
        format!("{name}-tag")
    } else {
        name
    })
}

/// The attribute for what is compiled with a tag's module.
pub(crate) fn attribute(version: &Version, module: &Module) -> TokenStream {
    match of_module(version, module) {
        Some(feature) => quote!(#[cfg(feature = #feature)]),
        None => TokenStream::new(),
    }
}

/// Whether there are features for single tags.
pub(crate) fn is_split(version: &Version) -> bool {
    let tags = version.modules.iter();
    tags.filter(|module| !module.operations.is_empty()).count() > 1
}

/// The features of other tags whose types a module refers to, as conversions do between what GET and PUT of a path have.
fn needed(version: &Version, module: &Module) -> BTreeSet<String> {
    let types = module.types.iter().map(|id| &version.types[id.0]);
    let references = types.flat_map(|definition| {
        let mut references = definition.references();
        references.extend(converted(definition));
        references
    });
    let homes = references.map(|id| version.home(id));
    let others = homes.filter(|home| home.name != module.name);
    others.filter_map(|home| of_module(version, home)).collect()
}

/// The types from which a struct is converted.
fn converted(definition: &TypeDef) -> impl Iterator<Item = TypeId> {
    let conversions = match &definition.kind {
        TypeKind::Struct(object) => object.conversions.as_slice(),
        _ => &[],
    };
    conversions.iter().map(|conversion| conversion.from)
}
