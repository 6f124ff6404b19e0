//! What holds of every generated crate.

use std::path::Path;

use codegen::Generated;
use codegen::ir::{Package, Runtime};
use codegen::output::{Files, Plan};
use proc_macro2::{TokenStream, TokenTree};

/// The attributes that the emitters write.
const ATTRIBUTES: [&str; 13] = [
    "allow",
    "cfg",
    "cfg_attr",
    "default",
    "derive",
    "deprecated",
    "discriminator",
    "doc",
    "forbid",
    "inline",
    "must_use",
    "non_exhaustive",
    "rustfmt",
];

/// The macros that the emitters call.
const MACROS: [&str; 9] = [
    "concat",
    "env",
    "error_body",
    "object",
    "open_enum",
    "request",
    "response_by_status",
    "scalar_enum",
    "union",
];

/// Keywords that stand in no emitted code. As names they would be raw.
const FORBIDDEN: [&str; 2] = ["extern", "unsafe"];

/// Asserts that two runs gave the same.
pub(super) fn assert_same(one: &Generated, other: &Generated) {
    assert_eq!(one.names, other.names);
    assert!(one.files.keys().eq(other.files.keys()), "different files");
    for (path, text) in &one.files {
        assert_eq!(Some(text), other.files.get(path), "{path}");
    }
}

/// Asserts that the files are where the generator's belong, and hold nothing but what its emitters write.
pub(super) fn assert_ours(generated: &Generated) {
    let files: Files = generated.files.clone();
    Plan::new(Path::new("no/such/folder"), files.clone()).unwrap();
    for (path, text) in &files {
        let name = path.rsplit('/').next().unwrap_or(path);
        assert!(name.len() <= 255, "{path}");
        // The runtime's own sources come from its package.
        if path.ends_with(".rs") && !path.starts_with("src/runtime/") {
            let file =
                syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
            drop(file);
            let tokens: TokenStream = text.parse().unwrap();
            assert_tokens(tokens, path);
        }
    }
    assert_manifest(&files["Cargo.toml"], &generated.krate.package);
}

fn assert_tokens(tokens: TokenStream, path: &str) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => assert_tokens(group.stream(), path),
            TokenTree::Ident(ident) => {
                let word = ident.to_string();
                assert!(!FORBIDDEN.contains(&word.as_str()), "{path}: {word}");
                let bang = is_punct(tokens.get(at + 1), '!');
                // Not `!=`.
                let called = bang && !is_punct(tokens.get(at + 2), '=');
                assert!(
                    !called || MACROS.contains(&word.as_str()),
                    "{path}: {word}!"
                );
            }
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                let next = tokens.get(at + 1).filter(|next| !is_punct(Some(next), '!'));
                let Some(TokenTree::Group(group)) = next.or_else(|| tokens.get(at + 2)) else {
                    panic!("{path}: a lone #");
                };
                let name = group
                    .stream()
                    .into_iter()
                    .next()
                    .map(|name| name.to_string());
                let name = name.unwrap_or_default();
                assert!(ATTRIBUTES.contains(&name.as_str()), "{path}: #[{name}]");
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}

fn assert_manifest(text: &str, settings: &Package) {
    const TABLES: [&str; 6] = [
        "package",
        "features",
        "dependencies",
        "dev-dependencies",
        "target",
        "workspace",
    ];
    const PACKAGE: [&str; 16] = [
        "name",
        "version",
        "edition",
        "rust-version",
        "description",
        "authors",
        "documentation",
        "readme",
        "homepage",
        "repository",
        "license",
        "license-file",
        "keywords",
        "categories",
        "include",
        "publish",
    ];
    let manifest: toml::Table = text
        .parse()
        .unwrap_or_else(|error| panic!("{error}\n{text}"));
    for (name, table) in &manifest {
        assert!(TABLES.contains(&name.as_str()), "{name}");
        let keys = table.as_table().unwrap().keys();
        match name.as_str() {
            "package" => keys.for_each(|key| assert!(PACKAGE.contains(&key.as_str()), "{key}")),
            "dependencies" if settings.runtime != Runtime::Inline => {
                keys.for_each(|key| {
                    let own = ["client-runtime", "serde_json"].contains(&key.as_str());
                    assert!(own || settings.dependencies.contains_key(key), "{key}");
                });
            }
            _ => {}
        }
    }
}
