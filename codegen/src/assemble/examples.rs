//! The response of each operation that a mock server gives.

use serde_json::Value;

use super::Assembly;
use crate::bodies::ResponseBody;
use crate::input::docs_set::OperationIndex;
use crate::ir::{Example, Outcome, Payload, Status};
use crate::lower::Content;
use crate::sample;

impl Assembly<'_> {
    /// The success with the lowest status, as the page shows it. A page without a success still has one, without a body.
    pub(super) fn example(&self, index: OperationIndex) -> Example {
        let responses = self.analysis.bodies.operation(index).responses.iter();
        let successes = responses.filter(|response| response.outcome == Outcome::Success);
        match successes.min_by_key(|response| code(response.status)) {
            Some(response) => Example {
                status: code(response.status),
                body: self.example_body(index, response),
            },
            None => Example {
                status: 200,
                body: None,
            },
        }
    }

    /// The media type that the client reads, and the body.
    fn example_body(
        &self,
        index: OperationIndex,
        response: &ResponseBody,
    ) -> Option<(String, String)> {
        let mut content = response.content.iter();
        let (media_type, _) = content.find(|(_, payload)| *payload == response.payload)?;
        let objects = &self.api.operation(index).object.responses;
        let object = objects.get(&response.key)?.content.get(media_type);
        let published = object.and_then(|object| object.example.as_ref());
        let text = match response.payload {
            Payload::Json(_) => {
                let json = self.example_json(index, response, media_type, published);
                serde_json::to_string_pretty(&json).unwrap_or_default()
            }
            Payload::Text | Payload::Binary => match published {
                Some(Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
                None => String::new(),
            },
            Payload::Empty => return None,
        };
        Some((concrete(media_type), text))
    }

    fn example_json(
        &self,
        index: OperationIndex,
        response: &ResponseBody,
        media_type: &str,
        published: Option<&Value>,
    ) -> Value {
        let responses = self.analysis.lowered.operation(index).responses.iter();
        let contents = responses
            .filter(|lowered| lowered.key == response.key)
            .flat_map(|lowered| &lowered.content);
        let mut edges = contents.filter_map(|(name, content)| match content {
            Content::Json(edge) if name == media_type => Some(*edge),
            _ => None,
        });
        match edges.next() {
            Some(edge) => sample::value(self.graph, edge, published),
            None => published.cloned().unwrap_or_default(),
        }
    }
}

/// The status of a response to a range or to `default`, which is a success only where no other status is.
fn code(status: Status) -> u16 {
    match status {
        Status::Code(code) => code,
        Status::Range(hundreds) => hundreds * 100,
        Status::Default => 200,
    }
}

/// What a server says instead of a range of media types.
fn concrete(media_type: &str) -> String {
    match media_type.contains('*') || media_type.is_empty() {
        true => "application/json".to_owned(),
        false => media_type.to_owned(),
    }
}
