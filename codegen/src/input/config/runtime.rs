//! `package.runtime`: how the crate gets the runtime.

use semver::VersionReq;
use serde::Deserialize;

use crate::ir::{GitReference, Runtime};
use crate::runtime::VERSION;

/// What to do about any problem.
pub const HELP: &str = "write `inline`, `version`, or one of `version`, `git` and `path` with its value; `path` can be added to \
                               `version`, and one of `rev`, `tag` and `branch` to `git`";

/// A word, or a mapping as in `Cargo.toml`.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected `inline`, `version`, or a mapping with `version`, `git` or `path`"
)]
pub(super) enum RuntimeEntry {
    Word(String),
    Table(RuntimeTable),
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RuntimeTable {
    version: Option<String>,
    path: Option<String>,
    git: Option<String>,
    branch: Option<String>,
    rev: Option<String>,
    tag: Option<String>,
}

/// Reads the spelling of a command line: `inline`, `version`, or the keys of the settings, such as `version=0.1,path=DIR`.
///
/// # Errors
///
/// What is wrong.
pub fn parse_runtime(text: &str) -> Result<Runtime, String> {
    if !text.contains('=') {
        return RuntimeEntry::Word(text.to_owned()).into_runtime();
    }
    let mut table = RuntimeTable::default();
    for part in text.split(',') {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let place = match key {
            "version" => &mut table.version,
            "path" => &mut table.path,
            "git" => &mut table.git,
            "branch" => &mut table.branch,
            "rev" => &mut table.rev,
            "tag" => &mut table.tag,
            _ => return Err(format!("{key:?} isn't a key")),
        };
        *place = Some(value.to_owned());
    }
    RuntimeEntry::Table(table).into_runtime()
}

impl RuntimeEntry {
    pub(super) fn into_runtime(self) -> Result<Runtime, String> {
        match self {
            Self::Word(word) => match word.as_str() {
                "inline" => Ok(Runtime::Inline),
                "version" => Ok(Runtime::Version {
                    version: VERSION.to_owned(),
                    path: None,
                }),
                _ => Err(format!("{word:?} isn't a way to get the runtime")),
            },
            Self::Table(table) => table.into_runtime(),
        }
    }
}

impl RuntimeTable {
    fn into_runtime(self) -> Result<Runtime, String> {
        let references = [
            ("branch", self.branch),
            ("rev", self.rev),
            ("tag", self.tag),
        ];
        let mut references: Vec<GitReference> = references
            .into_iter()
            .filter_map(|(kind, name)| Some(GitReference { kind, name: name? }))
            .collect();
        let reference = references.pop();
        let texts = [&self.version, &self.path, &self.git].into_iter().flatten();
        let texts = texts.chain(reference.as_ref().map(|reference| &reference.name));
        if !references.is_empty() {
            return Err("a commit is named by one of `branch`, `rev` and `tag`".to_owned());
        }
        for text in texts {
            if text.is_empty() || text.contains(|char: char| char.is_control()) {
                return Err(format!("{text:?} isn't a valid value"));
            }
        }
        match (self.version, self.git, self.path, reference) {
            (Some(version), None, path, None) => match VersionReq::parse(&version) {
                Ok(_) => Ok(Runtime::Version { version, path }),
                Err(error) => Err(format!("{version:?} isn't a version requirement: {error}")),
            },
            (None, Some(url), None, reference) => Ok(Runtime::Git { url, reference }),
            (None, None, Some(path), None) => Ok(Runtime::Path(path)),
            _ => Err("these keys don't go together".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_is_read() {
        let version = |version: &str, path: Option<&str>| Runtime::Version {
            version: version.to_owned(),
            path: path.map(str::to_owned),
        };
        let git = |reference| Runtime::Git {
            url: "https://example.com/r".to_owned(),
            reference,
        };
        let tag = GitReference {
            kind: "tag",
            name: "v1".to_owned(),
        };
        let ways = [
            ("inline", Runtime::Inline),
            ("version", version(VERSION, None)),
            ("version=0.1", version("0.1", None)),
            ("version=0.1,path=../r", version("0.1", Some("../r"))),
            ("path=../r", Runtime::Path("../r".to_owned())),
            ("git=https://example.com/r", git(None)),
            ("git=https://example.com/r,tag=v1", git(Some(tag))),
        ];
        for (text, way) in ways {
            assert_eq!(parse_runtime(text), Ok(way), "{text}");
        }
    }

    #[test]
    fn what_does_not_go_together_is_refused() {
        let wrong = [
            "",
            "vendored",
            "version=a.b",
            "path=",
            "tag=v1",
            "path=../r,tag=v1",
            "git=https://example.com/r,version=1",
            "git=https://example.com/r,tag=v1,rev=abc",
            "url=https://example.com/r",
        ];
        for text in wrong {
            assert!(parse_runtime(text).is_err(), "{text}");
        }
    }
}
