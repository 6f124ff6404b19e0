//! Which of serde's rules for names spares a struct the most `rename` attributes.
//!
//! The rules are serde's own, for fields: they start from the identifier without its `r#`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Field;

/// A rule of `#[serde(rename_all = "..")]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// No attribute: names are as in Rust.
    None,
    /// `camelCase`
    Camel,
    /// `PascalCase`
    Pascal,
    /// `kebab-case`
    Kebab,
}

/// The rule that fits the most names; the first one that does.
pub(crate) fn rule(fields: &[Field]) -> Rule {
    let fits = |rule: Rule| {
        fields
            .iter()
            .filter(|field| rule.apply(&field.ident) == field.name)
            .count()
    };
    let mut best = Rule::None;
    for rule in [Rule::Camel, Rule::Pascal, Rule::Kebab] {
        if fits(rule) > fits(best) && fields.iter().all(|field| rule.can_apply(&field.ident)) {
            best = rule;
        }
    }
    best
}

impl Rule {
    /// The attribute of the struct.
    pub(crate) fn attribute(self) -> Option<TokenStream> {
        let name = match self {
            Self::None => return None,
            Self::Camel => "camelCase",
            Self::Pascal => "PascalCase",
            Self::Kebab => "kebab-case",
        };
        Some(quote!(#[serde(rename_all = #name)]))
    }

    /// The name in JSON of a field with this identifier.
    pub(crate) fn apply(self, ident: &str) -> String {
        let name = ident.strip_prefix("r#").unwrap_or(ident);
        match self {
            Self::None => name.to_owned(),
            Self::Kebab => name.replace('_', "-"),
            Self::Pascal => pascal(name),
            Self::Camel => {
                let mut name = pascal(name);
                if let Some(first) = name.get_mut(..1) {
                    first.make_ascii_lowercase();
                }
                name
            }
        }
    }

    /// serde's derive takes the first byte of the name for a letter, and there is none in `_` or `été`.
    fn can_apply(self, ident: &str) -> bool {
        self != Self::Camel || pascal(ident.strip_prefix("r#").unwrap_or(ident)).is_char_boundary(1)
    }
}

fn pascal(name: &str) -> String {
    let mut text = String::new();
    let mut capital = true;
    for char in name.chars() {
        match char {
            '_' => capital = true,
            char if capital => {
                text.push(char.to_ascii_uppercase());
                capital = false;
            }
            char => text.push(char),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Serialises a struct with odd field names under each rule and compares serde's keys with ours.
    macro_rules! same_as_serde {
        ($($attribute:literal, $rule:expr, $($ident:ident)*;)*) => { $({
            #[derive(Default, serde::Serialize)]
            #[serde(rename_all = $attribute)]
            #[allow(non_snake_case)]
            struct Probe { $($ident: u8),* }
            let keys: Vec<String> = serde_json::to_value(Probe::default())
                .unwrap().as_object().unwrap().keys().cloned().collect();
            let ours: Vec<String> = [$(stringify!($ident)),*].iter().map(|name| $rule.apply(name)).collect();
            assert_eq!(keys, ours);
        })* };
    }

    #[test]
    fn names_are_those_that_serde_makes() {
        same_as_serde! {
            "camelCase", Rule::Camel, a access_profile r#type _private a1_b2 x__y trailing_ url_2fa a_été Upper;
            "PascalCase", Rule::Pascal, a access_profile r#type _private a1_b2 x__y trailing_ url_2fa été Upper;
            "kebab-case", Rule::Kebab, a access_profile r#type _private a1_b2 x__y trailing_ url_2fa été Upper;
        }
    }
}
