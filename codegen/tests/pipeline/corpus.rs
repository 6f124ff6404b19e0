//! The docs set of a whole API, if it is there: see [`DOCS_SET`].

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::LazyLock;

use codegen::Generated;
use codegen::analysis::Analysis;
use codegen::diagnostic::{Code, Diagnostics};
use codegen::input::docs_set::Api;
use codegen::input::page::read_page;
use codegen::input::spec::Spec;
use codegen::ir::{BodyContent, TypeRef};
use codegen::names::lock::Lock;
use codegen::report::stats::Stats;
use serde_json::Value;

use crate::common;
use crate::common::outside_data::{DOCS_SET, VENDOR_TYPES};

/// The run that all tests look at. Its snapshots stand in this file, since without the pages none of them is looked at.
pub(crate) struct Beta {
    spec: Spec,
    pub(crate) generated: Generated,
    diagnostics: Diagnostics,
}

pub(crate) static BETA: LazyLock<Option<Beta>> = LazyLock::new(|| {
    let spec = common::read(&DOCS_SET.path()?);
    let (generated, diagnostics) = common::generate(&spec);
    Some(Beta {
        spec,
        generated,
        diagnostics,
    })
});

pub(crate) fn analysis(beta: &Beta) -> &Analysis {
    &beta.generated.analyses[0]
}

#[test]
fn every_operation_is_there() {
    let Some(beta) = BETA.as_ref() else { return };
    let modules = &beta.generated.krate.versions[0].modules;
    let operations: usize = modules.iter().map(|module| module.operations.len()).sum();
    assert_eq!(operations, beta.spec.pages.len());
    assert_eq!(operations, 414);
}

#[test]
fn every_json_patch_body_takes_the_same_operations() {
    let Some(beta) = BETA.as_ref() else { return };
    let version = &beta.generated.krate.versions[0];
    let operations = version.modules.iter().flat_map(|module| &module.operations);
    let bodies = operations.filter_map(|operation| match &operation.body.as_ref()?.content {
        BodyContent::Json { media_type, ty } if media_type == "application/json-patch+json" => {
            Some(match ty {
                TypeRef::List(item) => match item.as_ref() {
                    TypeRef::Named(id) => version.types[id.0].name.as_str(),
                    _ => "unnamed",
                },
                _ => "no list",
            })
        }
        _ => None,
    });
    assert_eq!(bodies.collect::<Vec<_>>(), ["JsonPatchOperation"; 25]);
}

/// What is lost or odd in the pages, by kind: a change shows here before it shows in code.
#[test]
fn diagnostics_of_the_pages() {
    let Some(beta) = BETA.as_ref() else { return };
    let counts = beta.diagnostics.summary();
    let lines: Vec<String> = counts
        .into_iter()
        .map(|(code, count)| format!("{count} {code}"))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    4 malformed
    1 contradiction
    751 no-schema
    3 path-parameter
    1 media-type
    ");
}

#[test]
fn there_are_hardly_more_types_than_shapes() {
    let Some(beta) = BETA.as_ref() else { return };
    let stats = Stats::of(analysis(beta));
    assert!(
        stats.types * 100 <= stats.shapes * 105,
        "{} types of {} shapes",
        stats.types,
        stats.shapes
    );
}

/// The positions of the vendor's own schemas, by operation and pointer, with the schemas' names.
pub(crate) fn vendor_types(beta: &Beta, table: &Path) -> Vec<(String, String)> {
    let definitions: HashMap<String, Value> = beta
        .spec
        .pages
        .iter()
        .map(|source| {
            read_page(source, &mut Diagnostics::default())
                .unwrap()
                .definition
        })
        .map(|definition| {
            (
                definition["operationId"].as_str().unwrap().to_owned(),
                definition,
            )
        })
        .collect();
    let table = std::fs::read_to_string(table).unwrap();
    let rows = table
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let named = rows.filter(|row| definitions[row[0]].pointer(row[1]).is_some_and(is_nameable));
    named
        .map(|row| (format!("beta/{}#{}", row[0], row[1]), row[2].to_owned()))
        .collect()
}

/// An object with properties, a composition or an enum.
fn is_nameable(schema: &Value) -> bool {
    let has = |key: &str| schema.get(key).is_some();
    let properties = schema["properties"].as_object();
    properties.is_some_and(|properties| !properties.is_empty())
        || ["allOf", "oneOf", "anyOf", "enum"].into_iter().any(has)
}

