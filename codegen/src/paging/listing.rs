//! An operation as far as paging is concerned: its parameters and the fields of its response.

use std::collections::BTreeMap;

use crate::input::openapi::{OperationObject, ParameterObject, Schema, SchemaObject};
use crate::ir::{
    Body, BodyContent, Field, PageField, PageItems, Payload, Struct, Success, TypeDef, TypeKind,
    TypeRef,
};
use crate::scalar::Scalar;

use super::vocabulary;
use crate::pointer::{self, pointer_push};

/// An operation that may list something.
#[derive(Clone, Copy)]
pub struct Listing<'a> {
    /// As its page has it.
    pub object: &'a OperationObject,
    /// What it sends.
    pub body: Option<&'a Body>,
    /// What it receives.
    pub success: &'a Success,
    /// The types of the API.
    pub types: &'a [TypeDef],
    /// Parameters that are always sent with one value.
    pub constants: &'a BTreeMap<String, String>,
}

/// A query parameter, or a property of the body.
#[derive(Clone, Debug)]
pub(super) struct Param {
    /// Its name, or the JSON pointer of a nested property.
    pub(super) name: String,
    pub(super) kind: ValueKind,
    pub(super) docs: String,
    pub(super) default: Option<i64>,
    pub(super) minimum: Option<i64>,
    pub(super) maximum: Option<i64>,
}

/// What a parameter or field is, as far as paging is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueKind {
    Integer,
    Text,
    Boolean,
    /// Any JSON, or an object without a description.
    Unknown,
    Other,
}

impl ValueKind {
    /// Whether a parameter of this kind takes the values of a field, as far as is known. Text takes any number.
    pub(super) fn takes(self, field: Self) -> bool {
        (self, field) != (Self::Integer, Self::Text)
    }
}

/// A field of the response, at any depth.
#[derive(Clone, Debug)]
pub(super) struct ResponseField<'a> {
    pub(super) pointer: String,
    /// The names on the way, as [`vocabulary::squash`] writes them.
    pub(super) path: Vec<String>,
    pub(super) kind: ValueKind,
    pub(super) field: &'a Field,
    /// The names beside it.
    pub(super) siblings: Vec<String>,
}

impl ResponseField<'_> {
    pub(super) fn last(&self) -> &str {
        self.path.last().map(String::as_str).unwrap_or_default()
    }

    /// The names before the last.
    pub(super) fn ancestors(&self) -> &[String] {
        self.path.split_last().map_or(&[], |(_, before)| before)
    }
}

impl<'a> Listing<'a> {
    /// Whether the operation reads: only such operations are paged.
    pub(super) fn is_read(&self) -> bool {
        matches!(self.object.method.as_str(), "get" | "post")
    }

