//! The names that a module of the emitted crate can see.
//!
//! An emitter asks for a name and gets the tokens that mean it here: the bare name, whose import is noted down, or its
//! whole path where a type of the vendor has taken the name. So a module imports what it uses, all of it and nothing
//! else, and a vendor's `Option` or `Request` hurts nobody.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ir::{Crate, Module, Operation, TypeDef, TypeId, Version};

/// A module, or the module `request` in it.
pub(crate) struct Scope<'a> {
    pub(crate) krate: &'a Crate,
    pub(crate) version: &'a Version,
    module: &'a Module,
    /// This is the module `request`.
    inner: bool,
    /// What `inner` defines itself.
    requests: BTreeSet<&'a str>,
    /// The types that live in the module or are re-exported by it.
    types: BTreeSet<&'a str>,
    imports: RefCell<BTreeMap<String, BTreeSet<String>>>,
}

/// How a function takes a value.
pub(crate) struct Argument {
    /// The type of the argument.
    pub(crate) ty: TokenStream,
    /// The expression that converts the argument into the value, if it has to be converted.
    pub(crate) conversion: Option<TokenStream>,
}

/// How a function takes a value that may be missing, as the value or an `Option` of it.
pub(crate) struct OptionalArgument {
    /// The generic parameters of the function.
    pub(crate) generics: Option<TokenStream>,
    /// The type of the argument.
    pub(crate) ty: TokenStream,
    /// The expression that converts the argument.
    pub(crate) conversion: TokenStream,
    /// Whether that expression is an `Option`; otherwise it is the value.
    pub(crate) is_option: bool,
}

impl<'a> Scope<'a> {
    pub(crate) fn module(krate: &'a Crate, version: &'a Version, module: &'a Module) -> Self {
        let own = module
            .types
            .iter()
            .map(|&id| version.types[id.0].name.as_str());
        let types = own
            .chain(module.reexports.iter().map(String::as_str))
            .collect();
        Self {
            krate,
            version,
            module,
            inner: false,
            requests: BTreeSet::new(),
            types,
            imports: RefCell::default(),
        }
    }

    /// The scope of the module `request` inside this one.
    pub(crate) fn requests(&self, operations: &'a [Operation]) -> Self {
        let requests = operations
            .iter()
            .map(|operation| operation.request.as_str())
            .collect();
        let types = self.types.clone();
        Self {
            inner: true,
            requests,
            types,
            imports: RefCell::default(),
            ..*self
        }
    }

