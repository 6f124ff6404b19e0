//! Linking: the files of a document become one, and every `$ref` is checked.
//!
//! Input: a graph with the files that the document consists of. Output: the root, in which every `$ref` leads into the
//! root. As in the docs plugin, which leaves this to Redocly's bundler:
//!
//! - What a `$ref` into another file leads to becomes a component, called after the last part of the `$ref`: the name that
//!   becomes its title. Where another component has that name, it gets a number.
//! - What can't be a component, such as a path item, is copied to where the `$ref` is.
//! - References in discriminator mappings are treated alike.
//!
//! A `$ref` that leads nowhere becomes an [`Unresolved`] node, so that it matters only to operations that use it. Where
//! the document has no such schema, it is taken out: vendors publish such documents, and any JSON fits the rest.

use std::collections::{HashMap, HashSet};

use super::files::{File, Files};
use super::graph::{Graph, Id, Node, Unresolved};
use super::reference::{self, Reference};
use crate::input::openapi::kind::Kind;
use crate::pointer::{self, pointer_push, push_segment};

/// How many objects and `$ref`s may be within each other.
const MAX_NESTING: usize = 20_000;

/// How many `$ref`s may lead to each other, with no schema between. People write a few.
const MAX_CHAIN: usize = 100;

/// Why a `$ref` leads nowhere.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub(super) message: String,
    pub(super) help: &'static str,
    /// Whether the document itself is at fault, and has no target for the `$ref`. Otherwise, the target is somewhere
    /// else.
    pub(super) is_missing: bool,
}

/// Links the files of a document, whose root file is loaded.
pub(super) fn link(graph: &mut Graph, files: &mut Files) {
    let (root, root_file) = (files.root(File::ROOT), File::ROOT);
    let mut linker = Linker {
        graph,
        files,
        seen: HashSet::new(),
        targets: HashMap::new(),
        nesting: 0,
    };
    linker.walk(root, Kind::Root, root_file);
}

/// What a `$ref` leads to.
#[derive(Clone, Debug)]
struct Target {
    file: File,
    id: Id,
    pointer: String,
}

struct Linker<'a> {
    graph: &'a mut Graph,
    files: &'a mut Files,
    seen: HashSet<(Kind, Id)>,
    /// What `$ref`s lead to that were rewritten.
    targets: HashMap<Id, Target>,
    nesting: usize,
}

