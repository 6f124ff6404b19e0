//! `cargo xtask`: the commands of this workspace.

mod before;
mod bench;
mod codegen_command;
mod diff_command;
mod git;
mod import;
mod input;
mod pending_file;
mod query;
mod release;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The commands of this workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the client crate from the docs pages
    ///
    /// Reads every page below the spec folder (`**/*.api.mdx`) and writes the crate. Files that are no longer generated
    /// are removed; files that the generator didn't write are left alone. If the input has errors, every problem is
    /// reported and nothing is written.
    ///
    /// Exit codes: 0 success, 1 stale output or invalid input, 2 usage error.
    Codegen(codegen_command::Arguments),
    /// Bring the operations of an OpenAPI document, or of docs pages, into the spec folder
    ///
    /// Writes a page for each operation, as docusaurus-plugin-openapi-docs would, and reports what is new, changed and
    /// gone. If anything is wrong with the document, all of it is reported and nothing is written.
    ///
    /// Exit codes: 0 done, 1 bad input, 2 wrong usage.
    Import(import::Arguments),
    /// Compare two states of the spec folder as the public API of the crate
    ///
    /// Prints what was added, removed, renamed or changed, each with the change of a page that caused it and with what
    /// it means for users' code: breaking, additive, or docs only.
    ///
    /// Exit codes: 0 done, 1 bad input, or a change that `--fail-on` names, 2 wrong usage.
    Diff(diff_command::Arguments),
    /// Set the version of the next release, and write its section of CHANGELOG.md
    ///
    /// The version follows from what changed in the public API since the tag of the last release (`v1.2.3`). Nothing is
    /// committed, tagged or published.
    ///
    /// Exit codes: 0 done, 1 bad input or nothing to release, 2 wrong usage.
    Release(release::Arguments),
    /// Measure what it costs to generate, check and build the client of a spec folder
    ///
    /// Prints Markdown tables. Everything is written below `target/bench`.
    Bench(bench::Arguments),
    /// Count schema positions, shapes and types, and list nearly identical types
    Stats(query::StatsArguments),
    /// Explain why a type or operation has its name, where it is used, and how to rename it
    Explain(query::ExplainArguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Codegen(arguments) => codegen_command::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Diff(arguments) => diff_command::run(&arguments),
        Command::Release(arguments) => release::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Stats(arguments) => query::stats(&arguments),
        Command::Explain(arguments) => query::explain(&arguments),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
