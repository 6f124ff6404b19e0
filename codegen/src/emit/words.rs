//! Sentences of the generator's own: the descriptions of types that the vendor doesn't describe, and links.

use super::docs::Docs;
use super::scope::Scope;
use crate::ir::{Module, Operation, TypeDef, TypeDocs, TypeId, Version, Words};
use crate::markdown;

/// The description of a type.
pub(crate) fn type_docs(scope: &Scope<'_>, definition: &TypeDef) -> Docs {
    match &definition.docs {
        TypeDocs::Vendor(text) => Docs::new().markdown(text),
        TypeDocs::Own(paragraphs) => paragraphs.iter().fold(Docs::new(), |docs, words| {
            let linked = words.iter().map(|piece| match piece {
                Words::Text(text) => text.clone(),
                Words::Type(id) => scope.type_reference(*id),
                Words::Operation(id) => scope.operation_reference(id),
            });
            docs.ours(linked.collect::<String>())
        }),
    }
}

impl Scope<'_> {
    /// A link to a type.
    pub(crate) fn type_reference(&self, id: TypeId) -> String {
        let name = &self.definition(id).name;
        match self.sees(id) {
            true => format!("[`{name}`]"),
            false => format!(
                "[`{name}`]({})",
                self.named(id).to_string().replace(' ', "")
            ),
        }
    }

    /// A link to the function of an operation.
    fn operation_reference(&self, id: &str) -> String {
        let Some((module, operation)) = function(self.version, id) else {
            return markdown::code(id);
        };
        let name = plain_ident(&operation.function);
        match self.is_module(module) {
            true => format!("[`{name}`](Api::{name})"),
            false => format!("[`{name}`](super::{}::Api::{name})", module.name),
        }
    }
}

/// The function of an operation, and its module.
fn function<'v>(version: &'v Version, id: &str) -> Option<(&'v Module, &'v Operation)> {
    version.modules.iter().find_map(|module| {
        let operation = module.operations.iter().find(|each| each.id == id)?;
        Some((module, operation))
    })
}

fn plain_ident(ident: &str) -> &str {
    ident.trim_start_matches("r#")
}
