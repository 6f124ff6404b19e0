//! The difference between two states of a crate's public surface.
//!
//! Input: two [`Surface`]s, and, where the causes are wanted, the two [`State`]s of the spec folder that they come from.
//! Output: a [`Diff`], a list of [`Entry`]s. Each is classed by what Cargo's rules on
//! [SemVer compatibility](https://doc.rust-lang.org/cargo/reference/semver.html) ask for: what breaks users' code, what
//! adds to the API, and what only changes docs. Equal surfaces have no entries, and different ones have at least one.

mod accept;
mod cause;
mod compare;
mod group;
mod matching;
pub mod render;
mod rules;
mod spec;
mod state;

use semver::Version;
use serde::Serialize;

use crate::surface::Surface;

pub use cause::Cause;
pub use spec::{Effect, SpecChange};
pub use state::State;

/// What a change means for users' code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Only docs change, or what the compiler doesn't see and no call depends on, such as scopes.
    Docs,
    /// Code that compiled still compiles.
    Additive,
    /// Code that compiled may no longer compile.
    Breaking,
}

/// What happened to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It is gone.
    Removed,
    /// It has another type or meaning.
    Changed,
    /// It has another name.
    Renamed,
    /// It is in another module.
    Moved,
    /// It is new.
    Added,
}

/// A change, of one item or of several that change alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What it means for users' code.
    pub class: Class,
    /// What happened.
    pub change: Change,
    /// What the items are: `field`, `variant`, `function`, `type`.
    pub what: &'static str,
    /// The items, as paths within the crate: `beta::AccessProfile.owner`.
    pub items: Vec<String>,
    /// What they were.
    pub before: String,
    /// What they are.
    pub after: String,
    /// The types that came or went with them.
    pub with: Vec<String>,
    /// The functions that it reaches, besides the items themselves.
    pub reaches: Vec<String>,
    /// The changes of the pages that caused it; empty if they aren't known.
    pub causes: Vec<Cause>,
    /// It breaks users' code although the pages only add something there, or change nothing: a type has to change where
    /// there was none, a setting or a name changed, or the generator is at fault.
    pub unforced: bool,
}

/// The difference between two surfaces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// The changes, breaking ones first.
    pub entries: Vec<Entry>,
    /// The items whose docs changed, as paths within the crate. Docs aren't part of the surface.
    pub docs: Vec<String>,
}

impl Diff {
    /// Compares two surfaces.
    pub fn of_surfaces(old: &Surface, new: &Surface) -> Self {
        let (old, new) = (
            &State::of_surface(old.clone()),
            &State::of_surface(new.clone()),
        );
        Self::of(old, new)
    }

    /// Compares two states of a spec folder, and finds the causes in their pages.
    pub fn of(old: &State, new: &State) -> Self {
        let raw = compare::compare(&old.surface, &new.surface);
        Self {
            entries: group::group(raw, old, new),
            docs: state::changed_docs(old, new),
        }
    }

    /// What the most serious change means; `None` if nothing changed.
    pub fn class(&self) -> Option<Class> {
        let docs = (!self.docs.is_empty()).then_some(Class::Docs);
        self.entries.iter().map(|entry| entry.class).max().max(docs)
    }

    /// The entries of a class.
    pub fn of_class(&self, class: Class) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(move |entry| entry.class == class)
    }

    /// The version that Cargo's rules ask for after `version`: before 1.0, a new minor version may break code.
    pub fn next_version(&self, version: &Version) -> Version {
        let Some(class) = self.class() else {
            return version.clone();
        };
        let Version {
            major,
            minor,
            patch,
            ..
        } = *version;
        match class {
            Class::Breaking if major > 0 => Version::new(major + 1, 0, 0),
            Class::Breaking => Version::new(0, minor + 1, 0),
            Class::Additive if major > 0 => Version::new(major, minor + 1, 0),
            Class::Additive | Class::Docs => Version::new(major, minor, patch + 1),
        }
    }
}

impl Class {
    /// `breaking`
    pub fn word(self) -> &'static str {
        match self {
            Self::Docs => "docs",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        }
    }

    /// All classes, the most serious first.
    pub const ALL: [Self; 3] = [Self::Breaking, Self::Additive, Self::Docs];
}
