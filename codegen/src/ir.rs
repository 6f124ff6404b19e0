//! The API as the emitters see it: named, placed and documented.
//!
//! Everything here is decided. An emitter never looks at a schema, never makes up a name and never asks where a type
//! lives; it only writes down what the IR contains, in the same order.

mod references;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::scalar::Scalar;

/// The whole crate.
#[derive(Clone, Debug)]
pub struct Crate {
    /// What goes into the crate's `Cargo.toml`.
    pub package: Package,
    /// How the crate's `Client` finds its server and its credentials.
    pub client: ClientSettings,
    /// The API versions, sorted by module name; each is a module and a Cargo feature.
    pub versions: Vec<Version>,
}

/// The manifest of the crate.
#[derive(Clone, Debug)]
pub struct Package {
    /// The package's name, `identitynow`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// One line for the registry.
    pub description: String,
    /// The name that people use of the product, `SailPoint IdentityNow`.
    pub product: String,
    /// SPDX expression, if somebody granted a license.
    pub license: Option<String>,
    /// Where the vendor's own documentation is.
    pub documentation: Option<String>,
    /// The path from the crate's folder to the package `client-runtime`.
    pub runtime: String,
    /// Whether the crate is a member of another workspace; otherwise it is a workspace of its own.
    pub member: bool,
    /// What the tests and examples beside the emitted code depend on, by name.
    pub dev_dependencies: BTreeMap<String, Dependency>,
    /// The command that wrote the crate, for the first line of every file: `cargo xtask codegen`.
    pub command: String,
}

/// A dependency on a package of the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The version requirement.
    pub version: String,
    /// The features.
    pub features: Vec<String>,
    /// Whether its default features are on.
    pub default_features: bool,
}

/// What the crate's `Client` knows about the product.
#[derive(Clone, Debug)]
pub struct ClientSettings {
    /// The server that the base URL of the configuration replaces.
    pub server: Server,
    /// Where tokens are fetched: absolute, or a path below the base URL.
    pub token_url: Option<TokenUrl>,
    /// The security schemes of all pages, by name.
    pub schemes: Vec<SecurityScheme>,
    /// Where configuration is looked for, in this order.
    pub sources: Vec<Source>,
    /// JSON pointers to the id that the vendor's support asks for, into an error body.
    pub request_id: Vec<String>,
    /// The response header that has the length of a whole collection.
    pub total_header: Option<String>,
}

/// A token endpoint: absolute, or a path below the base URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenUrl {
    /// As the pages name it.
    Documented(String),
    /// As codegen.yaml names it.
    Configured(String),
}

/// A place where configuration is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Environment variables: setting and variable.
    Environment(Vec<(Setting, String)>),
    /// A JSON or YAML file.
    File {
        /// The path; `~` is the home directory.
        path: String,
        /// JSON pointer to the text that replaces `{}` in the keys.
        selector: Option<String>,
        /// Setting and JSON pointer.
        keys: Vec<(Setting, String)>,
    },
}

/// What configuration can set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// The base URL.
    BaseUrl,
    /// The OAuth2 client id.
    ClientId,
    /// The OAuth2 client secret.
    ClientSecret,
    /// A bearer token.
    Token,
    /// The user of basic authentication.
    Username,
    /// The password of basic authentication.
    Password,
    /// An API key.
    ApiKey,
    /// A variable of the server's URL.
    Variable(String),
}

/// A server: everything before the path of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Server {
    /// Scheme and authority, perhaps with `{variables}`.
    pub origin: String,
    /// The path below it, without a trailing slash; may be empty.
    pub path: String,
    /// The variables of the origin and their defaults.
    pub variables: Vec<(String, String)>,
}

/// A security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its key under `securitySchemes`.
    pub id: String,
    /// What it asks for.
    pub kind: SchemeKind,
}

