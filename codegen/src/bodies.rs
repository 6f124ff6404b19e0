//! What the bodies of operations carry, and which of them need a type that no schema describes.
//!
//! Input: the lowered operations and the types of their schemas. Output: [`Bodies`]. Three kinds of types come from
//! operations: a request body in one of several media types, a success whose body depends on the status, and the bodies
//! of errors by status.
//!
//! Error types are shared. Most operations of an API have the same errors, each some of them. So the most frequent map
//! from statuses to bodies is extended by every other map that doesn't contradict it, and all of these operations share
//! one type. The rest do the same among themselves, until none is left. Operations that shared a type before come first
//! and keep it, with its statuses, even if no operation documents one of them any more.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::input::docs_set::{Api, OperationIndex};
use crate::ir::{BodyContent, Outcome, Payload, Status, TypeId, TypeRef};
use crate::lower::{Content, Lowered, LoweredOperation, LoweredResponse};
use crate::names::TypeNames;
use crate::recall::Recalled;
use crate::type_refs::TypeRefs;

/// The bodies of an API's operations.
#[derive(Debug)]
pub struct Bodies {
    operations: Vec<OperationBodies>,
    /// The types that come from operations. Their ids follow those of the schemas' types.
    pub types: Vec<OperationType>,
}

/// The bodies of an operation.
#[derive(Debug, Default)]
pub struct OperationBodies {
    /// The request body in each media type of the page.
    pub requests: Vec<(String, BodyContent)>,
    /// The type of a request body in one of several media types.
    pub choice: Option<TypeId>,
    /// The responses, in the order of the page.
    pub responses: Vec<ResponseBody>,
    /// The type of a success whose body depends on the status.
    pub by_status: Option<TypeId>,
    /// The type of the error bodies.
    pub errors: Option<TypeId>,
}

/// The body of a response.
#[derive(Debug)]
pub struct ResponseBody {
    /// The status.
    pub status: Status,
    /// The key under `responses`.
    pub key: String,
    /// What the status means for the caller.
    pub outcome: Outcome,
    /// What the client reads.
    pub payload: Payload,
    /// The body in each media type of the page.
    pub content: Vec<(String, Payload)>,
}

/// A type that comes from operations.
#[derive(Debug)]
pub struct OperationType {
    /// Its id.
    pub id: TypeId,
    /// The operations that have it.
    pub operations: BTreeSet<OperationIndex>,
    /// What it is.
    pub kind: OperationTypeKind,
}

/// The kinds of types that come from operations.
#[derive(Debug)]
pub enum OperationTypeKind {
    /// The bodies of errors, by status.
    Errors(BTreeMap<Status, TypeRef>),
    /// A request body in one of several media types, which differ in what they carry.
    Choice(Vec<(String, BodyContent)>),
    /// A success whose body depends on the status.
    ByStatus(BTreeMap<Status, Payload>),
}

impl Bodies {
    /// The bodies of an operation.
    pub fn operation(&self, index: OperationIndex) -> &OperationBodies {
        index.of(&self.operations)
    }
}

impl OperationBodies {
    /// The media types of the request body that differ in what they carry. The same JSON under two names is sent under the
    /// first.
    pub fn distinct_requests(&self) -> Vec<(String, BodyContent)> {
        let mut distinct: Vec<(String, BodyContent)> = Vec::new();
        for (media_type, content) in &self.requests {
            if !distinct.iter().any(|(_, known)| same_type(known, content)) {
                distinct.push((media_type.clone(), content.clone()));
            }
        }
        distinct
    }

    /// What successes carry, by status.
    pub fn successes(&self) -> BTreeMap<Status, Payload> {
        self.with(Outcome::Success)
            .map(|response| (response.status, response.payload.clone()))
            .collect()
    }

    /// The JSON bodies of errors, by status.
    fn errors(&self) -> Errors {
        self.with(Outcome::Error)
            .filter_map(|response| match &response.payload {
                Payload::Json(ty) => Some((response.status, ty.clone())),
                Payload::Text | Payload::Binary | Payload::Empty => None,
            })
            .collect()
    }

