//! `names.yaml`: names outlive changes of the pages, and people can change them.

use codegen::diagnostic::{Code, Diagnostics};
use codegen::input::page::Source;
use codegen::input::spec::Spec;
use codegen::{Generated, Options};

use serde_json::{Map, Value, json};

use crate::common;

/// The pages on names, with the names that a first run gave.
fn named() -> Spec {
    let mut spec = common::fixtures();
    spec.pages
        .retain(|page| page.path.starts_with("names/") || page.path.starts_with("sharing/"));
    spec.names = common::generate(&spec).0.names;
    spec
}

/// The names of types in `names.yaml`, each below its API.
fn names(text: &str) -> Vec<&str> {
    let sections = |line: &&str| !["operations:", "errors:", "types:"].contains(&line.trim());
    let entries = text
        .lines()
        .filter(|line| line.ends_with(':') && !line.starts_with("      "));
    entries
        .filter(sections)
        .map(|line| line.trim_start().trim_end_matches(':'))
        .collect()
}

/// Whoever writes the crate, and to wherever: the file is the same.
#[test]
fn the_command_is_not_in_the_file() {
    let spec = named();
    let options = Options {
        command: "another command".to_owned(),
        ..common::options()
    };
    let generated = codegen::generate(&spec, &options, &mut Diagnostics::default());
    assert_eq!(generated.unwrap().names, spec.names);
}

fn run(spec: &Spec, prune: bool) -> (Generated, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let options = Options {
        prune,
        ..common::options()
    };
    let generated = codegen::generate(spec, &options, &mut diagnostics);
    (
        generated.unwrap_or_else(|| panic!("{}", common::printed(&diagnostics))),
        diagnostics,
    )
}

/// Whether the code of any module has a word.
fn mentions(generated: &Generated, word: &str) -> bool {
    let code = generated
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".rs"))
        .map(|(_, text)| text);
    let lines = code
        .flat_map(|text| text.lines())
        .filter(|line| !line.trim_start().starts_with("//"));
    lines
        .flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .any(|found| found == word)
}

#[test]
fn a_type_renamed_by_hand_has_the_new_name_everywhere() {
    let mut spec = named();
    assert!(spec.names.contains("\n    DietType:\n"));
    spec.names = spec.names.replace("DietType", "Nutrition");
    let (generated, _) = common::generate(&spec);
    assert!(mentions(&generated, "Nutrition") && !mentions(&generated, "DietType"));
    assert!(
        generated.names.contains("\n    Nutrition:\n") && !generated.names.contains("DietType")
    );
}

#[test]
fn pages_and_fields_come_and_go_and_names_stay() {
    let spec = named();
    let before = names(&spec.names);
    for index in 0..spec.pages.len() {
        let mut fewer = spec.clone();
        let page = fewer.pages.remove(index);
        let without = common::generate(&fewer).0.names;
        assert_eq!(
            names(&without),
            before,
            "removing {} moved a name",
            page.path
        );
        let mut again = spec.clone();
        again.names = without;
        let restored = common::generate(&again).0.names;
        assert_eq!(
            names(&restored),
            before,
            "adding {} moved a name",
            page.path
        );
    }
    let mut grown = spec.clone();
    for page in &mut grown.pages {
        let text = String::from_utf8(page.bytes.clone()).unwrap();
        page.bytes = text
            .replace("properties: {", "properties: {addedLater: {type: string}, ")
            .into_bytes();
    }
    assert_eq!(
        names(&common::generate(&grown).0.names),
        before,
        "adding fields moved a name"
    );
}

#[test]
fn names_of_types_that_are_gone_are_reported_and_kept_until_pruned() {
    let mut spec = named();
    spec.pages
        .retain(|page| page.path != "names/start-feeding.api.mdx");
    let (kept, diagnostics) = run(&spec, false);
    let stale: Vec<_> = diagnostics
        .sorted()
        .into_iter()
        .filter(|each| each.code == Code::StaleName)
        .collect();
    let pointers: Vec<&str> = stale.iter().map(|each| each.pointer.as_str()).collect();
    assert_eq!(
        pointers,
        ["/names/StartFeedingRequest", "/names/StartFeedingResponse"]
    );
    assert_eq!(names(&kept.names), names(&spec.names));
    let (pruned, _) = run(&spec, true);
    assert!(!pruned.names.contains("StartFeeding"));
    assert_eq!(names(&pruned.names).len(), names(&spec.names).len() - 2);
}

/// Two APIs with one operationId and one title each have their own module, feature and names.
#[test]
fn two_apis_stand_side_by_side() {
    let mut spec = common::fixtures();
    spec.pages.retain(|page| page.path.starts_with("two_apis/"));
    let (generated, _) = common::generate(&spec);
    let functions: Vec<String> = codegen::report::manifest::manifest(&generated.krate)
        .lines()
        .filter_map(|line| line.trim().strip_prefix("\"function\": "))
        .map(str::to_owned)
        .collect();
    assert_eq!(
        functions,
        [
            "\"fixtures::v1::users::Api::get_user\",",
            "\"fixtures::v2::users::Api::get_user\","
        ]
    );
    let features = generated.files["Cargo.toml"]
        .lines()
        .filter(|line| line.starts_with("v1 =") || line.starts_with("v2 ="));
    assert_eq!(features.count(), 2, "{}", generated.files["Cargo.toml"]);
    assert_eq!(
        names(&generated.names),
        ["\"two_apis/v1\"", "User", "\"two_apis/v2\"", "User"]
    );
}

/// A tag that is read otherwise by now, as without its emoji, keeps its module.
#[test]
fn a_remembered_module_keeps_its_name() {
    let mut spec = common::fixtures();
    spec.pages.retain(|page| page.path == "tags/emoji.api.mdx");
    spec.names = common::generate(&spec).0.names;
    assert!(spec.names.contains("groups"), "{}", spec.names);
    spec.names = spec.names.replace("groups", "busts_in_silhouette_groups");
    let (generated, _) = common::generate(&spec);
    assert!(mentions(&generated, "busts_in_silhouette_groups"));
    assert_eq!(generated.names, spec.names);
}

/// YAML has words for values of other kinds.
#[test]
fn names_that_yaml_reads_as_other_values_last() {
    let schema = |title: &str| json!({"title": title, "type": "object", "properties": {title: {"type": "string"}}});
    let titles = [
        "True", "False", "Null", "Yes", "No", "On", "Inf", "NaN", "E1",
    ];
    let properties: Map<String, Value> = titles
        .iter()
        .map(|&title| (title.to_owned(), schema(title)))
        .collect();
    let schema = json!({"title": "Words", "type": "object", "properties": properties});
    let operation = json!({
        "operationId": "getWords",
        "method": "get",
        "path": "/words",
        "responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}},
    });
    let mut spec = Spec {
        pages: vec![Source {
            path: "words/get-words.api.mdx".to_owned(),
            bytes: format!("---\nid: get-words\napi: {operation}\n---\n").into_bytes(),
        }],
        ..Spec::default()
    };
    let (first, _) = common::generate(&spec);
    for title in titles {
        assert!(mentions(&first, title), "{title}");
    }
    spec.names.clone_from(&first.names);
    let (second, _) = common::generate(&spec);
    assert_eq!(first.names, second.names);
    assert_eq!(first.files, second.files);
}
