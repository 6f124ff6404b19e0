//! `cargo xtask codegen`

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;
use codegen::diagnostic::{Code, Diagnostics};
use codegen::ir::TypeKind;
use codegen::names::lock;
use codegen::output::Plan;
use codegen::spec::Spec;
use codegen::{Generated, Options, manifest};

use crate::input::{Input, complain, place, workspace};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// The folder of the crate [default: generated]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write nothing; list what is stale, missing or orphaned, and fail if anything is
    #[arg(long)]
    check: bool,
    /// Write the map from operations and schema positions to functions and types, as JSON
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// Write everything that there is to say about the pages, as JSON
    #[arg(long, value_name = "FILE")]
    diagnostics: Option<PathBuf>,
    /// Drop the entries of names.yaml whose types are gone
    #[arg(long)]
    prune: bool,
}

/// The state of names.yaml.
struct Names {
    path: PathBuf,
    new: String,
    is_current: bool,
    /// A stranger's spec folder gets no file that it did not have.
    is_kept: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let start = Instant::now();
    let mut diagnostics = Diagnostics::default();
    let spec = arguments.input.read(&mut diagnostics);
    let out = arguments
        .out
        .clone()
        .unwrap_or_else(|| workspace().join("generated"));
    let options = Options {
        package: arguments.input.package.clone(),
        place: place(&out),
        prune: arguments.prune,
    };
    let generated = codegen::generate(&spec, &options, &mut diagnostics);
    if let Some(file) = &arguments.diagnostics {
        let text = serde_json::to_string_pretty(&diagnostics.sorted())?;
        write(file, &(text + "\n"))?;
    }
    let Some(generated) = generated.filter(|_| !diagnostics.has_errors()) else {
        complain(&diagnostics);
        return Ok(ExitCode::FAILURE);
    };
    let plan = Plan::new(&out, generated.files.clone())?;
    let names = names(&arguments.input, &spec, &generated);
    print_input(&spec, &arguments.input.spec(), &generated);
    print_diagnostics(&diagnostics);
    if arguments.check {
        return Ok(check(arguments, &out, &plan, &names));
    }
    if let Some(file) = &arguments.manifest {
        write(file, &manifest::manifest(&generated.krate))?;
    }
    plan.write()?;
    if names.is_kept && !names.is_current {
        write(&names.path, &names.new)?;
    }
    let counts = plan.counts();
    println!(
        "wrote  {} files to {}, removed {}, left {} unchanged{}",
        counts.stale + counts.missing,
        out.display(),
        counts.orphaned,
        counts.unchanged,
        if names.is_kept && !names.is_current {
            "; updated names.yaml"
        } else {
            ""
        }
    );
    if !names.is_kept {
        println!(
            "note   names are not remembered: put an empty names.yaml into the spec folder to keep them"
        );
    }
    println!("took   {:.2} s", start.elapsed().as_secs_f64());
    Ok(ExitCode::SUCCESS)
}

fn names(input: &Input, spec: &Spec, generated: &Generated) -> Names {
    Names {
        path: input.spec().join(lock::FILE),
        new: generated.names.clone(),
        is_current: spec.names.replace("\r\n", "\n") == generated.names,
        is_kept: spec.has_names || input.spec.is_none(),
    }
}

fn check(arguments: &Arguments, out: &Path, plan: &Plan, names: &Names) -> ExitCode {
    let names_are_current = names.is_current || !names.is_kept;
    if plan.is_current() && names_are_current {
        println!("check  {} is up to date: {}", out.display(), plan.counts());
        return ExitCode::SUCCESS;
    }
    print!("{}", plan.report());
    if !names_are_current {
        println!("stale: {}", names.path.display());
    }
    eprintln!("{} is out of date: {}", out.display(), plan.counts());
    eprintln!(
        "To mend it, run `{}` and commit the result.",
        mending_command(arguments)
    );
    ExitCode::FAILURE
}

fn mending_command(arguments: &Arguments) -> String {
    let mut command = "cargo xtask codegen".to_owned();
    let paths = [("--spec", &arguments.input.spec), ("--out", &arguments.out)];
    for (flag, path) in paths {
        if let Some(path) = path {
            command.push_str(&format!(" {flag} {}", path.display()));
        }
    }
    if let Some(package) = &arguments.input.package {
        command.push_str(&format!(" --package {package}"));
    }
    command
}

fn print_input(spec: &Spec, folder: &Path, generated: &Generated) {
    let bytes: usize = spec.pages.iter().map(|page| page.bytes.len()).sum();
    println!(
        "read   {} pages, {bytes} bytes, from {}",
        spec.pages.len(),
        folder.display()
    );
    let versions = || generated.krate.versions.iter();
    let operations: usize = versions()
        .flat_map(|version| &version.modules)
        .map(|module| module.operations.len())
        .sum();
    let count = |is: fn(&TypeKind) -> bool| {
        versions()
            .flat_map(|version| &version.types)
            .filter(|each| is(&each.kind))
            .count()
    };
    println!(
        "made   {operations} operations, {} structs, {} enums, {} unions in {} API{}",
        count(|kind| matches!(kind, TypeKind::Struct(_) | TypeKind::Form(_))),
        count(|kind| matches!(kind, TypeKind::Enum(_))),
        count(|kind| matches!(kind, TypeKind::Union(_))),
        versions().count(),
        if versions().count() == 1 { "" } else { "s" }
    );
}

/// A line for what the pages say of themselves; `--diagnostics` has the rest.
fn print_diagnostics(diagnostics: &Diagnostics) {
    let counts: Vec<String> = diagnostics
        .summary()
        .into_iter()
        .map(|(code, count)| format!("{count} {code}"))
        .collect();
    if !counts.is_empty() {
        println!(
            "noted  {} (`--diagnostics FILE` lists them)",
            counts.join(", ")
        );
    }
    for stale in diagnostics
        .sorted()
        .into_iter()
        .filter(|each| each.code == Code::StaleName)
    {
        println!("{stale}");
    }
}

/// Writes a file whole or not at all.
fn write(path: &Path, text: &str) -> Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let attempt = || -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let mut builder = tempfile::Builder::new();
        // A temporary file is private; this one becomes an ordinary one.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
        let mut file = builder.tempfile_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.persist(path)?;
        Ok(())
    };
    attempt().with_context(|| format!("{} can't be written", path.display()))
}
