//! `codegen.yaml`: settings that the pages don't contain.
//!
//! Input: the text of the file, which may be missing. Output: a [`Config`] with validated values, so that no stage checks a
//! package name or a JSON pointer again. [`Config::or_from_pages`] fills in the keys that the file omits.

mod check;
mod file;
mod from_pages;
mod paging;

use std::collections::BTreeMap;

pub use check::is_package_name;
pub use paging::{CursorSource, NextRule, PagingRule, SearchAfter};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Dependency, Source};
use crate::names::words::Vocabulary;

/// The name of the file in the spec folder.
pub const FILE: &str = "codegen.yaml";

/// The settings of a spec folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The `[package]` section of the crate's manifest.
    pub package: PackageConfig,
    /// The module of an API, by its folder.
    pub modules: BTreeMap<String, String>,
    /// Where tokens are fetched: absolute, or a path below the base URL.
    pub token_url: Option<String>,
    /// Defaults of server variables, which replace the pages' own. Users of the client have to set an empty one.
    pub server_variables: BTreeMap<String, String>,
    /// Where the client looks for its configuration, in order.
    pub configuration: Option<Vec<Source>>,
    /// How the API pages lists: an operation has the first rule that fits.
    pub paging: Option<Vec<PagingRule>>,
    /// Parameters that are always sent, and their values.
    pub constants: BTreeMap<String, String>,
    /// JSON pointers into error bodies, to the request id that the vendor's support asks for.
    pub request_id: Vec<String>,
    /// Spelling rules for the names of types and functions.
    pub names: NamesConfig,
}

/// `package`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackageConfig {
    /// `identitynow`
    pub name: Option<String>,
    /// `0.1.0`
    pub version: Option<String>,
    /// The product's name in prose.
    pub product: Option<String>,
    /// One line for the registry.
    pub description: Option<String>,
    /// SPDX expression.
    pub license: Option<String>,
    /// The URL of the vendor's documentation.
    pub documentation: Option<String>,
    /// What the hand-written tests and examples of the crate depend on, by name.
    pub dev_dependencies: BTreeMap<String, Dependency>,
}

/// `names`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamesConfig {
    /// Words that stay together, spelled as in prose: `OAuth`, `SaaS`.
    pub acronyms: Vec<String>,
    /// Singulars that the rules of English get wrong, by plural.
    pub singulars: BTreeMap<String, String>,
    /// Words to be replaced in names.
    pub words: BTreeMap<String, String>,
}

impl Config {
    /// Parses `codegen.yaml`. Problems are reported as errors.
    pub fn read(text: &str, file_name: &str, diagnostics: &mut Diagnostics) -> Self {
        let file: file::File = match serde_yaml::from_str(text) {
            Ok(file) => file,
            Err(error) => {
                diagnostics.push(
                    Diagnostic::new(Code::BadConfig, file_name, error.to_string())
                        .help("fix the line; the README next to the file explains every key"),
                );
                return Self::default();
            }
        };
        let mut problems = Vec::new();
        let config = file.into_config(&mut problems);
        for problem in problems {
            diagnostics.push(
                Diagnostic::new(Code::BadConfig, file_name, problem.message).help(problem.help),
            );
        }
        config
    }

    /// The words that the names of types and functions are made of.
    pub fn vocabulary(&self) -> Vocabulary {
        Vocabulary {
            singulars: self.names.singulars.clone(),
            compounds: self.names.acronyms.clone(),
            replacements: self.names.words.clone(),
        }
    }
}
