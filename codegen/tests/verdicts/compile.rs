//! Which modules of a program compile.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::output::Files;
use serde_json::Value;

const MAIN: &str = "#![allow(warnings)]
fn any<T>() -> T { loop {} }
fn is_default<T: Default>() {}
";

/// A crate, and a program beside it whose modules are compiled.
pub(crate) struct Program {
    folder: PathBuf,
    modules: BTreeMap<String, String>,
}

impl Program {
    /// Writes the crate. `modules` are the modules of the program, by name.
    pub(crate) fn new(client: &Files, modules: BTreeMap<String, String>) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("verdicts");
        let _ = std::fs::remove_dir_all(&folder);
        for (path, text) in client {
            write(&folder.join("client").join(path), text);
        }
        let runtime = format!("{}/runtime", env!("CARGO_MANIFEST_DIR"));
        let manifest = format!(
            "[package]\nname = \"everything\"\nedition = \"2024\"\n\n[dependencies]\nclient = {{ path = \"client\" }}\n\
             client-runtime = {{ path = {runtime:?} }}\nserde_json = \"1\"\n\n[workspace]\nexclude = [\"client\"]\n"
        );
        write(&folder.join("Cargo.toml"), &manifest);
        // The versions of the workspace, all of which are there already.
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        std::fs::copy(lock, folder.join("Cargo.lock")).unwrap();
        for (name, text) in &modules {
            write(&folder.join(format!("src/{name}.rs")), text);
        }
        Self { folder, modules }
    }

    /// The modules that don't compile, with their first errors. The compiler stops after some kinds of errors, so the
    /// modules with errors are left out and the rest is compiled again until it has none.
    pub(crate) fn failures(&self) -> BTreeMap<String, String> {
        let mut failures = BTreeMap::new();
        loop {
            let open: BTreeSet<&String> = self
                .modules
                .keys()
                .filter(|name| !failures.contains_key(*name))
                .collect();
            let list: String = open.iter().map(|name| format!("mod {name};\n")).collect();
            write(
                &self.folder.join("src/main.rs"),
                &format!("{MAIN}{list}fn main() {{}}\n"),
            );
            let found = self.check();
            if found.is_empty() {
                return failures;
            }
            failures.extend(found);
        }
    }

    fn check(&self) -> BTreeMap<String, String> {
        let output = Command::new(env!("CARGO"))
            .args(["check", "--offline", "--quiet", "--message-format=json"])
            .current_dir(&self.folder)
            .env(
                "CARGO_TARGET_DIR",
                Path::new(env!("CARGO_TARGET_TMPDIR")).join("build"),
            )
            .output()
            .unwrap();
        let mut found = BTreeMap::new();
        let mut others = String::new();
        for message in serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Value>() {
            let message = &message.unwrap()["message"];
            if message["level"] != "error" {
                continue;
            }
            let text = message["message"].as_str().unwrap_or_default().to_owned();
            let spans = message["spans"].as_array().into_iter().flatten();
            let mut files = spans.filter_map(|span| span["file_name"].as_str());
            match files.find_map(|file| file.strip_prefix("src/")?.strip_suffix(".rs")) {
                Some(module) if module != "main" => {
                    found.entry(module.to_owned()).or_insert(text);
                }
                _ => others.push_str(&text),
            }
        }
        assert!(
            output.status.success() || !found.is_empty(),
            "{others}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        found
    }
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}
