//! Operations and their parameters.

use std::collections::{BTreeMap, BTreeSet};

use super::Assembly;
use super::parameters::schema_of;
use super::settings::{most_frequent, server};
use crate::input::docs_set::{DocumentedOperation, OperationIndex};
use crate::input::openapi::{OperationObject, ParameterObject};
use crate::ir::{
    Body, BodyContent, Location, NextPage, Operation, Paging, Parameter, Payload, Server, Success,
    TypeKind, TypeRef,
};
use crate::names::idents::{Identifiers, OperationIdents, TagIdents, operation_idents};

/// The size of a page where neither the page nor the settings name one.
const PAGE_SIZE: u32 = 100;

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

    /// Names functions and requests, within the module of their tag: first those that are remembered.
    fn operation_idents(&self) -> BTreeMap<OperationIndex, OperationIdents> {
        let mut idents: BTreeMap<&str, TagIdents> = BTreeMap::new();
        let mut names = BTreeMap::new();
        for remembered in [true, false] {
            for (index, documented) in self.api.indexed() {
                let function = self.analysis.recalled.function(index);
                if function.is_some() == remembered {
                    let idents = idents.entry(documented.tag()).or_default();
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
            request: names.request,
            method: object.method.to_uppercase(),
            path: object.path.clone(),
            summary: summary(documented),
            description: object.description.clone(),
            scopes: scopes(object),
            security: security(object),
            server: own_server,
            deprecated: object.deprecated,
            experimental: object.experimental || sends_experimental(&parameters),
            paging: self.paging(&object.parameters, &parameters, body.as_ref(), &success),
            parameters,
            body,
            success,
            errors: self.analysis.bodies.operation(index).errors,
            responses: self.responses(index),
        }
    }

    /// An operation that returns a list is paged if it has a parameter for the limit and one for the next page. The
    /// settings have their names.
    fn paging(
        &self,
        objects: &[ParameterObject],
        parameters: &[Parameter],
        body: Option<&Body>,
        success: &Success,
    ) -> Option<Paging> {
        let rule = self.config.paging.as_ref()?;
        let Success::One(Payload::Json(TypeRef::List(item))) = success else {
            return None;
        };
        let has = |name: &str| {
            let optional = |each: &&Parameter| each.location == Location::Query && !each.required;
            let mut named = parameters.iter().filter(|each| each.name == name);
            named.any(|each| optional(&each))
        };
        let limit = Some(&rule.limit).filter(|limit| has(limit))?;
        let next = match self.search_after(body) {
            Some(search) => search,
            None => NextPage::Offset(Some(&rule.offset).filter(|offset| has(offset))?.clone()),
        };
        let object = objects.iter().find(|object| object.name == *limit);
        let maximum = object.and_then(schema_of).and_then(|schema| schema.maximum);
        let maximum = maximum.and_then(|maximum| u32::try_from(maximum).ok());
        let page_size = maximum.filter(|size| *size > 0).or(rule.page_size);
        Some(Paging {
            item: item.as_ref().clone(),
            limit: limit.clone(),
            page_size: page_size.unwrap_or(PAGE_SIZE),
            total: rule.total.clone().filter(|name| has(name)),
            next,
        })
    }

    /// A body that takes the sorted fields of the last item.
    fn search_after(&self, body: Option<&Body>) -> Option<NextPage> {
        let rule = self.config.paging.as_ref()?.search_after.as_ref()?;
        let BodyContent::Json {
            ty: TypeRef::Named(id),
            ..
        } = &body?.content
        else {
            return None;
        };
        let TypeKind::Struct(object) = &self.typedefs.get(id.0)?.kind else {
            return None;
        };
        let has = |name: &str| object.fields.iter().any(|field| field.name == name);
        (has(&rule.cursor) && has(&rule.sort)).then(|| NextPage::SearchAfter {
            cursor: rule.cursor.clone(),
            sort: rule.sort.clone(),
        })
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

/// The OAuth2 scopes that an operation needs, sorted.
fn scopes(object: &OperationObject) -> Vec<String> {
    let schemes = object.security.iter().flatten();
    let scopes: BTreeSet<&String> = schemes
        .flat_map(|scheme| scheme.values().flatten())
        .collect();
    scopes.into_iter().cloned().collect()
}

/// The names of the security schemes that an operation accepts, sorted; `None` if the page doesn't have any.
fn security(object: &OperationObject) -> Option<Vec<String>> {
    let schemes = object.security.as_ref()?.iter();
    let names: BTreeSet<&String> = schemes.flat_map(|scheme| scheme.keys()).collect();
    Some(names.into_iter().cloned().collect())
}

/// Whether a parameter that is always sent marks the operation as experimental by its name.
fn sends_experimental(parameters: &[Parameter]) -> bool {
    let mut constants = parameters.iter().filter(|each| each.constant.is_some());
    constants.any(|each| each.name.to_lowercase().contains("experimental"))
}
