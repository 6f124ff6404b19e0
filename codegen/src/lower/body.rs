//! Parameters, request bodies and responses: how what their schemas describe travels.

use super::view::Located;
use super::{Content, LoweredResponse, Lowering};
use crate::diagnostic::Code;
use crate::graph::{Edge, Kind};
use crate::input::openapi::{
    MediaTypeObject, OperationObject, ParameterObject, RequestBodyObject, ResponseObject, Schema,
};
use crate::ir::Status;
use crate::pointer::pointer_push;
use crate::position::{Position, Root};
use crate::scalar::Scalar;

impl<'a> Lowering<'a, '_> {
    pub(super) fn parameter(&mut self, parameter: &'a ParameterObject) -> Edge {
        if let Some((schema, root)) = parameter_root(parameter) {
            return self.root(schema, root);
        }
        self.report(
            Code::NoSchema,
            &parameter.pointer,
            "the parameter has no schema: treated as a string",
        );
        self.leaf(Kind::Scalar(Scalar::String), Vec::new())
    }

    /// The node of a parameter's or media type's own schema.
    fn root(&mut self, schema: &'a Schema, root: Root) -> Edge {
        let position = Position::root(self.operation, root);
        self.lower(vec![Located::new(schema, position, self.named)])
    }

    pub(super) fn request(&mut self, body: &'a RequestBodyObject) -> Vec<(String, Content)> {
        body.content
            .iter()
            .map(|(name, media)| {
                let root = request_root(name, media);
                (name.clone(), self.request_content(name, media, root))
            })
            .collect()
    }

    fn request_content(&mut self, name: &str, media: &'a MediaTypeObject, root: Root) -> Content {
        match (MediaType::of(name), &media.schema) {
            (MediaType::Json, _) => Content::Json(self.media_schema(media, root)),
            (MediaType::UrlEncoded, Some(_)) => Content::UrlEncoded(self.media_schema(media, root)),
            (MediaType::Multipart, Some(_)) => {
                let node = self.media_schema(media, root).target;
                if let Kind::Struct(object) = &mut self.graph.node_mut(node).kind {
                    object.form = true;
                    return Content::Multipart(node);
                }
                self.report(
                    Code::MediaType,
                    &media.pointer,
                    format!("the schema of {name} has no properties: sent as bytes"),
                );
                Content::Bytes
            }
            (MediaType::Any, Some(schema)) if !is_text(schema) => {
                Content::Json(self.media_schema(media, root))
            }
            (MediaType::Text, _) => Content::Text,
            _ => Content::Bytes,
        }
    }

    pub(super) fn response(
        &mut self,
        key: &str,
        response: &'a ResponseObject,
    ) -> Option<LoweredResponse> {
        let Some(status) = Status::parse(key) else {
            let pointer = pointer_push("/responses", key);
            self.report(
                Code::BadStatus,
                &pointer,
                format!("`{key}` isn't a status code, a range like 4XX, or `default`"),
            );
            return None;
        };
        if !status.allows_body() && !response.content.is_empty() {
            self.report(
                Code::MediaType,
                pointer_push("/responses", key),
                format!("a response with status {status} has no body: its content is ignored"),
            );
        }
        let media_types = response.content.iter().filter(|_| status.allows_body());
        let content: Vec<(String, Content)> = media_types
            .map(|(name, media)| {
                let root = response_root(key, name, media);
                (name.clone(), self.response_content(name, media, root))
            })
            .collect();
        let read = self.read_content(&content);
        self.report_unread(response, &content, read);
        Some(LoweredResponse {
            status,
            key: key.to_owned(),
            content,
            read,
        })
    }

    /// Which of a response's media types the client reads: JSON, where there is some. But JSON of any text or any value
    /// beside a file says nothing; some frameworks write it for every response.
    fn read_content(&self, content: &[(String, Content)]) -> usize {
        let position = |wanted: fn(&Content) -> bool| {
            let mut contents = content.iter().map(|(_, content)| content);
            contents.position(wanted)
        };
        let says_nothing = |index: usize| match content.get(index) {
            Some((_, Content::Json(edge))) => {
                let kind = &self.graph.node(edge.target).kind;
                matches!(kind, Kind::Any | Kind::Scalar(Scalar::String))
            }
            _ => false,
        };
        let json = position(|content| matches!(content, Content::Json(_)));
        let file = position(|content| matches!(content, Content::Bytes));
        match (json, file) {
            (Some(json), Some(file)) if says_nothing(json) => file,
            (Some(json), _) => json,
            _ => 0,
        }
    }

    /// Reports the media types that aren't read although they have something else than the one that is: a file or a
    /// stream beside JSON, and the reverse.
    fn report_unread(
        &mut self,
        response: &ResponseObject,
        content: &[(String, Content)],
        read: usize,
    ) {
        let Some((read, carried)) = content.get(read) else {
            return;
        };
        for (name, other) in content {
            let is_lost = match carried {
                Content::Bytes => matches!(other, Content::Json(_)),
                _ => matches!(other, Content::Bytes),
            };
            if is_lost && let Some(media) = response.content.get(name) {
                let message = format!("the client reads {read}; no code is generated for {name}");
                self.report(Code::NotInClient, &media.pointer, message);
            }
        }
    }

    fn response_content(&mut self, name: &str, media: &'a MediaTypeObject, root: Root) -> Content {
        match (MediaType::of(name), &media.schema) {
            (MediaType::Json | MediaType::Any, Some(schema)) if is_binary(schema) => Content::Bytes,
            (MediaType::Json, _) => Content::Json(self.media_schema(media, root)),
            (MediaType::Any, Some(schema)) if !is_text(schema) => {
                Content::Json(self.media_schema(media, root))
            }
            (MediaType::Any, Some(_)) => Content::Text,
            // A table can be large: it is streamed like a file, and can still be read as text.
            (MediaType::Text, _)
                if name.starts_with("text/csv") || name.starts_with("text/event-stream") =>
            {
                Content::Bytes
            }
            (MediaType::Text, _) => Content::Text,
            _ => Content::Bytes,
        }
    }

    fn media_schema(&mut self, media: &'a MediaTypeObject, root: Root) -> Edge {
        match &media.schema {
            Some(schema) => self.root(schema, root),
            None => {
                self.report(
                    Code::NoSchema,
                    &media.pointer,
                    "the body has no schema: treated as any JSON value",
                );
                self.leaf(Kind::Any, Vec::new())
            }
        }
    }
}

