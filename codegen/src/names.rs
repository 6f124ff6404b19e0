//! Names: the only place where the identifiers of the generated crate are made.
//!
//! Input: the types of an API, the evidence on them, and the names that they had before. Output: [`TypeNames`], a name
//! for each type, unique within the API, and why it has it. Names that `names.yaml` remembers come first; then the types
//! climb down the ladder of [`candidates::Rung`], and on each rung the type with the most uses takes a name that several
//! want.

pub mod candidates;
mod former;
pub mod idents;
mod lexicon;
pub mod lock;
pub mod members;
pub mod operation_words;
mod own_types;
pub mod tag_modules;
pub mod words;

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::input::docs_set::Api;
use crate::ir::TypeId;
use crate::lower::Lowered;
use crate::merge::{ClassId, Types};
use crate::pointer::pointer_push;
use crate::position::Position;
use crate::recall::Recalled;
use crate::recall::shape::Likeness;
use crate::type_refs::TypeRefs;
use crate::uses::Uses;
use candidates::{Candidates, Rung};
use words::Vocabulary;

pub use own_types::name_operation_types;

/// The names of an API's types.
#[derive(Clone, Debug, Default)]
pub struct TypeNames {
    names: BTreeMap<ClassId, String>,
    reasons: BTreeMap<ClassId, Reason>,
    /// The names of types that come from operations.
    of_operations: BTreeMap<TypeId, String>,
    /// The names that types had before, by their present name.
    former: BTreeMap<String, BTreeSet<String>>,
    taken: BTreeSet<String>,
    /// How often each name was wanted after nothing else was free.
    repeated: BTreeMap<String, usize>,
}

/// Why a type has its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is in `names.yaml`.
    Remembered,
    /// The evidence.
    Rung(Rung),
}

/// Names that have a meaning in generated code or in Rust's prelude.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "Api", "Arc", "AsMut", "AsRef", "BTreeMap", "Binary", "Body", "Box", "ByteStream", "Client",
    "Clone", "Copy", "Date", "Debug", "Decoded", "Default", "Deserialize", "Display",
    "DoubleEndedIterator", "Drop", "Duration", "Empty", "Eq", "Err", "Error", "ErrorBody",
    "ExactSizeIterator", "Extend", "File", "Fn", "FnMut", "FnOnce", "From", "FromIterator", "Hash",
    "Into", "IntoFuture", "IntoIterator", "IntoNullableList", "IntoOption", "Items", "Iterator",
    "Json", "Map", "Method", "Misfit", "Multipart", "New", "None", "Nullable", "Number", "Ok",
    "Operation", "Option", "Ord", "Pages", "Paging", "PartialEq", "PartialOrd", "Request",
    "Response", "Result", "Self", "Send", "Serialize", "Server", "Sized", "Some", "Stream",
    "String", "Style", "Sync", "Text", "Timestamp", "ToOwned", "ToString", "TryFrom", "TryInto",
    "Unpin", "Value", "Vec",
];

impl TypeNames {
    /// The name of a class that has uses.
    pub fn of(&self, class: ClassId) -> Option<&str> {
        self.names.get(&class).map(String::as_str)
    }

    /// The name of any type.
    pub fn of_type(&self, id: TypeId, refs: &TypeRefs<'_>) -> Option<&str> {
        match refs.class(id) {
            Some(class) => self.of(class),
            None => self.of_operation_type(id),
        }
    }

    /// The class with a name.
    pub fn class(&self, name: &str) -> Option<ClassId> {
        let mut named = self.names.iter();
        let found = named.find(|(_, known)| *known == name);
        found.map(|(class, _)| *class)
    }

    /// The name of a type that comes from operations.
    pub fn of_operation_type(&self, id: TypeId) -> Option<&str> {
        self.of_operations.get(&id).map(String::as_str)
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
        if !self.is_free(&last) {
            last = self.variant(&last);
        }
        self.taken.insert(last.to_lowercase());
        last
    }

    /// `NameVariant`, `NameVariantB`, `NameVariantC` and so on: the first that is free.
    fn variant(&mut self, name: &str) -> String {
        let mut count = self.repeated.get(name).copied().unwrap_or_default();
        loop {
            let variant = format!("{name}Variant{}", letters(count));
            count += 1;
            if self.is_free(&variant) {
                self.repeated.insert(name.to_owned(), count);
                return variant;
            }
        }
    }

