//! The parameters of an operation: where each goes, how it is written, what it is called.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::Assembly;
use crate::diagnostic::Code;
use crate::graph::Edge;
use crate::input::docs_set::{DocumentedOperation, OperationIndex};
use crate::input::openapi::{ParameterObject, Schema, SchemaObject};
use crate::ir::{Location, Parameter, Style, TypeRef};
use crate::names::idents::{Identifiers, setter_parameter_ident, value_ident};

/// Headers that OpenAPI leaves to the media types and security schemes (OpenAPI 3.0.3, Parameter Object, `name`).
const UNDESCRIBED: [&str; 3] = ["accept", "content-type", "authorization"];

impl Assembly<'_> {
    /// The parameters of an operation: those of the path in its order, then the others. Of those, the arguments of the
    /// function keep the order that `names.yaml` remembers; new ones and setters are in the page's order.
    pub(super) fn parameters(
        &mut self,
        index: OperationIndex,
        documented: &DocumentedOperation,
        idents: &mut Identifiers,
    ) -> Vec<Parameter> {
        let object = &documented.object;
        let edges = &self.analysis.lowered.operation(index).parameters;
        let mut placeholders = placeholders(&object.path);
        let mut in_path = Vec::new();
        let mut others = Vec::new();
        let mut known = self.parameter_idents(documented, idents);
        for (declared, edge) in object.parameters.iter().zip(edges) {
            let Some(location) = self.location(declared, documented) else {
                continue;
            };
            let ident = known.remove(declared.pointer.as_str()).unwrap_or_default();
            if location != Location::Path {
                others.push(self.parameter(declared, *edge, location, ident));
            } else if let Some((offset, name)) = self.take_placeholder(declared, &mut placeholders)
            {
                let mut parameter = self.parameter(declared, *edge, location, ident);
                parameter.name = name;
                in_path.push((offset, parameter));
            } else {
                let message = format!(
                    "the path {} doesn't contain the parameter `{}`",
                    object.path, declared.name
                );
                let (page, pointer) = (&documented.path, &declared.pointer);
                self.report(Code::PathParameter, page, pointer, message);
            }
        }
        // What is left are placeholders that no parameter declares.
        for (offset, name) in placeholders {
            let message =
                format!("the path parameter `{name}` isn't declared: it is treated as a string");
            self.report(Code::PathParameter, &documented.path, "/path", message);
            let ident = value_ident(idents, self.vocabulary, &name);
            in_path.push((offset, undeclared(&name, ident)));
        }
        in_path.sort_by_key(|(offset, _)| *offset);
        let in_path = in_path.into_iter().map(|(_, parameter)| parameter);
        keep_order(&mut others, self.analysis.recalled.arguments(index));
        in_path.chain(others).collect()
    }

    /// The identifiers of the declared parameters, by their pointers. They don't depend on the order of the page.
    fn parameter_idents<'d>(
        &self,
        documented: &'d DocumentedOperation,
        idents: &mut Identifiers,
    ) -> BTreeMap<&'d str, String> {
        let all = &documented.object.parameters;
        let mut declared: Vec<&ParameterObject> =
            all.iter().filter(|each| !is_undescribed(each)).collect();
        declared.sort_by_key(|each| (rank(&each.location), &each.name));
        let named = declared.into_iter().map(|each| {
            let name = distinct_name(each, all);
            let ident = match each.required || each.location == "path" {
                true => value_ident(idents, self.vocabulary, &name),
                false => setter_parameter_ident(idents, self.vocabulary, &name),
            };
            (each.pointer.as_str(), ident)
        });
        named.collect()
    }

    /// Takes the placeholder of a declared parameter out of the list. The spellings may differ in case and separators.
    fn take_placeholder(
        &self,
        declared: &ParameterObject,
        placeholders: &mut Vec<(usize, String)>,
    ) -> Option<(usize, String)> {
        let words = self.vocabulary.words(&declared.name);
        let position = placeholders
            .iter()
            .position(|(_, name)| self.vocabulary.words(name) == words)?;
        Some(placeholders.remove(position))
    }

    fn location(
        &mut self,
        object: &ParameterObject,
        documented: &DocumentedOperation,
    ) -> Option<Location> {
        Some(match object.location.as_str() {
            "path" => Location::Path,
            "query" => Location::Query,
            "header" if is_undescribed(object) => return None,
            "header" => Location::Header,
            "cookie" => Location::Cookie,
            other => {
                let message = format!(
                    "`in: {other}` isn't a parameter location: the parameter `{}` is ignored",
                    object.name
                );
                self.report(Code::Malformed, &documented.path, &object.pointer, message);
                return None;
            }
        })
    }

    fn parameter(
        &self,
        object: &ParameterObject,
        edge: Edge,
        location: Location,
        ident: String,
    ) -> Parameter {
        let mut constants = self.config.constants.iter();
        let constant = constants.find(|(name, _)| name.eq_ignore_ascii_case(&object.name));
        let required = object.required || location == Location::Path;
        let style = style(object, location);
        let default = schema_of(object).and_then(|schema| schema.default.as_ref());
        Parameter {
            name: object.name.clone(),
            ident,
            location,
            style,
            explode: object.explode.unwrap_or(style == Style::Form),
            allow_reserved: object.allow_reserved,
            ty: self.refs.of(edge.target),
            required,
            constant: constant.map(|(_, value)| value.clone()),
            docs: docs(object),
            default: default.map(ToString::to_string),
            example: self.parameter_example(object, edge),
            deprecated: object.deprecated,
        }
    }

    /// A value that the page shows: of the parameter, of its schema, or what is assumed without it.
    fn parameter_example(&self, object: &ParameterObject, edge: Edge) -> Option<Value> {
        let of_schema = || {
            let node = self.graph.node(edge.target);
            node.example_text().map(Value::from)
        };
        let default = || schema_of(object)?.default.clone();
        object.example.clone().or_else(of_schema).or_else(default)
    }
}

