//! The text of a page: frontmatter as the docs plugin writes it, with `api` as JSON on one line.

use serde_json::Value;

use super::file_name::kebab_case;
use super::{OperationKey, PageText};
use crate::input::page::EXTENSION;

/// What the body of every page that `import` writes contains.
pub(super) const MARK: &str = "Written by `cargo xtask import`";

/// Makes the page of a definition.
pub(super) fn page(key: OperationKey, definition: Value, summary: Option<&str>) -> PageText {
    let mut id = kebab_case(if key.id.is_empty() {
        summary.unwrap_or_default()
    } else {
        &key.id
    });
    if id.is_empty() {
        id = kebab_case(&format!("{} {}", key.method, key.path));
    }
    let operation_id = Some(key.id.as_str()).filter(|id| !id.is_empty());
    let title = summary
        .or(operation_id)
        .unwrap_or("Missing summary")
        .to_owned();
    let text = text(&id, &title, &definition);
    PageText {
        key,
        file: format!("{id}{EXTENSION}"),
        definition,
        text,
    }
}

impl PageText {
    /// Tells the page apart from others whose file is called the same.
    pub(super) fn number(&mut self, number: usize) {
        let stem = self.file.strip_suffix(EXTENSION).unwrap_or(&self.file);
        let id = format!("{stem}-{number}");
        let text = self
            .text
            .replacen(&format!("id: {stem}\n"), &format!("id: {id}\n"), 1);
        self.file = format!("{id}{EXTENSION}");
        self.text = text;
    }
}

fn text(id: &str, title: &str, definition: &Value) -> String {
    let method = definition
        .get("method")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let is_deprecated = definition.get("deprecated") == Some(&Value::Bool(true));
    let class = if is_deprecated {
        " menu__list-item--deprecated"
    } else {
        ""
    };
    let description = definition
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let first_line = description
        .split(['\r', '\n'])
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    format!(
        "---\n\
         id: {id}\n\
         title: {title}\n\
         description: {description}\n\
         sidebar_label: {title}\n\
         hide_title: true\n\
         hide_table_of_contents: true\n\
         api: {definition}\n\
         sidebar_class_name: {class}\n\
         custom_edit_url: null\n\
         ---\n\
         \n\
         {{/* {MARK}, which replaces this page when the operation changes. */}}\n",
        title = quoted(title),
        description = quoted(first_line.trim_end()),
        class = quoted(&format!("{method} api-method{class}")),
    )
}

/// A YAML string in double quotes. The plugin writes quotes within as `'`.
fn quoted(text: &str) -> String {
    Value::String(text.replace('"', "'")).to_string()
}
