//! The example of an operation: the call with its required arguments, made of the values that its page shows.

use std::collections::BTreeSet;

use heck::ToSnakeCase as _;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::print;
use super::scope::{Scope, ident};
use super::types::crate_name;
use crate::ir::{
    BodyContent, Enum, Field, Operation, PartKind, Payload, Presence, Struct, Success, TypeId,
    TypeKind, TypeRef, Union,
};
use crate::markdown;
use crate::scalar::Scalar;

/// Longer texts aren't useful as examples.
const MAX_TEXT: usize = 60;

/// A type whose required parts are nested deeper gets no example.
const MAX_DEPTH: usize = 8;

/// The lines of the code block; none if the arguments can't be written shortly.
pub(crate) fn lines(scope: &Scope<'_>, operation: &Operation) -> Vec<String> {
    let mut example = Example {
        scope,
        imports: BTreeSet::new(),
    };
    let Some(call) = example.call(operation) else {
        return Vec::new();
    };
    let Ok(body) = print::statement(&call) else {
        return Vec::new();
    };
    let krate = crate_name(scope.krate);
    let version = format!("{krate}::{}", scope.version.module);
    let module = scope.module_name();
    let head = format!(
        "# async fn run({module}: {version}::{module}::Api) -> Result<(), {krate}::Error> {{"
    );
    let imports: Vec<&str> = example.imports.iter().map(String::as_str).collect();
    let imports = match imports.as_slice() {
        [] => None,
        [only] => Some(format!("# use {version}::{only};")),
        several => Some(format!("# use {version}::{{{}}};", several.join(", "))),
    };
    ["```".to_owned(), head]
        .into_iter()
        .chain(imports)
        .chain(body)
        .chain(["# Ok(()) }".to_owned(), "```".to_owned()])
        .collect()
}

struct Example<'a> {
    scope: &'a Scope<'a>,
    /// The types that it names.
    imports: BTreeSet<String>,
}

