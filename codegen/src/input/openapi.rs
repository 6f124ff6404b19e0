//! The OpenAPI objects that pages contain, as far as the generator reads them.
//!
//! Input: the JSON of a page's `api`. Output: an [`OperationObject`], in which every `$ref` has already been inlined by
//! the docs plugin. Malformed parts are ignored with a diagnostic. The names follow the OpenAPI
//! specifications 3.0.3 and 3.1.

pub(super) mod kind;
mod read;

use indexmap::IndexMap;
use serde_json::Value;

use crate::ir::SchemeKind;

pub use read::read_operation;

/// A page's definition: an Operation Object with what the plugin adds to it.
#[derive(Clone, Debug, Default)]
pub struct OperationObject {
    /// `operationId`, if the page has one and it isn't empty.
    pub operation_id: Option<String>,
    /// `summary`
    pub summary: String,
    /// `description`
    pub description: String,
    /// Lower case: `get`, `patch`, …
    pub method: String,
    /// `/access-profiles/{id}`
    pub path: String,
    /// `tags`
    pub tags: Vec<String>,
    /// `deprecated`
    pub deprecated: bool,
    /// `x-experimental`, `x-beta` or a similar extension is true.
    pub experimental: bool,
    /// `parameters`
    pub parameters: Vec<ParameterObject>,
    /// `requestBody`
    pub request_body: Option<RequestBodyObject>,
    /// `responses`, by status as written.
    pub responses: IndexMap<String, ResponseObject>,
    /// `security`: a list of alternatives, each scheme with its scopes; `None` if the page has no such key.
    pub security: Option<Vec<IndexMap<String, Vec<String>>>>,
    /// `securitySchemes`
    pub security_schemes: IndexMap<String, SecuritySchemeObject>,
    /// `servers`
    pub servers: Vec<ServerObject>,
    /// `info.title`
    pub info_title: String,
    /// `info.description`
    pub info_description: String,
    /// `info.version`
    pub info_version: String,
    /// Whether some of its schemas have names.
    pub has_anchors: bool,
    /// The names of schemas that it refers to, each with the JSON pointer of the reference.
    pub named: Vec<(String, String)>,
}

/// A Security Scheme Object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecuritySchemeObject {
    /// `type`, and what it is followed by.
    pub kind: SchemeKind,
    /// `flows.clientCredentials.tokenUrl`
    pub token_url: Option<String>,
}

/// A Server Object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerObject {
    /// `url`, with `{variables}`.
    pub url: String,
    /// The variables and their defaults.
    pub variables: IndexMap<String, String>,
}

impl ServerObject {
    /// The URL, cut where its path begins.
    pub fn origin_and_path(&self) -> (&str, &str) {
        let url = self.url.trim().trim_end_matches('/');
        let start = url.find("://").map_or(0, |scheme| scheme + 3);
        let authority = url.get(start..).unwrap_or_default();
        let cut = match authority.find('/') {
            Some(slash) => start + slash,
            None => url.len(),
        };
        url.split_at(cut)
    }

    /// The variables of the origin and their defaults. Those of the path are versions and base paths, which the API's pages
    /// are about.
    pub fn origin_variables(&self) -> impl Iterator<Item = (&String, &String)> {
        let (origin, _) = self.origin_and_path();
        let variables = self.variables.iter();
        variables.filter(move |(name, _)| origin.contains(&format!("{{{name}}}")))
    }
}

/// A Parameter Object.
#[derive(Clone, Debug, Default)]
pub struct ParameterObject {
    /// Its JSON pointer.
    pub pointer: String,
    /// `name`
    pub name: String,
    /// `in`
    pub location: String,
    /// `required`
    pub required: bool,
    /// `description`
    pub description: String,
    /// `deprecated`
    pub deprecated: bool,
    /// `style`
    pub style: Option<String>,
    /// `explode`
    pub explode: Option<bool>,
    /// `allowReserved`
    pub allow_reserved: bool,
    /// `example`, or the first of `examples`.
    pub example: Option<Value>,
    /// `schema`
    pub schema: Option<Schema>,
    /// `content`, of which there is one entry.
    pub content: IndexMap<String, MediaTypeObject>,
}

/// A Request Body Object.
#[derive(Clone, Debug, Default)]
pub struct RequestBodyObject {
    /// `required`
    pub required: bool,
    /// `description`
    pub description: String,
    /// `content`, by media type.
    pub content: IndexMap<String, MediaTypeObject>,
}

