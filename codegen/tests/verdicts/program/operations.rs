//! Calls of each function, and what it returns.

use std::fmt::Write as _;

use codegen::ir::*;

use super::Writer;

impl Writer<'_> {
    fn pagers(&self, any: &str, error: &str, operation: &Operation) -> String {
        let mut body = String::new();
        if let Some(paging) = &operation.paging {
            let page = self.ty(&paging.page);
            let _ = writeln!(body, "let _: Pages<{page}, {error}> = {any}.pages();");
            if let Some(items) = &paging.items {
                let item = self.ty(&items.item);
                let _ = writeln!(body, "let _: Items<{item}, {error}> = {any}.items();");
            }
            if paging.has_total {
                let _ = writeln!(
                    body,
                    "let _: Result<u64, Error<{error}>> = {any}.total().await;"
                );
            }
        }
        body
    }

    fn may_stream(&self, content: &BodyContent) -> bool {
        let (BodyContent::Multipart(id) | BodyContent::Choice(id)) = content else {
            return matches!(content, BodyContent::Bytes(_));
        };
        match &self.version.types[id.0].kind {
            TypeKind::Form(parts) => parts
                .iter()
                .any(|part| matches!(part.kind, PartKind::File | PartKind::Files)),
            TypeKind::Bodies(variants) => variants.iter().any(|each| self.may_stream(&each.body)),
            _ => false,
        }
    }

    fn setters(&self, request: &str, operation: &Operation) -> String {
        let any = format!("any::<{request}>()");
        let mut body = String::new();
        for parameter in operation
            .parameters
            .iter()
            .filter(|each| !each.required && each.constant.is_none())
        {
            let argument = self.argument(&parameter.ty);
            body += &Self::call(&format!("{any}.{}", parameter.ident), &[argument]);
        }
        if let Some(optional) = operation.body.as_ref().filter(|body| !body.required) {
            let argument = self.body_argument(&optional.content);
            body += &Self::call(&format!("{any}.{}", optional.ident), &[argument]);
        }
        body
    }

    pub(super) fn operation(&mut self, module: &Module, operation: &Operation) {
        let required = operation
            .parameters
            .iter()
            .filter(|each| each.required && each.constant.is_none());
        let mut arguments: Vec<String> = required.map(|each| self.argument(&each.ty)).collect();
        if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
            arguments.push(self.body_argument(&body.content));
        }
        let call = format!(
            "client.{}().{}().{}",
            self.version.module, module.name, operation.function
        );
        let request = format!(
            "{}::{}::request::{}",
            self.root(),
            module.name,
            operation.request
        );
        let mut body = Self::call(&call, &arguments);
        body += &self.setters(&request, operation);
        let any = format!("any::<{request}>()");
        let success = match &operation.success {
            Success::One(payload) => self.payload(payload),
            Success::ByStatus(id) => self.named(*id),
        };
        let error = operation
            .errors
            .map_or("Value".to_owned(), |id| self.named(id));
        let _ = writeln!(
            body,
            "let request: {request} = {call}({});",
            arguments.join(", ")
        );
        let _ = writeln!(
            body,
            "let _: Result<Response<{success}>, Error<{error}>> = request.send().await;"
        );
        let _ = writeln!(
            body,
            "let _: Result<{success}, Error<{error}>> = {any}.await;"
        );
        let is_streamed = operation
            .body
            .as_ref()
            .is_some_and(|body| self.may_stream(&body.content));
        let copy = if is_streamed { "try_clone" } else { "clone" };
        let _ = writeln!(body, "let _ = {any}.{copy}();");
        body += &self.pagers(&any, &error, operation);
        self.function("client: client::Client", &body);
    }
}
