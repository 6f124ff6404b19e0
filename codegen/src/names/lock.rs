//! `names.yaml`: the names of types, kept from one run to the next.
//!
//! An entry is a name and up to three schema positions that anchor it. Positions and not a hash of the type's shape, so
//! that a type with a new field keeps its name. To rename a type, change the name of its entry.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_yaml::Value;

use super::words::is_keyword;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::input::docs_set::{Api, DocumentedOperation, OperationIndex};
use crate::pointer::pointer_push;
use crate::position::Position;

/// How many positions anchor a name: more than one, so that the name stays when a page is removed.
const ANCHORS: usize = 3;

/// The file's name in the spec folder.
pub const FILE: &str = "names.yaml";

const HEADER: &str = "\
# The names of the generated types, remembered from one run to the next: `{command}` adds what is new, at the
# end of a run that succeeds, and changes nothing else. Each name is followed by schema positions that hold it in place.
# To rename a type, change its name here and run `{command}`. To drop entries whose types are gone, add `--prune`.
";

/// What holds a name in place, as text: `operationId#/json/pointer` of a schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Anchor(String);

/// The possible anchors of one name, and the operation that each is in.
pub type Anchors = BTreeMap<Anchor, OperationIndex>;

/// The end of the anchors of an error type, which belongs to all error responses of an operation.
const ERRORS: &str = "#/responses";

impl Anchor {
    /// The anchor at a schema.
    pub fn of(api: &Api, position: &Position) -> Self {
        let operation = api.operation(position.operation());
        Self(format!("{}#{position}", operation.id))
    }

    /// The anchors at all positions of a type.
    pub fn of_all(api: &Api, positions: &BTreeSet<Position>) -> Anchors {
        positions
            .iter()
            .map(|position| (Self::of(api, position), position.operation()))
            .collect()
    }

    /// The anchor of an error type in one of its operations.
    pub fn of_errors(operation: &DocumentedOperation) -> Self {
        Self(format!("{}{ERRORS}", operation.id))
    }