    /// What a page is.
    pub(super) fn page(&self) -> Option<&'a TypeRef> {
        match self.success {
            Success::One(Payload::Json(ty)) => Some(ty),
            _ => None,
        }
    }

    /// Whether a success documents this header.
    pub(super) fn has_header(&self, name: &str) -> bool {
        let headers = self
            .object
            .responses
            .values()
            .flat_map(|each| each.headers.keys());
        headers
            .into_iter()
            .any(|header| header.eq_ignore_ascii_case(name))
    }

    /// The query parameters. Those that are objects are what they look like in the query: `page[size]`.
    pub(super) fn query(&self) -> Vec<Param> {
        let is_constant = |name: &str| {
            let mut constants = self.constants.keys();
            constants.any(|constant| constant.eq_ignore_ascii_case(name))
        };
        let parameters = self.object.parameters.iter();
        parameters
            .filter(|parameter| parameter.location == "query" && !is_constant(&parameter.name))
            .flat_map(query_params)
            .collect()
    }

    /// The properties of a JSON body and of objects in it.
    pub(super) fn body_fields(&self) -> Vec<Param> {
        let content = self.body.map(|body| &body.content);
        let Some(BodyContent::Json { ty, .. }) = content else {
            return Vec::new();
        };
        let mut params = Vec::new();
        for field in self.fields(ty) {
            params.push(body_param(field.name.clone(), field, self.kind(&field.ty)));
            for inner in self.fields(&field.ty) {
                let pointer = pointer_push(&pointer_push("", &field.name), &inner.name);
                params.push(body_param(pointer, inner, self.kind(&inner.ty)));
            }
        }
        params
    }

    /// The fields of the response and of the objects in it, but not those of items. The outermost come first.
    pub(super) fn response_fields(&self) -> Vec<ResponseField<'a>> {
        const DEPTH: usize = 3;
        let mut found = Vec::new();
        let page = self.page();
        let mut level: Vec<(String, Vec<String>, &TypeRef)> = page
            .map(|page| (String::new(), Vec::new(), page))
            .into_iter()
            .collect();
        for _ in 0..DEPTH {
            let mut next = Vec::new();
            for (pointer, path, ty) in level {
                let fields = self.fields(ty);
                let names: Vec<String> = fields
                    .iter()
                    .map(|field| vocabulary::squash(&field.name))
                    .collect();
                for (field, name) in fields.iter().zip(&names) {
                    let pointer = pointer_push(&pointer, &field.name);
                    let path: Vec<String> = path.iter().cloned().chain([name.clone()]).collect();
                    next.push((pointer.clone(), path.clone(), &field.ty));
                    found.push(ResponseField {
                        pointer,
                        path,
                        kind: self.kind(&field.ty),
                        field,
                        siblings: names.clone(),
                    });
                }
            }
            level = next;
        }
        found
    }

    /// Whether the response has something at a pointer, as far as is known.
    pub(super) fn has(&self, pointer: &str) -> bool {
        self.page()
            .is_some_and(|page| self.leads_somewhere(page, pointer))
    }

    /// Whether values of a type have something at a pointer.
    fn leads_somewhere<'t>(&self, mut ty: &'t TypeRef, pointer: &str) -> bool
    where
        'a: 't,
    {
        for (depth, step) in pointer::segments(pointer).enumerate() {
            // Whatever is in an object without a description may be there, but not in a page of any type.
            if depth > 0 && self.kind(ty) == ValueKind::Unknown || matches!(ty, TypeRef::Map(_)) {
                return true;
            }
            let mut fields = self.fields(ty).into_iter();
            match fields.find(|field| field.name == step) {
                Some(field) => ty = &field.ty,
                None => return false,
            }
        }
        true
    }

    /// Whether an item of a list has something at a pointer, as far as is known.
    pub(super) fn leads_somewhere_in_item(&self, items: &PageItems, pointer: &str) -> bool {
        let is_unknown = self.kind(&items.item) == ValueKind::Unknown;
        is_unknown || self.leads_somewhere(&items.item, pointer)
    }

    /// Whether a parameter takes what the response has at a pointer.
    pub(super) fn takes(&self, param: &Param, pointer: &str) -> bool {
        let mut fields = self.response_fields().into_iter();
        let field = fields.find(|field| field.pointer == pointer);
        field.is_none_or(|field| param.kind.takes(field.kind))
    }

    /// Whether the response has a list, or something that may be one.
    pub(super) fn may_have_list(&self) -> bool {
        let may_be_list = |ty: &TypeRef| match ty {
            TypeRef::Named(id) | TypeRef::Boxed(id) => {
                let definition = self.types.get(id.0).map(|definition| &definition.kind);
                matches!(definition, Some(TypeKind::Union(_)))
            }
            _ => !matches!(ty, TypeRef::Scalar(_)),
        };
        let fields = self.response_fields();
        self.page().is_some_and(may_be_list)
            || fields.iter().any(|each| may_be_list(&each.field.ty))
    }

    /// The list at a pointer.
    pub(super) fn list_at(&self, pointer: &str) -> Option<PageItems> {
        let mut ty = self.page()?;
        let mut fields = Vec::new();
        for step in pointer::segments(pointer) {
            let mut all = self.fields(ty).into_iter();
            let field = all.find(|field| field.name == step)?;
            fields.push(PageField {
                ident: field.ident.clone(),
                presence: field.presence,
            });
            ty = &field.ty;
        }
        match ty {
            TypeRef::List(item) => Some(PageItems {
                pointer: pointer.to_owned(),
                fields,
                item: item.as_ref().clone(),
            }),
            _ => None,
        }
    }

    /// The list of a page: the page itself, or the one among its fields that is what the operation lists.
    pub(super) fn list(&self) -> Option<PageItems> {
        if let Some(list) = self.list_at("") {
            return Some(list);
        }
        let fields = self.response_fields();
        let is_list = |field: &&ResponseField<'_>| {
            matches!(field.field.ty, TypeRef::List(_)) && field.path.len() <= 2
        };
        let mut lists: Vec<&ResponseField<'_>> = fields.iter().filter(is_list).collect();
        // Errors are what is listed where there is nothing else to page.
        let is_errors = matches!(lists.as_slice(), [only] if only.last() == "errors");
        if !is_errors || !fields.iter().any(vocabulary::is_about_pages) {
            lists.retain(|field| !vocabulary::is_beside_the_list(field.last()));
        }
        let noun = self.noun();
        let is_objects = |field: &ResponseField<'_>| match &field.field.ty {
            TypeRef::List(item) => item
                .definition()
                .is_some_and(|id| self.object_of(id.0).is_some()),
            _ => false,
        };
        // The only one at a depth, or the one with a name that says so.
        let chosen = [1, 2].into_iter().find_map(|depth| {
            let at_depth = || lists.iter().filter(|field| field.path.len() == depth);
            let only = |wanted: &dyn Fn(&ResponseField<'_>) -> bool| {
                let mut wanted = at_depth().filter(|field| wanted(field));
                wanted.next().filter(|_| wanted.next().is_none())
            };
            let named = vocabulary::LIST
                .iter()
                .find_map(|name| only(&|field| field.last() == *name));
            named
                .or_else(|| {
                    noun.iter()
                        .find_map(|noun| only(&|field| is_noun(field.last(), noun)))
                })
                .or_else(|| only(&|_| true))
                .or_else(|| only(&is_objects))
        })?;
        self.list_at(&chosen.pointer)
    }

    /// The words for what the operation lists, the most specific first: the fixed segments of its path.
    fn noun(&self) -> Vec<String> {
        let segments = self.object.path.split(['/', '.', ':']);
        let fixed = segments.filter(|segment| !segment.contains('{'));
        let mut words: Vec<String> = fixed.map(vocabulary::squash).collect();
        words.retain(|word| !word.is_empty());
        words.reverse();
        words
    }

    fn object_of(&self, id: usize) -> Option<&'a Struct> {
        match &self.types.get(id)?.kind {
            TypeKind::Struct(object) => Some(object),
            _ => None,
        }
    }

    /// The fields of a type, if it is an object.
    pub(super) fn fields(&self, ty: &TypeRef) -> Vec<&'a Field> {
        let object = match ty {
            TypeRef::Named(id) | TypeRef::Boxed(id) => self.object_of(id.0),
            _ => None,
        };
        object
            .map(|object| object.fields.iter().collect())
            .unwrap_or_default()
    }

    pub(super) fn kind(&self, ty: &TypeRef) -> ValueKind {
        match ty {
            TypeRef::Scalar(Scalar::Int32 | Scalar::Int64 | Scalar::Number) => ValueKind::Integer,
            TypeRef::Scalar(Scalar::Boolean) => ValueKind::Boolean,
            TypeRef::Scalar(_) => ValueKind::Text,
            TypeRef::Value | TypeRef::Object => ValueKind::Unknown,
            _ => ValueKind::Other,
        }
    }
}

