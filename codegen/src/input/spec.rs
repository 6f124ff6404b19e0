//! The spec folder: pages, `codegen.yaml` and `names.yaml`, as they are on the disk.

use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::input::config;
use crate::input::page::{self, Source};
use crate::names::lock;

/// The text of everything in a spec folder that the generator reads.
#[derive(Clone, Debug, Default)]
pub struct Spec {
    /// The pages, in any order.
    pub pages: Vec<Source>,
    /// `codegen.yaml`, if there is one.
    pub config: Option<String>,
    /// `names.yaml`, empty if there is none.
    pub names: String,
    /// Whether there is a `names.yaml`.
    pub has_names: bool,
}

impl Spec {
    /// Reads a folder. What can't be read is an error in the diagnostics.
    pub fn read(folder: &Path, diagnostics: &mut Diagnostics) -> Self {
        let pages = page::read_folder(folder, diagnostics);
        let config = optional(folder, config::FILE, diagnostics);
        let names = optional(folder, lock::FILE, diagnostics);
        Self {
            pages,
            config,
            has_names: names.is_some(),
            names: names.unwrap_or_default(),
        }
    }
}

fn optional(folder: &Path, name: &str, diagnostics: &mut Diagnostics) -> Option<String> {
    match std::fs::read_to_string(folder.join(name)) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            let message = format!("the file can't be read: {error}");
            diagnostics.push(
                Diagnostic::new(Code::Unreadable, name, message)
                    .help("see that it is UTF-8 and may be read"),
            );
            None
        }
    }
}