/// The schemas that an operation has in its own right.
pub(super) fn roots(object: &OperationObject) -> impl Iterator<Item = (&Schema, Root)> {
    let parameters = object.parameters.iter().filter_map(parameter_root);
    let request = object.request_body.iter().flat_map(|body| &body.content);
    let request = request
        .filter_map(|(name, media)| Some((media.schema.as_ref()?, request_root(name, media))));
    let responses = object.responses.iter().flat_map(|(key, response)| {
        let content = response.content.iter();
        content.filter_map(move |(name, media)| {
            Some((media.schema.as_ref()?, response_root(key, name, media)))
        })
    });
    parameters.chain(request).chain(responses)
}

fn parameter_root(parameter: &ParameterObject) -> Option<(&Schema, Root)> {
    let root = |pointer| Root::Parameter {
        pointer,
        location: parameter.location.clone(),
        name: parameter.name.clone(),
    };
    if let Some(schema) = &parameter.schema {
        let pointer = pointer_push(&parameter.pointer, "schema");
        return Some((schema, root(pointer)));
    }
    let media = parameter.content.values().next()?;
    Some((media.schema.as_ref()?, root(media.pointer.clone())))
}

fn request_root(name: &str, media: &MediaTypeObject) -> Root {
    Root::RequestBody {
        pointer: media.pointer.clone(),
        media_type: name.to_owned(),
    }
}

fn response_root(key: &str, name: &str, media: &MediaTypeObject) -> Root {
    Root::Response {
        pointer: media.pointer.clone(),
        status: key.to_owned(),
        media_type: name.to_owned(),
    }
}

/// The families of media types that are treated alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MediaType {
    Json,
    UrlEncoded,
    Multipart,
    Text,
    Any,
    Other,
}

impl MediaType {
    fn of(name: &str) -> Self {
        let essence = name
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        match essence.as_str() {
            "*/*" | "application/*" | "" => Self::Any,
            "application/x-www-form-urlencoded" => Self::UrlEncoded,
            "application/xml" => Self::Text,
            // One JSON text after the other.
            "application/stream+json" => Self::Other,
            _ if essence.ends_with("/json") || essence.ends_with("+json") => Self::Json,
            _ if essence.starts_with("multipart/") => Self::Multipart,
            _ if essence.starts_with("text/") || essence.ends_with("+xml") => Self::Text,
            _ => Self::Other,
        }
    }
}

fn is_text(schema: &Schema) -> bool {
    matches!(schema, Schema::Object(object) if object.types == ["string"] && object.values.is_empty())
}

fn is_binary(schema: &Schema) -> bool {
    matches!(schema, Schema::Object(object)
        if object.types == ["file"] || object.types == ["string"] && object.format.as_deref() == Some("binary"))
}
