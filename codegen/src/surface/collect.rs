//! From the IR to its surface.

use std::collections::BTreeMap;

use heck::ToLowerCamelCase;

use super::{ApiSurface, Aspect, Fact, Item, ItemId, Surface, UNDOCUMENTED, spell};
use crate::ir::{
    Body, BodyContent, BodyVariant, Crate, Field, Location, NextPage, Operation, Paging, Parameter,
    Part, PartKind, Payload, Presence, Server, Status, StatusVariant, Struct, Style, Success,
    TypeDef, TypeKind, Union, Version,
};
use crate::names::idents::plain;

type Facts = BTreeMap<Aspect, Fact>;

/// What `INDEX.md` and the manifest call the kinds of types.
pub(crate) fn kind_name(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Struct(_) => "struct",
        TypeKind::Enum(_) => "enum",
        TypeKind::Union(_) => "union",
        TypeKind::Errors(_) => "error",
        TypeKind::SuccessByStatus(_) => "response",
        TypeKind::Form(_) => "form",
        TypeKind::Bodies(_) => "body",
    }
}

impl Surface {
    /// The surface of a crate.
    pub fn of(krate: &Crate) -> Self {
        let versions = krate.versions.iter();
        Self {
            package: krate.package.name.clone(),
            apis: versions
                .map(|version| (version.module.clone(), ApiSurface::of(version)))
                .collect(),
        }
    }
}

impl ApiSurface {
    /// The surface of an API version.
    pub fn of(version: &Version) -> Self {
        let mut surface = Self {
            server: url(&version.server),
            ..Self::default()
        };
        for module in &version.modules {
            let in_module = |facts| Item {
                module: module.name.clone(),
                facts,
            };
            for operation in &module.operations {
                let id = ItemId::Operation {
                    module: module.name.clone(),
                    function: operation.function.clone(),
                };
                surface
                    .items
                    .insert(id, in_module(of_operation(version, operation)));
            }
            for id in &module.types {
                let definition = &version.types[id.0];
                let id = ItemId::Type(definition.name.clone());
                surface
                    .items
                    .insert(id, in_module(of_type(version, definition)));
            }
            if !module.reexports.is_empty() {
                surface
                    .reexports
                    .insert(module.name.clone(), module.reexports.clone());
            }
        }
        surface
    }
}

fn url(server: &Server) -> String {
    format!("{}{}", server.origin, server.path)
}

fn of_operation(version: &Version, operation: &Operation) -> Facts {
    let (returns, form) = match &operation.success {
        Success::One(payload) => (
            spell::success(version, payload),
            matches!(payload, Payload::Text),
        ),
        Success::ByStatus(id) => (spell::named(version, *id), false),
    };
    // Without an error type, error bodies are any JSON.
    let fails = operation
        .errors
        .map_or("Value".to_owned(), |id| spell::named(version, id));
    let statuses: Vec<String> = operation
        .responses
        .iter()
        .map(|each| each.status.to_string())
        .collect();
    let mut facts = Facts::from([
        (
            Aspect::Route,
            Fact::note(format!("{} {}", operation.method, operation.path)),
        ),
        (Aspect::Arguments, arguments(version, operation)),
        (
            Aspect::Returns,
            Fact::ty(returns).with_note(if form { "text" } else { "" }),
        ),
        (
            Aspect::Fails,
            Fact::ty(fails).with_note(statuses.join(", ")),
        ),
    ]);
    let options = operation
        .parameters
        .iter()
        .filter(|each| !each.required && each.constant.is_none());
    facts.extend(options.map(|parameter| option(version, parameter)));
    if let Some(body) = &operation.body {
        facts.extend(of_body(version, body));
    }
    if let Some(paging) = &operation.paging {
        facts.extend(of_paging(version, paging));
    }
    let scopes = match &operation.security {
        Some(schemes) if schemes.is_empty() => "none needed".to_owned(),
        _ => operation.scopes.join(", "),
    };
    if !scopes.is_empty() {
        facts.insert(Aspect::Scopes, Fact::note(scopes));
    }
    if let Some(server) = &operation.server {
        facts.insert(Aspect::Server, Fact::note(url(server)));
    }
    add_if(operation.experimental, Aspect::Experimental, &mut facts);
    add_if(operation.deprecated, Aspect::Deprecated, &mut facts);
    facts
}

fn add_if(condition: bool, aspect: Aspect, facts: &mut Facts) {
    if condition {
        facts.insert(aspect, Fact::default());
    }
}

/// The types of the arguments, with their names as the note.
fn arguments(version: &Version, operation: &Operation) -> Fact {
    let parameters = operation
        .parameters
        .iter()
        .filter(|each| each.required && each.constant.is_none());
    let parameters = parameters.map(|each| (spell::ty(version, &each.ty), each.ident.as_str()));
    let body = operation.body.iter().filter(|body| body.required);
    let body = body.map(|body| (spell::body(version, &body.content), body.ident.as_str()));
    list(parameters.chain(body))
}

