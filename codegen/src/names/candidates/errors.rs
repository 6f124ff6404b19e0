//! Names of error bodies: by their statuses.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::Candidates;
use crate::ir::Status;
use crate::merge::ClassId;
use crate::names::words::{Vocabulary, pascal};
use crate::uses::{ClassUses, Role, UseSite, Uses};

impl Candidates<'_> {
    /// The body of errors of several statuses, or of one; the API's most used one is just the `ErrorResponse`.
    pub(super) fn error(&self, class: ClassId, uses: &ClassUses) -> Option<Vec<String>> {
        let statuses = error_statuses(uses)?;
        let name = match statuses.iter().next() {
            _ if self.main_error == Some(class) => "ErrorResponse".to_owned(),
            Some(status) if statuses.len() == 1 => format!("{}Response", status_name(*status)),
            _ => format!("{}ErrorResponse", self.only_tag(uses)?),
        };
        Some(self.vocabulary.words(&name))
    }

    fn only_tag(&self, uses: &ClassUses) -> Option<String> {
        let tags: BTreeSet<&String> = uses
            .operations
            .iter()
            .filter_map(|operation| self.api.operation(*operation).object.tags.first())
            .collect();
        match tags.into_iter().collect::<Vec<_>>().as_slice() {
            [only] => Some(pascal(&self.vocabulary.words(only))),
            _ => None,
        }
    }
}

/// The type that most errors have as their body.
pub(super) fn main_error(uses: &Uses) -> Option<ClassId> {
    let errors = uses
        .classes()
        .filter(|(_, uses)| error_statuses(uses).is_some());
    errors
        .max_by_key(|(class, uses)| (error_count(uses), Reverse(*class)))
        .map(|(class, _)| class)
}

/// The statuses of a type that is the body of errors and of nothing else.
fn error_statuses(uses: &ClassUses) -> Option<BTreeSet<Status>> {
    uses.roles
        .iter()
        .map(|role| match role {
            Role {
                site: UseSite::Error(status),
                item: false,
                ..
            } => Some(*status),
            _ => None,
        })
        .collect()
}

fn error_count(uses: &ClassUses) -> usize {
    let statuses = error_statuses(uses).map_or(0, |statuses| statuses.len());
    statuses * uses.operations.len()
}

/// The reason phrase of a status (RFC 9110, section 15) as a name.
pub fn status_name(status: Status) -> String {
    match status {
        Status::Default => "Default".to_owned(),
        Status::Range(class) => match class {
            1 => "Informational",
            2 => "Success",
            3 => "Redirection",
            4 => "ClientError",
            _ => "ServerError",
        }
        .to_owned(),
        Status::Code(code) => match http::StatusCode::from_u16(code)
            .ok()
            .and_then(|status| status.canonical_reason())
        {
            Some(reason) => pascal(&Vocabulary::default().words(reason)),
            None => format!("Status{code}"),
        },
    }
}
