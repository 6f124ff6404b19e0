//! Which object of OpenAPI is where: what a `$ref` leads to depends on it, and examples have no `$ref`s.

/// The kind of object, or map of objects, at a place of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::input) enum Kind {
    Root,
    Paths,
    PathItems,
    PathItem,
    Operation,
    Parameters,
    Parameter,
    RequestBodies,
    RequestBody,
    Content,
    MediaType,
    Encodings,
    Encoding,
    Responses,
    Response,
    Headers,
    Header,
    Links,
    Link,
    Callbacks,
    Callback,
    Examples,
    Example,
    Schemas,
    Schema,
    Discriminator,
    Mapping,
    Components,
    SecuritySchemes,
    SecurityScheme,
    /// An object without `$ref`s of its own, such as `info`.
    Plain,
    /// The value of a specification extension.
    Extension,
    /// Text, a number or an example: a `$ref` in its place is replaced if it leads somewhere, and kept if not.
    Value,
    /// What is never looked into.
    Data,
}

use Kind::*;

impl Kind {
    /// What is under a key of such an object, or is an item of such a list.
    pub(in crate::input) fn child(self, key: &str) -> Self {
        match self {
            Root | Paths | PathItem | Operation | Parameter | RequestBody | MediaType
            | Encoding | Responses | Response | Header | Link | Callback | Example | Schema
            | Discriminator | Components | SecurityScheme | Plain
                if key.starts_with("x-") && key != "x-webhooks" =>
            {
                Extension
            }
            Root => root_member(key),
            Components => component_map(key),
            Paths | PathItems | Callback => PathItem,
            PathItem => match key {
                "parameters" => Parameters,
                "servers" => Plain,
                "additionalOperations" => PathItem,
                "summary" | "description" | "$ref" => Value,
                _ => Operation,
            },
            Operation => match key {
                "parameters" => Parameters,
                "requestBody" => RequestBody,
                "responses" => Responses,
                "callbacks" => Callbacks,
                "servers" | "security" | "externalDocs" => Plain,
                _ => Value,
            },
            Parameter | Header | MediaType | Response | RequestBody | Encoding => {
                carrier_member(key)
            }
            Parameters => Parameter,
            RequestBodies => RequestBody,
            Content => MediaType,
            Encodings => Encoding,
            Responses => Response,
            Headers => Header,
            Links => Link,
            Callbacks => Callback,
            Examples => Example,
            Schemas => Schema,
            SecuritySchemes => SecurityScheme,
            Schema => schema_member(key),
            Discriminator => match key {
                "mapping" => Mapping,
                _ => Value,
            },
            Example => match key {
                "value" | "dataValue" => Data,
                _ => Value,
            },
            Link => match key {
                "server" => Plain,
                "parameters" | "requestBody" => Data,
                _ => Value,
            },
            SecurityScheme | Plain => Plain,
            Extension => Value,
            Mapping | Value | Data => Data,
        }
    }

    /// What is in a list where such an object is expected. A list of schemas is one, whatever the keyword says.
    pub(in crate::input) fn item(self, index: &str) -> Self {
        match self {
            Schemas | Parameters | Plain | Extension => self.child(index),
            other => other,
        }
    }

    /// The keys whose values are looked into first, in the order that the plugin does.
    #[rustfmt::skip]
    pub(in crate::input) fn first_keys(self) -> &'static [&'static str] {
        match self {
            Root => &["info", "servers", "security", "tags", "paths", "x-webhooks", "webhooks", "components"],
            PathItem => &["servers", "parameters", "get", "put", "post", "delete", "options", "head", "patch", "trace"],
            Operation => &["parameters", "security", "servers", "requestBody", "responses", "callbacks"],
            Response => &["headers", "content", "links"],
            Responses => &["default"],
            MediaType | Parameter | Header => &["schema", "example", "examples", "encoding", "content"],
            Components => &[
                "parameters", "schemas", "responses", "examples", "requestBodies", "headers", "securitySchemes",
                "links", "callbacks", "pathItems",
            ],
            Schema => &[
                "definitions", "$defs", "discriminator", "allOf", "anyOf", "oneOf", "not", "if", "then", "else",
                "dependentSchemas", "prefixItems", "contains", "patternProperties", "propertyNames",
                "unevaluatedItems", "unevaluatedProperties", "properties", "items", "additionalProperties",
            ],
            _ => &[],
        }
    }

    /// The map of `components` for what a `$ref` of this kind leads to; what has none is copied to where the `$ref` is.
    pub(in crate::input) fn components(self) -> Option<&'static str> {
        Some(match self {
            Schema => "schemas",
            Parameter => "parameters",
            Response => "responses",
            Example => "examples",
            RequestBody => "requestBodies",
            Header => "headers",
            Link => "links",
            Callback => "callbacks",
            _ => return None,
        })
    }

    /// Whether a `$ref` that leads nowhere is wrong; elsewhere it is taken for data.
    pub(in crate::input) fn needs_target(self) -> bool {
        !matches!(self, Extension | Value | Data | Plain)
    }
}

fn root_member(key: &str) -> Kind {
    match key {
        "paths" => Paths,
        "webhooks" | "x-webhooks" => PathItems,
        "components" => Components,
        "openapi" | "$self" | "jsonSchemaDialect" => Value,
        _ => Plain,
    }
}

fn component_map(key: &str) -> Kind {
    match key {
        "schemas" => Schemas,
        "responses" => Responses,
        "parameters" => Parameters,
        "examples" => Examples,
        "requestBodies" => RequestBodies,
        "headers" => Headers,
        "securitySchemes" => SecuritySchemes,
        "links" => Links,
        "callbacks" => Callbacks,
        "pathItems" => PathItems,
        "mediaTypes" => Content,
        _ => Data,
    }
}

/// The members of what carries a schema, or a map of media types.
fn carrier_member(key: &str) -> Kind {
    match key {
        "schema" | "itemSchema" => Schema,
        "content" => Content,
        "examples" => Examples,
        "headers" => Headers,
        "links" => Links,
        "encoding" => Encodings,
        "prefixEncoding" | "itemEncoding" => Encodings,
        _ => Value,
    }
}

fn schema_member(key: &str) -> Kind {
    match key {
        "properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions"
        | "allOf" | "anyOf" | "oneOf" | "prefixItems" => Schemas,
        "items"
        | "additionalProperties"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contains"
        | "propertyNames"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "contentSchema" => Schema,
        "discriminator" => Discriminator,
        "externalDocs" | "xml" => Plain,
        "default" | "const" => Data,
        _ => Value,
    }
}
