//! The public surface of a generated crate: what users' code can name, as plain data.
//!
//! Input: the [`ir`](crate::ir), or the text of an `INDEX.md`. Output: a [`Surface`], which is a table: each operation and
//! each type is an [`Item`], and all that there is to say about one is a map from an [`Aspect`] to a [`Fact`]. Two crates
//! have the same surface exactly if their tables are equal, and `INDEX.md` is that table as text.

mod aspect;
mod collect;
mod index;
mod spell;

use std::collections::{BTreeMap, BTreeSet};

pub use aspect::Aspect;
pub(crate) use collect::kind_name;
pub use index::ReadError;
pub(crate) use index::{arguments, named_arguments};

/// The note of the field that has the undocumented fields of a struct.
pub(crate) const UNDOCUMENTED: &str = "undocumented fields";

/// The public surface of a crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surface {
    /// The package's name.
    pub package: String,
    /// The API versions, by module.
    pub apis: BTreeMap<String, ApiSurface>,
}

/// The public surface of an API version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiSurface {
    /// The base URL of its operations.
    pub server: String,
    /// The operations and types.
    pub items: BTreeMap<ItemId, Item>,
    /// The types that a module re-exports, by module: paths to them besides the one in their own module.
    pub reexports: BTreeMap<String, BTreeSet<String>>,
}

/// What identifies an item within an API version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemId {
    /// A function of a module's `Api`.
    Operation {
        /// `access_profiles`
        module: String,
        /// `list_access_profiles`
        function: String,
    },
    /// A type, which is unique in its API version.
    Type(String),
}

/// An operation or a type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// The module in which it is defined.
    pub module: String,
    /// All that there is to say about it.
    pub facts: BTreeMap<Aspect, Fact>,
}

/// What there is to say about an aspect of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// What the compiler sees: a type, or the types of arguments. May be empty.
    pub ty: String,
    /// What the compiler doesn't see: a name on the wire, a value, the names of arguments. May be empty.
    pub note: String,
    /// Whether its use is deprecated.
    pub deprecated: bool,
}

impl Fact {
    /// A fact about a type.
    fn ty(ty: impl Into<String>) -> Self {
        Self {
            ty: ty.into(),
            ..Self::default()
        }
    }

    /// A fact that the compiler doesn't see.
    fn note(note: impl Into<String>) -> Self {
        Self {
            note: note.into(),
            ..Self::default()
        }
    }

    #[must_use]
    fn with_note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    #[must_use]
    fn deprecated_if(mut self, deprecated: bool) -> Self {
        self.deprecated = deprecated;
        self
    }
}

impl ItemId {
    /// The function or type without its module.
    pub fn name(&self) -> &str {
        match self {
            Self::Operation { function, .. } => function,
            Self::Type(name) => name,
        }
    }

    /// Whether it is an operation.
    pub fn is_operation(&self) -> bool {
        matches!(self, Self::Operation { .. })
    }

    /// How people write it within its API version: `access_profiles::list_access_profiles` or `AccessProfile`.
    pub fn path(&self) -> String {
        match self {
            Self::Operation { module, function } => format!("{module}::{function}"),
            Self::Type(name) => name.clone(),
        }
    }
}

impl Item {
    /// A fact.
    pub fn fact(&self, aspect: &Aspect) -> Option<&Fact> {
        self.facts.get(aspect)
    }

    /// The names that a type had before.
    pub fn former_names(&self) -> impl Iterator<Item = &str> {
        self.facts.keys().filter_map(|aspect| match aspect {
            Aspect::Former(name) => Some(name.as_str()),
            _ => None,
        })
    }
}

impl ApiSurface {
    /// The types, by name.
    pub fn types(&self) -> impl Iterator<Item = (&str, &Item)> {
        self.items.iter().filter_map(|(id, item)| match id {
            ItemId::Type(name) => Some((name.as_str(), item)),
            ItemId::Operation { .. } => None,
        })
    }

    /// The operations.
    pub fn operations(&self) -> impl Iterator<Item = (&ItemId, &Item)> {
        self.items.iter().filter(|(id, _)| id.is_operation())
    }

    /// Every path to a type below the module of the API version, and the type that it leads to: the module of the
    /// path, and the name or former name.
    pub fn paths(&self) -> BTreeMap<(&str, &str), &str> {
        let mut paths = BTreeMap::new();
        for (name, item) in self.types() {
            let reexporting = self.reexports.iter();
            let reexporting = reexporting.filter(|(_, names)| names.contains(name));
            let modules = reexporting.map(|(module, _)| module.as_str());
            for module in modules.chain([item.module.as_str()]) {
                for each in item.former_names().chain([name]) {
                    paths.insert((module, each), name);
                }
            }
        }
        paths
    }
}

/// The identifiers in the text of a type: `Vec` and `Owner` of `Vec<Owner>`.
pub fn words(ty: &str) -> impl Iterator<Item = &str> {
    ty.split(|each: char| !each.is_alphanumeric() && each != '_')
        .filter(|word| !word.is_empty())
}
