//! Pages whose `$ref`s were not inlined: they are parts of a document, and the types that they need are elsewhere.
//!
//! The plugin leaves a `$ref` in place only where a schema would contain itself, so one that names a schema around it is
//! fine. So is one to a name, which `import` writes; whether a page has it is known when all pages are.

use serde_json::Value;

use crate::diagnostic::Code;
use crate::input::openapi::kind::Kind;
use crate::pointer::pointer_push;

use super::lenient::Reader;
use super::schema::{component, name};

impl Reader<'_> {
    /// Whether a definition has `$ref`s to what isn't in the page, which is an error.
    pub(super) fn has_references(&mut self, definition: &Value) -> bool {
        let mut search = Search::default();
        search.visit(definition, Kind::Operation, "");
        let Some((pointer, reference)) = search.found.first() else {
            return false;
        };
        let message = match search.found.len() {
            1 => format!(
                "the page has a `$ref`, `{reference}`, and what it leads to isn't in the page"
            ),
            count => format!(
                "the page has {count} `$ref`s, such as `{reference}`, and what they lead to isn't in the page"
            ),
        };
        let help =
            "run `import` with the OpenAPI document that the page comes from: it inlines them";
        self.inside_pointer(pointer, |reader| {
            reader.say(Code::NotInlined, message, help)
        });
        true
    }
}

#[derive(Default)]
struct Search<'a> {
    /// The titles of the schemas around.
    titles: Vec<&'a str>,
    /// Pointers to `$ref`s, and their texts.
    found: Vec<(String, &'a str)>,
}

impl<'a> Search<'a> {
    fn visit(&mut self, value: &'a Value, kind: Kind, pointer: &str) {
        match value {
            Value::Object(map) if kind.needs_target() => {
                let title = map.get("title").and_then(Value::as_str).map(str::trim);
                if let Some(Value::String(reference)) = map.get("$ref")
                    && name(reference).is_none()
                    && !self.titles.contains(&component(reference).as_str())
                {
                    self.found.push((pointer.to_owned(), reference));
                }
                self.titles.extend(title);
                for (key, child) in map {
                    self.visit(child, kind.child(key), &pointer_push(pointer, key));
                }
                self.titles
                    .truncate(self.titles.len() - usize::from(title.is_some()));
            }
            Value::Array(list) if kind.needs_target() => {
                for (index, item) in list.iter().enumerate() {
                    let key = index.to_string();
                    self.visit(item, kind.item(&key), &pointer_push(pointer, &key));
                }
            }
            _ => {}
        }
    }
}
