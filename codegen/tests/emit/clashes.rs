//! A version whose types have the names of everything that generated code uses.

use codegen::ir::*;
use codegen::scalar::Scalar;

use crate::fixture::*;

const NAMES: [&str; 42] = [
    "String",
    "Vec",
    "Option",
    "Box",
    "Into",
    "IntoIterator",
    "From",
    "Result",
    "Value",
    "Map",
    "BTreeMap",
    "Serialize",
    "Deserialize",
    "Json",
    "Text",
    "Binary",
    "Empty",
    "Client",
    "Server",
    "Operation",
    "Method",
    "Style",
    "Error",
    "Items",
    "Pages",
    "Paging",
    "Nullable",
    "Timestamp",
    "Date",
    "File",
    "Multipart",
    "Body",
    "Request",
    "Debug",
    "Clone",
    "Default",
    "PartialEq",
    "Ok",
    "Err",
    "Some",
    "None",
    "ListClashes",
];

/// The version, in which every kind of type comes under such a name.
pub(crate) fn clashes() -> Version {
    let mut types: Vec<TypeDef> = NAMES
        .iter()
        .enumerate()
        .map(|(index, name)| definition(name, kind(index)))
        .collect();
    let field = |index: usize| {
        let name = format!("f{index}");
        let ty = TypeRef::Named(TypeId(index));
        field(&name, &name, ty, Presence::Optional)
    };
    let forms = |index: &usize| {
        matches!(
            types[*index].kind,
            TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_)
        )
    };
    let all = structure((0..types.len()).filter(forms).map(field).collect());
    types.push(definition(
        "All",
        TypeKind::Struct(Struct { sent: true, ..all }),
    ));
    let errors = vec![status(
        "Default",
        Status::Default,
        Payload::Json(TypeRef::Value),
    )];
    types.push(definition("ClashError", TypeKind::Errors(errors)));
    let successes = vec![
        status("Text", Status::Code(200), Payload::Text),
        status("Empty", Status::Code(202), Payload::Empty),
    ];
    types.push(definition("Answers", TypeKind::SuccessByStatus(successes)));
    let all = TypeId(NAMES.len());
    version("clashes", types, operations(all))
}

fn kind(index: usize) -> TypeKind {
    match index % 6 {
        0 => TypeKind::Enum(Enum {
            variants: vec![
                variant("Ok", "ok"),
                variant("Some", "some"),
                variant("None", "none"),
            ],
        }),
        1 => {
            let variants = vec![
                union_variant("String", string(), &[]),
                union_variant("Vec", list(TypeRef::Object), &[]),
            ];
            TypeKind::Union(Union {
                discriminator: None,
                variants,
            })
        }
        2 if index == 2 || index == 20 => TypeKind::Form(vec![
            part("file", true, PartKind::File),
            part("files", false, PartKind::Files),
            part("text", false, PartKind::Text(list(string()))),
        ]),
        _ => TypeKind::Struct(Struct {
            sent: true,
            extra: Some(TypeRef::Value),
            ..structure(fields())
        }),
    }
}

fn fields() -> Vec<Field> {
    vec![
        field("text", "text", string(), Presence::Required),
        field("list", "list", list(string()), Presence::Required),
        field(
            "time",
            "time",
            TypeRef::Scalar(Scalar::Timestamp),
            Presence::OptionalNullable,
        ),
        field(
            "map",
            "map",
            TypeRef::Map(Box::new(TypeRef::Value)),
            Presence::Optional,
        ),
        field(
            "date",
            "date",
            TypeRef::Scalar(Scalar::Date),
            Presence::RequiredNullable,
        ),
    ]
}

fn operations(all: TypeId) -> Vec<Operation> {
    let id = || parameter("id", Location::Path, string(), true);
    let list_of = |id| Success::One(Payload::Json(list(TypeRef::Named(id))));
    let paging = by_offset(TypeRef::Named(all));
    vec![
        Operation {
            parameters: vec![
                id(),
                parameter("ids", Location::Query, list(string()), false),
            ],
            success: list_of(all),
            errors: Some(TypeId(all.0 + 1)),
            paging: Some(paging),
            ..operation(
                "listClashes",
                "list_clashes",
                "ListClashes",
                "GET",
                "/clashes/{id}",
            )
        },
        Operation {
            body: Some(body(true, json(TypeRef::Named(all)), "application/json")),
            success: Success::One(Payload::Binary),
            ..operation("json", "json", "Json", "POST", "/json")
        },
        Operation {
            body: Some(body(true, BodyContent::Bytes("a/b".to_owned()), "a/b")),
            success: Success::ByStatus(TypeId(all.0 + 2)),
            ..operation("value", "value", "Value", "POST", "/value")
        },
        Operation {
            body: Some(body(
                true,
                BodyContent::Multipart(TypeId(2)),
                "multipart/form-data",
            )),
            ..operation("form", "form", "Form", "POST", "/form")
        },
    ]
}
