//! From what the stages found out about an API to its [`Version`], in which everything is decided.
//!
//! Input: the [`Analysis`] of an API and the settings. Output: what the emitters write down. Each file below assembles one
//! part of it.

mod bodies;
mod common_parameters;
mod conversions;
mod docs;
mod examples;
mod nesting;
mod operations;
mod parameters;
mod settings;
mod typedefs;
mod version;

use self::docs::Spellings;
use crate::analysis::Analysis;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{Graph, NodeId};
use crate::input::config::Config;
use crate::input::docs_set::Api;
use crate::ir::{TypeDef, TypeRef, Version};
use crate::merge::{ClassId, Types};
use crate::names::TypeNames;
use crate::names::words::Vocabulary;
use crate::type_refs::TypeRefs;
use crate::uses::Uses;

pub use settings::{CrateLocation, assemble_crate};

/// What the parts of an API are assembled from.
struct Assembly<'a> {
    analysis: &'a Analysis,
    api: &'a Api,
    graph: &'a Graph,
    types: &'a Types,
    uses: &'a Uses,
    names: &'a TypeNames,
    config: &'a Config,
    vocabulary: &'a Vocabulary,
    refs: TypeRefs<'a>,
    /// All types, by id.
    typedefs: Vec<TypeDef>,
    /// How the vendor spells acronyms.
    spellings: Spellings,
    diagnostics: &'a mut Diagnostics,
}

/// Assembles one API.
pub fn assemble(
    analysis: &Analysis,
    config: &Config,
    vocabulary: &Vocabulary,
    diagnostics: &mut Diagnostics,
) -> Version {
    let Analysis {
        api,
        lowered,
        types,
        uses,
        names,
        ..
    } = analysis;
    let mut assembly = Assembly {
        analysis,
        api,
        graph: &lowered.graph,
        types,
        uses,
        names,
        config,
        vocabulary,
        refs: TypeRefs::new(&lowered.graph, types, uses),
        typedefs: Vec::new(),
        spellings: Spellings::of(api, vocabulary),
        diagnostics,
    };
    assembly.schema_types();
    assembly.operation_types();
    let mut operations = assembly.operations();
    assembly.limit_nesting(&mut operations);
    assembly.conversions(&operations);
    assembly.refs.report_unused(assembly.diagnostics);
    assembly.version(operations)
}

impl Assembly<'_> {
    /// The Rust type of a part of `owner`, boxed where it closes a cycle.
    fn part_ref(&self, owner: ClassId, part: NodeId) -> TypeRef {
        let cycles = &self.analysis.cycles;
        match self.refs.of(part) {
            TypeRef::Named(id) if cycles.needs_box(owner, self.types.class(part)) => {
                TypeRef::Boxed(id)
            }
            other => other,
        }
    }

    fn report(&mut self, code: Code, page: &str, pointer: &str, message: String) {
        self.diagnostics
            .push(Diagnostic::new(code, page, message).at(pointer));
    }

    /// Reports a state that the stages before rule out.
    fn report_internal(&mut self, message: String) {
        self.diagnostics.push(
            Diagnostic::new(Code::Internal, "", message)
                .help("please report this, with the pages of the API"),
        );
    }
}
