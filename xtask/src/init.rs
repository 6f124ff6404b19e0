//! `init`: a spec folder to begin with.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;
use codegen::input::config;
use codegen::names::lock;

use crate::console::report;
use crate::pending_file::PendingFile;
use crate::root::{command_line, spec_folder};

/// The settings, all of them in comments.
const SETTINGS: &str = include_str!("init/codegen.yaml");

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The spec folder [default: spec]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let folder = spec_folder(arguments.spec.as_deref());
    let files = [(config::FILE, SETTINGS), (lock::FILE, "")];
    let paths = files.map(|(name, text)| (folder.join(name), text));
    let taken = paths
        .iter()
        .find(|(path, _)| fs::symlink_metadata(path).is_ok());
    if let Some((path, _)) = taken {
        bail!("{} is there already: nothing was written", path.display());
    }
    let mut text = String::new();
    for (path, contents) in &paths {
        PendingFile::new(path)?.fill(contents)?.persist()?;
        text.push_str(&format!("wrote  {}\n", path.display()));
    }
    let command = command_line(&folder);
    let spec = arguments.spec.as_ref();
    let spec = spec.map_or_else(String::new, |spec| format!(" --spec {}", spec.display()));
    report(&format!(
        "{text}next   edit {}, then run\n  {command} import openapi.yaml{spec}\n  {command} codegen{spec}\n",
        config::FILE
    ))?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::SETTINGS;
    use codegen::diagnostic::Diagnostics;
    use codegen::input::config::{Config, FILE};

    fn read(text: &str) -> (Config, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        (Config::read(text, FILE, &mut diagnostics), diagnostics)
    }

    /// A line that begins with `#` and a blank explains; any other one after `#` is a setting.
    #[test]
    fn the_settings_are_right_as_they_are_and_without_the_comment_marks() {
        let (config, diagnostics) = read(SETTINGS);
        assert!(config == Config::default() && diagnostics.sorted().is_empty());
        let lines = SETTINGS.lines().map(|line| match line.strip_prefix('#') {
            Some(setting) if setting.starts_with("  ") || !setting.starts_with(' ') => setting,
            _ => "",
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        let (config, diagnostics) = read(&text);
        assert!(
            diagnostics.sorted().is_empty(),
            "{:?}\n{text}",
            diagnostics.sorted()
        );
        assert!(config != Config::default());
    }
}
