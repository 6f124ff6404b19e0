//! The source of a call of each operation.

use codegen::emit::type_path;
use codegen::input::page::Page;
use codegen::ir::{
    Body, BodyContent, Crate, Location, Module, Operation, Parameter, Part, PartKind, TypeId,
    TypeKind, TypeRef, Version,
};
use serde_json::{Value, json};

use crate::{document, examples};

/// A call of an operation.
pub(crate) struct Call {
    /// The page.
    pub(crate) page: String,
    /// The function that makes the call.
    pub(crate) function: String,
    /// The path below which the API is served.
    pub(crate) base: String,
    /// The statements of the function. They define `call`.
    pub(crate) source: String,
    /// The parameters in lower case, and the first examples that their page has for them, as text.
    pub(crate) parameters: Vec<(String, String)>,
    /// The body, as it is in the page, with its media type.
    pub(crate) body: Option<(String, Value)>,
}

/// The calls of all operations. One whose required parameters have no example isn't called.
pub(crate) fn calls(krate: &Crate, pages: &[Page]) -> Vec<Call> {
    let mut calls = Vec::new();
    for version in &krate.versions {
        for module in &version.modules {
            for operation in &module.operations {
                let page = pages
                    .iter()
                    .find(|page| page.path == operation.page)
                    .unwrap();
                let context = Context {
                    krate,
                    version,
                    page,
                };
                calls.extend(context.call(module, operation, calls.len()));
            }
        }
    }
    calls
}

struct Context<'a> {
    krate: &'a Crate,
    version: &'a Version,
    page: &'a Page,
}

impl Context<'_> {
    fn call(&self, module: &Module, operation: &Operation, number: usize) -> Option<Call> {
        let mut arguments = Vec::new();
        let mut setters = String::new();
        let mut parameters = Vec::new();
        for parameter in operation
            .parameters
            .iter()
            .filter(|each| each.constant.is_none())
        {
            let described = self.described(parameter);
            let schema = schema(described);
            let values = examples::of(described, schema);
            if let Some(text) = values.first().and_then(Value::as_str) {
                parameters.push((parameter.name.to_lowercase(), text.to_owned()));
            }
            if parameter.required {
                arguments.push(self.value(&parameter.ty, &values)?);
            } else {
                setters.push_str(&format!(
                    "    let call = match {}? {{ Some(value) => call.{}(value), None => call }};\n",
                    self.optional(&parameter.ty, &values),
                    parameter.ident,
                ));
            }
        }
        if let Some(body) = &operation.body {
            match (self.body(body), body.required) {
                (Some(value), true) => arguments.push(value),
                (Some(value), false) => {
                    setters.push_str(&format!("    let call = call.{}({value});\n", body.ident))
                }
                (None, true) => return None,
                (None, false) => {}
            }
        }
        let (version, module, function) = (&self.version.module, &module.name, &operation.function);
        let source = format!(
            "    let call = client.{version}().{module}().{function}({});\n{setters}",
            arguments.join(", ")
        );
        Some(Call {
            page: operation.page.clone(),
            function: format!("call_{number}"),
            base: document::base(self.version, operation),
            source,
            parameters,
            body: operation.body.as_ref().and_then(|body| self.raw_body(body)),
        })
    }

    /// The page's own description of a parameter.
    fn described(&self, parameter: &Parameter) -> &Value {
        let place = match parameter.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        let all = self.page.definition["parameters"]
            .as_array()
            .into_iter()
            .flatten();
        let mut all =
            all.filter(|each| each["in"] == place && each["name"] == parameter.name.as_str());
        all.next().unwrap_or(&Value::Null)
    }

    /// The first of the examples that is a value of the type.
    fn value(&self, ty: &TypeRef, values: &[Value]) -> Option<String> {
        let optional = self.optional(ty, values);
        (!values.is_empty()).then(|| format!("{optional}?.ok_or(NO_EXAMPLE)?"))
    }

    fn optional(&self, ty: &TypeRef, values: &[Value]) -> String {
        let ty = type_path(self.krate, self.version, ty);
        let values: Vec<String> = values
            .iter()
            .map(|value| format!("{:?}", value.to_string()))
            .collect();
        format!("value::<{ty}>(&[{}])", values.join(", "))
    }

    fn body(&self, body: &Body) -> Option<String> {
        let (media_type, content) = body.media_types.first()?;
        let value = self.content(media_type, content)?;
        match &body.content {
            BodyContent::Choice(id) => {
                let TypeKind::Bodies(variants) = &self.version.types[id.0].kind else {
                    return None;
                };
                let variant = variants.iter().find(|variant| variant.body == *content)?;
                Some(format!("{}::{}({value})", self.path(*id), variant.ident))
            }
            _ => Some(value),
        }
    }

    fn content(&self, media_type: &str, content: &BodyContent) -> Option<String> {
        let described = self.described_body(media_type);
        let values = examples::of(described, &described["schema"]);
        match content {
            BodyContent::Json { ty, .. } | BodyContent::Form(ty) => self.value(ty, &values),
            BodyContent::Multipart(id) => self.form(*id, &described["schema"]),
            BodyContent::Text(_) => Some("\"text\".to_owned()".to_owned()),
            // A form without fields isn't one.
            BodyContent::Bytes(_) if media_type.starts_with("multipart/") => None,
            BodyContent::Bytes(_) => Some("\"bytes\"".to_owned()),
            BodyContent::Choice(_) => None,
        }
    }

    fn described_body(&self, media_type: &str) -> &Value {
        let content = self.page.definition["requestBody"]["content"]
            .as_object()
            .into_iter()
            .flatten();
        let mut same = content.filter(|(name, _)| {
            name.trim().eq_ignore_ascii_case(media_type) || name.starts_with(media_type)
        });
        same.next().map_or(&Value::Null, |(_, described)| described)
    }

    fn form(&self, id: TypeId, schema: &Value) -> Option<String> {
        let TypeKind::Form(parts) = &self.version.types[id.0].kind else {
            return None;
        };
        let required = parts.iter().filter(|part| part.required);
        let arguments: Vec<String> = required
            .map(|part| self.part(part, schema))
            .collect::<Option<_>>()?;
        Some(format!("{}::new({})", self.path(id), arguments.join(", ")))
    }

    fn part(&self, part: &Part, schema: &Value) -> Option<String> {
        let schema = &schema["properties"][&part.name];
        match &part.kind {
            PartKind::File => Some("file()".to_owned()),
            PartKind::Files => Some("[file()]".to_owned()),
            PartKind::Text(ty) | PartKind::Json(ty) => {
                self.value(ty, &examples::of(schema, schema))
            }
        }
    }

    fn path(&self, id: TypeId) -> String {
        type_path(self.krate, self.version, &TypeRef::Named(id))
    }

    /// The example of the JSON body, whatever its type is.
    fn raw_body(&self, body: &Body) -> Option<(String, Value)> {
        let (media_type, BodyContent::Json { .. }) = body.media_types.first()? else {
            return None;
        };
        let described = self.described_body(media_type);
        let value = examples::of(described, &described["schema"])
            .into_iter()
            .next()?;
        Some((media_type.clone(), json!(value)))
    }
}

/// The schema of a parameter, which is that of its media type if it has one.
fn schema(parameter: &Value) -> &Value {
    let content = parameter["content"]
        .as_object()
        .and_then(|content| content.values().next());
    content.map_or(&parameter["schema"], |content| &content["schema"])
}
