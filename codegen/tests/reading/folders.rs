//! The spec folder.

use super::*;
use crate::outside_data::DOCS_SET;

#[test]
fn pages_are_found_at_any_depth_and_sorted() {
    let dir = tempfile::tempdir().unwrap();
    for path in [
        "b.api.mdx",
        "idn/v3/a.api.mdx",
        "idn/beta/z.api.mdx",
        "idn/beta/notes.mdx",
        "codegen.yaml",
    ] {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "x").unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(dir.path(), dir.path().join("idn/loop")).unwrap();
    let mut diagnostics = Diagnostics::default();
    let sources = read_folder(dir.path(), &mut diagnostics);
    let paths: Vec<&str> = sources.iter().map(|source| source.path.as_str()).collect();
    assert_eq!(
        paths,
        ["b.api.mdx", "idn/beta/z.api.mdx", "idn/v3/a.api.mdx"]
    );
    assert_eq!(printed(&diagnostics), "");
}

#[test]
fn a_folder_that_is_missing_no_folder_or_without_pages() {
    let dir = tempfile::tempdir().unwrap();
    let said = |path: &Path| {
        let mut diagnostics = Diagnostics::default();
        assert_eq!(read_folder(path, &mut diagnostics), []);
        assert!(diagnostics.has_errors());
        printed(&diagnostics).replace(&dir.path().display().to_string(), "DIR")
    };
    assert_snapshot!(said(&dir.path().join("spec")), @r"
    error[unreadable]: the spec folder `DIR/spec` does not exist
      = help: put `*.api.mdx` pages of docusaurus-plugin-openapi-docs there, or name their folder with `--spec DIR`
    ");
    assert_snapshot!(said(dir.path()), @r"
    error[no-pages]: the spec folder `DIR` holds no page
      = help: put `*.api.mdx` pages of docusaurus-plugin-openapi-docs there, or name their folder with `--spec DIR`
    ");
    std::fs::write(dir.path().join("file"), "x").unwrap();
    assert_snapshot!(said(&dir.path().join("file")), @r"
    error[unreadable]: the spec folder `DIR/file` is no folder
      = help: put `*.api.mdx` pages of docusaurus-plugin-openapi-docs there, or name their folder with `--spec DIR`
    ");
}

/// The published pages are not part of the repository: see [`DOCS_SET`].
#[test]
fn every_published_page_is_read_without_a_word() {
    let Some(folder) = DOCS_SET.path() else {
        return;
    };
    let mut diagnostics = Diagnostics::default();
    let sources = read_folder(&folder, &mut diagnostics);
    let pages: Vec<(Page, OperationObject)> = sources
        .iter()
        .filter_map(|source| {
            let page = read_page(source, &mut diagnostics)?;
            let operation = read_operation(&page.path, &page.definition, &mut diagnostics)?;
            Some((page, operation))
        })
        .collect();
    let apis = docs_set::group(pages, &Default::default(), None, &mut diagnostics);
    assert_eq!(printed(&diagnostics), "");
    let sizes: Vec<_> = apis
        .iter()
        .map(|api| (api.module.as_str(), api.operations.len()))
        .collect();
    assert_eq!(sizes, [("beta", 414)]);
}
