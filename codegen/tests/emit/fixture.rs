//! A crate with one of everything, as IR.

use std::collections::BTreeMap;

use codegen::ir::*;

pub(crate) fn string() -> TypeRef {
    TypeRef::STRING
}

pub(crate) fn list(item: TypeRef) -> TypeRef {
    TypeRef::List(Box::new(item))
}

pub(crate) fn field(name: &str, ident: &str, ty: TypeRef, presence: Presence) -> Field {
    let (name, ident) = (name.to_owned(), ident.to_owned());
    let docs = format!("The `{name}`.");
    let plain = ident.trim_start_matches("r#").trim_end_matches('_');
    let setter = (presence != Presence::Required).then(|| format!("with_{plain}"));
    Field {
        name,
        ident,
        setter,
        docs,
        ty,
        presence,
        only: None,
        deprecated: false,
        default: None,
        example: None,
    }
}

pub(crate) fn structure(fields: Vec<Field>) -> Struct {
    Struct {
        fields,
        extra: None,
        extra_ident: "extra".to_owned(),
        sent: false,
        json_patch: false,
        conversions: Vec::new(),
    }
}

pub(crate) fn definition(name: &str, kind: TypeKind) -> TypeDef {
    let positions = vec![format!("beta/op#/components/{name}")];
    TypeDef {
        name: name.to_owned(),
        docs: TypeDocs::Vendor(format!("Docs of {name}.")),
        deprecated: false,
        formerly: Vec::new(),
        kind,
        positions,
    }
}

pub(crate) fn variant(ident: &str, value: impl Into<serde_json::Value>) -> EnumVariant {
    EnumVariant {
        ident: ident.to_owned(),
        value: value.into(),
        docs: String::new(),
    }
}

pub(crate) fn union_variant(ident: &str, ty: TypeRef, tags: &[&str]) -> UnionVariant {
    let tags = tags.iter().map(|&tag| tag.to_owned()).collect();
    UnionVariant {
        ident: ident.to_owned(),
        ty,
        tags,
        docs: String::new(),
    }
}

pub(crate) fn status(ident: &str, status: Status, body: Payload) -> StatusVariant {
    StatusVariant {
        ident: ident.to_owned(),
        status,
        body,
        docs: format!("What {ident} means."),
    }
}

pub(crate) fn part(name: &str, required: bool, kind: PartKind) -> Part {
    Part {
        name: name.to_owned(),
        ident: name.to_owned(),
        setter: (!required).then(|| format!("with_{name}")),
        docs: format!("The part {name}."),
        required,
        kind,
    }
}

pub(crate) fn parameter(name: &str, location: Location, ty: TypeRef, required: bool) -> Parameter {
    let form = matches!(location, Location::Query | Location::Cookie);
    Parameter {
        name: name.to_owned(),
        ident: name.trim_end_matches("[]").to_lowercase().replace('-', "_"),
        location,
        style: if form { Style::Form } else { Style::Simple },
        explode: form,
        allow_reserved: false,
        ty,
        required,
        constant: None,
        docs: format!("The {name}."),
        default: None,
        example: None,
        deprecated: false,
    }
}

pub(crate) fn body(required: bool, content: BodyContent, media: &str) -> Body {
    let media_types = vec![(media.to_owned(), content.clone())];
    Body {
        required,
        ident: "body".to_owned(),
        docs: "What to send.".to_owned(),
        content,
        media_types,
    }
}

pub(crate) fn json(ty: TypeRef) -> BodyContent {
    BodyContent::Json {
        media_type: "application/json".to_owned(),
        ty,
    }
}

pub(crate) fn operation(
    id: &str,
    function: &str,
    request: &str,
    method: &str,
    path: &str,
) -> Operation {
    Operation {
        id: id.to_owned(),
        page: format!("beta/{}.api.mdx", function.replace('_', "-")),
        page_id: function.replace('_', "-"),
        function: function.to_owned(),
        constant: function.trim_start_matches("r#").to_uppercase(),
        request: request.to_owned(),
        method: method.to_owned(),
        path: path.to_owned(),
        summary: format!("Does {id}"),
        description: format!("What {id} does, at length."),
        scopes: vec!["idn:thing:read".to_owned()],
        security: Some(vec![vec!["oauth2".to_owned()]]),
        server: None,
        deprecated: false,
        experimental: false,
        parameters: Vec::new(),
        body: None,
        success: Success::One(Payload::Empty),
        errors: None,
        paging: None,
        responses: vec![Response {
            status: Status::Code(204),
            outcome: Outcome::Success,
            payload: Payload::Empty,
            description: "Done.".to_owned(),
            content: Vec::new(),
            headers: Vec::new(),
        }],
        example: Example {
            status: 204,
            body: None,
        },
    }
}

