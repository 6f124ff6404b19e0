//! `codegen.yaml`

use super::*;
use codegen::input::config::PackageConfig;
use codegen::ir::{Dependency, Setting, Source};

fn messages(text: &str) -> String {
    let mut diagnostics = Diagnostics::default();
    Config::read(text, "codegen.yaml", &mut diagnostics);
    printed(&diagnostics)
}

#[test]
fn the_file_of_this_project_is_right() {
    assert_eq!(messages(include_str!("../../../spec/codegen.yaml")), "");
    assert_eq!(messages(""), "");
    assert_eq!(messages("# nothing yet\n"), "");
}

#[test]
fn dev_dependencies_are_written_as_in_cargo_toml() {
    let text = "package:\n  dev-dependencies:\n    a: '1'\n    b: {version: '2', default-features: false, features: [c]}\n";
    let mut diagnostics = Diagnostics::default();
    let config = Config::read(text, "codegen.yaml", &mut diagnostics);
    assert_eq!(printed(&diagnostics), "");
    let dependency = |version: &str, features: &[&str], default_features| Dependency {
        version: version.to_owned(),
        package: None,
        features: features.iter().map(|&name| name.to_owned()).collect(),
        default_features,
        optional: false,
    };
    let expected = [
        ("a".to_owned(), dependency("1", &[], true)),
        ("b".to_owned(), dependency("2", &["c"], false)),
    ];
    assert_eq!(config.package.dev_dependencies, Some(expected.into()));
    assert_snapshot!(messages("package:\n  dev-dependencies:\n    a: {features: [b]}\n"), @r"
    error[bad-config]: package.dev-dependencies: expected a version, or a mapping with a `version` at line 3 column 5
      --> codegen.yaml
      = help: fix the line; the README next to the file explains every key
    ");
}

/// What Cargo and crates.io would refuse later is found when the file is read.
#[test]
fn a_package_that_could_not_be_published() {
    let bad = [
        "authors: ['']",
        "rust-version: '1.70'",
        "documentation: ftp://a.example",
        "repository: github.com/a",
        "readme: ../README.md",
        "license: Beerware-ish",
        "license: MIT, license-file: LICENSE",
        "keywords: [two words]",
        "keywords: [a, b, c, d, e, f]",
        "categories: [API Bindings]",
        "runtime: vendored",
        "dependencies: {client-runtime: '1'}",
        "dependencies: {a: one}",
        "dev-dependencies: {a: {version: '1', optional: true}}",
    ];
    let texts = bad.map(|line| {
        let messages = messages(&format!("package: {{{line}}}\n"));
        messages.lines().next().unwrap_or(line).to_owned()
    });
    assert_snapshot!(texts.join("\n"));
}

/// A feature has a name of its own, and something to enable.
#[test]
fn features_are_compared_with_those_that_every_crate_has() {
    let messages = |features: &str| {
        let text = format!("package: {{dependencies: {{a: '1'}}, features: {features}}}");
        let mut diagnostics = Diagnostics::default();
        let config = Config::read(&text, "codegen.yaml", &mut diagnostics);
        let own = codegen::emit::features::names(&[]);
        config.check_features(&own, "codegen.yaml", &mut diagnostics);
        printed(&diagnostics)
    };
    assert_eq!(messages("{b: [a/c, chrono, d], d: []}"), "");
    for name in ["chrono", "default", "examples"] {
        let text = messages(&format!("{{{name}: []}}"));
        assert!(text.contains("every crate has the feature"), "{name}");
    }
    assert!(messages("{'-': []}").contains("isn't a valid name"));
    for value in ["c", "dep:a", "c/d"] {
        assert!(
            messages(&format!("{{b: ['{value}']}}")).contains("nothing that"),
            "{value}"
        );
    }
}

#[test]
fn an_unknown_key() {
    assert_snapshot!(messages("package:\n  name: a\n  nmae: b\n"), @r"
    error[bad-config]: package: unknown field `nmae`, expected one of `name`, `version`, `product`, `description`, `vendor-documentation`, `authors`, `rust-version`, `documentation`, `readme`, `homepage`, `repository`, `license`, `license-file`, `keywords`, `categories`, `runtime`, `dependencies`, `dev-dependencies`, `features` at line 3 column 3
      --> codegen.yaml
      = help: fix the line; the README next to the file explains every key
    ");
    assert_snapshot!(messages("pakage: {}\n"), @r"
    error[bad-config]: unknown field `pakage`, expected one of `package`, `apis`, `auth`, `server-variables`, `configuration`, `paging`, `constants`, `request-id`, `names`
      --> codegen.yaml
      = help: fix the line; the README next to the file explains every key
    ");
}

#[test]
fn values_that_are_wrong() {
    let text = "package: {name: 1a, version: one}\napis: {a: {module: x}, b: {module: x}, c: {module: Type}}\n\
                auth: {token-url: token}\nrequest-id: [id]\n\
                configuration:\n  - {file: a, environment: {}}\n  - {file: a, keys: {base-url: x}}\n";
    assert_snapshot!(messages(text), @r#"
    error[bad-config]: apis.c.module: `Type` isn't a valid module name
      --> codegen.yaml
      = help: use lowercase letters, digits and `_`, start with a letter, and avoid keywords and the modules of every crate, such as `client`
    error[bad-config]: apis: the folders `a` and `b` both have the module `x`
      --> codegen.yaml
      = help: give each folder its own module
    error[bad-config]: auth.token-url: "token" isn't a path or an `https` URL
      --> codegen.yaml
      = help: start it with `/` for a path below the base URL, or with `https://`
    error[bad-config]: configuration[0]: an entry has either `environment`, or `file` with `keys` and optionally `selector`
      --> codegen.yaml
      = help: split the entry in two, or add the missing key
    error[bad-config]: configuration[1]: `x` isn't a valid JSON pointer
      --> codegen.yaml
      = help: start it with `/` and separate keys with `/`, such as `/error/id`
    error[bad-config]: package.name: "1a" isn't a valid Cargo package name
      --> codegen.yaml
      = help: use at most 64 ASCII letters, digits, `-` and `_`, start with a letter, and don't use `client-runtime`, the name of its dependency
    error[bad-config]: package.version: "one" isn't a valid version: unexpected character 'o' while parsing major version number
      --> codegen.yaml
      = help: use three numbers, such as `0.1.0`
    error[bad-config]: request-id: `id` isn't a valid JSON pointer
      --> codegen.yaml
      = help: start it with `/` and separate keys with `/`, such as `/error/id`
    "#);
}

#[test]
fn rules_for_paging_that_say_too_much_or_too_little() {
    let text = "paging:\n  - {limit: l}\n  - {page: p, offset: o}\n  - {cursor: c}\n  - {cursor: c, next: next}\n  \
                - {next-link: /next, first: 1}\n  - {pages: p}\n  - {link-header: true, more: [/a, b]}\n";
    assert_snapshot!(messages(text), @r#"
    error[bad-config]: paging[0]: a rule has one way to the next page
      --> codegen.yaml
      = help: write exactly one of `offset`, `page`, `cursor`, `next-link` and `link-header`; a list has several rules
    error[bad-config]: paging[1]: a rule has one way to the next page
      --> codegen.yaml
      = help: write exactly one of `offset`, `page`, `cursor`, `next-link` and `link-header`; a list has several rules
    error[bad-config]: paging[2]: a `cursor` comes from `next`, `next-header` or `last-item`
      --> codegen.yaml
      = help: write `cursor` and exactly one of the three
    error[bad-config]: paging[3].next: `next` isn't a valid JSON pointer
      --> codegen.yaml
      = help: start it with `/` and separate keys with `/`, such as `/error/id`
    error[bad-config]: paging[4].first: only `page` and `offset` have a first number
      --> codegen.yaml
      = help: leave the key out
    error[bad-config]: paging[5]: unknown field `pages`, expected one of `offset`, `page`, `first`, `cursor`, `next`, `next-header`, `last-item`, `next-link`, `link-header`, `limit`, `page-size`, `in`, `items`, `total`, `total-header`, `total-field`, `total-pages`, `more`, `is-last`, `search-after`
      --> codegen.yaml
      = help: the README next to the file explains every key
    error[bad-config]: paging[6].more: `b` isn't a valid JSON pointer
      --> codegen.yaml
      = help: start it with `/` and separate keys with `/`, such as `/error/id`
    "#);
}

#[test]
fn values_that_would_break_the_crate_or_its_requests() {
    let text = "package: {name: client_runtime, version: 01.2.3}\napis: {a: {module: lib}, b: {module: con}}\n\
                constants: {X-A: \"a\\r\\nb\"}\nauth: {token-url: \"javascript://x\"}\n\
                paging: {offset: o, limit: l, page-size: 0, total-header: \"X-Total\\r\\nX\"}\n\
                configuration:\n  - environment: {token: A=B, password: \"\", api-key: \"A\\0\"}\n  - {file: \"\", keys: {base-url: /x}}\n";
    assert_snapshot!(messages(text), @r#"
    error[bad-config]: apis.a.module: `lib` isn't a valid module name
      --> codegen.yaml
      = help: use lowercase letters, digits and `_`, start with a letter, and avoid keywords and the modules of every crate, such as `client`
    error[bad-config]: apis.b.module: `con` isn't a valid module name
      --> codegen.yaml
      = help: use lowercase letters, digits and `_`, start with a letter, and avoid keywords and the modules of every crate, such as `client`
    error[bad-config]: auth.token-url: "javascript://x" isn't a path or an `https` URL
      --> codegen.yaml
      = help: start it with `/` for a path below the base URL, or with `https://`
    error[bad-config]: configuration[0].environment: "" isn't a valid variable name
      --> codegen.yaml
      = help: use uppercase letters, digits and `_`
    error[bad-config]: configuration[0].environment: "A=B" isn't a valid variable name
      --> codegen.yaml
      = help: use uppercase letters, digits and `_`
    error[bad-config]: configuration[0].environment: "A\0" isn't a valid variable name
      --> codegen.yaml
      = help: use uppercase letters, digits and `_`
    error[bad-config]: configuration[1].file: "" isn't a valid file path
      --> codegen.yaml
      = help: write a path, such as `~/.config/client.yaml`
    error[bad-config]: constants: "X-A" can't be sent with the value "a\r\nb"
      --> codegen.yaml
      = help: write the parameter's name and a value without line breaks and control characters
    error[bad-config]: package.name: "client_runtime" isn't a valid Cargo package name
      --> codegen.yaml
      = help: use at most 64 ASCII letters, digits, `-` and `_`, start with a letter, and don't use `client-runtime`, the name of its dependency
    error[bad-config]: package.version: "01.2.3" isn't a valid version: invalid leading zero in major version number
      --> codegen.yaml
      = help: use three numbers, such as `0.1.0`
    error[bad-config]: paging.page-size: a page of 0 records never ends a list
      --> codegen.yaml
      = help: write the number of records that a page has if nobody says otherwise, or leave the key out
    error[bad-config]: paging.total-header: "X-Total\r\nX" isn't a valid header name
      --> codegen.yaml
      = help: write the name as the pages do, such as `X-Total-Count`
    "#);
}

#[test]
fn names_that_no_name_can_be_made_of() {
    let text = "names: {words: {profile: identity thing, Access: a, a: \"*/\", b: \"\"}, singulars: {axes: é, b: \"\"}, acronyms: [\"\"]}\n";
    assert_snapshot!(messages(text), @r#"
    error[bad-config]: names.acronyms: a word is empty
      --> codegen.yaml
      = help: write each as in prose, such as `OAuth`, or leave it out
    error[bad-config]: names.singulars: "axes" can't be replaced by "é": both must be one word
      --> codegen.yaml
      = help: write each as one word of lowercase letters and digits, without accents
    error[bad-config]: names.singulars: "b" can't be replaced by "": both must be one word
      --> codegen.yaml
      = help: write each as one word of lowercase letters and digits, without accents
    error[bad-config]: names.words: "Access" can't be replaced by "a": both must be one word
      --> codegen.yaml
      = help: write each as one word of lowercase letters and digits, without accents
    error[bad-config]: names.words: "a" can't be replaced by "*/": both must be one word
      --> codegen.yaml
      = help: write each as one word of lowercase letters and digits, without accents
    error[bad-config]: names.words: "profile" can't be replaced by "identity thing": both must be one word
      --> codegen.yaml
      = help: write each as one word of lowercase letters and digits, without accents
    "#);
}

#[test]
fn where_tokens_are_fetched() {
    let messages = |url: &str| messages(&format!("auth: {{token-url: {url:?}}}\n"));
    for url in [
        "/oauth/token",
        "/",
        "https://{tenant}.identity.example.com/oauth/token",
        "https://example.com:8443/{realm}/token?a=b",
        "http://localhost:8080/token",
    ] {
        assert_eq!(messages(url), "", "{url}");
    }
    for url in [
        "",
        "token",
        "//evil/token",
        "/\\evil/token",
        "http://evil/",
        "javascript://x",
        "https://",
        "https:///token",
        "/a\nb",
        "ftp://example.com/",
    ] {
        assert!(
            messages(url).contains("isn't a path or an `https` URL"),
            "{url}"
        );
    }
}

/// The settings of an API without `codegen.yaml`.
fn from_page(api: &str) -> Config {
    let page = accepted(page_with(api));
    let mut diagnostics = Diagnostics::default();
    let operation = read_operation(&page.path, &page.definition, &mut diagnostics).unwrap();
    let pages = vec![(page, operation)];
    let apis = docs_set::group(pages, &Default::default(), &mut diagnostics);
    Config::default().or_from_pages(&apis)
}

/// Macros such as `#[tokio::main]` need Rust's own crates by their names.
#[test]
fn no_package_is_called_like_one_of_rusts_own_crates() {
    let config = from_page(r#"{"method":"get","path":"/","info":{"title":"Core"}}"#);
    assert_eq!(config.package.name.as_deref(), Some("core-client"));
    assert_snapshot!(messages("package: {name: proc_macro}"), @r#"
    error[bad-config]: package.name: "proc_macro" is the name of one of Rust's own crates, which programs could no longer use
      --> codegen.yaml
      = help: add a word, as in `core-client`
    "#);
}

/// A variable of the path has its default, and no credentials are offered that no scheme takes.
#[test]
fn only_settings_with_an_effect_are_offered() {
    let config = from_page(
        r#"{"method":"get","path":"/","info":{"title":"Pets"},"servers":[{"url":"https://x/{base}","variables":{"base":{"default":"v1"}}}],"securitySchemes":{"a":{"type":"oauth2","flows":{"implicit":{}}}}}"#,
    );
    let named = |setting, name: &str| (setting, name.to_owned());
    let settings = vec![
        named(Setting::BaseUrl, "PETS_BASE_URL"),
        named(Setting::Token, "PETS_TOKEN"),
    ];
    assert_eq!(
        config.configuration.unwrap(),
        [Source::Environment(settings)]
    );
}

/// Where an operation takes several keys at once, each has a variable.
#[test]
fn keys_that_are_taken_together_have_variables_of_their_own() {
    let config = from_page(
        r#"{"method":"get","path":"/","info":{"title":"Pets"},"security":[{"accountKey":[],"appKey":[]}],"securitySchemes":{"accountKey":{"type":"apiKey","in":"header","name":"X-A"},"appKey":{"type":"apiKey","in":"header","name":"X-B"}}}"#,
    );
    let key = |scheme: &str, name: &str| (Setting::ApiKeyFor(scheme.to_owned()), name.to_owned());
    let settings = vec![
        (Setting::BaseUrl, "PETS_BASE_URL".to_owned()),
        key("accountKey", "PETS_ACCOUNT_KEY"),
        key("appKey", "PETS_APP_KEY"),
    ];
    assert_eq!(
        config.configuration.unwrap(),
        [Source::Environment(settings)]
    );
}

#[test]
#[allow(clippy::too_many_lines, reason = "the snapshot is part of it")]
fn without_a_file_the_pages_say_it() {
    let config = from_page(
        r#"{"method":"get","path":"/","info":{"title":"Pet Store 2"},"servers":[{"url":"https://{region}.x","variables":{"region":{"default":"eu"}}}]}"#,
    );
    let PackageConfig {
        name,
        version,
        product,
        description,
        ..
    } = config.package;
    let package = [name, version, product, description].map(Option::unwrap);
    insta::assert_debug_snapshot!((package, config.configuration), @r#"
    (
        [
            "pet-store-2",
            "0.1.0",
            "Pet Store 2",
            "Client for the Pet Store 2 API",
        ],
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