/// What a security scheme asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// OAuth2 or OpenID Connect; whether the client credentials flow is offered.
    OAuth2 {
        /// The client credentials flow is offered.
        client_credentials: bool,
    },
    /// HTTP bearer token.
    Bearer,
    /// HTTP basic authentication.
    Basic,
    /// An API key in a header.
    HeaderKey(String),
    /// An API key in the query.
    QueryKey(String),
    /// An API key in a cookie.
    CookieKey(String),
}

/// An API version: one folder of pages.
#[derive(Clone, Debug)]
pub struct Version {
    /// The module, which is the Cargo feature too: `beta`.
    pub module: String,
    /// The folder of its pages below the spec, as the manifest calls the API: `beta`.
    pub folder: String,
    /// The title of the API.
    pub title: String,
    /// The vendor's Markdown.
    pub description: String,
    /// Where its operations are served, by default.
    pub server: Server,
    /// One module a tag, sorted by name, and `shared` for what several use.
    pub modules: Vec<Module>,
    /// The types of all modules; [`TypeId`] is an index into it.
    pub types: Vec<TypeDef>,
}

/// The operations and types of one tag, or the types of several (`shared`).
#[derive(Clone, Debug)]
pub struct Module {
    /// `access_profiles`
    pub name: String,
    /// The tag as the pages spell it; `None` for `shared`.
    pub tag: Option<String>,
    /// The operations, in the order of their function names.
    pub operations: Vec<Operation>,
    /// The types that live here, in the order in which they are written.
    pub types: Vec<TypeId>,
    /// Types that live in `shared` and are used here: re-exported, so that a path outlives a move.
    pub reexports: BTreeSet<String>,
}

/// A type's place in [`Version::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// A type that the crate defines.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Unique within the version.
    pub name: String,
    /// The vendor's Markdown, or sentences of the generator's own.
    pub docs: TypeDocs,
    /// The vendor marks it as deprecated.
    pub deprecated: bool,
    /// Names that it had before: deprecated aliases.
    pub formerly: Vec<String>,
    /// What it consists of.
    pub kind: TypeKind,
    /// The positions of all schemas of the type: `api/operationId#/json/pointer`.
    pub positions: Vec<String>,
}

impl TypeDef {
    /// The name and those that it had before.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names = std::iter::once(&self.name).chain(&self.formerly);
        names.map(String::as_str)
    }
}

/// The description of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeDocs {
    /// The vendor's Markdown.
    Vendor(String),
    /// Paragraphs of the generator's own, for types that the vendor doesn't describe.
    Own(Vec<Vec<Words>>),
}

/// A piece of a sentence, so that emitters can link what it mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// Markdown on one line.
    Text(String),
    /// A type of this version.
    Type(TypeId),
    /// An operation of this version, by its [`Operation::id`].
    Operation(String),
}

/// The kinds of types that the crate defines.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// An object.
    Struct(Struct),
    /// A closed list of values, kept open.
    Enum(Enum),
    /// One of several schemas.
    Union(Union),
    /// The error bodies of operations, by status.
    Errors(Vec<StatusVariant>),
    /// The different successes of one operation, by status.
    SuccessByStatus(Vec<StatusVariant>),
    /// A `multipart/form-data` body.
    Form(Vec<Part>),
    /// One of several request bodies of different media types.
    Bodies(Vec<BodyVariant>),
}

/// An object.
#[derive(Clone, Debug)]
pub struct Struct {
    /// The fields, in the order of the page.
    pub fields: Vec<Field>,
    /// The type of the values under names that the schema does not list, if such are kept.
    pub extra: Option<TypeRef>,
    /// The identifier of the field that keeps them; free of clashes with the others.
    pub extra_ident: String,
    /// It is sent: it gets a constructor with the required fields and a `with_` method for each other.
    pub sent: bool,
    /// It has the shape of a JSON Patch operation (RFC 6902) and gets a constructor for each `op`.
    pub json_patch: bool,
}

