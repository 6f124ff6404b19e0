//! `cargo xtask codegen`

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use codegen::diagnostic::{Code, Diagnostics};
use codegen::input::config::{FILE, RUNTIME_HELP, parse_runtime};
use codegen::input::spec::Spec;
use codegen::ir::{Runtime, TypeKind};
use codegen::names::lock;
use codegen::output::{self, Claim, Plan, Reading};
use codegen::paging;
use codegen::report::manifest;
use codegen::wording::counted;
use codegen::{Generated, Options};

use crate::before::Before;
use crate::console::{print, report};
use crate::input::{Input, command_to_write, location, path_from, report_errors};
use crate::pending_file::PendingFile;
use crate::progress::Progress;
use crate::root::{absolute, changelog_file, crate_folder};

#[derive(Debug, Default, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// The folder of the crate [default: generated]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How the crate gets its runtime: `inline`, `version`, `version=0.1,path=DIR`, `path=DIR` or `git=URL,tag=NAME`
    ///
    /// `inline` makes the runtime a module of the crate. `version` is the version of this program. Relative paths lead
    /// from the current folder. [default: inline; in the generator's repository the runtime that is there]
    #[arg(long, value_name = "HOW", value_parser = runtime)]
    runtime: Option<RuntimeFlag>,
    /// Write to a folder that has files, none of which codegen wrote
    #[arg(long)]
    force: bool,
    /// Write nothing; list stale, missing and orphaned files, and fail if there are any
    #[arg(long)]
    check: bool,
    /// Write the mapping from operations and schema positions to functions and types as JSON
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// Write all errors, warnings and notes about the pages as JSON
    #[arg(long, value_name = "FILE")]
    diagnostics: Option<PathBuf>,
    /// Remove entries of names.yaml that no longer match a type
    #[arg(long)]
    prune: bool,
}

/// How the crate gets its runtime, and how somebody wrote it.
#[derive(Clone, Debug)]
struct RuntimeFlag {
    text: String,
    runtime: Runtime,
}

/// What a release changes together with the crate.
pub(crate) struct Release {
    pub(crate) settings: Edit,
    pub(crate) changelog: Edit,
}

/// A file outside of the crate, before and after.
pub(crate) struct Edit {
    pub(crate) path: PathBuf,
    pub(crate) old: String,
    pub(crate) new: String,
}

/// The state of names.yaml.
struct Names {
    path: PathBuf,
    old: Option<String>,
    new: String,
    is_current: bool,
    /// Whether to write names.yaml: into the workspace's spec folder, or where it already exists.
    is_kept: bool,
}

