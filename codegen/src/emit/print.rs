//! Tokens to text.
//!
//! Input: the parts of a file, in the order in which they are written. Output: the file's text. Each item is printed by
//! itself, so that there is a blank line between any two of them and a change in one never moves the others.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::ir::Crate;
use crate::output::MARK;

/// What the first line of every file says.
pub(crate) fn mark(krate: &Crate) -> String {
    format!("{MARK} by `{}`. Do not edit.", krate.package.command)
}

pub(crate) const INDENT: &str = "    ";

/// How long a line may get: of docs, and by joining what prettyplease broke at its own, narrower margin.
pub(crate) const WIDTH: usize = 120;

/// A part of a Rust file.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// Items that stand together without blank lines, such as imports.
    Group(Vec<TokenStream>),
    /// An item.
    Item(TokenStream),
    /// An item inside the braces of a macro's call.
    Macro {
        /// The path of the macro.
        path: String,
        /// The tokens in its braces.
        item: TokenStream,
    },
    /// A struct inside the braces of a macro's call, with the name of its property after each field, and `..` before a
    /// field without one.
    Object {
        /// The path of the macro.
        path: String,
        /// The struct, as Rust has it.
        item: TokenStream,
        /// What is written after `=` of each field.
        properties: Vec<String>,
    },
    /// A union with a discriminator: an enum inside the braces of a macro's call, with `by "property"` after its name.
    TaggedUnion {
        /// The path of the macro.
        path: String,
        /// The enum, without `by`.
        item: TokenStream,
        /// The property that selects the variant.
        discriminator: String,
    },
    /// An `impl` block with a blank line between its methods.
    Impl {
        /// Everything between `impl` and the brace.
        of: TokenStream,
        /// Its methods.
        methods: Vec<TokenStream>,
    },
    /// A module inside the file.
    Module {
        /// Its `#[doc]` attributes.
        docs: TokenStream,
        /// Its name.
        name: Ident,
        /// Its items.
        nodes: Vec<Node>,
    },
}

/// Writes a file: the mark, its docs and its parts.
pub(crate) fn file(mark: &str, docs: &[String], nodes: &[Node]) -> syn::Result<String> {
    let mut text = format!("// {mark}\n");
    if !docs.is_empty() {
        text.push('\n');
        for line in docs {
            text.push_str(format!("//! {line}").trim_end());
            text.push('\n');
        }
    }
    if !nodes.is_empty() {
        text.push('\n');
        text.push_str(&print(nodes)?);
    }
    Ok(text)
}

fn print(nodes: &[Node]) -> syn::Result<String> {
    let texts: Vec<String> = nodes.iter().map(node).collect::<syn::Result<_>>()?;
    Ok(texts.join("\n"))
}

