//! Diagnostics: what is wrong with the input, where, and what to do about it.
//!
//! Every stage adds to one [`Diagnostics`] and goes on, so that one run reports every problem. Whether output may be
//! written is decided once, after all stages: [`Diagnostics::has_errors`].

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

/// How serious a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// No output is written.
    Error,
    /// Part of the page is missing from the output or only approximated.
    Warning,
    /// The output is complete, but the page has a flaw.
    Note,
}

/// Declares the codes with their severities, so that a code can't be without one.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal, $severity:ident;)+) => {
        /// The kind of a diagnostic. The texts are stable: they can be searched for and counted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// The stable text of the code.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// How serious it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    /// The spec folder, a page, `codegen.yaml` or `names.yaml` can't be read.
    Unreadable = "unreadable", Error;
    /// The spec folder has no pages.
    NoPages = "no-pages", Error;
    /// The page has no frontmatter, or its end is missing.
    Frontmatter = "frontmatter", Error;
    /// Keys of the frontmatter other than `api` aren't valid YAML.
    FrontmatterKeys = "frontmatter-keys", Note;
    /// The page's frontmatter has no `api`.
    NoApi = "no-api", Error;
    /// `api` can't be decoded.
    BadApi = "bad-api", Error;
    /// `api` is too large or too deeply nested.
    TooLarge = "too-large", Error;
    /// `api` isn't the definition of an operation.
    BadOperation = "bad-operation", Error;
    /// The page has `$ref`s to what isn't in it.
    NotInlined = "not-inlined", Error;
    /// The page describes something other than an operation, such as a webhook.
    NotAnOperation = "not-an-operation", Note;
    /// The file isn't an OpenAPI document that can be imported.
    BadDocument = "bad-document", Error;
    /// The document has no operations, or none that is wanted.
    NoOperations = "no-operations", Error;
    /// No operation has a tag or an operationId that is wanted.
    UnknownSelection = "unknown-selection", Warning;
    /// An API's folder would not be in the spec folder.
    BadApiFolder = "bad-api-folder", Error;
    /// A `$ref` leads nowhere, and nothing else can be in its place.
    UnresolvedReference = "unresolved-reference", Error;
    /// A `$ref` to a schema leads nowhere within the document.
    MissingSchema = "missing-schema", Warning;
    /// A webhook, or an operation with a method that the docs plugin doesn't know, is not imported.
    SkippedOperation = "skipped-operation", Note;
    /// An operation of a document has the method and path of another one, apart from the names of parameters.
    RepeatedOperation = "repeated-operation", Warning;
    /// Two pages define the same operation.
    DuplicateOperation = "duplicate-operation", Error;
    /// `codegen.yaml` is invalid.
    BadConfig = "bad-config", Error;
    /// `overlay.yaml` is invalid.
    BadOverlay = "bad-overlay", Error;
    /// An action of `overlay.yaml` matches nothing.
    OverlayTarget = "overlay-target", Warning;
    /// `names.yaml` is invalid.
    BadNames = "bad-names", Error;
    /// The type of a name in `names.yaml` has nothing in common with the one before.
    ForeignName = "foreign-name", Warning;
    /// An entry of `names.yaml` doesn't match any type of the pages.
    StaleName = "stale-name", Note;
    /// A value doesn't have the type that OpenAPI specifies.
    Malformed = "malformed", Warning;
    /// A keyword that the generator doesn't know.
    UnknownKeyword = "unknown-keyword", Note;
    /// A schema's `type` isn't one of OpenAPI's.
    UnknownType = "unknown-type", Warning;
    /// Branches of a union are empty on the page.
    EmptyBranch = "empty-branch", Warning;
    /// Parts of an `allOf` contradict each other.
    Contradiction = "contradiction", Warning;
    /// The schema is empty.
    NoSchema = "no-schema", Note;
    /// `circular(...)` doesn't match the title of an enclosing schema.
    Circular = "circular", Warning;
    /// Schemas are nested deeper than rustc reads types.
    TooDeep = "too-deep", Warning;
    /// A path template and the declared parameters disagree.
    PathParameter = "path-parameter", Note;
    /// The media type isn't supported.
    MediaType = "media-type", Warning;
    /// A security scheme isn't supported.
    UnsupportedSecurity = "unsupported-security", Warning;
    /// A part that no code is generated for: `links` and other media types of a response, `callbacks` of an operation.
    NotInClient = "not-in-client", Note;
    /// A response key isn't a status.
    BadStatus = "bad-status", Warning;
    /// The operation has no `operationId`.
    NoOperationId = "no-operation-id", Note;
    /// A bug in the generator.
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

/// One finding about the input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Diagnostic {
    /// The file, relative to the spec, if it is about one.
    pub page: String,
    /// JSON pointer (RFC 6901) into the page's definition; empty for the whole page.
    pub pointer: String,
    /// The kind of finding.
    pub code: Code,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What to do about it; may be empty.
    pub help: String,
}

impl Diagnostic {
    /// Creates a diagnostic about a whole page or file.
    pub fn new(code: Code, page: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code,
            page: page.into(),
            pointer: String::new(),
            message: message.into(),
            help: String::new(),
        }
    }

    /// Sets the JSON pointer.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = pointer.into();
        self
    }

    /// Sets the help.
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

/// All diagnostics of a run.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all diagnostics of another stage or page.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Whether output must not be written.
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    /// The errors, in the order in which they were found.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0
            .iter()
            .filter(|diagnostic| diagnostic.code.severity() == Severity::Error)
    }

    /// All diagnostics, sorted by page, then pointer, without duplicates.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<&Diagnostic> = self.0.iter().collect();
        all.sort();
        all.dedup();
        all
    }

    /// The number of diagnostics of each code.
    pub fn summary(&self) -> BTreeMap<Code, usize> {
        let mut counts = BTreeMap::new();
        for diagnostic in self.sorted() {
            *counts.entry(diagnostic.code).or_default() += 1;
        }
        counts
    }
}
