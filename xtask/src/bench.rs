//! `cargo xtask bench`: what it costs to generate, check and build a client, measured in processes of their own.
//!
//! Everything is built below `target/bench`, with the toolchain and the flags of this run. Dependencies are built before
//! anything is measured. The subjects of a row are measured in turn, so that a machine that gets slower in the meantime
//! slows down both.

mod measure;
mod peer;
mod program;
mod size;
mod table;

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Error, Result, bail};
use clap::Args;
use codegen::diagnostic::Diagnostics;
use codegen::input::spec::Spec;
use codegen::input::{config, overlay};
use codegen::names::lock;

use self::measure::Task;
use self::peer::Peer;
use self::program::{Call, Compiled};
use self::size::{Size, lines_of_file};
use self::table::{Cell, Row, Table};
use crate::cargo;
use crate::console::print;
use crate::input::Input;
use crate::root::{PROGRAM, repository};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// Measure oas3-gen as well, with the definitions of the same pages
    #[arg(long)]
    peers: bool,
    /// How often everything is measured
    #[arg(long, value_name = "N", default_value_t = 5)]
    runs: usize,
    /// Run a program, with what it prints in a log, and print its cost
    #[arg(long, hide = true, num_args = 2.., allow_hyphen_values = true, value_names = ["LOG", "PROGRAM"])]
    measure: Vec<OsString>,
}

/// The package of all pages.
const ALL: &str = "bench-all";

/// The package of the pages of [`CALLS`] operations.
const FEW: &str = "bench-few";

