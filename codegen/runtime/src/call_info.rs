//! What a response or an error remembers of its call.

use std::borrow::Cow;

/// The operation that was called, and where its API puts request ids and totals.
#[derive(Clone, Debug)]
pub(crate) struct CallInfo {
    pub(crate) operation: Cow<'static, str>,
    /// JSON pointers to the id of a request in an error body.
    pub(crate) request_id: &'static [&'static str],
    /// The header with the number of items in a list.
    pub(crate) total_header: Option<&'static str>,
}
