//! Operations and types, put into modules.

use std::collections::{BTreeMap, BTreeSet};

use super::{Assembly, common_parameters};
use crate::input::openapi::OperationObject;
use crate::ir::{Module, Operation, TypeDef, TypeId, Version};
use crate::names::tag_modules::tag_modules;

impl Assembly<'_> {
    /// Puts operations and types into modules. `operations` has one for each of the API's, in the same order.
    pub(super) fn version(&mut self, operations: Vec<Operation>) -> Version {
        let mut modules = self.empty_modules();
        let homes = &self.analysis.placement.homes;
        let expected = (operations.len(), self.typedefs.len());
        let common_parameters = common_parameters::of(&operations);

        // Operations go into the module of their tag, in the order of their functions.
        for (documented, operation) in self.api.operations.iter().zip(operations) {
            if let Some(module) = modules.get_mut(&Some(documented.tag())) {
                module.untagged &= documented.own_tag().is_none();
                module.operations.push(operation);
            }
        }
        for module in modules.values_mut() {
            let operations = &mut module.operations;
            operations.sort_by(|one, other| one.function.cmp(&other.function));
        }

        // Types go where they were placed, in the order of their names.
        let mut types: Vec<(usize, &TypeDef)> = self.typedefs.iter().enumerate().collect();
        types.sort_by(|(_, one), (_, other)| one.name.cmp(&other.name));
        for (index, _) in types {
            let home = homes.get(index).map(Option::as_deref);
            if let Some(module) = home.and_then(|home| modules.get_mut(&home)) {
                module.types.push(TypeId(index));
            }
        }
        let paths = &self.analysis.placement.reexports;
        for (definition, tags) in self.typedefs.iter().zip(paths) {
            for tag in tags {
                if let Some(module) = modules.get_mut(&tag.as_deref()) {
                    module.reexports.insert(definition.name.clone());
                }
            }
        }
        let modules = non_empty(modules);
        self.check_complete(&modules, expected);
        Version {
            module: self.api.module.clone(),
            folder: self.api.folder.clone(),
            title: self
                .info(|object| &object.info_title)
                .unwrap_or_else(|| self.api.module.clone()),
            description: self
                .info(|object| &object.info_description)
                .unwrap_or_default(),
            common_parameters,
            server: self.main_server(),
            homes: homes_of_types(&modules, expected.1),
            modules,
            types: std::mem::take(&mut self.typedefs),
        }
    }

    /// A module for each tag, and `shared` under `None`.
    fn empty_modules(&self) -> BTreeMap<Option<&'_ str>, Module> {
        let tags = self.api.tags();
        let names = tag_modules(self.vocabulary, self.api, &self.analysis.recalled);
        let of_tags = tags.into_iter().zip(names.into_values());
        of_tags
            .map(|(tag, name)| (Some(tag), empty_module(name, Some(tag))))
            .chain([(None, empty_module("shared".to_owned(), None))])
            .collect()
    }

    /// The first text that isn't blank.
    fn info(&self, text: fn(&OperationObject) -> &String) -> Option<String> {
        let objects = self.api.operations.iter().map(|each| &each.object);
        objects
            .map(text)
            .find(|text| !text.trim().is_empty())
            .cloned()
    }

    /// Checks that each operation and type is in one module.
    fn check_complete(&mut self, modules: &[Module], (operations, types): (usize, usize)) {
        let placed_operations: usize = modules.iter().map(|each| each.operations.len()).sum();
        let placed_types: usize = modules.iter().map(|each| each.types.len()).sum();
        if (placed_operations, placed_types) != (operations, types) {
            self.report_internal(format!(
                "{placed_operations} of {operations} operations and {placed_types} of {types} types have a module"
            ));
        }
    }
}

fn empty_module(name: String, tag: Option<&str>) -> Module {
    Module {
        name,
        tag: tag.map(str::to_owned),
        untagged: true,
        operations: Vec::new(),
        types: Vec::new(),
        reexports: BTreeSet::new(),
    }
}

/// The index of the module of each type.
fn homes_of_types(modules: &[Module], types: usize) -> Vec<usize> {
    let mut homes = vec![0; types];
    for (index, module) in modules.iter().enumerate() {
        for id in &module.types {
            homes[id.0] = index;
        }
    }
    homes
}

/// The modules that have something, sorted by name.
fn non_empty(modules: BTreeMap<Option<&str>, Module>) -> Vec<Module> {
    let has_items = |module: &Module| {
        !module.types.is_empty() || !module.operations.is_empty() || !module.reexports.is_empty()
    };
    let mut modules: Vec<Module> = modules.into_values().filter(has_items).collect();
    modules.sort_by(|one, other| one.name.cmp(&other.name));
    modules
}
