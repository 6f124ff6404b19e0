//! A program that makes the calls, and what it says about them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::Generated;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::calls::Call;

/// What became of a call.
#[derive(Debug, Deserialize)]
pub(crate) struct Outcome {
    /// The request, or why there is none.
    request: String,
    /// What Prism says about the request.
    violations: Vec<Value>,
    /// What Prism says about the page's example, sent as it is.
    raw_violations: Vec<Value>,
}

impl Outcome {
    /// Whether all that Prism refuses is in the page too.
    pub(crate) fn is_the_pages_fault(&self, call: &Call) -> bool {
        !self.violations.is_empty()
            && self
                .violations
                .iter()
                .all(|violation| self.is_excused(call, violation))
    }

    fn is_excused(&self, call: &Call, violation: &Value) -> bool {
        let location = violation["location"].as_array().into_iter().flatten();
        let location: Vec<&str> = location.filter_map(Value::as_str).collect();
        if location.contains(&"body") {
            return !self.raw_violations.is_empty();
        }
        let is_sent = |text: &str| self.request.contains(text);
        let mut parameters = call.parameters.iter();
        violation == "no example is a value of the type"
            || parameters
                .any(|(name, text)| location.last() == Some(&name.as_str()) && is_sent(text))
    }

    /// What is wrong with the request.
    pub(crate) fn refusal(&self, call: &Call) -> Option<String> {
        let ours = self
            .violations
            .iter()
            .filter(|violation| !self.is_excused(call, violation));
        let ours: Vec<String> = ours.map(ToString::to_string).collect();
        (!ours.is_empty())
            .then(|| format!("{}: {}\n  {}", call.page, self.request, ours.join("\n  ")))
    }
}

/// A compiled program.
pub(crate) struct Program {
    folder: PathBuf,
    executable: PathBuf,
}

impl Program {
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes all calls to a server on this port.
    pub(crate) fn run(&self, port: u16) -> Vec<Outcome> {
        let output = Command::new(&self.executable)
            .arg(port.to_string())
            .output()
            .unwrap();
        let messages = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{messages}");
        let outcomes = serde_json::Deserializer::from_slice(&output.stdout).into_iter();
        outcomes.collect::<Result<_, _>>().unwrap()
    }
}

/// The path of the runtime's package.
pub(crate) fn runtime() -> String {
    format!("{}/runtime", env!("CARGO_MANIFEST_DIR"))
}

/// Writes and compiles the emitted crate and the program beside it.
pub(crate) fn build(name: &str, generated: &Generated, calls: &[Call]) -> Program {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = temporary.join("prism").join(name);
    for (path, text) in &generated.files {
        write(&folder.join("client").join(path), text);
    }
    write(
        &folder.join("Cargo.toml"),
        &cargo_toml(name, &generated.krate.package.name),
    );
    write(&folder.join("src/main.rs"), &source(calls));
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
    let executable = target.join(format!("debug/calls-{name}"));
    Program { folder, executable }
}

/// Leaves a file alone that has this text already, because Cargo compares times.
fn write(path: &Path, text: &str) {
    if std::fs::read_to_string(path).is_ok_and(|there| there == text) {
        return;
    }
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn cargo_toml(name: &str, package: &str) -> String {
    let runtime = json!(runtime());
    format!(
        r#"[package]
name = "calls-{name}"
edition = "2024"

[dependencies]
{package} = {{ path = "client" }}
client-runtime = {{ path = {runtime} }}
serde = "1"
serde_json = "1"
tokio = {{ version = "1", features = ["macros", "rt-multi-thread"] }}

[profile.dev]
debug = false

[workspace]
exclude = ["client"]
"#
    )
}

const MAIN: &str = include_str!("caller.rs");

/// The program: a function for each call.
fn source(calls: &[Call]) -> String {
    let mut text = format!("{MAIN}\n/// All calls.\nasync fn call_all(caller: &Caller) {{\n");
    for call in calls {
        let body = call
            .body
            .as_ref()
            .map(|(media_type, value)| (media_type, value.to_string()));
        writeln!(
            text,
            "    caller.check({:?}, {body:?}, |client| Box::pin({}(client))).await;",
            call.base, call.function
        )
        .unwrap();
    }
    text.push_str("}\n");
    for call in calls {
        write!(
            text,
            "\nasync fn {}(client: checked::Client) -> Result<Vec<Value>, BoxError> {{\n{}    seen(call.send().await)\n}}\n",
            call.function, call.source
        )
        .unwrap();
    }
    text
}
