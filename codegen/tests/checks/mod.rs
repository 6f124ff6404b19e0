//! Checks of the generator that hold for every input, whoever makes the input: the fuzzers of `codegen/fuzz`, proptest, or
//! a seed.
//!
//! Each check takes bytes. They are the text of a file, or decide how a fixture page is mutated.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "each user needs a part, and a check that fails panics"
)]

mod entropy;
mod mutate;
mod odd;
mod output;
mod spelling;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use codegen::assemble::CrateLocation;
use codegen::diagnostic::{Diagnostics, Severity};
use codegen::input::page::Source;
use codegen::input::spec::Spec;
use codegen::ir::Runtime;
use codegen::output::Files;
use codegen::{Generated, Options};
use serde_json::{Value, json};

use entropy::Entropy;

/// The fixture pages as definitions, by path.
fn seeds() -> &'static [(String, Value)] {
    static SEEDS: OnceLock<Vec<(String, Value)>> = OnceLock::new();
    SEEDS.get_or_init(|| {
        let mut diagnostics = Diagnostics::default();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let pages = ["tests/pages", "../tests/pages"].map(|path| folder.join(path));
        let pages = pages.iter().find(|path| path.is_dir()).unwrap();
        let spec = Spec::read(pages, &mut diagnostics);
        let read = |source: &Source| {
            let page = codegen::input::page::read_page(source, &mut Diagnostics::default())?;
            Some((page.path, page.definition))
        };
        spec.pages.iter().filter_map(read).collect()
    })
}

/// One to three mutated fixture pages, in any spelling, and perhaps with bytes changed.
pub(crate) fn mutated_pages(bytes: &[u8]) -> Vec<Source> {
    let mut entropy = Entropy::new(bytes);
    let count = 1 + entropy.below(3);
    let pages = (0..count).map(|number| {
        let (path, definition) = &seeds()[entropy.below(seeds().len())];
        let mut definition = definition.clone();
        mutate::mutate(&mut definition, seeds(), &mut entropy);
        let mut bytes = spelling::page(&definition, &mut entropy).into_bytes();
        if entropy.one_in(16) {
            spelling::break_bytes(&mut bytes, &mut entropy);
        }
        let file = path.rsplit('/').next().unwrap_or(path);
        let folder = if entropy.one_in(8) { "v2" } else { "api" };
        Source {
            path: format!("{folder}/{number}-{file}"),
            bytes,
        }
    });
    pages.collect()
}

/// A crate of mutated fixture pages, always the same. Pages that the generator refuses are left out.
pub(crate) fn crate_of_mutated_pages(count: usize, apis: usize, runtime: &str) -> Files {
    let mut spec = Spec {
        pages: (0..count)
            .map(|number| numbered_page(number, apis))
            .chain(deep_pages())
            .collect(),
        config: Some("package: {name: mutated}".to_owned()),
        ..Spec::default()
    };
    let options = Options {
        location: CrateLocation {
            runtime: Runtime::Path(runtime.to_owned()),
            member: false,
        },
        ..options()
    };
    loop {
        let mut diagnostics = Diagnostics::default();
        if let Some(generated) = codegen::generate(&spec, &options, &mut diagnostics) {
            assert!(spec.pages.len() > count / 2, "most pages are refused");
            return generated.files;
        }
        let errors = diagnostics.sorted().into_iter();
        let errors = errors.filter(|each| each.code.severity() == Severity::Error);
        let refused: BTreeSet<String> = errors.map(|each| each.page.clone()).collect();
        let before = spec.pages.len();
        spec.pages.retain(|page| !refused.contains(&page.path));
        assert!(
            spec.pages.len() < before,
            "a run fails without refusing a page: {:#?}",
            diagnostics.sorted()
        );
    }
}

/// A mutated page, with an operation id and a path of its own.
fn numbered_page(number: usize, apis: usize) -> Source {
    let (path, definition) = &seeds()[number % seeds().len()];
    let mut definition = definition.clone();
    let bytes = pseudorandom(number);
    mutate::mutate(&mut definition, seeds(), &mut Entropy::new(&bytes));
    if let Some(definition) = definition.as_object_mut() {
        let id = definition.get("operationId").and_then(Value::as_str);
        let id = format!("{}{number}", id.unwrap_or_default());
        let url = definition.get("path").and_then(Value::as_str);
        let url = format!("/{number}/{}", url.unwrap_or_default());
        definition.insert("operationId".to_owned(), id.into());
        definition.insert("path".to_owned(), url.into());
    }
    let file = path.rsplit('/').next().unwrap_or(path);
    Source {
        path: format!("v{}/{number}-{file}", number % apis),
        bytes: spelling::json(&definition).into_bytes(),
    }
}

