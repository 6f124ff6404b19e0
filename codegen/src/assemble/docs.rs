//! Words of our own for what the vendor does not describe: what a type is there for.

use std::collections::BTreeSet;

use super::Assembly;
use crate::ir::Status;
use crate::markdown;
use crate::merge::ClassId;
use crate::uses::{ClassUses, Role, UseSite};

/// What is said of a field of which neither the property nor its type has a description.
pub(super) fn undescribed(name: &str) -> String {
    format!("{}, not described by the vendor.", quoted(name))
}

/// A property's name as inline code, also where it is empty or has backticks.
fn quoted(name: &str) -> String {
    markdown::code(if name.is_empty() { "\"\"" } else { name })
}

impl Assembly<'_> {
    /// The vendor's description of a type, else where the type is used.
    pub(super) fn type_docs(&self, class: ClassId, uses: &ClassUses) -> String {
        let docs = uses.main_docs();
        if !docs.is_empty() {
            return docs.to_owned();
        }
        let Some(role) = uses.roles.first() else {
            return String::new();
        };
        let place = self.place_docs(role, uses);
        let name = self.names.of(class).unwrap_or_default();
        let id = self.api.operation(role.operation).id.as_str();
        let operation = self.vocabulary.singular(self.vocabulary.words(id));
        // `getAccessProfile` is about an access profile; `CreateReportResponse` says no more than the place does.
        let tells = operation.ends_with(&self.vocabulary.singular(self.vocabulary.words(name)));
        match role.site {
            UseSite::Success if tells => {
                format!("{}: {}", self.indefinite(name), lower_first(&place))
            }
            _ => place,
        }
    }

    fn place_docs(&self, role: &Role, uses: &ClassUses) -> String {
        let id = self.api.operation(role.operation).id.as_str();
        let name = |class: &ClassId| self.names.of(*class).unwrap_or_default().to_owned();
        match (&role.site, role.item) {
            (UseSite::Request, true) => format!("An item of the body of `{id}`."),
            (UseSite::Request, false) => format!("The body of `{id}`."),
            (UseSite::Success, true) => format!("An item of the answer to `{id}`."),
            (UseSite::Success, false) => format!("The answer to `{id}`."),
            (UseSite::Error(_), _) => error_docs(uses),
            (UseSite::Parameter(parameter), _) => format!("The parameter `{parameter}` of `{id}`."),
            (UseSite::Field { owner, property }, true) => {
                format!("An item of {} of `{}`.", quoted(property), name(owner))
            }
            (UseSite::Field { owner, property }, false) => {
                format!("The {} of `{}`.", quoted(property), name(owner))
            }
            (UseSite::Branch { owner, .. }, _) => {
                format!("One of the variants of `{}`.", name(owner))
            }
        }
    }

    /// `AccessProfile` is an access profile.
    fn indefinite(&self, name: &str) -> String {
        let words = self.vocabulary.words(name).join(" ");
        let article = match words.chars().next() {
            Some('a' | 'e' | 'i' | 'o' | 'u') => "An",
            _ => "A",
        };
        let plural = self.vocabulary.singular(vec![words.clone()]) != [words.clone()];
        match plural {
            true => upper_first(&words),
            false => format!("{article} {words}"),
        }
    }
}

/// The statuses that a body comes with.
fn error_docs(uses: &ClassUses) -> String {
    let statuses: BTreeSet<Status> = uses
        .roles
        .iter()
        .filter_map(|role| match role.site {
            UseSite::Error(status) => Some(status),
            _ => None,
        })
        .collect();
    let statuses: Vec<String> = statuses
        .into_iter()
        .map(|status| match status {
            Status::Code(code) => code.to_string(),
            Status::Range(class) => format!("{class}XX"),
            Status::Default => "of any other kind".to_owned(),
        })
        .collect();
    match statuses.split_last() {
        Some((only, [])) => format!("The body of errors {only}."),
        Some((last, rest)) => format!("The body of errors {} and {last}.", rest.join(", ")),
        None => "The body of an error.".to_owned(),
    }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

fn upper_first(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}
