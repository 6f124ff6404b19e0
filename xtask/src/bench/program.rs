//! A program that calls a few operations, to measure what users pay for those that they don't call.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result};
use codegen::emit::features;
use codegen::ir::{Crate, Operation, Parameter};

/// The default features besides the operations.
const TRANSPORT: [&str; 3] = ["gzip", "http2", "rustls-aws-lc"];

/// An operation that can be called without arguments.
pub(super) struct Call {
    /// Its page, relative to the spec folder.
    pub(super) page: String,
    /// `beta().accounts().list_accounts()`
    expression: String,
    /// The feature that compiles it, with all operations of its tag: `beta-accounts`.
    feature: String,
}

/// The operations of a crate that can be called without arguments, one for each tag first.
pub(super) fn calls(krate: &Crate) -> Vec<Call> {
    let mut calls = Vec::new();
    for version in &krate.versions {
        for module in &version.modules {
            let feature = features::of_module(version, module);
            let feature = feature.unwrap_or_else(|| version.module.clone());
            let callable = module
                .operations
                .iter()
                .filter(|operation| !has_arguments(operation));
            calls.extend(callable.enumerate().map(|(rank, operation)| {
                let expression = format!(
                    "{}().{}().{}()",
                    version.module, module.name, operation.function
                );
                let call = Call {
                    page: operation.page.clone(),
                    expression,
                    feature: feature.clone(),
                };
                (rank, call)
            }));
        }
    }
    calls.sort_by_key(|(rank, _)| *rank);
    calls.into_iter().map(|(_, call)| call).collect()
}

fn has_arguments(operation: &Operation) -> bool {
    let is_argument = |parameter: &Parameter| parameter.required && parameter.constant.is_none();
    operation.parameters.iter().any(is_argument)
        || operation.body.as_ref().is_some_and(|body| body.required)
}

/// Which operations of its client a program compiles.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Compiled {
    /// All of them.
    All,
    /// Those of the tags that it calls.
    Tags,
}

/// Writes a package that calls operations of the client in the folder `client`.
pub(super) fn write(
    folder: &Path,
    package: &str,
    client: &str,
    calls: &[Call],
    compiled: Compiled,
) -> Result<()> {
    let lines: String = calls
        .iter()
        .map(|call| {
            format!(
                "    println!(\"{{:?}}\", client.{}.send().await?.value());\n",
                call.expression
            )
        })
        .collect();
    let name = client.replace('-', "_");
    let main = format!(
        "#[tokio::main(flavor = \"current_thread\")]\n\
         async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n\
         \x20   let client = {name}::Client::from_env()?;\n\
         {lines}    Ok(())\n\
         }}\n"
    );
    let features = match compiled {
        Compiled::All => String::new(),
        Compiled::Tags => {
            let tags = calls.iter().map(|call| call.feature.as_str());
            let features: BTreeSet<&str> = tags.chain(TRANSPORT).collect();
            let features = Vec::from_iter(features);
            format!(", default-features = false, features = {features:?}")
        }
    };
    let manifest = format!(
        "[package]\nname = \"{package}\"\nedition = \"2024\"\n\n\
         [dependencies]\n{client} = {{ path = \"../{client}\"{features} }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n\n[workspace]\n"
    );
    for (path, text) in [("Cargo.toml", manifest), ("src/main.rs", main)] {
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent)
            .with_context(|| format!("can't create {}", parent.display()))?;
        std::fs::write(&path, text).with_context(|| format!("can't write {}", path.display()))?;
    }
    Ok(())
}
