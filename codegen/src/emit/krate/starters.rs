//! The files that a new crate begins with, and that are its users' from then on: a README and an example.

use super::guide::{Call, simplest, source_list};
use crate::emit::print::WIDTH;
use crate::emit::types::crate_name;
use crate::ir::Crate;
use crate::markdown;
use crate::output::Files;

/// Path and text of each file.
pub(crate) fn starters(krate: &Crate) -> Files {
    let call = simplest(krate, |_| true);
    Files::from([
        ("README.md".to_owned(), readme(krate, call.as_ref())),
        (
            "examples/first_call.rs".to_owned(),
            example(krate, call.as_ref()),
        ),
    ])
}

fn readme(krate: &Crate, call: Option<&Call>) -> String {
    let package = &krate.package;
    let name = &package.name;
    let mut text = format!(
        "# {name}\n\n{}\n\n```console\n$ cargo add {name}\n$ cargo add tokio --features macros,rt-multi-thread\n```\n\n```rust\n{}```\n",
        markdown::summary(&package.description),
        program(krate, call),
    );
    if let Some(sources) = source_list(krate) {
        let sources = markdown::paragraph(&format!("`Client::from_env` reads {sources}."), WIDTH);
        text.push_str(&format!("\n{}\n", sources.join("\n")));
    }
    text.push_str(&format!(
        "\n[INDEX.md](INDEX.md) lists all operations and types, and `cargo doc --open -p {name}` has the documentation.\n"
    ));
    if let Some(url) = &package.vendor_documentation {
        let link = markdown::render(url, WIDTH).join(" ");
        text.push_str(&format!("\nThe API is documented at {link}.\n"));
    }
    let owners = markdown::paragraph(
        &format!(
            "`src/`, `Cargo.toml` and `INDEX.md` are written by `{}`. All other files are yours: it wrote this one and the \
         example only once.",
            package.command
        ),
        WIDTH,
    );
    format!("{text}\n{}\n", owners.join("\n"))
}

/// `examples/first_call.rs`
fn example(krate: &Crate, call: Option<&Call>) -> String {
    let run = "cargo run --example first_call";
    let sources = source_list(krate).map_or_else(String::new, |sources| {
        let lines =
            markdown::paragraph(&format!("The client reads {sources}."), WIDTH - "// ".len());
        lines.iter().map(|line| format!("// {line}\n")).collect()
    });
    format!(
        "// A first call: `{run}`\n{sources}\n{}",
        program(krate, call)
    )
}

/// A program that makes one call.
fn program(krate: &Crate, call: Option<&Call>) -> String {
    let name = crate_name(krate);
    let import = call.and_then(|call| call.import.as_ref());
    let import = import.map_or_else(String::new, |path| format!("use {path};\n\n"));
    let body = match call {
        Some(call) => format!(
            "    let value = {};\n    println!(\"{{value:?}}\");\n",
            awaited(&call.chain)
        ),
        None => "    println!(\"{client:?}\");\n".to_owned(),
    };
    format!(
        "{import}#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let client = {name}::Client::from_env()?;\n{body}    Ok(())\n}}\n"
    )
}

/// A chain of calls in the form that rustfmt gives it.
fn awaited(chain: &str) -> String {
    const ROOM: usize = 60;
    let calls: Vec<&str> = chain.lines().map(str::trim).chain([".await?"]).collect();
    let line = calls.concat();
    match line.chars().count() <= ROOM {
        true => line,
        false => calls.join("\n        "),
    }
}
