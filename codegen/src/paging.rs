//! How lists are read page by page.
//!
//! Input: the rules of `codegen.yaml` and an operation ([`Listing`]). Output of [`apply`]: the paging of an operation that a
//! rule fits. [`propose`] finds such rules in the pages of an API, for people to confirm; nothing is paged by a rule that
//! isn't in the settings.

mod apply;
mod detect;
mod listing;
mod propose;
mod snippet;
mod vocabulary;

pub use apply::apply;
pub use listing::Listing;
pub use propose::{Proposal, propose};
pub use snippet::snippet;