    fn with(&self, outcome: Outcome) -> impl Iterator<Item = &ResponseBody> {
        let responses = self.responses.iter();
        responses.filter(move |response| response.outcome == outcome)
    }
}

/// Finds out what the bodies of all operations carry.
pub fn collect(
    api: &Api,
    lowered: &Lowered,
    refs: &TypeRefs<'_>,
    names: &TypeNames,
    recalled: &Recalled,
) -> Bodies {
    let operations = lowered.operations.iter();
    let mut bodies = Bodies {
        operations: operations
            .map(|operation| operation_bodies(operation, refs))
            .collect(),
        types: Vec::new(),
    };
    let known = known_errors(refs, names, recalled);
    add_error_types(&mut bodies, api, refs.next_id(), recalled, &known);
    add_own_types(&mut bodies, api, refs.next_id());
    bodies
}

fn operation_bodies(operation: &LoweredOperation, refs: &TypeRefs<'_>) -> OperationBodies {
    let requests = operation.request.iter().map(|(media_type, content)| {
        let body = request_content(media_type, *content, refs);
        (media_type.clone(), body)
    });
    let responses = operation
        .responses
        .iter()
        .map(|response| response_body(operation, response, refs));
    OperationBodies {
        requests: requests.collect(),
        responses: responses.collect(),
        ..OperationBodies::default()
    }
}

fn request_content(media_type: &str, content: Content, refs: &TypeRefs<'_>) -> BodyContent {
    // A range such as `*/*` can't be sent as a `Content-Type`.
    let concrete = |default: &str| match media_type.contains('*') {
        true => default.to_owned(),
        false => media_type.to_owned(),
    };
    match content {
        Content::Json(edge) => BodyContent::Json {
            media_type: concrete("application/json"),
            ty: refs.of(edge.target),
        },
        Content::UrlEncoded(edge) => BodyContent::Form(refs.of(edge.target)),
        Content::Multipart(node) => match refs.of(node) {
            TypeRef::Named(form) => BodyContent::Multipart(form),
            _ => BodyContent::Bytes(media_type.to_owned()),
        },
        Content::Text => BodyContent::Text(media_type.to_owned()),
        Content::Bytes => BodyContent::Bytes(concrete("application/octet-stream")),
    }
}

fn response_body(
    operation: &LoweredOperation,
    response: &LoweredResponse,
    refs: &TypeRefs<'_>,
) -> ResponseBody {
    let payload = |content: Content| match content {
        Content::Json(edge) | Content::UrlEncoded(edge) => Payload::Json(refs.of(edge.target)),
        Content::Multipart(_) | Content::Bytes => Payload::Binary,
        Content::Text => Payload::Text,
    };
    let read = response.content.get(response.read);
    ResponseBody {
        status: response.status,
        key: response.key.clone(),
        outcome: operation.outcome(response.status),
        payload: read.map_or(Payload::Empty, |(_, content)| payload(*content)),
        content: response
            .content
            .iter()
            .map(|(media_type, content)| (media_type.clone(), payload(*content)))
            .collect(),
    }
}

/// Whether two bodies are the same but for the name of their media type.
fn same_type(one: &BodyContent, other: &BodyContent) -> bool {
    match (one, other) {
        (BodyContent::Json { ty: one, .. }, BodyContent::Json { ty: other, .. }) => one == other,
        (one, other) => one == other,
    }
}

/// The bodies of errors, by status.
type Errors = BTreeMap<Status, TypeRef>;

/// Operations whose errors agree.
struct Family {
    errors: Errors,
    operations: BTreeSet<OperationIndex>,
}

/// What is remembered of the error types, as far as the types of the bodies are still there.
fn known_errors<'a>(
    refs: &TypeRefs<'_>,
    names: &TypeNames,
    recalled: &'a Recalled,
) -> BTreeMap<&'a str, Errors> {
    let known = recalled.memory.errors.iter().map(|(name, statuses)| {
        let statuses = statuses.iter().filter_map(|(status, body)| {
            let ty = match body.as_str() {
                "Value" => TypeRef::Value,
                name => TypeRef::Named(refs.id(names.class(name)?)?),
            };
            Some((Status::parse(status)?, ty))
        });
        (name.as_str(), statuses.collect())
    });
    known.collect()
}

