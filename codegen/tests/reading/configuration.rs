//! `codegen.yaml`

use super::*;
use codegen::ir::Dependency;

fn said(text: &str) -> String {
    let mut diagnostics = Diagnostics::default();
    Config::read(text, "codegen.yaml", &mut diagnostics);
    printed(&diagnostics)
}

#[test]
fn the_file_of_this_project_is_right() {
    assert_eq!(said(include_str!("../../../spec/codegen.yaml")), "");
    assert_eq!(said(""), "");
    assert_eq!(said("# nothing yet\n"), "");
}

#[test]
fn the_file_may_be_missing_and_has_to_be_text() {
    let dir = tempfile::tempdir().unwrap();
    let mut diagnostics = Diagnostics::default();
    assert_eq!(
        Config::in_folder(dir.path(), &mut diagnostics),
        Config::default()
    );
    assert_eq!(printed(&diagnostics), "");
    std::fs::write(dir.path().join("codegen.yaml"), b"\xff").unwrap();
    assert_eq!(
        Config::in_folder(dir.path(), &mut diagnostics),
        Config::default()
    );
    assert_snapshot!(printed(&diagnostics), @r"
    error[unreadable]: can't be read: stream did not contain valid UTF-8
      --> codegen.yaml
      = help: make it a readable file in UTF-8, or remove it
    ");
}

#[test]
fn dev_dependencies_are_written_as_in_cargo_toml() {
    let text = "package:\n  dev-dependencies:\n    a: '1'\n    b: {version: '2', default-features: false, features: [c]}\n";
    let mut diagnostics = Diagnostics::default();
    let config = Config::read(text, "codegen.yaml", &mut diagnostics);
    assert_eq!(printed(&diagnostics), "");
    let dependency = |version: &str, features: &[&str], default_features| Dependency {
        version: version.to_owned(),
        features: features.iter().map(|&name| name.to_owned()).collect(),
        default_features,
    };
    let expected = [
        ("a".to_owned(), dependency("1", &[], true)),
        ("b".to_owned(), dependency("2", &["c"], false)),
    ];
    assert_eq!(config.package.dev_dependencies, expected.into());
    assert_snapshot!(said("package:\n  dev-dependencies:\n    a: {features: [b]}\n"), @r"
    error[bad-config]: package.dev-dependencies: expected a version, or a mapping with a `version` at line 3 column 5
      --> codegen.yaml
      = help: mend the line; the README beside the file explains every key
    ");
}

#[test]
fn an_unknown_key() {
    assert_snapshot!(said("package:\n  name: a\n  nmae: b\n"), @r"
    error[bad-config]: package: unknown field `nmae`, expected one of `name`, `version`, `product`, `description`, `license`, `documentation`, `dev-dependencies` at line 3 column 3
      --> codegen.yaml
      = help: mend the line; the README beside the file explains every key
    ");
    assert_snapshot!(said("pakage: {}\n"), @r"
    error[bad-config]: unknown field `pakage`, expected one of `package`, `apis`, `auth`, `server-variables`, `configuration`, `paging`, `constants`, `request-id`, `names`
      --> codegen.yaml
      = help: mend the line; the README beside the file explains every key
    ");
}

#[test]
fn values_that_are_wrong() {
    let text = "package: {name: 1a, version: one}\napis: {a: {module: x}, b: {module: x}, c: {module: Type}}\n\
                auth: {token-url: token}\nrequest-id: [id]\n\
                configuration:\n  - {file: a, environment: {}}\n  - {file: a, keys: {base-url: x}}\n";
    assert_snapshot!(said(text), @r"
    error[bad-config]: apis.c.module: `Type` is no name of a module
      --> codegen.yaml
      = help: use lower case letters, digits and `_`, begin with a letter, and avoid keywords and what every crate has, such as `client`
    error[bad-config]: apis: the folders `a` and `b` both have the module `x`
      --> codegen.yaml
      = help: give each folder a module of its own
    error[bad-config]: auth.token-url: `token` is neither a path nor a URL
      --> codegen.yaml
      = help: begin it with `/` for a path below the base URL, or with `https://`
    error[bad-config]: configuration[0]: a place is either `environment`, or `file` with `keys` and perhaps a `selector`
      --> codegen.yaml
      = help: split it in two, or add what is missing
    error[bad-config]: configuration[1]: `x` is no JSON pointer
      --> codegen.yaml
      = help: begin it with `/`, and separate keys with `/`: `/error/id`
    error[bad-config]: package.name: `1a` is no name that Cargo takes
      --> codegen.yaml
      = help: use letters, digits, `-` and `_`, and begin with a letter
    error[bad-config]: package.version: `one` is no version
      --> codegen.yaml
      = help: write three numbers, such as `0.1.0`
    error[bad-config]: request-id: `id` is no JSON pointer
      --> codegen.yaml
      = help: begin it with `/`, and separate keys with `/`: `/error/id`
    ");
}

#[test]
#[allow(clippy::too_many_lines, reason = "the snapshot is part of it")]
fn without_a_file_the_pages_say_it() {
    let text = page_with(
        r#"{"method":"get","path":"/","info":{"title":"Pet Store 2"},"servers":[{"url":"https://{region}.x","variables":{"region":{"default":"eu"}}}]}"#,
    );
    let page = accepted(text);
    let mut diagnostics = Diagnostics::default();
    let operation = read_operation(&page.path, &page.definition, &mut diagnostics).unwrap();
    let pages = vec![(page, operation)];
    let apis = docs_set::group(pages, &Default::default(), None, &mut diagnostics);
    let config = Config::default().or_from_pages(&apis);
    insta::assert_debug_snapshot!((config.package, config.configuration), @r#"
    (
        PackageConfig {
            name: Some(
                "pet-store-2",
            ),
            version: Some(
                "0.1.0",
            ),
            product: Some(
                "Pet Store 2",
            ),
            description: Some(
                "Client for the Pet Store 2 API",
            ),
            license: None,
            documentation: None,
            dev_dependencies: {},
        },
        Some(
            [
                Environment(
                    [
                        (
                            BaseUrl,
                            "PET_STORE_2_BASE_URL",
                        ),
                        (
                            ClientId,
                            "PET_STORE_2_CLIENT_ID",
                        ),
                        (
                            ClientSecret,
                            "PET_STORE_2_CLIENT_SECRET",
                        ),
                        (
                            Token,
                            "PET_STORE_2_TOKEN",
                        ),
                        (
                            Username,
                            "PET_STORE_2_USERNAME",
                        ),
                        (
                            Password,
                            "PET_STORE_2_PASSWORD",
                        ),
                        (
                            ApiKey,
                            "PET_STORE_2_API_KEY",
                        ),
                        (
                            Variable(
                                "region",
                            ),
                            "PET_STORE_2_REGION",
                        ),
                    ],
                ),
            ],
        ),
    )
    "#);
}