/// Pages whose schemas are nested deeper than rustc reads types.
fn deep_pages() -> impl Iterator<Item = Source> {
    type Wrap = fn(Value) -> Value;
    let kinds: [(&str, Wrap); 5] = [
        ("lists", |inner| json!({"type": "array", "items": inner})),
        ("maps", |inner| json!({"additionalProperties": inner})),
        ("objects", |inner| json!({"properties": {"p": inner}})),
        (
            "required",
            |inner| json!({"required": ["p"], "properties": {"p": inner}}),
        ),
        (
            "unions",
            |inner| json!({"oneOf": [inner, {"type": "integer"}]}),
        ),
    ];
    kinds.into_iter().map(|(name, outer)| {
        let schema = (0..150).fold(json!({"type": "string"}), |inner, _| outer(inner));
        let definition = json!({
            "operationId": name, "method": "get", "path": format!("/{name}"),
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}},
        });
        Source {
            path: format!("deep/{name}.api.mdx"),
            bytes: spelling::json(&definition).into_bytes(),
        }
    })
}

/// Bytes that look random and are always the same (splitmix64).
fn pseudorandom(seed: usize) -> Vec<u8> {
    let mut state = u64::try_from(seed).unwrap();
    let words = (0..16).map(|_| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    });
    words.flat_map(u64::to_le_bytes).collect()
}

/// Pages to tokens.
pub(crate) fn pages(bytes: &[u8]) {
    check(&Spec {
        pages: mutated_pages(bytes),
        ..Spec::default()
    });
}

/// A page as it is.
pub(crate) fn page_text(bytes: &[u8]) {
    let path = "api/page.api.mdx".to_owned();
    let bytes = bytes.to_vec();
    check(&Spec {
        pages: vec![Source { path, bytes }],
        ..Spec::default()
    });
}

/// A `codegen.yaml`: its text, or mutated settings.
pub(crate) fn settings(bytes: &[u8]) {
    let settings = text_or_mutated(bytes, include_str!("settings.yaml"));
    check(&Spec {
        config: settings,
        ..two_apis()
    });
}

/// A `names.yaml`: its text, or mutated names.
pub(crate) fn names(bytes: &[u8]) {
    let spec = two_apis();
    let remembered = run(&spec).0.map(|generated| generated.names);
    let names = text_or_mutated(bytes, &remembered.unwrap_or_default());
    check(&Spec {
        has_names: true,
        names: names.unwrap_or_default(),
        ..spec
    });
}

fn two_apis() -> Spec {
    let pages = seeds()
        .iter()
        .filter(|(path, _)| path.starts_with("two_apis/") || path.starts_with("paging/"));
    let pages = pages.map(|(path, definition)| Source {
        path: path.clone(),
        bytes: spelling::json(definition).into_bytes(),
    });
    Spec {
        pages: pages.collect(),
        ..Spec::default()
    }
}

/// The bytes as text if the first one is even, else the YAML mutated as the bytes decide.
fn text_or_mutated(bytes: &[u8], yaml: &str) -> Option<String> {
    let (first, rest) = bytes.split_first()?;
    if first % 2 == 0 {
        return std::str::from_utf8(rest).ok().map(str::to_owned);
    }
    let mut value: Value = serde_yaml::from_str(yaml).unwrap();
    mutate::mutate_data(&mut value, &mut Entropy::new(rest));
    Some(value.to_string())
}

/// Runs the generator, and asserts all that holds of every run.
fn check(spec: &Spec) {
    let (first, reported) = run(spec);
    let (second, said_again) = run(spec);
    assert_eq!(
        reported, said_again,
        "the same input is reported differently"
    );
    let (Some(first), Some(second)) = (first, second) else {
        assert!(
            reported.contains("error["),
            "nothing is generated without an error"
        );
        return;
    };
    assert!(!reported.contains("error["), "{reported}");
    output::assert_same(&first, &second);
    output::assert_ours(&first);
    // The names that a run has given are those that the next run gives.
    let remembered = Spec {
        names: first.names.clone(),
        has_names: true,
        ..spec.clone()
    };
    let (third, reported) = run(&remembered);
    match third {
        Some(third) => output::assert_same(&first, &third),
        None => panic!("the names that were given are refused: {reported}"),
    }
}

fn run(spec: &Spec) -> (Option<Generated>, String) {
    let mut diagnostics = Diagnostics::default();
    let generated = codegen::generate(spec, &options(), &mut diagnostics);
    let reported = diagnostics.sorted().into_iter();
    let reported = reported.map(|each| format!("{each}\n")).collect();
    (generated, reported)
}

fn options() -> Options {
    Options {
        package: None,
        runtime: None,
        location: CrateLocation {
            runtime: Runtime::Path("../runtime".to_owned()),
            member: false,
        },
        command: "cargo xtask codegen".to_owned(),
        prune: false,
    }
}