impl Linker<'_> {
    fn walk(&mut self, id: Id, kind: Kind, file: File) {
        if kind == Kind::Data || !self.seen.insert((kind, id)) {
            return;
        }
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            self.fail(
                id,
                file,
                Problem {
                    message: format!(
                        "objects and `$ref`s are nested deeper than {MAX_NESTING} levels"
                    ),
                    help: "divide the document, or import parts of it",
                    is_missing: false,
                },
            );
        } else if self.graph.reference(id).is_some() {
            self.walk_reference(id, kind, file);
        } else if kind == Kind::Schema && self.graph.member_text(id, "$ref").is_some() {
            self.take_out(id, file, empty());
            self.walk_members(id, kind, file);
        } else {
            self.walk_members(id, kind, file);
        }
        self.nesting -= 1;
    }

    fn walk_reference(&mut self, id: Id, kind: Kind, file: File) {
        match self.follow(id, file, &mut Vec::new()) {
            Ok(target) => {
                if kind != Kind::Value {
                    self.walk(target.id, kind, target.file);
                }
                self.walk_members(id, kind, file);
                self.rewrite(id, kind, file, target);
            }
            Err(problem) if kind == Kind::Schema && problem.is_missing => {
                self.take_out(id, file, problem);
                self.walk_members(id, kind, file);
            }
            Err(problem) if kind.needs_target() => self.fail(id, file, problem),
            Err(_) => {}
        }
    }

    fn walk_members(&mut self, id: Id, kind: Kind, file: File) {
        if kind == Kind::Value {
            return;
        }
        let children = self.graph.children(id);
        let first = kind.first_keys();
        let rank = |key: &str| {
            first
                .iter()
                .position(|other| *other == key)
                .unwrap_or(first.len())
        };
        let mut ordered: Vec<&(String, Id)> =
            children.iter().filter(|(key, _)| key != "$ref").collect();
        ordered.sort_by_key(|(key, _)| rank(key));
        let is_list = matches!(self.graph.node(id), Node::List(_));
        for (key, child) in ordered {
            let kind = if is_list {
                kind.item(key)
            } else {
                kind.child(key)
            };
            self.walk(*child, kind, file);
        }
        if kind == Kind::Mapping {
            self.link_mapping(id, file);
        }
    }

    fn link_mapping(&mut self, id: Id, file: File) {
        for (value, child) in self.graph.children(id) {
            let Some(text) = self
                .graph
                .text(child)
                .filter(|text| reference::is_mapping(text))
            else {
                continue;
            };
            let text = text.to_owned();
            let Ok(target) = self.resolve(&text, file, &mut Vec::new()) else {
                continue;
            };
            self.walk(target.id, Kind::Schema, target.file);
            let text = self.component("schemas", &target);
            self.graph.set_text(id, &value, &text);
        }
    }

    fn fail(&mut self, id: Id, file: File, problem: Problem) {
        let unresolved = self.unresolved(id, file, problem);
        self.graph.replace(id, Node::Unresolved(unresolved));
    }

    /// Takes a `$ref` out of a schema, which is any JSON without it.
    fn take_out(&mut self, id: Id, file: File, problem: Problem) {
        let unresolved = self.unresolved(id, file, problem);
        self.graph.remove_reference(id, unresolved);
    }

    fn unresolved(&self, id: Id, file: File, problem: Problem) -> Unresolved {
        Unresolved {
            file: self.files.name(file).to_owned(),
            pointer: self.files.pointer(id).unwrap_or_default().to_owned(),
            message: problem.message,
            help: problem.help,
        }
    }

    fn rewrite(&mut self, id: Id, kind: Kind, file: File, target: Target) {
        let text = self.graph.reference(id).unwrap_or_default().to_owned();
        if file == File::ROOT && target.file == File::ROOT && kind != Kind::Value {
            if !text.starts_with("#/") && text != "#" {
                self.graph
                    .set_text(id, "$ref", &format!("#{}", target.pointer));
            }
            return;
        }
        match kind.components() {
            Some(components) => {
                let text = self.component(components, &target);
                self.graph.set_text(id, "$ref", &text);
                self.targets.insert(id, target);
            }
            None => self.copy(id, target.id),
        }
    }

    /// Puts what a `$ref` leads to in its place; what is beside the `$ref` wins.
    fn copy(&mut self, id: Id, target: Id) {
        let (Some(own), Some(copied)) = (self.graph.object(id), self.graph.object(target)) else {
            let node = self.graph.node(target).clone();
            self.graph.replace(id, node);
            return;
        };
        let (own, mut members) = (own.clone(), copied.clone());
        members.extend(own.into_iter().filter(|(key, _)| key != "$ref"));
        self.graph.replace(id, Node::Object(members));
    }

    /// Makes the target a component; gives the `$ref` to it.
    fn component(&mut self, map: &str, target: &Target) -> String {
        let root = self.files.root(File::ROOT);
        let components = self.graph.object_under(root, "components");
        let group = self.graph.object_under(components, map);
        let stem = self.files.stem(target.file);
        let base = target.pointer.rsplit('/').next().unwrap_or_default();
        let base = if base.is_empty() {
            stem
        } else {
            pointer::unescaped(base)
        };
        let mut name = base.clone();
        let mut number = 1;
        while let Some(other) = self.graph.member(group, &name) {
            if self.is_same(other, target.id) {
                break;
            }
            number += 1;
            name = format!("{base}-{number}");
        }
        self.graph.set(group, &name, target.id);
        let mut text = format!("#/components/{map}");
        push_segment(&mut text, &name);
        text
    }

    fn is_same(&mut self, component: Id, target: Id) -> bool {
        let effective = match self.targets.get(&component) {
            Some(target) => target.id,
            None if self.graph.reference(component).is_some() => self
                .follow(component, File::ROOT, &mut Vec::new())
                .map_or(component, |target| target.id),
            None => component,
        };
        effective == target || self.graph.is_equal(component, target)
    }

    /// What an object with a `$ref` leads to. References on the way are followed; one that adds to its target is a target.
    fn follow(
        &mut self,
        id: Id,
        file: File,
        visited: &mut Vec<(File, String)>,
    ) -> Result<Target, Problem> {
        if let Some(target) = self.targets.get(&id) {
            return Ok(target.clone());
        }
        let text = self.graph.reference(id).unwrap_or_default().to_owned();
        self.resolve(&text, file, visited)
    }

    fn resolve(
        &mut self,
        text: &str,
        file: File,
        visited: &mut Vec<(File, String)>,
    ) -> Result<Target, Problem> {
        let step = (file, text.to_owned());
        if visited.contains(&step) {
            visited.push(step);
            return Err(circle(visited));
        }
        if visited.len() >= MAX_CHAIN {
            return Err(Problem {
                message: format!(
                    "more than {MAX_CHAIN} `$ref`s lead to each other, with no schema between"
                ),
                help: "let them lead to the schema that is meant",
                is_missing: false,
            });
        }
        visited.push(step);
        let reference = Reference::parse(text);
        let mut target = self.start(&reference, text, file)?;
        for segment in reference.segments() {
            if self.graph.child(target.id, &segment).is_none()
                && self.graph.reference(target.id).is_some()
            {
                target = self.follow(target.id, target.file, visited)?;
            }
            let child = self.graph.child(target.id, &segment);
            target.id = child.ok_or_else(|| Problem {
                message: format!(
                    "the `$ref` `{text}` can't be resolved: `{segment}` doesn't exist"
                ),
                help: "correct the `$ref`, or add its target",
                is_missing: true,
            })?;
            target.pointer = pointer_push(&target.pointer, &segment);
        }
        let is_alone = self
            .graph
            .object(target.id)
            .is_some_and(|members| members.len() == 1);
        if is_alone && self.graph.reference(target.id).is_some() {
            target = self.follow(target.id, target.file, visited)?;
        }
        visited.pop();
        Ok(target)
    }

    /// Where the JSON pointer of a reference begins: the root of a file, or a schema with an anchor or an id.
    fn start(&mut self, reference: &Reference, text: &str, file: File) -> Result<Target, Problem> {
        let found = self
            .files
            .by_id(text)
            .or_else(|| self.files.by_anchor(file, text));
        if let Some((file, id)) = found {
            let pointer = self.files.pointer(id).unwrap_or_default().to_owned();
            return Ok(Target { file, id, pointer });
        }
        let file = self.files.open(self.graph, file, reference, text)?;
        Ok(Target {
            file,
            id: self.files.root(file),
            pointer: String::new(),
        })
    }
}

fn empty() -> Problem {
    Problem {
        message: "the `$ref` is empty".to_owned(),
        help: "let it lead to the schema that is meant",
        is_missing: true,
    }
}

fn circle(visited: &[(File, String)]) -> Problem {
    let way: Vec<String> = visited
        .iter()
        .map(|(_, text)| format!("`{text}`"))
        .collect();
    Problem {
        message: format!(
            "`$ref`s form a cycle with no schema in between: {}",
            way.join(" -> ")
        ),
        help: "replace one of them with the intended schema",
        is_missing: true,
    }
}
