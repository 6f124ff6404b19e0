//! Figures on a docs set: how many positions, shapes and types it has, and which types are nearly equal.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::analysis::Analysis;
use crate::graph::{Graph, Kind};
use crate::merge::{self, ClassId};

/// The figures of one API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stats {
    /// The folder of the API.
    pub folder: String,
    /// Its operations.
    pub operations: usize,
    /// All schema positions.
    pub positions: usize,
    /// The positions of objects with properties, enums and unions.
    pub nameable: usize,
    /// How many of the latter are distinct, docs aside.
    pub shapes: usize,
    /// How many types they became.
    pub types: usize,
    /// Types that differ in nothing but what is required, what is nullable, or the values of enums.
    pub near_twins: Vec<Vec<String>>,
}

impl Stats {
    /// Counts.
    pub fn of(analysis: &Analysis) -> Self {
        let graph = &analysis.lowered.graph;
        let shapes = merge::by_structure(graph);
        let used: Vec<ClassId> = analysis.uses.classes().map(|(class, _)| class).collect();
        let firsts = used
            .iter()
            .filter_map(|class| analysis.types.members(*class).first());
        let distinct: BTreeSet<ClassId> = firsts.map(|node| shapes.class(*node)).collect();
        Self {
            folder: analysis.api.folder.clone(),
            operations: analysis.api.operations.len(),
            positions: graph.len(),
            nameable: analysis
                .uses
                .classes()
                .map(|(_, uses)| uses.positions.len())
                .sum(),
            shapes: distinct.len(),
            types: used.len(),
            near_twins: near_twins(analysis, graph),
        }
    }
}

impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            folder,
            operations,
            positions,
            nameable,
            shapes,
            types,
            near_twins,
        } = self;
        writeln!(f, "{}", if folder.is_empty() { "(root)" } else { folder })?;
        writeln!(f, "  operations          {operations:>7}")?;
        writeln!(f, "  schema positions    {positions:>7}")?;
        writeln!(f, "  nameable positions  {nameable:>7}")?;
        writeln!(f, "  distinct shapes     {shapes:>7}")?;
        writeln!(f, "  types               {types:>7}")?;
        writeln!(f, "  near-twins          {:>7}", near_twins.len())?;
        for twins in near_twins {
            writeln!(f, "    {}", twins.join(", "))?;
        }
        Ok(())
    }
}

fn near_twins(analysis: &Analysis, graph: &Graph) -> Vec<Vec<String>> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (class, _) in analysis.uses.classes() {
        let (Some(node), Some(name)) = (
            analysis.types.members(class).first(),
            analysis.names.of(class),
        ) else {
            continue;
        };
        if let Some(outline) = outline(graph, &graph.node(*node).kind) {
            groups.entry(outline).or_default().push(name.to_owned());
        }
    }
    let mut twins: Vec<Vec<String>> = groups
        .into_values()
        .filter(|names| names.len() > 1)
        .collect();
    for names in &mut twins {
        names.sort();
    }
    twins.sort();
    twins
}

/// An object's properties and the kinds of their values.
fn outline(graph: &Graph, kind: &Kind) -> Option<String> {
    let Kind::Struct(object) = kind else {
        return None;
    };
    let fields = object.fields.iter().map(|(name, field)| {
        let kind = match &graph.node(field.edge.target).kind {
            Kind::Any => "any".to_owned(),
            Kind::Object | Kind::Map(_) | Kind::Struct(_) | Kind::Union(_) => "object".to_owned(),
            Kind::Scalar(scalar) => format!("{scalar:?}"),
            Kind::Enum(_) => "enum".to_owned(),
            Kind::List(_) => "list".to_owned(),
        };
        format!("{name}: {kind}")
    });
    let fields: BTreeSet<String> = fields.collect();
    (fields.len() > 1).then(|| fields.into_iter().collect::<Vec<_>>().join(", "))
}
