//! A program that reads examples as the types of an emitted crate, and writes them again.
//!
//! It is compiled once for all examples and reads one per line: the name of the type, and the body. For each it prints
//! a line of JSON: `value` and `misfits`, or `error`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use codegen::Generated;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::collect::{Body, Place, Sample};

/// The result for an example.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome {
    /// The value, written again, and what did not fit.
    Decoded(Value, Vec<Misfit>),
    /// Why it could not be read.
    Failed(Failure),
}

#[derive(Debug, Deserialize)]
pub(crate) struct Misfit {
    pub(crate) pointer: String,
    pub(crate) value: Value,
    pub(crate) error: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Failure {
    pub(crate) pointer: String,
    pub(crate) message: String,
}

/// A compiled program.
pub(crate) struct Program(PathBuf);

impl Program {
    /// What becomes of each sample, in their order.
    pub(crate) fn run(&self, samples: &[Sample]) -> Vec<Outcome> {
        let mut child = Command::new(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let lines: String = samples.iter().map(line).collect();
        let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()).unwrap());
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        assert!(output.status.success());
        let outcomes: Vec<Outcome> = serde_json::Deserializer::from_slice(&output.stdout)
            .into_iter()
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!(outcomes.len(), samples.len());
        outcomes
    }
}

fn line(sample: &Sample) -> String {
    format!("{}\n", json!([sample.body.rust, sample.json.to_string()]))
}

/// The path of the runtime's package.
pub(crate) fn runtime() -> String {
    format!("{}/runtime", env!("CARGO_MANIFEST_DIR"))
}

/// Writes and compiles the emitted crate and the program beside it.
pub(crate) fn build(name: &str, generated: &Generated, bodies: &BTreeMap<Place, Body>) -> Program {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = temporary.join("examples").join(name);
    for (path, text) in &generated.files {
        write(&folder.join("client").join(path), text);
    }
    let package = &generated.krate.package.name;
    write(&folder.join("Cargo.toml"), &cargo_toml(package));
    write(&folder.join("src/main.rs"), &source(bodies));
    // The versions of the workspace, all of which are there already.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    std::fs::copy(lock, folder.join("Cargo.lock")).unwrap();
    let target = temporary.join("build");
    let output = Command::new(env!("CARGO"))
        .args(["build", "--offline", "--quiet"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", &target)
        .output()
        .unwrap();
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{messages}");
    Program(target.join("debug/examples-of-pages"))
}

/// Leaves a file alone that has this text already, for cargo goes by the time of the last change.
fn write(path: &Path, text: &str) {
    if std::fs::read_to_string(path).is_ok_and(|there| there == text) {
        return;
    }
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn cargo_toml(package: &str) -> String {
    let runtime = json!(runtime());
    format!(
        r#"[package]
name = "examples-of-pages"
edition = "2024"

[dependencies]
{package} = {{ path = "client" }}
client-runtime = {{ path = {runtime} }}
serde = "1"
serde_json = {{ version = "1", features = ["raw_value"] }}

[profile.dev]
debug = false

[workspace]
exclude = ["client"]
"#
    )
}

const MAIN: &str = include_str!("decoder.rs");

/// The program: a table of types a module of the crate, so that no function is too large for the compiler.
fn source(bodies: &BTreeMap<Place, Body>) -> String {
    let mut modules: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for body in bodies.values() {
        if seen.insert(&body.rust) {
            modules.entry(&body.module).or_default().insert(&body.rust);
        }
    }
    let mut text = format!("{MAIN}\nfn find(name: &str) -> Option<Read> {{\n    None");
    for module in modules.keys() {
        write!(text, "\n        .or_else(|| find_{module}(name))").unwrap();
    }
    text.push_str("\n}\n");
    for (module, types) in modules {
        write!(
            text,
            "\nfn find_{module}(name: &str) -> Option<Read> {{\n    Some(match name {{\n"
        )
        .unwrap();
        for rust in types {
            writeln!(text, "        {rust:?} => read::<{rust}>,").unwrap();
        }
        text.push_str("        _ => return None,\n    })\n}\n");
    }
    text
}
