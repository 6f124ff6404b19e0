//! The operations: parameters, bodies and responses.

use super::{Outcome, Paging, Server, Status, TypeId, TypeRef};

/// What a response carries.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Payload {
    /// JSON.
    Json(TypeRef),
    /// Text.
    Text,
    /// Bytes, as a stream.
    Binary,
    /// Nothing.
    Empty,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The id of the page's definition, `patchAccessProfile`.
    pub id: String,
    /// The page, relative to the spec.
    pub page: String,
    /// The `id` of the page's frontmatter, `patch-access-profile`.
    pub page_id: String,
    /// The function, `patch_access_profile`.
    pub function: String,
    /// The `static` that describes it to the runtime and to tests, `PATCH_ACCESS_PROFILE`.
    pub constant: String,
    /// The type of the request, `PatchAccessProfile`, in the module `request`.
    pub request: String,
    /// Upper case.
    pub method: String,
    /// As the page has it.
    pub path: String,
    /// One line.
    pub summary: String,
    /// The vendor's Markdown; empty if the summary says the same.
    pub description: String,
    /// Scopes that the token needs, sorted.
    pub scopes: Vec<String>,
    /// The alternative schemes, each with those that are required with it; `None` if the page has no `security`.
    pub security: Option<Vec<Vec<String>>>,
    /// The server, where it is not the version's.
    pub server: Option<Server>,
    /// The vendor marks it as deprecated.
    pub deprecated: bool,
    /// The vendor marks it as experimental.
    pub experimental: bool,
    /// The parameters, those in the path first and in its order, then the page's order.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// What a success carries.
    pub success: Success,
    /// The type of its error bodies (a [`TypeKind::Errors`](super::TypeKind::Errors)), if the page describes any.
    pub errors: Option<TypeId>,
    /// How a list is read page by page.
    pub paging: Option<Paging>,
    /// Every response of the page, for the docs and the manifest.
    pub responses: Vec<Response>,
    /// The response that the page shows, for mock servers.
    pub example: Example,
}

/// A response that a mock server gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The status.
    pub status: u16,
    /// The media type and the text of the body.
    pub body: Option<(String, String)>,
}

/// What a success carries.
#[derive(Clone, Debug)]
pub enum Success {
    /// Every success carries the same.
    One(Payload),
    /// It depends on the status: a [`TypeKind::SuccessByStatus`](super::TypeKind::SuccessByStatus).
    ByStatus(TypeId),
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// The identifier in Rust.
    pub ident: String,
    /// Where it goes.
    pub location: Location,
    /// How arrays and objects are written.
    pub style: Style,
    /// `explode`, with the style's default applied.
    pub explode: bool,
    /// `allowReserved`
    pub allow_reserved: bool,
    /// The type of its value.
    pub ty: TypeRef,
    /// It is an argument; otherwise a setter.
    pub required: bool,
    /// A value that is always sent: neither an argument nor a setter.
    pub constant: Option<String>,
    /// The vendor's Markdown.
    pub docs: String,
    /// What the server assumes when it is missing, as JSON.
    pub default: Option<String>,
    /// A value from the page, for the example in the docs.
    pub example: Option<serde_json::Value>,
    /// The vendor marks it as deprecated.
    pub deprecated: bool,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

impl Location {
    /// The value of `in`.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// The styles of OpenAPI 3.0.3, "Parameter Object".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `form`
    Form,
    /// `simple`
    Simple,
    /// `label`
    Label,
    /// `matrix`
    Matrix,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `deepObject`
    DeepObject,
    /// The parameter has `content`: its value is JSON text.
    Content,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// It is an argument; otherwise a setter.
    pub required: bool,
    /// The argument or setter, mostly `body`.
    pub ident: String,
    /// The vendor's Markdown.
    pub docs: String,
    /// What it carries.
    pub content: BodyContent,
    /// Every media type of the page and its type, for the manifest.
    pub media_types: Vec<(String, BodyContent)>,
}

/// What a request body carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyContent {
    /// JSON, sent under this media type.
    Json {
        /// `application/json`, `application/json-patch+json`, …
        media_type: String,
        /// The type.
        ty: TypeRef,
    },
    /// `application/x-www-form-urlencoded`
    Form(TypeRef),
    /// A [`TypeKind::Form`](super::TypeKind::Form).
    Multipart(TypeId),
    /// Text under this media type.
    Text(String),
    /// Bytes or a stream under this media type.
    Bytes(String),
    /// One of several: a [`TypeKind::Bodies`](super::TypeKind::Bodies).
    Choice(TypeId),
}

/// A response, as the page has it.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status.
    pub status: Status,
    /// What the status means for the caller.
    pub outcome: Outcome,
    /// What the client reads: JSON, where the page has several media types.
    pub payload: Payload,
    /// The vendor's Markdown.
    pub description: String,
    /// Media types and what they carry; empty for a response without content.
    pub content: Vec<(String, Payload)>,
    /// Names and docs of its headers.
    pub headers: Vec<(String, String)>,
}
