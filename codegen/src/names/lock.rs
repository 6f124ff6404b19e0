//! `names.yaml`: the names that types have, remembered from run to run.
//!
//! An entry is a name and up to three schema positions that anchor it. Not a hash of the type's shape: a type that gets a
//! field keeps its name. People rename a type by changing the name of its entry.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::Value;

use super::words::is_keyword;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// How many positions anchor a name: enough that a page can go without the name going with it.
const ANCHORS: usize = 3;

/// The file's name in the spec folder.
pub const FILE: &str = "names.yaml";

/// The end of the positions that anchor the name of an error type: it stands for all error responses of an operation.
pub const ERRORS: &str = "#/responses";

const HEADER: &str = "\
# The names of the generated types, remembered from one run to the next: `cargo xtask codegen` adds what is new, at the
# end of a run that succeeds, and changes nothing else. Each name is followed by schema positions that hold it in place.
# To rename a type, change its name here and run `cargo xtask codegen`. To drop entries whose types are gone, add `--prune`.
";

/// Names and their anchors, by API folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    apis: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// The names that were remembered in this run, by API folder.
    live: BTreeSet<(String, String)>,
}

impl Lock {
    /// Reads the file's text; what is wrong with it is an error with the entry's name.
    pub fn read(text: &str, diagnostics: &mut Diagnostics) -> Self {
        let mut lock = Self::default();
        let apis = match serde_yaml::from_str(text) {
            Ok(Value::Mapping(apis)) => apis,
            Ok(Value::Null) => return lock,
            Ok(_) => {
                complain(
                    diagnostics,
                    "",
                    "the file is no mapping from API folders to names".to_owned(),
                );
                return lock;
            }
            Err(error) => {
                complain(
                    diagnostics,
                    "",
                    format!("the file is no valid YAML: {error}"),
                );
                return lock;
            }
        };
        for (folder, names) in apis {
            let folder = folder.as_str().unwrap_or_default().to_owned();
            match names {
                Value::Mapping(names) => lock.read_api(&folder, names, diagnostics),
                Value::Null => {}
                _ => complain(
                    diagnostics,
                    &folder,
                    "the API is no mapping from names to positions".to_owned(),
                ),
            }
        }
        lock
    }

    fn read_api(
        &mut self,
        folder: &str,
        names: serde_yaml::Mapping,
        diagnostics: &mut Diagnostics,
    ) {
        let mut owners: BTreeMap<String, String> = BTreeMap::new();
        for (name, anchors) in names {
            let name = name.as_str().unwrap_or_default().to_owned();
            let at = format!("{folder}/{name}");
            if !is_type_name(&name) {
                complain(
                    diagnostics,
                    &at,
                    format!(
                        "`{name}` can't be the name of a Rust type: write it like `AccessProfile`"
                    ),
                );
                continue;
            }
            let anchors: Option<Vec<String>> = match anchors {
                Value::Sequence(anchors) => anchors
                    .into_iter()
                    .map(|anchor| anchor.as_str().map(str::to_owned))
                    .collect(),
                _ => None,
            };
            let Some(anchors) = anchors else {
                complain(
                    diagnostics,
                    &at,
                    format!("`{name}` is not followed by a list of schema positions"),
                );
                continue;
            };
            for anchor in &anchors {
                if let Some(other) = owners.insert(anchor.clone(), name.clone()) {
                    complain(
                        diagnostics,
                        &at,
                        format!("the position {anchor} is named twice: `{other}` and `{name}`"),
                    );
                }
            }
            self.apis
                .entry(folder.to_owned())
                .or_default()
                .insert(name, anchors);
        }
    }

    /// The file's text.
    pub fn write(&self) -> String {
        let mut text = HEADER.to_owned();
        for (folder, names) in &self.apis {
            text.push_str(&format!("{}:\n", serde_json::Value::from(folder.as_str())));
            for (name, anchors) in names {
                text.push_str(&format!(
                    "  {name}: {}\n",
                    serde_json::Value::from(anchors.clone())
                ));
            }
        }
        text
    }

    /// The names of an API and their anchors.
    pub fn api(&self, folder: &str) -> impl Iterator<Item = (&String, &Vec<String>)> {
        self.apis.get(folder).into_iter().flatten()
    }

    /// The name that has the most of its anchors among the positions.
    pub fn name_of(&self, folder: &str, positions: &BTreeSet<String>) -> Option<String> {
        let votes = self.api(folder).map(|(name, anchors)| {
            (
                anchors
                    .iter()
                    .filter(|anchor| positions.contains(*anchor))
                    .count(),
                std::cmp::Reverse(name),
            )
        });
        votes
            .filter(|(count, _)| *count > 0)
            .max()
            .map(|(_, std::cmp::Reverse(name))| name.clone())
    }

    /// Remembers a name. Anchors that still hold stay; those that are gone are replaced.
    pub fn remember(&mut self, folder: &str, name: &str, positions: &BTreeSet<String>) {
        self.live.insert((folder.to_owned(), name.to_owned()));
        let names = self.apis.entry(folder.to_owned()).or_default();
        let anchors = names.entry(name.to_owned()).or_default();
        anchors.retain(|anchor| positions.contains(anchor));
        for position in spread(positions) {
            if anchors.len() >= ANCHORS {
                break;
            }
            let operation = operation_of(&position);
            if !anchors
                .iter()
                .any(|anchor| operation_of(anchor) == operation)
            {
                anchors.push(position);
            }
        }
    }

    /// Forgets the names that stand for nothing any more: those that no stage remembered in this run.
    pub fn prune(&mut self) {
        for (folder, names) in &mut self.apis {
            names.retain(|name, _| self.live.contains(&(folder.clone(), name.clone())));
        }
        self.apis.retain(|_, names| !names.is_empty());
    }
}

/// One position an operation, the shortest; short ones first.
fn spread(positions: &BTreeSet<String>) -> Vec<String> {
    let mut best: BTreeMap<&str, &String> = BTreeMap::new();
    for position in positions {
        let known = best.entry(operation_of(position)).or_insert(position);
        if (position.len(), position) < (known.len(), known) {
            *known = position;
        }
    }
    let mut best: Vec<String> = best.into_values().cloned().collect();
    best.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    best
}

fn operation_of(position: &str) -> &str {
    position
        .split_once('#')
        .map_or(position, |(operation, _)| operation)
}

fn is_type_name(name: &str) -> bool {
    let starts_like_a_type = name
        .chars()
        .next()
        .is_some_and(|first| first.is_ascii_uppercase());
    starts_like_a_type
        && name
            .chars()
            .all(|character| character.is_ascii_alphanumeric())
        && !is_keyword(name)
}

fn complain(diagnostics: &mut Diagnostics, pointer: &str, message: String) {
    let pointer = if pointer.is_empty() {
        String::new()
    } else {
        format!("/{pointer}")
    };
    let help = "correct the entry; to let the generator choose a name, delete the line";
    diagnostics.push(
        Diagnostic::new(Code::BadNames, FILE, message)
            .at(pointer)
            .help(help),
    );
}
