//! What a process costs.

use std::ffi::OsString;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};
use wait4::Wait4 as _;

/// What a process, and those that it waited for, cost.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Cost {
    /// User and system time. Unlike the wall time, it hardly depends on what else the machine does.
    pub(super) cpu: Duration,
    pub(super) wall: Duration,
    /// The memory of the largest single process, in bytes.
    pub(super) peak: u64,
}

/// A command to measure, and what is done before each run of it.
pub(super) struct Task {
    command: Command,
    before: Box<dyn FnMut() -> Result<()>>,
}

impl Task {
    pub(super) fn new(command: Command, before: impl FnMut() -> Result<()> + 'static) -> Self {
        Self {
            command,
            before: Box::new(before),
        }
    }

    /// Runs it once, started by `program`, which is this program.
    pub(super) fn run(&mut self, program: &Path, log: &Path) -> Result<Cost> {
        (self.before)()?;
        cost(&self.command, program, log)
    }
}

/// Runs a command and measures it. What it prints goes to the log.
pub(super) fn run(command: &mut Command, log: &Path) -> Result<Cost> {
    let file = File::create(log).with_context(|| format!("can't write {}", log.display()))?;
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        .spawn()
        .with_context(|| format!("can't run {command:?}"))?;
    let used = child
        .wait4()
        .with_context(|| format!("can't wait for {command:?}"))?;
    let wall = start.elapsed();
    if !used.status.success() {
        bail!(
            "{command:?} failed; what it printed is in {}",
            log.display()
        );
    }
    Ok(Cost {
        cpu: used.rusage.utime + used.rusage.stime,
        wall,
        peak: used.rusage.maxrss,
    })
}

/// Has a command run and measured by a new process of this program.
///
/// The memory of a process includes what the process that started it had until then, and this one has had all pages in
/// memory.
fn cost(command: &Command, program: &Path, log: &Path) -> Result<Cost> {
    let mut measured = Command::new(program);
    measured
        .args(["bench", "--measure"])
        .arg(log)
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => measured.env(name, value),
            None => measured.env_remove(name),
        };
    }
    let output = measured
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("can't run {measured:?}"))?;
    if !output.status.success() {
        bail!("{command:?} can't be measured");
    }
    serde_json::from_slice(&output.stdout).context("a cost isn't JSON")
}

/// Runs and measures a program: `arguments` are the path of the log, the program, and its arguments. Returns the cost as
/// JSON.
pub(super) fn run_arguments(arguments: &[OsString]) -> Result<String> {
    let [log, program, arguments @ ..] = arguments else {
        bail!("expected a log and a program");
    };
    let cost = run(Command::new(program).args(arguments), Path::new(log))?;
    Ok(serde_json::to_string(&cost)?)
}
