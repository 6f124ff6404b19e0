//! Parameters that many operations describe in the same words, such as those for paging.

use std::collections::BTreeMap;

use crate::ir::{Operation, Parameter};

/// How many operations make a parameter common.
const OPERATIONS: usize = 10;

/// A text that isn't longer stands wherever it applies.
const BYTES: usize = 100;

/// The name of each common parameter, and its docs.
pub(super) fn of(operations: &[Operation]) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let is_setter = |each: &&Parameter| !each.required && each.constant.is_none();
    for operation in operations {
        for each in operation.parameters.iter().filter(is_setter) {
            *counts.entry((&each.name, &each.docs)).or_default() += 1;
        }
    }
    let is_common = |((_, docs), count): &((&str, &str), usize)| {
        *count >= OPERATIONS && docs.trim().len() > BYTES
    };
    let mut common: Vec<_> = counts.into_iter().filter(is_common).collect();
    // Of several texts for one name, the most frequent one is inserted last.
    common.sort_by_key(|(_, count)| *count);
    common
        .into_iter()
        .map(|((name, docs), _)| (name.to_owned(), docs.to_owned()))
        .collect()
}
