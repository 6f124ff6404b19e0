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

/// The emitted tokens are no Rust. It takes a name in the IR that is no identifier, or a fault of an emitter.
#[derive(Debug, thiserror::Error)]
#[error("the code of {file} cannot be printed: {source}")]
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
