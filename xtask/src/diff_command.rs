//! `cargo xtask diff`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};
use codegen::diagnostic::Diagnostics;
use codegen::diff::{Class, Diff, State, render};
use codegen::input::spec::Spec;

use crate::git;
use crate::input::{options, print, report_errors, workspace};

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
    let to = arguments
        .to
        .clone()
        .unwrap_or_else(|| workspace().join("spec"));
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

/// Reads both states; `None` if one has errors, which are printed: those of both.
pub(crate) fn states(from: &str, to: &Path) -> Result<Option<(State, State)>> {
    let mut diagnostics = Diagnostics::default();
    let spec = Spec::read(to, &mut diagnostics);
    let new = State::read(&spec, &options(), &mut diagnostics);
    let mut found = Diagnostics::default();
    let spec = match Path::new(from) {
        folder if folder.is_dir() => Spec::read(folder, &mut found),
        _ if !to.is_dir() => Spec::default(),
        _ => git::spec_at(to, from, &mut found)?,
    };
    let old = State::read(&spec, &options(), &mut found);
    for (state, found) in [
        (to.display().to_string(), &diagnostics),
        (from.to_owned(), &found),
    ] {
        if found.has_errors() {
            eprintln!("{state} can't be read:");
            report_errors(found);
        }
    }
    Ok(old
        .zip(new)
        .filter(|_| !diagnostics.has_errors() && !found.has_errors()))
}
