//! `cargo xtask stats` and `cargo xtask explain`

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use codegen::report::explain::explain as explain_name;
use codegen::report::stats::Stats;

use crate::console::{error, print};
use crate::input::Input;

#[derive(Debug, Args)]
pub(crate) struct StatsArguments {
    #[command(flatten)]
    input: Input,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    #[command(flatten)]
    input: Input,
    /// A type (`AccessProfile`), an operationId or a function
    name: String,
}

pub(crate) fn stats(arguments: &StatsArguments) -> Result<ExitCode> {
    let Some(generated) = arguments.input.generate_or_report() else {
        return Ok(ExitCode::FAILURE);
    };
    let stats = generated.analyses.iter().map(Stats::of);
    print(&stats.map(|stats| stats.to_string()).collect::<String>())?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn explain(arguments: &ExplainArguments) -> Result<ExitCode> {
    let Some((generated, fresh)) = arguments.input.generate_twice_or_report() else {
        return Ok(ExitCode::FAILURE);
    };
    match explain_name(&generated, &fresh, &arguments.name) {
        Ok(text) => {
            print(&text)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(problem) => {
            error(&format!("error: {problem}"));
            Ok(ExitCode::FAILURE)
        }
    }
}
