//! The types that come from schemas.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::Value;

use super::Assembly;
use super::docs::values::spelled;
use crate::graph::{EnumKind, Field, Kind, NodeId, StructKind, UnionKind};
use crate::ir::{
    Direction, Enum, EnumVariant, Part, PartKind, Presence, Struct, TypeDef, TypeId, TypeKind,
    TypeRef, Union, UnionVariant,
};
use crate::lower::json_patch::is_json_patch;
use crate::merge::ClassId;
use crate::names::idents::{Identifiers, setter_ident};
use crate::names::lock::KnownType;
use crate::names::members::{
    field_idents, in_lasting_order, name_branches, value_keys, variant_idents,
};
use crate::position::Position;
use crate::scalar::Scalar;
use crate::uses::ClassUses;

impl Assembly<'_> {
    /// Makes the types of the schemas.
    pub(super) fn schema_types(&mut self) {
        for (class, uses) in self.uses.classes() {
            let node = self.types.members(class).first();
            let name = self.names.of(class);
            let kind = node.zip(name);
            let Some((name, kind)) = kind.and_then(|(&node, name)| {
                Some((name.to_owned(), self.kind(class, node, uses, name)?))
            }) else {
                self.report_internal(format!("a type has no name or no kind: {uses:?}"));
                continue;
            };
            let mut members = self.types.members(class).iter();
            let positions = uses.positions.iter();
            let definition = TypeDef {
                docs: self.type_docs(class, uses),
                deprecated: members.all(|node| self.graph.node(*node).deprecated),
                formerly: self.names.former(&name).cloned().collect(),
                kind,
                positions: positions.map(|position| self.global(position)).collect(),
                name,
            };
            self.typedefs.push(definition);
        }
    }

    fn global(&self, position: &Position) -> String {
        let position = position.in_api(self.api);
        if self.api.folder.is_empty() {
            position.to_string()
        } else {
            format!("{}/{position}", self.api.folder)
        }
    }

    /// What a type consists of; `None` if its schema isn't one that gets a type.
    fn kind(&self, class: ClassId, node: NodeId, uses: &ClassUses, name: &str) -> Option<TypeKind> {
        match &self.graph.node(node).kind {
            Kind::Struct(object) if object.form => {
                let known = self.analysis.recalled.known(name);
                Some(TypeKind::Form(self.parts(object, known)))
            }
            Kind::Struct(object) => Some(TypeKind::Struct(self.object(class, node, object, uses))),
            Kind::Enum(values) => Some(TypeKind::Enum(self.values(class, values))),
            Kind::Union(union) => Some(TypeKind::Union(self.union(class, union, name))),
            Kind::Any | Kind::Object | Kind::Scalar(_) | Kind::List(_) | Kind::Map(_) => None,
        }
    }

    fn object(
        &self,
        class: ClassId,
        node: NodeId,
        object: &StructKind,
        uses: &ClassUses,
    ) -> Struct {
        let json_patch = is_json_patch(self.graph, node);
        let recalled = &self.analysis.recalled;
        let type_name = self.names.of(class).unwrap_or_default();
        // Whoever sends it may know fields that the page does not, and what was read goes back whole. An operation of JSON
        // Patch has no others.
        let extra = match object.additional {
            Some(edge) => Some(self.refs.element(edge)),
            None => (uses.sent && (uses.received || !json_patch)).then_some(TypeRef::Value),
        };
        let known = recalled.known(type_name);
        let names: Vec<String> = object.fields.keys().cloned().collect();
        let mut idents = field_idents(self.vocabulary, known, &names, extra.is_some());
        let fields = object.fields.iter().map(|(name, field)| {
            let one_way = self.fields_of(class, name).any(|field| field.one_way);
            let came_late = recalled.came_late(type_name, name, uses.sent);
            let may_be_absent = one_way || came_late && !field.edge.nullable;
            let two_things = uses.sent && !recalled.keeps_option(type_name, name);
            let presence = presence(field, may_be_absent, two_things);
            let ident = idents.fields.remove(name).unwrap_or_default();
            let ty = self.part_ref(class, field.edge.target);
            let mut made = self.field(name, field, ident, ty, presence);
            made.only = self.only_direction(class, &made, uses);
            made
        });
        let mut fields = in_lasting_order(fields.collect(), known, |field: &crate::ir::Field| {
            field.name.as_str()
        });
        if json_patch {
            complete_json_patch(&mut fields);
        } else if uses.sent {
            add_setters(&mut fields);
        }
        Struct {
            fields,
            extra,
            extra_ident: idents.extra,
            sent: uses.sent,
            json_patch,
            conversions: Vec::new(),
        }
    }

    fn fields_of(&self, class: ClassId, name: &str) -> impl Iterator<Item = &Field> {
        self.types.members(class).iter().filter_map(move |node| {
            match &self.graph.node(*node).kind {
                Kind::Struct(object) => object.fields.get(name),
                _ => None,
            }
        })
    }

    /// The direction that the vendor's keywords allow, if users could take it for another one.
    fn only_direction(
        &self,
        class: ClassId,
        field: &crate::ir::Field,
        uses: &ClassUses,
    ) -> Option<Direction> {
        let mut fields = self.fields_of(class, &field.name);
        let one_way = fields.find(|field| field.one_way)?;
        let (direction, verb, is_other) = match one_way.write_only {
            false => (Direction::Received, "read", uses.sent),
            true => (Direction::Sent, "write", uses.received),
        };
        let docs = field.docs.to_lowercase();
        let mut spellings = ["-", " ", ""].iter();
        let says = spellings.any(|between| docs.contains(&format!("{verb}{between}only")));
        (is_other && !says).then_some(direction)
    }

    fn field(
        &self,
        name: &str,
        field: &Field,
        ident: String,
        ty: TypeRef,
        presence: Presence,
    ) -> crate::ir::Field {
        crate::ir::Field {
            name: name.to_owned(),
            ident,
            setter: None,
            docs: self.field_text(field),
            ty,
            presence,
            only: None,
            deprecated: field.deprecated,
            default: field.default.as_ref().map(ToString::to_string),
            example: self
                .graph
                .node(field.edge.target)
                .example_text()
                .map(str::to_owned),
        }
    }

    /// The values in the order that most pages have; of several such orders the first.
    fn values(&self, class: ClassId, first: &EnumKind) -> Enum {
        let mut orders: IndexMap<&[Value], usize> = IndexMap::from([(first.values.as_slice(), 0)]);
        for node in self.types.members(class) {
            if let Kind::Enum(each) = &self.graph.node(*node).kind {
                *orders.entry(&each.values).or_default() += 1;
            }
        }
        // Of equals, `max_by_key` returns the last, which is the first page's order in reverse.
        let main = orders.into_iter().rev().max_by_key(|(_, count)| *count);
        let values = main.map(|(values, _)| values).unwrap_or_default();
        let name = self.names.of(class).unwrap_or_default();
        let known = self.analysis.recalled.known(name);
        let keyed = value_keys(values).into_iter().zip(values).collect();
        let keyed = in_lasting_order(keyed, known, |(key, _): &(String, &Value)| key.as_str());
        let values: Vec<Value> = keyed.into_iter().map(|(_, value)| value.clone()).collect();
        let idents = variant_idents(self.vocabulary, known, &values, &self.value_names(class));
        let described = self.value_docs(class);
        let variants = idents.into_iter().zip(values);
        let variants = variants.map(|(ident, value)| EnumVariant {
            ident,
            docs: described.get(&spelled(&value)).cloned().unwrap_or_default(),
            value,
        });
        Enum {
            variants: variants.collect(),
        }
    }

    /// The names that pages have for an enum's values, by value.
    fn value_names(&self, class: ClassId) -> BTreeMap<String, Value> {
        let nodes = self.types.members(class).iter();
        let names = nodes.flat_map(|node| match &self.graph.node(*node).kind {
            Kind::Enum(each) => each.names.iter().collect(),
            _ => Vec::new(),
        });
        names
            .map(|(value, name)| (value.clone(), Value::from(name.as_str())))
            .collect()
    }

    fn union(&self, class: ClassId, union: &UnionKind, name: &str) -> Union {
        let mut variants: Vec<UnionVariant> = Vec::new();
        for branch in &union.branches {
            // A branch that is the union itself allows nothing else.
            if self.types.class(branch.node) == class {
                continue;
            }
            let ty = self.part_ref(class, branch.node);
            if let Some(known) = variants.iter_mut().find(|known| known.ty == ty) {
                known.tags.extend(branch.tags.iter().cloned());
                continue;
            }
            let docs = self.graph.node(branch.node).docs.clone();
            variants.push(UnionVariant {
                ident: String::new(),
                ty,
                tags: branch.tags.clone(),
                docs,
            });
        }
        let known = self.analysis.recalled.known(name);
        let type_name = |id| self.type_name(id);
        name_branches(self.vocabulary, known, name, &type_name, &mut variants);
        Union {
            discriminator: union.discriminator.clone(),
            variants,
        }
    }

    /// The name of a schema's type.
    fn type_name(&self, id: TypeId) -> Option<&str> {
        self.names.of(self.refs.class(id)?)
    }

    fn parts(&self, object: &StructKind, known: Option<&KnownType>) -> Vec<Part> {
        let names: Vec<String> = object.fields.keys().cloned().collect();
        let mut idents = field_idents(self.vocabulary, known, &names, false).fields;
        let mut setters = Identifiers::default();
        let fields: Vec<(&String, &Field)> = object.fields.iter().collect();
        let fields = in_lasting_order(fields, known, |(name, _)| name.as_str());
        let parts = fields.into_iter().map(|(name, field)| {
            let ident = idents.remove(name).unwrap_or_default();
            let setter = (!field.required).then(|| setter_ident(&mut setters, &ident));
            Part {
                name: name.clone(),
                ident,
                setter,
                docs: field.docs.clone(),
                required: field.required,
                kind: self.part_kind(field.edge.target),
            }
        });
        parts.collect()
    }

    /// OpenAPI 3.0.3, "Special Considerations for multipart Content": text for scalars, JSON for objects.
    fn part_kind(&self, node: NodeId) -> PartKind {
        let binary = |node: NodeId| self.graph.node(node).kind == Kind::Scalar(Scalar::Binary);
        let json = |node: NodeId| {
            matches!(
                self.graph.node(node).kind,
                Kind::Any | Kind::Object | Kind::Map(_) | Kind::Struct(_) | Kind::Union(_)
            )
        };
        match &self.graph.node(node).kind {
            Kind::Scalar(Scalar::Binary) => PartKind::File,
            Kind::List(edge) if binary(edge.target) => PartKind::Files,
            Kind::List(edge) if json(edge.target) => PartKind::Json(self.refs.of(node)),
            _ if json(node) => PartKind::Json(self.refs.of(node)),
            _ => PartKind::Text(self.refs.of(node)),
        }
    }
}

