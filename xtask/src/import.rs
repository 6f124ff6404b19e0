//! `cargo xtask import`

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use codegen::diagnostic::{Diagnostics, Severity};
use codegen::input::document::{self, Selection, Update};
use codegen::output::Claim;

use crate::console;
use crate::input::report_errors;
use crate::progress::Progress;
use crate::root::spec_folder;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// An OpenAPI document, 3.0, 3.1 or 3.2, as JSON or YAML, or a folder of docs pages
    source: PathBuf,
    /// The spec folder [default: spec]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// The folder of the API's pages below the spec folder [default: the document's title; of docs pages,
    /// their folder in the source]
    #[arg(long, value_name = "NAME")]
    api: Option<String>,
    /// Import operations with this tag only; may be repeated
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Import this operation only, by its operationId; may be repeated
    #[arg(long = "operation", value_name = "ID")]
    operations: Vec<String>,
    /// Import operations that have a page in the spec folder only: update pages, and add none
    #[arg(long)]
    existing: bool,
    /// Remove pages whose operations the document no longer has, if `import` wrote them
    #[arg(long)]
    prune: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let start = Instant::now();
    let mut diagnostics = Diagnostics::default();
    let selection = Selection {
        tags: arguments.tags.clone(),
        operations: arguments.operations.clone(),
        existing: arguments.existing,
    };
    let spec = spec_folder(arguments.spec.as_deref());
    let claim = Claim::take(&spec)?;
    if claim.has_recovered() {
        console::report("undid  the changes of an earlier import that was interrupted\n")?;
    }
    let progress = Progress::start("reading the document");
    let update = document::import(
        &arguments.source,
        &selection,
        &spec,
        arguments.api.as_deref(),
        arguments.prune,
        &mut diagnostics,
    );
    drop(progress);
    let Some(update) = update.filter(|_| !diagnostics.has_errors()) else {
        eprint!("{}", remarks(&diagnostics, Severity::Warning));
        report_errors(&diagnostics);
        return Ok(ExitCode::FAILURE);
    };
    update.write(&claim)?;
    let took = start.elapsed().as_secs_f64();
    console::report(&format!(
        "{}took   {took:.2} s\n",
        report(&update, &diagnostics)
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// What there is to say about the document besides errors, down to a severity.
fn remarks(diagnostics: &Diagnostics, least: Severity) -> String {
    let remarks = diagnostics.sorted().into_iter().filter(|remark| {
        let severity = remark.code.severity();
        severity > Severity::Error && severity <= least
    });
    remarks.map(|remark| format!("{remark}\n\n")).collect()
}

/// What has changed, page by page, and what there is to say about the document.
fn report(update: &Update, diagnostics: &Diagnostics) -> String {
    let mut report = remarks(diagnostics, Severity::Note);
    report.push_str(&format!("spec   {}\n", update.folder().display()));
    for (word, paths) in [("new", &update.new), ("change", &update.changed)] {
        for path in paths {
            report.push_str(&format!("{word:<6} {path}\n"));
        }
    }
    for gone in &update.gone {
        let (word, hint) = match (gone.is_removed, gone.is_ours) {
            (true, _) => ("remove", ""),
            (false, true) => ("gone", " (`--prune` removes it)"),
            (false, false) => ("gone", " (not written by import: remove it yourself)"),
        };
        report.push_str(&format!("{word:<6} {}{hint}\n", gone.path));
    }
    let without_page = match update.without_page {
        0 => String::new(),
        count => format!(", {count} without a page"),
    };
    report.push_str(&format!(
        "total  {} new, {} changed, {} unchanged, {} gone{without_page}\n",
        update.new.len(),
        update.changed.len(),
        update.unchanged,
        update.gone.len()
    ));
    report
}
