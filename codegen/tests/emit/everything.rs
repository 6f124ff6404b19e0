//! The types and operations of a crate that uses every part of the IR.

use std::collections::BTreeSet;

use codegen::ir::*;
use codegen::scalar::Scalar;

use crate::fixture::*;

/// The types, by their place in the list.
const ERROR: TypeId = TypeId(0);
const KIND: TypeId = TypeId(1);
const LEVEL: TypeId = TypeId(2);
const THING: TypeId = TypeId(3);
const PATCH: TypeId = TypeId(4);
const PATCH_OP: TypeId = TypeId(5);
const PATCH_VALUE: TypeId = TypeId(6);
const REFERENCE: TypeId = TypeId(7);
const ERRORS: TypeId = TypeId(8);
const STARTED: TypeId = TypeId(9);
const FORM: TypeId = TypeId(10);
const CHOICE: TypeId = TypeId(11);
const EMPTY: TypeId = TypeId(12);
const MANY: TypeId = TypeId(13);
const OPTION: TypeId = TypeId(14);
const EITHER: TypeId = TypeId(15);

#[allow(clippy::too_many_lines, reason = "a list of one of everything")]
fn types() -> Vec<TypeDef> {
    vec![
        definition("ErrorResponse", TypeKind::Struct(error())),
        definition(
            "ThingKind",
            TypeKind::Enum(Enum {
                variants: vec![variant("Role", "ROLE"), variant("NotEqual", "!=")],
            }),
        ),
        definition(
            "Level",
            TypeKind::Enum(Enum {
                variants: vec![
                    variant("Low", 1),
                    variant("Minus", -1),
                    variant("Huge", 5_000_000_000_i64),
                    variant("Off", false),
                ],
            }),
        ),
        definition("Thing", TypeKind::Struct(thing())),
        definition("JsonPatchOperation", TypeKind::Struct(patch())),
        definition(
            "JsonPatchOperationOp",
            TypeKind::Enum(Enum {
                variants: vec![
                    variant("Add", "add"),
                    variant("Remove", "remove"),
                    variant("Replace", "replace"),
                ],
            }),
        ),
        definition("JsonPatchOperationValue", TypeKind::Union(patch_value())),
        definition("Reference", TypeKind::Union(reference())),
        definition("ApiError", TypeKind::Errors(errors())),
        definition(
            "StartThing",
            TypeKind::SuccessByStatus(vec![
                status(
                    "Ok",
                    Status::Code(200),
                    Payload::Json(TypeRef::Named(THING)),
                ),
                status("Accepted", Status::Code(202), Payload::Empty),
                status("File", Status::Range(2), Payload::Binary),
            ]),
        ),
        definition("ImportForm", TypeKind::Form(form())),
        definition("ThingBody", TypeKind::Bodies(choice())),
        definition(
            "Filter",
            TypeKind::Struct(Struct {
                sent: true,
                ..structure(vec![optional("a")])
            }),
        ),
        definition("Many", TypeKind::Struct(many())),
        TypeDef {
            deprecated: true,
            ..definition("Option", TypeKind::Struct(structure(vec![optional("b")])))
        },
        definition("Either", TypeKind::Union(either())),
    ]
}

fn optional(name: &str) -> Field {
    field(name, name, string(), Presence::Optional)
}

fn error() -> Struct {
    let messages = field(
        "messages",
        "messages",
        list(TypeRef::Object),
        Presence::Optional,
    );
    structure(vec![
        field("detailCode", "detail_code", string(), Presence::Required),
        messages,
    ])
}

#[allow(clippy::too_many_lines, reason = "a list of one of everything")]
fn thing() -> Struct {
    let fields = vec![
        field("name", "name", string(), Presence::Required),
        field("type", "r#type", TypeRef::Named(KIND), Presence::Required),
        field("tags", "tags", list(string()), Presence::Required),
        Field {
            default: Some("false".to_owned()),
            ..field(
                "isOn",
                "is_on",
                TypeRef::Scalar(Scalar::Boolean),
                Presence::Optional,
            )
        },
        field(
            "description",
            "description",
            string(),
            Presence::OptionalNullable,
        ),
        field(
            "created",
            "created",
            TypeRef::Scalar(Scalar::Timestamp),
            Presence::RequiredNullable,
        ),
        field(
            "born",
            "born",
            TypeRef::Scalar(Scalar::Date),
            Presence::Optional,
        ),
        field(
            "parent",
            "parent",
            TypeRef::Boxed(THING),
            Presence::Optional,
        ),
        field(
            "level",
            "level",
            TypeRef::Named(LEVEL),
            Presence::OptionalNullable,
        ),
        field(
            "self",
            "self_",
            TypeRef::Scalar(Scalar::Number),
            Presence::Optional,
        ),
        field(
            "+1",
            "plus_one",
            TypeRef::Scalar(Scalar::Int64),
            Presence::Optional,
        ),
        field("any", "any", TypeRef::Value, Presence::Optional),
        field(
            "counts",
            "counts",
            TypeRef::Map(Box::new(TypeRef::Scalar(Scalar::Int32))),
            Presence::Optional,
        ),
        field(
            "children",
            "children",
            list(TypeRef::Option(Box::new(TypeRef::Named(THING)))),
            Presence::Optional,
        ),
        field(
            "owner",
            "owner",
            TypeRef::Named(REFERENCE),
            Presence::Optional,
        ),
        Field {
            deprecated: true,
            ..field("old", "old", TypeRef::Named(OPTION), Presence::Optional)
        },
    ];
    Struct {
        extra: Some(TypeRef::Value),
        sent: true,
        ..structure(fields)
    }
}

