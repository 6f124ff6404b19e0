//! The docs of the crate: what it is, a first call, and what holds for every call.

use crate::emit::docs::Docs;
use crate::emit::types::crate_name;
use crate::ir::{Body, BodyContent, Crate, Module, Operation, Source, TypeKind, TypeRef, Version};
use crate::markdown;

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
    docs = docs.section("Configuration").ours(configuration(krate));
    docs = docs.section("Errors").ours(
        "An [`Error`] tells the operation, the status, the headers, and the body both as it came and, where the API describes \
         it, typed. Requests that were not let through (429, 503) are repeated after the time that the server asks for, as \
         far as repeating is safe.",
    );
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
