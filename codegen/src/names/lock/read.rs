//! Reading `names.yaml`, in the present format and in the first one, which anchored names at positions of pages.

use std::collections::BTreeMap;

use serde_yaml::{Mapping, Value};

use super::{FILE, KnownOperation, KnownType, Memory, renames};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::names::words::{is_keyword, unreserved};
use crate::pointer::pointer_push;

/// The end of the anchors of an error type in the first format.
const ERRORS: &str = "#/responses";

pub(super) fn read(text: &str, diagnostics: &mut Diagnostics) -> BTreeMap<String, Memory> {
    let mut reader = Reader { diagnostics };
    let apis = match serde_yaml::from_str(text) {
        Ok(Value::Mapping(apis)) => apis,
        Ok(Value::Null) => Mapping::default(),
        Ok(_) => {
            reader.report("", "the file isn't a mapping from API folders to names");
            Mapping::default()
        }
        Err(error) => {
            reader.report("", format!("the file isn't valid YAML: {error}"));
            Mapping::default()
        }
    };
    let entries = apis.into_iter().map(|(folder, api)| {
        let folder = text_of(&folder);
        let memory = reader.api(&pointer_push("", &folder), api);
        (folder, memory)
    });
    entries.collect()
}

struct Reader<'a> {
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn api(&mut self, at: &str, api: Value) -> Memory {
        let mut memory = Memory::default();
        for (key, value) in self.mapping(at, api) {
            let key = text_of(&key);
            let at = pointer_push(at, &key);
            match key.as_str() {
                "operations" => memory.operations = self.operations(&at, value),
                "errors" => memory.errors = self.errors(&at, value),
                "types" => memory.types = self.types(&at, value),
                _ => self.anchors(&at, &key, value, &mut memory),
            }
        }
        self.check_unique(at, &memory);
        for (name, place) in renames::complete(&mut memory) {
            let message = format!("`{name}` has no entry, but `{place}` has the name");
            self.report(&pointer_push(at, &name), message);
        }
        memory
    }

    fn operations(&mut self, at: &str, value: Value) -> BTreeMap<String, KnownOperation> {
        let mut operations = BTreeMap::new();
        for (id, value) in self.mapping(at, value) {
            let id = text_of(&id);
            let at = pointer_push(at, &id);
            let mut known = KnownOperation::default();
            for (key, value) in self.mapping(&at, value) {
                let text = text_of(&value);
                match text_of(&key).as_str() {
                    "path" => {
                        let (method, path) = text.split_once(' ').unwrap_or(("", &text));
                        known.method = method.to_lowercase();
                        known.path = path.to_owned();
                    }
                    "function" => {
                        let (module, function) = text.split_once("::").unwrap_or(("", &text));
                        known.module = module.to_owned();
                        known.function = function.to_owned();
                    }
                    "errors" => known.errors = Some(text),
                    "arguments" => known.arguments = self.list(&at, value),
                    other => {
                        self.report_key(&at, other, "path, function, errors and arguments");
                    }
                }
            }
            if !is_function_name(&known.function) {
                let message = format!("`{}` isn't the name of a Rust function", known.function);
                self.report(&at, message);
            }
            operations.insert(id, known);
        }
        operations
    }

    fn errors(&mut self, at: &str, value: Value) -> BTreeMap<String, BTreeMap<String, String>> {
        let mut errors = BTreeMap::new();
        for (name, value) in self.mapping(at, value) {
            let name = text_of(&name);
            let at = pointer_push(at, &name);
            let statuses = self.mapping(&at, value).into_iter();
            let statuses = statuses.map(|(status, body)| (text_of(&status), text_of(&body)));
            let statuses = statuses.collect();
            if self.is_type_name(&at, &name) {
                errors.insert(name, statuses);
            }
        }
        errors
    }

    fn types(&mut self, at: &str, value: Value) -> BTreeMap<String, KnownType> {
        let mut types = BTreeMap::new();
        for (name, value) in self.mapping(at, value) {
            let name = text_of(&name);
            let at = pointer_push(at, &name);
            let known = self.known_type(&at, value);
            if self.is_type_name(&at, &name) {
                types.insert(name, known);
            }
        }
        types
    }

    fn known_type(&mut self, at: &str, value: Value) -> KnownType {
        let mut known = KnownType::default();
        for (key, value) in self.mapping(at, value) {
            match text_of(&key).as_str() {
                "title" => known.title = Some(text_of(&value)),
                "shape" => known.shape = Some(text_of(&value)),
                "members" => known.members = self.list(at, value),
                "idents" => known.idents = self.idents(at, value),
                "properties" => known.properties = self.list(at, value),
                "values" => known.values = self.list(at, value),
                "formerly" => {
                    known.formerly = self.list(at, value).into_iter().collect();
                    for name in &known.formerly {
                        self.is_type_name(at, name);
                    }
                }
                "options" => known.options = self.list(at, value).into_iter().collect(),
                "modules" => known.modules = self.list(at, value).into_iter().collect(),
                "uses" => known.uses = self.list(at, value).into_iter().collect(),
                other => self.report_key(
                    at,
                    other,
                    "title, members, idents, properties, values, shape, options, formerly, modules and uses",
                ),
            }
        }
        known
    }

    fn idents(&mut self, at: &str, value: Value) -> BTreeMap<String, String> {
        let mut idents = BTreeMap::new();
        for (member, ident) in self.mapping(at, value) {
            let (member, ident) = (text_of(&member), text_of(&ident));
            if is_identifier(&ident) {
                idents.insert(member, ident);
            } else {
                self.report(at, format!("`{ident}` isn't a Rust identifier"));
            }
        }
        idents
    }

    /// An entry of the first format: a name and the positions that hold it.
    fn anchors(&mut self, at: &str, name: &str, value: Value, memory: &mut Memory) {
        if !self.is_type_name(at, name) {
            return;
        }
        if !matches!(value, Value::Sequence(_)) {
            self.report(
                at,
                format!("`{name}` isn't followed by a list of schema positions"),
            );
            return;
        }
        let anchors = self.list(at, value);
        for anchor in &anchors {
            let other = memory
                .anchors
                .iter()
                .find(|(_, known)| known.contains(anchor));
            if let Some((other, _)) = other {
                let message =
                    format!("the position {anchor} has two names: `{other}` and `{name}`");
                self.report(at, message);
            }
        }
        let of_errors = anchors
            .iter()
            .filter_map(|anchor| anchor.strip_suffix(ERRORS));
        for id in of_errors {
            let known = memory.operations.entry(id.to_owned()).or_default();
            known.errors = Some(name.to_owned());
            memory.errors.entry(name.to_owned()).or_default();
        }
        if !memory.errors.contains_key(name) {
            memory.anchors.insert(name.to_owned(), anchors);
        }
    }

    /// Reports uses that two types claim, and names that differ in nothing but case.
    fn check_unique(&mut self, at: &str, memory: &Memory) {
        let mut owners: BTreeMap<&String, &String> = BTreeMap::new();
        for (name, known) in &memory.types {
            // The branches of a union without a key share a site.
            for site in known.uses.iter().filter(|site| !site.contains('|')) {
                if let Some(other) = owners.insert(site, name) {
                    let message = format!("`{other}` and `{name}` are both used at `{site}`");
                    self.report(&pointer_push(&pointer_push(at, "types"), name), message);
                }
            }
        }
        let mut spellings: BTreeMap<String, &String> = BTreeMap::new();
        for name in memory.names() {
            if let Some(other) = spellings.insert(name.to_lowercase(), name) {
                let message = match other == name {
                    true => format!("two types have or had the name `{name}`"),
                    false => format!("`{other}` and `{name}` differ only in upper and lower case"),
                };
                self.report(&pointer_push(at, name), message);
            }
        }
    }

    fn mapping(&mut self, at: &str, value: Value) -> Mapping {
        match value {
            Value::Mapping(mapping) => mapping,
            Value::Null => Mapping::default(),
            _ => {
                self.report(at, "the entry isn't a mapping");
                Mapping::default()
            }
        }
    }

    fn list(&mut self, at: &str, value: Value) -> Vec<String> {
        match value {
            Value::Sequence(items) => items.iter().map(text_of).collect(),
            Value::Null => Vec::new(),
            _ => {
                self.report(at, "the entry isn't followed by a list");
                Vec::new()
            }
        }
    }

    fn is_type_name(&mut self, at: &str, name: &str) -> bool {
        let valid = is_type_name(name);
        if !valid {
            let message =
                format!("`{name}` can't be the name of a Rust type: write it like `AccessProfile`");
            self.report(at, message);
        }
        valid
    }

    fn report_key(&mut self, at: &str, key: &str, known: &str) {
        self.report(at, format!("unknown key `{key}`: the keys are {known}"));
    }

    fn report(&mut self, at: &str, message: impl Into<String>) {
        let help = "correct the entry; to let the generator choose a name, delete the entry";
        self.diagnostics.push(
            Diagnostic::new(Code::BadNames, FILE, message)
                .at(at)
                .help(help),
        );
    }
}

/// A scalar as it is spelled. Statuses are numbers to YAML.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        _ => String::new(),
    }
}

/// Whether it can be the name of a field or a variant, raw or not.
fn is_identifier(name: &str) -> bool {
    let plain = name.strip_prefix("r#").unwrap_or(name);
    let valid = |each: char| each.is_ascii_alphanumeric() || each == '_';
    plain.chars().all(valid)
        && plain.starts_with(|first: char| first.is_ascii_alphabetic())
        && unreserved(plain) == name
}

fn is_type_name(name: &str) -> bool {
    let starts_like_a_type = name.starts_with(|first: char| first.is_ascii_uppercase());
    let plain = name.chars().all(|each| each.is_ascii_alphanumeric());
    starts_like_a_type && plain && !is_keyword(name)
}

/// Whether it is empty or can be the name of a function, raw or not.
fn is_function_name(name: &str) -> bool {
    let plain = name.strip_prefix("r#").unwrap_or(name);
    let valid = |each: char| each.is_ascii_lowercase() || each.is_ascii_digit() || each == '_';
    plain.chars().all(valid)
        && !plain.starts_with(|first: char| first.is_ascii_digit())
        && (name != plain || !is_keyword(name))
}
