//! Notes in descriptions, so that the generated docs say where they differ from the vendor's.

use serde_json::Value;

use super::FILE;
use crate::input::openapi::kind::Kind;
use crate::pointer::{self, push_segment};

/// Adds a note to what a changed place belongs to: the nearest schema, parameter, body, response or operation around it.
pub(super) fn add(root: &mut Value, changed: &str, reason: &str) {
    let Some(described) = described(root, changed) else {
        return;
    };
    let Some(Value::Object(map)) = root.pointer_mut(&described) else {
        return;
    };
    let note = match reason.trim_end_matches('.') {
        "" => format!("*Corrected by `{FILE}`.*"),
        reason => format!("*Corrected by `{FILE}`: {reason}.*"),
    };
    let old = map
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !old.contains(&note) {
        let separator = if old.is_empty() { "" } else { "\n\n" };
        map.insert(
            "description".to_owned(),
            format!("{old}{separator}{note}").into(),
        );
    }
}

/// The pointer to the nearest object that has a description.
fn described(root: &Value, changed: &str) -> Option<String> {
    let mut segments = pointer::segments(changed);
    let (paths, path, method) = (segments.next()?, segments.next()?, segments.next()?);
    let mut at = String::new();
    for segment in [&paths, &path, &method] {
        push_segment(&mut at, segment);
    }
    let mut kind = Kind::Operation;
    let mut nearest = root.pointer(&at)?.is_object().then(|| at.clone());
    for segment in segments {
        let is_list = root.pointer(&at).is_some_and(Value::is_array);
        kind = if is_list {
            kind.item(&segment)
        } else {
            kind.child(&segment)
        };
        push_segment(&mut at, &segment);
        let has_description = matches!(
            kind,
            Kind::Schema | Kind::Parameter | Kind::Header | Kind::RequestBody | Kind::Response
        );
        if has_description && root.pointer(&at).is_some_and(Value::is_object) {
            nearest = Some(at.clone());
        }
    }
    nearest
}