/// B-cubed precision and recall (Bagga and Baldwin, 1998), averaged over the vendor's names, and the F1 of the two.
#[test]
fn types_are_the_vendors_own() {
    let (Some(beta), Some(table)) = (BETA.as_ref(), VENDOR_TYPES.path()) else {
        return;
    };
    let mut types: HashMap<&str, usize> = HashMap::new();
    for (index, definition) in beta.generated.krate.versions[0].types.iter().enumerate() {
        types.extend(
            definition
                .positions
                .iter()
                .map(|position| (position.as_str(), index)),
        );
    }
    let rows = vendor_types(beta, &table);
    // A position without a type is alone.
    let ours: Vec<usize> = rows
        .iter()
        .enumerate()
        .map(|(row, (position, _))| {
            types
                .get(position.as_str())
                .copied()
                .unwrap_or(usize::MAX - row)
        })
        .collect();
    let mut of_ours: HashMap<usize, f64> = HashMap::new();
    let mut of_vendor: BTreeMap<&str, f64> = BTreeMap::new();
    let mut of_both: HashMap<(&str, usize), f64> = HashMap::new();
    for ((_, vendor), &our) in rows.iter().zip(&ours) {
        *of_ours.entry(our).or_default() += 1.0;
        *of_vendor.entry(vendor).or_default() += 1.0;
        *of_both.entry((vendor, our)).or_default() += 1.0;
    }
    // Averaged over the positions of a name, then over the names.
    let (mut precision, mut recall) = (0.0, 0.0);
    for (&(vendor, our), common) in &of_both {
        let positions = of_vendor[vendor];
        precision += common / of_ours[&our] * common / positions;
        recall += common / positions * common / positions;
    }
    let names = of_vendor.len() as f64;
    let (precision, recall) = (precision / names, recall / names);
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!(
        "{} positions: precision {precision:.4}, recall {recall:.4}, F1 {f1:.4}",
        rows.len()
    );
    assert!(
        f1 >= 0.98,
        "precision {precision:.4}, recall {recall:.4}, F1 {f1:.4}"
    );
}

#[test]
fn names_are_such_as_a_person_would_choose() {
    let Some(beta) = BETA.as_ref() else { return };
    let names: Vec<&str> = beta.generated.krate.versions[0]
        .types
        .iter()
        .map(|each| each.name.as_str())
        .collect();
    let unique: HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(
        unique.len(),
        names.len(),
        "names that differ in nothing but case"
    );
    let bad = |name: &&&str| {
        name.ends_with(|last: char| last.is_ascii_digit())
            || name.len() > 48
            || ["Inner", "Anonymous", "Nested", "Unnamed", "Variant", "With"]
                .iter()
                .any(|word| name.contains(word))
    };
    let bad: BTreeSet<&str> = names.iter().filter(bad).copied().collect();
    insta::assert_snapshot!(Vec::from_iter(bad).join("\n"), @r"
    EntitlementRequestConfigAccessRequestConfigApprovalScheme
    IdentityAttributeConfigAttributeTransformDefinition
    IdentityProfilesObjectIdentityExceptionReportReference
    RoleAccessRequestConfigApprovalSchemeApproverType
    SourcesWithOrphanEntitlementRef
    ViolationContextConflictingAccessCriteriaLeftCriteria
    ViolationContextConflictingAccessCriteriaLeftCriteriaList
    ");
}

/// The names of all positions.
fn names_of(analysis: &Analysis) -> HashMap<String, &str> {
    let classes = analysis.uses.classes();
    let positions = classes.flat_map(|(class, uses)| {
        let name = analysis.names.of(class).unwrap();
        uses.positions
            .iter()
            .map(move |position| (position.in_api(&analysis.api), name))
    });
    positions.collect()
}

/// Leave one out: with the names remembered, a page that goes takes no other page's names with it. In debug builds only
/// some pages are tried, at equal distances; every page has been.
#[test]
fn a_page_that_goes_renames_no_type() {
    let Some(beta) = BETA.as_ref() else { return };
    let stride = if cfg!(debug_assertions) { 59 } else { 1 };
    let (apis, config) =
        codegen::pipeline::read(&beta.spec, &common::options(), &mut Diagnostics::default());
    let lock = Lock::read(&beta.generated.names, &mut Diagnostics::default());
    let before = names_of(analysis(beta));
    for left_out in (0..apis[0].operations.len()).step_by(stride) {
        let mut api: Api = apis[0].clone();
        let gone = api.operations.remove(left_out);
        let mut diagnostics = Diagnostics::default();
        let (_, after) =
            codegen::pipeline::run_api(api, &config, &mut lock.clone(), &mut diagnostics);
        let renamed: BTreeSet<(&str, &str)> = names_of(&after)
            .into_iter()
            .map(|(anchor, name)| (before.get(&anchor).copied().unwrap_or_default(), name))
            .filter(|(before, after)| before != after)
            .collect();
        assert!(renamed.is_empty(), "without {}: {renamed:?}", gone.id);
        assert!(
            diagnostics
                .sorted()
                .iter()
                .all(|each| each.code != Code::Internal)
        );
    }
}
