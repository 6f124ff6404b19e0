//! Names of bodies: the operation and what the body is to it, or what all operations that share the body have in common.

use std::collections::BTreeSet;

use super::properties::without_overlap;
use super::{Candidates, LONG};
use crate::graph::Kind;
use crate::input::docs_set::OperationIndex;
use crate::merge::ClassId;
use crate::names::lexicon::{CONNECTIVES, NO_RESOURCE, PREPOSITIONS};
use crate::names::words::pascal;
use crate::uses::{ClassUses, Role, UseSite};

impl Candidates<'_> {
    /// Whether the operations that use a type have different verbs.
    fn verbs_differ(&self, uses: &ClassUses) -> bool {
        let mut verbs = uses
            .operations
            .iter()
            .filter_map(|operation| self.verb(*operation));
        let first = verbs.next();
        verbs.any(|verb| Some(verb) != first)
    }

    /// Whether a name begins with the verb of one operation that uses the type, while another one does something else.
    pub(super) fn misleads(&self, uses: &ClassUses, words: &[String]) -> bool {
        let first = words.first().map(String::as_str);
        let mut verbs = uses
            .operations
            .iter()
            .map(|operation| self.verb(*operation));
        first.is_some() && verbs.any(|verb| verb == first) && self.verbs_differ(uses)
    }

    /// The words of an operation, without its verb if that is wrong for other operations that use the type.
    pub(super) fn telling_words(&self, uses: &ClassUses, operation: OperationIndex) -> Vec<String> {
        let mut words = self.operation_words(operation).to_vec();
        if words.len() < 2 {
            words = self.vocabulary.words(&self.api.operation(operation).id);
        }
        if words.len() > 1 && self.misleads(uses, &words) {
            words.remove(0);
        }
        if words.is_empty() {
            let object = &self.api.operation(operation).object;
            words = self
                .vocabulary
                .words(&format!("{} {}", object.method, object.path));
        }
        words
    }

    /// `CreateCampaignRequest`: the operation and what the body is to it.
    pub(super) fn body(&self, class: ClassId, uses: &ClassUses) -> Vec<Vec<String>> {
        let is_success = uses.roles.iter().any(|role| role.site == UseSite::Success);
        let roles = uses.roles.iter().filter(|role| match role.site {
            UseSite::Request | UseSite::Success => true,
            // The body of a success isn't an error.
            UseSite::Error(_) => !is_success,
            UseSite::Parameter(_) | UseSite::Field { .. } | UseSite::Branch { .. } => false,
        });
        let roles: Vec<&Role> = roles.collect();
        if roles.is_empty() {
            return Vec::new();
        }
        let mut all = self.titled_body(class, uses, &roles);
        if uses.operations.len() > 1 {
            all.extend(self.shared_body(class, uses, &roles));
        }
        all.extend(self.own_body(class, uses, &roles));
        all
    }

    /// A title that isn't a name alone, completed by the operations or by what the body is to them: `ErrorItem`.
    fn titled_body(&self, class: ClassId, uses: &ClassUses, roles: &[&Role]) -> Vec<Vec<String>> {
        let Some(title) = self.partial_title(uses) else {
            return Vec::new();
        };
        let operations: BTreeSet<OperationIndex> =
            roles.iter().map(|role| role.operation).collect();
        let about = match Vec::from_iter(&operations).as_slice() {
            [only] => Some(self.telling_words(uses, **only)),
            _ => self.common_words(&operations, self.verbs_differ(uses)),
        };
        let about = about.map(|words| without_overlap(&words, &title));
        let role = match roles.iter().all(|role| role.item) {
            true => "item",
            false => self.shared_suffix(class, uses, roles, false),
        };
        let by_role = with_role(title, role);
        match role {
            "item" => [by_role].into_iter().chain(about).collect(),
            _ => about.into_iter().chain([by_role]).collect(),
        }
    }

    /// What the body of several operations could be called.
    fn shared_body(&self, class: ClassId, uses: &ClassUses, roles: &[&Role]) -> Vec<Vec<String>> {
        let mut all = Vec::new();
        let verbs_differ = self.verbs_differ(uses);
        let reading: BTreeSet<OperationIndex> = roles
            .iter()
            .filter(|role| role.site == UseSite::Success && self.reads(role.operation))
            .map(|role| role.operation)
            .collect();
        let is_item = roles.iter().any(|role| role.item);
        if verbs_differ && let Some(words) = self.common_words(&reading, false) {
            let words = self.vocabulary.singular(words);
            all.push(words.clone());
            if is_item {
                all.push([words, vec!["item".to_owned()]].concat());
            }
        }
        let operations = roles.iter().map(|role| role.operation).collect();
        let suffix = self.shared_suffix(class, uses, roles, verbs_differ && reading.is_empty());
        let with_suffix = |words| with_role(words, suffix);
        if !verbs_differ && let Some(words) = self.common_words(&operations, true) {
            all.extend(Some(with_suffix(words)).filter(|words| pascal(words).len() <= LONG));
        }
        all.extend(self.common_words(&operations, false).map(with_suffix));
        if verbs_differ {
            all.extend(self.parts_of_form(class));
            let tag = self.api.only_tag(operations);
            all.extend(tag.map(|tag| with_suffix(self.vocabulary.words(tag))));
        }
        all
    }

    fn shared_suffix(
        &self,
        class: ClassId,
        uses: &ClassUses,
        roles: &[&Role],
        only_done: bool,
    ) -> &'static str {
        let suffixes: BTreeSet<&str> = roles
            .iter()
            .filter_map(|role| self.suffix(class, role))
            .collect();
        match suffixes.into_iter().collect::<Vec<_>>().as_slice() {
            ["response"] if only_done && self.is_accepted(uses) => "task",
            ["response"] if only_done => "result",
            [only] => only,
            _ => "payload",
        }
    }

    /// The words that all operations have in common, in their order, with or without the verbs.
    fn common_words(
        &self,
        operations: &BTreeSet<OperationIndex>,
        with_verb: bool,
    ) -> Option<Vec<String>> {
        let verbs = usize::from(!with_verb);
        let common = operations
            .iter()
            .map(|operation| self.operation_words(*operation))
            .map(|words| words.iter().skip(verbs).cloned().collect::<Vec<_>>())
            .reduce(|one, other| self.common(&one, &other))?;
        let connects = |word: &&String| {
            PREPOSITIONS.contains(&word.as_str()) || CONNECTIVES.contains(&word.as_str())
        };
        let start = common.iter().take_while(connects).count();
        let end = common.len() - common.iter().rev().take_while(connects).count();
        let words = common.get(start..end)?;
        let has_a_resource = words
            .iter()
            .any(|word| !NO_RESOURCE.contains(&word.as_str()));
        has_a_resource.then(|| words.to_vec())
    }

    /// The longest common subsequence, plural or singular aside.
    fn common(&self, one: &[String], other: &[String]) -> Vec<String> {
        let singular = |word: &String| self.vocabulary.singular(vec![word.clone()]);
        // The best of all words of `one` so far with the first words of `other`, for each number of these.
        let mut best: Vec<Vec<String>> = vec![Vec::new(); other.len() + 1];
        for word in one {
            let mut next: Vec<Vec<String>> = vec![Vec::new()];
            for (index, candidate) in other.iter().enumerate() {
                let [without, above] = [&best[index], &best[index + 1]];
                let left = next.last().cloned().unwrap_or_default();
                let longest = if singular(word) == singular(candidate) {
                    let shorter = if candidate.len() < word.len() {
                        candidate
                    } else {
                        word
                    };
                    [without.as_slice(), std::slice::from_ref(shorter)].concat()
                } else if above.len() >= left.len() {
                    above.clone()
                } else {
                    left
                };
                next.push(longest);
            }
            best = next;
        }
        best.pop().unwrap_or_default()
    }

    /// The parts of a small form.
    fn parts_of_form(&self, class: ClassId) -> Option<Vec<String>> {
        let node = self.types.members(class).first()?;
        match &self.graph.node(*node).kind {
            Kind::Struct(object) if object.form && object.fields.len() <= 2 => {
                let parts = object.fields.keys();
                let words = parts.flat_map(|part| self.vocabulary.words(part));
                Some(words.chain(["form".to_owned()]).collect())
            }
            _ => None,
        }
    }

    /// What a body is to its operation.
    fn suffix(&self, class: ClassId, role: &Role) -> Option<&'static str> {
        match role.site {
            UseSite::Request if self.is_form(class) => Some("form"),
            UseSite::Request => Some("request"),
            UseSite::Success => Some("response"),
            UseSite::Error(_) => Some("error"),
            UseSite::Parameter(_) | UseSite::Field { .. } | UseSite::Branch { .. } => None,
        }
    }

    /// Names after one operation each.
    fn own_body(&self, class: ClassId, uses: &ClassUses, roles: &[&Role]) -> Vec<Vec<String>> {
        let mut all: Vec<Vec<String>> = roles
            .iter()
            .filter_map(|role| {
                let words = self.telling_words(uses, role.operation);
                let mut words = with_role(words, self.suffix(class, role)?);
                if role.item {
                    words.push("item".to_owned());
                }
                Some(words)
            })
            .collect();
        all.sort_by_key(|words| (pascal(words).len(), words.clone()));
        all.dedup();
        // Most operations are still distinct without their verb.
        let shorter: Vec<Vec<String>> = all
            .iter()
            .map(|words| words.iter().skip(1).cloned().collect())
            .collect();
        let short = |words: &Vec<String>| words.len() > 2 && pascal(words).len() <= LONG;
        let long: Vec<Vec<String>> = all.iter().filter(|words| !short(words)).cloned().collect();
        all.retain(short);
        all.extend(shorter.into_iter().filter(short));
        all.extend(long);
        all
    }
}

/// An operation's words and what the body is to it.
fn with_role(mut words: Vec<String>, suffix: &str) -> Vec<String> {
    let suffix = match (words.last().map(String::as_str), suffix) {
        (Some("request"), "request") => "payload",
        (Some("response"), "response") => "result",
        (_, suffix) => suffix,
    };
    if words.last().is_none_or(|last| last != suffix) {
        words.push(suffix.to_owned());
    }
    words
}
