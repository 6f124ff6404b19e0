//! Made-up updates: pages of all fixtures are edited as vendors edit them, and what only adds breaks nobody.

use codegen::diagnostic::Diagnostics;
use codegen::input::page::{Source, read_page};
use codegen::input::spec::Spec;
use codegen::ir::Version;
use codegen::pipeline;
use serde_json::json;

use crate::common;
use crate::common::outside_data::DOCS_SET;
use crate::common::surface::Surface;
use crate::edits::{EDITS, Edit, Pages, Place};

/// At how many places of each API each edit is tried: at all of them in release builds.
const PLACES: usize = if cfg!(debug_assertions) {
    2
} else {
    usize::MAX
};

/// An API as it was before an update.
struct Api {
    spec: Spec,
    pages: Pages,
    version: Version,
    names: String,
}

impl Api {
    fn of(spec: &Spec) -> Option<Self> {
        let read = |source: &Source| {
            let page = read_page(source, &mut Diagnostics::default())?;
            Some((page.path, page.definition))
        };
        let pages: Pages = spec.pages.iter().filter_map(read).collect();
        let (version, names) = run(spec, &pages, "")?;
        Some(Self {
            spec: spec.clone(),
            pages,
            version,
            names,
        })
    }

    /// The items that users have to change after an update, in this run or the next one.
    fn breaks(&self, after: &Pages) -> Vec<String> {
        let Some((new, names)) = run(&self.spec, after, &self.names) else {
            return vec!["the pages are refused".to_owned()];
        };
        let before = Surface::of(std::slice::from_ref(&self.version));
        let now = Surface::of(std::slice::from_ref(&new));
        let mut breaks: Vec<String> = before
            .breaks(&now)
            .iter()
            .map(|each| format!("{each:?}"))
            .collect();
        match run(&self.spec, after, &names) {
            Some((again, same)) => {
                if names != same {
                    breaks.push("a second run changes names.yaml".to_owned());
                }
                let again = Surface::of(std::slice::from_ref(&again));
                if again.items != now.items {
                    breaks.push("a second run changes the crate".to_owned());
                }
            }
            None => breaks.push("a second run is refused".to_owned()),
        }
        breaks
    }
}

/// Generates an API. `None` if the pages are refused.
fn run(spec: &Spec, pages: &Pages, names: &str) -> Option<(Version, String)> {
    let sources = pages.iter().map(|(path, definition)| Source {
        path: path.clone(),
        bytes: format!("---\napi: {definition}\n---\n").into_bytes(),
    });
    let spec = Spec {
        pages: sources.collect(),
        names: names.to_owned(),
        ..spec.clone()
    };
    let model = pipeline::model(&spec, &common::options(), &mut Diagnostics::default())?;
    Some((model.krate.versions.into_iter().next()?, model.names))
}

/// The fixtures, an API each.
fn apis() -> Vec<Api> {
    let fixtures = common::fixtures();
    let folder = |page: &Source| {
        page.path
            .rsplit_once('/')
            .map_or(String::new(), |(folder, _)| folder.to_owned())
    };
    let mut folders: Vec<String> = fixtures.pages.iter().map(folder).collect();
    folders.dedup();
    let apis = folders.into_iter().filter_map(|of| {
        let mut spec = fixtures.clone();
        spec.pages.retain(|page| folder(page) == of);
        Api::of(&spec)
    });
    apis.collect()
}

/// Some of the places, at equal distances.
fn some(places: &[Place], count: usize) -> impl Iterator<Item = &Place> {
    places
        .iter()
        .step_by((places.len() / count.max(1)).max(1))
        .take(count)
}

#[test]
fn edits_of_one_place_break_nobody() {
    let mut broken = Vec::new();
    for api in apis() {
        for edit in &EDITS {
            let places = edit.places(&api.pages, &api.version);
            for place in some(&places, PLACES) {
                let after = edit.at(&api.pages, &api.version, std::slice::from_ref(place));
                let breaks = api.breaks(&after);
                if !breaks.is_empty() {
                    broken.push(described(edit, place, &breaks));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

fn described(edit: &Edit, place: &Place, breaks: &[String]) -> String {
    format!(
        "{} {} {}:\n  {}",
        place.page,
        place.pointer,
        edit.name,
        breaks.join("\n  ")
    )
}

/// The same at all places at once, and with an operation that uses all types as well.
#[test]
fn edits_of_all_places_break_nobody() {
    let mut broken = Vec::new();
    for api in apis() {
        for edit in &EDITS {
            let places = edit.places(&api.pages, &api.version);
            if edit.name.contains("operationId") {
                continue;
            }
            let breaks = api.breaks(&edit.at(&api.pages, &api.version, &places));
            if let (Some(place), false) = (places.first(), breaks.is_empty()) {
                broken.push(described(edit, place, &breaks));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Another operation with the parameters and bodies of each page comes before it.
#[test]
fn operations_may_come() {
    let mut broken = Vec::new();
    for api in apis() {
        let mut after = api.pages.clone();
        for (path, definition) in &api.pages {
            let mut copy = definition.clone();
            let id = copy["operationId"].as_str().unwrap_or_default().to_owned();
            let url = copy["path"].as_str().unwrap_or_default().to_owned();
            copy["operationId"] = format!("another{id}").into();
            copy["path"] = format!("/another{url}").into();
            copy["tags"] = json!(["Another"]);
            after.insert(path.replace(".api.mdx", "-another.api.mdx"), copy);
        }
        let breaks = api.breaks(&after);
        if !breaks.is_empty() {
            broken.push(format!(
                "{:?}\n  {}",
                api.pages.keys().next(),
                breaks.join("\n  ")
            ));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// All additions at once, to the pages of a whole API.
#[test]
fn a_whole_api_may_grow() {
    let Some(folder) = DOCS_SET.path() else {
        return;
    };
    let api = Api::of(&common::read(&folder)).unwrap();
    let mut after = api.pages.clone();
    let mut edited = Vec::new();
    for (number, edit) in EDITS
        .iter()
        .enumerate()
        .filter(|(_, edit)| edit.name.contains(" comes "))
    {
        let places = edit.places(&after, &api.version);
        let chosen: Vec<Place> = places.iter().skip(number).step_by(97).cloned().collect();
        after = edit.at(&after, &api.version, &chosen);
        edited.extend(chosen);
    }
    let breaks = api.breaks(&after);
    assert!(
        edited.len() > 100 && breaks.is_empty(),
        "{} places:\n{}",
        edited.len(),
        breaks.join("\n")
    );
}
