//! A temporary folder with a spec folder, and commands that run in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A temporary folder.
pub(crate) struct Folder(TempDir);

/// How a command ended, and what it printed.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) printed: String,
}

impl Ended {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            printed: String::from_utf8([output.stdout, output.stderr].concat()).unwrap(),
        }
    }

    /// What a command printed that succeeded.
    #[track_caller]
    pub(crate) fn good(self) -> String {
        assert_eq!(self.code, 0, "{}", self.printed);
        self.printed
    }

    /// What a command printed that ended with a code.
    #[track_caller]
    pub(crate) fn with(self, code: i32) -> String {
        assert_eq!(self.code, code, "{}", self.printed);
        self.printed
    }
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A git repository with a spec folder, settings and a changelog, all committed.
    pub(crate) fn repository() -> Self {
        let folder = Self::new();
        folder.git(&["init", "--quiet"]);
        folder.write(
            "spec/codegen.yaml",
            "package:\n  name: client\n  version: 0.1.0\n",
        );
        folder.write("spec/names.yaml", "");
        folder.write(
            "CHANGELOG.md",
            "# Changelog\n\n## [Unreleased]\n\n- The first version.\n",
        );
        folder.page("get-pet", &["id", "name"]);
        folder.codegen();
        folder.commit("The first version");
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    /// Writes the page of an operation that returns a struct with these properties.
    pub(crate) fn page(&self, name: &str, properties: &[&str]) {
        let properties: Vec<String> = properties
            .iter()
            .map(|name| format!(r#""{name}": {{"type": "string"}}"#))
            .collect();
        let schema = format!(
            r#"{{"title": "Pet", "type": "object", "properties": {{{}}}}}"#,
            properties.join(", ")
        );
        let api = format!(
            r#"{{"operationId": "{name}", "method": "get", "path": "/{name}", "responses": {{"200": {{"description": "", "content": {{"application/json": {{"schema": {schema}}}}}}}}}}}"#
        );
        self.write(
            &format!("spec/v1/{name}.api.mdx"),
            &format!("---\nid: {name}\napi: {api}\n---\n"),
        );
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_openapi-crate"));
        command.args(arguments).current_dir(self.path());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(self.command(arguments).output().unwrap())
    }

    /// Compares with the spec folder in the working tree.
    pub(crate) fn diff(&self, arguments: &[&str]) -> Ended {
        self.run(&[&["diff", "--to", "spec"], arguments].concat())
    }

    pub(crate) fn codegen(&self) -> String {
        self.run(&["codegen", "--spec", "spec", "--out", "out"])
            .good()
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
            .args(arguments)
            .current_dir(self.path())
            .output();
        Ended::of(output.unwrap()).good()
    }

    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// Every file below a folder, but for those of git.
    pub(crate) fn tree(&self, path: &str) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let mut open = vec![self.path().join(path)];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.extend((!path.ends_with(".git")).then_some(path));
                } else {
                    let name = path.strip_prefix(self.path()).unwrap();
                    let text = fs::read_to_string(&path).unwrap();
                    found.insert(name.display().to_string(), text);
                }
            }
        }
        found
    }
}