/// A field of a struct.
#[derive(Clone, Debug)]
pub struct Field {
    /// The key in JSON.
    pub name: String,
    /// The identifier in Rust, raw where it has to be.
    pub ident: String,
    /// The method that sets it, `with_type`, where the constructor doesn't.
    pub setter: Option<String>,
    /// The vendor's Markdown.
    pub docs: String,
    /// The type of a value, `Option` and `Nullable` aside.
    pub ty: TypeRef,
    /// Whether it may be missing or null.
    pub presence: Presence,
    /// The vendor marks it as deprecated.
    pub deprecated: bool,
    /// The value that the server assumes when the field is missing, as JSON.
    pub default: Option<String>,
}

/// Whether a field may be missing or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// `T`
    Required,
    /// `Option<T>`, written as null when `None`.
    RequiredNullable,
    /// `Option<T>`, left out when `None`.
    Optional,
    /// `Nullable<T>`
    OptionalNullable,
}

/// A list of values, kept open.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The values, in the order of the page, without duplicates and without null.
    pub variants: Vec<EnumVariant>,
}

impl Enum {
    /// Whether every value is a string.
    pub fn is_textual(&self) -> bool {
        self.variants
            .iter()
            .all(|variant| variant.value.is_string())
    }
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub struct EnumVariant {
    /// `IdentityProfile`
    pub ident: String,
    /// `"IDENTITY_PROFILE"`: a string, a whole number or a boolean.
    pub value: serde_json::Value,
    /// Markdown, if the vendor explains the value.
    pub docs: String,
}

/// One of several schemas.
#[derive(Clone, Debug)]
pub struct Union {
    /// The property whose value identifies the variant.
    pub discriminator: Option<String>,
    /// The schemas, in the order of the page.
    pub variants: Vec<UnionVariant>,
}

/// A schema of a union.
#[derive(Clone, Debug)]
pub struct UnionVariant {
    /// `Identity`
    pub ident: String,
    /// Its type.
    pub ty: TypeRef,
    /// The values of the discriminator that mean it; empty without a discriminator.
    pub tags: Vec<String>,
    /// Markdown.
    pub docs: String,
}

/// A status and what comes with it.
#[derive(Clone, Debug)]
pub struct StatusVariant {
    /// `NotFound`
    pub ident: String,
    /// The status, or statuses.
    pub status: Status,
    /// The body.
    pub body: Payload,
    /// Markdown.
    pub docs: String,
}

/// A key under `responses`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// `404`
    Code(u16),
    /// `4XX`: the hundreds.
    Range(u16),
    /// `default`
    Default,
}

/// What a status means for the caller (RFC 9110, section 15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 1xx: the final response is still to come.
    Informational,
    /// 2xx
    Success,
    /// 3xx
    Redirect,
    /// 4xx, 5xx and whatever HTTP doesn't define.
    Error,
}

impl Status {
    /// Whether a response with this status can have a body (RFC 9110, section 6.4.1).
    pub fn allows_body(self) -> bool {
        !matches!(
            self,
            Self::Code(100..=199 | 204 | 205 | 304) | Self::Range(1)
        )
    }

