//! `overlay.yaml`: corrections of the vendor's definitions, kept apart from the pages.
//!
//! Input: an [OpenAPI Overlay 1.0](https://spec.openapis.org/overlay/v1.0.0.html) document and the pages. The targets of
//! its actions are JSONPath expressions (RFC 9535) into the document that the pages of an API folder make up:
//! `$.paths['/pets/{id}'].get.responses['200']`. Everything is inlined there, so there are no `components`. Output: the
//! same pages with changed definitions, each with a note where it has changed.

mod document;
mod notes;

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::input::page::Page;
use crate::input::page::yaml;
use crate::pointer;

use document::Document;

/// The name of the file.
pub const FILE: &str = "overlay.yaml";

/// An action of an overlay.
#[derive(Debug)]
struct Action {
    target: String,
    path: JsonPath,
    description: String,
    update: Option<Value>,
    remove: bool,
    /// JSON pointer to the action.
    pointer: String,
}

/// Applies an overlay to pages.
pub fn apply(text: &str, pages: Vec<Page>, diagnostics: &mut Diagnostics) -> Vec<Page> {
    let actions = read(text, diagnostics);
    let mut documents = Document::of_pages(pages);
    for action in &actions {
        let matches: usize = documents
            .iter_mut()
            .map(|document| apply_action(document, action, diagnostics))
            .sum();
        if matches == 0 {
            diagnostics.push(unmatched(action));
        }
    }
    documents
        .into_iter()
        .flat_map(Document::into_pages)
        .collect()
}

fn unmatched(action: &Action) -> Diagnostic {
    let description = match action.description.as_str() {
        "" => String::new(),
        text => format!(" ({text})"),
    };
    let message = format!(
        "the target `{}`{description} matches nothing",
        action.target
    );
    let help = if action.target.starts_with("$.components") {
        "pages have no `components`: write `$..[?@.title == 'Name']` for the schemas called `Name`"
    } else {
        "remove the action if the vendor has made the correction; else correct the target"
    };
    Diagnostic::new(Code::OverlayTarget, FILE, message)
        .at(&action.pointer)
        .help(help)
}

/// Applies an action; gives how many places it matched.
fn apply_action(document: &mut Document, action: &Action, diagnostics: &mut Diagnostics) -> usize {
    let located = action.path.query_located(&document.value);
    let mut targets: Vec<String> = located
        .locations()
        .map(|path| path.to_json_pointer())
        .collect();
    targets.dedup();
    // From the end, so that removing an item of a list moves no other target.
    for target in targets.iter().rev() {
        let is_done = match (&action.update, action.remove) {
            (_, true) => remove(&mut document.value, target),
            (Some(update), false) => update_at(&mut document.value, target, update),
            (None, false) => true,
        };
        if is_done {
            let changed = match target.rsplit_once('/') {
                Some((parent, _)) if action.remove => parent,
                _ => target,
            };
            notes::add(&mut document.value, changed, &action.description);
        } else {
            diagnostics.push(
                bad(format!("the action can't be applied at `{target}`"), &action.pointer)
                    .help("an `update` needs a value of the same kind as its target, and the root can't be removed"),
            );
        }
    }
    targets.len()
}

fn remove(root: &mut Value, target: &str) -> bool {
    let Some((parent, key)) = target.rsplit_once('/') else {
        return false;
    };
    let key = pointer::segments(&format!("/{key}"))
        .next()
        .unwrap_or_default();
    match root.pointer_mut(parent) {
        Some(Value::Object(map)) => map.shift_remove(&key).is_some(),
        Some(Value::Array(list)) => {
            let index = key.parse().ok().filter(|index: &usize| *index < list.len());
            index.map(|index| list.remove(index)).is_some()
        }
        _ => false,
    }
}

