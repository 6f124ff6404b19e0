//! What all commands share: the spec folder, and running the generator on it.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use codegen::assemble::CrateLocation;
use codegen::diagnostic::{Diagnostics, Severity};
use codegen::input::config::is_package_name;
use codegen::input::spec::Spec;
use codegen::ir::Runtime;
use codegen::output::Reading;
use codegen::runtime::VERSION;
use codegen::{Generated, Options};

/// The command that writes the crate.
pub(crate) const COMMAND: &str = "cargo xtask codegen";

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
        self.spec
            .clone()
            .unwrap_or_else(|| workspace().join("spec"))
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
        let generated = codegen::generate(spec, &options, diagnostics);
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

/// The options of a run that writes nothing.
pub(crate) fn options() -> Options {
    Options {
        package: None,
        runtime: None,
        location: location(&workspace().join("generated")),
        command: COMMAND.to_owned(),
        prune: false,
    }
}

/// Prints to stdout. A reader that closes the pipe early, such as `head`, isn't an error.
pub(crate) fn print(text: &str) -> Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// The root of this workspace.
pub(crate) fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Where the crate is: below the workspace it depends on the runtime that is there, elsewhere it contains the runtime.
pub(crate) fn location(out: &Path) -> CrateLocation {
    let runtime = match absolute(out).starts_with(absolute(&workspace())) {
        true => Runtime::Version {
            version: VERSION.to_owned(),
            path: Some(path_from(out, &workspace().join("codegen/runtime"))),
        },
        false => Runtime::Inline,
    };
    CrateLocation {
        runtime,
        member: absolute(out) == absolute(&workspace().join("generated")),
    }
}

/// The path from one folder to another, as manifests have it.
pub(crate) fn path_from(folder: &Path, to: &Path) -> String {
    let to = absolute(to);
    let path = pathdiff::diff_paths(&to, absolute(folder)).unwrap_or(to);
    path.to_string_lossy().replace('\\', "/")
}

/// The path without `..` and links, as far as it exists.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let exists = path
        .ancestors()
        .find_map(|ancestor| Some((ancestor, ancestor.canonicalize().ok()?)));
    match exists {
        Some((ancestor, real)) => real.join(path.strip_prefix(ancestor).unwrap_or(Path::new(""))),
        None => path,
    }
}

/// Prints every error, and that nothing was written.
pub(crate) fn report_errors(diagnostics: &Diagnostics) {
    print_errors(diagnostics);
    let sorted = diagnostics.sorted();
    let errors = sorted
        .iter()
        .filter(|each| each.code.severity() == Severity::Error);
    let count = errors.count();
    eprintln!(
        "{count} error{}; nothing was written",
        if count == 1 { "" } else { "s" }
    );
}

/// Prints every error.
pub(crate) fn print_errors(diagnostics: &Diagnostics) {
    for error in diagnostics.sorted() {
        if error.code.severity() == Severity::Error {
            eprintln!("{error}\n");
        }
    }
}

fn package_name(name: &str) -> std::result::Result<String, String> {
    if is_package_name(name) {
        Ok(name.to_owned())
    } else {
        Err("a package's name has at most 64 ASCII letters, digits, `-` and `_`, begins with a letter, and isn't `client-runtime`".to_owned())
    }
}
