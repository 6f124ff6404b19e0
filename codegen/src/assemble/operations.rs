//! Operations and their parameters.

use std::collections::{BTreeMap, BTreeSet};

use super::Assembly;
use super::bodies::{in_content, in_payload};
use super::settings::server;
use crate::diagnostic::Code;
use crate::docs_set::DocumentedOperation;
use crate::graph::Edge;
use crate::ir::{
    Body, BodyContent, Location, NextPage, Operation, Paging, Parameter, Payload, Response, Server,
    Style, Success, TypeId, TypeKind, TypeRef,
};
use crate::names::idents::{Scope, function_ident, value_ident};
use crate::names::words::pascal;
use crate::openapi::{ParameterObject, Schema};
use crate::place;

/// Headers that OpenAPI leaves to the media types and security schemes (OpenAPI 3.0.3, Parameter Object, `name`).
const UNDESCRIBED: [&str; 3] = ["accept", "content-type", "authorization"];

/// The size of a page where neither the page nor the settings name one.
const PAGE_SIZE: u32 = 100;

/// What requests can do besides their parameters.
const REQUEST_METHODS: [&str; 18] = [
    "send",
    "header",
    "timeout",
    "credentials",
    "retry",
    "strict",
    "items",
    "pages",
    "total",
    "into_future",
    "clone",
    "from",
    "into",
    "body",
    "query",
    "path",
    "cookie",
    "new",
];

