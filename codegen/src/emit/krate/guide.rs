//! The docs of the crate: what it is, a first call, and what applies to every call.

use super::snippets::{
    BUILDER, CLIENT, ERRORS, FILES, FIRST_CALL, OTHER, PAGING, TESTING, snippet,
};
use crate::emit::docs::Docs;
use crate::emit::features;
use crate::emit::package::{EXAMPLES, default_features};
use crate::emit::types::crate_name;
use crate::ir::{
    Body, BodyContent, Crate, Module, Operation, Payload, Source, Success, TypeKind, TypeRef,
    Version,
};
use crate::markdown;
use crate::runtime::{self, Feature};
use crate::wording::plural;

/// The lines, as Markdown.
pub(crate) fn docs(krate: &Crate) -> Vec<String> {
    let simplest = simplest(krate, |_| true);
    let docs = Docs::new().ours(markdown::summary(&krate.package.description));
    let docs = first_call(docs, krate, simplest.as_ref());
    let docs = docs
        .section("Configuration")
        .ours(configuration(krate))
        .lines(snippet(krate, BUILDER, None, &[]));
    let docs = errors(docs, krate, simplest.as_ref());
    let docs = docs.section("Undocumented values").ours(
        "Enums keep values that this version of the crate doesn't list, and structs that can be sent keep undocumented \
         fields. Dates keep their text. A value that doesn't have its documented type is dropped and reported in \
         [`Response::misfits`]; the rest of the response is decoded all the same. Call `strict` on a request to make such \
         values an error.",
    );
    let docs = collections(docs, krate);
    let docs = files(docs, krate);
    let docs = without_functions(docs, krate, simplest.as_ref());
    let docs = features(docs, krate);
    match &krate.package.vendor_documentation {
        Some(url) => docs.section("Vendor documentation").markdown(url),
        None => docs,
    }
    .into_lines()
}

fn first_call(docs: Docs, krate: &Crate, call: Option<&Call>) -> Docs {
    let code = match call {
        Some(_) => FIRST_CALL,
        None => CLIENT,
    };
    docs.section("Getting started")
        .lines(snippet(krate, code, call, &[]))
        .ours(
            "Required parameters are function arguments; optional ones are methods on the request, which take a value or an \
             `Option`. The request is sent when awaited. To get the status and headers too, call `send`, which returns a [`Response`].",
        )
}

fn errors(docs: Docs, krate: &Crate, call: Option<&Call>) -> Docs {
    let docs = docs.section("Errors").ours(
        "An [`Error`] has the operation, the status, the headers and the body of the response: its bytes and, where the \
         API documents it, a typed value. Throttled requests (429, and 503 with `Retry-After`) are retried whatever their \
         method, after the delay that the server asks for; after most other failures, only idempotent ones are. \
         [`RetryPolicy`] has the rules. `?` converts the error of any operation into `Error` without a type argument.",
    );
    match call {
        Some(call) => docs.lines(snippet(krate, ERRORS, Some(call), &[])),
        None => docs,
    }
}

/// Whether the operation's list can be read as a stream of items.
pub(crate) fn has_items(operation: &Operation) -> bool {
    let paging = operation.paging.as_ref();
    paging.is_some_and(|paging| paging.items.is_some())
}

fn collections(docs: Docs, krate: &Crate) -> Docs {
    if !operations(krate).any(|(_, _, operation)| operation.paging.is_some()) {
        return docs;
    }
    let docs = docs.section("Collections").ours(
        "Operations that return a collection in pages have the methods `items` and `pages`, streams that fetch pages on \
         demand.",
    );
    let call = simplest(krate, has_items);
    match call {
        Some(call) => docs.lines(snippet(krate, PAGING, Some(&call), &[])),
        None => docs,
    }
}

fn files(docs: Docs, krate: &Crate) -> Docs {
    let call = simplest(krate, |operation| {
        matches!(operation.success, Success::One(Payload::Binary))
    });
    match call {
        Some(call) => docs
            .section("Files")
            .ours("Responses other than JSON and text are streams, which can be saved without holding them in memory.")
            .lines(snippet(krate, FILES, Some(&call), &[])),
        None => docs,
    }
}

/// Requests without a function, and tests without a server.
fn without_functions(docs: Docs, krate: &Crate, call: Option<&Call>) -> Docs {
    let path = collection_path(krate);
    let below_base = path
        .strip_prefix(&krate.client.server.path)
        .unwrap_or(&path);
    let docs = docs
        .section("Other requests")
        .ours(
            "[`Client::request`] sends a request that this crate has no function for, with the same credentials, retries \
             and errors.",
        )
        .lines(snippet(krate, OTHER, None, &[("PATH", &format!("{below_base:?}"))]))
        .section("Testing")
        .ours(
            "[`MockTransport`](runtime::testing::MockTransport) replaces the server in tests and records the requests. An \
             operation is named by its static. With the feature `examples`, \
             [`reply_with_examples`](runtime::testing::MockTransport::reply_with_examples) replies with the responses that \
             the docs pages show. [`Reply::result`](runtime::testing::Reply::result) makes a single response or error.",
        );
    let Some(Call {
        module, constant, ..
    }) = call
    else {
        return docs;
    };
    let operation = format!("{module}::{constant}");
    let values = [("OPERATION", operation.as_str()), ("STATIC", constant)];
    docs.lines(snippet(krate, TESTING, None, &values))
}