/// The types of arguments, with their names as the note.
fn list<'a>(arguments: impl Iterator<Item = (String, &'a str)>) -> Fact {
    let (types, names): (Vec<String>, Vec<&str>) = arguments.unzip();
    Fact::ty(types.join(", ")).with_note(names.join(", "))
}

fn option(version: &Version, parameter: &Parameter) -> (Aspect, Fact) {
    let location = match parameter.location {
        Location::Path => "path ",
        Location::Query => "",
        Location::Header => "header ",
        Location::Cookie => "cookie ",
    };
    let key = match location {
        "" => key(&parameter.ident, &parameter.name),
        _ => format!("{location}{}", parameter.name),
    };
    let style = match parameter.style {
        Style::Form | Style::Simple => "",
        Style::Label => "label",
        Style::Matrix => "matrix",
        Style::SpaceDelimited => "separated by spaces",
        Style::PipeDelimited => "separated by pipes",
        Style::DeepObject => "deep object",
        Style::Content => "JSON",
    };
    let note: Vec<&str> = [key.as_str(), style]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let fact = Fact::ty(spell::ty(version, &parameter.ty))
        .with_note(note.join(", "))
        .deprecated_if(parameter.deprecated);
    (Aspect::Setter(parameter.ident.clone()), fact)
}

/// A name on the wire, if it isn't the identifier in camel case.
fn key(ident: &str, name: &str) -> String {
    match plain(ident).to_lower_camel_case() == name {
        true => String::new(),
        false => name.to_owned(),
    }
}

/// The media type of a request body, and its setter if it is optional.
fn of_body(version: &Version, body: &Body) -> Facts {
    let mut facts = Facts::new();
    if !body.required {
        let ty = spell::body(version, &body.content);
        facts.insert(
            Aspect::Setter(body.ident.clone()),
            Fact::ty(ty).with_note("body"),
        );
    }
    let media_type = spell::media_type(&body.content);
    if !media_type.is_empty() {
        facts.insert(Aspect::MediaType, Fact::note(media_type));
    }
    add_if(
        may_stream(version, &body.content),
        Aspect::Streamed,
        &mut facts,
    );
    facts
}

/// Whether a body may be a stream.
fn may_stream(version: &Version, content: &BodyContent) -> bool {
    let (BodyContent::Multipart(id) | BodyContent::Choice(id)) = content else {
        return matches!(content, BodyContent::Bytes(_));
    };
    match &version.types[id.0].kind {
        TypeKind::Form(parts) => {
            let mut parts = parts.iter();
            parts.any(|part| matches!(part.kind, PartKind::File | PartKind::Files))
        }
        TypeKind::Bodies(variants) => variants.iter().any(|each| may_stream(version, &each.body)),
        _ => false,
    }
}

/// The streams of pages and items, and how the next page is requested.
fn of_paging(version: &Version, paging: &Paging) -> Facts {
    let next = match &paging.next {
        NextPage::Offset { name, first } => format!("offset {name} from {first}"),
        NextPage::Page { name, first } => format!("page {name} from {first}"),
        NextPage::Cursor { name, pointer } => format!("cursor {name} from {pointer}"),
        NextPage::CursorHeader { name, header } => {
            format!("cursor {name} from the header {header}")
        }
        NextPage::LastItem { name, pointer } => format!("{name} from {pointer} of the last item"),
        NextPage::Link(pointer) => format!("link {pointer}"),
        NextPage::LinkHeader => "header Link".to_owned(),
        NextPage::SearchAfter { cursor, sort } => format!("{cursor} of {sort}"),
    };
    let limit = paging.limit.iter().map(|limit| match paging.page_size {
        Some(size) => format!("{limit} = {size}"),
        None => limit.clone(),
    });
    let note: Vec<String> = std::iter::once(next).chain(limit).collect();
    let mut facts = Facts::from([(
        Aspect::Pages,
        Fact::ty(spell::ty(version, &paging.page)).with_note(note.join(", ")),
    )]);
    if let Some(items) = &paging.items {
        let fact = Fact::ty(spell::ty(version, &items.item)).with_note(items.pointer.clone());
        facts.insert(Aspect::Items, fact);
    }
    if paging.has_total {
        let total = paging.total_parameter.as_ref().or(paging.total.as_ref());
        facts.insert(
            Aspect::Total,
            Fact::note(total.cloned().unwrap_or_default()),
        );
    }
    facts
}

fn of_type(version: &Version, definition: &TypeDef) -> Facts {
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
        // A type of several variants doesn't tell which one is meant.
        if types.iter().filter(|other| *other == ty).count() == 1 {
            facts.insert(Aspect::Conversion(ty.clone()), Fact::default());
        }
    }
}
