//! Bounds how deep types are nested in each other.
//!
//! Schemas may be nested hundreds of levels deep, but rustc gives up at some fifty levels of types, and programs that use
//! a type add levels of their own. What is deeper becomes any JSON, with a diagnostic.

use super::Assembly;
use crate::diagnostic::Code;
use crate::ir::{
    BodyContent, Enum, Operation, PartKind, Payload, Success, TypeDef, TypeId, TypeKind, TypeRef,
};

/// How many structs, unions, lists and maps may be within each other.
const MAX_NESTING: usize = 32;

impl Assembly<'_> {
    /// Replaces what is nested too deep in types and operations.
    pub(super) fn limit_nesting(&mut self, operations: &mut [Operation]) {
        let mut nesting = Nesting {
            depths: vec![None; self.typedefs.len()],
            types: &mut self.typedefs,
            cut: Vec::new(),
        };
        for index in 0..nesting.depths.len() {
            nesting.definition(TypeId(index));
        }
        let mut pages = Vec::new();
        for operation in operations {
            if nesting.operation(operation) {
                pages.push(operation.page.clone());
            }
        }
        for id in std::mem::take(&mut nesting.cut) {
            self.report_nesting(id);
        }
        for page in pages {
            let message = format!(
                "lists or maps are nested deeper than {MAX_NESTING} levels; the inner ones become any JSON"
            );
            self.report(Code::TooDeep, &page, "", message);
        }
    }

    fn report_nesting(&mut self, id: TypeId) {
        let class = self.refs.class(id);
        let node = class.and_then(|class| self.types.members(class).first());
        let position = node.and_then(|node| self.graph.node(*node).positions.first());
        let (page, pointer) = position.map_or_else(Default::default, |position| {
            let page = &self.api.operation(position.operation()).path;
            (page.clone(), position.pointer())
        });
        let name = self
            .typedefs
            .get(id.0)
            .map(|definition| definition.name.as_str());
        let message = format!(
            "`{}` has parts that are nested deeper than {MAX_NESTING} levels; they become any JSON",
            name.unwrap_or_default()
        );
        self.report(Code::TooDeep, &page, &pointer, message);
    }
}

/// The depths of types. A box ends the nesting, because a type that contains itself has no depth.
struct Nesting<'a> {
    types: &'a mut [TypeDef],
    depths: Vec<Option<usize>>,
    /// The types with parts that were replaced.
    cut: Vec<TypeId>,
}

impl Nesting<'_> {
    /// The depth of a type, whose parts that are too deep are replaced.
    fn definition(&mut self, id: TypeId) -> usize {
        match self.depths.get(id.0) {
            Some(Some(depth)) => return *depth,
            Some(None) => {}
            None => return 0,
        }
        self.set_depth(id, 0);
        // The type is taken out while its parts are looked at, which may be types too.
        let placeholder = TypeKind::Enum(Enum {
            variants: Vec::new(),
        });
        let Some(definition) = self.types.get_mut(id.0) else {
            return 0;
        };
        let mut kind = std::mem::replace(&mut definition.kind, placeholder);
        let mut is_cut = false;
        let mut deepest = 0;
        for part in parts(&mut kind) {
            deepest = deepest.max(self.reference(part, &mut is_cut));
        }
        if is_cut {
            self.cut.push(id);
        }
        if let Some(definition) = self.types.get_mut(id.0) {
            definition.kind = kind;
        }
        self.set_depth(id, deepest + 1);
        deepest + 1
    }

    fn set_depth(&mut self, id: TypeId, depth: usize) {
        if let Some(known) = self.depths.get_mut(id.0) {
            *known = Some(depth);
        }
    }

    /// The depth of a use of a type. If it is too deep, `is_cut` is set, and it is replaced.
    fn reference(&mut self, ty: &mut TypeRef, is_cut: &mut bool) -> usize {
        let depth = match ty {
            TypeRef::Named(id) => self.definition(*id),
            TypeRef::List(inner) | TypeRef::Map(inner) => 1 + self.reference(inner, is_cut),
            TypeRef::Option(inner) => {
                let depth = self.reference(inner, is_cut);
                if **inner == TypeRef::Value {
                    // Any JSON includes null.
                    *ty = TypeRef::Value;
                }
                depth
            }
            TypeRef::Boxed(_) | TypeRef::Scalar(_) | TypeRef::Value | TypeRef::Object => 0,
        };
        if depth < MAX_NESTING {
            return depth;
        }
        *ty = TypeRef::Value;
        *is_cut = true;
        0
    }

    /// Replaces what is too deep in parameters and bodies. Tells whether anything is.
    fn operation(&mut self, operation: &mut Operation) -> bool {
        let parameters = operation.parameters.iter_mut();
        let mut found: Vec<&mut TypeRef> = parameters.map(|each| &mut each.ty).collect();
        if let Some(body) = &mut operation.body {
            found.extend(in_content(&mut body.content));
            let media_types = body.media_types.iter_mut();
            found.extend(media_types.filter_map(|(_, content)| in_content(content)));
        }
        if let Success::One(payload) = &mut operation.success {
            found.extend(in_payload(payload));
        }
        for response in &mut operation.responses {
            found.extend(in_payload(&mut response.payload));
            let content = response.content.iter_mut();
            found.extend(content.filter_map(|(_, payload)| in_payload(payload)));
        }
        if let Some(paging) = &mut operation.paging {
            found.push(&mut paging.page);
            found.extend(paging.items.as_mut().map(|items| &mut items.item));
        }
        let mut is_cut = false;
        for ty in found {
            self.reference(ty, &mut is_cut);
        }
        is_cut
    }
}

/// The types that a definition uses.
fn parts(kind: &mut TypeKind) -> Vec<&mut TypeRef> {
    match kind {
        TypeKind::Struct(object) => {
            let fields = object.fields.iter_mut().map(|field| &mut field.ty);
            fields.chain(object.extra.as_mut()).collect()
        }
        TypeKind::Enum(_) => Vec::new(),
        TypeKind::Union(union) => {
            let variants = union.variants.iter_mut();
            variants.map(|variant| &mut variant.ty).collect()
        }
        TypeKind::Errors(variants) | TypeKind::SuccessByStatus(variants) => {
            let bodies = variants.iter_mut().map(|variant| &mut variant.body);
            bodies.filter_map(in_payload).collect()
        }
        TypeKind::Form(parts) => {
            let kinds = parts.iter_mut().map(|part| &mut part.kind);
            kinds
                .filter_map(|kind| match kind {
                    PartKind::Text(ty) | PartKind::Json(ty) => Some(ty),
                    PartKind::File | PartKind::Files => None,
                })
                .collect()
        }
        TypeKind::Bodies(variants) => {
            let bodies = variants.iter_mut().map(|variant| &mut variant.body);
            bodies.filter_map(in_content).collect()
        }
    }
}

fn in_payload(payload: &mut Payload) -> Option<&mut TypeRef> {
    match payload {
        Payload::Json(ty) => Some(ty),
        Payload::Text | Payload::Binary | Payload::Empty => None,
    }
}

fn in_content(content: &mut BodyContent) -> Option<&mut TypeRef> {
    match content {
        BodyContent::Json { ty, .. } | BodyContent::Form(ty) => Some(ty),
        BodyContent::Multipart(_)
        | BodyContent::Choice(_)
        | BodyContent::Text(_)
        | BodyContent::Bytes(_) => None,
    }
}