fn features(docs: Docs, krate: &Crate) -> Docs {
    let docs = krate
        .versions
        .iter()
        .fold(docs.section("Features"), |docs, version| {
            let title = markdown::summary(&version.title);
            let docs = docs.item(&format!("`{}` (default):", version.module), &title);
            match features::tags(version).next() {
                None => docs,
                Some(tag) => {
                    let lead = format!("`{}` and so on:", tag.name);
                    docs.item(&lead, "The operations of one tag, for a shorter build.")
                }
            }
        });
    let docs = docs.item("`examples`:", EXAMPLES);
    let default = default_features(krate);
    feature_groups().into_iter().fold(docs, |docs, group| {
        let names = group.iter().map(|feature| {
            let is_default = default.contains(&feature.name);
            let default = if is_default { " (default)" } else { "" };
            format!("`{}`{default}", feature.name)
        });
        let names = names.collect::<Vec<_>>().join(", ");
        let comment = group.first().map_or("", |feature| feature.comment);
        docs.item(&format!("{names}:"), comment)
    })
}

/// The features of the runtime, those together that have a comment in common.
fn feature_groups() -> Vec<Vec<&'static Feature>> {
    let mut groups: Vec<Vec<&Feature>> = Vec::new();
    for feature in runtime::features() {
        match groups.last_mut() {
            Some(group) if feature.comment.is_empty() => group.push(feature),
            _ => groups.push(vec![feature]),
        }
    }
    groups
}

/// What `from_env` reads.
fn configuration(krate: &Crate) -> String {
    let Some(sources) = source_list(krate) else {
        return "[`Client::builder`] takes the base URL and the credentials.".to_owned();
    };
    let first = match krate.client.sources.len() {
        1 => "",
        _ => "; the first value found for a setting is used",
    };
    format!(
        "[`Client::from_env`] reads {sources}{first}. [`Client::builder`] takes settings in code."
    )
}

/// The environment variables and files that the client reads, in words.
pub(super) fn source_list(krate: &Crate) -> Option<String> {
    let sources = krate.client.sources.iter().map(|source| match source {
        Source::Environment(variables) => {
            let names: Vec<String> = variables
                .iter()
                .map(|(_, name)| markdown::code(name))
                .collect();
            format!(
                "the environment variable{} {}",
                plural(names.len()),
                in_words(&names)
            )
        }
        Source::File { path, .. } => format!("the file {}", markdown::code(path)),
    });
    let sources: Vec<String> = sources.collect();
    (!sources.is_empty()).then(|| sources.join(", then "))
}

/// `a`, `a and b`, `a, b and c`
fn in_words(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The call of an operation in an example.
pub(super) struct Call {
    /// How much a reader has to understand.
    cost: usize,
    /// What has to be imported.
    pub(super) import: Option<String>,
    /// The path of the module of its tag.
    module: String,
    /// The static.
    constant: String,
    /// From the client to the request, a line for each call.
    pub(super) chain: String,
}

/// The simplest call.
pub(super) fn simplest(krate: &Crate, wanted: impl Fn(&Operation) -> bool) -> Option<Call> {
    operations(krate)
        .filter(|(_, _, operation)| wanted(operation))
        .filter_map(|(version, module, operation)| call(krate, version, module, operation))
        .min_by_key(|call| call.cost)
}

/// The call of an operation whose arguments are strings and at most a JSON Patch.
fn call(krate: &Crate, version: &Version, module: &Module, operation: &Operation) -> Option<Call> {
    let mut arguments = Vec::new();
    for parameter in operation
        .parameters
        .iter()
        .filter(|each| each.required && each.constant.is_none())
    {
        if parameter.ty != TypeRef::STRING {
            return None;
        }
        arguments.push(format!("\"{}\"", parameter.ident.trim_start_matches("r#")));
    }
    let mut import = None;
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        let patch = patch_type(version, body)?;
        arguments.push(format!("[{patch}::replace(\"/name\", \"Payroll\")]"));
        import = Some(format!(
            "{}::{}::{patch}",
            crate_name(krate),
            version.module
        ));
    }
    let chain = format!(
        "client\n    .{}()\n    .{}()\n    .{}({})",
        version.module,
        module.name,
        operation.function,
        arguments.join(", ")
    );
    let unstable = usize::from(operation.deprecated || operation.experimental) * 10;
    let other_method = usize::from(operation.method != "GET") * 2;
    let no_value = usize::from(matches!(operation.success, Success::One(Payload::Empty)));
    Some(Call {
        cost: arguments.len() * 2 + unstable + other_method + no_value,
        import,
        module: format!("{}::{}::{}", crate_name(krate), version.module, module.name),
        constant: operation.constant.clone(),
        chain,
    })
}

/// The item of a body that is a JSON Patch.
fn patch_type<'a>(version: &'a Version, body: &Body) -> Option<&'a str> {
    let BodyContent::Json {
        ty: TypeRef::List(item),
        ..
    } = &body.content
    else {
        return None;
    };
    let TypeRef::Named(id) = **item else {
        return None;
    };
    let definition = &version.types[id.0];
    matches!(&definition.kind, TypeKind::Struct(item) if item.json_patch)
        .then_some(definition.name.as_str())
}

/// The path of a collection of the API: the first operation's, up to its first parameter.
fn collection_path(krate: &Crate) -> String {
    let Some((version, _, operation)) = operations(krate).next() else {
        return "/".to_owned();
    };
    let server = operation.server.as_ref().unwrap_or(&version.server);
    let path = operation.path.split(['{', '?']).next().unwrap_or_default();
    let path = format!("{}/{}", server.path, path.trim_matches('/'));
    match path.contains('{') {
        true => "/".to_owned(),
        false => path,
    }
}

fn operations(krate: &Crate) -> impl Iterator<Item = (&Version, &Module, &Operation)> {
    let modules = krate
        .versions
        .iter()
        .flat_map(|version| version.modules.iter().map(move |module| (version, module)));
    modules.flat_map(|(version, module)| {
        module
            .operations
            .iter()
            .map(move |operation| (version, module, operation))
    })
}
