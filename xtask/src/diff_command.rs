//! `cargo xtask diff`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};
use codegen::diagnostic::Diagnostics;
use codegen::diff::{Class, Diff, State, render};
use codegen::input::spec::Spec;

use crate::console::print;
use crate::git;
use crate::input::{options, print_errors, read_spec};
use crate::progress::Progress;
use crate::root::spec_folder;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The earlier state: a folder, or a commit of the spec folder's repository
    #[arg(long, value_name = "REV|DIR", default_value = "HEAD")]
    from: String,
    /// The later state: a spec folder [default: spec]
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// How to print the changes
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Fail if there is a change of this class, or of a more serious one
    #[arg(long, value_enum, value_name = "CLASS")]
    fail_on: Option<FailOn>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    Breaking,
    Additive,
    Docs,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let to = spec_folder(arguments.to.as_deref());
    let Some((old, new)) = states(&arguments.from, &to)? else {
        return Ok(ExitCode::FAILURE);
    };
    let diff = Diff::of(&old, &new);
    let version = old.version.as_ref();
    print(&match arguments.format {
        Format::Text => render::text(&diff, version),
        Format::Markdown => render::markdown(&diff, version),
        Format::Json => render::json(&diff, version),
    })?;
    let limit = arguments.fail_on.map(|limit| match limit {
        FailOn::Breaking => Class::Breaking,
        FailOn::Additive => Class::Additive,
        FailOn::Docs => Class::Docs,
    });
    let fails = limit.is_some_and(|limit| diff.class().is_some_and(|class| class >= limit));
    Ok(if fails {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Reads both states; `None` if one can't be read. Then what is wrong with both is printed.
pub(crate) fn states(from: &str, to: &Path) -> Result<Option<(State, State)>> {
    let new = state(to);
    let mut diagnostics = Diagnostics::default();
    let spec = match Path::new(from) {
        folder if folder.is_dir() => read_spec(folder, &mut diagnostics),
        // No repository can be found from there.
        _ if !to.is_dir() => return Ok(None),
        _ => git::spec_at(to, from, &mut diagnostics)?,
    };
    Ok(model(from, &spec, diagnostics).zip(new))
}

/// Reads the state of a spec folder. `None` if it can't be read; then what is wrong is printed.
pub(crate) fn state(folder: &Path) -> Option<State> {
    let mut diagnostics = Diagnostics::default();
    let spec = read_spec(folder, &mut diagnostics);
    model(&folder.display().to_string(), &spec, diagnostics)
}

fn model(name: &str, spec: &Spec, mut diagnostics: Diagnostics) -> Option<State> {
    let progress = Progress::start("reading the pages");
    let state = State::read(spec, &options(), &mut diagnostics);
    drop(progress);
    let state = state.filter(|_| !diagnostics.has_errors());
    if state.is_none() {
        eprintln!("`{name}` can't be read:\n");
        print_errors(&diagnostics);
    }
    state
}