/// How many operations the programs call.
const CALLS: usize = 5;

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    if !arguments.measure.is_empty() {
        print(&measure::run_arguments(&arguments.measure)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    repository()?;
    let Some(generated) = arguments.input.generate_or_report() else {
        return Ok(ExitCode::FAILURE);
    };
    let bench = Bench::new(arguments)?;
    let peer = match arguments.peers {
        true => Some(Peer::new(&bench.folder, &bench.spec.pages)?),
        false => None,
    };
    let mut tables = vec![bench.crates(peer.as_ref())?];
    tables.push(bench.sizes(peer.as_ref())?);
    let mut calls = program::calls(&generated.krate);
    calls.truncate(CALLS);
    match calls.len() {
        CALLS => tables.extend(bench.programs(&calls)?),
        _ => eprintln!(
            "fewer than {CALLS} operations can be called without arguments: no program is measured"
        ),
    }
    let tables: Vec<String> = tables.iter().map(Table::markdown).collect();
    print(&format!(
        "{} pages, {} runs. Times are medians of user and system time, with the lowest and the highest.\n\n{}",
        bench.spec.pages.len(),
        bench.runs,
        tables.join("\n")
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// What Cargo does with a package.
#[derive(Clone, Copy)]
enum Profile {
    Check,
    Release,
}

impl Profile {
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check"],
            Self::Release => &["build", "--release"],
        }
    }
}

struct Bench {
    spec: Spec,
    /// A copy of the spec folder.
    input: PathBuf,
    /// Where everything is written.
    folder: PathBuf,
    runs: usize,
}

impl Bench {
    /// Builds this program in release mode.
    fn new(arguments: &Arguments) -> Result<Self> {
        let folder = repository()?.join("target/bench");
        let bench = Self {
            input: folder.join("all-pages"),
            spec: Spec::read(&arguments.input.spec(), &mut Diagnostics::default()),
            folder,
            runs: arguments.runs.max(1),
        };
        bench.write_spec(&bench.input, |_| true)?;
        let package = ["build", "--release", "--package", PROGRAM];
        bench.prepare(&mut bench.cargo(&package, &repository()?))?;
        Ok(bench)
    }

    /// Generating, checking and building the crate of all pages, and its size.
    fn crates(&self, peer: Option<&Peer>) -> Result<Table> {
        let ours = self.folder.join(ALL);
        let clear = |folder: PathBuf| move || remove(&folder);
        let generate = self.row(
            "generate",
            Task::new(self.generate(&self.input, ALL), clear(ours.clone())),
            peer.map(|peer| Task::new(peer.generate(), clear(peer.out.clone()))),
        )?;
        let again = Task::new(self.generate(&self.input, ALL), || Ok(()));
        let again = self.row("generate again", again, None)?;
        peer.map(Peer::adapt).transpose()?;
        let compile = |what: &str, profile: Profile| {
            let package = |name: &str| vec![name.to_owned()];
            let theirs = peer.map(|peer| self.compile(profile, &peer.out, package(Peer::PACKAGE)));
            self.row(
                what,
                self.compile(profile, &ours, package(ALL))?,
                theirs.transpose()?,
            )
        };
        Ok(Table {
            heads: heads("cost", peer),
            rows: vec![
                generate,
                again,
                compile("`cargo check` of the crate", Profile::Check)?,
                compile("`cargo build --release` of the crate", Profile::Release)?,
                self.cold_build(&ours, peer)?,
            ],
        })
    }

    /// Building a crate and all that it depends on from nothing. It takes so long that it is done once.
    fn cold_build(&self, ours: &Path, peer: Option<&Peer>) -> Result<Row> {
        let target = self.folder.join("cold");
        let task = |folder: &Path| {
            let mut command = cargo::command(&["build"], folder, &target);
            command.env("CARGO_INCREMENTAL", "0");
            let target = target.clone();
            Task::new(command, move || remove(&target))
        };
        let theirs = peer.map(|peer| task(&peer.out));
        let what = "`cargo build` of the crate and its dependencies, once";
        let row = self.measure(what, 1, task(ours), theirs)?;
        remove(&target)?;
        Ok(row)
    }

    /// How much code there is for all pages, once both crates have been built.
    fn sizes(&self, peer: Option<&Peer>) -> Result<Table> {
        let folder = self.folder.join(ALL);
        let ours = Size::of(&folder)?;
        let theirs = peer.map(|peer| Size::of(&peer.out)).transpose()?;
        let row = |what: &str, of: fn(Size) -> usize| Row {
            what: what.to_owned(),
            cells: [Some(ours), theirs].map(|size| size.map(of).map(Cell::Count)),
        };
        let counted = |what: &str, count: fn(&Self, &Path) -> Result<usize>| {
            let theirs = peer.map(|peer| count(self, &peer.out)).transpose()?;
            Ok::<Row, Error>(Row {
                what: what.to_owned(),
                cells: [Some(count(self, &folder)?), theirs].map(|count| count.map(Cell::Count)),
            })
        };
        Ok(Table {
            heads: heads("size", peer),
            rows: vec![
                row("lines of Rust", |size| size.lines),
                row("of these, docs", |size| size.docs),
                row("public structs and enums", |size| size.types),
                counted("lines of LLVM IR before optimization", Self::llvm_lines)?,
                counted(
                    "packages in `cargo tree`, the crate included",
                    Self::packages,
                )?,
            ],
        })
    }

    /// The lines of LLVM IR that rustc makes of a crate. Its dependencies have been built.
    fn llvm_lines(&self, folder: &Path) -> Result<usize> {
        let file = self.folder.join("crate.ll");
        let mut command = self.cargo(&["rustc", "--release", "--lib"], folder);
        let options = ["no-prepopulate-passes", "codegen-units=1"];
        command
            .arg("--")
            .arg(format!("--emit=llvm-ir={}", file.display()));
        command.args(options.iter().flat_map(|option| ["-C", option]));
        self.prepare(&mut command)?;
        lines_of_file(&file)
    }

    /// How many packages a crate consists of with all that it depends on.
    fn packages(&self, folder: &Path) -> Result<usize> {
        let mut command = cargo::program();
        command.args("tree --edges normal --prefix none --no-dedupe".split(' '));
        command
            .arg("--manifest-path")
            .arg(folder.join("Cargo.toml"));
        eprintln!("{command:?}");
        let output = command
            .output()
            .with_context(|| format!("can't run {command:?}"))?;
        if !output.status.success() {
            bail!(
                "{command:?} failed: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        let tree = String::from_utf8_lossy(&output.stdout);
        let packages: BTreeSet<&str> = tree.lines().collect();
        Ok(packages.len())
    }

    /// A program that calls few operations: with the crate of all pages, and with one of the pages of these operations.
    fn programs(&self, calls: &[Call]) -> Result<Option<Table>> {
        let pages = self.folder.join("few-pages");
        self.write_spec(&pages, |path| calls.iter().any(|call| call.page == path))?;
        self.prepare(&mut self.generate(&pages, FEW))?;
        let input = Input {
            spec: Some(pages),
            package: Some(FEW.to_owned()),
        };
        let Some(few) = input.generate_or_report() else {
            return Ok(None);
        };
        let heads = [
            format!(
                "`cargo build --release` of a program that calls {CALLS} operations, and its client"
            ),
            "client for all pages".to_owned(),
            format!("client for {CALLS} pages"),
        ];
        let few_calls = program::calls(&few.krate);
        let row = |what: &str, compiled: Compiled| {
            let all = self.program(ALL, calls, compiled)?;
            let few = self.program(FEW, &few_calls, Compiled::All)?;
            self.row(what, all, Some(few))
        };
        Ok(Some(Table {
            heads,
            rows: vec![
                row("all features", Compiled::All)?,
                row("the features of the tags that are called", Compiled::Tags)?,
            ],
        }))
    }

    fn program(&self, client: &str, calls: &[Call], compiled: Compiled) -> Result<Task> {
        let package = match compiled {
            Compiled::All => format!("{client}-program"),
            Compiled::Tags => format!("{client}-tags-program"),
        };
        let folder = self.folder.join(&package);
        program::write(&folder, &package, client, calls, compiled)?;
        self.compile(Profile::Release, &folder, vec![package, client.to_owned()])
    }

    /// Writes a spec folder with some of the pages, so that no run changes the user's.
    fn write_spec(&self, folder: &Path, includes: impl Fn(&str) -> bool) -> Result<()> {
        remove(folder)?;
        create(folder)?;
        let names = self.spec.has_names.then_some(&self.spec.names);
        let settings = [
            (config::FILE, self.spec.config.as_ref()),
            (overlay::FILE, self.spec.overlay.as_ref()),
            (lock::FILE, names),
        ];
        for (name, text) in settings {
            if let Some(text) = text {
                write(&folder.join(name), text.as_bytes())?;
            }
        }
        for page in self.spec.pages.iter().filter(|page| includes(&page.path)) {
            write(&folder.join(&page.path), &page.bytes)?;
        }
        Ok(())
    }

    /// The command that writes the crate of a spec folder.
    fn generate(&self, spec: &Path, package: &str) -> Command {
        let mut command = Command::new(self.this_program());
        command
            .args(["codegen", "--package", package, "--spec"])
            .arg(spec);
        command.arg("--out").arg(self.folder.join(package));
        command
    }

    /// This program, built in release mode.
    fn this_program(&self) -> PathBuf {
        let program = format!("build/release/{PROGRAM}{}", env::consts::EXE_SUFFIX);
        self.folder.join(program)
    }

    /// Compiling packages whose dependencies are compiled already. The first of them is the one in the folder.
    fn compile(&self, profile: Profile, folder: &Path, packages: Vec<String>) -> Result<Task> {
        let lock = repository()?.join("Cargo.lock");
        fs::copy(&lock, folder.join("Cargo.lock"))
            .with_context(|| format!("can't copy {}", lock.display()))?;
        let command = || self.cargo(profile.arguments(), folder);
        self.prepare(&mut command())?;
        let mut clean = self.cargo(&["clean"], folder);
        clean.args(packages.iter().flat_map(|package| ["--package", package]));
        if matches!(profile, Profile::Release) {
            clean.arg("--release");
        }
        let log = self.log();
        let clean = move || measure::run(&mut clean, &log).map(drop);
        Ok(Task::new(command(), clean))
    }

    fn cargo(&self, arguments: &[&str], folder: &Path) -> Command {
        cargo::command(arguments, folder, &self.folder.join("build"))
    }

    /// Runs a command that isn't measured.
    fn prepare(&self, command: &mut Command) -> Result<()> {
        eprintln!("{command:?}");
        measure::run(command, &self.log()).map(drop)
    }

    /// Measures one or two tasks in turn.
    fn row(&self, what: &str, first: Task, second: Option<Task>) -> Result<Row> {
        self.measure(what, self.runs, first, second)
    }

    fn measure(&self, what: &str, runs: usize, first: Task, second: Option<Task>) -> Result<Row> {
        eprintln!("measuring: {what}");
        let mut tasks = [Some(first), second];
        let mut costs = [Vec::new(), Vec::new()];
        for _ in 0..runs {
            for (task, costs) in tasks.iter_mut().zip(&mut costs) {
                if let Some(task) = task {
                    costs.push(task.run(&self.this_program(), &self.log())?);
                }
            }
        }
        let cells = costs.map(|costs| (!costs.is_empty()).then_some(Cell::Costs(costs)));
        let row = Row {
            what: what.to_owned(),
            cells,
        };
        eprintln!("{}", row.markdown());
        Ok(row)
    }

    /// Where commands write what they print.
    fn log(&self) -> PathBuf {
        self.folder.join("log.txt")
    }
}

/// What a table is about, and the two generators.
fn heads(what: &str, peer: Option<&Peer>) -> [String; 3] {
    let theirs = peer.map_or_else(String::new, |peer| peer.version.clone());
    [what.to_owned(), "this generator".to_owned(), theirs]
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    create(path.parent().unwrap_or(path))?;
    fs::write(path, bytes).with_context(|| format!("can't write {}", path.display()))
}

fn create(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("can't create {}", folder.display()))
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("can't remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}
