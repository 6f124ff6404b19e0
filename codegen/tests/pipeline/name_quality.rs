//! Whether the names that the docs set of a whole API gets mislead nobody, and how many are the vendor's own.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use codegen::names::Reason;
use codegen::names::candidates::Rung;
use codegen::names::words::Vocabulary;

use crate::common::outside_data::VENDOR_TYPES;
use crate::corpus::{BETA, Beta, analysis, vendor_types};

/// The names of types that begin with the verb of one operation, although another operation that does something else uses
/// the type as well. A title is the vendor's own word.
#[test]
fn no_shared_type_is_named_after_one_of_its_operations() {
    let Some(beta) = BETA.as_ref() else { return };
    let analysis = analysis(beta);
    let vocabulary = Vocabulary::default();
    let first_word = |text: &str| vocabulary.words(text).into_iter().next();
    let misleading = analysis.uses.classes().filter_map(|(class, uses)| {
        let name = analysis.names.of(class)?;
        let operations = uses.operations.iter();
        let verbs: BTreeSet<_> = operations
            .filter_map(|operation| first_word(&analysis.api.operation(*operation).id))
            .collect();
        let is_title = analysis.names.reason(class) == Some(Reason::Rung(Rung::Title));
        let misleads = verbs.len() > 1 && verbs.contains(&first_word(name)?);
        (misleads && !is_title).then_some(name)
    });
    let misleading: Vec<&str> = misleading.collect();
    assert!(misleading.is_empty(), "{misleading:?}");
}

/// The vendor's names of schemas, each with our names of the types at their positions.
fn by_vendor_name<'b>(
    beta: &'b Beta,
    rows: &'b [(String, String)],
) -> BTreeMap<&'b str, BTreeSet<&'b str>> {
    let mut ours: HashMap<&str, &str> = HashMap::new();
    for definition in &beta.generated.krate.versions[0].types {
        let positions = definition.positions.iter();
        ours.extend(positions.map(|position| (position.as_str(), definition.name.as_str())));
    }
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (position, vendor) in rows {
        let of_vendor = names.entry(vendor).or_default();
        of_vendor.extend(ours.get(position.as_str()));
    }
    names
}

#[test]
fn many_names_are_the_vendors_own() {
    let (Some(beta), Some(table)) = (BETA.as_ref(), VENDOR_TYPES.path()) else {
        return;
    };
    let rows = vendor_types(beta, &table);
    let names = by_vendor_name(beta, &rows);
    let is_hit = |(vendor, ours): &(&&str, &BTreeSet<&str>)| {
        ours.iter().any(|our| our.eq_ignore_ascii_case(vendor))
    };
    let hits = names.iter().filter(is_hit).count();
    println!("{hits} of {}", names.len());
    assert!(hits >= 149, "{hits} of {}", names.len());
}

/// Names that the vendor gives to another schema. A title, or the only description that the pages have, can't be known to
/// be another type's name.
#[test]
fn few_names_are_those_of_other_types() {
    let (Some(beta), Some(table)) = (BETA.as_ref(), VENDOR_TYPES.path()) else {
        return;
    };
    let rows = vendor_types(beta, &table);
    let names = by_vendor_name(beta, &rows);
    let misleading: BTreeSet<&str> = beta.generated.krate.versions[0]
        .types
        .iter()
        .map(|definition| definition.name.as_str())
        .filter(|our| {
            let vendor = names
                .iter()
                .find(|(vendor, _)| vendor.eq_ignore_ascii_case(our));
            vendor.is_some_and(|(_, at)| !at.contains(our))
        })
        .collect();
    insta::assert_snapshot!(Vec::from_iter(misleading).join("\n"), @r"
    AccessRequest
    ApprovalScheme
    ConflictingAccessCriteria
    ErrorMessage
    ReassignmentType
    SodViolationContext
    TriggerType
    ViolationContext
    WorkflowTrigger
    ");
}
