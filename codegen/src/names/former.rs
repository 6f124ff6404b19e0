//! Names that types had before: they stay as deprecated aliases until they are pruned.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::TypeNames;
use crate::bodies::Bodies;
use crate::input::docs_set::Api;
use crate::recall::Recalled;
use crate::recall::sites::Sites;

impl TypeNames {
    /// Finds the aliases: those that are remembered, and the names whose sites now have a type of another name.
    pub fn find_former(&mut self, api: &Api, bodies: &Bodies, recalled: &Recalled, sites: &Sites) {
        let present: BTreeSet<&str> = self.present().collect();
        let mut former: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (name, known) in &recalled.memory.types {
            let aliases = known
                .formerly
                .iter()
                .filter(|alias| !present.contains(alias.as_str()));
            if present.contains(name.as_str()) {
                former
                    .entry(name.clone())
                    .or_default()
                    .extend(aliases.cloned());
            } else if let Some(now) = recalled.now_at(api, &known.uses, sites) {
                let known = former.entry(now).or_default();
                known.insert(name.clone());
                known.extend(aliases.cloned());
            }
        }
        for name in recalled.memory.errors.keys() {
            if !present.contains(name.as_str())
                && let Some(now) = self.error_type_now(name, api, bodies, recalled)
            {
                former.entry(now).or_default().insert(name.clone());
            }
        }
        self.former = former;
    }

    /// The names that a type had before.
    pub fn former(&self, name: &str) -> impl Iterator<Item = &String> {
        self.former.get(name).into_iter().flatten()
    }

    /// All names that types have.
    fn present(&self) -> impl Iterator<Item = &str> {
        let names = self.names.values().chain(self.of_operations.values());
        names.map(String::as_str)
    }

    /// The error type that most operations have which had another one.
    fn error_type_now(
        &self,
        former: &str,
        api: &Api,
        bodies: &Bodies,
        recalled: &Recalled,
    ) -> Option<String> {
        let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, _) in api.indexed() {
            if recalled.errors(index) == Some(former)
                && let Some(id) = bodies.operation(index).errors
                && let Some(now) = self.of_operation_type(id)
            {
                *votes.entry(now).or_default() += 1;
            }
        }
        let most = votes
            .into_iter()
            .max_by_key(|(name, count)| (*count, Reverse(*name)));
        most.map(|(name, _)| name.to_owned())
    }
}
