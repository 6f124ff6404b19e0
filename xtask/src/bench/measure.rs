//! What a process costs.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use wait4::Wait4 as _;

/// What a process, and those that it waited for, cost.
#[derive(Clone, Copy, Debug)]
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

    /// Runs it once.
    pub(super) fn run(&mut self, log: &Path) -> Result<Cost> {
        (self.before)()?;
        cost(&mut self.command, log)
    }
}

/// Runs a command and measures it. What it prints goes to the log.
pub(super) fn cost(command: &mut Command, log: &Path) -> Result<Cost> {
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
