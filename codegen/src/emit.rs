//! The finished API to files of text.
//!
//! Input: [`ir::Crate`](crate::ir::Crate), in which everything is decided. Output: path and text of every file of the
//! crate. The same input gives the same bytes.

mod attributes;
mod docs;
mod enums;
mod forms;
mod index;
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

use crate::ir::Crate;
use crate::output::Files;

pub(crate) use index::kind_name;
pub(crate) use types::{content_path, crate_name, definition_path, payload_path};

/// The emitted tokens aren't valid Rust: a name in the IR isn't an identifier, or an emitter is wrong.
#[derive(Debug, thiserror::Error)]
#[error("can't print the code of {file}: {source}")]
pub struct EmitError {
    /// The file, relative to the crate.
    pub file: String,
    /// What is wrong with its tokens.
    pub source: syn::Error,
}

/// Writes the crate.
pub fn emit(krate: &Crate) -> Result<Files, EmitError> {
    let mut files = Files::from([
        ("Cargo.toml".to_owned(), package::manifest(krate)),
        ("INDEX.md".to_owned(), index::index(krate)),
        ("src/lib.rs".to_owned(), krate::library(krate)),
    ]);
    let mut add = |file: String, text: syn::Result<String>| match text {
        Ok(text) => Ok(files.insert(file, text)),
        Err(source) => Err(EmitError { file, source }),
    };
    add("src/client.rs".to_owned(), krate::client(krate))?;
    for version in &krate.versions {
        add(
            format!("src/{}.rs", version.module),
            module::version(krate, version),
        )?;
        for module in &version.modules {
            let path = format!("src/{}/{}.rs", version.module, module.name);
            add(path, module::module(krate, version, module))?;
        }
    }
    Ok(files)
}
