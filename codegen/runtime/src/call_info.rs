//! What a response or an error remembers of its call.

use crate::Secret;
use std::borrow::Cow;
use std::time::Duration;

/// The operation that was called, where its API puts request ids and totals, what the server asked for, and what must
/// not be printed.
#[derive(Clone, Debug)]
pub(crate) struct CallInfo {
    pub(crate) operation: Cow<'static, str>,
    /// JSON pointers to the id of the request in an error body.
    pub(crate) request_id: &'static [&'static str],
    /// The header with the total number of items of a list.
    pub(crate) total_header: Option<&'static str>,
    /// How long the server asked to wait, when the response came.
    pub(crate) retry_after: Option<Duration>,
    /// The credentials that were sent: a server may repeat them in its response.
    pub(crate) secrets: Vec<Secret>,
}
