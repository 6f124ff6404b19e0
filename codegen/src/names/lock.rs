//! `names.yaml`: what generated items are called, remembered from run to run.
//!
//! An entry has a name and the places where the type is used: a part of an operation, or a part of another type. No place
//! depends on the order of a list. People rename a type by changing its name wherever the file has it. A few properties or
//! values and a digest of the structure show whether a type is still the same, and which part of it is when it splits.

mod read;
mod renames;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostics;
use crate::ir::Status;

/// The file's name in the spec folder.
pub const FILE: &str = "names.yaml";

/// How the sites of types that come from operations end: a request body in one of several media types, a success whose
/// body depends on the status.
const OWN_ROLES: [&str; 2] = [" body", " response"];

/// What is remembered, by API folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    apis: BTreeMap<String, Memory>,
}

/// What is remembered of an API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// The operations, by operationId.
    pub operations: BTreeMap<String, KnownOperation>,
    /// The error types, by name: the body of each status as Rust spells it.
    pub errors: BTreeMap<String, BTreeMap<String, String>>,
    /// The types, by name.
    pub types: BTreeMap<String, KnownType>,
    /// The names in a file of the first format, with the positions that each is anchored at.
    pub anchors: BTreeMap<String, Vec<String>>,
    /// What the pages have no more.
    pub gone: BTreeSet<String>,
}

/// What is remembered of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownOperation {
    /// `get`; empty if unknown.
    pub method: String,
    /// `/access-profiles/{id}`
    pub path: String,
    /// The module of its tag.
    pub module: String,
    /// Its function.
    pub function: String,
    /// Its error type.
    pub errors: Option<String>,
    /// The required parameters that aren't in the path, in the order of the function's arguments: `query from`.
    pub arguments: Vec<String>,
}

/// What is remembered of a type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownType {
    /// Its title.
    pub title: Option<String>,
    /// All properties of an object or values of an enum, in the order in which they came.
    pub members: Vec<String>,
    /// The identifiers of members that have them only because of other members.
    pub idents: BTreeMap<String, String>,
    /// Some of the properties of a union's branches.
    pub properties: Vec<String>,
    /// Some of the values of an enum, in files that don't have all.
    pub values: Vec<String>,
    /// A digest of its structure.
    pub shape: Option<String>,
    /// Properties that are an `Option` because of what they were before, although the pages ask for another type.
    pub options: BTreeSet<String>,
    /// Names that it had before: aliases until they are pruned.
    pub formerly: BTreeSet<String>,
    /// Modules that it was reachable in and whose operations no longer use it.
    pub modules: BTreeSet<String>,
    /// Where it is used.
    pub uses: BTreeSet<String>,
}

impl Lock {
    /// Reads the file's text; what is wrong with it is an error with the entry's name.
    pub fn read(text: &str, diagnostics: &mut Diagnostics) -> Self {
        Self {
            apis: read::read(text, diagnostics),
        }
    }

    /// The file's text.
    pub fn write(&self) -> String {
        write::write(&self.apis)
    }

    /// What is remembered of an API.
    pub fn memory(&self, folder: &str) -> Memory {
        self.apis.get(folder).cloned().unwrap_or_default()
    }

    /// Replaces what is remembered of an API.
    pub fn set_memory(&mut self, folder: &str, memory: Memory) {
        self.apis.insert(folder.to_owned(), memory);
    }

    /// Drops aliases, paths and error statuses that are only kept for users of earlier versions.
    pub fn drop_former(&mut self) {
        for memory in self.apis.values_mut() {
            for known in memory.types.values_mut() {
                known.options.clear();
                known.formerly.clear();
                known.modules.clear();
            }
            for statuses in memory.errors.values_mut() {
                statuses.clear();
            }
        }
    }

    /// Drops what the pages have no more. `folders` are the APIs of the pages.
    pub fn drop_gone(&mut self, folders: &BTreeSet<String>) {
        self.apis.retain(|folder, _| folders.contains(folder));
        for memory in self.apis.values_mut() {
            let gone = std::mem::take(&mut memory.gone);
            memory.types.retain(|name, _| !gone.contains(name));
            memory.errors.retain(|name, _| !gone.contains(name));
            memory.operations.retain(|id, _| !gone.contains(id));
        }
    }
}

impl KnownType {
    /// Whether nothing is remembered by which the type could be recognized.
    pub fn is_bare(&self) -> bool {
        self.members().next().is_none()
    }

    /// Whether a type that is known to have others doesn't have a property.
    pub fn is_new(&self, property: &str) -> bool {
        !self.members.is_empty() && self.members.iter().all(|each| each != property)
    }

    /// The properties and values that are remembered.
    pub fn members(&self) -> impl Iterator<Item = &String> {
        let samples = self.properties.iter().chain(&self.values);
        self.members.iter().chain(samples)
    }
}

impl Memory {
    /// The operationIds by method and path.
    pub fn ids_by_path(&self) -> BTreeMap<(&str, &str), &str> {
        let operations = self.operations.iter();
        operations
            .map(|(id, known)| ((known.method.as_str(), known.path.as_str()), id.as_str()))
            .collect()
    }

    /// The names of all types, but for error types.
    pub fn type_names(&self) -> impl Iterator<Item = &String> {
        self.types.keys().chain(self.anchors.keys())
    }

    /// Whether a type comes from an operation and not from a schema.
    pub fn is_of_operation(&self, name: &str) -> bool {
        let uses = self.types.get(name).map(|known| &known.uses);
        let is_own = |site: &String| OWN_ROLES.iter().any(|role| site.ends_with(role));
        uses.is_some_and(|uses| uses.iter().any(is_own))
    }

    /// The types that were part of something sent.
    pub fn sent(&self) -> BTreeSet<&str> {
        let mut sent = BTreeSet::new();
        let mut open: Vec<&str> = Vec::new();
        let mut parts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, known) in &self.types {
            for site in &known.uses {
                match site.split_once(' ') {
                    // `error 404`, `getUser 200`, `getUser default`
                    Some((id, part)) => {
                        let key = part.split([' ', '[', '{']).next().unwrap_or_default();
                        if id != "error" && Status::parse(key).is_none() {
                            open.push(name);
                        }
                    }
                    None => parts
                        .entry(owner(&self.operations, site))
                        .or_default()
                        .push(name),
                }
            }
        }
        while let Some(name) = open.pop() {
            if sent.insert(name) {
                open.extend(parts.get(name).into_iter().flatten());
            }
        }
        sent
    }

    /// Every name that is taken: those of types and error types, and the aliases.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        let aliases = self.types.values().flat_map(|known| &known.formerly);
        self.type_names().chain(self.errors.keys()).chain(aliases)
    }
}

/// The type that a site is a part of, or nothing if it is a part of an operation. An operation's id comes before a space,
/// and can contain anything.
pub fn owner<'a>(operations: &BTreeMap<String, KnownOperation>, site: &'a str) -> &'a str {
    let mut ids = site.match_indices(' ').map(|(end, _)| site.split_at(end).0);
    if ids.any(|id| operations.contains_key(id)) {
        return "";
    }
    let end = site.find(|each: char| !each.is_ascii_alphanumeric());
    match end {
        Some(end) if !site.get(end..).is_some_and(|rest| rest.starts_with(' ')) => {
            site.get(..end).unwrap_or_default()
        }
        _ => "",
    }
}