fn update_at(root: &mut Value, target: &str, update: &Value) -> bool {
    match (root.pointer_mut(target), update) {
        (Some(Value::Object(map)), Value::Object(update)) => {
            merge(map, update);
            true
        }
        (Some(Value::Array(list)), update) => {
            list.push(update.clone());
            true
        }
        (Some(Value::Object(_)), _) | (None, _) => false,
        (Some(scalar), update) => {
            *scalar = update.clone();
            true
        }
    }
}

/// Objects are merged, lists appended, and anything else is replaced.
fn merge(map: &mut Map<String, Value>, update: &Map<String, Value>) {
    for (key, value) in update {
        match (map.get_mut(key), value) {
            (Some(Value::Object(old)), Value::Object(new)) => merge(old, new),
            (Some(Value::Array(old)), Value::Array(new)) => old.extend(new.iter().cloned()),
            _ => {
                map.insert(key.clone(), value.clone());
            }
        }
    }
}

fn bad(message: impl Into<String>, pointer: &str) -> Diagnostic {
    Diagnostic::new(Code::BadOverlay, FILE, message).at(pointer)
}

/// Reads the actions; what is wrong with them is an error.
fn read(text: &str, diagnostics: &mut Diagnostics) -> Vec<Action> {
    const SHAPE: &str = "an overlay has `overlay: 1.0.0`, `info` with `title` and `version`, and a list of `actions`";
    let mut refuse = |message: String, pointer: &str| {
        diagnostics.push(bad(message, pointer).help(SHAPE));
        Vec::new()
    };
    let value = match yaml::parse(text) {
        Ok(value) => value,
        Err(error) => return refuse(format!("the file can't be read as YAML: {error}"), ""),
    };
    let version = match value.get("overlay") {
        Some(Value::String(version)) => version.clone(),
        Some(other) => other.to_string(),
        None => return refuse("the key `overlay` is missing".to_owned(), ""),
    };
    if !version.starts_with("1.") {
        return refuse(format!("the version `{version}` isn't known"), "/overlay");
    }
    let Some(Value::Array(actions)) = value.get("actions") else {
        return refuse("`actions` isn't a list".to_owned(), "/actions");
    };
    let indexed = actions.iter().enumerate();
    indexed
        .filter_map(|(index, action)| {
            read_action(action, &format!("/actions/{index}"), diagnostics)
        })
        .collect()
}

fn read_action(value: &Value, pointer: &str, diagnostics: &mut Diagnostics) -> Option<Action> {
    let mut refuse = |message: String, help: &str| {
        diagnostics.push(bad(message, pointer).help(help));
        None
    };
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::trim);
    const KEYS: [&str; 4] = ["target", "description", "update", "remove"];
    let unknown = value.as_object().into_iter().flat_map(Map::keys);
    let unknown = unknown.filter(|key| !KEYS.contains(&key.as_str()) && !key.starts_with("x-"));
    if let Some(key) = unknown.min() {
        return refuse(
            format!("the action has an unknown key, `{key}`"),
            "an action has `target`, `description`, and `update` or `remove`",
        );
    }
    let Some(target) = text("target").filter(|target| !target.is_empty()) else {
        return refuse(
            "the action has no `target`".to_owned(),
            "write a JSONPath, such as `$.paths['/pets'].get`",
        );
    };
    let path = match JsonPath::parse(target) {
        Ok(path) => path,
        Err(error) => {
            let message = format!("the target `{target}` isn't a JSONPath: {error}");
            return refuse(
                message,
                "see RFC 9535, and quote keys with other characters than letters: `$.paths['/pets/{id}']`",
            );
        }
    };
    let remove = value.get("remove") == Some(&Value::Bool(true));
    let update = value.get("update").cloned();
    if update.is_none() && !remove {
        return refuse(
            "the action has neither `update` nor `remove: true`".to_owned(),
            "say what is to change",
        );
    }
    Some(Action {
        target: target.to_owned(),
        path,
        description: text("description").unwrap_or_default().to_owned(),
        update,
        remove,
        pointer: pointer.to_owned(),
    })
}
