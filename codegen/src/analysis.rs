//! What the stages before `assemble` found out about one API.

use crate::bodies::Bodies;
use crate::input::docs_set::Api;
use crate::lower::Lowered;
use crate::merge::Types;
use crate::names::TypeNames;
use crate::place::{Cycles, Placement};
use crate::recall::Recalled;
use crate::recall::sites::Sites;
use crate::uses::Uses;

/// The results of the stages, one field for each, in the order in which the stages run.
#[derive(Debug)]
pub struct Analysis {
    /// The operations as the pages have them.
    pub api: Api,
    /// The graph of all schema positions, and how each body is sent.
    pub lowered: Lowered,
    /// What `names.yaml` remembers, and of which schemas.
    pub recalled: Recalled,
    /// Which positions are one type.
    pub types: Types,
    /// Where each type is used.
    pub uses: Uses,
    /// What the bodies of operations carry.
    pub bodies: Bodies,
    /// The names of the types, and the reasons for them.
    pub names: TypeNames,
    /// The use sites of the types, as `names.yaml` has them.
    pub sites: Sites,
    /// Which types contain themselves.
    pub cycles: Cycles,
    /// Where the types live.
    pub placement: Placement,
}
