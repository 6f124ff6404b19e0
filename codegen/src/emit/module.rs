//! The files of an API version: the version's module, and one for each tag.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::print::{self, Node, mark};
use super::scope::{Scope, ident, import};
use super::{enums, features, forms, krate, operations, requests, statuses, structs, unions};
use crate::ir::{Crate, Module, TypeDef, TypeId, TypeKind, Version};
use crate::markdown;

/// The section of a version's docs to which the setters of common parameters link.
const COMMON_PARAMETERS: &str = "Common parameters";

/// `src/beta.rs`
pub(crate) fn version(krate: &Crate, version: &Version) -> syn::Result<String> {
    let tags: Vec<&Module> = version
        .modules
        .iter()
        .filter(|module| !module.operations.is_empty())
        .collect();
    let modules = version.modules.iter().map(|module| {
        let (feature, name) = (features::attribute(version, module), ident(&module.name));
        quote!(#feature pub mod #name;)
    });
    let examples = quote!(
        #[cfg(feature = "examples")]
        pub mod examples;
    );
    let reexports = version
        .modules
        .iter()
        .filter(|module| !module.types.is_empty())
        .map(|module| {
            let names = sorted_names(version, &module.types);
            let item = import(&module.name, names.into_iter());
            let feature = features::attribute(version, module);
            quote!(#feature #[doc(no_inline)] pub #item)
        });
    let server = krate::server(&version.server);
    let runtime = krate::runtime(krate);
    let title = markdown::summary(&version.title);
    let methods = tags.iter().map(|module| accessor(version, module));
    let nodes = [
        Node::Group(modules.collect()),
        Node::Item(examples),
        Node::Group(reexports.collect()),
        Node::Item(quote! {
            #[doc = " The server of this version."]
            pub static SERVER: #runtime::Server = #runtime::#server;
        }),
        handle(
            &format!("The operations of {title}, by tag."),
            &unread_attribute(version),
            &quote!(#runtime::Client),
        ),
        Node::Impl {
            of: quote!(Api),
            methods: methods.collect(),
        },
    ];
    let nodes: Vec<Node> = nodes
        .into_iter()
        .filter(|node| !matches!(node, Node::Group(items) if items.is_empty()))
        .collect();
    print::file(&mark(krate), &version_docs(version, &title), &nodes)
}

fn version_docs(version: &Version, title: &str) -> Vec<String> {
    let mut docs = Docs::new().ours(title).markdown(&version.description);
    if !version.common_parameters.is_empty() {
        docs = docs.section(COMMON_PARAMETERS);
        docs = docs
            .ours("Many operations have these optional parameters, as methods of their requests:");
    }
    for (name, text) in &version.common_parameters {
        docs = docs.item(&format!("{}:", markdown::code(name)), text);
    }
    docs.into_lines()
}

fn sorted_names<'a>(version: &'a Version, types: &[TypeId]) -> Vec<&'a str> {
    let mut names: Vec<&str> = types
        .iter()
        .flat_map(|id| version.types[id.0].names())
        .collect();
    names.sort_unstable();
    names
}

/// The tag as the pages spell it, or the module's name if nothing of the tag is visible.
pub(super) fn tag_text(module: &Module) -> String {
    let text = module.tag.as_deref().map(markdown::summary);
    text.filter(|text| text.chars().any(is_visible))
        .unwrap_or_else(|| markdown::code(&module.name))
}

/// What the operations of a module have in common: `tagged Pets`.
pub(super) fn tagged(module: &Module) -> String {
    match module.untagged {
        true => "without a tag".to_owned(),
        false => format!("tagged {}", tag_text(module)),
    }
}

/// Whether a character shows: neither white space nor one of the zero-width characters (Unicode, Default_Ignorable).
fn is_visible(character: char) -> bool {
    let is_zero_width = matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    );
    !is_zero_width && !character.is_whitespace()
}

/// The method of a version that returns the operations of a tag.
fn accessor(version: &Version, module: &Module) -> TokenStream {
    let feature = features::attribute(version, module);
    let name = ident(&module.name);
    let docs = format!(" {}", tag_text(module));
    quote! {
        #[doc = #docs]
        #feature
        pub fn #name(&self) -> #name::Api {
            #name::Api { client: self.client.clone() }
        }
    }
}

