//! The identifiers and the order of a type's members: fields, parts of forms, values of enums, variants of unions.
//!
//! Input: the members as the pages have them, and what `names.yaml` remembers of them. Output: an identifier for each
//! member, and an order that lasts. Where two members would have one identifier, the order of the page decides nothing:
//! the member that had the identifier keeps it, one that was there before comes before a new one, then the one that is
//! spelled like the identifier, then the first in alphabetical order.

use std::collections::BTreeMap;

use serde_json::Value;

use super::idents::{self, Identifiers, branch_ident, type_key, value_ident, variant_ident};
use super::lock::KnownType;
use super::words::Vocabulary;
use crate::ir::{TypeId, TypeKind, UnionVariant};

/// The identifiers of an object's fields.
#[derive(Clone, Debug)]
pub struct FieldIdents {
    /// By JSON name.
    pub fields: BTreeMap<String, String>,
    /// The field of undocumented properties.
    pub extra: String,
}

/// Chooses the identifiers of an object's fields. The field of undocumented properties, if the object `has_extra`, keeps
/// its identifier when a property of that name is added.
pub fn field_idents(
    vocabulary: &Vocabulary,
    known: Option<&KnownType>,
    names: &[String],
    has_extra: bool,
) -> FieldIdents {
    let mut idents = Identifiers::with(&["self"]);
    let members = known.map(|known| known.members.as_slice());
    let is_old = |name: &String| members.is_some_and(|members| members.contains(name));
    let (old, new): (Vec<String>, Vec<String>) = names.iter().cloned().partition(is_old);
    let ident = |idents: &mut Identifiers, name: &str| value_ident(idents, vocabulary, name);
    let take_extra = |idents: &mut Identifiers| {
        idents.take(["extra", "extra_fields", "undocumented"].map(str::to_owned))
    };

    let mut fields = choose(&mut idents, known, &old, ident);
    let extra = (has_extra && !old.is_empty()).then(|| take_extra(&mut idents));
    fields.extend(choose(&mut idents, known, &new, ident));
    FieldIdents {
        fields,
        extra: extra.unwrap_or_else(|| take_extra(&mut idents)),
    }
}

/// Chooses the identifiers of an enum's values, in their order. `names` are the names that the pages have for some of
/// them.
pub fn variant_idents(
    vocabulary: &Vocabulary,
    known: Option<&KnownType>,
    values: &[Value],
    names: &BTreeMap<String, Value>,
) -> Vec<String> {
    let keys = value_keys(values);
    let by_key = by_key(&keys, values);
    // A name that a page adds later doesn't rename the variant.
    let plain =
        |idents: &mut Identifiers, key: &str| variant_ident(idents, vocabulary, by_key(key));
    let named = |idents: &mut Identifiers, key: &str| match names.get(key) {
        Some(name) => variant_ident(idents, vocabulary, name),
        None => plain(idents, key),
    };
    let mut idents = Identifiers::with(&["Unknown"]);
    let members = known.map(|known| known.members.as_slice());
    let is_old = |key: &String| members.is_some_and(|members| members.contains(key));
    let (old, new): (Vec<String>, Vec<String>) = keys.iter().cloned().partition(is_old);
    let mut chosen = choose(&mut idents, known, &old, plain);
    chosen.extend(choose(&mut idents, known, &new, named));
    keys.iter().filter_map(|key| chosen.remove(key)).collect()
}

/// Names the variants of a union.
pub fn name_branches<'a>(
    vocabulary: &Vocabulary,
    known: Option<&KnownType>,
    union: &str,
    name_of: &dyn Fn(TypeId) -> Option<&'a str>,
    variants: &mut [UnionVariant],
) {
    let keys = branch_keys(known, variants, name_of);
    let by_key: BTreeMap<&str, &UnionVariant> =
        keys.iter().map(String::as_str).zip(&*variants).collect();
    let mut idents = Identifiers::with(&["Other"]);
    let mut chosen = choose(&mut idents, known, &keys, |idents, key| {
        by_key.get(key).map_or_else(String::new, |each| {
            branch_ident(idents, vocabulary, &each.tags, &each.ty, union, name_of)
        })
    });
    for (variant, key) in variants.iter_mut().zip(&keys) {
        variant.ident = chosen.remove(key).unwrap_or_default();
    }
}

/// What distinguishes the variants of a union: a value of the discriminator, remembered ones first, else the type.
fn branch_keys<'a>(
    known: Option<&KnownType>,
    variants: &[UnionVariant],
    name_of: &dyn Fn(TypeId) -> Option<&'a str>,
) -> Vec<String> {
    let is_new = |tag: &&String| known.is_none_or(|known| !known.idents.contains_key(*tag));
    let mut keys: Vec<String> = Vec::new();
    for variant in variants {
        let tag = variant.tags.iter().min_by_key(|tag| (is_new(tag), *tag));
        let mut key = tag
            .cloned()
            .unwrap_or_else(|| type_key(&variant.ty, name_of));
        while keys.contains(&key) {
            key.push('\'');
        }
        keys.push(key);
    }
    keys
}

