//! Names: the only place where the identifiers of the generated crate are made up.
//!
//! Input: the types of an API, the evidence on them, and the names that they had before. Output: [`TypeNames`], a name
//! for each type, unique within the API, and why it has it. Names that `names.yaml` remembers come first; then the types
//! climb down the ladder of [`candidates::Rung`], and on each rung the type with the most uses takes a name that several
//! want.

pub mod candidates;
pub mod idents;
mod lexicon;
pub mod lock;
mod own_types;
pub mod words;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{Graph, Kind, NodeId};
use crate::input::docs_set::Api;
use crate::ir::TypeId;
use crate::lower::Lowered;
use crate::merge::{ClassId, Types};
use crate::uses::Uses;
use candidates::{Candidates, Rung};
use lock::{Anchor, Lock};
use words::Vocabulary;

pub use own_types::name_operation_types;

/// The names of an API's types.
#[derive(Clone, Debug, Default)]
pub struct TypeNames {
    names: BTreeMap<ClassId, String>,
    reasons: BTreeMap<ClassId, Reason>,
    /// The names of types that come from operations.
    of_operations: BTreeMap<TypeId, String>,
    taken: BTreeSet<String>,
}

/// Why a type has its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// `names.yaml` says so.
    Remembered,
    /// The evidence.
    Rung(Rung),
}

/// Names that generated code or Rust's prelude gives a meaning to.
const RESERVED: [&str; 63] = [
    "Api",
    "Arc",
    "AsMut",
    "AsRef",
    "Binary",
    "Box",
    "BTreeMap",
    "Body",
    "ByteStream",
    "Client",
    "Clone",
    "Copy",
    "Date",
    "Debug",
    "Decoded",
    "Default",
    "Deserialize",
    "Display",
    "DoubleEndedIterator",
    "Drop",
    "Duration",
    "Empty",
    "Eq",
    "Err",
    "Error",
    "ErrorBody",
    "ExactSizeIterator",
    "Extend",
    "File",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "Items",
    "Json",
    "Map",
    "Method",
    "Misfit",
    "Multipart",
    "None",
    "Nullable",
    "Number",
    "Ok",
    "Operation",
    "Option",
    "Ord",
    "Pages",
    "Paging",
    "PartialEq",
    "PartialOrd",
    "Request",
    "Response",
    "Result",
    "Send",
    "Serialize",
    "Server",
    "Some",
];

/// More of them, of the runtime's and of Rust's.
const RESERVED_TOO: [&str; 15] = [
    "Self",
    "Sized",
    "Stream",
    "String",
    "Style",
    "Sync",
    "Text",
    "Timestamp",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Value",
    "Vec",
];

impl TypeNames {
    /// The name of a class that has uses.
    pub fn of(&self, class: ClassId) -> Option<&str> {
        self.names.get(&class).map(String::as_str)
    }

    /// The name of a type that comes from operations.
    pub fn of_operation_type(&self, id: TypeId) -> Option<&str> {
        self.of_operations.get(&id).map(String::as_str)
    }

    /// Adds the names of the schemas' types to `names.yaml`.
    pub fn remember(&self, api: &Api, uses: &Uses, lock: &mut Lock) {
        for (class, uses) in uses.classes() {
            if let Some(name) = self.of(class) {
                let anchors = Anchor::of_all(api, &uses.positions);
                lock.remember(&api.folder, name, &anchors);
            }
        }
    }

    /// Why it has it.
    pub fn reason(&self, class: ClassId) -> Option<Reason> {
        self.reasons.get(&class).copied()
    }

    /// Takes the first of the names that is free, or makes one of them free by saying more.
    pub fn take(&mut self, mut wanted: impl Iterator<Item = String>) -> String {
        let mut last = "Unnamed".to_owned();
        if let Some(free) = wanted
            .by_ref()
            .inspect(|name| last.clone_from(name))
            .find(|name| self.is_free(name))
        {
            last = free;
        }
        while !self.is_free(&last) {
            last.push_str("Variant");
        }
        self.taken.insert(last.to_lowercase());
        last
    }

    fn is_free(&self, name: &str) -> bool {
        let reserved = RESERVED.contains(&name) || RESERVED_TOO.contains(&name);
        !reserved && !self.taken.contains(&name.to_lowercase())
    }

    fn assign(&mut self, class: ClassId, name: String, reason: Reason) {
        self.taken.insert(name.to_lowercase());
        self.names.insert(class, name);
        self.reasons.insert(class, reason);
    }
}

/// Names all types of an API.
pub fn name_types(
    api: &Api,
    lowered: &Lowered,
    types: &Types,
    uses: &Uses,
    vocabulary: &Vocabulary,
    lock: &Lock,
    diagnostics: &mut Diagnostics,
) -> TypeNames {
    let mut names = TypeNames::default();
    remembered(api, uses, lock, &mut names, diagnostics);
    let candidates = Candidates::new(api, &lowered.graph, types, uses, vocabulary);
    for rung in Rung::ALL {
        // On the owner's rung a type waits for its owner to be named.
        while climb(rung, &candidates, uses, &mut names) && rung == Rung::Owner {}
    }
    // A type in the dark of an unnamed owner is lit up by now.
    while climb(Rung::Owner, &candidates, uses, &mut names) {}
    for (class, _) in uses.classes() {
        if names.of(class).is_none() {
            let wanted = candidates.at(Rung::Path, class, &names.names);
            let name = names.take(wanted.into_iter());
            names.assign(class, name, Reason::Rung(Rung::Path));
        }
    }
    names
}