/// Whether a field has the name of what is listed, in singular or plural, perhaps with a word before it.
fn is_noun(field: &str, noun: &str) -> bool {
    let (field, noun) = (field.trim_end_matches('s'), noun.trim_end_matches('s'));
    noun.len() > 1 && (field == noun || field.ends_with(noun) || field == format!("{noun}list"))
}

fn query_params(parameter: &ParameterObject) -> Vec<Param> {
    let schema = schema_of(parameter.schema.as_ref());
    let properties = schema.map(|schema| &schema.properties);
    if let (Some(properties), None | Some("form" | "deepObject")) = (
        properties.filter(|all| !all.is_empty()),
        parameter.style.as_deref(),
    ) {
        let is_deep = parameter.style.as_deref() == Some("deepObject");
        let named = |name: &String| match is_deep {
            true => format!("{}[{name}]", parameter.name),
            false => name.clone(),
        };
        let params = properties.iter();
        return params
            .map(|(name, schema)| param(named(name), "", schema_of(Some(schema))))
            .collect();
    }
    vec![param(
        parameter.name.clone(),
        &parameter.description,
        schema,
    )]
}

fn param(name: String, docs: &str, schema: Option<&SchemaObject>) -> Param {
    let kind = schema.map_or(ValueKind::Text, |schema| {
        match schema.types.first().map(String::as_str) {
            Some("integer" | "number") => ValueKind::Integer,
            Some("string") => ValueKind::Text,
            Some("boolean") => ValueKind::Boolean,
            Some(_) => ValueKind::Other,
            None => ValueKind::Unknown,
        }
    });
    let default = schema.and_then(|schema| schema.default.as_ref());
    let own = schema
        .map(|schema| schema.description.as_str())
        .unwrap_or_default();
    Param {
        name,
        kind,
        docs: format!("{docs} {own}"),
        default: default.and_then(|default| match default {
            serde_json::Value::String(text) => text.parse().ok(),
            other => other.as_i64(),
        }),
        minimum: schema.and_then(|schema| schema.minimum),
        maximum: schema.and_then(|schema| schema.maximum),
    }
}

fn body_param(name: String, field: &Field, kind: ValueKind) -> Param {
    Param {
        name,
        kind,
        docs: field.docs.clone(),
        default: field
            .default
            .as_ref()
            .and_then(|default| default.parse().ok()),
        minimum: None,
        maximum: None,
    }
}

/// The schema that says what a parameter is: itself, or the part of a union that isn't null.
fn schema_of(schema: Option<&Schema>) -> Option<&SchemaObject> {
    let Some(Schema::Object(schema)) = schema else {
        return None;
    };
    if !schema.types.is_empty() || !schema.properties.is_empty() {
        return Some(schema);
    }
    let parts = [&schema.all_of, &schema.any_of, &schema.one_of];
    let part = parts
        .into_iter()
        .flatten()
        .find_map(|part| schema_of(Some(part)).filter(|part| !part.only_null));
    part.or(Some(schema))
}
