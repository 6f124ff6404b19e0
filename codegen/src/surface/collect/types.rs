//! What there is to say about a type.

use super::super::{Aspect, Fact, UNDOCUMENTED, spell};
use super::{Facts, add_if, key, kind_name, list};
use crate::ir::{
    BodyVariant, Field, Part, PartKind, Payload, Presence, Status, StatusVariant, Struct, TypeDef,
    TypeKind, Union, Version,
};
use crate::names::idents::plain;

pub(super) fn of_type(version: &Version, definition: &TypeDef) -> Facts {
    let mut facts = Facts::new();
    let mut kind = kind_name(&definition.kind);
    match &definition.kind {
        TypeKind::Struct(object) => of_struct(version, object, &mut facts),
        TypeKind::Enum(values) => {
            if !values.is_textual() {
                kind = "enum of scalars";
            }
            let variants = values.variants.iter().map(|each| {
                (
                    Aspect::Variant(each.ident.clone()),
                    Fact::note(each.value.to_string()),
                )
            });
            facts.extend(variants);
        }
        TypeKind::Union(union) => of_union(version, union, &mut facts),
        TypeKind::Errors(variants) => {
            facts.extend(by_status(variants, |payload| {
                spell::error(version, payload)
            }));
        }
        TypeKind::SuccessByStatus(variants) => {
            facts.extend(by_status(variants, |payload| {
                spell::success(version, payload)
            }));
        }
        TypeKind::Form(parts) => of_form(version, parts, &mut facts),
        TypeKind::Bodies(variants) => of_bodies(version, variants, &mut facts),
    }
    facts.insert(Aspect::Kind, Fact::ty(kind));
    for former in &definition.formerly {
        facts.insert(Aspect::Former(former.clone()), Fact::default());
    }
    add_if(definition.deprecated, Aspect::Deprecated, &mut facts);
    facts
}

fn of_struct(version: &Version, object: &Struct, facts: &mut Facts) {
    for field in &object.fields {
        let fact = Fact::ty(spell::field(version, &field.ty, field.presence))
            .with_note(key(&field.ident, &field.name))
            .deprecated_if(field.deprecated);
        facts.insert(Aspect::Field(field.ident.clone()), fact);
    }
    if let Some(ty) = &object.extra {
        let ty = match spell::ty(version, ty).as_str() {
            "Value" => "Map<String, Value>".to_owned(),
            ty => format!("BTreeMap<String, {ty}>"),
        };
        let fact = Fact::ty(ty).with_note(UNDOCUMENTED);
        facts.insert(Aspect::Field(object.extra_ident.clone()), fact);
    }
    if object.json_patch {
        facts.extend(patch_constructors(version, object));
    } else {
        of_constructor(version, object, facts);
    }
    for conversion in &object.conversions {
        let from = spell::named(version, conversion.from);
        facts.insert(Aspect::Conversion(from), Fact::default());
    }
}

/// The constructor `new`, and that a struct has setters. One without required fields that is only received has `Default`
/// instead of `new`.
fn of_constructor(version: &Version, object: &Struct, facts: &mut Facts) {
    let required = object.fields.iter();
    let required = required.filter(|field| field.presence == Presence::Required);
    let arguments = required.map(|field| (spell::ty(version, &field.ty), field.ident.as_str()));
    let arguments = list(arguments);
    if object.sent || !arguments.ty.is_empty() {
        facts.insert(Aspect::Constructor("new".to_owned()), arguments);
    }
    if object.sent {
        facts.insert(Aspect::Sent, Fact::default());
        let fields = object.fields.iter();
        facts.extend(fields.filter_map(|field| odd_setter(version, field)));
    }
}

/// The setter of a field. Most are called after their field: that the struct has setters says that they exist.
fn odd_setter(version: &Version, field: &Field) -> Option<(Aspect, Fact)> {
    let setter = field.setter.as_ref()?;
    if *setter == format!("with_{}", plain(&field.ident)) {
        return None;
    }
    let fact = Fact::ty(spell::ty(version, &field.ty)).deprecated_if(field.deprecated);
    Some((Aspect::Setter(setter.clone()), fact))
}

/// The constructors of a JSON Patch operation (RFC 6902).
fn patch_constructors(version: &Version, object: &Struct) -> Facts {
    let field = |name: &str| object.fields.iter().find(|field| field.name == name);
    let is_union = |field: &Field| {
        let definition = field.ty.definition().map(|id| &version.types[id.0].kind);
        matches!(definition, Some(TypeKind::Union(_)))
    };
    let argument = |name: &&str| {
        let field = field(name)?;
        let ty = match is_union(field) {
            true => "Value".to_owned(),
            false => spell::ty(version, &field.ty),
        };
        Some((ty, field.ident.as_str()))
    };
    const CONSTRUCTORS: [(&str, &[&str]); 6] = [
        ("add", &["path", "value"]),
        ("copy", &["from", "path"]),
        ("move_", &["from", "path"]),
        ("remove", &["path"]),
        ("replace", &["path", "value"]),
        ("test", &["path", "value"]),
    ];
    let constructors = CONSTRUCTORS.iter().map(|(name, names)| {
        let arguments = list(names.iter().filter_map(argument));
        (Aspect::Constructor((*name).to_owned()), arguments)
    });
    constructors.collect()
}

fn of_union(version: &Version, union: &Union, facts: &mut Facts) {
    if let Some(property) = &union.discriminator {
        facts.insert(Aspect::Discriminator, Fact::note(property.clone()));
    }
    let variants = union.variants.iter().map(|each| {
        let fact = Fact::ty(spell::ty(version, &each.ty)).with_note(each.tags.join(", "));
        (Aspect::Variant(each.ident.clone()), fact)
    });
    facts.extend(variants);
}

fn by_status(variants: &[StatusVariant], body: impl Fn(&Payload) -> String) -> Facts {
    let status = |status: Status| status.to_string();
    let variants = variants.iter().map(|each| {
        let fact = Fact::ty(body(&each.body)).with_note(status(each.status));
        (Aspect::Variant(each.ident.clone()), fact)
    });
    variants.collect()
}

fn of_form(version: &Version, parts: &[Part], facts: &mut Facts) {
    let ty = |part: &Part| match &part.kind {
        PartKind::File => "File".to_owned(),
        PartKind::Files => "Vec<File>".to_owned(),
        PartKind::Text(ty) | PartKind::Json(ty) => spell::ty(version, ty),
    };
    let required = parts.iter().filter(|part| part.required);
    let arguments = list(required.map(|part| (ty(part), part.ident.as_str())));
    facts.insert(Aspect::Constructor("new".to_owned()), arguments);
    for part in parts {
        if let Some(setter) = &part.setter {
            let fact = Fact::ty(ty(part)).with_note(part.name.clone());
            facts.insert(Aspect::Setter(setter.clone()), fact);
        }
    }
}

fn of_bodies(version: &Version, variants: &[BodyVariant], facts: &mut Facts) {
    let types: Vec<String> = variants
        .iter()
        .map(|each| spell::body(version, &each.body))
        .collect();
    for (variant, ty) in variants.iter().zip(&types) {
        let fact = Fact::ty(ty.clone()).with_note(spell::media_type(&variant.body));
        facts.insert(Aspect::Variant(variant.ident.clone()), fact);
        // A type of several variants doesn't show which one is meant.
        if types.iter().filter(|other| *other == ty).count() == 1 {
            facts.insert(Aspect::Conversion(ty.clone()), Fact::default());
        }
    }
}