impl Assembly<'_> {
    pub(super) fn operations(&mut self, errors: &BTreeMap<usize, TypeId>) -> Vec<Operation> {
        let main_server = self.main_server();
        let mut scopes: BTreeMap<String, (Scope, Scope)> = BTreeMap::new();
        let mut operations = Vec::new();
        for index in 0..self.api.operations.len() {
            let Some(documented) = self.api.operations.get(index) else {
                continue;
            };
            let tag = place::tag(self.api, index).to_owned();
            let (functions, requests) = scopes
                .entry(tag)
                .or_insert_with(|| (Scope::with(&["new"]), Scope::default()));
            let object = &documented.object;
            let function = function_ident(
                functions,
                self.vocabulary,
                &documented.id,
                &object.method,
                &object.path,
            );
            let request = requests.take([pascal(
                &self.vocabulary.words(function.trim_start_matches("r#")),
            )]);
            let names = (function, request);
            operations.push(self.one_operation(
                index,
                documented,
                names,
                errors.get(&index).copied(),
                &main_server,
            ));
        }
        operations
    }

    fn one_operation(
        &mut self,
        index: usize,
        documented: &DocumentedOperation,
        (function, request): (String, String),
        errors: Option<TypeId>,
        main_server: &Server,
    ) -> Operation {
        let object = &documented.object;
        let mut scope = Scope::with(&["self"]);
        let parameters = self.parameters(index, documented, &mut scope);
        let body = self.body(index, &mut scope);
        let success = self.success(index);
        let own_server = object
            .servers
            .first()
            .map(|object| server(object, self.config))
            .filter(|server| server != main_server);
        Operation {
            id: documented.id.clone(),
            page: documented.path.clone(),
            page_id: documented.page_id.clone(),
            function,
            request,
            method: object.method.to_uppercase(),
            path: object.path.clone(),
            summary: summary(documented),
            description: object.description.clone(),
            scopes: object
                .security
                .iter()
                .flatten()
                .flat_map(|scheme| scheme.values().flatten().cloned())
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
            security: object.security.as_ref().map(|security| {
                let names: BTreeSet<String> = security
                    .iter()
                    .flat_map(|scheme| scheme.keys().cloned())
                    .collect();
                names.into_iter().collect()
            }),
            server: own_server,
            deprecated: object.deprecated,
            experimental: object.experimental || self.sends_experimental(&parameters),
            paging: self.paging(&object.parameters, &parameters, body.as_ref(), &success),
            parameters,
            body,
            success,
            errors,
            responses: self.responses(index),
        }
    }

    /// A parameter that is always sent and says so by its name.
    fn sends_experimental(&self, parameters: &[Parameter]) -> bool {
        parameters.iter().any(|each| {
            each.constant.is_some() && each.name.to_lowercase().contains("experimental")
        })
    }

    fn responses(&self, index: usize) -> Vec<Response> {
        let Some(lowered) = self.lowered.operations.get(index) else {
            return Vec::new();
        };
        let objects = self
            .operation(index)
            .map(|operation| &operation.object.responses);
        let responses = lowered.responses.iter().map(|response| {
            let object = objects.and_then(|objects| objects.get(&response.key));
            let headers = object.map(|object| {
                object
                    .headers
                    .iter()
                    .map(|(k, v)| (k.clone(), v.clone()))
                    .collect()
            });
            Response {
                status: response.status,
                description: object
                    .map(|object| object.description.clone())
                    .unwrap_or_default(),
                content: response
                    .content
                    .iter()
                    .map(|(name, content)| (name.clone(), self.payload_of(*content)))
                    .collect(),
                headers: headers.unwrap_or_default(),
            }
        });
        responses.collect()
    }

    fn parameters(
        &mut self,
        index: usize,
        documented: &DocumentedOperation,
        scope: &mut Scope,
    ) -> Vec<Parameter> {
        let edges: Vec<Edge> = self
            .lowered
            .operations
            .get(index)
            .map(|operation| operation.parameters.clone())
            .unwrap_or_default();
        let mut placeholders = placeholders(&documented.object.path);
        let mut in_path = Vec::new();
        let mut others = Vec::new();
        for (object, edge) in documented.object.parameters.iter().zip(edges) {
            let Some(location) = self.location(object, documented) else {
                continue;
            };
            if location != Location::Path {
                others.push(self.parameter(
                    object,
                    edge,
                    location,
                    &documented.object.parameters,
                    scope,
                ));
                continue;
            }
            let key = self.vocabulary.words(&object.name);
            match placeholders
                .iter()
                .position(|(_, name)| self.vocabulary.words(name) == key)
            {
                Some(position) => {
                    let (place, name) = placeholders.remove(position);
                    let mut parameter = self.parameter(
                        object,
                        edge,
                        location,
                        &documented.object.parameters,
                        scope,
                    );
                    parameter.name = name;
                    parameter.required = true;
                    in_path.push((place, parameter));
                }
                None => {
                    let message = format!(
                        "the path {} has no place for the parameter `{}`",
                        documented.object.path, object.name
                    );
                    self.say(
                        Code::PathParameter,
                        &documented.path,
                        &object.pointer,
                        message,
                    );
                }
            }
        }
        for (place, name) in placeholders {
            let message = format!("the path's parameter `{name}` is not declared: it is a string");
            self.say(Code::PathParameter, &documented.path, "/path", message);
            in_path.push((
                place,
                undeclared(&name, value_ident(scope, self.vocabulary, &name)),
            ));
        }
        in_path.sort_by_key(|(place, _)| *place);
        in_path
            .into_iter()
            .map(|(_, parameter)| parameter)
            .chain(others)
            .collect()
    }

    fn location(
        &mut self,
        object: &ParameterObject,
        documented: &DocumentedOperation,
    ) -> Option<Location> {
        Some(match object.location.as_str() {
            "path" => Location::Path,
            "query" => Location::Query,
            "header" if UNDESCRIBED.contains(&object.name.to_lowercase().as_str()) => return None,
            "header" => Location::Header,
            "cookie" => Location::Cookie,
            other => {
                let message = format!(
                    "`in: {other}` is no place for the parameter `{}`: it is left out",
                    object.name
                );
                self.say(Code::Malformed, &documented.path, &object.pointer, message);
                return None;
            }
        })
    }

    fn parameter(
        &self,
        object: &ParameterObject,
        edge: Edge,
        location: Location,
        all: &[ParameterObject],
        scope: &mut Scope,
    ) -> Parameter {
        let constant = self
            .config
            .constants
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(&object.name));
        let required = object.required || location == Location::Path;
        let mut reserved = Scope::with(&REQUEST_METHODS);
        let ident = value_ident(scope, self.vocabulary, &spoken_name(object, all));
        let taken = !required && reserved.take([ident.clone()]) != ident;
        let ident = if taken {
            scope.take([format!("{}_parameter", ident.trim_start_matches("r#"))])
        } else {
            ident
        };
        let style = style(object, location);
        Parameter {
            name: object.name.clone(),
            ident,
            location,
            style,
            explode: object.explode.unwrap_or(style == Style::Form),
            allow_reserved: object.allow_reserved,
            ty: self.type_ref(edge.target),
            required,
            constant: constant.map(|(_, value)| value.clone()),
            docs: docs(object),
            default: schema_of(object)
                .and_then(|schema| schema.default.as_ref())
                .map(ToString::to_string),
            deprecated: object.deprecated,
        }
    }

    /// An operation that answers with a list has pages if it takes a `limit` and the way to the next page, by whatever
    /// names the settings give them.
    fn paging(
        &self,
        objects: &[ParameterObject],
        parameters: &[Parameter],
        body: Option<&Body>,
        success: &Success,
    ) -> Option<Paging> {
        let rule = self.config.paging.as_ref()?;
        let Success::One(Payload::Json(TypeRef::List(item))) = success else {
            return None;
        };
        let has = |name: &str| {
            let optional = |each: &&Parameter| each.location == Location::Query && !each.required;
            let mut named = parameters.iter().filter(|each| each.name == name);
            named.any(|each| optional(&each))
        };
        let limit = Some(&rule.limit).filter(|limit| has(limit))?;
        let next = match self.search_after(body) {
            Some(search) => search,
            None => NextPage::Offset(Some(&rule.offset).filter(|offset| has(offset))?.clone()),
        };
        let object = objects.iter().find(|object| object.name == *limit);
        let maximum = object.and_then(schema_of).and_then(|schema| schema.maximum);
        let maximum = maximum.and_then(|maximum| u32::try_from(maximum).ok());
        let page_size = maximum.filter(|size| *size > 0).or(rule.page_size);
        Some(Paging {
            item: item.as_ref().clone(),
            limit: limit.clone(),
            page_size: page_size.unwrap_or(PAGE_SIZE),
            total: rule.total.clone().filter(|name| has(name)),
            next,
        })
    }

    /// A body that takes the sorted fields of the last item.
    fn search_after(&self, body: Option<&Body>) -> Option<NextPage> {
        let rule = self.config.paging.as_ref()?.search_after.as_ref()?;
        let BodyContent::Json {
            ty: TypeRef::Named(id),
            ..
        } = &body?.content
        else {
            return None;
        };
        let TypeKind::Struct(object) = &self.typedefs.get(id.0)?.kind else {
            return None;
        };
        let has = |name: &str| object.fields.iter().any(|field| field.name == name);
        (has(&rule.cursor) && has(&rule.sort)).then(|| NextPage::SearchAfter {
            cursor: rule.cursor.clone(),
            sort: rule.sort.clone(),
        })
    }

    /// The server of most operations.
    pub(super) fn main_server(&self) -> Server {
        let mut counts: BTreeMap<Server, usize> = BTreeMap::new();
        for operation in &self.api.operations {
            let servers = operation
                .object
                .servers
                .first()
                .map(|object| server(object, self.config));
            *counts
                .entry(servers.unwrap_or_else(|| Server {
                    origin: String::new(),
                    path: String::new(),
                    variables: Vec::new(),
                }))
                .or_default() += 1;
        }
        let main = counts
            .into_iter()
            .max_by_key(|(server, count)| (!server.origin.is_empty(), *count));
        main.map(|(server, _)| server).unwrap_or(Server {
            origin: String::new(),
            path: String::new(),
            variables: Vec::new(),
        })
    }
}

