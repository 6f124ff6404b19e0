//! What a body lost, or gained, on its way through a type.

use codegen::ir::{Field, Presence, Struct, TypeKind, TypeRef, Version};
use serde_json::{Map, Value};

use crate::program::Misfit;

/// A difference between a body that came and the one that was written again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Difference {
    pub(crate) pointer: String,
    pub(crate) kind: Kind,
}

/// The first two are intended: they carry no information, and they aren't sent back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The null of an optional field.
    Null,
    /// A field that the page does not name, of a type that is never sent.
    Unknown,
    Lost,
    Changed,
    Added,
}

impl Kind {
    pub(crate) fn is_meant(self) -> bool {
        matches!(self, Self::Null | Self::Unknown)
    }
}

/// The differences between a body and what was written of it, once its misfits are back in their places.
pub(crate) fn differences(
    version: &Version,
    ty: &TypeRef,
    body: &Value,
    written: &Value,
    misfits: &[Misfit],
) -> Vec<Difference> {
    let mut written = written.clone();
    let mut misfits: Vec<(Vec<String>, &Value)> = misfits
        .iter()
        .map(|misfit| (tokens(&misfit.pointer), &misfit.value))
        .collect();
    // What was taken out of a list goes back from the front, or the places of what follows are wrong.
    misfits.sort_by_key(|(tokens, _)| {
        let key = |token: &String| (token.parse::<usize>().unwrap_or_default(), token.clone());
        tokens.iter().map(key).collect::<Vec<_>>()
    });
    for (tokens, value) in misfits {
        put_back(&mut written, &tokens, value);
    }
    let mut comparison = Comparison {
        version,
        found: Vec::new(),
    };
    comparison.compare(ty, body, &written, "");
    comparison.found
}

fn tokens(pointer: &str) -> Vec<String> {
    let tokens = pointer.split('/').skip(1);
    tokens
        .map(|token| token.replace("~1", "/").replace("~0", "~"))
        .collect()
}

/// What finds no place is left out, and will be missed.
fn put_back(node: &mut Value, tokens: &[String], value: &Value) {
    let Some((first, rest)) = tokens.split_first() else {
        return;
    };
    match node {
        Value::Object(map) if rest.is_empty() => drop(map.insert(first.clone(), value.clone())),
        Value::Object(map) => {
            if let Some(next) = map.get_mut(first) {
                put_back(next, rest, value);
            }
        }
        Value::Array(list) => match first.parse::<usize>() {
            Ok(index) if rest.is_empty() && index <= list.len() => {
                list.insert(index, value.clone())
            }
            Ok(index) if index < list.len() => put_back(&mut list[index], rest, value),
            _ => {}
        },
        _ => {}
    }
}

struct Comparison<'a> {
    version: &'a Version,
    found: Vec<Difference>,
}

impl Comparison<'_> {
    fn compare(&mut self, ty: &TypeRef, before: &Value, after: &Value, pointer: &str) {
        match (ty, before, after) {
            (TypeRef::Named(id) | TypeRef::Boxed(id), before, after) => {
                match (&self.version.types[id.0].kind, before, after) {
                    (TypeKind::Struct(object), Value::Object(before), Value::Object(after)) => {
                        self.compare_objects(object, before, after, pointer);
                    }
                    (TypeKind::Union(union), before, after) => {
                        let branches = union.variants.iter().map(|variant| &variant.ty);
                        self.compare_best(branches, before, after, pointer);
                    }
                    _ => self.compare_values(before, after, pointer),
                }
            }
            (TypeRef::List(item), Value::Array(before), Value::Array(after))
                if before.len() == after.len() =>
            {
                for (index, (before, after)) in before.iter().zip(after).enumerate() {
                    self.compare(item, before, after, &format!("{pointer}/{index}"));
                }
            }
            (TypeRef::Map(item), Value::Object(before), Value::Object(after)) => {
                self.compare_keys(before, after, pointer, |_| Some((item, Kind::Lost)));
            }
            (TypeRef::Option(ty), before, after) => self.compare(ty, before, after, pointer),
            _ => self.compare_values(before, after, pointer),
        }
    }

    fn compare_objects(
        &mut self,
        object: &Struct,
        before: &Map<String, Value>,
        after: &Map<String, Value>,
        pointer: &str,
    ) {
        let field = |name: &str| object.fields.iter().find(|field| field.name == name);
        let of_unknown = if object.sent {
            Kind::Lost
        } else {
            Kind::Unknown
        };
        self.compare_keys(before, after, pointer, |name| match field(name) {
            Some(field) => Some((&field.ty, missing(field, &before[name]))),
            None => Some((object.extra.as_ref()?, of_unknown)),
        });
        if object.extra.is_none() {
            for name in before.keys().filter(|name| field(name).is_none()) {
                self.add(of_unknown, pointer, name);
            }
        }
    }

    /// Compares the values of each key, whose type is known; reports missing and new keys.
    fn compare_keys<'t>(
        &mut self,
        before: &Map<String, Value>,
        after: &Map<String, Value>,
        pointer: &str,
        known: impl Fn(&str) -> Option<(&'t TypeRef, Kind)>,
    ) {
        for (name, value) in before {
            let Some((ty, if_missing)) = known(name) else {
                continue;
            };
            match after.get(name) {
                Some(after) => self.compare(ty, value, after, &child(pointer, name)),
                None => self.add(if_missing, pointer, name),
            }
        }
        for name in after.keys().filter(|name| !before.contains_key(*name)) {
            self.add(Kind::Added, pointer, name);
        }
    }

    /// The branch of a union that was read is the one with the fewest differences.
    fn compare_best<'t>(
        &mut self,
        branches: impl Iterator<Item = &'t TypeRef>,
        before: &Value,
        after: &Value,
        pointer: &str,
    ) {
        let version = self.version;
        let each = branches.map(|ty| {
            let mut comparison = Comparison {
                version,
                found: Vec::new(),
            };
            comparison.compare(ty, before, after, pointer);
            comparison.found
        });
        let least = |found: &Vec<Difference>| {
            let unmeant = found
                .iter()
                .filter(|difference| !difference.kind.is_meant());
            (unmeant.count(), found.len())
        };
        self.found
            .extend(each.min_by_key(least).unwrap_or_default());
    }

    fn compare_values(&mut self, before: &Value, after: &Value, pointer: &str) {
        if before != after {
            self.found.push(Difference {
                pointer: pointer.to_owned(),
                kind: Kind::Changed,
            });
        }
    }

    fn add(&mut self, kind: Kind, pointer: &str, name: &str) {
        let pointer = child(pointer, name);
        self.found.push(Difference { pointer, kind });
    }
}

fn child(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

fn missing(field: &Field, value: &Value) -> Kind {
    match field.presence {
        Presence::Optional if value.is_null() => Kind::Null,
        _ => Kind::Lost,
    }
}
