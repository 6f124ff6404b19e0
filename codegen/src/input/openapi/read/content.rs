//! Parameters, request bodies and responses.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::diagnostic::Code;

use super::super::{MediaTypeObject, ParameterObject, RequestBodyObject, ResponseObject, Schema};
use super::lenient::Reader;
use super::schema;

const LOCATIONS: [&str; 4] = ["path", "query", "header", "cookie"];

const PARAMETER: &[&str] = &[
    "allowEmptyValue",
    "allowReserved",
    "content",
    "deprecated",
    "description",
    "example",
    "examples",
    "explode",
    "in",
    "name",
    "required",
    "schema",
    "style",
];

const REQUEST_BODY: &[&str] = &["content", "description", "required"];

const RESPONSE: &[&str] = &[
    "content",
    "description",
    "example",
    "examples",
    "headers",
    "links",
    "schema",
];

const MEDIA_TYPE: &[&str] = &["encoding", "example", "examples", "schema"];

/// The default media type of a body.
const JSON: &str = "application/json";

/// `example`, or the first of `examples`, which are Example Objects by name.
fn first_example(map: &Map<String, Value>) -> Option<Value> {
    let first = || {
        map.get("examples")?
            .as_object()?
            .values()
            .next()?
            .get("value")
    };
    map.get("example").or_else(first).cloned()
}

