//! The text of a page: frontmatter as the docs plugin writes it, with `api` as JSON on one line.

use serde_json::Value;

use super::OperationKey;
use super::file_name::kebab_case;
use crate::input::json;
use crate::input::page::{EXTENSION, Page};

/// What a line of the body of every page that `import` writes begins with.
const MARK: &str = "{/* Written by `import`";

const API: &str = "api: ";

/// A page, ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageText {
    /// The operation.
    pub key: OperationKey,
    /// The name of the file; several pages may have the same.
    pub file: String,
    /// The whole page.
    pub text: String,
}

impl PageText {
    /// Makes the page of a definition.
    pub(super) fn new(key: OperationKey, definition: &Value, summary: Option<&str>) -> Self {
        let name = definition.get("operationId").and_then(Value::as_str);
        let name = name.filter(|id| !id.is_empty());
        let mut id = kebab_case(name.or(summary).unwrap_or_default());
        if id.is_empty() {
            id = kebab_case(&format!("{} {}", key.method, key.path));
        }
        let title = summary.or(name).unwrap_or("Missing summary");
        let text = text(&id, title, definition);
        Self {
            file: format!("{id}{EXTENSION}"),
            key,
            text,
        }
    }

    /// Rewrites a page in the format of the others.
    pub(super) fn of_page(key: OperationKey, page: &Page) -> Self {
        let file = page.path.rsplit('/').next().unwrap_or(&page.path);
        Self {
            key,
            file: file.to_owned(),
            text: text(&page.id, &page.title, &page.definition),
        }
    }

    /// The value of `api`.
    pub fn definition(&self) -> Value {
        let line = self.text.lines().find_map(|line| line.strip_prefix(API));
        line.and_then(|line| json::parse(line).ok())
            .unwrap_or_default()
    }

    /// Appends a number to the file name, which another page has too.
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

/// Whether `import` wrote a page. What looks like the mark in the frontmatter comes from the vendor.
pub(super) fn is_ours(page: &str) -> bool {
    let lines = page.lines().map(str::trim_end).skip(1);
    let mut body = lines.skip_while(|line| *line != "---");
    body.any(|line| line.starts_with(MARK))
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
         {API}{definition}\n\
         sidebar_class_name: {class}\n\
         custom_edit_url: null\n\
         ---\n\
         \n\
         {MARK}, which replaces this page when the operation changes. */}}\n",
        title = quoted(title),
        description = quoted(first_line.trim_end()),
        class = quoted(&format!("{method} api-method{class}")),
    )
}

/// A YAML string in double quotes, on one line. The plugin writes quotes within as `'`.
fn quoted(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    Value::String(lines.join(" ").replace('"', "'")).to_string()
}