    /// Reads a key of `responses`.
    pub fn parse(key: &str) -> Option<Self> {
        match key.as_bytes() {
            b"default" => Some(Self::Default),
            [class @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => {
                Some(Self::Range(u16::from(class - b'0')))
            }
            [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] => key.parse().ok().map(Self::Code),
            _ => None,
        }
    }

    /// What the status means, given all documented statuses of the operation. `default` is the success where no other
    /// status is, and covers errors otherwise.
    pub fn outcome(self, documented: impl IntoIterator<Item = Self>) -> Outcome {
        match self {
            Self::Code(100..=199) | Self::Range(1) => Outcome::Informational,
            Self::Code(200..=299) | Self::Range(2) => Outcome::Success,
            Self::Code(300..=399) | Self::Range(3) => Outcome::Redirect,
            Self::Code(_) | Self::Range(_) => Outcome::Error,
            Self::Default => {
                let is_good = |status| matches!(status, Self::Code(200..=399) | Self::Range(2 | 3));
                match documented.into_iter().any(is_good) {
                    true => Outcome::Error,
                    false => Outcome::Success,
                }
            }
        }
    }
}

/// As a page writes it: `404`, `4XX` or `default`.
impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(hundreds) => write!(f, "{hundreds}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

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

/// A part of a form.
#[derive(Clone, Debug)]
pub struct Part {
    /// The part's name on the wire.
    pub name: String,
    /// The identifier in Rust.
    pub ident: String,
    /// The method that adds it, `with_file`, where the constructor doesn't.
    pub setter: Option<String>,
    /// Markdown.
    pub docs: String,
    /// It has to be there.
    pub required: bool,
    /// What it carries.
    pub kind: PartKind,
}

/// What a part of a form carries.
#[derive(Clone, Debug)]
pub enum PartKind {
    /// A file.
    File,
    /// Several files under one name.
    Files,
    /// A scalar, or a list of scalars, as text.
    Text(TypeRef),
    /// JSON, as a part of type `application/json`.
    Json(TypeRef),
}

/// A request body under its media type, where an operation takes several.
#[derive(Clone, Debug)]
pub struct BodyVariant {
    /// `Json`
    pub ident: String,
    /// The body.
    pub body: BodyContent,
}

/// The use of a type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TypeRef {
    /// A type of this version.
    Named(TypeId),
    /// A type of this version, behind a `Box` because it contains itself.
    Boxed(TypeId),
    /// A scalar.
    Scalar(Scalar),
    /// `serde_json::Value`: any JSON.
    Value,
    /// `Vec<T>`
    List(Box<TypeRef>),
    /// `BTreeMap<String, T>`
    Map(Box<TypeRef>),
    /// `Map<String, Value>`: an object without any description.
    Object,
    /// `Option<T>`, as a list's item or a map's value.
    Option(Box<TypeRef>),
}

impl TypeRef {
    /// `String`
    pub const STRING: Self = Self::Scalar(Scalar::String);
}

impl TypeRef {
    /// The type of this version that it refers to.
    pub fn definition(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) | Self::Boxed(id) => Some(*id),
            Self::List(inner) | Self::Map(inner) | Self::Option(inner) => inner.definition(),
            _ => None,
        }
    }
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
    /// The type of the request, `PatchAccessProfile`, in the module `request`.
    pub request: String,
    /// Upper case.
    pub method: String,
    /// As the page has it.
    pub path: String,
    /// One line.
    pub summary: String,
    /// The vendor's Markdown.
    pub description: String,
    /// Scopes that the token needs, sorted.
    pub scopes: Vec<String>,
    /// The schemes that the page names; `None` if it has no `security`.
    pub security: Option<Vec<String>>,
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
    /// The type of its error bodies (a [`TypeKind::Errors`]), if the page describes any.
    pub errors: Option<TypeId>,
    /// How a list is read page by page.
    pub paging: Option<Paging>,
    /// Every response of the page, for the docs and the manifest.
    pub responses: Vec<Response>,
}

/// What a success carries.
#[derive(Clone, Debug)]
pub enum Success {
    /// Every success carries the same.
    One(Payload),
    /// It depends on the status: a [`TypeKind::SuccessByStatus`].
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
    /// A [`TypeKind::Form`].
    Multipart(TypeId),
    /// Text under this media type.
    Text(String),
    /// Bytes or a stream under this media type.
    Bytes(String),
    /// One of several: a [`TypeKind::Bodies`].
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

/// How a list is read page by page.
#[derive(Clone, Debug)]
pub struct Paging {
    /// The item of the list.
    pub item: TypeRef,
    /// The query parameter of the page's size.
    pub limit: String,
    /// The largest size.
    pub page_size: u32,
    /// The boolean query parameter that asks for the total.
    pub total: Option<String>,
    /// How the next page is requested.
    pub next: NextPage,
}

/// How the next page of a list is requested.
#[derive(Clone, Debug)]
pub enum NextPage {
    /// The query parameter for the number of items to skip.
    Offset(String),
    /// The sorted fields of the last item, in the body.
    SearchAfter {
        /// The body's property for their values.
        cursor: String,
        /// The body's property that names them.
        sort: String,
    },
}
