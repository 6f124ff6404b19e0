//! What a change of each aspect means for users' code.

use super::Class;
use crate::surface::Aspect;

/// The classes of the changes of an aspect.
pub(super) struct Rule {
    /// It is new, on an item that was there.
    pub(super) added: Class,
    /// It is gone, from an item that is still there.
    pub(super) removed: Class,
    /// What the compiler sees of it changed.
    pub(super) changed: Class,
    /// Something else about it changed.
    pub(super) noted: Class,
}

/// The rule for an aspect.
pub(super) fn rule(aspect: &Aspect) -> Rule {
    use Class::{Additive, Breaking, Docs};
    let (added, removed, changed, noted) = match aspect {
        Aspect::Kind => (Breaking, Breaking, Breaking, Docs),
        // The names of arguments can't be seen by callers, and statuses only choose the variant of the error type.
        Aspect::Arguments | Aspect::Fails => (Breaking, Breaking, Breaking, Docs),
        Aspect::Returns => (Breaking, Breaking, Breaking, Additive),
        Aspect::Deprecated
        | Aspect::Route
        | Aspect::Server
        | Aspect::MediaType
        | Aspect::Discriminator => (Additive, Additive, Additive, Additive),
        Aspect::Scopes | Aspect::Experimental => (Docs, Docs, Docs, Docs),
        // `Clone` goes when it comes, and `try_clone` comes.
        Aspect::Streamed => (Breaking, Breaking, Breaking, Docs),
        Aspect::Pages
        | Aspect::Items
        | Aspect::Sent
        | Aspect::Total
        | Aspect::Setter(_)
        | Aspect::Field(_)
        // All structs and enums are `#[non_exhaustive]`.
        | Aspect::Variant(_)
        | Aspect::Former(_)
        | Aspect::Conversion(_) => (Additive, Breaking, Breaking, Additive),
        Aspect::Constructor(_) => (Additive, Breaking, Breaking, Docs),
    };
    Rule {
        added,
        removed,
        changed,
        noted,
    }
}
