//! The sources of the runtime as the module `runtime` of the crate.
//!
//! Input: the package's sources, which rustfmt has formatted. Output: the same code with other paths: what is `crate::a`
//! there is `crate::runtime::a` here. Tests stay behind, and macros can't be called from other crates.

use std::collections::BTreeMap;

use super::print::mark;
use super::types::crate_name;
use crate::ir::Crate;
use crate::output::Files;
use crate::runtime::{DEV_CRATES, LICENSE, SOURCES};

const FOLDER: &str = "src/runtime";

/// The attribute of tests.
const TEST: &str = "#[cfg(test)]";

/// A source file on its way into the crate.
#[derive(Default)]
struct Source {
    text: String,
    /// The modules that only tests need, relative to the file's folder.
    test_modules: Vec<String>,
    macros: Vec<String>,
}

/// The files of the module, and the license that they are under.
pub(crate) fn files(krate: &Crate) -> Files {
    let name = crate_name(krate);
    let missing = missing_in_examples();
    let mut sources: BTreeMap<&str, Source> = SOURCES
        .iter()
        .map(|&(path, text)| (path, rewrite(text, &name, &missing)))
        .collect();
    remove_tests(&mut sources);
    export_macros(&mut sources);
    let mark = mark(krate);
    let files = sources.into_iter().map(|(path, source)| {
        let path = match path {
            "lib.rs" => "mod.rs",
            path => path,
        };
        (
            format!("{FOLDER}/{path}"),
            format!("// {mark}\n\n{}", source.text),
        )
    });
    let license = (
        format!("{FOLDER}/LICENSE.md"),
        format!("<!-- {mark} -->\n\nThe files in this folder are under this license:\n\n{LICENSE}"),
    );
    files.chain([license]).collect()
}

/// What the runtime's own examples can use and those of the crate can't: its macros, and what only its tests depend on.
fn missing_in_examples() -> Vec<String> {
    let lines = SOURCES.iter().flat_map(|(_, text)| text.lines());
    let macros = lines.filter_map(|line| Some(format!("{}!", macro_name(line.trim_start())?)));
    let crates = DEV_CRATES.iter().map(|name| format!("{name}::"));
    macros.chain(crates).collect()
}