impl Names {
    fn is_stale(&self) -> bool {
        self.is_kept && !self.is_current
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    run_with(arguments, None)
}

/// Writes the crate of a release, with the default options, and the files that the release changes.
pub(crate) fn write_release(
    spec: Option<PathBuf>,
    out: Option<PathBuf>,
    release: &Release,
) -> Result<ExitCode> {
    let input = Input {
        spec,
        ..Input::default()
    };
    let arguments = Arguments {
        input,
        out,
        ..Arguments::default()
    };
    run_with(&arguments, Some(release))
}

/// Takes back what a run that was interrupted has changed.
pub(crate) fn recover(spec: &Path, out: &Path, changelog: &Path) -> Result<()> {
    let claims = Claims::take(spec, out, changelog, false)?;
    report(claims.report())
}

fn run_with(arguments: &Arguments, release: Option<&Release>) -> Result<ExitCode> {
    let start = Instant::now();
    let mut diagnostics = Diagnostics::default();
    let folder = arguments.input.spec();
    let out = crate_folder(arguments.out.as_deref());
    let changelog = release.map(|release| release.changelog.path.as_path());
    let claims = Claims::take(&folder, &out, &changelog_file(changelog), arguments.check)?;
    let mut spec = Spec::read(&folder, &mut diagnostics);
    if let Some(release) = release {
        spec.config = Some(release.settings.new.clone());
    }
    // What can't be written is found before anything is.
    let pending = |path: &Option<PathBuf>| path.as_deref().map(PendingFile::new).transpose();
    let diagnostics_file = pending(&arguments.diagnostics)?;
    let manifest_file = pending(&arguments.manifest)?;
    let progress = Progress::start("generating the crate");
    let generated = codegen::generate(&spec, &options(arguments, &out), &mut diagnostics);
    drop(progress);
    if let Some(file) = diagnostics_file {
        let text = serde_json::to_string_pretty(&diagnostics.sorted())?;
        file.fill(&(text + "\n"))?.persist()?;
    }
    let Some(generated) = generated.filter(|_| !diagnostics.has_errors()) else {
        report_errors(&diagnostics);
        return Ok(ExitCode::FAILURE);
    };
    let names = names(&arguments.input, &spec, &generated);
    let plan = Plan::new(&out, generated.files.clone())?.with_starters(&generated.starters);
    let plan = with_files_beside(plan, &names, release);
    let before = Before::read(&out);
    report(&(input_report(&spec, &folder, &generated) + &diagnostics_report(&diagnostics)))?;
    let Some(claim) = &claims.out else {
        return check(arguments, &out, &plan, &names);
    };
    if !arguments.force {
        plan.expect_own_folder()?;
    }
    let manifest_file = manifest_file
        .map(|file| file.fill(&manifest::manifest(&generated.krate)))
        .transpose()?;
    plan.write(claim)?;
    manifest_file.map(PendingFile::persist).transpose()?;
    let took = start.elapsed().as_secs_f64();
    report(&format!(
        "{}{}{}{}took   {took:.2} s\n{}",
        claims.report(),
        output_report(&out, &plan, &names),
        before.change(&generated),
        before.stale(&diagnostics),
        paging_report(&generated),
    ))?;
    Ok(ExitCode::SUCCESS)
}

fn options(arguments: &Arguments, out: &Path) -> Options {
    let runtime = arguments.runtime.clone();
    Options {
        package: arguments.input.package.clone(),
        runtime: runtime.map(|flag| seen_from(out, flag.runtime)),
        location: location(out),
        command: command_to_write(out),
        prune: arguments.prune,
    }
}

/// Adds the files outside of the crate's folder that change together with it.
fn with_files_beside(plan: Plan, names: &Names, release: Option<&Release>) -> Plan {
    let plan = match names.is_stale() {
        true => plan.with_file_beside(&names.path, names.old.clone(), names.new.clone()),
        false => plan,
    };
    let edits = release.map(|release| [&release.settings, &release.changelog]);
    edits.into_iter().flatten().fold(plan, |plan, edit| {
        plan.with_file_beside(&edit.path, Some(edit.old.clone()), edit.new.clone())
    })
}

/// What no other run changes while this one goes on.
struct Claims {
    /// The spec folder, unless the crate is in the same folder.
    _spec: Option<Reading>,
    /// The folder of the crate, if it may be written.
    out: Option<Claim>,
}

impl Claims {
    fn take(spec: &Path, out: &Path, changelog: &Path, check: bool) -> Result<Self> {
        let is_one = absolute(spec) == absolute(out);
        let _spec = (!is_one).then(|| Reading::start(spec));
        if check && output::is_interrupted(out) {
            eprintln!(
                "an earlier run was interrupted: some files of {} may be new and others old",
                out.display()
            );
        }
        // The next run or release takes back an interrupted one, of whichever kind.
        let beside = [spec.join(lock::FILE), spec.join(FILE), changelog.to_owned()];
        let out = (!check).then(|| Claim::take_with(out, &beside));
        let out = out.transpose()?;
        Ok(Self { _spec, out })
    }

    fn report(&self) -> &'static str {
        match self.out.as_ref().is_some_and(Claim::has_recovered) {
            true => "undid  the changes of an earlier run that was interrupted\n",
            false => "",
        }
    }
}

fn runtime(text: &str) -> std::result::Result<RuntimeFlag, String> {
    let runtime = parse_runtime(text).map_err(|message| format!("{message}; {RUNTIME_HELP}"))?;
    let text = text.to_owned();
    Ok(RuntimeFlag { text, runtime })
}

/// The runtime with a path that leads from the crate's folder instead of the current one.
fn seen_from(out: &Path, runtime: Runtime) -> Runtime {
    match runtime {
        Runtime::Path(path) => Runtime::Path(path_from(out, Path::new(&path))),
        Runtime::Version { version, path } => Runtime::Version {
            version,
            path: path.map(|path| path_from(out, Path::new(&path))),
        },
        other => other,
    }
}