/// The attribute of a version's client, which the accessors of tags read.
fn unread_attribute(version: &Version) -> TokenStream {
    match features::is_split(version) {
        true => {
            quote!(#[allow(dead_code, reason = "nothing reads it without the feature of a tag")])
        }
        false => TokenStream::new(),
    }
}

/// The struct whose methods are operations, or return such a struct.
fn handle(docs: &str, attribute: &TokenStream, client: &TokenStream) -> Node {
    let docs = format!(" {docs}");
    Node::Item(quote! {
        #[doc = #docs]
        #[derive(Clone, Debug)]
        pub struct Api {
            #attribute
            pub(crate) client: #client,
        }
    })
}

/// `src/beta/access_profiles.rs`
pub(crate) fn module(krate: &Crate, version: &Version, module: &Module) -> syn::Result<String> {
    let scope = Scope::module(krate, version, module);
    let mut nodes = Vec::new();
    if !module.operations.is_empty() {
        nodes.extend(api(&scope, module));
    }
    for &id in &module.types {
        nodes.extend(definition(&scope, scope.definition(id)));
        nodes.extend(aliases(scope.definition(id)));
    }
    if !module.operations.is_empty() {
        nodes.push(requests::module(&scope, &module.operations));
    }
    let head = [scope.imports(), scope.reexports()]
        .into_iter()
        .filter(|items| !items.is_empty())
        .map(Node::Group);
    let nodes: Vec<Node> = head.chain(nodes).collect();
    print::file(&mark(krate), &module_docs(version, module), &nodes)
}

fn module_docs(version: &Version, module: &Module) -> Vec<String> {
    if module.tag.is_none() {
        let title = markdown::summary(&version.title);
        return vec![format!("Types shared by several tags of {title}.")];
    }
    let mut docs = Docs::new().ours(tag_text(module));
    for operation in &module.operations {
        let function = &operation.function;
        let link = format!("[`{0}`](Api::{0}):", function.trim_start_matches("r#"));
        docs = docs.item(&link, &operation.summary);
    }
    docs.into_lines()
}

fn api(scope: &Scope<'_>, module: &Module) -> Vec<Node> {
    let client = scope.runtime("Client");
    let methods = module
        .operations
        .iter()
        .map(|operation| operations::operation(scope, operation));
    let docs = format!("The operations {}.", tagged(module));
    let handle = handle(&docs, &TokenStream::new(), &client);
    let functions = Node::Impl {
        of: quote!(Api),
        methods: methods.collect(),
    };
    let statics = module
        .operations
        .iter()
        .map(|operation| Node::Item(operations::constant(scope, operation)));
    [handle, functions].into_iter().chain(statics).collect()
}

/// The names that a type had before.
fn aliases(definition: &TypeDef) -> impl Iterator<Item = Node> {
    let name = ident(&definition.name);
    definition.formerly.iter().map(move |former| {
        let docs = format!(" The former name of [`{}`].", definition.name);
        let note = format!("renamed to `{}`", definition.name);
        let former = ident(former);
        Node::Item(quote! {
            #[doc = #docs]
            #[deprecated(note = #note)]
            pub type #former = #name;
        })
    })
}

fn definition(scope: &Scope<'_>, definition: &TypeDef) -> Vec<Node> {
    match &definition.kind {
        TypeKind::Struct(kind) => structs::structure(scope, definition, kind),
        TypeKind::Enum(kind) => vec![enums::enumeration(scope, definition, kind)],
        TypeKind::Union(kind) => vec![unions::union(scope, definition, kind)],
        TypeKind::Errors(variants) => vec![statuses::errors(scope, definition, variants)],
        TypeKind::SuccessByStatus(variants) => {
            vec![statuses::successes(scope, definition, variants)]
        }
        TypeKind::Form(parts) => forms::form(scope, definition, parts),
        TypeKind::Bodies(variants) => forms::bodies(scope, definition, variants),
    }
}
