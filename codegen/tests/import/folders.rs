//! What happens in the spec folder.

use std::path::Path;

use codegen::output::Claim;

use super::import;

fn document(operations: &[(&str, &str)]) -> String {
    let paths: String = operations
        .iter()
        .map(|(id, description)| {
            format!("  /{id}:\n    get: {{operationId: {id}, description: {description}, responses: {{}}}}\n")
        })
        .collect();
    format!("openapi: 3.1.0\ninfo: {{title: Pets, version: '1'}}\npaths:\n{paths}")
}

fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn names(folder: &Path) -> Vec<String> {
    files(folder).into_iter().map(|file| file.0).collect()
}

#[test]
fn what_is_new_changed_unchanged_and_gone_is_reported() {
    let spec = tempfile::tempdir().unwrap();
    let pets = spec.path().join("pets");
    let first = import(
        &document(&[("a", "A"), ("b", "B"), ("c", "C")]),
        spec.path(),
        false,
    )
    .unwrap();
    assert_eq!(
        first.new,
        ["pets/a.api.mdx", "pets/b.api.mdx", "pets/c.api.mdx"]
    );

    let before = files(&pets);
    let again = import(
        &document(&[("c", "C"), ("b", "B"), ("a", "A")]),
        spec.path(),
        true,
    )
    .unwrap();
    assert_eq!(
        (again.unchanged, again.new.len(), again.changed.len()),
        (3, 0, 0)
    );
    assert_eq!(files(&pets), before);

    let changed = document(&[("a", "A"), ("c", "Changed")]);
    let second = import(&changed, spec.path(), false).unwrap();
    assert_eq!(second.changed, ["pets/c.api.mdx"]);
    assert_eq!(names(&pets).len(), 3);
    let third = import(&changed, spec.path(), true).unwrap();
    assert_eq!((third.unchanged, third.gone.len()), (2, 1));
    assert_eq!(names(&pets), ["a.api.mdx", "c.api.mdx"]);
}

#[test]
fn pages_of_others_keep_their_names_and_are_never_removed() {
    let spec = tempfile::tempdir().unwrap();
    let pets = spec.path().join("pets");
    import(&document(&[("a", "A"), ("b", "B")]), spec.path(), false).unwrap();
    for (old, new) in [("a", "the-letter-a"), ("b", "the-letter-b")] {
        let old = pets.join(format!("{old}.api.mdx"));
        let page = std::fs::read_to_string(&old).unwrap();
        let (front, _) = page.split_once("\n\n").unwrap();
        std::fs::write(pets.join(format!("{new}.api.mdx")), front).unwrap();
        std::fs::remove_file(old).unwrap();
    }
    let update = import(&document(&[("a", "Changed")]), spec.path(), true).unwrap();
    assert_eq!(update.changed, ["pets/the-letter-a.api.mdx"]);
    assert_eq!((update.gone.len(), update.gone[0].is_removed), (1, false));
    assert_eq!(
        names(&pets),
        ["the-letter-a.api.mdx", "the-letter-b.api.mdx"]
    );
}

#[test]
fn nothing_is_written_when_something_is_wrong() {
    let spec = tempfile::tempdir().unwrap();
    let good = document(&[("a", "A")]);
    let bad = good.replace(
        "responses: {}",
        "responses: {'200': {$ref: '#/components/responses/None'}}",
    );
    let error = import(&bad, spec.path(), false).unwrap_err();
    assert!(
        error.contains("the `$ref` `#/components/responses/None` can't be resolved"),
        "{error}"
    );
    assert!(
        error.contains("openapi.yaml#/paths/~1a/get/responses/200"),
        "{error}"
    );
    assert_eq!(std::fs::read_dir(spec.path()).unwrap().count(), 0);
}

#[test]
fn docs_pages_are_imported_however_they_are_encoded() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages/encodings");
    let spec = tempfile::tempdir().unwrap();
    let import = |prune| {
        let mut diagnostics = codegen::diagnostic::Diagnostics::default();
        let selection = codegen::input::document::Selection::default();
        let update = codegen::input::document::import(
            &source,
            &selection,
            spec.path(),
            None,
            prune,
            &mut diagnostics,
        );
        assert!(!diagnostics.has_errors(), "{:?}", diagnostics.sorted());
        let update = update.unwrap();
        update.write(&Claim::take(spec.path()).unwrap()).unwrap();
        update
    };
    let first = import(false);
    assert_eq!(
        (first.new.len(), first.new[0].as_str()),
        (3, "encodings/get-encoded.api.mdx")
    );
    let pages = files(&spec.path().join("encodings"));
    assert!(pages.iter().all(|(_, text)| text.contains("\napi: {\"")));
    assert_eq!(import(true).unchanged, 3);
    assert_eq!(files(&spec.path().join("encodings")), pages);
}
