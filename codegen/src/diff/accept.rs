//! Whether arguments of other types still take what they took before.

use super::matching::Matching;
use crate::surface::{ApiSurface, Aspect, Fact, ItemId, arguments};

/// The new surface, and what the old items are called in it.
pub(super) struct Accepting<'a> {
    pub(super) new: &'a ApiSurface,
    pub(super) matching: &'a Matching<'a>,
}

impl Accepting<'_> {
    /// Whether arguments of the new types accept all values of the old ones. Cargo's rules call that a minor change.
    pub(super) fn all(&self, old: Option<&Fact>, new: Option<&Fact>, is_setter: bool) -> bool {
        let (Some(old), Some(new)) = (old, new) else {
            return false;
        };
        let present = self.matching.present(&old.ty);
        let (old, new): (Vec<&str>, Vec<&str>) =
            (arguments(&present).collect(), arguments(&new.ty).collect());
        old.len() == new.len()
            && old
                .iter()
                .zip(&new)
                .all(|(old, new)| self.one(old, new, is_setter))
    }

    fn one(&self, old: &str, new: &str, is_setter: bool) -> bool {
        let item = |ty: &str| {
            ty.strip_prefix("Vec<")
                .and_then(|ty| ty.strip_suffix('>'))
                .map(str::to_owned)
        };
        if let (Some(old), Some(new)) = (item(old), item(new)) {
            return self.one(&old, &new, false);
        }
        let find = |name: &str| self.new.items.get(&ItemId::Type(name.to_owned()));
        let kind = |ty: &str| {
            find(ty)
                .and_then(|item| item.fact(&Aspect::Kind))
                .map(|fact| fact.ty.as_str())
        };
        // Arguments of other types take whatever converts into them: more than the value itself.
        let takes_values_only =
            matches!(old, "bool" | "i32" | "i64") || kind(old) == Some("struct");
        let converts = find(new).is_some_and(|item| {
            let by_variant = kind(new) == Some("union")
                && item
                    .facts
                    .iter()
                    .any(|(aspect, fact)| matches!(aspect, Aspect::Variant(_)) && fact.ty == old);
            by_variant || item.fact(&Aspect::Conversion(old.to_owned())).is_some()
        });
        let widens = matches!(
            (old, new),
            ("i32" | "i64", "Number") | ("bool" | "i32" | "i64", "Value")
        );
        // Setters take whatever converts into a number.
        let widens =
            widens || is_setter && matches!((old, new), ("bool", "i32" | "i64") | ("i32", "i64"));
        // A struct isn't taken by `Into`, whatever converts into it.
        old == new || takes_values_only && (widens || converts && kind(new) != Some("struct"))
    }
}
