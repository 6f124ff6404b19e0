//! Descriptions of the types that the vendor doesn't describe, from where they are used.

mod phrase;
pub(super) mod values;

use std::collections::{BTreeMap, BTreeSet};

use super::Assembly;
use crate::graph::{Field, Kind};
use crate::input::docs_set::OperationIndex;
use crate::ir::{Status, TypeDocs, Words};
use crate::markdown;
use crate::merge::ClassId;
use crate::uses::{ClassUses, Role, UseSite};

pub(super) use phrase::Spellings;

/// How many operations or types a sentence lists.
const LISTED: usize = 3;

/// The last words of names that are made of an operation and what its body is.
const BODY_ROLES: [&str; 5] = ["request", "response", "payload", "body", "form"];

impl Assembly<'_> {
    /// The vendor's description of a type, or a sentence on what the type is used for.
    pub(super) fn type_docs(&self, class: ClassId, uses: &ClassUses) -> TypeDocs {
        let docs = self.without_values(class, uses.main_docs());
        if !docs.is_empty() {
            return TypeDocs::Vendor(docs);
        }
        // Of several uses, the one that says most about what the type is.
        let strength = |role: &&Role| match role.site {
            UseSite::Success | UseSite::Request => 0,
            UseSite::Error(_) => 1,
            UseSite::Field { .. } => 2,
            UseSite::Parameter(_) => 3,
            UseSite::Branch { .. } => 4,
        };
        let role = uses.roles.iter().min_by_key(strength);
        TypeDocs::Own(role.map_or_else(Vec::new, |role| self.use_docs(class, role, uses)))
    }

    /// What the vendor says of each value of an enum, by the value's spelling.
    pub(super) fn value_docs(&self, class: ClassId) -> BTreeMap<String, String> {
        let Some(values) = self.enum_values(class) else {
            return BTreeMap::new();
        };
        let uses = self.uses.of(class);
        let main = uses.map(ClassUses::main_docs);
        let others = uses.into_iter().flat_map(|uses| uses.docs.keys());
        let texts = main.into_iter().chain(others.map(String::as_str));
        let mut described = texts.filter_map(|text| values::split(text, &values));
        let mut docs = described.next().map(|docs| docs.values).unwrap_or_default();
        // A keyword that is there for it says it better than prose.
        for node in self.types.members(class) {
            if let Kind::Enum(kind) = &self.graph.node(*node).kind {
                let explicit = kind.docs.iter();
                docs.extend(explicit.map(|(value, text)| (value.clone(), values::sentence(text))));
            }
        }
        docs
    }

    /// The text without descriptions of an enum's values, if the enum's variants have them word for word.
    fn without_values(&self, class: ClassId, text: &str) -> String {
        let parts = self
            .enum_values(class)
            .and_then(|values| values::split(text, &values));
        match parts {
            Some(parts) => {
                let docs = self.value_docs(class);
                let mut values = parts.values.iter();
                match values.all(|(value, text)| text.is_empty() || docs.get(value) == Some(text)) {
                    true => parts.rest,
                    false => text.to_owned(),
                }
            }
            None => text.to_owned(),
        }
    }

    /// A property's own description, else its type's; what it says of the values of an enum is left to the enum.
    pub(super) fn field_text(&self, field: &Field) -> String {
        let target = field.edge.target;
        let of_type = self.graph.node(target).docs.trim();
        let texts = [field.docs.trim(), of_type];
        let text = texts.into_iter().find(|text| !text.is_empty());
        let mut node = target;
        while let Kind::List(edge) | Kind::Map(edge) = &self.graph.node(node).kind {
            node = edge.target;
        }
        self.without_values(self.types.class(node), text.unwrap_or_default())
    }

    /// The values of an enum as descriptions spell them.
    fn enum_values(&self, class: ClassId) -> Option<Vec<String>> {
        let node = self.types.members(class).first()?;
        let Kind::Enum(kind) = &self.graph.node(*node).kind else {
            return None;
        };
        Some(kind.values.iter().map(values::spelled).collect())
    }

    fn use_docs(&self, class: ClassId, role: &Role, uses: &ClassUses) -> Vec<Vec<Words>> {
        let item = |rest: &str| match role.item {
            true => format!("An item of the {rest} of "),
            false => format!("The {rest} of "),
        };
        let only = match &role.site {
            UseSite::Success | UseSite::Request if !self.is_named_after_body(class, uses) => {
                return vec![self.phrase(class), self.resource_uses(uses)];
            }
            UseSite::Field { property, .. } => return self.field_docs(class, property, uses),
            UseSite::Request => sentence(&item("request body"), self.operations_with(role, uses)),
            UseSite::Success => sentence(&item("response"), self.operations_with(role, uses)),
            UseSite::Error(_) => vec![text(error_docs(uses))],
            UseSite::Parameter(parameter) => {
                let parameter = format!("{} parameter", markdown::code(parameter));
                sentence(&item(&parameter), self.operations_with(role, uses))
            }
            UseSite::Branch { .. } if role.item => {
                sentence("An item of a list variant of ", self.owners(uses))
            }
            UseSite::Branch { .. } => sentence("A variant of ", self.owners(uses)),
        };
        vec![only]
    }

    /// Whether the name says which body of which operation the type is.
    fn is_named_after_body(&self, class: ClassId, uses: &ClassUses) -> bool {
        let words = self
            .vocabulary
            .words(self.names.of(class).unwrap_or_default());
        let is_role = |word: &String| BODY_ROLES.contains(&word.as_str());
        let starts = |index: &OperationIndex| {
            let id = self.vocabulary.words(&self.api.operation(*index).id);
            !id.is_empty() && words.starts_with(&id)
        };
        words.iter().rev().take(2).any(is_role) || uses.operations.iter().any(starts)
    }

    /// `Returned by …; sent by ….`
    fn resource_uses(&self, uses: &ClassUses) -> Vec<Words> {
        let by = |wanted: &UseSite| {
            let roles = uses.roles.iter().filter(|role| role.site == *wanted);
            self.operation_words(roles)
        };
        let (returned, sent) = (by(&UseSite::Success), by(&UseSite::Request));
        match (returned.is_empty(), sent.is_empty()) {
            (_, true) => sentence("Returned by ", returned),
            (true, false) => sentence("Sent by ", sent),
            (false, false) => {
                let mut words = vec![text("Returned by ")];
                words.extend(list(returned, "operation"));
                words.extend(sentence("; sent by ", sent));
                words
            }
        }
    }

    /// What a type is by its name: `An access profile.`
    fn phrase(&self, class: ClassId) -> Vec<Words> {
        let name = self.names.of(class).unwrap_or_default();
        let phrase = phrase::indefinite(self.vocabulary, &self.spellings, name);
        vec![text(format!("{phrase}."))]
    }

    fn field_docs(&self, class: ClassId, property: &str, uses: &ClassUses) -> Vec<Vec<Words>> {
        let fields = uses.roles.iter().filter_map(|role| match &role.site {
            UseSite::Field { property, .. } => Some((property.as_str(), role.item)),
            _ => None,
        });
        let fields: BTreeSet<(&str, bool)> = fields.collect();
        let owners = self.owners(uses);
        match fields.into_iter().collect::<Vec<_>>().as_slice() {
            [(_, false)] => vec![sentence(&format!("The {} of ", quoted(property)), owners)],
            [(_, true)] => vec![sentence(
                &format!("An item of {} in ", quoted(property)),
                owners,
            )],
            _ => vec![self.phrase(class), sentence("Part of ", owners)],
        }
    }

    /// The operations that use a type in the same place.
    fn operations_with(&self, wanted: &Role, uses: &ClassUses) -> Vec<Words> {
        let same = |role: &&Role| role.site == wanted.site && role.item == wanted.item;
        self.operation_words(uses.roles.iter().filter(same))
    }

    fn operation_words<'r>(&self, roles: impl Iterator<Item = &'r Role>) -> Vec<Words> {
        let indices: BTreeSet<OperationIndex> = roles.map(|role| role.operation).collect();
        let ids = indices
            .into_iter()
            .map(|index| self.api.operation(index).id.clone());
        ids.map(Words::Operation).collect()
    }

    /// The types that a type is a part of.
    fn owners(&self, uses: &ClassUses) -> Vec<Words> {
        let mut owners = Vec::new();
        for role in &uses.roles {
            let (UseSite::Field { owner, .. } | UseSite::Branch { owner, .. }) = &role.site else {
                continue;
            };
            let Some(id) = self.refs.id(*owner) else {
                continue;
            };
            if !owners.contains(&Words::Type(id)) {
                owners.push(Words::Type(id));
            }
        }
        owners
    }
}