fn names(input: &Input, spec: &Spec, generated: &Generated) -> Names {
    Names {
        path: input.spec().join(lock::FILE),
        old: spec.has_names.then(|| spec.names.clone()),
        new: generated.names.clone(),
        is_current: spec.names.replace("\r\n", "\n") == generated.names,
        is_kept: spec.has_names || input.spec.is_none(),
    }
}

fn check(arguments: &Arguments, out: &Path, plan: &Plan, names: &Names) -> Result<ExitCode> {
    let command = update_command(arguments, out);
    let (out, counts) = (out.display(), plan.counts());
    if plan.is_current() && !names.is_stale() {
        report(&format!("check  {out} is up to date: {counts}\n"))?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&plan.report())?;
    if names.is_stale() {
        print(&format!("stale: {}\n", names.path.display()))?;
    }
    eprintln!("{out} is out of date: {counts}");
    eprintln!("To update it, run `{command}` and commit the result.");
    Ok(ExitCode::FAILURE)
}

fn update_command(arguments: &Arguments, out: &Path) -> String {
    let mut command = command_to_write(out);
    let paths = [("--spec", &arguments.input.spec), ("--out", &arguments.out)];
    for (flag, path) in paths {
        if let Some(path) = path {
            command.push_str(&format!(" {flag} {}", path.display()));
        }
    }
    if let Some(flag) = &arguments.runtime {
        command.push_str(&format!(" --runtime {}", flag.text));
    }
    if let Some(package) = &arguments.input.package {
        command.push_str(&format!(" --package {package}"));
    }
    command
}

fn input_report(spec: &Spec, folder: &Path, generated: &Generated) -> String {
    let bytes: usize = spec.pages.iter().map(|page| page.bytes.len()).sum();
    let versions = || generated.krate.versions.iter();
    let modules = versions().flat_map(|version| &version.modules);
    let operations: usize = modules.map(|module| module.operations.len()).sum();
    let types = || versions().flat_map(|version| &version.types);
    let count = |is: fn(&TypeKind) -> bool| types().filter(|each| is(&each.kind)).count();
    format!(
        "read   {}, {bytes} bytes, from {}\n\
         made   {}, {}, {}, {} in {}\n",
        counted(spec.pages.len(), "page"),
        folder.display(),
        counted(operations, "operation"),
        counted(
            count(|kind| matches!(kind, TypeKind::Struct(_) | TypeKind::Form(_))),
            "struct"
        ),
        counted(count(|kind| matches!(kind, TypeKind::Enum(_))), "enum"),
        counted(count(|kind| matches!(kind, TypeKind::Union(_))), "union"),
        counted(versions().count(), "API"),
    )
}

/// A line that counts the diagnostics; `--diagnostics` lists them.
fn diagnostics_report(diagnostics: &Diagnostics) -> String {
    let counts = diagnostics.summary().into_iter();
    let counts: Vec<String> = counts
        .map(|(code, count)| format!("{count} {code}"))
        .collect();
    let mut report = String::new();
    if !counts.is_empty() {
        let counts = counts.join(", ");
        report.push_str(&format!(
            "noted  {counts} (`--diagnostics FILE` lists them)\n"
        ));
    }
    let all = diagnostics.sorted().into_iter();
    for each in all.filter(|each| each.code == Code::OverlayTarget) {
        report.push_str(&format!("{each}\n"));
    }
    report
}

fn output_report(out: &Path, plan: &Plan, names: &Names) -> String {
    let counts = plan.counts();
    let written = counts.stale + counts.missing;
    let mut report = format!(
        "wrote  {} to {}, removed {}, left {} unchanged",
        counted(written, "file"),
        out.display(),
        counts.orphaned,
        counts.unchanged
    );
    report.push_str(if names.is_stale() {
        "; updated names.yaml\n"
    } else {
        "\n"
    });
    if !names.is_kept {
        report.push_str(
            "note   names aren't saved: to keep them, create an empty names.yaml in the spec folder\n",
        );
    }
    report
}

/// The rules for paging that the pages suggest, to be added to `codegen.yaml`.
fn paging_report(generated: &Generated) -> String {
    let operations = generated.paging.iter().map(|each| each.operations.len());
    match operations.sum::<usize>() {
        0 => String::new(),
        count => format!(
            "note   {} may return paged lists. To get streams of their items, check these rules and add \
             them to {FILE}:\n\n{}",
            counted(count, "operation"),
            paging::snippet(&generated.paging)
        ),
    }
}
