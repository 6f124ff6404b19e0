//! The types that come from schemas.

use std::collections::BTreeMap;

use super::Assembly;
use super::docs::undescribed;
use crate::graph::{EnumKind, Field, Kind, NodeId, Scalar, StructKind, UnionKind};
use crate::ir::{
    Enum, EnumVariant, Part, PartKind, Presence, Struct, TypeDef, TypeId, TypeKind, TypeRef, Union,
    UnionVariant,
};
use crate::merge::ClassId;
use crate::names::idents::{Scope, value_ident, variant_ident};
use crate::names::is_json_patch;
use crate::names::lock::Anchor;
use crate::names::words::pascal;
use crate::position::Position;
use crate::uses::ClassUses;

impl Assembly<'_> {
    /// Makes the types of all classes that are used.
    pub(super) fn schema_types(&mut self) {
        let classes: Vec<ClassId> = self.uses.classes().map(|(class, _)| class).collect();
        // All ids first: types speak of each other.
        self.ids = classes
            .iter()
            .enumerate()
            .map(|(index, class)| (*class, TypeId(index)))
            .collect();
        self.classes.clone_from(&classes);
        for class in classes {
            let (Some(uses), Some(name)) = (self.uses.of(class), self.names.of(class)) else {
                continue;
            };
            let name = name.to_owned();
            let deprecated = self
                .types
                .members(class)
                .iter()
                .all(|node| self.graph.node(*node).deprecated);
            let definition = TypeDef {
                docs: self.type_docs(class, uses),
                deprecated,
                kind: self.kind(class, uses, &name),
                positions: uses
                    .positions
                    .iter()
                    .map(|position| self.global(position))
                    .collect(),
                name,
            };
            self.add_type(definition, uses.operations.clone());
        }
    }

    fn global(&self, position: &Position) -> String {
        let position = Anchor::of(self.api, position);
        if self.api.folder.is_empty() {
            position.to_string()
        } else {
            format!("{}/{position}", self.api.folder)
        }
    }

    fn kind(&self, class: ClassId, uses: &ClassUses, name: &str) -> TypeKind {
        let Some(&node) = self.types.members(class).first() else {
            return TypeKind::Form(Vec::new());
        };
        match &self.graph.node(node).kind {
            Kind::Struct(object) if object.form => TypeKind::Form(self.parts(object)),
            Kind::Struct(object) => TypeKind::Struct(self.object(class, node, object, uses)),
            Kind::Enum(_) => TypeKind::Enum(self.values(class)),
            Kind::Union(union) => TypeKind::Union(self.union(class, union, name)),
            Kind::Any | Kind::Object | Kind::Scalar(_) | Kind::List(_) | Kind::Map(_) => {
                TypeKind::Form(Vec::new())
            }
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
        let mut scope = Scope::with(&["self"]);
        let mut fields: Vec<crate::ir::Field> = object
            .fields
            .iter()
            .map(|(name, field)| {
                let one_way = self.fields_of(class, name).any(|field| field.one_way);
                let presence = presence(field, one_way);
                let ident = value_ident(&mut scope, self.vocabulary, name);
                let ty = self.part_ref(class, field.edge.target);
                self.field(name, field, ident, ty, presence)
            })
            .collect();
        if json_patch {
            complete_json_patch(&mut fields);
        }
        let extra = match object.additional {
            Some(edge) => Some(self.element(edge)),
            // Whoever sends it may know fields that the page does not, and what was read goes back whole. An operation of
            // JSON Patch has no others.
            None => (uses.sent && (uses.received || !json_patch)).then_some(TypeRef::Value),
        };
        let extra_ident = scope.take(["extra", "extra_fields", "undocumented"].map(str::to_owned));
        Struct {
            fields,
            extra,
            extra_ident,
            sent: uses.sent,
            json_patch,
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

    fn field(
        &self,
        name: &str,
        field: &Field,
        ident: String,
        ty: TypeRef,
        presence: Presence,
    ) -> crate::ir::Field {
        // Without words on the property, those on its type stand in.
        let own = field.docs.trim();
        let of_type = self.graph.node(field.edge.target).docs.trim();
        let docs = [own, of_type].into_iter().find(|text| !text.is_empty());
        crate::ir::Field {
            name: name.to_owned(),
            ident,
            docs: docs.map_or_else(|| undescribed(name), str::to_owned),
            ty,
            presence,
            deprecated: field.deprecated,
            default: field.default.as_ref().map(ToString::to_string),
        }
    }

    /// The values in the order that most pages have.
    fn values(&self, class: ClassId) -> Enum {
        let mut orders: BTreeMap<Vec<String>, (usize, std::cmp::Reverse<NodeId>)> = BTreeMap::new();
        for &node in self.types.members(class) {
            if let Kind::Enum(EnumKind { values, .. }) = &self.graph.node(node).kind {
                let order = values.iter().map(ToString::to_string).collect();
                orders
                    .entry(order)
                    .or_insert((0, std::cmp::Reverse(node)))
                    .0 += 1;
            }
        }
        let main = orders
            .into_values()
            .max()
            .map(|(_, std::cmp::Reverse(node))| node);
        let Some(Kind::Enum(main)) = main.map(|node| &self.graph.node(node).kind) else {
            return Enum {
                variants: Vec::new(),
            };
        };
        let mut scope = Scope::with(&["Unknown"]);
        let variants = main.values.iter().map(|value| EnumVariant {
            ident: variant_ident(&mut scope, self.vocabulary, value),
            docs: value
                .as_str()
                .and_then(|text| main.docs.get(text))
                .cloned()
                .unwrap_or_default(),
            value: value.clone(),
        });
        Enum {
            variants: variants.collect(),
        }
    }

    fn union(&self, class: ClassId, union: &UnionKind, name: &str) -> Union {
        let mut scope = Scope::with(&["Other"]);
        let mut variants: Vec<UnionVariant> = Vec::new();
        for branch in &union.branches {
            let ty = self.part_ref(class, branch.node);
            if let Some(known) = variants.iter_mut().find(|known| known.ty == ty) {
                known.tags.extend(branch.tags.iter().cloned());
                continue;
            }
            let wanted = match branch.tags.as_slice() {
                [only] => vec![
                    pascal(&self.vocabulary.words(only)),
                    self.variant_name(&ty, name),
                ],
                _ => vec![self.variant_name(&ty, name)],
            };
            let docs = self.graph.node(branch.node).docs.clone();
            variants.push(UnionVariant {
                ident: scope.take(wanted),
                ty,
                tags: branch.tags.clone(),
                docs,
            });
        }
        Union {
            discriminator: union.discriminator.clone(),
            variants,
        }
    }

    /// A variant is called like its type, without repeating the union's name.
    fn variant_name(&self, ty: &TypeRef, union: &str) -> String {
        match ty {
            TypeRef::Named(id) | TypeRef::Boxed(id) => {
                let full = self
                    .classes
                    .get(id.0)
                    .and_then(|class| self.names.of(*class))
                    .unwrap_or("Variant");
                let short = full
                    .strip_prefix(union)
                    .filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
                short.unwrap_or(full).to_owned()
            }
            TypeRef::String => "String".to_owned(),
            TypeRef::Boolean => "Boolean".to_owned(),
            TypeRef::Int32 | TypeRef::Int64 => "Integer".to_owned(),
            TypeRef::Number => "Number".to_owned(),
            TypeRef::Timestamp => "Timestamp".to_owned(),
            TypeRef::Date => "Date".to_owned(),
            TypeRef::Value => "Any".to_owned(),
            TypeRef::List(item) => match item.as_ref() {
                TypeRef::Named(_) | TypeRef::Boxed(_) => "List".to_owned(),
                item => format!("{}List", self.variant_name(item, union)),
            },
            TypeRef::Map(_) => "Map".to_owned(),
            TypeRef::Object => "Object".to_owned(),
            TypeRef::Option(inner) => self.variant_name(inner, union),
        }
    }

    fn parts(&self, object: &StructKind) -> Vec<Part> {
        let mut scope = Scope::with(&["self"]);
        let parts = object.fields.iter().map(|(name, field)| Part {
            name: name.clone(),
            ident: value_ident(&mut scope, self.vocabulary, name),
            docs: field.docs.clone(),
            required: field.required,
            kind: self.part_kind(field.edge.target),
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
            Kind::List(edge) if json(edge.target) => PartKind::Json(self.type_ref(node)),
            _ if json(node) => PartKind::Json(self.type_ref(node)),
            _ => PartKind::Text(self.type_ref(node)),
        }
    }
}

/// A property that goes one way only is missing the other way, whatever `required` says (OpenAPI 3.0.3, `readOnly`).
fn presence(field: &Field, one_way: bool) -> Presence {
    match (field.required && !one_way, field.edge.nullable) {
        (true, false) => Presence::Required,
        (true, true) => Presence::RequiredNullable,
        (false, false) => Presence::Optional,
        (false, true) => Presence::OptionalNullable,
    }
}

/// What RFC 6902 says and pages forget: `from`, and that `value` can be null.
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
            docs: "The JSON Pointer of the location to move or copy from; required for \"move\" and \"copy\".".to_owned(),
            ty: TypeRef::String,
            presence: Presence::Optional,
            deprecated: false,
            default: None,
        });
    }
}
