//! The finished API to files of text.
//!
//! Input: [`ir::Crate`](crate::ir::Crate), in which everything is decided. Output: path and text of every file of the
//! crate. The same input gives the same bytes.

mod attributes;
mod docs;
mod enums;
mod example;
mod examples;
pub mod features;
mod forms;
mod index;
mod inline;
mod krate;
mod module;
mod operation_docs;
mod operations;
mod package;
mod print;
mod requests;
mod scope;
mod statuses;
mod structs;
mod types;
mod unions;
mod words;

use std::cmp::Reverse;

use crate::ir::{Crate, Module, Runtime, Version};
use crate::output::Files;
use crate::parallel;

pub use types::type_path;
pub(crate) use types::{content_path, crate_name, definition_path, payload_path, type_name};

/// The emitted tokens aren't valid Rust: a name in the IR isn't an identifier, or an emitter is wrong.
#[derive(Debug, thiserror::Error)]
#[error("can't print the code of {file}: {source}")]
pub struct EmitError {
    /// The file, relative to the crate.
    pub file: String,
    /// What is wrong with its tokens.
    pub source: syn::Error,
}

/// A file that is printed from tokens.
enum CodeFile<'a> {
    Client,
    Version(&'a Version),
    Module(&'a Version, &'a Module),
}

impl CodeFile<'_> {
    fn path(&self) -> String {
        match self {
            Self::Client => "src/client.rs".to_owned(),
            Self::Version(version) => format!("src/{}.rs", version.module),
            Self::Module(version, module) => format!("src/{}/{}.rs", version.module, module.name),
        }
    }

    /// Roughly how long it takes to print the file.
    fn size(&self) -> usize {
        match self {
            Self::Client => 0,
            Self::Version(version) => version.modules.len(),
            Self::Module(_, module) => module.operations.len() + module.types.len(),
        }
    }

    fn print(&self, krate: &Crate) -> Result<(String, String), EmitError> {
        let text = match self {
            Self::Client => krate::client(krate),
            Self::Version(version) => module::version(krate, version),
            Self::Module(version, module) => module::module(krate, version, module),
        };
        match text {
            Ok(text) => Ok((self.path(), text)),
            Err(source) => Err(EmitError {
                file: self.path(),
                source,
            }),
        }
    }
}

/// Writes the crate.
pub fn emit(krate: &Crate) -> Result<Files, EmitError> {
    let mut files = Files::from([
        ("Cargo.toml".to_owned(), package::manifest(krate)),
        ("INDEX.md".to_owned(), index::index(krate)),
        ("src/lib.rs".to_owned(), krate::library(krate)),
    ]);
    if krate.package.runtime == Runtime::Inline {
        files.extend(inline::files(krate));
    }
    for version in &krate.versions {
        files.extend(examples::files(krate, version));
    }
    for file in parallel::map(&code_files(krate), |file| file.print(krate)) {
        let (path, text) = file?;
        files.insert(path, text);
    }
    Ok(files)
}

/// The files that are written once, when the crate is new.
pub fn starters(krate: &Crate) -> Files {
    krate::starters(krate)
}

/// The largest files first, so that no thread begins one when the others are done.
fn code_files(krate: &Crate) -> Vec<CodeFile<'_>> {
    let mut files = vec![CodeFile::Client];
    for version in &krate.versions {
        files.push(CodeFile::Version(version));
        let modules = version.modules.iter();
        files.extend(modules.map(|module| CodeFile::Module(version, module)));
    }
    files.sort_by_key(|file| Reverse(file.size()));
    files
}
