//! Running Cargo.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// The Cargo that runs this program; if none does, the one in the `PATH`.
pub(crate) fn program() -> Command {
    let cargo = std::env::var_os("CARGO");
    Command::new(cargo.unwrap_or_else(|| OsString::from("cargo")))
}

/// A command about the crate in a folder, with the results in another one.
pub(crate) fn command(arguments: &[&str], folder: &Path, target: &Path) -> Command {
    let mut command = program();
    command.args(arguments);
    command
        .arg("--manifest-path")
        .arg(folder.join("Cargo.toml"));
    command.arg("--target-dir").arg(target);
    command
}
