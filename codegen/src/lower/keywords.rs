//! Questions about the keywords of a schema: is it null, a rule, empty, or only another schema repeated?
//!
//! Each function lists the keywords that such a schema may have. A keyword that the generator learns later is in none of the
//! lists, so a schema that has it counts as a type of its own until somebody decides otherwise.

use Keyword::{
    AdditionalProperties, AllOf, AnyOf, CircularProperties, Default, Deprecated, Description,
    Discriminator, Enum, EnumDescriptions, EnumNames, Format, Items, Maximum,
    NoAdditionalProperties, Null, Nullable, OneOf, Properties, ReadOnly, Required, Title, Type,
    WriteOnly,
};

use crate::input::openapi::{Additional, Schema, SchemaObject};

/// A keyword of a schema. Some keywords count as several, by what their value means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keyword {
    AdditionalProperties,
    AllOf,
    AnyOf,
    CircularProperties,
    Default,
    Deprecated,
    Description,
    Discriminator,
    Enum,
    EnumDescriptions,
    EnumNames,
    Format,
    Items,
    Maximum,
    NoAdditionalProperties,
    Null,
    Nullable,
    OneOf,
    Properties,
    ReadOnly,
    Required,
    Title,
    Type,
    WriteOnly,
}

/// What may be beside the only part of an `allOf` or the only branch of a union without changing it.
const BESIDE_ONLY_PART: &[Keyword] = &[
    AllOf,
    AnyOf,
    Default,
    Deprecated,
    Description,
    Discriminator,
    EnumDescriptions,
    EnumNames,
    Format,
    Maximum,
    NoAdditionalProperties,
    Null,
    Nullable,
    OneOf,
    ReadOnly,
    Title,
    Type,
    WriteOnly,
];

/// What may be beside `nullable` in a part of an `allOf` that is there for `nullable` alone.
const BESIDE_NULLABLE: &[Keyword] = &[
    AdditionalProperties,
    AnyOf,
    CircularProperties,
    Default,
    Deprecated,
    Description,
    Discriminator,
    EnumDescriptions,
    EnumNames,
    Format,
    Maximum,
    NoAdditionalProperties,
    Null,
    Nullable,
    OneOf,
    ReadOnly,
    Required,
    Title,
    Type,
    WriteOnly,
];

/// `{type: null}`, `{enum: [null]}`, `{const: null}`, and the bare `{nullable: true}`.
pub(super) fn is_null(schema: &Schema) -> bool {
    match schema {
        Schema::Object(object) => {
            object.only_null || object.nullable && has_only(object, &[Title, Description, Nullable])
        }
        Schema::Any | Schema::Never | Schema::Circular(_) | Schema::Named(_) => false,
    }
}

/// `{required: [a]}` beside properties is a rule about them and not a schema.
pub(super) fn is_constraint(schema: &Schema) -> bool {
    match schema {
        Schema::Object(object) => has_only(object, &[Title, Description, Type, Required]),
        Schema::Any | Schema::Never | Schema::Circular(_) | Schema::Named(_) => false,
    }
}

/// `{}` accepts every value, and would hide the branches of a union after it.
pub(super) fn is_empty(schema: &Schema) -> bool {
    const ALLOWED: &[Keyword] = &[
        AdditionalProperties,
        Default,
        Deprecated,
        Description,
        NoAdditionalProperties,
        Nullable,
        Title,
    ];
    match schema {
        Schema::Any => true,
        Schema::Object(object) => has_only(object, ALLOWED),
        Schema::Never | Schema::Circular(_) | Schema::Named(_) => false,
    }
}

/// Whether a schema with one part in its `allOf`, or with one branch, is that part or branch.
pub(super) fn adds_nothing(object: &SchemaObject) -> bool {
    has_only(object, BESIDE_ONLY_PART)
}

/// `{nullable: true}` beside a reference is the usual way to say that the reference may be null.
pub(super) fn is_nullable_mark(object: &SchemaObject) -> bool {
    object.nullable && has_only(object, BESIDE_NULLABLE)
}

fn has_only(object: &SchemaObject, allowed: &[Keyword]) -> bool {
    let keywords = keywords(object);
    let mut present = keywords.iter().filter(|(_, present)| *present);
    present.all(|(keyword, _)| allowed.contains(keyword))
}

/// All keywords, and whether the schema has them. The pattern lists every field, so that a new one is an error here.
fn keywords(object: &SchemaObject) -> [(Keyword, bool); 24] {
    let SchemaObject {
        title,
        description,
        types,
        nullable,
        only_null,
        format,
        values,
        value_docs,
        value_names,
        properties,
        circular_properties,
        required,
        additional,
        items,
        all_of,
        one_of,
        any_of,
        discriminator,
        default,
        // An example constrains nothing.
        example: _,
        deprecated,
        read_only,
        write_only,
        minimum: _,
        maximum,
        // Neither does a name.
        anchor: _,
    } = object;
    let allowed = matches!(additional, Additional::Allowed(_));
    [
        (AdditionalProperties, allowed),
        (AllOf, !all_of.is_empty()),
        (AnyOf, !any_of.is_empty()),
        (CircularProperties, circular_properties.is_some()),
        (Default, default.is_some()),
        (Deprecated, *deprecated),
        (Description, !description.is_empty()),
        (Discriminator, discriminator.is_some()),
        (Enum, !values.is_empty()),
        (EnumDescriptions, !value_docs.is_empty()),
        (EnumNames, !value_names.is_empty()),
        (Format, format.is_some()),
        (Items, items.is_some()),
        (Maximum, maximum.is_some()),
        (NoAdditionalProperties, *additional == Additional::Forbidden),
        (Null, *only_null),
        (Nullable, *nullable),
        (OneOf, !one_of.is_empty()),
        (Properties, !properties.is_empty()),
        (ReadOnly, *read_only),
        (Required, !required.is_empty()),
        (Title, title.is_some()),
        (Type, !types.is_empty()),
        (WriteOnly, *write_only),
    ]
}
