//! A version whose every text tries to become code.

use codegen::ir::*;

use crate::fixture::*;

/// What a vendor, or somebody worse, may write into any text of a page.
const TEXT: &str = "*/ } \" \\ ' #[doc = \"x\"] `unclosed [Link] [`Api`] <T> </div> {} ${x} %Y r#\"raw\"#\u{202E}\u{0}\r\n\
                    ```rust\nfn main() { compile_error!(\"code\") }\n```\n\n    indented();\n\n| a | b |\n|---|\n* x\n  y\n\
                    <table><tr><td>1</td></tr></table> http://example.com/[x] ///doc //!inner\n# Errors\n> q\nlazy\n\n\
                    [a]: b\n\t- tab\n\n<!-- open";

/// The version.
pub(crate) fn hostile() -> Version {
    let text = || TEXT.to_owned();
    let types = types();
    let documented = types.into_iter().map(|definition| TypeDef {
        docs: TypeDocs::Vendor(text()),
        ..definition
    });
    let mut version = version("hostile", documented.collect(), vec![everywhere()]);
    version.title = text();
    version.description = text();
    version.server.variables = vec![("tenant".to_owned(), text())];
    version.modules[0].tag = Some(text());
    version
}

fn types() -> Vec<TypeDef> {
    let text = || TEXT.to_owned();
    let field = |name: &str, ident: &str| Field {
        docs: text(),
        default: Some(text()),
        ..field(name, ident, string(), Presence::Required)
    };
    let variant = |ident: &str, value: &str| EnumVariant {
        docs: text(),
        ..variant(ident, value)
    };
    let tagged = |ident: &str, ty: usize, tag: &str| UnionVariant {
        docs: text(),
        ..union_variant(ident, TypeRef::Named(TypeId(ty)), &[tag])
    };
    let documented = |ident: &str, code| StatusVariant {
        docs: text(),
        ..status(ident, code, Payload::Text)
    };
    let part = |name: &str, required| Part {
        name: text(),
        docs: text(),
        ..part(name, required, PartKind::Text(string()))
    };
    let fields = vec![
        field(TEXT, "nasty"),
        field("", "empty"),
        field("plain", "plain"),
    ];
    let union = Union {
        discriminator: Some(text()),
        variants: vec![tagged("A", 0, TEXT), tagged("B", 1, "\"")],
    };
    vec![
        definition(
            "Nasty",
            TypeKind::Struct(Struct {
                sent: true,
                ..structure(fields)
            }),
        ),
        definition(
            "Values",
            TypeKind::Enum(Enum {
                variants: vec![variant("A", TEXT), variant("B", "\\")],
            }),
        ),
        definition("Either", TypeKind::Union(union)),
        definition(
            "Failure",
            TypeKind::Errors(vec![documented("Default", Status::Default)]),
        ),
        definition(
            "Upload",
            TypeKind::Form(vec![part("a", true), part("b", false)]),
        ),
    ]
}

fn everywhere() -> Operation {
    let text = || TEXT.to_owned();
    let parameter = |ident: &str, location, required| Parameter {
        ident: ident.to_owned(),
        docs: text(),
        default: Some(text()),
        ..parameter(TEXT, location, string(), required)
    };
    Operation {
        example: Example {
            status: 200,
            body: Some((text(), text())),
        },
        page: text(),
        page_id: text(),
        summary: text(),
        description: text(),
        scopes: vec![text()],
        security: Some(vec![vec![text()], vec![text(), text()]]),
        parameters: vec![
            parameter("path", Location::Path, true),
            parameter("lookup", Location::Query, false),
            Parameter {
                constant: Some(text()),
                ..parameter("fixed", Location::Header, true)
            },
        ],
        body: Some(Body {
            docs: text(),
            ..body(true, BodyContent::Text(text()), TEXT)
        }),
        errors: Some(TypeId(3)),
        responses: vec![Response {
            status: Status::Code(400),
            outcome: Outcome::Error,
            payload: Payload::Text,
            description: text(),
            content: vec![(text(), Payload::Text)],
            headers: Vec::new(),
        }],
        ..operation(TEXT, "nasty", "Nasty", "POST", TEXT)
    }
}
