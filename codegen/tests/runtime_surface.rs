//! The generator's lists of what the runtime has, against the runtime itself.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[allow(dead_code, reason = "other tests use the rest of it")]
mod common;

use std::collections::BTreeSet;
use std::path::Path;

use codegen::names::words::module_name;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Expr, Item, Lit, UseTree};

type Names = BTreeSet<String>;

/// What std has that a generated module may use by its name: the prelude, and what emitted derives and types name.
#[rustfmt::skip]
const OF_STD: &[&str] = &[
    "Arc", "AsMut", "AsRef", "BTreeMap", "Box", "Clone", "Copy", "Debug", "Default", "Display", "DoubleEndedIterator",
    "Drop", "Duration", "Eq", "Err", "ExactSizeIterator", "Extend", "Fn", "FnMut", "FnOnce", "From", "FromIterator",
    "Hash", "Into", "IntoFuture", "IntoIterator", "Iterator", "None", "Ok", "Option", "Ord", "PartialEq", "PartialOrd",
    "Result", "Self", "Send", "Sized", "Some", "String", "Sync", "ToOwned", "ToString", "TryFrom", "TryInto", "Unpin",
    "Vec",
];

/// What comes with them from serde and http, what an emitted module defines itself, and a name like that of a constructor,
/// which clippy rejects.
const OF_OTHERS: &[&str] = &["Api", "Deserialize", "Method", "New", "Serialize"];

fn read(path: &str) -> String {
    std::fs::read_to_string(common::workspace(path)).unwrap()
}

fn rust_files(folder: &Path, files: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(std::fs::read_to_string(path).unwrap());
        }
    }
}

/// The strings in a constant of the generator.
fn constant(name: &str) -> Names {
    let mut files = Vec::new();
    rust_files(&common::workspace("codegen/src"), &mut files);
    let is_defined = |file: &&String| file.contains(&format!("const {name}:"));
    let mut defining = files.iter().filter(is_defined);
    let file = defining.next().unwrap_or_else(|| panic!("no {name}"));
    assert!(defining.next().is_none(), "several {name}");
    let file = syn::parse_file(file).unwrap();
    let value = file.items.into_iter().find_map(|item| match item {
        Item::Const(item) if item.ident == name => Some(item.expr),
        _ => None,
    });
    let mut names = Names::new();
    strings(value.unwrap().into_token_stream(), &mut names);
    names
}

fn strings(tokens: TokenStream, names: &mut Names) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => strings(group.stream(), names),
            TokenTree::Literal(literal) => {
                if let Ok(Expr::Lit(literal)) = syn::parse_str(&literal.to_string())
                    && let Lit::Str(text) = literal.lit
                {
                    names.insert(text.value());
                }
            }
            _ => {}
        }
    }
}

/// The names that `use` items bring into scope from below `root`, or from anywhere.
fn used(items: &[Item], root: Option<&str>) -> Names {
    let mut names = Names::new();
    for item in items {
        match item {
            Item::Use(item) => match (&item.tree, root) {
                (tree, None) => leaves(tree, &mut names),
                (UseTree::Path(path), Some(root)) if path.ident == root => {
                    leaves(&path.tree, &mut names)
                }
                _ => {}
            },
            Item::Mod(module) => {
                let items = module.content.as_ref().map(|(_, items)| items.as_slice());
                names.extend(used(items.unwrap_or_default(), root));
            }
            _ => {}
        }
    }
    names
}

fn leaves(tree: &UseTree, names: &mut Names) {
    match tree {
        // Types in a module of the runtime, such as `http`, have that in their path.
        UseTree::Path(path) => leaves(&path.tree, names),
        UseTree::Name(name) => drop(names.insert(name.ident.to_string())),
        UseTree::Rename(rename) => drop(names.insert(rename.rename.to_string())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, names)),
        UseTree::Glob(_) => panic!("a glob names nothing"),
    }
}

/// What the runtime exports at its root.
fn runtime() -> Names {
    let file = syn::parse_file(&read("codegen/runtime/src/lib.rs")).unwrap();
    let is_public = |item: &&Item| match item {
        Item::Use(item) => matches!(item.vis, syn::Visibility::Public(_)),
        _ => false,
    };
    let exports: Vec<Item> = file.items.iter().filter(is_public).cloned().collect();
    used(&exports, None)
}