impl Reader<'_> {
    pub(super) fn parameters(&mut self, map: &Map<String, Value>) -> Vec<ParameterObject> {
        let mut parameters: Vec<ParameterObject> = Vec::new();
        match map.get("parameters") {
            // Some pages have a map by name instead of a list.
            Some(Value::Object(by_name)) => self.inside("parameters", |reader| {
                reader
                    .malformed("`parameters` is an object instead of a list: its values are used");
                for (name, value) in by_name {
                    parameters.extend(reader.inside(name, |reader| reader.parameter(value)));
                }
            }),
            _ => {
                let list = self.list(map, "parameters").unwrap_or_default();
                self.each("parameters", list, |reader, value| {
                    parameters.extend(reader.parameter(value))
                });
            }
        }
        self.without_duplicates(parameters)
    }

    /// The operation may declare a parameter of the path again; the first one is kept.
    fn without_duplicates(&mut self, parameters: Vec<ParameterObject>) -> Vec<ParameterObject> {
        let mut seen = BTreeSet::new();
        let mut kept = Vec::with_capacity(parameters.len());
        for parameter in parameters {
            let is_header = parameter.location == "header";
            let name = if is_header {
                parameter.name.to_ascii_lowercase()
            } else {
                parameter.name.clone()
            };
            if seen.insert((parameter.location.clone(), name)) {
                kept.push(parameter);
            } else {
                let message = format!(
                    "the {} parameter `{}` is declared twice: this one is ignored",
                    parameter.location, parameter.name
                );
                self.say_at(parameter.pointer, Code::Malformed, message);
            }
        }
        kept
    }

    fn parameter(&mut self, value: &Value) -> Option<ParameterObject> {
        let map = self.as_object(value, "a parameter")?;
        let name = self.text(map, "name").filter(|name| !name.is_empty());
        let location = self
            .text(map, "in")
            .map(|location| location.trim().to_ascii_lowercase());
        let (Some(name), Some(location)) = (name, location) else {
            self.malformed("the parameter has no `name` or no `in`: it is ignored");
            return None;
        };
        if !LOCATIONS.contains(&location.as_str()) {
            self.malformed(format!(
                "`{location}` isn't a parameter location of OpenAPI: the parameter is ignored"
            ));
            return None;
        }
        let known = [PARAMETER, schema::KEYWORDS].concat();
        self.keywords(map, &known);
        Some(ParameterObject {
            pointer: self.pointer(),
            name,
            required: self.flag(map, "required") || location == "path",
            location,
            description: self.text(map, "description").unwrap_or_default(),
            deprecated: self.flag(map, "deprecated"),
            style: self.text(map, "style"),
            explode: self.maybe_flag(map, "explode"),
            allow_reserved: self.flag(map, "allowReserved"),
            example: first_example(map),
            schema: self.parameter_schema(map),
            content: self.content(map),
        })
    }

    /// The schema of a parameter; in OpenAPI 2 its keywords were next to the name.
    fn parameter_schema(&mut self, map: &Map<String, Value>) -> Option<Schema> {
        if map.contains_key("schema") || !map.contains_key("type") {
            return self.schema_under(map, "schema");
        }
        let own = |key: &str| schema::KEYWORDS.contains(&key) && !PARAMETER.contains(&key);
        let keywords: Map<String, Value> = map
            .iter()
            .filter(|(key, _)| own(key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        Some(self.schema(&Value::Object(keywords)))
    }

    pub(super) fn request_body(&mut self, map: &Map<String, Value>) -> Option<RequestBodyObject> {
        let body = self.object(map, "requestBody")?;
        self.inside("requestBody", |reader| {
            reader.keywords(body, REQUEST_BODY);
            Some(RequestBodyObject {
                required: reader.flag(body, "required"),
                description: reader.text(body, "description").unwrap_or_default(),
                content: reader.content(body),
            })
        })
    }

    pub(super) fn responses(
        &mut self,
        map: &Map<String, Value>,
    ) -> IndexMap<String, ResponseObject> {
        let responses = self.object(map, "responses");
        self.inside("responses", |reader| {
            let mut read = IndexMap::new();
            for (status, value) in responses.into_iter().flatten() {
                if status.starts_with("x-") {
                    continue;
                }
                if let Some(response) = reader.inside(status, |reader| reader.response(value)) {
                    read.insert(status.clone(), response);
                }
            }
            read
        })
    }

    fn response(&mut self, value: &Value) -> Option<ResponseObject> {
        let map = self.as_object(value, "the response")?;
        self.keywords(map, RESPONSE);
        self.not_in_client(map, "links");
        let mut content = self.content(map);
        // OpenAPI 2 had the schema of a response directly in it.
        if content.is_empty() && map.contains_key("schema") {
            content.insert(JSON.to_owned(), self.media_type(map));
        }
        Some(ResponseObject {
            description: self.text(map, "description").unwrap_or_default(),
            headers: self.headers(map),
            content,
        })
    }

    fn headers(&mut self, map: &Map<String, Value>) -> IndexMap<String, String> {
        let headers = self.object(map, "headers");
        self.inside("headers", |reader| {
            let mut read = IndexMap::new();
            for (name, value) in headers.into_iter().flatten() {
                let description = reader.inside(name, |reader| {
                    let header = reader.as_object(value, "the header")?;
                    Some(reader.text(header, "description").unwrap_or_default())
                });
                read.extend(description.map(|description| (name.clone(), description)));
            }
            read
        })
    }

    fn content(&mut self, map: &Map<String, Value>) -> IndexMap<String, MediaTypeObject> {
        let content = self.object(map, "content");
        self.inside("content", |reader| {
            let mut read = IndexMap::new();
            for (media_type, value) in content.into_iter().flatten() {
                let object = reader.inside(media_type, |reader| match value {
                    Value::Object(object) => {
                        reader.keywords(object, MEDIA_TYPE);
                        reader.media_type(object)
                    }
                    // The content exists, even though its schema is unknown.
                    other => {
                        reader.as_object(other, "the content");
                        reader.media_type(&Map::new())
                    }
                });
                read.insert(media_type.trim().to_owned(), object);
            }
            read
        })
    }

    fn media_type(&mut self, map: &Map<String, Value>) -> MediaTypeObject {
        let encoding = self.object(map, "encoding");
        let encoding = self.inside("encoding", |reader| {
            let mut read = IndexMap::new();
            for (part, value) in encoding.into_iter().flatten() {
                let content_type = reader.inside(part, |reader| {
                    let encoding = reader.as_object(value, "the encoding")?;
                    reader.text(encoding, "contentType")
                });
                read.extend(content_type.map(|content_type| (part.clone(), content_type)));
            }
            read
        });
        MediaTypeObject {
            pointer: self.inside("schema", |reader| reader.pointer()),
            schema: self.schema_under(map, "schema"),
            example: first_example(map),
            encoding,
        }
    }
}
