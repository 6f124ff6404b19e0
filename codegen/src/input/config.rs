//! `codegen.yaml`: settings that the pages don't contain.
//!
//! Input: the text of the file, which may be missing. Output: a [`Config`] with validated values, so that no stage checks a
//! package name or a JSON pointer again. [`Config::or_from_pages`] fills in the keys that the file omits.

mod check;
mod file;
mod from_pages;
mod package;
mod paging;
mod runtime;

use std::collections::BTreeMap;

use check::Problems;
pub use package::is_package_name;
pub use paging::{CursorSource, NextRule, PagingRule, SearchAfter};
pub use runtime::{HELP as RUNTIME_HELP, parse_runtime};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{About, Dependency, Runtime, Source};
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
    /// The URL of the vendor's documentation.
    pub vendor_documentation: Option<String>,
    /// The keys that only people and registries read.
    pub about: About,
    /// How the crate gets the runtime.
    pub runtime: Option<Runtime>,
    /// What the users' own code in the crate depends on, by name.
    pub dependencies: BTreeMap<String, Dependency>,
    /// What the hand-written tests and examples of the crate depend on, by name.
    pub dev_dependencies: Option<BTreeMap<String, Dependency>>,
    /// Further features, and what they enable.
    pub features: BTreeMap<String, Vec<String>>,
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
        report(problems, file_name, diagnostics);
        config
    }

    /// Checks what depends on the pages: the users' features must differ from `own`, those that the crate has anyway.
    pub fn check_features(&self, own: &[String], file_name: &str, diagnostics: &mut Diagnostics) {
        let mut problems = Vec::new();
        package::check_features(&self.package, own, &mut problems);
        report(problems, file_name, diagnostics);
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

fn report(problems: Problems, file_name: &str, diagnostics: &mut Diagnostics) {
    for problem in problems {
        let diagnostic = Diagnostic::new(Code::BadConfig, file_name, problem.message);
        diagnostics.push(diagnostic.help(problem.help));
    }
}
