//! The module `examples` of an API version: the response of each operation that its docs page shows.
//!
//! Only the feature `examples` compiles it. Bodies are string literals in Rust files, one for each tag, because every
//! emitted file has a mark by which the generator knows it as its own, and JSON can't have one. They are printed as
//! people write JSON, so that a diff shows the lines that a page changed.

use super::docs::Docs;
use super::features;
use super::module::tagged;
use super::operation_docs::route;
use super::print::mark;
use super::scope::ident;
use crate::ir::{Crate, Example, Module, Operation, Version};
use crate::markdown;

/// `src/beta/examples.rs` and a file for each tag, `src/beta/examples/access_profiles.rs`: paths and texts.
pub(crate) fn files(krate: &Crate, version: &Version) -> Vec<(String, String)> {
    let folder = format!("src/{}/examples", version.module);
    let tags = modules(version).map(|module| {
        let path = format!("{folder}/{}.rs", module.name);
        (path, file(krate, module))
    });
    let index = (format!("{folder}.rs"), index(krate, version));
    tags.chain([index]).collect()
}

fn modules(version: &Version) -> impl Iterator<Item = &Module> {
    let modules = version.modules.iter();
    modules.filter(|module| !module.operations.is_empty())
}

fn index(krate: &Crate, version: &Version) -> String {
    let docs = Docs::new()
        .ours(format!(
            "The responses that the docs pages of {} show: one for each operation.",
            markdown::summary(&version.title)
        ))
        .ours(
            "What a page leaves open is made of the examples, defaults and enums in its schemas. \
             [`reply_with_examples`](RUNTIME::testing::MockTransport::reply_with_examples) makes a mock server reply with \
             them."
                .replace("RUNTIME", krate.package.runtime.module()),
        );
    let docs = comments("//!", docs);
    let mut declarations = String::new();
    let mut list = String::new();
    for module in modules(version) {
        let attribute = match features::of_module(version, module) {
            Some(feature) => format!("#[cfg(feature = {feature:?})]\n"),
            None => String::new(),
        };
        declarations.push_str(&format!("{attribute}pub mod {};\n", ident(&module.name)));
        let attribute = attribute.replace('\n', "\n    ");
        for operation in &module.operations {
            list.push_str(&format!(
                "    {attribute}&{}::{},\n",
                ident(&module.name),
                operation.constant
            ));
        }
    }
    format!(
        "// {}\n\n{docs}\n{declarations}\nuse {}::testing::Example;\n\n/// All examples.\n\
         pub static ALL: &[&Example] = &[\n{list}];\n",
        mark(krate),
        krate.package.runtime.module(),
    )
}

fn file(krate: &Crate, module: &Module) -> String {
    let docs = Docs::new().ours(format!(
        "The examples of the operations {}.",
        tagged(module)
    ));
    let docs = comments("//!", docs);
    let statics: String = module.operations.iter().map(item).collect();
    let operations = match module.name.as_str() {
        "operations" => "operations".to_owned(),
        name => format!("{} as operations", ident(name)),
    };
    format!(
        "// {}\n\n{docs}\nuse {}::testing::Example;\nuse super::super::{operations};\n{statics}",
        mark(krate),
        krate.package.runtime.module(),
    )
}

fn comments(mark: &str, docs: Docs) -> String {
    let lines = docs.into_lines().into_iter();
    let lines = lines.map(|line| format!("{}\n", format!("{mark} {line}").trim_end()));
    lines.collect()
}

fn item(operation: &Operation) -> String {
    let name = &operation.constant;
    let docs = comments("///", Docs::new().ours(route(operation)));
    let Example { status, body } = &operation.example;
    let body = match body {
        Some((media_type, text)) => format!("\n    .body({media_type:?}, {})", literal(text)),
        None => String::new(),
    };
    format!(
        "\n{docs}pub static {name}: Example = Example::new(&operations::{name}, {status}){body};\n"
    )
}

/// A raw string, unless the text has characters that a reader can't see.
fn literal(text: &str) -> String {
    let is_plain = |char: char| char == '\n' || !char.is_control() && !markdown::is_hidden(char);
    if !text.chars().all(is_plain) {
        return format!("{text:?}");
    }
    let mut hashes = String::from("#");
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn no_text_ends_its_literal() {
        assert_eq!(literal("{\n  \"a\": 1\n}"), "r#\"{\n  \"a\": 1\n}\"#");
        assert_eq!(literal("\"# \"##"), "r###\"\"# \"##\"###");
        assert_eq!(literal("a\u{202e}\r"), "\"a\\u{202e}\\r\"");
    }
}