/// The name, and the location where a parameter before it has the same name: `id` in the path and in the query are two.
fn spoken_name(object: &ParameterObject, all: &[ParameterObject]) -> String {
    let first = all.iter().find(|other| other.name == object.name);
    match first.filter(|first| first.pointer != object.pointer) {
        Some(_) => format!("{} {}", object.name, object.location),
        None => object.name.clone(),
    }
}

/// The page's own summary or title, else the operationId.
fn summary(documented: &DocumentedOperation) -> String {
    let candidates = [
        documented.object.summary.trim(),
        documented.title.trim(),
        documented.id.as_str(),
    ];
    candidates
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default()
        .to_owned()
}

/// The `{names}` of a path template and where they stand in it.
fn placeholders(path: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for (start, _) in path.match_indices('{') {
        let rest = path.get(start + 1..).unwrap_or_default();
        let Some(name) = rest.find('}').and_then(|end| rest.get(..end)) else {
            continue;
        };
        if !name.is_empty() && !found.iter().any(|(_, known)| known == name) {
            found.push((start, name.to_owned()));
        }
    }
    found
}

fn undeclared(name: &str, ident: String) -> Parameter {
    Parameter {
        name: name.to_owned(),
        ident,
        location: Location::Path,
        style: Style::Simple,
        explode: false,
        allow_reserved: false,
        ty: TypeRef::String,
        required: true,
        constant: None,
        docs: String::new(),
        default: None,
        deprecated: false,
    }
}

/// OpenAPI 3.0.3, Parameter Object, `style`.
fn style(object: &ParameterObject, location: Location) -> Style {
    if object.schema.is_none() && !object.content.is_empty() {
        return Style::Content;
    }
    match (object.style.as_deref(), location) {
        (Some("label"), Location::Path) => Style::Label,
        (Some("matrix"), Location::Path) => Style::Matrix,
        (Some("spaceDelimited"), Location::Query) => Style::SpaceDelimited,
        (Some("pipeDelimited"), Location::Query) => Style::PipeDelimited,
        (Some("deepObject"), Location::Query) => Style::DeepObject,
        (_, Location::Path | Location::Header) => Style::Simple,
        (_, Location::Query | Location::Cookie) => Style::Form,
    }
}

fn schema_of(object: &ParameterObject) -> Option<&crate::openapi::SchemaObject> {
    match &object.schema {
        Some(Schema::Object(schema)) => Some(schema),
        _ => None,
    }
}

fn docs(object: &ParameterObject) -> String {
    if object.description.trim().is_empty() {
        schema_of(object)
            .map(|schema| schema.description.clone())
            .unwrap_or_default()
    } else {
        object.description.clone()
    }
}

/// The types that an operation speaks of.
pub(super) fn mentions(operation: &Operation, mentioned: &mut BTreeSet<TypeId>) {
    for parameter in &operation.parameters {
        super::typedefs::in_ref(&parameter.ty, mentioned);
    }
    if let Some(Body { content, .. }) = &operation.body {
        in_content(content, mentioned);
    }
    match &operation.success {
        Success::One(payload) => in_payload(payload, mentioned),
        Success::ByStatus(id) => {
            mentioned.insert(*id);
        }
    }
    mentioned.extend(operation.errors);
    for (_, payload) in operation
        .responses
        .iter()
        .flat_map(|response| &response.content)
    {
        in_payload(payload, mentioned);
    }
}