    fn is_free(&self, name: &str) -> bool {
        !RESERVED.contains(&name) && !self.taken.contains(&name.to_lowercase())
    }

    fn assign(&mut self, class: ClassId, name: String, reason: Reason) {
        self.taken.insert(name.to_lowercase());
        self.names.insert(class, name);
        self.reasons.insert(class, reason);
    }
}

/// Nothing for 0, then `B` to `Z`, `BA` to `BZ` and so on: the digits of a number to base 26.
fn letters(mut number: usize) -> String {
    let mut digits = Vec::new();
    while number > 0 {
        digits.extend(char::from_digit((number % 26) as u32 + 10, 36));
        number /= 26;
    }
    digits.iter().rev().map(char::to_ascii_uppercase).collect()
}

/// Names all types of an API.
pub fn name_types(
    api: &Api,
    lowered: &Lowered,
    types: &Types,
    uses: &Uses,
    vocabulary: &Vocabulary,
    recalled: &Recalled,
    diagnostics: &mut Diagnostics,
) -> TypeNames {
    let mut names = TypeNames::default();
    remembered(api, lowered, types, uses, recalled, &mut names, diagnostics);
    let mut ladder = Ladder {
        candidates: Candidates::new(api, &lowered.graph, types, uses, vocabulary),
        uses,
        names,
    };
    for rung in Rung::ALL {
        match rung {
            Rung::Owner => ladder.climb_owners(),
            Rung::Longer => {
                // Some types were not named on the owner's rung because their owner was not; now it is.
                ladder.climb_owners();
                while ladder.climb(Rung::Longer) {
                    ladder.climb_owners();
                }
            }
            Rung::Path => ladder.name_the_rest(),
            _ => {
                ladder.climb(rung);
            }
        }
    }
    ladder.names
}

/// The naming of types, rung by rung.
struct Ladder<'a> {
    candidates: Candidates<'a>,
    uses: &'a Uses,
    names: TypeNames,
}

impl<'a> Ladder<'a> {
    /// Offers a rung's names to all types without a name; returns whether any of them took one.
    fn climb(&mut self, rung: Rung) -> bool {
        let mut claims = self.claims(rung);
        claims.sort_by(Claim::strongest_first);
        if rung == Rung::Resource {
            // What a GET returns is the resource, before an item of a list, however many operations return something
            // else. The sort is stable.
            claims.sort_by_key(|claim| (!claim.is_read, claim.is_read_item));
        }
        let contested = match rung {
            Rung::Property => contested(&claims),
            _ => BTreeSet::new(),
        };
        let mut progress = false;
        for Claim { class, wanted, .. } in claims {
            let mut free = wanted
                .into_iter()
                .filter(|name| self.names.is_free(name) && !contested.contains(name));
            if let Some(name) = free.next() {
                self.names.assign(class, name, Reason::Rung(rung));
                progress = true;
            }
        }
        progress
    }

    /// A type on the owner's rung waits for its owner's name, so the rung is tried until it names nothing more.
    fn climb_owners(&mut self) {
        loop {
            let progress = self.climb(Rung::Owner);
            if !progress {
                return;
            }
        }
    }

    /// The last rung takes its names one by one, and makes them longer where they aren't free.
    fn name_the_rest(&mut self) {
        let classes = self.uses.classes().map(|(class, _)| class);
        let mut unnamed: Vec<ClassId> = classes.collect();
        loop {
            unnamed.retain(|class| self.names.of(*class).is_none());
            let count = unnamed.len();
            // What has nothing but an owner waits for the owner's name.
            unnamed.retain(|class| !self.take_last(*class));
            if unnamed.len() == count {
                break;
            }
        }
        for class in unnamed {
            let name = self.names.take(std::iter::empty());
            self.names.assign(class, name, Reason::Rung(Rung::Path));
        }
    }

    /// Takes a name of the last rung, if it offers any.
    fn take_last(&mut self, class: ClassId) -> bool {
        let wanted = self.candidates.at(Rung::Path, class, &self.names.names);
        if wanted.is_empty() {
            return false;
        }
        let name = self.names.take(wanted.into_iter());
        self.names.assign(class, name, Reason::Rung(Rung::Path));
        true
    }

