//! Rules for the lists of an API, found in its pages.
//!
//! Each operation that lists something gets the rule that its parameters and the fields of its response suggest. A
//! parameter alone proves nothing where it isn't clear how the list ends: a cursor needs a field that it comes from. Rules
//! with the same way to the next page are then one, in the order in which [`apply`] has to try them.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::Analysis;
use crate::input::config::{Config, CursorSource, NextRule, PagingRule};
use crate::ir::Version;

use super::detect::detect;
use super::{Listing, apply};

/// A rule, and the operations that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The rule.
    pub rule: PagingRule,
    /// The ids of the operations, sorted.
    pub operations: BTreeSet<String>,
}

/// Finds rules for the lists of all APIs.
pub fn propose(analyses: &[Analysis], versions: &[Version], config: &Config) -> Vec<Proposal> {
    let mut found = Vec::new();
    let mut listings = Vec::new();
    for (analysis, version) in analyses.iter().zip(versions) {
        let operations = version.modules.iter().flat_map(|module| &module.operations);
        let operations: BTreeMap<&str, _> = operations
            .map(|operation| (operation.id.as_str(), operation))
            .collect();
        for documented in &analysis.api.operations {
            let Some(operation) = operations.get(documented.id.as_str()) else {
                continue;
            };
            let listing = Listing {
                object: &documented.object,
                body: operation.body.as_ref(),
                success: &operation.success,
                types: &version.types,
                constants: &config.constants,
            };
            listings.push((documented.id.clone(), listing));
            found.extend(detect(&listing));
        }
    }
    let rules = united(found);
    // What counts is the rule that an operation gets: the first one that fits.
    let mut operations: Vec<BTreeSet<String>> = vec![BTreeSet::new(); rules.len()];
    for (id, listing) in listings {
        let first = rules
            .iter()
            .position(|rule| apply(rule, &listing).is_some());
        if let Some(operations) = first.and_then(|first| operations.get_mut(first)) {
            operations.insert(id);
        }
    }
    let proposals = rules.into_iter().zip(operations);
    let proposals = proposals.map(|(rule, operations)| Proposal { rule, operations });
    proposals.filter(is_supported).collect()
}

/// Whether enough operations have the rule: one parameter without a limit may mean anything.
fn is_supported(proposal: &Proposal) -> bool {
    let is_weak = matches!(
        proposal.rule.next,
        NextRule::Page { .. } | NextRule::Offset { .. }
    ) && proposal.rule.limit.is_empty();
    proposal.operations.len() > usize::from(is_weak)
}

/// Unites rules with the same way to the next page. Alternatives are in the order of how many operations have them.
fn united(rules: Vec<PagingRule>) -> Vec<PagingRule> {
    let mut groups: BTreeMap<(NextRule, bool), Vec<PagingRule>> = BTreeMap::new();
    for rule in rules {
        let way = without_places(&rule.next);
        groups.entry((way, rule.in_body)).or_default().push(rule);
    }
    let mut rules: Vec<(usize, PagingRule)> = Vec::new();
    for ((next, in_body), group) in groups {
        let all = |list: fn(&PagingRule) -> &[String]| by_frequency(group.iter().map(list));
        let mut rule = PagingRule::new(with_places(next, &group));
        rule.in_body = in_body;
        rule.limit = all(|rule| &rule.limit);
        rule.total_field = all(|rule| &rule.total_field);
        rule.total_pages = all(|rule| &rule.total_pages);
        rule.more = all(|rule| &rule.more);
        rule.is_last = all(|rule| &rule.is_last);
        let option = |option: fn(&PagingRule) -> &Option<String>| {
            let names: Vec<Vec<String>> = group
                .iter()
                .map(|rule| option(rule).iter().cloned().collect())
                .collect();
            by_frequency(names.iter().map(Vec::as_slice))
                .into_iter()
                .next()
        };
        rule.total = option(|rule| &rule.total);
        rule.total_header = option(|rule| &rule.total_header);
        rules.push((group.len(), rule));
    }
    rules.sort_by(|(count, rule), (other_count, other)| {
        let key = |rule: &PagingRule| (strength(&rule.next), rule.in_body);
        key(rule).cmp(&key(other)).then(other_count.cmp(count))
    });
    rules.into_iter().map(|(_, rule)| rule).collect()
}

/// The order in which ways are tried: the ones that the server itself names come first.
fn strength(next: &NextRule) -> usize {
    match next {
        NextRule::Cursor {
            from: CursorSource::Field(_) | CursorSource::Header(_),
            ..
        } => 0,
        NextRule::Link(_) => 1,
        NextRule::LinkHeader(_) => 2,
        NextRule::Cursor {
            from: CursorSource::LastItem(_),
            ..
        } => 3,
        NextRule::Page { .. } => 4,
        NextRule::Offset { .. } => 5,
        NextRule::SearchAfter => 6,
    }
}

fn without_places(next: &NextRule) -> NextRule {
    match next {
        NextRule::Cursor {
            name,
            from: CursorSource::Field(_),
        } => NextRule::Cursor {
            name: name.clone(),
            from: CursorSource::Field(Vec::new()),
        },
        NextRule::Link(_) => NextRule::Link(Vec::new()),
        NextRule::LinkHeader(_) => NextRule::LinkHeader(Vec::new()),
        NextRule::Page { name, .. } => NextRule::Page {
            name: name.clone(),
            first: 0,
        },
        NextRule::Offset { name, .. } => NextRule::Offset {
            name: name.clone(),
            first: 0,
        },
        other => other.clone(),
    }
}

fn with_places(next: NextRule, group: &[PagingRule]) -> NextRule {
    let places = group.iter().map(|rule| match &rule.next {
        NextRule::Cursor {
            from: CursorSource::Field(places),
            ..
        }
        | NextRule::Link(places)
        | NextRule::LinkHeader(places) => places.as_slice(),
        _ => &[],
    });
    match next {
        NextRule::Cursor {
            name,
            from: CursorSource::Field(_),
        } => NextRule::Cursor {
            name,
            from: CursorSource::Field(by_frequency(places)),
        },
        NextRule::Link(_) => NextRule::Link(by_frequency(places)),
        NextRule::LinkHeader(_) => NextRule::LinkHeader(by_frequency(places)),
        NextRule::Page { name, .. } => NextRule::Page {
            name,
            first: first_of(group),
        },
        NextRule::Offset { name, .. } => NextRule::Offset {
            name,
            first: first_of(group),
        },
        other => other,
    }
}

/// The number that most operations start at.
fn first_of(group: &[PagingRule]) -> u32 {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for rule in group {
        if let NextRule::Page { first, .. } | NextRule::Offset { first, .. } = rule.next {
            *counts.entry(first).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map(|(first, _)| first).unwrap_or_default()
}

fn by_frequency<'a>(lists: impl Iterator<Item = &'a [String]>) -> Vec<String> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for text in lists.flatten() {
        *counts.entry(text).or_default() += 1;
    }
    let mut texts: Vec<(&String, usize)> = counts.into_iter().collect();
    texts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    texts.into_iter().map(|(text, _)| text.clone()).collect()
}
