//! `cargo xtask import`

use super::folder::{Ended, Folder};

/// A document with an operation for each id.
pub(crate) fn document(ids: impl IntoIterator<Item = String>, summary: &str) -> String {
    let paths: Vec<String> = ids
        .into_iter()
        .map(|id| format!(r#""/{id}": {{"get": {{"operationId": "{id}", "summary": "{summary}", "tags": ["Pets"], "responses": {{}}}}}}"#))
        .collect();
    format!(
        r#"{{"openapi": "3.0.0", "info": {{"title": "pets", "version": "1"}}, "paths": {{{}}}}}"#,
        paths.join(", ")
    )
}

fn import(folder: &Folder, arguments: &[&str]) -> Ended {
    folder.run(&[&["import", "openapi.json", "--spec", "spec"], arguments].concat())
}

fn pets() -> Folder {
    let folder = Folder::new();
    let ids = ["listPets", "getPet"].map(str::to_owned);
    folder.write("openapi.json", &document(ids, "A"));
    folder
}

#[test]
fn the_folder_of_an_api_is_in_the_spec_folder() {
    let folder = pets();
    for api in [
        "..",
        "../x",
        "/x",
        "a/../../x",
        ".",
        "",
        "a//b",
        "a\\b",
        "c:x",
    ] {
        let printed = import(&folder, &["--api", api]).with(1);
        assert!(
            printed.contains(&format!(
                "error[bad-api-folder]: `--api {api}` doesn't name a folder in the spec folder"
            )),
            "{printed}"
        );
        assert_eq!(folder.tree("").len(), 1);
        assert!(!folder.path().join("spec").exists());
    }
    import(&folder, &["--api", "idn/beta/"]).good();
    assert_eq!(folder.tree("spec/idn/beta").len(), 2);
}

#[test]
fn tags_and_operations_that_are_not_there_are_named() {
    let folder = pets();
    let printed = import(&folder, &["--operation", "listPet", "--tag", "x"]).with(1);
    assert!(
        printed.contains("error[no-operations]: none of the document's 2 operations is selected"),
        "{printed}"
    );
    assert!(
        printed.contains("no operation has the operationId `listPet`")
            && printed.contains("did you mean `--operation 'listPets'`?")
            && printed.contains("no operation has the tag `x`"),
        "{printed}"
    );
    let printed = import(&folder, &["--operation", "getPet", "--tag", "pet"]).good();
    assert!(
        printed.contains("warning[unknown-selection]: no operation has the tag `pet`")
            && printed.contains("did you mean `--tag 'Pets'`?")
            && printed.contains("total  1 new, 0 changed"),
        "{printed}"
    );
}

#[test]
fn pages_of_others_are_never_removed() {
    let folder = pets();
    import(&folder, &[]).good();
    let page = r#"{"operationId": "mine", "method": "get", "path": "/mine", "description": "Written by `import`", "responses": {}}"#;
    let mine = format!("---\nid: mine\napi: {page}\n---\n\nMy notes\n");
    folder.write("spec/pets/mine.api.mdx", &mine);
    folder.write("openapi.json", &document(["listPets".to_owned()], "A"));
    let printed = import(&folder, &["--prune"]).good();
    assert!(
        printed.contains("remove pets/get-pet.api.mdx\n")
            && printed
                .contains("gone   pets/mine.api.mdx (not written by import: remove it yourself)\n"),
        "{printed}"
    );
    assert_eq!(folder.read("spec/pets/mine.api.mdx"), mine);
    assert_eq!(folder.tree("spec").len(), 2);
}

#[test]
fn a_folder_without_pages_is_not_a_source() {
    let folder = pets();
    let printed = folder.run(&["import", ".", "--spec", "spec"]).with(1);
    assert!(
        printed.contains("error[no-pages]: the folder `.` has no `*.api.mdx` pages")
            && printed.contains("name the OpenAPI document itself"),
        "{printed}"
    );
}

#[test]
fn existing_pages_are_updated_and_none_is_added() {
    let folder = pets();
    let printed = import(&folder, &["--existing"]).with(1);
    assert!(
        printed.contains("none of the document's 2 operations has a page")
            && printed.contains("leave `--existing` out to add pages"),
        "{printed}"
    );
    import(&folder, &["--operation", "listPets"]).good();
    let ids = ["listPets", "getPet", "addPet"].map(str::to_owned);
    let broken = document(ids, "B").replacen(
        r#""operationId": "addPet""#,
        r##""operationId": "addPet", "requestBody": {"$ref": "#/none"}"##,
        1,
    );
    folder.write("openapi.json", &broken);
    // What is wrong with other operations doesn't matter.
    let printed = import(&folder, &["--existing", "--prune"]).good();
    assert!(
        printed.contains("change pets/list-pets.api.mdx\n")
            && printed.contains("total  0 new, 1 changed, 0 unchanged, 0 gone, 2 without a page\n"),
        "{printed}"
    );
    assert_eq!(folder.tree("spec").len(), 1);
    // Nor does it that none of the pages has an operation any more.
    folder.write("openapi.json", &document(["getPet".to_owned()], "B"));
    let printed = import(&folder, &["--existing", "--prune"]).good();
    assert!(
        printed.contains("remove pets/list-pets.api.mdx\n"),
        "{printed}"
    );
    assert!(folder.tree("spec").is_empty());
}

#[test]
fn existing_pages_are_found_in_the_folders_of_a_docs_site() {
    let folder = pets();
    import(&folder, &["--api", "v1"]).good();
    let copied = folder.run(&["import", "spec", "--spec", "own", "--operation", "getPet"]);
    copied.good();
    let printed = folder
        .run(&["import", "spec", "--spec", "own", "--existing"])
        .good();
    assert!(
        printed.contains("total  0 new, 0 changed, 1 unchanged, 0 gone, 1 without a page\n"),
        "{printed}"
    );
}