/// The values of an enum as text: bare strings, unless there are values of other kinds beside them.
pub fn value_keys(values: &[Value]) -> Vec<String> {
    let is_textual = values.iter().all(Value::is_string);
    let key = |value: &Value| match value {
        Value::String(text) if is_textual => text.clone(),
        other => other.to_string(),
    };
    values.iter().map(key).collect()
}

/// Finds the value of a key.
fn by_key<'v>(keys: &'v [String], values: &'v [Value]) -> impl Fn(&str) -> &'v Value {
    let values: BTreeMap<&str, &Value> = keys.iter().map(String::as_str).zip(values).collect();
    move |key| values.get(key).copied().unwrap_or(&Value::Null)
}

/// Gives each name an identifier. `ident` takes the one that a name would have by itself, or one that is free.
fn choose(
    idents: &mut Identifiers,
    known: Option<&KnownType>,
    names: &[String],
    ident: impl Fn(&mut Identifiers, &str) -> String,
) -> BTreeMap<String, String> {
    let remembered = |name: &String| known.and_then(|known| known.idents.get(name));
    let mut turns: Vec<&String> = names.iter().collect();
    turns.sort_by_cached_key(|name| {
        let alone = ident(&mut Identifiers::default(), name);
        let is_other = idents::plain(&alone).trim_end_matches('_') != **name;
        (remembered(name).is_none(), is_other, *name)
    });
    let mut chosen = BTreeMap::new();
    for name in turns {
        let kept = remembered(name).filter(|kept| idents.is_free(kept));
        let taken = match kept {
            Some(kept) => idents.take([kept.clone()]),
            None => ident(idents, name),
        };
        chosen.insert(name.clone(), taken);
    }
    chosen
}

/// What to remember of the members of a type: all of them in their order, and the identifiers that they don't have by
/// themselves. A variant of a union has its identifier by one of its values, and keeps it when others come.
pub fn remember(
    vocabulary: &Vocabulary,
    known: Option<&KnownType>,
    kind: &TypeKind,
) -> (Vec<String>, BTreeMap<String, String>) {
    let fields = |fields: Vec<(String, String)>| {
        let plain = |name: &str| value_ident(&mut Identifiers::default(), vocabulary, name);
        let idents = to_remember(&fields, known, plain);
        (fields.into_iter().map(|(name, _)| name).collect(), idents)
    };
    let named = |name: &String, ident: &String| (name.clone(), ident.clone());
    match kind {
        TypeKind::Struct(object) => {
            let each = object.fields.iter();
            fields(each.map(|field| named(&field.name, &field.ident)).collect())
        }
        TypeKind::Form(parts) => {
            let each = parts.iter();
            fields(each.map(|part| named(&part.name, &part.ident)).collect())
        }
        TypeKind::Enum(values) => {
            let variants = values.variants.iter();
            let (values, idents): (Vec<Value>, Vec<String>) = variants
                .map(|each| (each.value.clone(), each.ident.clone()))
                .unzip();
            let keys = value_keys(&values);
            let members: Vec<_> = keys.iter().cloned().zip(idents).collect();
            let by_key = by_key(&keys, &values);
            let plain =
                |key: &str| variant_ident(&mut Identifiers::default(), vocabulary, by_key(key));
            let idents = to_remember(&members, known, plain);
            (keys.clone(), idents)
        }
        TypeKind::Union(union) => {
            let variants = union.variants.iter();
            let tagged = variants
                .flat_map(|variant| variant.tags.iter().map(|tag| named(tag, &variant.ident)));
            (Vec::new(), tagged.collect())
        }
        TypeKind::Errors(_) | TypeKind::SuccessByStatus(_) | TypeKind::Bodies(_) => {
            (Vec::new(), BTreeMap::new())
        }
    }
}

/// The identifiers to remember: those that a member doesn't have by itself, or that another member would have as well.
fn to_remember(
    members: &[(String, String)],
    known: Option<&KnownType>,
    plain: impl Fn(&str) -> String,
) -> BTreeMap<String, String> {
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    for (name, _) in members {
        *wanted.entry(plain(name)).or_default() += 1;
    }
    let is_settled = |name: &String, ident: &String| {
        let plain = plain(name);
        plain == *ident && wanted.get(&plain) == Some(&1)
    };
    let was_remembered = |name: &String| known.is_some_and(|known| known.idents.contains_key(name));
    let kept = members
        .iter()
        .filter(|(name, ident)| was_remembered(name) || !is_settled(name, ident));
    kept.cloned().collect()
}

/// Members in an order that lasts: those that were there before in their order, then the new ones in the order of the
/// page. Constructors take their arguments in this order, and enums compare by it.
pub fn in_lasting_order<T>(
    mut members: Vec<T>,
    known: Option<&KnownType>,
    name: impl Fn(&T) -> &str,
) -> Vec<T> {
    let before = known
        .map(|known| known.members.as_slice())
        .unwrap_or_default();
    let place: BTreeMap<&str, usize> = before.iter().map(String::as_str).zip(0..).collect();
    members.sort_by_key(|member| place.get(name(member)).copied().unwrap_or(before.len()));
    members
}