impl Example<'_> {
    /// `let profile = access_profiles.get_access_profile("2c91").await?;`
    fn call(&mut self, operation: &Operation) -> Option<TokenStream> {
        let parameters = operation.parameters.iter();
        let mut arguments = parameters
            .filter(|each| each.required && each.constant.is_none())
            .map(|each| self.value(&each.ty, each.example.as_ref(), plain(&each.ident), 0))
            .collect::<Option<Vec<_>>>()?;
        if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
            arguments.push(self.body(&body.content, 0)?);
        }
        let api = ident(self.scope.module_name());
        let function = ident(&operation.function);
        let call = quote!(#api.#function(#(#arguments),*).await?);
        Some(match self.result_name(&operation.success) {
            Some(name) => {
                let name = ident(&name);
                quote!(let #name = #call;)
            }
            None => quote!(#call;),
        })
    }

    fn result_name(&self, success: &Success) -> Option<String> {
        let name = match success {
            Success::One(Payload::Empty) => return None,
            Success::One(Payload::Binary) => "file".to_owned(),
            Success::One(Payload::Text) => "text".to_owned(),
            Success::One(Payload::Json(TypeRef::List(_))) => "items".to_owned(),
            Success::One(Payload::Json(TypeRef::Named(id))) => {
                self.scope.definition(*id).name.to_snake_case()
            }
            Success::One(Payload::Json(_)) => "value".to_owned(),
            Success::ByStatus(_) => "response".to_owned(),
        };
        Some(match syn::parse_str::<syn::Ident>(&name) {
            Ok(_) if name.ends_with("_response") => "response".to_owned(),
            Ok(_) => name,
            Err(_) => "value".to_owned(),
        })
    }

    fn body(&mut self, content: &BodyContent, depth: usize) -> Option<TokenStream> {
        let krate = ident(&crate_name(self.scope.krate));
        match content {
            BodyContent::Json { ty, .. } | BodyContent::Form(ty) => {
                self.value(ty, None, "body", depth)
            }
            BodyContent::Multipart(id) | BodyContent::Choice(id) => {
                self.definition(*id, None, "body", depth)
            }
            BodyContent::Text(_) => Some(quote!("text")),
            BodyContent::Bytes(_) => Some(quote!(#krate::Body::file("file"))),
        }
    }

    /// A value as functions take it: text and the like by `Into`.
    fn value(
        &mut self,
        ty: &TypeRef,
        shown: Option<&Value>,
        name: &str,
        depth: usize,
    ) -> Option<TokenStream> {
        Some(match ty {
            TypeRef::Scalar(scalar) => scalar_value(*scalar, shown, name),
            TypeRef::Value => scalar_value(Scalar::String, shown, name),
            TypeRef::Named(id) | TypeRef::Boxed(id) => self.definition(*id, shown, name, depth)?,
            TypeRef::List(item) => {
                let first = shown.and_then(|shown| shown.get(0)).or(shown);
                let item = match **item {
                    TypeRef::List(_) | TypeRef::Option(_) => {
                        self.exact(item, first, name, depth)?
                    }
                    _ => self.value(item, first, name, depth)?,
                };
                quote!([#item])
            }
            TypeRef::Map(_) | TypeRef::Object => quote!(Default::default()),
            TypeRef::Option(_) => self.exact(ty, shown, name, depth)?,
        })
    }

    /// A value of exactly the type.
    fn exact(
        &mut self,
        ty: &TypeRef,
        shown: Option<&Value>,
        name: &str,
        depth: usize,
    ) -> Option<TokenStream> {
        Some(match ty {
            TypeRef::List(item) => {
                let item = self.exact(item, shown, name, depth)?;
                quote!(vec![#item])
            }
            TypeRef::Option(inner) => {
                let inner = self.exact(inner, shown, name, depth)?;
                quote!(Some(#inner))
            }
            ty => {
                let value = self.value(ty, shown, name, depth)?;
                match self.scope.converts(ty) {
                    true => quote!(#value.into()),
                    false => value,
                }
            }
        })
    }

    /// A value of a type of this version, or what converts into it.
    fn definition(
        &mut self,
        id: TypeId,
        shown: Option<&Value>,
        name: &str,
        depth: usize,
    ) -> Option<TokenStream> {
        if depth > MAX_DEPTH {
            return None;
        }
        let definition = self.scope.definition(id);
        match &definition.kind {
            TypeKind::Struct(object) => self.object(&definition.name, object, depth),
            TypeKind::Enum(values) => self.enum_value(values, shown),
            TypeKind::Union(union) => self.union_value(union, shown, name, depth),
            TypeKind::Form(parts) => {
                let krate = ident(&crate_name(self.scope.krate));
                let parts = parts.iter().filter(|part| part.required).map(|part| {
                    let file = quote!(#krate::File::path("file.csv"));
                    match &part.kind {
                        PartKind::File => Some(file),
                        PartKind::Files => Some(quote!([#file])),
                        PartKind::Text(ty) | PartKind::Json(ty) => {
                            self.value(ty, None, plain(&part.ident), depth + 1)
                        }
                    }
                });
                let parts = parts.collect::<Option<Vec<_>>>()?;
                let name = self.named(&definition.name);
                Some(quote!(#name::new(#(#parts),*)))
            }
            TypeKind::Bodies(variants) => {
                let first = variants.first()?;
                let body = match &first.body {
                    BodyContent::Json { ty, .. } | BodyContent::Form(ty) => {
                        self.exact(ty, None, name, depth + 1)?
                    }
                    BodyContent::Text(_) => quote!("text".to_owned()),
                    other => self.body(other, depth + 1)?,
                };
                let (name, variant) = (self.named(&definition.name), ident(&first.ident));
                Some(quote!(#name::#variant(#body)))
            }
            TypeKind::Errors(_) | TypeKind::SuccessByStatus(_) => None,
        }
    }

    /// A struct of its required fields.
    fn object(&mut self, name: &str, object: &Struct, depth: usize) -> Option<TokenStream> {
        let required = object.fields.iter();
        let required = required.filter(|field| field.presence == Presence::Required);
        let required: Vec<&Field> = required.collect();
        let name = self.named(name);
        if object.json_patch {
            return Some(quote!(#name::replace("/name", "Payroll")));
        }
        if required.is_empty() {
            return Some(quote!(#name::default()));
        }
        let arguments = required.into_iter().map(|field| {
            let shown = field.example.clone().map(Value::from);
            self.value(&field.ty, shown.as_ref(), plain(&field.ident), depth + 1)
        });
        let arguments = arguments.collect::<Option<Vec<_>>>()?;
        Some(quote!(#name::new(#(#arguments),*)))
    }

    /// The value that the page shows if it is one of the enum's, else the first.
    fn enum_value(&self, values: &Enum, shown: Option<&Value>) -> Option<TokenStream> {
        let mut variants = values.variants.iter();
        let value =
            match shown.filter(|shown| values.variants.iter().any(|each| each.value == **shown)) {
                Some(shown) => shown,
                None => &variants.next()?.value,
            };
        if let (Some(text), true) = (value.as_str(), values.is_textual()) {
            return Some(quote!(#text));
        }
        let krate = ident(&crate_name(self.scope.krate));
        let value: TokenStream = value.to_string().parse().ok()?;
        Some(quote!(#krate::Value::from(#value)))
    }

    /// The first branch that converts into the union, else null.
    fn union_value(
        &mut self,
        union: &Union,
        shown: Option<&Value>,
        name: &str,
        depth: usize,
    ) -> Option<TokenStream> {
        let branch = union.variants.iter().find_map(|variant| match &variant.ty {
            TypeRef::Scalar(Scalar::String) => Some(scalar_value(Scalar::String, shown, name)),
            TypeRef::Named(id) | TypeRef::Boxed(id) => match &self.scope.definition(*id).kind {
                TypeKind::Struct(object) => {
                    self.object(&self.scope.definition(*id).name, object, depth + 1)
                }
                _ => None,
            },
            _ => None,
        });
        let krate = ident(&crate_name(self.scope.krate));
        Some(branch.unwrap_or_else(|| quote!(#krate::Value::Null)))
    }

    fn named(&mut self, name: &str) -> proc_macro2::Ident {
        self.imports.insert(name.to_owned());
        ident(name)
    }
}

/// The value that the page shows, if it can be read at a glance, else one that says what it is.
fn scalar_value(scalar: Scalar, shown: Option<&Value>, name: &str) -> TokenStream {
    match scalar {
        Scalar::Boolean => {
            let flag = shown.and_then(Value::as_bool).unwrap_or(true);
            quote!(#flag)
        }
        Scalar::Int32 | Scalar::Int64 | Scalar::Number => {
            let number = shown.and_then(Value::as_i64);
            let number = number.and_then(|number| u16::try_from(number).ok());
            let number = Literal::u16_unsuffixed(number.unwrap_or(1));
            quote!(#number)
        }
        Scalar::Timestamp | Scalar::Date | Scalar::String | Scalar::Binary => {
            let text = match shown {
                Some(Value::String(text)) => Some(text.trim().to_owned()),
                Some(Value::Number(number)) => Some(number.to_string()),
                _ => None,
            };
            let text = text.filter(|text| is_readable(text));
            let text = text.unwrap_or_else(|| match scalar {
                Scalar::Timestamp => "2026-01-31T12:00:00Z".to_owned(),
                Scalar::Date => "2026-01-31".to_owned(),
                _ => name.to_owned(),
            });
            quote!(#text)
        }
    }
}

fn is_readable(text: &str) -> bool {
    let is_odd = |char: char| char.is_control() || markdown::is_hidden(char);
    !text.is_empty() && text.chars().count() <= MAX_TEXT && !text.contains(is_odd)
}

fn plain(ident: &str) -> &str {
    crate::names::idents::plain(ident)
}