    /// Whether it is the anchor of an error type.
    pub fn is_of_errors(&self) -> bool {
        self.0.ends_with(ERRORS)
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names and their anchors, by API folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    apis: BTreeMap<String, BTreeMap<String, Vec<Anchor>>>,
    /// The names that were remembered in this run, by API folder.
    live: BTreeSet<(String, String)>,
}

impl Lock {
    /// Reads the text of the file. Problems are errors that name the entry.
    pub fn read(text: &str, diagnostics: &mut Diagnostics) -> Self {
        let mut lock = Self::default();
        let apis = match serde_yaml::from_str(text) {
            Ok(Value::Mapping(apis)) => apis,
            Ok(Value::Null) => return lock,
            Ok(_) => {
                let message = "the file isn't a mapping from API folders to names";
                report(diagnostics, "", message);
                return lock;
            }
            Err(error) => {
                let message = format!("the file isn't valid YAML: {error}");
                report(diagnostics, "", message);
                return lock;
            }
        };
        for (folder, names) in apis {
            let folder = folder.as_str().unwrap_or_default().to_owned();
            match names {
                Value::Mapping(names) => lock.read_api(&folder, names, diagnostics),
                Value::Null => {}
                _ => {
                    let message = "the API isn't a mapping from names to schema positions";
                    report(diagnostics, &pointer_push("", &folder), message);
                }
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
        let mut owners: BTreeMap<Anchor, String> = BTreeMap::new();
        let mut spellings: BTreeMap<String, String> = BTreeMap::new();
        for (name, anchors) in names {
            let name = name.as_str().unwrap_or_default().to_owned();
            let at = pointer_push(&pointer_push("", folder), &name);
            if !is_type_name(&name) {
                let message = format!(
                    "`{name}` can't be the name of a Rust type: write it like `AccessProfile`"
                );
                report(diagnostics, &at, message);
                continue;
            }
            if let Some(other) = spellings.insert(name.to_lowercase(), name.clone()) {
                let message = format!("`{other}` and `{name}` differ only in upper and lower case");
                report(diagnostics, &at, message);
            }
            let Some(anchors) = read_anchors(anchors) else {
                let message = format!("`{name}` isn't followed by a list of schema positions");
                report(diagnostics, &at, message);
                continue;
            };
            for anchor in &anchors {
                if let Some(other) = owners.insert(anchor.clone(), name.clone()) {
                    let message =
                        format!("the position {anchor} has two names: `{other}` and `{name}`");
                    report(diagnostics, &at, message);
                }
            }
            self.apis
                .entry(folder.to_owned())
                .or_default()
                .insert(name, anchors);
        }
    }

    /// The file's text. `command` is what people run to write the crate.
    pub fn write(&self, command: &str) -> String {
        let mut text = HEADER.replace("{command}", command);
        for (folder, names) in &self.apis {
            text.push_str(&format!("{}:\n", serde_json::Value::from(folder.as_str())));
            for (name, anchors) in names {
                let anchors: serde_json::Value =
                    anchors.iter().map(|anchor| anchor.0.as_str()).collect();
                text.push_str(&format!("  {}: {anchors}\n", key(name)));
            }
        }
        text
    }

    /// The names of an API and their anchors.
    pub fn api(&self, folder: &str) -> impl Iterator<Item = (&String, &Vec<Anchor>)> {
        self.apis.get(folder).into_iter().flatten()
    }

    /// The name that has the most of its anchors among these.
    pub fn name_of(&self, folder: &str, anchors: &Anchors) -> Option<String> {
        let votes = self.api(folder).map(|(name, known)| {
            let count = known
                .iter()
                .filter(|anchor| anchors.contains_key(anchor))
                .count();
            (count, std::cmp::Reverse(name))
        });
        votes
            .filter(|(count, _)| *count > 0)
            .max()
            .map(|(_, std::cmp::Reverse(name))| name.clone())
    }

    /// Remembers a name. Anchors that still hold stay; those that are gone are replaced.
    pub fn remember(&mut self, folder: &str, name: &str, anchors: &Anchors) {
        self.live.insert((folder.to_owned(), name.to_owned()));
        let names = self.apis.entry(folder.to_owned()).or_default();
        let remembered = names.entry(name.to_owned()).or_default();
        remembered.retain(|anchor| anchors.contains_key(anchor));
        let mut anchored: BTreeSet<OperationIndex> = remembered
            .iter()
            .filter_map(|anchor| anchors.get(anchor).copied())
            .collect();
        // At most one anchor for each operation, the shortest first.
        let mut candidates: Vec<(&Anchor, OperationIndex)> = anchors
            .iter()
            .map(|(anchor, operation)| (anchor, *operation))
            .collect();
        candidates.sort_by_key(|(anchor, _)| (anchor.0.len(), *anchor));
        for (anchor, operation) in candidates {
            if remembered.len() < ANCHORS && anchored.insert(operation) {
                remembered.push(anchor.clone());
            }
        }
    }

    /// Removes the names without a type: those that no stage remembered in this run.
    pub fn prune(&mut self) {
        for (folder, names) in &mut self.apis {
            names.retain(|name, _| self.live.contains(&(folder.clone(), name.clone())));
        }
        self.apis.retain(|_, names| !names.is_empty());
    }
}

/// A name as a key of YAML: in quotes if it reads as something else, as `True` and `Null` do.
fn key(name: &str) -> String {
    match serde_yaml::from_str(name) {
        Ok(Value::String(_)) => name.to_owned(),
        _ => serde_json::Value::from(name).to_string(),
    }
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

fn read_anchors(value: Value) -> Option<Vec<Anchor>> {
    let Value::Sequence(anchors) = value else {
        return None;
    };
    anchors
        .into_iter()
        .map(|anchor| Some(Anchor(anchor.as_str()?.to_owned())))
        .collect()
}

fn report(diagnostics: &mut Diagnostics, pointer: &str, message: impl Into<String>) {
    diagnostics.push(
        Diagnostic::new(Code::BadNames, FILE, message)
            .at(pointer)
            .help("correct the entry; to let the generator choose a name, delete the line"),
    );
}
