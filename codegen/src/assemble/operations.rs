//! Operations and their parameters.

use std::collections::{BTreeMap, BTreeSet};

use super::Assembly;
use super::parameters::schema_of;
use super::settings::server;
use crate::input::docs_set::{DocumentedOperation, OperationIndex};
use crate::input::openapi::ParameterObject;
use crate::ir::{
    Body, BodyContent, Location, NextPage, Operation, Paging, Parameter, Payload, Response, Server,
    Success, TypeId, TypeKind, TypeRef,
};
use crate::names::idents::{Scope, function_ident};
use crate::names::words::pascal;
use crate::place;

/// The size of a page where neither the page nor the settings name one.
const PAGE_SIZE: u32 = 100;

impl Assembly<'_> {
    pub(super) fn operations(
        &mut self,
        errors: &BTreeMap<OperationIndex, TypeId>,
    ) -> Vec<Operation> {
        let main_server = self.main_server();
        let mut scopes: BTreeMap<String, (Scope, Scope)> = BTreeMap::new();
        let mut operations = Vec::new();
        for (index, documented) in self.api.indexed() {
            let tag = place::tag(documented).to_owned();
            let (functions, requests) = scopes
                .entry(tag)
                .or_insert_with(|| (Scope::with(&["new"]), Scope::default()));
            let object = &documented.object;
            let function = function_ident(
                functions,
                self.vocabulary,
                &documented.id,
                &object.method,
                &object.path,
            );
            let request = requests.take([pascal(
                &self.vocabulary.words(function.trim_start_matches("r#")),
            )]);
            let names = (function, request);
            operations.push(self.one_operation(
                index,
                documented,
                names,
                errors.get(&index).copied(),
                &main_server,
            ));
        }
        operations
    }

    fn one_operation(
        &mut self,
        index: OperationIndex,
        documented: &DocumentedOperation,
        (function, request): (String, String),
        errors: Option<TypeId>,
        main_server: &Server,
    ) -> Operation {
        let object = &documented.object;
        let mut scope = Scope::with(&["self"]);
        let parameters = self.parameters(index, documented, &mut scope);
        let body = self.body(index, &mut scope);
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
            function,
            request,
            method: object.method.to_uppercase(),
            path: object.path.clone(),
            summary: summary(documented),
            description: object.description.clone(),
            scopes: object
                .security
                .iter()
                .flatten()
                .flat_map(|scheme| scheme.values().flatten().cloned())
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
            security: object.security.as_ref().map(|security| {
                let names: BTreeSet<String> = security
                    .iter()
                    .flat_map(|scheme| scheme.keys().cloned())
                    .collect();
                names.into_iter().collect()
            }),
            server: own_server,
            deprecated: object.deprecated,
            experimental: object.experimental || self.sends_experimental(&parameters),
            paging: self.paging(&object.parameters, &parameters, body.as_ref(), &success),
            parameters,
            body,
            success,
            errors,
            responses: self.responses(index),
        }
    }

    /// A parameter that is always sent and says so by its name.
    fn sends_experimental(&self, parameters: &[Parameter]) -> bool {
        parameters.iter().any(|each| {
            each.constant.is_some() && each.name.to_lowercase().contains("experimental")
        })
    }

    fn responses(&self, index: OperationIndex) -> Vec<Response> {
        let lowered = self.lowered.operation(index);
        let objects = &self.api.operation(index).object.responses;
        let responses = lowered.responses.iter().map(|response| {
            let object = objects.get(&response.key);
            let headers = object.map(|object| {
                object
                    .headers
                    .iter()
                    .map(|(k, v)| (k.clone(), v.clone()))
                    .collect()
            });
            Response {
                status: response.status,
                description: object
                    .map(|object| object.description.clone())
                    .unwrap_or_default(),
                content: response
                    .content
                    .iter()
                    .map(|(name, content)| (name.clone(), self.payload_of(*content)))
                    .collect(),
                headers: headers.unwrap_or_default(),
            }
        });
        responses.collect()
    }

    /// An operation that answers with a list has pages if it takes a `limit` and the way to the next page, by whatever
    /// names the settings give them.
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
        let mut counts: BTreeMap<Server, usize> = BTreeMap::new();
        for operation in &self.api.operations {
            let servers = operation
                .object
                .servers
                .first()
                .map(|object| server(object, self.config));
            *counts
                .entry(servers.unwrap_or_else(|| Server {
                    origin: String::new(),
                    path: String::new(),
                    variables: Vec::new(),
                }))
                .or_default() += 1;
        }
        let main = counts
            .into_iter()
            .max_by_key(|(server, count)| (!server.origin.is_empty(), *count));
        main.map(|(server, _)| server).unwrap_or(Server {
            origin: String::new(),
            path: String::new(),
            variables: Vec::new(),
        })
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
