//! Writing `names.yaml`: a line for each use, so that changes of different branches merge.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{KnownOperation, KnownType, Memory};

const HEADER: &str = "\
# The names of the generated types and functions, remembered from one run of the generator to the next. A run that
# succeeds updates this file. To rename a type, change its name at its entry, and list the old one under `formerly` to keep
# it as a deprecated alias. `--prune` drops what is gone.
";

pub(super) fn write(apis: &BTreeMap<String, Memory>) -> String {
    let mut text = HEADER.to_owned();
    // Writing into a `String` never fails, so the results of `writeln!` are dropped.
    for (folder, memory) in apis {
        let _ = writeln!(text, "{}:", quoted(folder));
        if !memory.operations.is_empty() {
            let _ = writeln!(text, "  operations:");
        }
        for (id, known) in &memory.operations {
            let _ = writeln!(text, "    {}: {}", scalar(id), operation(known));
        }
        if !memory.errors.is_empty() {
            let _ = writeln!(text, "  errors:");
        }
        for (name, statuses) in &memory.errors {
            let _ = writeln!(text, "    {}:", scalar(name));
            for (status, body) in statuses {
                let _ = writeln!(text, "      {status}: {}", scalar(body));
            }
        }
        if !memory.types.is_empty() {
            let _ = writeln!(text, "  types:");
        }
        for (name, known) in &memory.types {
            let _ = writeln!(text, "    {}:", scalar(name));
            write_type(&mut text, known);
        }
    }
    text
}

fn operation(known: &KnownOperation) -> String {
    let mut entries = Vec::new();
    if !known.path.is_empty() {
        let path = format!("{} {}", known.method.to_uppercase(), known.path);
        entries.push(format!("path: {}", quoted(&path)));
    }
    if !known.function.is_empty() {
        entries.push(format!("function: {}::{}", known.module, known.function));
    }
    if let Some(errors) = &known.errors {
        entries.push(format!("errors: {errors}"));
    }
    if !known.arguments.is_empty() {
        entries.push(format!("arguments: {}", flow(&known.arguments)));
    }
    format!("{{{}}}", entries.join(", "))
}

fn write_type(text: &mut String, known: &KnownType) {
    if let Some(title) = &known.title {
        let _ = writeln!(text, "      title: {}", scalar(title));
    }
    let lists = [
        ("members", &known.members),
        ("properties", &known.properties),
        ("values", &known.values),
    ];
    for (key, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        let _ = writeln!(text, "      {key}: {}", flow(list));
    }
    if !known.idents.is_empty() {
        let _ = writeln!(text, "      idents:");
    }
    for (member, ident) in &known.idents {
        let _ = writeln!(text, "        {}: {ident}", quoted(member));
    }
    if let Some(shape) = &known.shape {
        let _ = writeln!(text, "      shape: {}", quoted(shape));
    }
    let lists = [
        ("options", &known.options),
        ("formerly", &known.formerly),
        ("modules", &known.modules),
        ("uses", &known.uses),
    ];
    for (key, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        let _ = writeln!(text, "      {key}:");
        for item in list {
            let _ = writeln!(text, "      - {}", scalar(item));
        }
    }
}

fn flow(list: &[String]) -> String {
    let list: Vec<String> = list.iter().map(|item| quoted(item)).collect();
    format!("[{}]", list.join(", "))
}

/// A scalar, plain where every YAML parser reads the same text.
fn scalar(text: &str) -> String {
    let plain = |each: char| each.is_ascii_alphanumeric() || " _-./+$@()[]{}|".contains(each);
    let is_word = text.starts_with(|first: char| first.is_ascii_alphabetic());
    let keyword = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let lower = text.to_lowercase();
    if is_word && !text.ends_with(' ') && text.chars().all(plain) && !keyword.contains(&&*lower) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