fn patch() -> Struct {
    let fields = vec![
        field("op", "op", TypeRef::Named(PATCH_OP), Presence::Required),
        field("path", "path", string(), Presence::Required),
        field(
            "value",
            "value",
            TypeRef::Named(PATCH_VALUE),
            Presence::Optional,
        ),
        field("from", "from", string(), Presence::Optional),
    ];
    Struct {
        sent: true,
        json_patch: true,
        ..structure(fields)
    }
}

fn patch_value() -> Union {
    Union {
        discriminator: None,
        variants: vec![
            union_variant("String", string(), &[]),
            union_variant("Integer", TypeRef::Scalar(Scalar::Int64), &[]),
            union_variant("Object", TypeRef::Object, &[]),
            union_variant("Array", list(TypeRef::Value), &[]),
        ],
    }
}

fn reference() -> Union {
    Union {
        discriminator: Some("type".to_owned()),
        variants: vec![
            union_variant("Thing", TypeRef::Boxed(THING), &["THING", "OLD_THING"]),
            union_variant("Filter", TypeRef::Named(EMPTY), &["FILTER"]),
        ],
    }
}

fn either() -> Union {
    let variants = vec![
        union_variant("Thing", TypeRef::Named(THING), &[]),
        union_variant("Text", string(), &[]),
    ];
    Union {
        discriminator: None,
        variants,
    }
}

fn errors() -> Vec<StatusVariant> {
    vec![
        status(
            "BadRequest",
            Status::Code(400),
            Payload::Json(TypeRef::Named(ERROR)),
        ),
        status("Gone", Status::Code(410), Payload::Text),
        status(
            "ClientError",
            Status::Range(4),
            Payload::Json(TypeRef::Named(ERROR)),
        ),
        status(
            "Broken",
            Status::Code(500),
            Payload::Json(TypeRef::Named(EITHER)),
        ),
        status("Default", Status::Default, Payload::Json(TypeRef::Value)),
    ]
}

fn form() -> Vec<Part> {
    vec![
        part("file", true, PartKind::File),
        part("attachments", false, PartKind::Files),
        part("label", true, PartKind::Text(string())),
        part(
            "numbers",
            false,
            PartKind::Text(list(TypeRef::Scalar(Scalar::Int32))),
        ),
        part("options", false, PartKind::Json(TypeRef::Named(EMPTY))),
    ]
}

fn choice() -> Vec<BodyVariant> {
    let variant = |ident: &str, body| BodyVariant {
        ident: ident.to_owned(),
        body,
    };
    vec![
        variant("Json", json(TypeRef::Named(THING))),
        variant("Text", BodyContent::Text("text/plain".to_owned())),
        variant(
            "Bytes",
            BodyContent::Bytes("application/octet-stream".to_owned()),
        ),
        variant("Form", BodyContent::Form(TypeRef::Named(EMPTY))),
        variant("Multipart", BodyContent::Multipart(FORM)),
    ]
}

fn many() -> Struct {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let fields = names
        .iter()
        .map(|name| {
            field(
                name,
                name,
                TypeRef::Scalar(Scalar::Int32),
                Presence::Required,
            )
        })
        .collect();
    Struct {
        extra: Some(TypeRef::Scalar(Scalar::Int64)),
        sent: true,
        ..structure(fields)
    }
}

