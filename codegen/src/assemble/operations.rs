//! Operations and their parameters.

use std::collections::{BTreeMap, BTreeSet};

use super::Assembly;
use super::settings::{most_frequent, server};
use crate::input::docs_set::{DocumentedOperation, OperationIndex};
use crate::input::openapi::OperationObject;
use crate::ir::{Body, Operation, Paging, Parameter, Server, Success, TypeDef};
use crate::names::idents::{Identifiers, OperationIdents, TagIdents, operation_idents};
use crate::names::operation_words::is_namespace;
use crate::paging::{self, Listing};

impl Assembly<'_> {
    /// Makes all operations, in the order of the API's.
    pub(super) fn operations(&mut self) -> Vec<Operation> {
        let main_server = self.main_server();
        let mut idents = self.operation_idents();
        let mut operations = Vec::new();
        let api = self.api;
        for (index, documented) in api.indexed() {
            if let Some(names) = idents.remove(&index) {
                operations.push(self.operation(index, documented, names, &main_server));
            }
        }
        operations
    }

    /// Names functions, statics and requests, within the module of their tag: first those that are remembered.
    fn operation_idents(&self) -> BTreeMap<OperationIndex, OperationIdents> {
        let types: Vec<&str> = self.typedefs.iter().flat_map(TypeDef::names).collect();
        let mut idents: BTreeMap<&str, TagIdents> = BTreeMap::new();
        let mut names = BTreeMap::new();
        for remembered in [true, false] {
            for (index, documented) in self.api.indexed() {
                let function = self.analysis.recalled.function(index);
                if function.is_some() == remembered {
                    let tag = documented.tag();
                    let idents = idents.entry(tag).or_insert_with(|| {
                        let of_tag = self.api.operations.iter().filter(|each| each.tag() == tag);
                        TagIdents::beside(&types, is_namespace(self.vocabulary, of_tag))
                    });
                    let both = operation_idents(idents, self.vocabulary, documented, function);
                    names.insert(index, both);
                }
            }
        }
        names
    }

    fn operation(
        &mut self,
        index: OperationIndex,
        documented: &DocumentedOperation,
        names: OperationIdents,
        main_server: &Server,
    ) -> Operation {
        let object = &documented.object;
        let mut idents = Identifiers::with(&["self"]);
        let parameters = self.parameters(index, documented, &mut idents);
        let body = self.body(index, &mut idents);
        let success = self.success(index);
        let own_server = object
            .servers
            .first()
            .map(|object| server(object, self.config))
            .filter(|server| server != main_server);
        Operation {
            id: documented.id.clone(),
            page: documented.path.clone(),
            page_id: documented.page_id.clone(),
            function: names.function,
            constant: names.constant,
            request: names.request,
            method: object.method.to_uppercase(),
            path: object.path.clone(),
            description: description(&summary(documented), &object.description),
            summary: summary(documented),
            scopes: scopes(object),
            security: security(object),
            server: own_server,
            deprecated: object.deprecated,
            experimental: object.experimental || sends_experimental(&parameters),
            paging: self.paging(object, body.as_ref(), &success),
            parameters,
            body,
            success,
            errors: self.analysis.bodies.operation(index).errors,
            responses: self.responses(index),
            example: self.example(index),
        }
    }

    /// How the operation is paged: by the first rule of the settings that fits.
    fn paging(
        &self,
        object: &OperationObject,
        body: Option<&Body>,
        success: &Success,
    ) -> Option<Paging> {
        let listing = Listing {
            object,
            body,
            success,
            types: &self.typedefs,
            constants: &self.config.constants,
        };
        let mut rules = self.config.paging.iter().flatten();
        rules.find_map(|rule| paging::apply(rule, &listing))
    }

    /// The server of most operations.
    pub(super) fn main_server(&self) -> Server {
        let operations = self.api.operations.iter();
        let servers = operations.map(|operation| match operation.object.servers.first() {
            Some(object) => server(object, self.config),
            None => Server::default(),
        });
        most_frequent(servers)
    }
}

/// The page's own summary or title, else the operationId.
fn summary(documented: &DocumentedOperation) -> String {
    let candidates = [
        documented.object.summary.trim(),
        documented.title.trim(),
        documented.id.as_str(),
    ];
    candidates
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default()
        .to_owned()
}

/// What the description says besides the summary.
fn description(summary: &str, description: &str) -> String {
    let words = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ");
        text.trim_end_matches(|char: char| char.is_ascii_punctuation())
            .to_owned()
    };
    match words(summary) == words(description) {
        true => String::new(),
        false => description.to_owned(),
    }
}

/// The OAuth2 scopes that an operation needs, sorted.
fn scopes(object: &OperationObject) -> Vec<String> {
    let schemes = object.security.iter().flatten();
    let scopes: BTreeSet<&String> = schemes
        .flat_map(|scheme| scheme.values().flatten())
        .collect();
    scopes.into_iter().cloned().collect()
}

/// The security schemes that an operation accepts, sorted: alternatives, each with what is required together.
fn security(object: &OperationObject) -> Option<Vec<Vec<String>>> {
    let alternatives = object.security.as_ref()?.iter();
    let names = alternatives.map(|schemes| {
        let mut names: Vec<String> = schemes.keys().cloned().collect();
        names.sort();
        names
    });
    let sets: BTreeSet<Vec<String>> = names.filter(|names| !names.is_empty()).collect();
    Some(sets.into_iter().collect())
}

/// Whether a parameter that is always sent marks the operation as experimental by its name.
fn sends_experimental(parameters: &[Parameter]) -> bool {
    let mut constants = parameters.iter().filter(|each| each.constant.is_some());
    constants.any(|each| each.name.to_lowercase().contains("experimental"))
}
