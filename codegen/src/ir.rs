//! The API as the emitters see it: named, placed and documented.
//!
//! Everything here is decided. An emitter never looks at a schema, never makes up a name and never asks where a type
//! lives; it only writes down what the IR contains, in the same order.

mod operation;
mod paging;
mod references;
mod settings;
mod status;
mod types;

use std::collections::{BTreeMap, BTreeSet};

pub use operation::*;
pub use paging::*;
pub use settings::*;
pub use status::*;
pub use types::*;

/// The whole crate.
#[derive(Clone, Debug)]
pub struct Crate {
    /// What goes into the crate's `Cargo.toml`.
    pub package: Package,
    /// How the crate's `Client` finds its server and its credentials.
    pub client: ClientSettings,
    /// The API versions, sorted by module name; each is a module and a Cargo feature.
    pub versions: Vec<Version>,
}

/// An API version: one folder of pages.
#[derive(Clone, Debug)]
pub struct Version {
    /// The module, which is the Cargo feature too: `beta`.
    pub module: String,
    /// The folder of its pages below the spec, as the manifest calls the API: `beta`.
    pub folder: String,
    /// The title of the API.
    pub title: String,
    /// The vendor's Markdown.
    pub description: String,
    /// Names and docs of optional parameters that many operations describe in the same words. The docs of the version
    /// have the whole text, and setters with this text have its first sentence.
    pub common_parameters: BTreeMap<String, String>,
    /// Where its operations are served, by default.
    pub server: Server,
    /// One module a tag, sorted by name, and `shared` for what several use.
    pub modules: Vec<Module>,
    /// The types of all modules; [`TypeId`] is an index into it.
    pub types: Vec<TypeDef>,
    /// The module of each type, as an index into `modules`.
    pub homes: Vec<usize>,
}

impl Version {
    /// The module in which a type lives.
    pub fn home(&self, id: TypeId) -> &Module {
        &self.modules[self.homes[id.0]]
    }
}

/// The operations and types of one tag, or the types of several (`shared`).
#[derive(Clone, Debug)]
pub struct Module {
    /// `access_profiles`
    pub name: String,
    /// The tag as the pages spell it; `None` for `shared`.
    pub tag: Option<String>,
    /// Whether the pages give none of the operations a tag.
    pub untagged: bool,
    /// The operations, in the order of their function names.
    pub operations: Vec<Operation>,
    /// The types that live here, in the order in which they are written.
    pub types: Vec<TypeId>,
    /// Types that live in `shared` and are used here: re-exported, so that a path outlives a move.
    pub reexports: BTreeSet<String>,
}