pub(crate) fn server() -> Server {
    Server {
        origin: "https://{tenant}.api.example.com".to_owned(),
        path: "/beta".to_owned(),
        variables: vec![("tenant".to_owned(), "acme".to_owned())],
    }
}

pub(crate) fn krate(versions: Vec<Version>) -> Crate {
    Crate {
        package: Package {
            name: "everything".to_owned(),
            version: "0.1.0".to_owned(),
            description: "A client for \"Everything\".".to_owned(),
            product: "Everything".to_owned(),
            vendor_documentation: Some("https://developer.example.com/docs".to_owned()),
            about: About {
                license: Some("MIT OR Apache-2.0".to_owned()),
                ..About::default()
            },
            runtime: Runtime::Path("../runtime".to_owned()),
            member: false,
            dependencies: BTreeMap::new(),
            features: BTreeMap::new(),
            dev_dependencies: BTreeMap::from([(
                "tokio".to_owned(),
                Dependency {
                    version: "1".to_owned(),
                    package: None,
                    features: vec!["macros".to_owned()],
                    default_features: true,
                    optional: false,
                },
            )]),
            command: "cargo xtask codegen".to_owned(),
        },
        client: ClientSettings {
            server: server(),
            token_url: Some(TokenUrl::Configured("/oauth/token".to_owned())),
            schemes: vec![
                SecurityScheme {
                    id: "oauth2".to_owned(),
                    kind: SchemeKind::OAuth2 {
                        client_credentials: true,
                    },
                },
                SecurityScheme {
                    id: "key".to_owned(),
                    kind: SchemeKind::HeaderKey("X-Key".to_owned()),
                },
            ],
            sources: vec![
                Source::Environment(vec![
                    (Setting::BaseUrl, "SAIL_BASE_URL".to_owned()),
                    (Setting::ClientId, "SAIL_CLIENT_ID".to_owned()),
                ]),
                Source::File {
                    path: "~/.sailpoint/config.yaml".to_owned(),
                    selector: Some("/activeenvironment".to_owned()),
                    keys: vec![(Setting::BaseUrl, "/environments/{}/baseurl".to_owned())],
                },
            ],
            request_id: vec!["/trackingId".to_owned()],
            total_header: Some("X-Total-Count".to_owned()),
        },
        versions,
    }
}

/// A version whose types all live in one module.
pub(crate) fn version(module: &str, types: Vec<TypeDef>, operations: Vec<Operation>) -> Version {
    let own = (0..types.len()).map(TypeId).collect();
    let things = Module {
        name: "things".to_owned(),
        tag: Some("Things".to_owned()),
        untagged: false,
        operations,
        types: own,
        reexports: Default::default(),
    };
    Version {
        module: module.to_owned(),
        folder: module.to_owned(),
        title: "Everything API".to_owned(),
        description: "All of it.".to_owned(),
        common_parameters: Default::default(),
        server: server(),
        modules: vec![things],
        homes: vec![0; types.len()],
        types,
    }
}

/// Paging of a list by offset.
pub(crate) fn by_offset(item: TypeRef) -> Paging {
    Paging {
        page: TypeRef::List(Box::new(item.clone())),
        items: Some(PageItems {
            pointer: String::new(),
            fields: Vec::new(),
            item,
        }),
        next: NextPage::Offset {
            name: "offset".to_owned(),
            first: 0,
        },
        limit: Some("limit".to_owned()),
        page_size: Some(250),
        in_body: false,
        total_parameter: Some("count".to_owned()),
        total: None,
        has_total: true,
        total_pages: None,
        more: None,
        is_last: None,
    }
}
