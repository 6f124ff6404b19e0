//! The parameters of an operation: where each goes, how it is written, what it is called.

use super::Assembly;
use crate::diagnostic::Code;
use crate::graph::Edge;
use crate::input::docs_set::{DocumentedOperation, OperationIndex};
use crate::input::openapi::{ParameterObject, Schema, SchemaObject};
use crate::ir::{Location, Parameter, Style, TypeRef};
use crate::names::idents::{Scope, value_ident};

/// Headers that OpenAPI leaves to the media types and security schemes (OpenAPI 3.0.3, Parameter Object, `name`).
const UNDESCRIBED: [&str; 3] = ["accept", "content-type", "authorization"];

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
    pub(super) fn parameters(
        &mut self,
        index: OperationIndex,
        documented: &DocumentedOperation,
        scope: &mut Scope,
    ) -> Vec<Parameter> {
        let edges = self.lowered.operation(index).parameters.clone();
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
}

/// The name, and the location where a parameter before it has the same name: `id` in the path and in the query are two.
fn spoken_name(object: &ParameterObject, all: &[ParameterObject]) -> String {
    let first = all.iter().find(|other| other.name == object.name);
    match first.filter(|first| first.pointer != object.pointer) {
        Some(_) => format!("{} {}", object.name, object.location),
        None => object.name.clone(),
    }
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

pub(super) fn schema_of(object: &ParameterObject) -> Option<&SchemaObject> {
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
