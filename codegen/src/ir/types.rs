//! The types that the crate defines, and the uses of types.

use super::{BodyContent, Payload, Status};
use crate::scalar::Scalar;

/// A type's place in [`Version::types`](super::Version::types).
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
    /// An operation of this version, by its [`Operation::id`](super::Operation::id).
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
    /// It is sent: it has a `with_` method for each field that isn't an argument of its constructor.
    pub sent: bool,
    /// It has the shape of a JSON Patch operation (RFC 6902) and gets a constructor for each `op`.
    pub json_patch: bool,
    /// The types that are read where this one is written, and that convert into it.
    pub conversions: Vec<Conversion>,
}

/// How another type converts into a struct.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// The other type, a struct.
    pub from: TypeId,
    /// For each field of the struct, where its value comes from; `None` for those that the other type doesn't have.
    pub fields: Vec<Option<FieldConversion>>,
    /// The field of the other type with the undocumented fields, if they go along.
    pub extra: Option<String>,
}

/// Where the value of a field comes from.
#[derive(Clone, Debug)]
pub struct FieldConversion {
    /// The identifier of the other type's field.
    pub from: String,
    /// The presence of the other type's field.
    pub presence: Presence,
    /// How its value becomes that of the field.
    pub step: Step,
}

/// How a value becomes one of another type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The types are the same.
    Same,
    /// By `Into`.
    Into,
    /// The items of a list by `Into`.
    Items,
    /// An enum by its text.
    Text,
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
    /// The only direction in which it goes, if its type goes the other way and the vendor's text doesn't say so.
    pub only: Option<Direction>,
    /// The vendor marks it as deprecated.
    pub deprecated: bool,
    /// The value that the server assumes when the field is missing, as JSON.
    pub default: Option<String>,
    /// A text from the page, for examples in the docs.
    pub example: Option<String>,
}

/// Which way a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the server: `readOnly`.
    Received,
    /// To the server: `writeOnly`.
    Sent,
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
    /// The schemas, in the order of the page. Their types differ, and none is the union itself.
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
