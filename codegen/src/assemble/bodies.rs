//! Request bodies and successful answers.

use std::collections::{BTreeMap, BTreeSet};

use super::Assembly;
use crate::graph::NodeId;
use crate::input::docs_set::OperationIndex;
use crate::ir::{
    Body, BodyContent, BodyVariant, Payload, Status, StatusVariant, Success, TypeDef, TypeId,
    TypeKind, TypeRef,
};
use crate::lower::{Content, LoweredResponse};
use crate::names::candidates::status_name;
use crate::names::idents::Scope;
use crate::names::words::pascal;

impl Assembly<'_> {
    pub(super) fn body(&mut self, index: OperationIndex, scope: &mut Scope) -> Option<Body> {
        let operation = self.api.operation(index);
        let object = operation.object.request_body.as_ref()?;
        let lowered = self.lowered.operation(index);
        let media_types: Vec<(String, BodyContent)> = lowered
            .request
            .iter()
            .map(|(media_type, content)| {
                (media_type.clone(), self.body_content(media_type, *content))
            })
            .collect();
        let mut distinct: Vec<(String, BodyContent)> = Vec::new();
        for (media_type, content) in &media_types {
            // The same JSON under two names is sent under the first.
            if !distinct.iter().any(|(_, known)| same_type(known, content)) {
                distinct.push((media_type.clone(), content.clone()));
            }
        }
        let content = match distinct.as_slice() {
            [] => return None,
            [(_, only)] => only.clone(),
            _ => BodyContent::Choice(self.choice(index, &operation.id, distinct)),
        };
        let ident = scope.take(["body", "request_body"].map(str::to_owned));
        Some(Body {
            required: object.required,
            ident,
            docs: object.description.clone(),
            content,
            media_types,
        })
    }

    fn body_content(&self, media_type: &str, content: Content) -> BodyContent {
        match content {
            Content::Json(edge) => {
                // `*/*` is no media type to send.
                let media_type = if media_type.contains('*') {
                    "application/json"
                } else {
                    media_type
                };
                BodyContent::Json {
                    media_type: media_type.to_owned(),
                    ty: self.type_ref(edge.target),
                }
            }
            Content::UrlEncoded(edge) => BodyContent::Form(self.type_ref(edge.target)),
            Content::Multipart(node) => match self.form_id(node) {
                Some(id) => BodyContent::Multipart(id),
                None => BodyContent::Bytes(media_type.to_owned()),
            },
            Content::Text => BodyContent::Text(media_type.to_owned()),
            Content::Bytes if media_type.contains('*') => {
                BodyContent::Bytes("application/octet-stream".to_owned())
            }
            Content::Bytes => BodyContent::Bytes(media_type.to_owned()),
        }
    }

    fn form_id(&self, node: NodeId) -> Option<TypeId> {
        self.ids.get(&self.types.class(node)).copied()
    }

    fn choice(
        &mut self,
        index: OperationIndex,
        id: &str,
        contents: Vec<(String, BodyContent)>,
    ) -> TypeId {
        let mut scope = Scope::default();
        let variants = contents.into_iter().map(|(media_type, body)| {
            let wanted = [
                body_name(&body),
                pascal(&self.vocabulary.words(&media_type)),
            ];
            BodyVariant {
                ident: scope.take(wanted),
                body,
            }
        });
        let kind = TypeKind::Bodies(variants.collect());
        let docs = format!("The body of `{id}`, in one of the media types that it takes.");
        self.operation_type(index, id, "body", docs, kind)
    }

    /// A type that belongs to one operation alone.
    fn operation_type(
        &mut self,
        index: OperationIndex,
        id: &str,
        role: &str,
        docs: String,
        kind: TypeKind,
    ) -> TypeId {
        let mut words = self.vocabulary.words(id);
        words.push(role.to_owned());
        let longer: Vec<String> = words.iter().cloned().chain(["type".to_owned()]).collect();
        let name = self
            .names
            .take([pascal(&words), pascal(&longer)].into_iter());
        let definition = TypeDef {
            name,
            docs,
            deprecated: false,
            kind,
            positions: Vec::new(),
        };
        self.add_type(definition, BTreeSet::from([index]))
    }

    pub(super) fn payload(&self, response: &LoweredResponse) -> Payload {
        let json = response
            .content
            .iter()
            .find(|(_, content)| matches!(content, Content::Json(_)));
        match json.or(response.content.first()) {
            Some((_, content)) => self.payload_of(*content),
            None => Payload::Empty,
        }
    }

    pub(super) fn payload_of(&self, content: Content) -> Payload {
        match content {
            Content::Json(edge) | Content::UrlEncoded(edge) => {
                Payload::Json(self.type_ref(edge.target))
            }
            Content::Multipart(_) | Content::Bytes => Payload::Binary,
            Content::Text => Payload::Text,
        }
    }

    pub(super) fn success(&mut self, index: OperationIndex) -> Success {
        let lowered = self.lowered.operation(index);
        let payloads: BTreeMap<Status, Payload> = lowered
            .responses
            .iter()
            .filter(|response| lowered.is_success(response.status))
            .map(|response| (response.status, self.payload(response)))
            .collect();
        let mut values = payloads.values();
        let first = values.next().cloned().unwrap_or(Payload::Empty);
        if values.all(|payload| *payload == first) {
            return Success::One(first);
        }
        let id = self.api.operation(index).id.clone();
        let docs = format!("What `{id}` answers, by status.");
        let kind = TypeKind::Answers(self.status_variants(index, payloads));
        Success::ByStatus(self.operation_type(index, &id, "answer", docs, kind))
    }

    fn status_variants(
        &self,
        index: OperationIndex,
        payloads: BTreeMap<Status, Payload>,
    ) -> Vec<StatusVariant> {
        let variants = payloads.into_iter().map(|(status, body)| StatusVariant {
            ident: status_name(status),
            status,
            body,
            docs: self.response_docs(index, status),
        });
        variants.collect()
    }

    pub(super) fn response_docs(&self, index: OperationIndex, status: Status) -> String {
        let responses = &self.lowered.operation(index).responses;
        let objects = &self.api.operation(index).object.responses;
        responses
            .iter()
            .find(|response| response.status == status)
            .and_then(|response| objects.get(&response.key))
            .map(|object| object.description.clone())
            .unwrap_or_default()
    }
}

fn same_type(one: &BodyContent, other: &BodyContent) -> bool {
    match (one, other) {
        (BodyContent::Json { ty: one, .. }, BodyContent::Json { ty: other, .. }) => one == other,
        (BodyContent::Form(one), BodyContent::Form(other)) => one == other,
        (BodyContent::Multipart(one), BodyContent::Multipart(other)) => one == other,
        (BodyContent::Text(one), BodyContent::Text(other)) => one == other,
        (BodyContent::Bytes(one), BodyContent::Bytes(other)) => one == other,
        _ => false,
    }
}

fn body_name(body: &BodyContent) -> String {
    match body {
        BodyContent::Json { .. } => "Json",
        BodyContent::Form(_) => "Form",
        BodyContent::Multipart(_) => "Multipart",
        BodyContent::Text(_) => "Text",
        BodyContent::Bytes(_) => "Bytes",
        BodyContent::Choice(_) => "Choice",
    }
    .to_owned()
}

/// The type of JSON, where a payload is JSON.
pub(super) fn json(payload: &Payload) -> Option<&TypeRef> {
    match payload {
        Payload::Json(ty) => Some(ty),
        Payload::Text | Payload::Binary | Payload::Empty => None,
    }
}