/// A read-only or write-only property is missing in the other direction even if it is required (OpenAPI 3.0.3, Schema
/// Object, `readOnly`). Of what is only received, null and absence are one thing.
fn presence(field: &Field, may_be_absent: bool, null_and_absence: bool) -> Presence {
    match (field.required && !may_be_absent, field.edge.nullable) {
        (true, false) => Presence::Required,
        (true, true) => Presence::RequiredNullable,
        (false, true) if null_and_absence => Presence::OptionalNullable,
        (false, _) => Presence::Optional,
    }
}

/// Names the methods that set what the constructor doesn't.
fn add_setters(fields: &mut [crate::ir::Field]) {
    let mut setters = Identifiers::default();
    for field in fields {
        if field.presence != Presence::Required {
            field.setter = Some(setter_ident(&mut setters, &field.ident));
        }
    }
}

/// Adds what RFC 6902 defines and pages omit: `from`, and that `value` can be null.
fn complete_json_patch(fields: &mut Vec<crate::ir::Field>) {
    for field in fields.iter_mut().filter(|field| field.name == "value") {
        field.presence = Presence::OptionalNullable;
    }
    for field in fields.iter_mut().filter(|field| field.name == "from") {
        field.presence = Presence::Optional;
    }
    if !fields.iter().any(|field| field.name == "from") {
        fields.push(crate::ir::Field {
            name: "from".to_owned(),
            ident: "from".to_owned(),
            setter: None,
            docs: "The JSON Pointer of the location to move or copy from; required for \"move\" and \"copy\".".to_owned(),
            ty: TypeRef::STRING,
            presence: Presence::Optional,
            only: None,
            deprecated: false,
            default: None,
            example: None,
        });
    }
}