/// Whether OpenAPI leaves a parameter to other parts of the definition.
fn is_undescribed(object: &ParameterObject) -> bool {
    object.location == "header" && UNDESCRIBED.contains(&object.name.to_lowercase().as_str())
}

/// The name, and the location where another parameter has the same name: `id` in the path and in the query are two.
fn distinct_name(object: &ParameterObject, all: &[ParameterObject]) -> String {
    let mut named = all.iter().filter(|other| other.name == object.name);
    match named.any(|other| rank(&other.location) < rank(&object.location)) {
        true => format!("{} {}", object.name, object.location),
        false => object.name.clone(),
    }
}

/// The order in which parameters of different locations choose their identifiers.
fn rank(location: &str) -> usize {
    let locations = ["path", "query", "header", "cookie"];
    let known = locations.iter().position(|known| *known == location);
    known.unwrap_or(locations.len())
}

/// Puts the arguments of a function into the remembered order. Setters stay where they are.
fn keep_order(parameters: &mut Vec<Parameter>, remembered: &[String]) {
    let is_argument = |each: &Parameter| each.required && each.constant.is_none();
    let place = |each: &Parameter| {
        let site = format!("{} {}", each.location.keyword(), each.name);
        let place = remembered.iter().position(|known| *known == site);
        place.unwrap_or(remembered.len())
    };
    let slots: Vec<bool> = parameters.iter().map(is_argument).collect();
    let (mut arguments, setters): (Vec<_>, Vec<_>) = std::mem::take(parameters)
        .into_iter()
        .partition(is_argument);
    arguments.sort_by_key(place);
    let (mut arguments, mut setters) = (arguments.into_iter(), setters.into_iter());
    parameters.extend(
        slots
            .into_iter()
            .filter_map(|is_argument| match is_argument {
                true => arguments.next(),
                false => setters.next(),
            }),
    );
}

/// The `{names}` of a path template and where they stand in it. A name ends at the first closing brace, as the runtime
/// reads it.
fn placeholders(path: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut at = 0;
    while let Some((before, after)) = path.get(at..).and_then(|rest| rest.split_once('{')) {
        let start = at + before.len();
        let Some((name, _)) = after.split_once('}') else {
            break;
        };
        if !name.is_empty() && seen.insert(name) {
            found.push((start, name.to_owned()));
        }
        at = start + name.len() + 2;
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
        ty: TypeRef::STRING,
        required: true,
        constant: None,
        docs: String::new(),
        default: None,
        example: None,
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

fn schema_of(object: &ParameterObject) -> Option<&SchemaObject> {
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
