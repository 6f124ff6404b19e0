//! Request bodies and responses, and the types that operations have of their own.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Assembly;
use super::docs::{operation_docs, own_docs};
use crate::bodies::{OperationType, OperationTypeKind};
use crate::input::docs_set::OperationIndex;
use crate::ir::{
    Body, BodyContent, BodyVariant, Payload, Response, Status, StatusVariant, Success, TypeDef,
    TypeKind,
};
use crate::names::candidates::status_name;
use crate::names::idents::{Identifiers, body_variant_ident};

impl Assembly<'_> {
    /// Makes the types that come from operations.
    pub(super) fn operation_types(&mut self) {
        for definition in &self.analysis.bodies.types {
            let Some(name) = self.names.of_operation_type(definition.id) else {
                self.report_internal(format!("a type of operations has no name: {definition:?}"));
                continue;
            };
            let owner = definition.operations.first();
            let id = owner.map_or("", |index| self.api.operation(*index).id.as_str());
            let (docs, kind) = match &definition.kind {
                OperationTypeKind::Errors(errors) => {
                    let bodies = errors
                        .iter()
                        .map(|(status, ty)| (*status, Payload::Json(ty.clone())));
                    (
                        own_docs("Error responses, by status."),
                        TypeKind::Errors(self.status_variants(definition, bodies.collect())),
                    )
                }
                OperationTypeKind::Choice(contents) => (
                    operation_docs("The request body of ", id, ", in one of its media types."),
                    TypeKind::Bodies(self.body_variants(contents)),
                ),
                OperationTypeKind::ByStatus(payloads) => (
                    operation_docs("The response of ", id, ", by status."),
                    TypeKind::SuccessByStatus(self.status_variants(definition, payloads.clone())),
                ),
            };
            self.typedefs.push(TypeDef {
                name: name.to_owned(),
                docs,
                deprecated: false,
                formerly: self.names.former(name).cloned().collect(),
                kind,
                positions: Vec::new(),
            });
        }
    }

    fn body_variants(&self, contents: &[(String, BodyContent)]) -> Vec<BodyVariant> {
        let mut idents = Identifiers::default();
        let variants = contents.iter().map(|(media_type, body)| BodyVariant {
            ident: body_variant_ident(&mut idents, self.vocabulary, media_type, body),
            body: body.clone(),
        });
        variants.collect()
    }

    fn status_variants(
        &self,
        definition: &OperationType,
        payloads: BTreeMap<Status, Payload>,
    ) -> Vec<StatusVariant> {
        let variants = payloads.into_iter().map(|(status, body)| StatusVariant {
            ident: status_name(status),
            status,
            body,
            docs: self.most_frequent_docs(&definition.operations, status),
        });
        variants.collect()
    }

    /// The most frequent description of a status; of equally frequent ones the first in alphabetical order.
    fn most_frequent_docs(&self, operations: &BTreeSet<OperationIndex>, status: Status) -> String {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for &index in operations {
            let responses = self.responses(index);
            let response = responses.into_iter().find(|each| each.status == status);
            let docs = response.map(|response| response.description);
            *counts.entry(docs.unwrap_or_default()).or_default() += 1;
        }
        counts.remove("");
        counts
            .into_iter()
            .max_by_key(|(text, count)| (*count, Reverse(text.clone())))
            .map(|(text, _)| text)
            .unwrap_or_default()
    }

    /// The request body of an operation.
    pub(super) fn body(&self, index: OperationIndex, idents: &mut Identifiers) -> Option<Body> {
        let object = self.api.operation(index).object.request_body.as_ref()?;
        let bodies = self.analysis.bodies.operation(index);
        let content = match (bodies.choice, bodies.requests.first()) {
            (Some(id), _) => BodyContent::Choice(id),
            (None, Some((_, only))) => only.clone(),
            (None, None) => return None,
        };
        Some(Body {
            required: object.required,
            ident: idents.take(["body", "request_body"].map(str::to_owned)),
            docs: object.description.clone(),
            content,
            media_types: bodies.requests.clone(),
        })
    }

    /// What a success of an operation carries.
    pub(super) fn success(&self, index: OperationIndex) -> Success {
        let bodies = self.analysis.bodies.operation(index);
        match bodies.by_status {
            Some(id) => Success::ByStatus(id),
            None => {
                let only = bodies.successes().into_values().next();
                Success::One(only.unwrap_or(Payload::Empty))
            }
        }
    }

    /// Every response of an operation, in the order of the page.
    pub(super) fn responses(&self, index: OperationIndex) -> Vec<Response> {
        let objects = &self.api.operation(index).object.responses;
        let bodies = self.analysis.bodies.operation(index).responses.iter();
        let responses = bodies.map(|body| {
            let object = objects.get(&body.key);
            let headers = object.map(|object| {
                let headers = object.headers.iter();
                headers
                    .map(|(name, docs)| (name.clone(), docs.clone()))
                    .collect()
            });
            Response {
                status: body.status,
                outcome: body.outcome,
                payload: body.payload.clone(),
                description: object
                    .map(|object| object.description.clone())
                    .unwrap_or_default(),
                content: body.content.clone(),
                headers: headers.unwrap_or_default(),
            }
        });
        responses.collect()
    }
}