#[allow(clippy::too_many_lines, reason = "a list of one of everything")]
fn operations() -> Vec<Operation> {
    let id = || parameter("id", Location::Path, string(), true);
    let success = |ty| Success::One(Payload::Json(ty));
    vec![
        Operation {
            parameters: vec![id()],
            body: Some(body(true, json(TypeRef::Named(THING)), "application/json")),
            success: success(TypeRef::Named(THING)),
            errors: Some(ERRORS),
            responses: vec![
                response(
                    Status::Code(200),
                    "The *thing*.",
                    Payload::Json(TypeRef::Named(THING)),
                ),
                response(
                    Status::Code(400),
                    "Wrong.",
                    Payload::Json(TypeRef::Named(ERROR)),
                ),
                response(Status::Range(5), "Broken.", Payload::Text),
            ],
            ..operation(
                "createThing",
                "create_thing",
                "CreateThing",
                "POST",
                "/things/{id}",
            )
        },
        Operation {
            deprecated: true,
            ..operation(
                "deleteThing",
                "delete_thing",
                "DeleteThing",
                "DELETE",
                "/things",
            )
        },
        Operation {
            parameters: vec![id()],
            success: Success::One(Payload::Binary),
            server: Some(Server {
                path: "/v3".to_owned(),
                ..server()
            }),
            security: Some(Vec::new()),
            ..operation("export", "export", "Export", "GET", "/things/{id}.pdf")
        },
        Operation {
            body: Some(body(
                true,
                BodyContent::Multipart(FORM),
                "multipart/form-data",
            )),
            security: None,
            ..operation("import", "import", "Import", "POST", "/import")
        },
        Operation {
            parameters: list_parameters(),
            success: success(list(TypeRef::Named(THING))),
            errors: Some(ERRORS),
            paging: Some(by_offset(TypeRef::Named(THING))),
            ..operation("listThings", "list_things", "ListThings", "GET", "/things")
        },
        Operation {
            parameters: every_style(),
            body: Some(body(
                false,
                BodyContent::Text("text/csv".to_owned()),
                "text/csv",
            )),
            success: Success::One(Payload::Text),
            ..operation("move", "r#move", "Move", "POST", "/move/{label}/{matrix}")
        },
        Operation {
            parameters: vec![id()],
            body: Some(body(
                true,
                BodyContent::Json {
                    media_type: "application/json-patch+json".to_owned(),
                    ty: list(TypeRef::Named(PATCH)),
                },
                "application/json-patch+json",
            )),
            success: success(TypeRef::Named(THING)),
            errors: Some(ERRORS),
            ..operation(
                "patchThing",
                "patch_thing",
                "PatchThing",
                "PATCH",
                "/things/{id}",
            )
        },
        Operation {
            body: Some(body(true, BodyContent::Choice(CHOICE), "application/json")),
            success: Success::ByStatus(STARTED),
            ..operation(
                "startThing",
                "start_thing",
                "StartThingRequest",
                "POST",
                "/start",
            )
        },
        Operation {
            body: Some(body(
                true,
                BodyContent::Bytes("application/zip".to_owned()),
                "application/zip",
            )),
            success: success(TypeRef::Named(MANY)),
            ..operation("upload", "upload", "Upload", "PUT", "/upload")
        },
        Operation {
            body: Some(body(
                false,
                BodyContent::Form(TypeRef::Named(EMPTY)),
                "application/x-www-form-urlencoded",
            )),
            ..operation("sign", "sign", "Sign", "POST", "/sign")
        },
    ]
}

fn response(status: Status, description: &str, payload: Payload) -> Response {
    let content = vec![("application/json".to_owned(), payload.clone())];
    Response {
        status,
        outcome: status.outcome([]),
        payload,
        description: description.to_owned(),
        content,
        headers: Vec::new(),
    }
}

fn list_parameters() -> Vec<Parameter> {
    let query = |name, ty| parameter(name, Location::Query, ty, false);
    vec![
        Parameter {
            constant: Some("true".to_owned()),
            ..parameter("X-Experimental", Location::Header, string(), true)
        },
        Parameter {
            default: Some("250".to_owned()),
            ..query("limit", TypeRef::Scalar(Scalar::Int32))
        },
        query("offset", TypeRef::Scalar(Scalar::Int32)),
        query("count", TypeRef::Scalar(Scalar::Boolean)),
        query("filters[]", list(string())),
        Parameter {
            explode: false,
            ..query("kinds", list(TypeRef::Named(KIND)))
        },
        Parameter {
            deprecated: true,
            allow_reserved: true,
            ..query("since", TypeRef::Scalar(Scalar::Timestamp))
        },
    ]
}

fn every_style() -> Vec<Parameter> {
    let styled = |name, location, style, explode| Parameter {
        style,
        explode,
        ..parameter(name, location, list(TypeRef::Scalar(Scalar::Int64)), true)
    };
    vec![
        styled("label", Location::Path, Style::Label, true),
        styled("matrix", Location::Path, Style::Matrix, false),
        styled("space", Location::Query, Style::SpaceDelimited, false),
        styled("pipe", Location::Query, Style::PipeDelimited, false),
        Parameter {
            ty: TypeRef::Named(EMPTY),
            ..styled("deep", Location::Query, Style::DeepObject, true)
        },
        styled("content", Location::Query, Style::Content, false),
        styled("crumb", Location::Cookie, Style::Form, true),
        styled("X-List", Location::Header, Style::Simple, true),
    ]
}

/// The crate.
pub(crate) fn everything() -> Crate {
    let mut version = version("beta", types(), operations());
    let shared = Module {
        name: "shared".to_owned(),
        tag: None,
        untagged: false,
        operations: Vec::new(),
        types: vec![ERROR, EMPTY],
        reexports: BTreeSet::new(),
    };
    version.modules[0]
        .types
        .retain(|id| !shared.types.contains(id));
    version.modules[0].reexports =
        BTreeSet::from(["ErrorResponse".to_owned(), "Filter".to_owned()]);
    version.modules.insert(0, shared);
    krate(vec![version])
}