    /// What the types without a name could be called.
    fn claims(&self, rung: Rung) -> Vec<Claim<'a>> {
        let mut claims = Vec::new();
        for (class, evidence) in self.uses.classes() {
            if self.names.of(class).is_some() {
                continue;
            }
            let wanted = self.candidates.at(rung, class, &self.names.names);
            if !wanted.is_empty() {
                claims.push(Claim {
                    operations: evidence.operations.len(),
                    is_read: self.candidates.is_read(evidence),
                    is_read_item: self.candidates.is_read_item(evidence),
                    positions: evidence.positions.len(),
                    first: evidence.positions.first(),
                    class,
                    wanted,
                });
            }
        }
        claims
    }
}

/// The names that a type could have, best first, and what gives it precedence over other types.
struct Claim<'a> {
    operations: usize,
    is_read: bool,
    is_read_item: bool,
    positions: usize,
    first: Option<&'a Position>,
    class: ClassId,
    wanted: Vec<String>,
}

impl Claim<'_> {
    /// More operations, then an operation that reads the type, then more positions, then the earlier position.
    fn strongest_first(one: &Self, other: &Self) -> Ordering {
        let descending = other.operations.cmp(&one.operations);
        descending
            .then(other.is_read.cmp(&one.is_read))
            .then(other.positions.cmp(&one.positions))
            .then(one.first.cmp(&other.first))
            .then(one.class.cmp(&other.class))
    }
}

/// The property names that are too general, because several types want them: each of these types takes its owner's name
/// as well, unless one is used far more than the others. The claims are sorted, strongest first.
fn contested(claims: &[Claim<'_>]) -> BTreeSet<String> {
    let mut strongest: BTreeMap<&String, usize> = BTreeMap::new();
    let mut contested = BTreeSet::new();
    for claim in claims {
        let Some(name) = claim.wanted.first() else {
            continue;
        };
        match strongest.get(name) {
            None => {
                strongest.insert(name, claim.operations);
            }
            Some(most) if claim.operations * 2 > *most => {
                contested.insert(name.clone());
            }
            Some(_) => {}
        }
    }
    contested
}

/// How good the claim of a type to a remembered name is; what comes first counts most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Strength {
    likeness: Likeness,
    known_sites: usize,
    positions: usize,
}

/// Gives the remembered names. Where schemas of one name are several types after all, it goes to the type that is most
/// like what it was; of equal types to the one that has most of the remembered use sites.
fn remembered(
    api: &Api,
    lowered: &Lowered,
    types: &Types,
    uses: &Uses,
    recalled: &Recalled,
    names: &mut TypeNames,
    diagnostics: &mut Diagnostics,
) {
    // A name whose type is gone is not given to another type, because its own may come back.
    let known = recalled.memory.names();
    names.taken.extend(known.map(|name| name.to_lowercase()));
    let mut claims: Vec<(&str, Reverse<Strength>, ClassId)> = Vec::new();
    for (class, uses) in uses.classes() {
        let members = types.members(class);
        if let Some(&node) = members.first()
            && let Some(name) = recalled.name(node)
        {
            let strength = Strength {
                likeness: recalled.likeness(&lowered.graph, node),
                known_sites: recalled.known_sites(members),
                positions: uses.positions.len(),
            };
            claims.push((name, Reverse(strength), class));
        }
    }
    claims.sort_unstable();
    claims.dedup_by_key(|(name, ..)| *name);
    for &(name, _, class) in &claims {
        names.assign(class, name.to_owned(), Reason::Remembered);
        if recalled.foreign.contains(name) {
            let message = format!(
                "the type that `{name}` names has nothing in common with the one that it named before"
            );
            let diagnostic = Diagnostic::new(Code::ForeignName, lock::FILE, message)
                .at(pointer_push(&pointer_push("", &api.folder), name))
                .help("if it is another type, give it another name in this entry");
            diagnostics.push(diagnostic);
        }
    }
    let given: BTreeSet<&str> = claims.iter().map(|(name, ..)| *name).collect();
    report_stale(api, recalled, &given, diagnostics);
}

/// Reports the remembered names that no type has.
fn report_stale(
    api: &Api,
    recalled: &Recalled,
    given: &BTreeSet<&str>,
    diagnostics: &mut Diagnostics,
) {
    for name in recalled.memory.type_names() {
        if given.contains(name.as_str()) || recalled.memory.is_of_operation(name) {
            continue;
        }
        let message = format!("`{name}` no longer matches any type of the pages");
        let diagnostic = Diagnostic::new(Code::StaleName, lock::FILE, message)
            .at(pointer_push(&pointer_push("", &api.folder), name))
            .help("keep the entry if the type may come back; `--prune` drops it");
        diagnostics.push(diagnostic);
    }
}
