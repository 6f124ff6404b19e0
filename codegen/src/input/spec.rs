//! The spec folder: pages, `codegen.yaml` and `names.yaml`, as on disk.

use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::input::page::{self, Source};
use crate::input::{config, disk, overlay};
use crate::names::lock;
use crate::output;

/// The text of everything in a spec folder that the generator reads.
#[derive(Clone, Debug, Default)]
pub struct Spec {
    /// The pages, in any order.
    pub pages: Vec<Source>,
    /// `codegen.yaml`, if there is one.
    pub config: Option<String>,
    /// `overlay.yaml`, if there is one.
    pub overlay: Option<String>,
    /// `names.yaml`, empty if there is none.
    pub names: String,
    /// Whether there is a `names.yaml`.
    pub has_names: bool,
}

impl Spec {
    /// Reads a folder. Files that can't be read are reported as errors, and so is an import that was interrupted.
    pub fn read(folder: &Path, diagnostics: &mut Diagnostics) -> Self {
        if output::is_interrupted(folder) {
            diagnostics.push(interrupted(folder));
        }
        let pages = page::read_folder(folder, diagnostics);
        let config = optional(folder, config::FILE, diagnostics);
        let overlay = optional(folder, overlay::FILE, diagnostics);
        let names = optional(folder, lock::FILE, diagnostics);
        Self {
            pages,
            config,
            overlay,
            has_names: names.is_some(),
            names: names.unwrap_or_default(),
        }
    }
}

impl Spec {
    /// Whether the generator reads a file, given its path relative to the spec folder.
    pub fn has_file(path: &str) -> bool {
        path.ends_with(page::EXTENSION) || [config::FILE, overlay::FILE, lock::FILE].contains(&path)
    }

    /// Takes files that have been read already: paths relative to the spec folder, and contents.
    pub fn from_files(
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut spec = Self::default();
        for (path, bytes) in files {
            match path.as_str() {
                config::FILE => spec.config = text(&path, bytes, diagnostics),
                overlay::FILE => spec.overlay = text(&path, bytes, diagnostics),
                lock::FILE => {
                    spec.has_names = true;
                    spec.names = text(&path, bytes, diagnostics).unwrap_or_default();
                }
                _ if path.ends_with(page::EXTENSION) => spec.pages.push(Source { path, bytes }),
                _ => {}
            }
        }
        spec.pages.sort_by(|one, other| one.path.cmp(&other.path));
        spec
    }
}

fn interrupted(folder: &Path) -> Diagnostic {
    let message = format!(
        "an import into the spec folder `{}` was interrupted: some pages may be new and others old",
        folder.display()
    );
    Diagnostic::new(Code::Unreadable, "", message)
        .help("run the import again: it first takes back what the interrupted one changed")
}

fn optional(folder: &Path, name: &str, diagnostics: &mut Diagnostics) -> Option<String> {
    let bytes = match disk::read(&folder.join(name), page::MAX_BYTES) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        Err(error) => {
            let message = format!("the file can't be read: {error}");
            diagnostics.push(
                Diagnostic::new(Code::Unreadable, name, message)
                    .help("make sure it is a readable file"),
            );
            return None;
        }
    };
    text(name, bytes, diagnostics)
}

fn text(name: &str, bytes: Vec<u8>, diagnostics: &mut Diagnostics) -> Option<String> {
    if bytes.len() > page::MAX_BYTES {
        let message = format!("the file has more than {} bytes", page::MAX_BYTES);
        diagnostics.push(Diagnostic::new(Code::TooLarge, name, message).help("make it smaller"));
        return None;
    }
    let text = String::from_utf8(bytes);
    if let Err(error) = &text {
        let at = error.utf8_error().valid_up_to();
        let message = format!("the file isn't valid UTF-8 at byte {at}");
        diagnostics.push(Diagnostic::new(Code::Unreadable, name, message).help("save it as UTF-8"));
    }
    text.ok()
}