/// What emitted modules import from the runtime, besides those of examples, where no type of the vendor is. The fixtures
/// use all of it.
fn imported() -> Names {
    let (generated, _) = common::generate(&common::fixtures());
    let modules = generated.files.iter().filter(|(path, _)| {
        let is_example = path.ends_with("/examples.rs") || path.contains("/examples/");
        let is_root = ["src/lib.rs", "src/client.rs"].contains(&path.as_str());
        path.starts_with("src/") && !is_root && !is_example
    });
    let mut names = Names::new();
    for (path, text) in modules {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        names.extend(used(&file.items, Some("client_runtime")));
    }
    // Functions are in another namespace.
    names.retain(|name| name.starts_with(char::is_uppercase));
    names
}

#[track_caller]
fn assert_subset(part: &Names, all: &Names) {
    let missing: Vec<&String> = part.difference(all).collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
}

fn names(list: &[&str]) -> Names {
    list.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn reserved_names_are_those_that_emitted_modules_use() {
    let reserved = constant("RESERVED");
    let imported = imported();
    assert!(imported.len() > 15, "{imported:?}");
    // No type of the vendor hides one that is imported beside it.
    assert_subset(&imported, &reserved);
    assert_subset(&names(OF_STD), &reserved);
    // No name is kept from vendors without a reason.
    let known: Names = [runtime(), names(OF_STD), names(OF_OTHERS)]
        .into_iter()
        .flatten()
        .collect();
    assert_subset(&reserved, &known);
}

#[test]
fn reexports_are_items_of_the_runtime() {
    let list = constant("REEXPORTS").into_iter().next().unwrap();
    let file = syn::parse_file(&format!("use client_runtime::{list}")).unwrap();
    let reexports = used(&file.items, Some("client_runtime"));
    assert!(reexports.len() > 20, "{reexports:?}");
    assert_subset(&reexports, &runtime());
    // A user can name the types of fields, parameters and results without the runtime as a dependency of their own. The
    // markers of responses and the parts of an operation occur in requests only, and `Serialize` in constructors only.
    let markers = [
        "Binary",
        "Client",
        "Empty",
        "Json",
        "Method",
        "Operation",
        "Paging",
        "Request",
        "Server",
        "Style",
        "Text",
        "Serialize",
    ];
    let public: Names = imported().difference(&names(&markers)).cloned().collect();
    assert_subset(&public, &reexports);
}

#[test]
fn no_setter_hides_a_method_of_a_request() {
    let known = constant("REQUEST_METHODS");
    let source = read("codegen/runtime/src/macros/request.rs");
    let methods: Names = source
        .split("fn ")
        .skip(1)
        .map(|rest| {
            let name = |char: &char| char.is_alphanumeric() || *char == '_';
            rest.chars().take_while(name).collect()
        })
        .collect();
    assert!(
        methods.contains("send") && methods.contains("into_future"),
        "{methods:?}"
    );
    assert_subset(&methods, &known);
    // The methods of lists are emitted beside the setters.
    assert_subset(&names(&["items", "pages", "total", "body"]), &known);
}

#[test]
fn no_module_is_called_like_a_feature_or_a_method_of_the_client() {
    let taken = constant("TAKEN");
    for feature in codegen::runtime::features() {
        let name = feature.name.replace('-', "_");
        assert_ne!(module_name(&name), name);
    }

    let (generated, _) = common::generate(&common::fixtures());
    let client = syn::parse_file(&generated.files["src/client.rs"]).unwrap();
    let versions: Names = generated
        .files
        .keys()
        .filter_map(|path| path.strip_prefix("src/")?.strip_suffix(".rs"))
        .map(str::to_owned)
        .collect();
    let methods: Names = client
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Impl(item) if item.trait_.is_none() => Some(&item.items),
            _ => None,
        })
        .flatten()
        .filter_map(|item| match item {
            syn::ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
            _ => None,
        })
        .collect();
    let own: Names = methods.difference(&versions).cloned().collect();
    assert_eq!(own, names(&["builder", "from_env", "request"]));
    assert_subset(&own, &taken);
}
