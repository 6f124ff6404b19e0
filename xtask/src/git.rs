//! What the commands ask git for: the spec folder of an earlier commit, tags, and whether anything is uncommitted.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use codegen::diagnostic::Diagnostics;
use codegen::input::spec::Spec;

/// Reads the spec folder as it was in a commit, without touching the working tree.
pub(crate) fn spec_at(
    folder: &Path,
    revision: &str,
    diagnostics: &mut Diagnostics,
) -> Result<Spec> {
    let commit = commit(folder, revision)?;
    let prefix = run(folder, &["rev-parse", "--show-prefix"])?;
    let prefix = prefix.trim_end_matches('\n');
    let listed = run(
        folder,
        &[
            "ls-tree",
            "-r",
            "-z",
            "--full-tree",
            &commit,
            "--",
            &format!("./{prefix}"),
        ],
    )?;
    let mut paths = Vec::new();
    let mut objects = String::new();
    for line in listed.split('\0') {
        // `100644 blob ID\tPATH`; other modes are links and submodules.
        let Some((head, path)) = line.split_once('\t') else {
            continue;
        };
        let path = path.strip_prefix(prefix).unwrap_or(path);
        if head.starts_with("100") && Spec::has_file(path) {
            objects.push_str(head.rsplit(' ').next().unwrap_or_default());
            objects.push('\n');
            paths.push(path.to_owned());
        }
    }
    if !paths
        .iter()
        .any(|path| path.contains(codegen::input::page::EXTENSION))
    {
        bail!(
            "`{revision}` has no pages in `{}`: there is nothing to compare with",
            folder.display()
        );
    }
    let contents = read_objects(folder, &objects)?;
    Ok(Spec::from_files(
        paths.into_iter().zip(contents),
        diagnostics,
    ))
}

/// The id of a commit.
fn commit(folder: &Path, revision: &str) -> Result<String> {
    let shown = folder.display();
    if run(folder, &["rev-parse", "--git-dir"]).is_err_and(|error| is_outside(&error)) {
        bail!(
            "`{shown}` isn't in a git repository: name the earlier state as a folder, with `--from DIR`"
        );
    }
    let wanted = format!("{revision}^{{commit}}");
    let arguments = [
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &wanted,
    ];
    if let Ok(id) = run(folder, &arguments) {
        return Ok(id.trim().to_owned());
    }
    let is_shallow = run(folder, &["rev-parse", "--is-shallow-repository"])?.trim() == "true";
    let hint = match is_shallow {
        true => "; the clone is shallow: `git fetch --unshallow` gets all commits",
        false => "",
    };
    bail!("`{revision}` is neither a folder nor a commit of the repository of `{shown}`{hint}")
}

fn is_outside(error: &anyhow::Error) -> bool {
    error.to_string().contains("not a git repository")
}

/// Runs git in a folder and returns what it prints.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        // Messages in English: one of them is looked for.
        .env("LC_ALL", "C")
        .output();
    let output = output.context(
        "can't run git; without it, name the earlier state as a folder, with `--from DIR`",
    )?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        bail!("git {}: {}", arguments.join(" "), message.trim());
    }
    String::from_utf8(output.stdout).context("git printed text that isn't UTF-8")
}

/// The contents of objects, given their ids, one a line.
fn read_objects(folder: &Path, ids: &str) -> Result<Vec<Vec<u8>>> {
    let mut child = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("can't run git")?;
    let stdin = child.stdin.take();
    let ids = ids.to_owned();
    // Git answers while it is asked: whoever only writes waits for ever.
    let writer = std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(ids.as_bytes())));
    let output = child.wait_with_output().context("can't read from git")?;
    let asked = writer.join();
    if !output.status.success() || !matches!(asked, Ok(Some(Ok(())))) {
        bail!("git cat-file failed");
    }
    let mut contents = Vec::new();
    let mut rest = output.stdout.as_slice();
    while !rest.is_empty() {
        let (content, after) = object(rest).context("git cat-file printed something unexpected")?;
        contents.push(content.to_owned());
        rest = after;
    }
    Ok(contents)
}

/// The first object of the output of `git cat-file --batch`, and the rest: `ID blob SIZE\nCONTENT\n`.
fn object(output: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = output.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(output.get(..end)?).ok()?;
    let size: usize = head.rsplit(' ').next()?.parse().ok()?;
    let start = end + 1;
    Some((
        output.get(start..start + size)?,
        output.get(start + size + 1..)?,
    ))
}
