//! What the docs plugin adds to a document: titles of components, and the schemas of discriminator mappings.

use std::collections::BTreeMap;

use super::graph::{Graph, Id, Node};
use super::reference;

/// Gives each schema component without a title of its own its name as title. Where different
/// components have the same title, they get their names.
pub(super) fn add_titles(graph: &mut Graph, root: Id) {
    let schemas = graph
        .member(root, "components")
        .and_then(|components| graph.member(components, "schemas"));
    let Some(schemas) = schemas else { return };
    let components = graph.children(schemas);
    let mut by_title: BTreeMap<&str, Vec<Id>> = BTreeMap::new();
    for (_, schema) in &components {
        if let Some(title) = graph.member_text(*schema, "title") {
            by_title.entry(title.trim()).or_default().push(*schema);
        }
    }
    let shared: Vec<Id> = by_title
        .into_values()
        .filter(|alike| {
            alike
                .windows(2)
                .any(|pair| !graph.is_equal(pair[0], pair[1]))
        })
        .flatten()
        .collect();
    for (name, schema) in components {
        let is_own = has_title(graph, schema) && !shared.contains(&schema);
        if graph.object(schema).is_some() && !is_own {
            graph.set_text(schema, "title", &name);
        }
    }
}

fn has_title(graph: &Graph, schema: Id) -> bool {
    let title = graph.member(schema, "title");
    title.is_some_and(|title| match graph.node(title) {
        Node::Scalar(value) => !value.is_null() && *value != false && *value != 0 && *value != "",
        _ => true,
    })
}

/// Replaces each reference in the mapping of a discriminator by the schema that it leads to, or by an empty one.
pub(super) fn resolve_mappings(graph: &mut Graph, root: Id) {
    for id in graph.ids() {
        let mapping = graph
            .member(id, "discriminator")
            .and_then(|discriminator| graph.member(discriminator, "mapping"));
        let Some(mapping) = mapping.filter(|mapping| graph.object(*mapping).is_some()) else {
            continue;
        };
        for (value, target) in graph.children(mapping) {
            let Some(segments) = graph.text(target).and_then(reference::segments) else {
                continue;
            };
            let found = segments
                .iter()
                .try_fold(root, |at, segment| graph.child(at, segment));
            let schema = match found {
                Some(found) => found,
                None => graph.add(Node::Object(Default::default())),
            };
            graph.set(mapping, &value, schema);
        }
    }
}
