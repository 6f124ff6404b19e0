//! Conversions from what is read to what is written, where GET and PUT of a path have two types.
//!
//! A conversion loses nothing that can be written: it exists only if each field that both types have converts, and the type
//! that is read keeps undocumented fields for it. The types also need a field in common: else the one that is read isn't the
//! same thing, but for example an envelope around it.

use std::collections::BTreeSet;

use super::Assembly;
use crate::ir::{
    BodyContent, Conversion, Field, FieldConversion, Operation, Payload, Presence, Step, Struct,
    Success, TypeId, TypeKind, TypeRef,
};

type Pair = (TypeId, TypeId);

impl Assembly<'_> {
    /// Adds the conversions of all paths.
    pub(super) fn conversions(&mut self, operations: &[Operation]) {
        for (read, written) in pairs(operations) {
            let mut needed = BTreeSet::new();
            if !self.converts(read, written, &mut needed) {
                continue;
            }
            for (read, written) in needed {
                self.add_conversion(read, written);
            }
        }
    }

    fn structure(&self, id: TypeId) -> Option<&Struct> {
        match &self.typedefs.get(id.0)?.kind {
            TypeKind::Struct(object) if !object.json_patch => Some(object),
            _ => None,
        }
    }

    /// Whether a value of the first type converts into the second, and the conversions that it takes.
    fn converts(&self, read: TypeId, written: TypeId, needed: &mut BTreeSet<Pair>) -> bool {
        let (Some(from), Some(into)) = (self.structure(read), self.structure(written)) else {
            return false;
        };
        // A type that contains itself converts if the rest of it does.
        if !needed.insert((read, written)) {
            return true;
        }
        let mut shared = into.fields.iter().filter_map(|field| source(from, field));
        if shared.next().is_none() && !into.fields.is_empty() {
            return false;
        }
        into.fields.iter().all(|field| match source(from, field) {
            None => field.presence != Presence::Required,
            Some(source) => {
                let fits =
                    source.presence == Presence::Required || field.presence != Presence::Required;
                fits && self.step(&source.ty, &field.ty, needed).is_some()
            }
        })
    }

    /// How a value of one type becomes one of another.
    fn step(&self, from: &TypeRef, into: &TypeRef, needed: &mut BTreeSet<Pair>) -> Option<Step> {
        if from == into {
            return Some(Step::Same);
        }
        match (from, into) {
            (TypeRef::Named(from), TypeRef::Named(into)) => {
                if self.is_text(*from) && self.is_text(*into) {
                    return Some(Step::Text);
                }
                self.converts(*from, *into, needed).then_some(Step::Into)
            }
            (TypeRef::Named(from), &TypeRef::STRING) if self.is_text(*from) => Some(Step::Text),
            (&TypeRef::STRING, TypeRef::Named(into)) if self.is_text(*into) => Some(Step::Into),
            (TypeRef::List(from), TypeRef::List(into)) => match self.step(from, into, needed)? {
                Step::Into => Some(Step::Items),
                _ => None,
            },
            _ => None,
        }
    }

    fn is_text(&self, id: TypeId) -> bool {
        let definition = self.typedefs.get(id.0);
        definition
            .is_some_and(|each| matches!(&each.kind, TypeKind::Enum(values) if values.is_textual()))
    }

    fn add_conversion(&mut self, read: TypeId, written: TypeId) {
        let (Some(from), Some(into)) = (self.structure(read), self.structure(written)) else {
            return;
        };
        if into.conversions.iter().any(|known| known.from == read) {
            return;
        }
        let fields = into.fields.iter().map(|field| {
            let source = source(from, field)?;
            Some(FieldConversion {
                from: source.ident.clone(),
                presence: source.presence,
                step: self.step(&source.ty, &field.ty, &mut BTreeSet::new())?,
            })
        });
        let conversion = Conversion {
            from: read,
            fields: fields.collect(),
            extra: match (&into.extra, &from.extra) {
                (Some(TypeRef::Value), None | Some(TypeRef::Value)) => {
                    Some(from.extra_ident.clone())
                }
                _ => None,
            },
        };
        let keeps_extra = conversion.extra.is_some();
        if let Some(TypeKind::Struct(into)) =
            self.typedefs.get_mut(written.0).map(|each| &mut each.kind)
        {
            into.conversions.push(conversion);
        }
        if let Some(TypeKind::Struct(from)) =
            self.typedefs.get_mut(read.0).map(|each| &mut each.kind)
            && keeps_extra
        {
            from.extra.get_or_insert(TypeRef::Value);
        }
    }
}

fn source<'a>(from: &'a Struct, field: &Field) -> Option<&'a Field> {
    from.fields.iter().find(|source| source.name == field.name)
}

/// What GET of a path returns and what PUT takes, if both are types of their own.
fn pairs(operations: &[Operation]) -> BTreeSet<Pair> {
    let read = |operation: &Operation| match &operation.success {
        Success::One(Payload::Json(TypeRef::Named(id))) => Some(*id),
        _ => None,
    };
    let written = |operation: &Operation| match &operation.body.as_ref()?.content {
        BodyContent::Json {
            ty: TypeRef::Named(id),
            ..
        } => Some(*id),
        _ => None,
    };
    let puts = operations.iter().filter(|each| each.method == "PUT");
    puts.flat_map(|put| {
        let gets = operations
            .iter()
            .filter(|each| each.method == "GET" && each.path == put.path);
        gets.filter_map(move |get| Some((read(get)?, written(put)?)))
    })
    .filter(|(read, written)| read != written)
    .collect()
}