    pub(crate) fn definition(&self, id: TypeId) -> &'a TypeDef {
        &self.version.types[id.0]
    }

    /// Whether docs can link to the type by its name alone.
    pub(crate) fn sees(&self, id: TypeId) -> bool {
        !self.inner && self.types.contains(self.definition(id).name.as_str())
    }

    /// The name of the module.
    pub(crate) fn module_name(&self) -> &'a str {
        &self.module.name
    }

    /// Whether this is the scope of `module`.
    pub(crate) fn is_module(&self, module: &Module) -> bool {
        std::ptr::eq(self.module, module)
    }

    /// A type of this version.
    pub(crate) fn named(&self, id: TypeId) -> TokenStream {
        let name = self.definition(id).name.as_str();
        let item = ident(name);
        if !self.types.contains(name) {
            let home = ident(&self.version.home(id).name);
            return if self.inner {
                quote!(super::super::#home::#item)
            } else {
                quote!(super::#home::#item)
            };
        }
        if !self.inner {
            return quote!(#item);
        }
        if self.requests.contains(name) {
            return quote!(super::#item);
        }
        self.import("super", name);
        quote!(#item)
    }

    /// An item of the runtime.
    pub(crate) fn runtime(&self, name: &str) -> TokenStream {
        self.external(self.krate.package.runtime.module(), name)
    }

    /// An item in a module of the runtime.
    pub(crate) fn runtime_item(&self, module: &str, name: &str) -> TokenStream {
        let runtime = self.krate.package.runtime.module();
        self.external(&format!("{runtime}::{module}"), name)
    }

    /// The path of a macro of the runtime.
    pub(crate) fn runtime_macro(&self, name: &str) -> String {
        format!("{}::{name}", self.krate.package.runtime.module())
    }

    /// An item of another crate, by the path of its module.
    pub(crate) fn external(&self, path: &str, name: &str) -> TokenStream {
        let ident = ident(name);
        if self.is_taken(name) {
            let path = path.split("::").map(self::ident);
            return quote!(#(#path::)* #ident);
        }
        self.import(path, name);
        quote!(#ident)
    }

    /// A name that needs no import, by the path of its module.
    pub(crate) fn prelude(&self, path: &str, name: &str) -> TokenStream {
        let ident = ident(name);
        if self.is_taken(name) {
            let path = path.split("::").map(self::ident);
            return quote!(#(#path::)* #ident);
        }
        quote!(#ident)
    }

    /// The description of the version's server.
    pub(crate) fn server(&self) -> TokenStream {
        self.import("super", "SERVER");
        quote!(SERVER)
    }

    /// The `use` items for all that was asked for.
    pub(crate) fn imports(&self) -> Vec<TokenStream> {
        let imports = self.imports.borrow();
        let mut imports: Vec<_> = imports.iter().collect();
        // `std` first and the crate's own modules last.
        imports.sort_by_key(|(path, _)| (!path.starts_with("std"), path.starts_with("super")));
        let uses = imports
            .into_iter()
            .map(|(path, names)| import(path, names.iter().map(String::as_str)));
        uses.collect()
    }

    /// The `pub use` items that keep the paths of shared types alive in this module.
    pub(crate) fn reexports(&self) -> Vec<TokenStream> {
        let mut homes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for module in &self.version.modules {
            let types = module.types.iter().map(|&id| self.definition(id));
            let names: BTreeSet<&str> = types
                .filter(|definition| self.module.reexports.contains(&definition.name))
                .flat_map(TypeDef::names)
                .collect();
            if !names.is_empty() {
                homes.insert(&module.name, names.into_iter().collect());
            }
        }
        let items = homes.into_iter().map(|(home, names)| {
            let item = import(&format!("super::{home}"), names.into_iter());
            quote!(#[doc(no_inline)] pub #item)
        });
        items.collect()
    }

    /// A generic parameter that no type in scope is called like.
    pub(crate) fn generic_parameter(&self) -> Ident {
        let free = ["K", "KindOfArgument"]
            .into_iter()
            .find(|name| !self.is_taken(name));
        ident(free.unwrap_or("KindOfThisArgument"))
    }

    fn is_taken(&self, name: &str) -> bool {
        name == "Api" || self.types.contains(name) || self.requests.contains(name)
    }

    fn import(&self, path: &str, name: &str) {
        self.imports
            .borrow_mut()
            .entry(path.to_owned())
            .or_default()
            .insert(name.to_owned());
    }
}

/// `use path::name;` or `use path::{a, b};`
pub(crate) fn import<'a>(path: &str, names: impl Iterator<Item = &'a str>) -> TokenStream {
    let path = path.split("::").map(ident);
    let names: Vec<Ident> = names.map(ident).collect();
    match names.as_slice() {
        [name] => quote!(use #(#path::)* #name;),
        names => quote!(use #(#path::)* {#(#names),*};),
    }
}

/// An identifier, perhaps a raw one. The IR holds nothing but valid ones.
pub(crate) fn ident(name: &str) -> Ident {
    match name {
        // These stand in paths and cannot be raw.
        "super" | "crate" | "self" => Ident::new(name, Span::call_site()),
        _ => match name.strip_prefix("r#") {
            Some(name) => Ident::new_raw(name, Span::call_site()),
            None => Ident::new(name, Span::call_site()),
        },
    }
}
