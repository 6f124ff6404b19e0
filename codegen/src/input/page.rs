//! Docs pages: from the bytes of a file to the definition in its frontmatter.
//!
//! Input: a folder of `*.api.mdx` files. Output: a [`Page`] for each file whose frontmatter has an `api` that can be
//! decoded, and an error for each other file. A page's definition is the same JSON however the page spells it: as JSON
//! on one line, as a YAML mapping, or compressed; and it is never nested deeper than [`MAX_DEPTH`] nor larger than
//! [`MAX_BYTES`], so that what reads it may recurse.

mod decode;
mod folder;
mod frontmatter;
pub(super) mod yaml;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};

pub use folder::{read_api, read_folder, read_source_folder};

/// The largest page, and the largest definition after decompression: 64 MiB. The largest published ones have some
/// hundred kilobytes; larger ones are broken or meant to exhaust memory.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The maximum nesting depth of a definition's arrays and objects. Published pages reach about 30.
pub const MAX_DEPTH: usize = 512;

/// The file name suffix of pages.
pub const EXTENSION: &str = ".api.mdx";

/// A file of the spec folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Relative to the spec folder, with `/` between its parts.
    pub path: String,
    /// The contents of the file.
    pub bytes: Vec<u8>,
}

/// A docs page.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The folder part of the path: `beta`, `idn/v3`, or empty.
    pub api: String,
    /// The file, relative to the spec folder.
    pub path: String,
    /// The frontmatter's `id`, or the file's name without `.api.mdx`.
    pub id: String,
    /// The frontmatter's `sidebar_label` or `title`, or empty.
    pub title: String,
    /// The value of `api`.
    pub definition: Value,
    /// The size of the file.
    pub bytes: usize,
}

/// Reads pages; what keeps one from being read is added to the diagnostics.
pub fn read_pages(sources: &[Source], diagnostics: &mut Diagnostics) -> Vec<Page> {
    let read = |source| read_page(source, diagnostics);
    sources.iter().filter_map(read).collect()
}

/// Reads one page; what keeps it from being read is added to the diagnostics.
pub fn read_page(source: &Source, diagnostics: &mut Diagnostics) -> Option<Page> {
    match page(source, diagnostics) {
        Ok(page) => Some(page),
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            None
        }
    }
}

fn page(source: &Source, diagnostics: &mut Diagnostics) -> Result<Page, Box<Diagnostic>> {
    let path = source.path.as_str();
    let problem = |problem: Problem| Box::new(problem.at(path));
    let text = text_of(source).map_err(problem)?;
    let front = frontmatter::split(text).map_err(problem)?;
    let definition = decode::definition(&front).map_err(problem)?;
    let (keys, complaint) = frontmatter::keys(&front);
    if let Some(complaint) = complaint {
        diagnostics.push(
            Diagnostic::new(
                Code::FrontmatterKeys,
                path,
                format!("the frontmatter's keys other than `api` aren't valid YAML: {complaint}"),
            )
            .help("nothing is lost: `api` was read separately, and `id`, `sidebar_label` and `title` line by line"),
        );
    }
    let (api, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.strip_suffix(EXTENSION).unwrap_or(file);
    Ok(Page {
        api: api.to_owned(),
        path: path.to_owned(),
        id: keys.id.unwrap_or_else(|| stem.to_owned()),
        title: keys.title.unwrap_or_default(),
        definition,
        bytes: source.bytes.len(),
    })
}

fn text_of(source: &Source) -> Result<&str, Problem> {
    if source.bytes.len() > MAX_BYTES {
        return Err(Problem::too_large(format!(
            "the page has {} bytes",
            source.bytes.len()
        )));
    }
    std::str::from_utf8(&source.bytes).map_err(|error| {
        Problem::new(
            Code::Unreadable,
            format!("the page isn't valid UTF-8 at byte {}", error.valid_up_to()),
            "save the page as UTF-8, or copy it again",
        )
    })
}

/// Why a page can't be read; the caller adds the page's path.
struct Problem {
    code: Code,
    message: String,
    help: &'static str,
}

impl Problem {
    fn new(code: Code, message: impl Into<String>, help: &'static str) -> Self {
        Self {
            code,
            message: message.into(),
            help,
        }
    }

    fn too_large(what: impl std::fmt::Display) -> Self {
        Self::new(
            Code::TooLarge,
            format!("{what}; at most {MAX_BYTES} bytes (64 MiB) are read"),
            "definitions of operations are smaller: copy the page again, or remove it",
        )
    }

    fn too_deep(limit: usize) -> Self {
        Self::new(
            Code::TooLarge,
            format!("`api` nests arrays and objects deeper than {limit} levels"),
            "definitions of operations are less deep: copy the page again, or remove it",
        )
    }

    fn at(self, path: &str) -> Diagnostic {
        Diagnostic::new(self.code, path, self.message).help(self.help)
    }
}