fn node(node: &Node) -> syn::Result<String> {
    match node {
        Node::Group(items) => items.iter().map(pretty).collect(),
        Node::Item(item) => pretty(item),
        Node::Macro { path, item } => Ok(format!("{path}! {{\n{}}}\n", indent(&pretty(item)?))),
        Node::Object {
            path,
            item,
            properties,
        } => {
            let item = with_properties(&pretty(item)?, properties);
            Ok(format!("{path}! {{\n{}}}\n", indent(&item)))
        }
        Node::TaggedUnion {
            path,
            item,
            discriminator,
        } => {
            let item = tagged(&pretty(item)?, discriminator);
            Ok(format!("{path}! {{\n{}}}\n", indent(&item)))
        }
        Node::Impl { of, methods } => implementation(of, methods),
        Node::Module { docs, name, nodes } => {
            let head = pretty(&quote!(#docs pub mod #name {}))?;
            let head = head.trim_end().trim_end_matches('}');
            Ok(format!("{head}\n{}}}\n", indent(&print(nodes)?)))
        }
    }
}

/// Adds `by "discriminator"` to the line that begins an enum, which isn't Rust and so can't come from prettyplease.
fn tagged(item: &str, discriminator: &str) -> String {
    let by = Literal::string(discriminator);
    let lines = item.lines().map(|line| match line.strip_suffix(" {") {
        Some(head) if head.starts_with("pub enum ") => format!("{head} by {by} {{\n"),
        _ => format!("{line}\n"),
    });
    lines.collect()
}

/// Adds what isn't Rust, and so can't come from prettyplease, to the fields of a struct.
fn with_properties(item: &str, properties: &[String]) -> String {
    let head = format!("{INDENT}pub ");
    let mut properties = properties.iter();
    let mut lines = item.lines();
    let mut text = String::new();
    while let Some(line) = lines.next() {
        match line.strip_prefix(&head) {
            Some(field) => {
                let field = on_one_line(field, &mut lines);
                text.push_str(&match properties.next() {
                    Some(property) => described(&format!("{head}{field}"), property),
                    None => format!("{INDENT}..{field}"),
                });
            }
            None => text.push_str(line),
        }
        text.push('\n');
    }
    text
}

/// A field without the comma at its end. If it is broken into several lines, the others are taken as well.
fn on_one_line<'t>(first: &str, lines: &mut impl Iterator<Item = &'t str>) -> String {
    let end = format!("{INDENT}>,");
    let mut field = first.to_owned();
    let mut is_whole = first.ends_with(',');
    while !is_whole && let Some(line) = lines.next() {
        let part = line.trim();
        if part.starts_with('>') {
            field.truncate(field.trim_end_matches(',').len());
        } else if !field.ends_with('<') {
            field.push(' ');
        }
        field.push_str(part);
        is_whole = line == end;
    }
    field.trim_end_matches(',').to_owned()
}

/// A field and its property, on two lines if they are too long for one.
fn described(field: &str, property: &str) -> String {
    let line = format!("{field} = {property},");
    if line.chars().count() + INDENT.len() <= WIDTH {
        return line;
    }
    format!("{field}\n{INDENT}{INDENT}= {property},")
}

/// The methods are printed one by one, each in an `impl` of its own whose first and last lines are then dropped. This
/// way prettyplease breaks their lines at the width that they have in the file.
fn implementation(of: &TokenStream, methods: &[TokenStream]) -> syn::Result<String> {
    let head = pretty(&quote!(impl #of {}))?;
    let head = head.trim_end().trim_end_matches('}').trim_end();
    let mut bodies = Vec::new();
    for method in methods {
        let text = pretty(&quote!(impl #of { #method }))?;
        let lines: Vec<&str> = text.lines().collect();
        let inner = lines
            .get(1..lines.len().saturating_sub(1))
            .unwrap_or_default();
        bodies.push(format!("{}\n", inner.join("\n")));
    }
    Ok(format!("{head}\n{}}}\n", bodies.join("\n")))
}

/// The lines of a statement, from the margin on: one, if it fits into the docs of a method.
pub(crate) fn statement(tokens: &TokenStream) -> syn::Result<Vec<String>> {
    let text = pretty(&quote!(async fn f() { #tokens }))?;
    let lines: Vec<&str> = text.lines().collect();
    let inner = lines
        .get(1..lines.len().saturating_sub(1))
        .unwrap_or_default();
    let unindented = inner
        .iter()
        .map(|line| line.strip_prefix(INDENT).unwrap_or(line));
    Ok(joined_chain(unindented.collect()))
}

/// The lines of a chain of calls as one, if none is broken into several and all fit.
fn joined_chain(lines: Vec<&str>) -> Vec<String> {
    let is_link = |line: &str| line.starts_with(&format!("{INDENT}."));
    let width: usize = lines
        .iter()
        .map(|line| line.trim_start().chars().count())
        .sum();
    let is_chain = lines.iter().skip(1).all(|line| is_link(line));
    if is_chain && width + INDENT.len() + "/// ".len() <= WIDTH {
        return vec![lines.iter().map(|line| line.trim_start()).collect()];
    }
    lines.into_iter().map(str::to_owned).collect()
}

fn pretty(tokens: &TokenStream) -> syn::Result<String> {
    Ok(join(&prettyplease::unparse(&syn::parse2(tokens.clone())?)))
}

/// Mends what prettyplease breaks: arguments that fit go on one line, and the call that a chain begins with is indented
/// no deeper than any other.
fn join(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let mut joined = String::new();
    let mut at = 0;
    while let Some(&line) = lines.get(at) {
        let (line, taken) = one_line(&lines[at..]).unwrap_or((line.to_owned(), 1));
        if taken == 1 {
            unindent_chain(&mut lines[at..]);
        }
        joined.push_str(&line);
        joined.push('\n');
        at += taken;
    }
    joined
}

/// Moves the lines of a chain left, if its first call is broken into several.
fn unindent_chain(lines: &mut [&str]) {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let Some((head, rest)) = lines.split_first_mut() else {
        return;
    };
    let deeper = rest
        .first()
        .is_some_and(|next| indent(next) == indent(head) + 2 * INDENT.len());
    if !head.ends_with('(') || !deeper {
        return;
    }
    let chain = rest
        .iter_mut()
        .take_while(|line| indent(line) > indent(head));
    chain.for_each(|line| *line = line.get(INDENT.len()..).unwrap_or_default());
}

/// The first lines as one, and how many they are, if they are a short list of arguments.
fn one_line(lines: &[&str]) -> Option<(String, usize)> {
    let head = lines
        .first()
        .filter(|line| !line.trim_start().starts_with("//"))?;
    let called = head.strip_suffix('(')?;
    // The comma in `(x,)` makes it a tuple; that of a call can go.
    called
        .ends_with(|char: char| char.is_alphanumeric() || char == '_' || char == '>')
        .then_some(())?;
    let end = lines
        .iter()
        .position(|line| line.trim_start().starts_with(')'))?;
    let arguments = lines.get(1..end)?;
    let single = |line: &&str| {
        line.ends_with(',') && !line.trim_start().starts_with(['/', '#', '}', ']', '.'])
    };
    arguments.iter().all(single).then_some(())?;
    let arguments: Vec<&str> = arguments.iter().map(|line| line.trim()).collect();
    let line = format!(
        "{head}{}{}",
        arguments.join(" ").trim_end_matches(','),
        lines[end].trim_start()
    );
    (line.chars().count() <= WIDTH).then_some((line, end + 1))
}

fn indent(text: &str) -> String {
    let indented = text.lines().map(|line| {
        if line.is_empty() {
            "\n".to_owned()
        } else {
            format!("{INDENT}{line}\n")
        }
    });
    indented.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::format_ident;

    #[test]
    fn calls_are_joined_where_they_fit() {
        let long = |length: usize| {
            let text = "x".repeat(length);
            pretty(&quote!(fn f() { call(#text, (1_u8,), &[2], "b, c"); })).unwrap()
        };
        assert_eq!(
            long(70),
            format!(
                "fn f() {{\n    call(\"{}\", (1_u8,), &[2], \"b, c\");\n}}\n",
                "x".repeat(70)
            )
        );
        assert_eq!(long(110).lines().count(), 8);
    }

    #[test]
    fn chains_are_indented_once() {
        let text = "x".repeat(110);
        let printed = pretty(&quote!(fn f() { A::new(#text, &[1]).b().c(); })).unwrap();
        assert_eq!(
            printed,
            format!(
                "fn f() {{\n    A::new(\n        \"{text}\",\n        &[1],\n    )\n    .b()\n    .c();\n}}\n"
            )
        );
    }

    #[test]
    fn a_field_is_on_one_line_however_long_its_type_is() {
        let name = format_ident!("{}", "X".repeat(60));
        let item = quote!(pub struct A { pub a: B, pub b: Option<Vec<BTreeMap<String, #name>>>, pub c: C<#name, #name> });
        let properties = ["\"a\"", "\"b\"?", "\"c\""].map(str::to_owned);
        let printed = with_properties(&pretty(&item).unwrap(), &properties);
        assert_eq!(
            printed,
            format!(
                "pub struct A {{\n    pub a: B = \"a\",\n    pub b: Option<Vec<BTreeMap<String, {name}>>> = \"b\"?,\n    \
                 pub c: C<{name}, {name}>\n        = \"c\",\n}}\n"
            )
        );
    }

    #[test]
    fn parts_are_set_apart() {
        let nodes = [
            Node::Group(vec![
                quote!(
                    use a::B;
                ),
                quote!(
                    use c::D;
                ),
            ]),
            Node::Macro {
                path: "client_runtime::error_body".to_owned(),
                item: quote!(
                    #[doc = " Docs."]
                    pub enum E {
                        A(X) = 404,
                        B(X) = 400..=499,
                        C(X) = _,
                        D(X) = "a" | "b",
                    }
                ),
            },
            Node::Impl {
                of: quote!(Api),
                methods: vec![
                    quote!(
                        pub fn a(&self) {}
                    ),
                    quote!(
                        pub fn b(&self) {}
                    ),
                ],
            },
            Node::Module {
                docs: quote!(#[doc = " Requests."]),
                name: format_ident!("request"),
                nodes: vec![
                    Node::Item(quote!(
                        pub struct R;
                    )),
                    Node::Item(quote!(
                        pub struct S;
                    )),
                ],
            },
        ];
        let text = file(
            "@generated",
            &["Docs.".to_owned(), String::new(), "More.".to_owned()],
            &nodes,
        )
        .unwrap();
        insta::assert_snapshot!(text);
    }

    #[test]
    fn fields_have_the_names_of_their_properties() {
        let object = Node::Object {
            path: "client_runtime::object".to_owned(),
            item: quote!(
                #[doc = " Docs."]
                pub struct S {
                    #[doc = " pub x: no field,"]
                    pub short: Option<String>,
                    pub whose_type_is_broken:
                        BTreeMap<String, ATypeWithAVeryVeryVeryVeryLongNameThatDoesNotFitOnALine>,
                    pub whose_property_does_not_fit: Option<ATypeWithAVeryVeryLongName>,
                    pub extra: Map<String, Value>,
                }
            ),
            properties: vec![
                "\"short\"?".to_owned(),
                "\"long\"".to_owned(),
                "\"aPropertyWithAVeryVeryVeryLongName\"?".to_owned(),
            ],
        };
        insta::assert_snapshot!(file("@generated", &[], &[object]).unwrap(), @r#"
        // @generated

        client_runtime::object! {
            /// Docs.
            pub struct S {
                /// pub x: no field,
                pub short: Option<String> = "short"?,
                pub whose_type_is_broken: BTreeMap<String, ATypeWithAVeryVeryVeryVeryLongNameThatDoesNotFitOnALine> = "long",
                pub whose_property_does_not_fit: Option<ATypeWithAVeryVeryLongName> = "aPropertyWithAVeryVeryVeryLongName"?,
                ..extra: Map<String, Value>
            }
        }
        "#);
    }
}
