//! Every example of a page, with the type that the manifest names for it.

use std::collections::BTreeMap;

use codegen::Generated;
use codegen::input::page::Page;
use codegen::ir::{BodyContent, Example, Payload, Status, TypeRef, Version};
use codegen::report::manifest::manifest;
use serde_json::Value;

use crate::assembled::{Direction, assembled};
use crate::shown::shown;

/// The place of a body: the page, `request` or the status, and the media type.
pub(crate) type Place = (String, String, String);

/// A JSON body of an operation.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    /// Its type, as another crate writes it.
    pub(crate) rust: String,
    /// The module of its operation.
    pub(crate) module: String,
    /// Its type, in the version of this index.
    pub(crate) ty: TypeRef,
    pub(crate) version: usize,
}

/// Where an example comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// `example` or `examples`.
    Written,
    /// Assembled from the schema by this test.
    Assembled,
    /// The page's text, or what the plugin put into the definition.
    Shown,
    /// What the generator emits for mock servers.
    Emitted,
}

/// An example.
#[derive(Debug)]
pub(crate) struct Sample {
    pub(crate) place: Place,
    pub(crate) origin: Origin,
    /// The name among `examples`, or of the tab.
    pub(crate) name: String,
    pub(crate) body: Body,
    pub(crate) json: Value,
}

/// The JSON bodies of all operations.
pub(crate) fn bodies(generated: &Generated) -> BTreeMap<Place, Body> {
    let mut types = BTreeMap::new();
    for (index, version) in generated.krate.versions.iter().enumerate() {
        types.extend(types_of(version).map(|(place, ty)| (place, (index, ty))));
    }
    let manifest: Value = serde_json::from_str(&manifest(&generated.krate)).unwrap();
    let mut bodies = BTreeMap::new();
    for operation in manifest["operations"].as_array().unwrap() {
        let page = operation["page"].as_str().unwrap();
        let function = operation["function"].as_str().unwrap();
        let module = function.split("::").nth(2).unwrap();
        let responses = operation["responses"].as_object().unwrap().iter();
        let request = ("request".to_owned(), operation["request"].clone());
        let all = responses.map(|(status, content)| (status.clone(), content.clone()));
        for (what, content) in all.chain([request]) {
            for (media_type, rust) in content.as_object().unwrap() {
                let place = (page.to_owned(), what.clone(), media_type.clone());
                let Some((version, ty)) = types.get(&place) else {
                    continue;
                };
                let body = Body {
                    rust: rust.as_str().unwrap().to_owned(),
                    module: module.to_owned(),
                    ty: ty.clone(),
                    version: *version,
                };
                bodies.insert(place, body);
            }
        }
    }
    bodies
}

fn types_of(version: &Version) -> impl Iterator<Item = (Place, TypeRef)> {
    let operations = version.modules.iter().flat_map(|module| &module.operations);
    operations.flat_map(|operation| {
        let requests = operation.body.iter().flat_map(|body| &body.media_types);
        let requests = requests.filter_map(|(media_type, content)| match content {
            BodyContent::Json { ty, .. } => Some(("request".to_owned(), media_type, ty)),
            _ => None,
        });
        let responses = operation.responses.iter().flat_map(|response| {
            let status = match response.status {
                Status::Code(code) => code.to_string(),
                Status::Range(hundreds) => format!("{hundreds}XX"),
                Status::Default => "default".to_owned(),
            };
            let content = response.content.iter();
            content.filter_map(move |(media_type, payload)| match payload {
                Payload::Json(ty) => Some((status.clone(), media_type, ty)),
                _ => None,
            })
        });
        requests.chain(responses).map(|(what, media_type, ty)| {
            let place = (operation.page.clone(), what, media_type.clone());
            (place, ty.clone())
        })
    })
}

/// The examples that are emitted for mock servers, where they are JSON.
pub(crate) fn emitted(generated: &Generated, bodies: &BTreeMap<Place, Body>) -> Vec<Sample> {
    let versions = generated.krate.versions.iter();
    let modules = versions.flat_map(|version| &version.modules);
    let operations = modules.flat_map(|module| &module.operations);
    let samples = operations.filter_map(|operation| {
        let Example { status, body } = &operation.example;
        let (media_type, text) = body.as_ref()?;
        let place = (
            operation.page.clone(),
            status.to_string(),
            media_type.clone(),
        );
        let body = bodies.get(&place)?.clone();
        Some(Sample {
            origin: Origin::Emitted,
            name: String::new(),
            json: serde_json::from_str(text).unwrap(),
            body,
            place,
        })
    });
    samples.collect()
}

/// The examples of a page, whose text is given too.
pub(crate) fn samples(page: &Page, text: &str, bodies: &BTreeMap<Place, Body>) -> Vec<Sample> {
    let mut found = Vec::new();
    let mut add = |what: &str, media_type: &str, origin, name: &str, json: Value| {
        let place = (page.path.clone(), what.to_owned(), media_type.to_owned());
        if let Some(body) = bodies.get(&place) {
            let (name, body) = (name.to_owned(), body.clone());
            found.push(Sample {
                place,
                origin,
                name,
                body,
                json,
            });
        }
    };
    let responses = page.definition["responses"]
        .as_object()
        .into_iter()
        .flatten();
    let responses =
        responses.map(|(status, response)| (status.as_str(), response, Direction::Received));
    let request = ("request", &page.definition["requestBody"], Direction::Sent);
    for (what, body, direction) in responses.chain([request]) {
        for (media_type, content) in body["content"].as_object().into_iter().flatten() {
            for (name, json) in written(content) {
                add(what, media_type, Origin::Written, name, json);
            }
            if let Some(json) = assembled(&content["schema"], direction) {
                add(what, media_type, Origin::Assembled, "", json);
            }
        }
    }
    for sample in shown(text) {
        add(
            &sample.status,
            &sample.media_type,
            Origin::Shown,
            &sample.tab,
            sample.body,
        );
    }
    if let Some(json) = page.definition.get("jsonRequestBodyExample") {
        add(
            "request",
            request_media_type(page),
            Origin::Shown,
            "jsonRequestBodyExample",
            json.clone(),
        );
    }
    found
}

/// `example` and `examples` of a media type.
fn written(content: &Value) -> Vec<(&str, Value)> {
    let single = content.get("example").map(|json| ("", json.clone()));
    let named = content["examples"].as_object().into_iter().flatten();
    let named =
        named.filter_map(|(name, example)| Some((name.as_str(), example.get("value")?.clone())));
    single.into_iter().chain(named).collect()
}

/// The media type whose example the plugin takes for the request's.
fn request_media_type(page: &Page) -> &str {
    let content = page.definition["requestBody"]["content"].as_object();
    let first = content.and_then(|content| content.keys().next());
    first
        .filter(|media_type| media_type.ends_with("+json"))
        .map_or("application/json", String::as_str)
}