/// Removes the files of test modules.
fn remove_tests(sources: &mut BTreeMap<&str, Source>) {
    let modules = sources.iter().flat_map(|(path, source)| {
        let folder = module_folder(path);
        let modules = source.test_modules.iter();
        modules.map(move |module| format!("{folder}{module}"))
    });
    let modules: Vec<String> = modules.collect();
    sources.retain(|path, _| {
        let path = path.trim_end_matches(".rs");
        !modules.iter().any(|module| {
            let rest = path.strip_prefix(module.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    });
}

/// The folder of a file's modules, with a slash at its end: `decode/` of `decode.rs`.
fn module_folder(path: &str) -> String {
    match path {
        "lib.rs" => String::new(),
        path => format!("{}/", path.trim_end_matches(".rs")),
    }
}

/// Makes each macro an item of the module that it is in and of all modules around that.
fn export_macros(sources: &mut BTreeMap<&str, Source>) {
    let mut exports: Vec<(String, String)> = Vec::new();
    for (path, source) in &*sources {
        for name in &source.macros {
            let mut inner = path.trim_end_matches(".rs").to_owned();
            exports.push(((*path).to_owned(), name.clone()));
            while !inner.is_empty() {
                let (outer, module) = match inner.rsplit_once('/') {
                    Some((outer, module)) => (outer.to_owned(), module),
                    None => (String::new(), inner.as_str()),
                };
                let file = match outer.as_str() {
                    "" => "lib.rs".to_owned(),
                    outer => format!("{outer}.rs"),
                };
                exports.push((file, format!("{module}::{name}")));
                inner = outer;
            }
        }
    }
    for (file, item) in exports {
        if let Some(source) = sources.get_mut(file.as_str()) {
            source.text.push_str(&format!(
                "\n#[allow(unused_imports)]\npub(crate) use {item};\n"
            ));
        }
    }
}

/// The text of a file with the paths that it has in the crate `name`. Examples with anything that is missing aren't tested.
fn rewrite(text: &str, name: &str, missing: &[String]) -> Source {
    let mut source = Source::default();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let code = line.trim_start();
        if code == TEST {
            skip_item(&mut lines, &mut source.test_modules);
        } else if is_fence(code) {
            source
                .text
                .push_str(&example(line, &mut lines, name, missing));
        } else {
            if let Some(macro_name) = macro_name(code) {
                source.macros.push(macro_name.to_owned());
            }
            // Which of the macros are called depends on the API.
            let line = line.replace("#[macro_export]", "#[allow(unused_macros)]");
            let line = without_macro_links(line.replace("client_runtime::", "crate::"));
            push_line(&mut source.text, &below_runtime(&line));
        }
    }
    source.text.truncate(source.text.trim_end().len());
    source.text.push('\n');
    source
}

fn macro_name(code: &str) -> Option<&str> {
    code.strip_prefix("macro_rules! ")?.strip_suffix(" {")
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// Skips an item that only tests need, and notes down the name of a module in a file of its own.
fn skip_item<'t>(lines: &mut impl Iterator<Item = &'t str>, modules: &mut Vec<String>) {
    let mut lines = lines.skip_while(|line| line.trim_start().starts_with("#["));
    let Some(first) = lines.next() else { return };
    let item = first.trim();
    if let Some(module) = item
        .strip_prefix("mod ")
        .and_then(|item| item.strip_suffix(';'))
    {
        modules.push(module.to_owned());
    }
    if item.ends_with('{') {
        let indent = &first[..first.len() - first.trim_start().len()];
        let end = format!("{indent}}}");
        lines.find(|line| *line == end);
    }
}

/// Whether a line of docs begins or ends an example.
fn is_fence(code: &str) -> bool {
    let docs = code
        .strip_prefix("///")
        .or_else(|| code.strip_prefix("//!"));
    docs.is_some_and(|docs| docs.trim_start().starts_with("```"))
}

/// An example in docs, whose first line is given.
fn example<'t>(
    fence: &str,
    lines: &mut impl Iterator<Item = &'t str>,
    name: &str,
    missing: &[String],
) -> String {
    let mut example = String::new();
    for line in lines {
        let line = line.replace("client_runtime", &format!("{name}::runtime"));
        push_line(&mut example, &line);
        if is_fence(line.trim_start()) {
            break;
        }
    }
    let runs = !missing.iter().any(|each| example.contains(each));
    let fence = match (runs, fence.find("```")) {
        (false, Some(at)) => format!("{}ignore", &fence[..at + 3]),
        _ => fence.to_owned(),
    };
    format!("{fence}\n{example}")
}

/// Docs that name a macro without linking to it: users can't see it.
fn without_macro_links(mut line: String) -> String {
    const TARGET: &str = "!`](crate::";
    while let Some(target) = line.find(TARGET) {
        let start = line[..target].rfind("[`");
        let end = line[target..].find(')').map(|length| target + length);
        let (Some(start), Some(end)) = (start, end) else {
            break;
        };
        let name = line[start + 1..target].to_owned();
        line.replace_range(start..=end, &format!("{name}!`"));
    }
    line
}

/// `crate::a` and `$crate::a` as paths below the module `runtime`.
fn below_runtime(line: &str) -> String {
    const PATH: &str = "crate::";
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(PATH) {
        let (before, after) = rest.split_at(at);
        let is_path = !before.ends_with(|char: char| char.is_alphanumeric() || char == '_');
        text.push_str(before);
        text.push_str(if is_path { "crate::runtime::" } else { PATH });
        rest = &after[PATH.len()..];
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::rewrite;

    #[test]
    fn paths_lead_into_the_module() {
        let text = "\
//! [`a`](crate::a), [`b`](client_runtime::b) and [`c!`](crate::c)
use crate::{c, d};
pub(in crate::e) fn f() { my_crate::g(); }
($x:expr) => { $crate::h($x) };
";
        assert_eq!(
            rewrite(text, "acme", &[]).text,
            "\
//! [`a`](crate::runtime::a), [`b`](crate::runtime::b) and `c!`
use crate::runtime::{c, d};
pub(in crate::runtime::e) fn f() { my_crate::g(); }
($x:expr) => { $crate::runtime::h($x) };
"
        );
    }

    #[test]
    fn tests_stay_behind() {
        let text = "\
mod a;
#[cfg(test)]
mod tests;

impl A {
    #[cfg(test)]
    #[allow(x)]
    fn b() {
        c();
    }
    fn d() {}
}

#[cfg(test)]
mod more {
    fn e() {
    }
}
";
        let source = rewrite(text, "acme", &[]);
        assert_eq!(source.text, "mod a;\n\nimpl A {\n    fn d() {}\n}\n");
        assert_eq!(source.test_modules, ["tests"]);
    }

    #[test]
    fn examples_run_where_they_can() {
        let text = "\
/// ```
/// client_runtime::a();
/// ```
///
/// ```
/// use tokio::b;
/// ```
fn c() {}
";
        let missing = ["tokio::".to_owned(), "a!".to_owned()];
        assert_eq!(
            rewrite(text, "acme", &missing).text,
            "\
/// ```
/// acme::runtime::a();
/// ```
///
/// ```ignore
/// use tokio::b;
/// ```
fn c() {}
"
        );
        let text = "/// ```\n/// a!();\n/// ```\n#[macro_export]\nmacro_rules! a {\n}\n";
        let source = rewrite(text, "acme", &missing);
        assert_eq!(
            source.text,
            "/// ```ignore\n/// a!();\n/// ```\n#[allow(unused_macros)]\nmacro_rules! a {\n}\n"
        );
        assert_eq!(source.macros, ["a"]);
    }
}
