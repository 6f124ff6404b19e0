//! The examples that the docs pages publish: those in the definition of the operation, and those that the page shows.

use std::path::Path;

use identitynow::beta::{AccessProfile, ApiError, JsonPatchOperation, PersonalAccessToken};
use identitynow::runtime::ErrorBody as _;
use identitynow::runtime::http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// An operation's page, and the types that its success and its request have.
struct Page {
    file: &'static str,
    success: fn(&Value) -> Value,
    request: fn(&Value) -> Value,
}

const PAGES: [Page; 2] = [
    Page {
        file: "patch-access-profile.api.mdx",
        success: round_trip::<AccessProfile>,
        request: round_trip::<Vec<JsonPatchOperation>>,
    },
    Page {
        file: "patch-personal-access-token.api.mdx",
        success: round_trip::<PersonalAccessToken>,
        request: round_trip::<Vec<JsonPatchOperation>>,
    },
];

#[test]
fn every_request_example_is_sent_as_it_stands() {
    for page in &PAGES {
        let definition = page.definition();
        let body = &definition["requestBody"];
        let mut examples = examples_of(body);
        examples.extend(definition.get("jsonRequestBodyExample").cloned());
        assert!(examples.len() >= 2, "{}: {examples:?}", page.file);
        for example in examples {
            assert_eq!((page.request)(&example), example, "{}", page.file);
        }
    }
}

#[test]
fn every_response_example_is_read_whole() {
    for page in &PAGES {
        let mut examples = page.samples();
        for (status, response) in page.definition()["responses"].as_object().unwrap() {
            let status = status.parse().unwrap();
            examples.extend(
                examples_of(response)
                    .into_iter()
                    .map(|example| (status, example)),
            );
        }
        let statuses = |status: u16| examples.iter().filter(|(of, _)| *of == status).count();
        assert!(
            [200, 400, 401, 403, 429, 500]
                .into_iter()
                .all(|status| statuses(status) > 0),
            "{}",
            page.file
        );
        for (status, example) in examples {
            let written = match status {
                200..=299 => (page.success)(&example),
                _ => error_round_trip(status, &example),
            };
            assert_eq!(written, example, "{}, {status}", page.file);
        }
    }
}

impl Page {
    fn text(&self) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../spec/beta")
            .join(self.file);
        std::fs::read_to_string(path).unwrap()
    }

    fn definition(&self) -> Value {
        let text = self.text();
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix("api: "))
            .unwrap();
        serde_json::from_str(line).unwrap()
    }

    /// The samples that the page shows, with the status of the tab that they are on.
    fn samples(&self) -> Vec<(u16, Value)> {
        let text = self.text();
        let mut samples = Vec::new();
        let mut status = None;
        for part in text.split('<') {
            if let Some(label) = part.strip_prefix("TabItem label={\"") {
                status = label
                    .split('"')
                    .next()
                    .and_then(|label| label.parse().ok())
                    .or(status);
            }
            if let Some(sample) = part.strip_prefix("ResponseSamples responseExample={") {
                let mut literal = serde_json::Deserializer::from_str(sample).into_iter::<String>();
                let sample = literal.next().unwrap().unwrap();
                samples.push((status.unwrap(), serde_json::from_str(&sample).unwrap()));
            }
        }
        samples
    }
}

/// `example` and `examples` of all media types of a body.
fn examples_of(body: &Value) -> Vec<Value> {
    let mut examples = Vec::new();
    for media_type in body["content"]
        .as_object()
        .into_iter()
        .flat_map(|content| content.values())
    {
        examples.extend(media_type.get("example").cloned());
        let named = media_type.get("examples").and_then(Value::as_object);
        examples.extend(
            named
                .into_iter()
                .flat_map(|named| named.values())
                .filter_map(|example| example.get("value"))
                .cloned(),
        );
    }
    examples
}

/// A body, read as a `T` without misfits and written again.
fn round_trip<T: DeserializeOwned + Serialize>(body: &Value) -> Value {
    let decoded = identitynow::decode::<T>(body.to_string().as_bytes()).unwrap();
    assert!(decoded.misfits.is_empty(), "{:?}", decoded.misfits);
    serde_json::to_value(decoded.value).unwrap()
}

fn error_round_trip(status: u16, body: &Value) -> Value {
    let error = ApiError::decode(
        StatusCode::from_u16(status).unwrap(),
        body.to_string().as_bytes(),
    );
    let written = match error {
        Some(
            ApiError::BadRequest(body)
            | ApiError::Forbidden(body)
            | ApiError::NotFound(body)
            | ApiError::InternalServerError(body),
        ) => serde_json::to_value(body),
        Some(ApiError::Unauthorized(body)) => serde_json::to_value(body),
        Some(ApiError::TooManyRequests(body)) => serde_json::to_value(body),
        other => panic!("{status}: {other:?}"),
    };
    written.unwrap()
}
