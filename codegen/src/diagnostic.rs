//! What the generator has to say about its input: what is wrong, where, and what to do.
//!
//! Every stage adds to one [`Diagnostics`] and goes on, so that one run tells everything. Whether the run may write
//! output is asked once, at the end of all stages: [`Diagnostics::has_errors`].

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// No output can be made.
    Error,
    /// Something of the page is not, or not fully, in the output.
    Warning,
    /// The output is right; the page is not quite.
    Note,
}

/// Declares the codes with their severities, so that a code can't be without one.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal, $severity:ident;)+) => {
        /// What kind of thing is said. The texts are stable: they can be searched for and counted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// The stable text.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    /// The spec folder, a page, or a file of ours could not be read.
    Unreadable = "unreadable", Error;
    /// The spec folder holds no page.
    NoPages = "no-pages", Error;
    /// The page has no frontmatter, or none that ends.
    Frontmatter = "frontmatter", Error;
    /// Keys of the frontmatter other than `api` are no valid YAML.
    FrontmatterKeys = "frontmatter-keys", Note;
    /// The page's frontmatter has no `api`.
    NoApi = "no-api", Error;
    /// `api` can't be decoded.
    BadApi = "bad-api", Error;
    /// `api` is larger or deeper than any real page's.
    TooLarge = "too-large", Error;
    /// `api` is no definition of an operation at all.
    BadOperation = "bad-operation", Error;
    /// The page is about something that is no operation, such as a webhook.
    NotAnOperation = "not-an-operation", Note;
    /// The file is no OpenAPI document that can be imported.
    BadDocument = "bad-document", Error;
    /// The document has no operations, or none that is wanted.
    NoOperations = "no-operations", Error;
    /// A `$ref` leads nowhere.
    UnresolvedReference = "unresolved-reference", Error;
    /// A webhook of a document can't be imported.
    SkippedWebhook = "skipped-webhook", Note;
    /// Two pages define the same operation.
    DuplicateOperation = "duplicate-operation", Error;
    /// `codegen.yaml` is wrong.
    BadConfig = "bad-config", Error;
    /// `names.yaml` is wrong.
    BadNames = "bad-names", Error;
    /// An entry of `names.yaml` stands for nothing that the pages have.
    StaleName = "stale-name", Note;
    /// A value is not of the kind that OpenAPI wants there.
    Malformed = "malformed", Warning;
    /// A keyword that the generator does not know.
    UnknownKeyword = "unknown-keyword", Note;
    /// A schema's `type` is none of OpenAPI's.
    UnknownType = "unknown-type", Warning;
    /// Some or all branches of a union are gone from the page.
    EmptyBranch = "empty-branch", Warning;
    /// Parts of an `allOf` contradict each other.
    Contradiction = "contradiction", Warning;
    /// The schema says nothing about its values.
    NoSchema = "no-schema", Note;
    /// `circular(...)` names no schema on the way from the root.
    Circular = "circular", Warning;
    /// A path template and the declared parameters disagree.
    PathParameter = "path-parameter", Note;
    /// The media type can't be modelled.
    MediaType = "media-type", Warning;
    /// A response key that is no status.
    BadStatus = "bad-status", Warning;
    /// The operation has no `operationId`.
    NoOperationId = "no-operation-id", Note;
    /// The generator made something that does not hold.
    Internal = "internal", Error;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One thing that the generator has to say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Diagnostic {
    /// The file, relative to the spec, if it is about one.
    pub page: String,
    /// JSON pointer (RFC 6901) into the page's definition; empty for the whole page.
    pub pointer: String,
    /// What kind of thing it is.
    pub code: Code,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What to do about it; may be empty.
    pub help: String,
}

impl Diagnostic {
    /// Something about a whole page or file.
    pub fn new(code: Code, page: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code,
            page: page.into(),
            pointer: String::new(),
            message: message.into(),
            help: String::new(),
        }
    }

    /// Says where in the page.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = pointer.into();
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        write!(f, "{severity}[{}]: {}", self.code, self.message)?;
        if !self.page.is_empty() || !self.pointer.is_empty() {
            write!(f, "\n  --> {}", self.page)?;
        }
        if !self.pointer.is_empty() {
            write!(f, "#{}", self.pointer)?;
        }
        if !self.help.is_empty() {
            write!(f, "\n  = help: {}", self.help)?;
        }
        Ok(())
    }
}

/// Everything that a run has to say.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Whether output must not be written.
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    /// Those that are errors.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0
            .iter()
            .filter(|diagnostic| diagnostic.code.severity() == Severity::Error)
    }

    /// All of them, sorted by page, then pointer; the same thing said twice is there once.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<&Diagnostic> = self.0.iter().collect();
        all.sort();
        all.dedup();
        all
    }

    /// How often each code was used.
    pub fn summary(&self) -> BTreeMap<Code, usize> {
        let mut counts = BTreeMap::new();
        for diagnostic in self.sorted() {
            *counts.entry(diagnostic.code).or_default() += 1;
        }
        counts
    }
}
