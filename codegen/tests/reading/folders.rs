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
    let messages = |path: &Path| {
        let mut diagnostics = Diagnostics::default();
        assert_eq!(read_folder(path, &mut diagnostics), []);
        assert!(diagnostics.has_errors());
        printed(&diagnostics).replace(&dir.path().display().to_string(), "DIR")
    };
    assert_snapshot!(messages(&dir.path().join("spec")), @r"
    error[unreadable]: the spec folder `DIR/spec` doesn't exist
      = help: put `*.api.mdx` pages of docusaurus-plugin-openapi-docs there, or name their folder with `--spec DIR`
    ");
    assert_snapshot!(messages(dir.path()), @r"
    error[no-pages]: the spec folder `DIR` has no pages
      = help: put `*.api.mdx` pages of docusaurus-plugin-openapi-docs there, or name their folder with `--spec DIR`
    ");
    std::fs::write(dir.path().join("file"), "x").unwrap();
    assert_snapshot!(messages(&dir.path().join("file")), @r"
    error[unreadable]: the spec folder `DIR/file` isn't a folder
      = help: put `*.api.mdx` pages of docusaurus-plugin-openapi-docs there, or name their folder with `--spec DIR`
    ");
}

#[cfg(unix)]
#[test]
fn only_regular_files_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let fifo = |name: &str| {
        let made = std::process::Command::new("mkfifo")
            .arg(dir.path().join(name))
            .status();
        assert!(made.unwrap().success());
    };
    fifo("a.api.mdx");
    fifo("codegen.yaml");
    std::os::unix::fs::symlink("/dev/zero", dir.path().join("b.api.mdx")).unwrap();
    std::os::unix::fs::symlink("nowhere", dir.path().join("names.yaml")).unwrap();
    let mut diagnostics = Diagnostics::default();
    let spec = Spec::read(dir.path(), &mut diagnostics);
    assert_eq!((spec.pages, spec.config), (Vec::new(), None));
    assert_snapshot!(printed(&diagnostics), @r"
    error[unreadable]: can't be read: it isn't a regular file
      --> a.api.mdx
      = help: make it readable, or remove it from the spec folder
    error[unreadable]: can't be read: it isn't a regular file
      --> b.api.mdx
      = help: make it readable, or remove it from the spec folder
    error[unreadable]: the file can't be read: it isn't a regular file
      --> codegen.yaml
      = help: make sure it is a readable file
    error[unreadable]: the file can't be read: it is a link to a file that doesn't exist
      --> names.yaml
      = help: make sure it is a readable file
    ");
}

#[test]
fn settings_and_names_have_to_be_text() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a.api.mdx"), "x").unwrap();
    std::fs::write(dir.path().join("codegen.yaml"), b"a: \xff").unwrap();
    let mut diagnostics = Diagnostics::default();
    let spec = Spec::read(dir.path(), &mut diagnostics);
    assert_eq!((spec.config, spec.has_names), (None, false));
    assert_snapshot!(printed(&diagnostics), @r"
    error[unreadable]: the file isn't valid UTF-8 at byte 3
      --> codegen.yaml
      = help: save it as UTF-8
    ");
}

/// Two links in each folder to the next one: a million ways through a handful of folders.
#[cfg(unix)]
#[test]
fn links_that_fan_out_end() {
    let dir = tempfile::tempdir().unwrap();
    for level in 0..22 {
        let folder = dir.path().join(level.to_string());
        std::fs::create_dir(&folder).unwrap();
        for name in ["x", "y"] {
            let next = dir.path().join((level + 1).to_string());
            std::os::unix::fs::symlink(next, folder.join(name)).unwrap();
        }
    }
    let mut diagnostics = Diagnostics::default();
    assert_eq!(read_folder(dir.path(), &mut diagnostics), []);
    let messages = printed(&diagnostics).replace(&dir.path().display().to_string(), "DIR");
    assert_snapshot!(messages, @r"
    error[too-large]: the folder `DIR` leads to more than 10000 folders
      = help: see whether links in it lead to the same folders again and again, or name another folder with `--spec DIR`
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
    let apis = docs_set::group(pages, &Default::default(), &mut diagnostics);
    assert_eq!(printed(&diagnostics), "");
    let sizes: Vec<_> = apis
        .iter()
        .map(|api| (api.module.as_str(), api.operations.len()))
        .collect();
    assert_eq!(sizes, [("beta", 414)]);
}
