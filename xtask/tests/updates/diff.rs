//! `cargo xtask diff`

use super::folder::Folder;

#[test]
fn the_working_tree_is_compared_with_the_last_commit() {
    let folder = Folder::repository();
    assert_eq!(folder.diff(&[]).good(), "no change of the public API\n");
    folder.page("get-pet", &["id", "name", "age"]);
    let printed = folder.diff(&[]).good();
    assert_eq!(
        printed,
        "additive: 1 additive change; the version after 0.1.0 is 0.1.1\n\n\
         additive\n  field v1::Pet.age is new: Option<String>\n      reaches 1 function: operations::get_pet\n      \
         because v1/get-pet.api.mdx at /responses/200/content/application~1json/schema/properties/age is new: {\"type\":\"string\"}\n"
    );
    // Committed, it is compared with any earlier commit.
    folder.commit("More");
    assert_eq!(folder.diff(&[]).good(), "no change of the public API\n");
    assert_eq!(folder.diff(&["--from", "HEAD~1"]).good(), printed);
    folder.git(&["tag", "a-tag", "HEAD~1"]);
    assert_eq!(folder.diff(&["--from", "a-tag"]).good(), printed);
}

#[test]
fn a_renamed_package_is_named_as_it_was() {
    let folder = Folder::repository();
    let settings = folder.read("spec/codegen.yaml");
    folder.write("spec/codegen.yaml", &settings.replace("client", "pets"));
    let printed = folder.diff(&[]).good();
    assert!(
        printed.contains("  package client is now called pets\n"),
        "{printed}"
    );
}

#[test]
fn two_folders_need_no_git() {
    let folder = Folder::new();
    folder.page("get-pet", &["id", "name"]);
    std::fs::rename(folder.path().join("spec"), folder.path().join("old")).unwrap();
    folder.page("get-pet", &["id"]);
    let markdown = folder
        .diff(&["--from", "old", "--format", "markdown"])
        .good();
    assert!(
        markdown.starts_with("**Breaking**: 1 breaking change."),
        "{markdown}"
    );
    assert!(
        markdown.contains("- field `v1::Pet.name` is gone"),
        "{markdown}"
    );
    let json = folder.diff(&["--from", "old", "--format", "json"]).good();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["verdict"], "breaking");
    assert_eq!(json["entries"][0]["items"][0], "v1::Pet.name");
    let printed = folder.diff(&[]).with(1);
    assert_eq!(
        printed,
        "error: `spec` isn't in a git repository: name the earlier state as a folder, with `--from DIR`\n"
    );
}

#[test]
fn the_exit_code_says_whether_a_change_is_too_serious() {
    let folder = Folder::repository();
    let codes = |folder: &Folder| {
        ["breaking", "additive", "docs"].map(|class| folder.diff(&["--fail-on", class]).code)
    };
    assert_eq!(codes(&folder), [0, 0, 0]);
    folder.page("get-pet", &["id", "name", "age"]);
    assert_eq!(codes(&folder), [0, 1, 1]);
    folder.page("get-pet", &["id"]);
    assert_eq!(codes(&folder), [1, 1, 1]);
    folder.diff(&["--fail-on", "everything"]).with(2);
}

#[test]
fn what_cannot_be_compared_is_said() {
    let folder = Folder::repository();
    let unknown =
        "error: `v9` is neither a folder nor a commit of the repository of `spec`\n".to_owned();
    assert_eq!(folder.diff(&["--from", "v9"]).with(1), unknown);
    // A name that looks like an option, or like a file in a commit, isn't a commit.
    for name in ["--all", "HEAD:spec", "", "HEAD --all"] {
        let printed = folder.diff(&[&format!("--from={name}")]).with(1);
        assert_eq!(printed, unknown.replace("v9", name));
    }
    // Both states are read, and what is wrong with each is printed.
    folder.write("spec/v1/bad.api.mdx", "no frontmatter");
    let printed = folder.diff(&["--from", "v9"]).with(1);
    assert!(printed.contains("`spec` can't be read:"), "{printed}");
    assert!(
        printed.contains("--> v1/bad.api.mdx") && printed.ends_with(&unknown),
        "{printed}"
    );
    folder.commit("Bad");
    let printed = folder.diff(&[]).with(1);
    assert!(printed.contains("`HEAD` can't be read:"), "{printed}");
    assert_eq!(printed.matches("--> v1/bad.api.mdx").count(), 2);
    // A commit from before the first page.
    std::fs::remove_file(folder.path().join("spec/v1/bad.api.mdx")).unwrap();
    folder.git(&["checkout", "--quiet", "--orphan", "empty"]);
    folder.git(&[
        "commit",
        "--quiet",
        "--allow-empty",
        "--message",
        "x",
        "--only",
    ]);
    let printed = folder.diff(&[]).with(1);
    assert_eq!(
        printed,
        "error: `HEAD` has no pages in `spec`: there is nothing to compare with\n"
    );
}

#[test]
fn a_shallow_clone_is_named_as_the_reason() {
    let folder = Folder::repository();
    folder.page("get-pet", &["id"]);
    folder.commit("Less");
    let clone = Folder::new();
    let source = format!("file://{}", folder.path().display());
    clone.git(&["clone", "--quiet", "--depth", "1", &source, "."]);
    assert_eq!(clone.diff(&[]).good(), "no change of the public API\n");
    assert_eq!(
        clone.diff(&["--from", "HEAD~1"]).with(1),
        "error: `HEAD~1` is neither a folder nor a commit of the repository of `spec`; the clone is shallow: \
         `git fetch --unshallow` gets all commits\n"
    );
}

#[test]
fn codegen_ends_with_the_changes() {
    let folder = Folder::repository();
    assert!(
        folder
            .codegen()
            .contains("api    no change of the public API\n")
    );
    folder.page("get-pet", &["id"]);
    let printed = folder.codegen();
    assert!(
        printed.contains(
            "api    breaking: 1 breaking change; the version after 0.1.0 is 0.2.0\n  \
             breaking field v1::Pet.name is gone, was Option<String>\n"
        ),
        "{printed}"
    );
}

/// The struct has a new property as well, which explains nothing about the constructor.
#[test]
fn a_constructor_is_explained_by_what_is_required() {
    let folder = Folder::repository();
    let require = |properties: &[&str], required: &str| {
        folder.page("get-pet", properties);
        let page = folder.read("spec/v1/get-pet.api.mdx");
        let object = r#""type": "object","#;
        let with = format!(r#"{object} "required": [{required}],"#);
        folder.write("spec/v1/get-pet.api.mdx", &page.replace(object, &with));
    };
    require(&["id", "name"], r#""id""#);
    folder.commit("Required");
    require(&["age", "id", "name"], r#""id", "name""#);
    let printed = folder.diff(&[]).good();
    assert!(
        printed.contains(
            "  constructor v1::Pet::new is now (id: String, name: String), was (id: String)\n      \
             reaches 1 function: operations::get_pet\n      \
             because v1/get-pet.api.mdx at /responses/200/content/application~1json/schema/required gained \"name\"\n"
        ),
        "{printed}"
    );
}