/// A sentence of the generator's own.
pub(super) fn own_docs(sentence: &str) -> TypeDocs {
    TypeDocs::Own(vec![vec![text(sentence)]])
}

/// A sentence about an operation.
pub(super) fn operation_docs(before: &str, id: &str, after: &str) -> TypeDocs {
    TypeDocs::Own(vec![vec![
        text(before),
        Words::Operation(id.to_owned()),
        text(after),
    ]])
}

fn text(text: impl Into<String>) -> Words {
    Words::Text(text.into())
}

/// A property's name as inline code, also where it is empty or has backticks.
fn quoted(name: &str) -> String {
    markdown::code(if name.is_empty() { "\"\"" } else { name })
}

fn sentence(before: &str, things: Vec<Words>) -> Vec<Words> {
    let kind = match things.first() {
        Some(Words::Operation(_)) => "operation",
        _ => "type",
    };
    let mut words = vec![text(before)];
    words.extend(list(things, kind));
    words.push(text("."));
    words
}

/// `a`, `a and b`, `a, b, c and 4 other types`
fn list(mut things: Vec<Words>, kind: &str) -> Vec<Words> {
    let more = match things.len().saturating_sub(LISTED) {
        // One more thing takes less room than its number.
        0 | 1 => None,
        more => Some(text(format!("{more} other {kind}s"))),
    };
    if more.is_some() {
        things.truncate(LISTED);
    }
    things.extend(more);
    let last = things.len().saturating_sub(1);
    let mut words = Vec::new();
    for (index, thing) in things.into_iter().enumerate() {
        match index {
            0 => {}
            _ if index == last => words.push(text(" and ")),
            _ => words.push(text(", ")),
        }
        words.push(thing);
    }
    words
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
            Status::Default => "other error".to_owned(),
        })
        .collect();
    match statuses.split_last() {
        Some((only, [])) => format!("The body of {only} responses."),
        Some((last, rest)) => format!("The body of {} and {last} responses.", rest.join(", ")),
        None => "The body of an error response.".to_owned(),
    }
}