fn add_error_types(
    bodies: &mut Bodies,
    api: &Api,
    first: usize,
    recalled: &Recalled,
    known: &BTreeMap<&str, Errors>,
) {
    // Operations with the very same errors belong together, unless they had different types.
    let mut same: BTreeMap<(Option<&str>, Errors), BTreeSet<OperationIndex>> = BTreeMap::new();
    for (index, _) in api.indexed() {
        let errors = bodies.operation(index).errors();
        let name = recalled.errors(index);
        if !errors.is_empty() {
            same.entry((name, errors)).or_default().insert(index);
        }
    }
    let mut remembered: BTreeMap<&str, Vec<Family>> = BTreeMap::new();
    let mut rest: Vec<Family> = Vec::new();
    for ((name, errors), operations) in same {
        let family = Family { errors, operations };
        match name {
            Some(name) => remembered.entry(name).or_default().push(family),
            None => rest.push(family),
        }
    }
    let mut united = Vec::new();
    for (name, families) in remembered {
        let known = known.get(name).cloned().unwrap_or_default();
        let (family, others) = former_family(families, known);
        united.extend(family);
        rest.extend(others);
    }
    united.sort_by_key(|family| Reverse((family.operations.len(), family.errors.len())));
    for family in join_families(united, rest) {
        let id = TypeId(first + bodies.types.len());
        for index in &family.operations {
            index.of_mut(&mut bodies.operations).errors = Some(id);
        }
        bodies.types.push(OperationType {
            id,
            operations: family.operations,
            kind: OperationTypeKind::Errors(family.errors),
        });
    }
}

/// The operations that keep a type of the time before, with all its statuses, and those that have to leave it.
fn former_family(families: Vec<Family>, known: Errors) -> (Option<Family>, Vec<Family>) {
    // A status that no operation has any more stays; one that is another type everywhere goes.
    let is_kept = |(status, ty): &(Status, TypeRef)| {
        let mut now = families
            .iter()
            .filter_map(|family| family.errors.get(status))
            .peekable();
        now.peek().is_none() || now.any(|now| now == ty)
    };
    let former = Family {
        errors: known.into_iter().filter(is_kept).collect(),
        operations: BTreeSet::new(),
    };
    let mut joined = join_families(vec![former], families).into_iter();
    let family = joined.next().filter(|family| !family.operations.is_empty());
    (family, joined.collect())
}

/// Adds families to others, the most frequent first: each joins the first that it doesn't contradict.
fn join_families(mut families: Vec<Family>, mut rest: Vec<Family>) -> Vec<Family> {
    rest.sort_by_key(|family| Reverse((family.operations.len(), family.errors.len())));
    for family in rest {
        match families.iter_mut().find(|known| agree(known, &family)) {
            Some(known) => {
                known.errors.extend(family.errors);
                known.operations.extend(family.operations);
            }
            None => families.push(family),
        }
    }
    families
}

fn agree(one: &Family, other: &Family) -> bool {
    one.errors.iter().all(|(status, ty)| {
        let known = other.errors.get(status);
        known.is_none_or(|known| known == ty)
    })
}

/// Adds the types that belong to one operation each.
fn add_own_types(bodies: &mut Bodies, api: &Api, first: usize) {
    for (index, _) in api.indexed() {
        let operation = index.of_mut(&mut bodies.operations);
        let mut add = |kind| {
            let id = TypeId(first + bodies.types.len());
            bodies.types.push(OperationType {
                id,
                operations: BTreeSet::from([index]),
                kind,
            });
            id
        };
        let requests = operation.distinct_requests();
        if requests.len() > 1 {
            operation.choice = Some(add(OperationTypeKind::Choice(requests)));
        }
        let successes = operation.successes();
        let distinct: BTreeSet<&Payload> = successes.values().collect();
        if distinct.len() > 1 {
            operation.by_status = Some(add(OperationTypeKind::ByStatus(successes)));
        }
    }
}
