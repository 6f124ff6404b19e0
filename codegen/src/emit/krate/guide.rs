//! The docs of the crate: what it is, a first call, and what holds for every call.

use crate::emit::docs::Docs;
use crate::emit::types::crate_name;
use crate::ir::{Body, BodyContent, Crate, Module, Operation, Source, TypeKind, TypeRef, Version};
use crate::markdown;

const BUILDER: &str = r#"
let client = NAME::Client::builder()
    .base_url("https://api.example.com")
    .bearer_token("secret")
    .timeout(std::time::Duration::from_secs(20))
    .build()?;
"#;

const ERRORS: &str = r#"
# let client = NAME::Client::from_env()?;
use NAME::runtime::http::Method;

match client.request(Method::GET, "/status").send().await {
    Ok(response) => println!("{}", response.status()),
    Err(error) => println!("{:?}, again after {:?}: {error}", error.status(), error.retry_after()),
}
"#;

const OTHER: &str = r#"
# let client = NAME::Client::from_env()?;
use NAME::runtime::{Json, http::Method};

let answer = client.request(Method::GET, "/status").expect::<Json<NAME::Value>>().await?;
# let _: NAME::Value = answer;
"#;

const FILES: &str = r#"
# let client = NAME::Client::from_env()?;
use NAME::runtime::{Binary, http::Method};

let report = client.request(Method::GET, "/report").expect::<Binary>().await?;
report.save_to("report.zip").await?;
"#;

const TESTING: &str = r#"
use NAME::runtime::{http::Method, testing::{MockTransport, Reply}};

let server = MockTransport::new();
server.on(Method::GET, "/status", Reply::status(503).header("retry-after", "1"));
let client = NAME::Client::builder()
    .base_url("https://api.example.com")
    .transport(server.clone())
    .bearer_token("any")
    .build()?;
"#;

/// An example that needs none of the crate's operations.
fn snippet(krate: &Crate, code: &str) -> Vec<String> {
    let code = code.trim().replace("NAME", &crate_name(krate));
    let open = [
        "```no_run",
        "# async fn run() -> Result<(), Box<dyn std::error::Error>> {",
    ];
    let close = ["# Ok(())", "# }", "```"];
    let lines = open.into_iter().chain(code.lines()).chain(close);
    lines.map(str::to_owned).collect()
}

/// The lines, as Markdown.
pub(crate) fn docs(krate: &Crate) -> Vec<String> {
    let package = &krate.package;
    let mut docs = Docs::new()
        .ours(markdown::summary(&package.description))
        .section("A first call");
    docs = docs.lines(example(krate)).ours(
        "What an operation has to be told are arguments; everything else are methods of the request, which is sent when it \
         is awaited. `send` gives the answer with its status and headers.",
    );
    docs = docs
        .section("Configuration")
        .ours(configuration(krate))
        .lines(snippet(krate, BUILDER));
    docs = docs.section("Errors").ours(
        "An [`Error`] tells the operation, the status, the headers, and the body both as it came and, where the API describes \
         it, typed. Requests that were not let through (429, 503) are repeated after the time that the server asks for, as \
         far as repeating is safe.",
    );
    docs = docs.lines(snippet(krate, ERRORS));
    docs = docs.section("Data that does not fit").ours(
        "Enums keep values that this version of the crate does not name, structs keep fields that it does not name where \
         they are sent back, dates keep their text. A value of another type than the API describes does not fail the whole \
         answer: [`Response::misfits`] lists what was left out. Use `strict` to make that an error.",
    );
    if operations(krate).any(|(_, _, operation)| operation.paging.is_some()) {
        docs = docs.section("Collections").ours(
            "Operations that answer a collection in pages have `items` and `pages`, which are streams that fetch page after \
             page.",
        );
    }
    docs = docs
        .section("What the pages do not cover")
        .ours("`Client::request` makes any other request, with the same credentials, retries and errors.")
        .lines(snippet(krate, OTHER))
        .section("Files")
        .ours("What is no JSON is a stream, which can be saved without holding it in memory.")
        .lines(snippet(krate, FILES))
        .section("Testing")
        .ours("A transport in memory takes the place of the server, and records what it was asked.")
        .lines(snippet(krate, TESTING));
    docs = docs.section("Features");
    for version in &krate.versions {
        docs = docs.item(
            &format!("`{}` (default):", version.module),
            &markdown::summary(&version.title),
        );
    }
    docs = docs.item(
        "`chrono`, `time`, `jiff`: conversions of [`Timestamp`] and [`Date`]",
        "",
    );
    let docs = match &package.documentation {
        Some(url) => docs.section("The vendor's documentation").markdown(url),
        None => docs,
    };
    docs.into_lines()
}

/// Which environment variables and files `from_env` reads.
fn configuration(krate: &Crate) -> String {
    let places = krate.client.sources.iter().map(|source| match source {
        Source::Environment(variables) => {
            let names: Vec<String> = variables
                .iter()
                .map(|(_, name)| markdown::code(name))
                .collect();
            format!("the environment variables {}", names.join(", "))
        }
        Source::File { path, .. } => format!("the file {}", markdown::code(path)),
    });
    let places: Vec<String> = places.collect();
    match places.is_empty() {
        true => "[`Client::builder`] takes the base URL and the credentials.".to_owned(),
        false => format!(
            "[`Client::from_env`] reads {}; what is said first counts. [`Client::builder`] takes the same from you.",
            places.join(", then ")
        ),
    }
}

/// A call of the crate's simplest operation, which has to compile.
fn example(krate: &Crate) -> Vec<String> {
    let name = crate_name(krate);
    let mut lines = vec!["```no_run".to_owned()];
    let call = operations(krate)
        .filter_map(|(version, module, operation)| call(krate, version, module, operation));
    let call = call.min_by_key(|call| call.cost);
    if let Some(path) = call.as_ref().and_then(|call| call.import.as_ref()) {
        lines.extend([format!("use {path};"), String::new()]);
    }
    lines.push("# async fn run() -> Result<(), Box<dyn std::error::Error>> {".to_owned());
    lines.push(format!("let client = {name}::Client::from_env()?;"));
    if let Some(call) = call {
        lines.push("let answer = client".to_owned());
        lines.extend(call.chain.iter().map(|link| format!("    .{link}")));
        lines.push("    .await?;".to_owned());
    }
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    lines
}

struct Call {
    /// How much there is to understand.
    cost: usize,
    import: Option<String>,
    chain: [String; 3],
}

/// The call of an operation that asks for texts and at most a patch.
fn call(krate: &Crate, version: &Version, module: &Module, operation: &Operation) -> Option<Call> {
    let mut arguments = Vec::new();
    for parameter in operation
        .parameters
        .iter()
        .filter(|each| each.required && each.constant.is_none())
    {
        if parameter.ty != TypeRef::String {
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
    let function = format!("{}({})", operation.function, arguments.join(", "));
    let cost =
        arguments.len() * 2 + usize::from(operation.deprecated || operation.experimental) * 10;
    Some(Call {
        cost,
        import,
        chain: [
            format!("{}()", version.module),
            format!("{}()", module.name),
            function,
        ],
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
