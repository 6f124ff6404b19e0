//! Names of types as English: `MfaConfig` is "An MFA config".

use std::collections::BTreeMap;

use crate::input::docs_set::Api;
use crate::names::words::Vocabulary;

/// Spellings that hold for everybody. The spellings of the pages come first.
const SPELLINGS: [&str; 40] = [
    "API", "AWS", "CLI", "CPU", "CSV", "DNS", "GPU", "GraphQL", "HTML", "HTTP", "HTTPS", "IAM",
    "ID", "IP", "JSON", "JWT", "LDAP", "MFA", "OAuth", "OAuth2", "OIDC", "PDF", "SAML", "SCIM",
    "SDK", "SMS", "SQL", "SSH", "SSL", "SSO", "TCP", "TLS", "UI", "URI", "URL", "UUID", "VM",
    "VPN", "XML", "YAML",
];

/// Words that begin with a vowel letter and a consonant's sound.
const CONSONANTS: [&str; 7] = ["eu", "one", "uni", "use", "usa", "usu", "uti"];

/// Words that begin with a consonant letter and a vowel's sound.
const VOWELS: [&str; 4] = ["heir", "honest", "honor", "hour"];

/// How the vendor spells acronyms and the like, by the word in lower case.
#[derive(Debug, Default)]
pub(crate) struct Spellings(BTreeMap<String, String>);

impl Spellings {
    /// Collects the words with capitals inside from tags and summaries.
    pub(crate) fn of(api: &Api, vocabulary: &Vocabulary) -> Self {
        let mut counts: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
        let objects = api.operations.iter().map(|operation| &operation.object);
        let texts = objects.flat_map(|object| object.tags.iter().chain([&object.summary]));
        // A text in capitals says nothing about its words.
        for text in texts.filter(|text| text.contains(char::is_lowercase)) {
            let letters = |c: char| !c.is_alphanumeric() && c != '_';
            for word in text.split(letters).filter(|word| !word.is_empty()) {
                *counts
                    .entry(word.to_lowercase())
                    .or_default()
                    .entry(word)
                    .or_default() += 1;
            }
        }
        let common = counts.into_iter().filter_map(|(word, spellings)| {
            let (spelling, _) = spellings.into_iter().max_by_key(|(_, count)| *count)?;
            Some((word, spelling.to_owned()))
        });
        Self(
            common
                .filter(|(_, spelling)| has_inner_capitals(vocabulary, spelling))
                .collect(),
        )
    }

    fn spell(&self, word: &str) -> String {
        let general = || {
            let known = SPELLINGS
                .iter()
                .find(|known| known.eq_ignore_ascii_case(word));
            known.map(|known| (*known).to_owned())
        };
        let own = self.0.get(word).cloned();
        own.or_else(general).unwrap_or_else(|| word.to_owned())
    }
}

/// Whether a word has capitals beyond its first letter and is one word, unlike `AccessProfile`: `MFA`, `OAuth`.
fn has_inner_capitals(vocabulary: &Vocabulary, word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase) && vocabulary.words(word).len() == 1
}

/// A name with its article: `An access profile`, `Account settings`, `A reference to an owner`.
pub(super) fn indefinite(vocabulary: &Vocabulary, spellings: &Spellings, name: &str) -> String {
    let mut words = vocabulary.words(name);
    if words.len() > 1 && words.last().is_some_and(|last| last == "ref") {
        words.pop();
        return format!("A reference to {}", noun(vocabulary, spellings, &words));
    }
    upper_first(&noun(vocabulary, spellings, &words))
}

/// The words, with an article in front of a singular.
fn noun(vocabulary: &Vocabulary, spellings: &Spellings, words: &[String]) -> String {
    let spelt: Vec<String> = words.iter().map(|word| spellings.spell(word)).collect();
    let phrase = spelt.join(" ");
    let plural = vocabulary.singular(words.to_vec()) != words;
    let uncountable = |word: &String| matches!(word.as_str(), "data" | "metadata" | "access");
    match (
        plural || words.last().is_some_and(uncountable),
        spelt.first(),
    ) {
        (false, Some(first)) => format!("{} {phrase}", article(first)),
        _ => phrase,
    }
}

/// `an` before a vowel's sound.
fn article(word: &str) -> &'static str {
    let lower = word.to_lowercase();
    let vowel = |c: Option<char>| matches!(c, Some('a' | 'e' | 'i' | 'o' | 'u'));
    let spoken = match is_spelt_out(word) {
        true => lower.starts_with(['a', 'e', 'f', 'h', 'i', 'l', 'm', 'n', 'o', 'r', 's', 'x']),
        false if VOWELS.iter().any(|start| lower.starts_with(start)) => true,
        false => {
            vowel(lower.chars().next()) && !CONSONANTS.iter().any(|start| lower.starts_with(start))
        }
    };
    if spoken { "an" } else { "a" }
}

/// Whether an acronym is spoken letter by letter: it is short or has no vowel, unlike SAML and JSON.
fn is_spelt_out(word: &str) -> bool {
    let capitals = word
        .chars()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    capitals && (word.len() <= 3 || !word.contains(['A', 'E', 'I', 'O', 'U']))
}

fn upper_first(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_follow_the_sound() {
        let phrase = |name| indefinite(&Vocabulary::default(), &Spellings::default(), name);
        let cases = [
            ("AccessProfile", "An access profile"),
            ("MfaConfig", "An MFA config"),
            ("OAuthClient", "An OAuth client"),
            ("UserSetting", "A user setting"),
            ("UpdateRun", "An update run"),
            ("UrlTarget", "A URL target"),
            ("SamlConfig", "A SAML config"),
            ("HttpProxy", "An HTTP proxy"),
            ("HourlyReport", "An hourly report"),
            ("SourceRef", "A reference to a source"),
            ("OrgSettings", "Org settings"),
        ];
        for (name, expected) in cases {
            assert_eq!(phrase(name), expected);
        }
    }
}
