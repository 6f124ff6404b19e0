//! What all commands share: the spec folder, and running the generator on it.

use std::path::{Path, PathBuf};

use clap::Args;
use codegen::assemble::CrateLocation;
use codegen::diagnostic::{Diagnostics, Severity};
use codegen::input::config::is_package_name;
use codegen::input::spec::Spec;
use codegen::ir::Runtime;
use codegen::output::Reading;
use codegen::runtime::VERSION;
use codegen::wording::counted;
use codegen::{Generated, Options};

use crate::console::error;
use crate::membership::is_member;
use crate::progress::Progress;
use crate::root::{absolute, command_line, crate_folder, repository_of, spec_folder};

/// The spec folder and the package's name.
#[derive(Debug, Default, Args)]
pub(crate) struct Input {
    /// The folder of the docs pages, codegen.yaml and names.yaml [default: spec]
    #[arg(long, value_name = "DIR")]
    pub(crate) spec: Option<PathBuf>,
    /// The package's name, instead of the one in codegen.yaml
    #[arg(long, value_name = "NAME", value_parser = package_name)]
    pub(crate) package: Option<String>,
}

impl Input {
    pub(crate) fn spec(&self) -> PathBuf {
        spec_folder(self.spec.as_deref())
    }

    /// Runs the generator and prints errors in the input.
    pub(crate) fn generate_or_report(&self) -> Option<Generated> {
        let mut diagnostics = Diagnostics::default();
        let spec = read_spec(&self.spec(), &mut diagnostics);
        self.generate(&spec, &mut diagnostics)
    }

    /// The crate with its names, and with the names it would have without names.yaml.
    pub(crate) fn generate_twice_or_report(&self) -> Option<(Generated, Generated)> {
        let mut diagnostics = Diagnostics::default();
        let mut spec = read_spec(&self.spec(), &mut diagnostics);
        let generated = self.generate(&spec, &mut diagnostics)?;
        spec.names.clear();
        let fresh = self.generate(&spec, &mut diagnostics)?;
        Some((generated, fresh))
    }

    fn generate(&self, spec: &Spec, diagnostics: &mut Diagnostics) -> Option<Generated> {
        let options = Options {
            package: self.package.clone(),
            ..options()
        };
        let progress = Progress::start("generating the crate");
        let generated = codegen::generate(spec, &options, diagnostics);
        drop(progress);
        if diagnostics.has_errors() {
            report_errors(diagnostics);
            return None;
        }
        generated
    }
}

/// Reads a spec folder, while no other run changes it.
pub(crate) fn read_spec(folder: &Path, diagnostics: &mut Diagnostics) -> Spec {
    let _reading = Reading::start(folder);
    Spec::read(folder, diagnostics)
}

/// The command that people run to write the crate.
pub(crate) fn command_to_write(out: &Path) -> String {
    format!("{} codegen", command_line(out))
}

/// The options of a run that writes nothing.
pub(crate) fn options() -> Options {
    let out = crate_folder(None);
    Options {
        package: None,
        runtime: None,
        location: location(&out),
        command: command_to_write(&out),
        prune: false,
    }
}

/// Where the crate is: in the generator's repository it depends on the runtime that is there, elsewhere it contains it.
pub(crate) fn location(out: &Path) -> CrateLocation {
    CrateLocation {
        member: is_member(&absolute(out)),
        runtime: match repository_of(out) {
            Some(root) => Runtime::Version {
                version: VERSION.to_owned(),
                path: Some(path_from(out, &root.join("codegen/runtime"))),
            },
            None => Runtime::Inline,
        },
    }
}

/// The path from one folder to another, as manifests have it.
pub(crate) fn path_from(folder: &Path, to: &Path) -> String {
    let to = absolute(to);
    let path = pathdiff::diff_paths(&to, absolute(folder)).unwrap_or(to);
    path.to_string_lossy().replace('\\', "/")
}

/// Prints every error, and that nothing was written.
pub(crate) fn report_errors(diagnostics: &Diagnostics) {
    print_errors(diagnostics);
    let sorted = diagnostics.sorted();
    let errors = sorted
        .iter()
        .filter(|each| each.code.severity() == Severity::Error);
    error(&format!(
        "{}; nothing was written",
        counted(errors.count(), "error")
    ));
}

/// Prints every error.
pub(crate) fn print_errors(diagnostics: &Diagnostics) {
    for each in diagnostics.sorted() {
        if each.code.severity() == Severity::Error {
            error(&format!("{each}\n"));
        }
    }
}

fn package_name(name: &str) -> Result<String, String> {
    if is_package_name(name) {
        Ok(name.to_owned())
    } else {
        Err("a package's name has at most 64 ASCII letters, digits, `-` and `_`, begins with a letter, and isn't `client-runtime` or one of Rust's own crates such as `core`: `core-client` can be used".to_owned())
    }
}