/// A Response Object.
#[derive(Clone, Debug, Default)]
pub struct ResponseObject {
    /// `description`
    pub description: String,
    /// The names and descriptions of `headers`.
    pub headers: IndexMap<String, String>,
    /// `content`, by media type.
    pub content: IndexMap<String, MediaTypeObject>,
}

/// A Media Type Object.
#[derive(Clone, Debug, Default)]
pub struct MediaTypeObject {
    /// The JSON pointer of its `schema`, whether or not it has one.
    pub pointer: String,
    /// `schema`
    pub schema: Option<Schema>,
    /// `example`, or the first of `examples`.
    pub example: Option<Value>,
    /// `encoding`: the `contentType` of each part.
    pub encoding: IndexMap<String, String>,
}

/// A Schema Object, or the plugin's replacement for one.
#[derive(Clone, Debug, PartialEq)]
pub enum Schema {
    /// `{}`, `true`, or a malformed schema: any value.
    Any,
    /// `false`: no value.
    Never,
    /// The schema of an ancestor.
    Circular(Circular),
    /// The schema of this name, which is in this page or another one.
    Named(String),
    /// A schema.
    Object(Box<SchemaObject>),
}

/// `circular(Title)` or `circular()`, which the plugin writes where a schema would contain itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circular {
    /// The title of the ancestor, if it has one.
    pub title: Option<String>,
}

/// The keywords of a schema.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SchemaObject {
    /// `title`
    pub title: Option<String>,
    /// `description`
    pub description: String,
    /// `type`, without `null`; several in 3.1.
    pub types: Vec<String>,
    /// `nullable`, `null` among the types, among the enum's values, or as `const`; a null branch of a union is left to
    /// the reader of the union.
    pub nullable: bool,
    /// `type: "null"`, `const: null` or an enum of null alone: no value but null.
    pub only_null: bool,
    /// `format`
    pub format: Option<String>,
    /// `enum` and `const`, without null and without duplicates.
    pub values: Vec<Value>,
    /// Descriptions of the values (`x-enum-descriptions`, `x-go-enum-desc` and similar), by value.
    pub value_docs: IndexMap<String, String>,
    /// Names of the values (`x-enum-varnames` and similar), by value.
    pub value_names: IndexMap<String, String>,
    /// `properties`
    pub properties: IndexMap<String, Schema>,
    /// The plugin replaced the whole `properties` map.
    pub circular_properties: Option<Circular>,
    /// `required`
    pub required: Vec<String>,
    /// `additionalProperties`
    pub additional: Additional,
    /// `items`
    pub items: Option<Schema>,
    /// `allOf`
    pub all_of: Vec<Schema>,
    /// `oneOf`
    pub one_of: Vec<Schema>,
    /// `anyOf`
    pub any_of: Vec<Schema>,
    /// `discriminator`
    pub discriminator: Option<Discriminator>,
    /// `default`
    pub default: Option<Value>,
    /// `example`, or the first of `examples`.
    pub example: Option<Value>,
    /// `deprecated`
    pub deprecated: bool,
    /// `readOnly`
    pub read_only: bool,
    /// `writeOnly`
    pub write_only: bool,
    /// `minimum`, where it is a whole number.
    pub minimum: Option<i64>,
    /// `maximum`, where it is a whole number.
    pub maximum: Option<i64>,
    /// `$anchor`: its name in the API.
    pub anchor: Option<String>,
}

/// `additionalProperties`
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Additional {
    /// The keyword is missing.
    #[default]
    Unsaid,
    /// `false`
    Forbidden,
    /// `true`, `{}` or a schema.
    Allowed(Schema),
}

/// A Discriminator Object.
#[derive(Clone, Debug, PartialEq)]
pub struct Discriminator {
    /// `propertyName`
    pub property: String,
    /// `mapping`: value and the schema's name (the last segment of the reference), or the schema itself where the
    /// plugin inlined it.
    pub mapping: IndexMap<String, Mapping>,
}

/// An entry of a discriminator's mapping.
#[derive(Clone, Debug, PartialEq)]
pub enum Mapping {
    /// The name of a component: `#/components/schemas/Dog` is `Dog`.
    Name(String),
    /// The schema.
    Inlined(Schema),
}
