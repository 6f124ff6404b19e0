//! Types as the compiler sees them, written with names that are unique within an API version.

use crate::ir::{BodyContent, Payload, Presence, TypeId, TypeRef, Version};

/// A type: `Vec<Owner>`. Unlike in docs, a `Box` shows.
pub(super) fn ty(version: &Version, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Named(id) => named(version, *id),
        TypeRef::Boxed(id) => format!("Box<{}>", named(version, *id)),
        TypeRef::Scalar(scalar) => scalar.rust_name().to_owned(),
        TypeRef::Value => "Value".to_owned(),
        TypeRef::List(item) => format!("Vec<{}>", self::ty(version, item)),
        TypeRef::Map(value) => format!("BTreeMap<String, {}>", self::ty(version, value)),
        TypeRef::Object => "Map<String, Value>".to_owned(),
        TypeRef::Option(inner) => format!("Option<{}>", self::ty(version, inner)),
    }
}

/// The name of a type.
pub(super) fn named(version: &Version, id: TypeId) -> String {
    version.types[id.0].name.clone()
}

/// The type of a field.
pub(super) fn field(version: &Version, ty: &TypeRef, presence: Presence) -> String {
    let inner = self::ty(version, ty);
    match presence {
        Presence::Required => inner,
        Presence::RequiredNullable | Presence::Optional => format!("Option<{inner}>"),
        Presence::OptionalNullable => format!("Nullable<{inner}>"),
    }
}

/// What a success is read as.
pub(super) fn success(version: &Version, payload: &Payload) -> String {
    match payload {
        Payload::Json(ty) => self::ty(version, ty),
        Payload::Text => "String".to_owned(),
        Payload::Binary => "ByteStream".to_owned(),
        Payload::Empty => "()".to_owned(),
    }
}

/// What the body of an error is read as.
pub(super) fn error(version: &Version, payload: &Payload) -> String {
    match payload {
        Payload::Json(ty) => self::ty(version, ty),
        Payload::Text => "String".to_owned(),
        Payload::Binary | Payload::Empty => "Value".to_owned(),
    }
}

/// A request body.
pub(super) fn body(version: &Version, content: &BodyContent) -> String {
    match content {
        BodyContent::Json { ty, .. } | BodyContent::Form(ty) => self::ty(version, ty),
        BodyContent::Multipart(id) | BodyContent::Choice(id) => named(version, *id),
        BodyContent::Text(_) => "String".to_owned(),
        BodyContent::Bytes(_) => "Body".to_owned(),
    }
}

/// How a request body is sent, if it isn't as JSON.
pub(super) fn media_type(content: &BodyContent) -> &str {
    match content {
        BodyContent::Json { media_type, .. } if media_type == "application/json" => "",
        BodyContent::Json { media_type, .. }
        | BodyContent::Text(media_type)
        | BodyContent::Bytes(media_type) => media_type,
        BodyContent::Form(_) => "application/x-www-form-urlencoded",
        BodyContent::Multipart(_) => "multipart/form-data",
        BodyContent::Choice(_) => "",
    }
}
