//! `INDEX.md`: the public surface of the crate, a line for each fact.

use super::print::mark;
use crate::ir::Crate;
use crate::surface::Surface;

/// The index of the crate.
pub(crate) fn index(krate: &Crate) -> String {
    format!("<!-- {} -->\n\n{}", mark(krate), Surface::of(krate).write())
}