/// Lets all nameless types try a rung; tells whether any got a name.
fn climb(rung: Rung, candidates: &Candidates<'_>, uses: &Uses, names: &mut TypeNames) -> bool {
    if rung == Rung::Path {
        return false;
    }
    let mut claims = Vec::new();
    for (class, evidence) in uses
        .classes()
        .filter(|(class, _)| names.of(*class).is_none())
    {
        let wanted = candidates.at(rung, class, &names.names);
        if !wanted.is_empty() {
            let first = evidence.positions.first();
            claims.push((
                Reverse(evidence.operations.len()),
                Reverse(candidates.is_read(evidence)),
                Reverse(evidence.positions.len()),
                first,
                class,
                wanted,
            ));
        }
    }
    claims.sort();
    let contested = contested(
        rung,
        claims
            .iter()
            .map(|(size, .., wanted)| (size.0, wanted.first())),
    );
    let mut progress = false;
    for (.., class, wanted) in claims {
        let mut wanted = wanted.into_iter();
        if let Some(name) = wanted.find(|name| names.is_free(name) && !contested.contains(name)) {
            names.assign(class, name, Reason::Rung(rung));
            progress = true;
        }
    }
    progress
}

/// A property's name that several types want tells too little: each of them takes its owner's name as well, unless one is
/// used far more than the others. The claims come with their sizes, largest first.
fn contested<'a>(
    rung: Rung,
    claims: impl Iterator<Item = (usize, Option<&'a String>)>,
) -> BTreeSet<String> {
    let mut first: BTreeMap<&String, usize> = BTreeMap::new();
    let mut contested = BTreeSet::new();
    for (size, name) in claims.filter(|_| rung == Rung::Property) {
        let Some(name) = name else { continue };
        match first.get(name) {
            None => {
                first.insert(name, size);
            }
            Some(largest) if size * 2 > *largest => {
                contested.insert(name.clone());
            }
            Some(_) => {}
        }
    }
    contested
}

/// The names that `names.yaml` remembers: each goes to the type that has the most of its positions.
fn remembered(
    api: &Api,
    uses: &Uses,
    lock: &Lock,
    names: &mut TypeNames,
    diagnostics: &mut Diagnostics,
) {
    let mut owner: BTreeMap<Anchor, ClassId> = BTreeMap::new();
    for (class, uses) in uses.classes() {
        let anchors = uses
            .positions
            .iter()
            .map(|position| Anchor::of(api, position));
        owner.extend(anchors.map(|anchor| (anchor, class)));
    }
    let mut claims = Vec::new();
    for (name, anchors) in lock.api(&api.folder) {
        // A name whose type is gone is not given to another: its type may come back.
        names.taken.insert(name.to_lowercase());
        let mut votes: BTreeMap<ClassId, usize> = BTreeMap::new();
        for anchor in anchors {
            if let Some(class) = owner.get(anchor) {
                *votes.entry(*class).or_default() += 1;
            }
        }
        for (class, count) in votes {
            let size = uses.of(class).map_or(0, |uses| uses.positions.len());
            claims.push((Reverse(count), Reverse(size), name, class));
        }
    }
    claims.sort();
    let mut given = BTreeSet::new();
    for (_, _, name, class) in claims {
        if !given.contains(name) && names.of(class).is_none() {
            given.insert(name);
            names.assign(class, name.clone(), Reason::Remembered);
        }
    }
    let of_errors = |anchors: &[Anchor]| anchors.iter().any(Anchor::is_of_errors);
    for (name, _) in lock
        .api(&api.folder)
        .filter(|(name, anchors)| !given.contains(name) && !of_errors(anchors))
    {
        let message = format!("`{name}` stands for no type of the pages any more");
        let help = "keep the entry if the type may come back; `--prune` drops it";
        let at = format!("/{}/{name}", api.folder);
        diagnostics.push(
            Diagnostic::new(Code::StaleName, lock::FILE, message)
                .at(at)
                .help(help),
        );
    }
}

/// Whether a schema is an operation of JSON Patch (RFC 6902, section 4): `op` and `path`, and nothing but `value` and
/// `from` beside them.
pub fn is_json_patch(graph: &Graph, node: NodeId) -> bool {
    const OPS: [&str; 6] = ["add", "remove", "replace", "move", "copy", "test"];
    let Kind::Struct(object) = &graph.node(node).kind else {
        return false;
    };
    let known = object
        .fields
        .keys()
        .all(|key| ["op", "path", "value", "from"].contains(&key.as_str()));
    let whole = object.fields.contains_key("path") && object.fields.contains_key("value");
    let Some(op) = object.fields.get("op") else {
        return false;
    };
    let Kind::Enum(ops) = &graph.node(op.edge.target).kind else {
        return false;
    };
    let ops: Vec<&str> = ops
        .values
        .iter()
        .filter_map(serde_json::Value::as_str)
        .collect();
    known && whole && ops.contains(&"replace") && ops.iter().all(|op| OPS.contains(op))
}
