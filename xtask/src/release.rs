//! `cargo xtask release`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use codegen::diff::{Diff, State, render};
use codegen::input::config;
use jiff::Timestamp;
use semver::Version;

use crate::codegen_command::{Edit, Release};
use crate::console::print;
use crate::root::{absolute, changelog_file, crate_folder, spec_folder};
use crate::{cargo, codegen_command, diff_command, git};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Write nothing; print the version and the section of the changelog
    #[arg(long)]
    dry_run: bool,
    /// The spec folder [default: spec]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// The folder of the crate [default: generated]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The changelog [default: CHANGELOG.md]
    #[arg(long, value_name = "FILE")]
    changelog: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let spec = spec_folder(arguments.spec.as_deref());
    let out = crate_folder(arguments.out.as_deref());
    let changelog_path = changelog_file(arguments.changelog.as_deref());
    if !arguments.dry_run {
        codegen_command::recover(&spec, &out, &changelog_path)?;
    }
    if !arguments.dry_run && !git::run(&spec, &["status", "--porcelain"])?.is_empty() {
        bail!(
            "the working tree has uncommitted changes: commit or stash them, or look with `--dry-run`"
        );
    }
    let config_path = spec.join(config::FILE);
    let (config_text, changelog) = (read(&config_path)?, read(&changelog_path)?);
    let notes = unreleased(&changelog)?.trim();
    let last = last_release(&spec)?;
    let Some((version, changes)) = next(last.as_ref(), &spec, !notes.is_empty())? else {
        return Ok(ExitCode::FAILURE);
    };
    let section = section(&version, &today()?, notes, &changes);
    print(&format!("version {version}\n"))?;
    if arguments.dry_run {
        print(&format!("\n{section}"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let release = Release {
        settings: Edit {
            new: with_version(&config_text, &version)?,
            path: config_path,
            old: config_text,
        },
        changelog: Edit {
            new: released(&changelog, &section)?,
            path: changelog_path,
            old: changelog,
        },
    };
    let (spec, out_option) = (arguments.spec.clone(), arguments.out.clone());
    let written = codegen_command::write_release(spec, out_option, &release)?;
    if written == ExitCode::SUCCESS {
        update_lock_file(&out)?;
        let tag = tag(&version);
        print(&format!(
            "next    read the changes, then:\n  git add --all\n  git commit --message \"Release {version}\"\n  git tag {tag}\n\
             Nothing has been committed, tagged or published.\n"
        ))?;
    }
    Ok(written)
}

/// The date in UTC: that of `SOURCE_DATE_EPOCH`, which reproducible builds set, else today's.
fn today() -> Result<String> {
    const VARIABLE: &str = "SOURCE_DATE_EPOCH";
    let now = match std::env::var(VARIABLE) {
        Ok(seconds) => {
            let seconds = seconds.parse();
            let time = seconds
                .ok()
                .and_then(|time| Timestamp::from_second(time).ok());
            time.with_context(|| format!("`{VARIABLE}` isn't a number of seconds since 1970"))?
        }
        Err(_) => Timestamp::now(),
    };
    Ok(now.strftime("%Y-%m-%d").to_string())
}

/// Writes the crate's new version into the lock file of its workspace, if there is one.
fn update_lock_file(out: &Path) -> Result<()> {
    let out = absolute(out);
    if !out
        .ancestors()
        .any(|folder| folder.join("Cargo.lock").is_file())
    {
        return Ok(());
    }
    let updated = cargo::program()
        .args(["update", "--workspace", "--offline", "--quiet"])
        .current_dir(&out)
        .status();
    if !updated.context("can't run cargo")?.success() {
        bail!("everything is written except Cargo.lock: run `cargo update --workspace`");
    }
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    let text = std::fs::read_to_string(path);
    text.with_context(|| format!("can't read {}", path.display()))
}

fn tag(version: &Version) -> String {
    format!("v{version}")
}

/// The version of the latest release that the current commit contains: of all tags `v1.2.3`, the highest.
fn last_release(spec: &Path) -> Result<Option<Version>> {
    let tags = git::run(spec, &["tag", "--list", "v*", "--merged", "HEAD"])?;
    let versions = tags
        .lines()
        .filter_map(|tag| tag.strip_prefix('v')?.parse().ok())
        .filter(|version: &Version| version.pre.is_empty());
    Ok(versions.max())
}

/// The next version, and what has changed since the last release as text for the changelog. `None` if the pages can't be
/// read, which is reported.
fn next(last: Option<&Version>, spec: &Path, has_notes: bool) -> Result<Option<(Version, String)>> {
    let Some(last) = last else {
        // Nothing was released, so that nothing has changed.
        let Some(state) = diff_command::state(spec) else {
            return Ok(None);
        };
        print("verdict first release: there is no tag such as `v1.2.3`\n")?;
        return Ok(Some((version(&state)?, String::new())));
    };
    let Some((old, new)) = diff_command::states(&tag(last), spec)? else {
        return Ok(None);
    };
    let diff = Diff::of(&old, &new);
    print(&format!(
        "verdict since {last}: {}\n",
        render::verdict(&diff)
    ))?;
    let mut next = diff.next_version(last);
    if diff.class().is_none() {
        if !has_notes {
            bail!(
                "nothing has changed since {last}, and the changelog has nothing under `Unreleased`"
            );
        }
        next.patch += 1;
    }
    // A person may have chosen a higher one.
    let next = next.max(version(&new)?);
    Ok(Some((next, render::changelog(&diff))))
}

/// The version in the settings.
fn version(state: &State) -> Result<Version> {
    let version = state.version.clone();
    version.with_context(|| format!("`package.version` in {} isn't a version", config::FILE))
}

const UNRELEASED: &str = "## [Unreleased]\n";

/// What the changelog has under `Unreleased`.
fn unreleased(changelog: &str) -> Result<&str> {
    let (_, rest) = split(changelog)?;
    let end = rest.find("\n## ").map_or(rest.len(), |end| end + 1);
    Ok(rest.get(..end).unwrap_or(rest))
}

fn split(changelog: &str) -> Result<(&str, &str)> {
    let split = changelog.split_once(UNRELEASED);
    split.context("CHANGELOG.md has no line `## [Unreleased]`")
}

fn section(version: &Version, date: &str, notes: &str, changes: &str) -> String {
    let parts = [
        format!("## [{version}] - {date}"),
        notes.to_owned(),
        changes.trim().to_owned(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}\n", parts.join("\n\n"))
}

/// The changelog with a new section, and nothing under `Unreleased`.
fn released(changelog: &str, section: &str) -> Result<String> {
    let (head, rest) = split(changelog)?;
    let older = rest.get(unreleased(changelog)?.len()..).unwrap_or_default();
    let text = format!("{head}{UNRELEASED}\n{section}\n{older}");
    Ok(format!("{}\n", text.trim_end()))
}

/// The settings with another version of the package. Comments and everything else stay.
fn with_version(config: &str, version: &Version) -> Result<String> {
    let mut in_package = false;
    let mut found = false;
    let lines = config.lines().map(|line| {
        if !line.starts_with([' ', '#']) && !line.is_empty() {
            in_package = line.trim_end() == "package:";
        }
        let key = line.trim_start();
        if in_package && !found && key.starts_with("version:") {
            found = true;
            let indent = line.get(..line.len() - key.len()).unwrap_or_default();
            let comment = line.find(" #").and_then(|start| line.get(start..));
            return format!(
                "{indent}version: {version}{}\n",
                comment.unwrap_or_default()
            );
        }
        format!("{line}\n")
    });
    let text: String = lines.collect();
    if !found {
        bail!("{} has no line `version:` under `package:`", config::FILE);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::{Version, released, section, unreleased, with_version};

    const CHANGELOG: &str =
        "# Changelog\n\n## [Unreleased]\n\n- Faster.\n\n## [0.1.0] - 2026-01-01\n\n- All.\n";

    #[test]
    fn notes_move_to_the_new_section() {
        let notes = unreleased(CHANGELOG).map(str::trim).unwrap_or_default();
        assert_eq!(notes, "- Faster.");
        let section = section(
            &Version::new(0, 2, 0),
            "2026-02-01",
            notes,
            "### Client\n\n- More.\n",
        );
        assert_eq!(
            released(CHANGELOG, &section).unwrap_or_default(),
            "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-02-01\n\n- Faster.\n\n### Client\n\n- More.\n\n\
             ## [0.1.0] - 2026-01-01\n\n- All.\n"
        );
    }

    #[test]
    fn only_the_version_of_the_package_changes() {
        let config = "# Version: 1\nother:\n  version: 1\npackage:\n  name: a\n  version: 0.1.0 # Not yet 1.0.\n  more: x\n";
        let changed = with_version(config, &Version::new(0, 2, 0)).unwrap_or_default();
        assert_eq!(changed, config.replace("0.1.0 ", "0.2.0 "));
        assert!(with_version("package: {version: 1}\n", &Version::new(0, 2, 0)).is_err());
    }
}
