//! `openapi-crate`: writes a typed Rust client crate from an OpenAPI document or from docs pages.
//!
//! `cargo xtask` runs the same program in the generator's repository.

mod before;
mod bench;
mod cargo;
mod codegen_command;
mod console;
mod diff_command;
mod git;
mod import;
mod init;
mod input;
mod membership;
mod pending_file;
mod progress;
mod query;
mod release;
mod root;
mod shell;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

/// Writes a typed Rust client crate from an OpenAPI document or from docs pages
///
/// `init` makes a spec folder, `import` brings the operations of an OpenAPI document into it, and `codegen` writes the crate.
/// The folders are `spec` and `generated` in the current folder, unless options name others. Anywhere in the generator's
/// repository, they are those at its root.
#[derive(Debug, Parser)]
#[command(name = root::PROGRAM, version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a spec folder: settings to choose from, and an empty names.yaml
    ///
    /// Nothing is overwritten.
    Init(init::Arguments),
    /// Write the client crate from the docs pages
    ///
    /// Reads every page below the spec folder (`**/*.api.mdx`) and writes the crate. Files that are no longer generated
    /// are removed; files that the generator didn't write are left alone. If the input has errors, every problem is
    /// reported and nothing is written.
    ///
    /// Exit codes: 0 success, 1 stale output or invalid input, 2 usage error.
    Codegen(codegen_command::Arguments),
    /// Import the operations of an OpenAPI document, or of docs pages, into the spec folder
    ///
    /// Writes a page for each operation, as docusaurus-plugin-openapi-docs would, and reports what is new, changed and
    /// gone. If anything is wrong with the document, all of it is reported and nothing is written.
    ///
    /// Exit codes: 0 success, 1 invalid input, 2 usage error.
    Import(import::Arguments),
    /// Compare two states of the spec folder as the public API of the crate
    ///
    /// Prints what was added, removed, renamed or changed, each with the change of a page that caused it and with what
    /// it means for users' code: breaking, additive, or docs only.
    ///
    /// Exit codes: 0 success, 1 invalid input, or a change that `--fail-on` names, 2 usage error.
    Diff(diff_command::Arguments),
    /// Set the version of the next release, and write its section of CHANGELOG.md
    ///
    /// The version follows from what changed in the public API since the tag of the last release (`v1.2.3`). Nothing is
    /// committed, tagged or published. The date of the section is today's in UTC, or that of `SOURCE_DATE_EPOCH`.
    ///
    /// Exit codes: 0 success, 1 invalid input or nothing to release, 2 usage error.
    Release(release::Arguments),
    /// Measure what it costs to generate, check and build the client of a spec folder
    ///
    /// Prints Markdown tables. Everything is written below `target/bench` of the generator's repository, where this command
    /// has to be run.
    Bench(bench::Arguments),
    /// Count schema positions, shapes and types, and list nearly identical types
    Stats(query::StatsArguments),
    /// Explain why a type or operation has its name, where it is used, and how to rename it
    Explain(query::ExplainArguments),
    /// Print a script that completes commands and options in a shell
    Completions(shell::CompletionsArguments),
    /// Print the manual page, or write one for each command
    Man(shell::ManArguments),
}

impl Command {
    /// Whether the command reads or writes the default folders.
    fn has_folders(&self) -> bool {
        !matches!(self, Self::Completions(_) | Self::Man(_))
    }
}

fn main() -> ExitCode {
    // Cargo sets a variable with the package of the program that it runs.
    let by_cargo = std::env::var_os("CARGO_PKG_NAME").is_some_and(|name| name == root::PROGRAM);
    let name = match by_cargo {
        true => root::command_line(Path::new("")),
        false => root::PROGRAM,
    };
    let matches = Arguments::command().bin_name(name).get_matches();
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    run(arguments.command).unwrap_or_else(|error| {
        console::error(&format!("error: {error:#}"));
        ExitCode::FAILURE
    })
}

fn run(command: Command) -> Result<ExitCode> {
    if let Some(note) = root::note().filter(|_| command.has_folders()) {
        console::error(&note);
    }
    match command {
        Command::Init(arguments) => init::run(&arguments),
        Command::Codegen(arguments) => codegen_command::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Diff(arguments) => diff_command::run(&arguments),
        Command::Release(arguments) => release::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Stats(arguments) => query::stats(&arguments),
        Command::Explain(arguments) => query::explain(&arguments),
        Command::Completions(arguments) => shell::completions(&arguments, Arguments::command()),
        Command::Man(arguments) => shell::man(&arguments, Arguments::command()),
    }
}
