//! `explain`: what it says where a name is misspelled, and where the spec folder itself is the API.

use codegen::input::spec::Spec;
use codegen::report::explain::explain;

use crate::common;

/// Explains a name of one fixture, whose pages are in `folder` of the spec folder.
fn explained(folder: &str, name: &str) -> String {
    let mut spec: Spec = common::fixtures();
    spec.pages.retain(|page| page.path.starts_with("sharing/"));
    for page in &mut spec.pages {
        page.path = page.path.replace("sharing/", folder);
    }
    let (generated, _) = common::generate(&spec);
    match explain(&generated, &generated, name) {
        Ok(text) => text,
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_misspelled_name_gets_the_nearest_one() {
    assert_eq!(
        explained("shelf/", "bokoFormat"),
        "no type, operationId or function is called `bokoFormat`: did you mean `BookFormat`?"
    );
    assert_eq!(
        explained("shelf/", "NothingOfTheKind"),
        "no type, operationId or function is called `NothingOfTheKind`"
    );
}

#[test]
fn the_entry_to_change_is_found_by_its_folder() {
    let help = |folder| {
        let text = explained(folder, "BookFormat");
        text.lines().last().unwrap().trim().to_owned()
    };
    assert_eq!(
        help("shelf/"),
        "to rename it, change `BookFormat` in names.yaml, under `shelf`"
    );
    assert_eq!(help(""), "to rename it, change `BookFormat` in names.yaml");
}
