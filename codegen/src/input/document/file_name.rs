//! The names of pages: what lodash's `kebabCase` makes of an operationId, as the docs plugin uses it.

/// The words of a text in lower case, with `-` between them.
///
/// Words end where letters and digits meet, where a capital follows a small letter, before the last of several capitals
/// that a small letter follows, and at whatever is neither letter nor digit: `getV2HTMLPage` is `get-v-2-html-page`.
pub(crate) fn kebab_case(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| !matches!(c, '\'' | '\u{2019}'))
        .map(deburred)
        .collect();
    words(&text)
        .iter()
        .map(|word| word.to_lowercase())
        .collect::<Vec<_>>()
        .join("-")
}

/// Latin letters without their accents, as lodash removes them: `U+00C0` to `U+017F`.
fn deburred(c: char) -> String {
    match c {
        '\u{300}'..='\u{36f}' | '\u{fe20}'..='\u{fe2f}' | '\u{20d0}'..='\u{20ff}' => String::new(),
        'Æ' => "Ae".to_owned(),
        'Œ' => "Oe".to_owned(),
        'Þ' => "Th".to_owned(),
        '\u{c0}'..='\u{17f}' if !matches!(c, '×' | '÷') => {
            deunicode::deunicode_char(c).unwrap_or_default().to_owned()
        }
        other => other.to_string(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Upper,
    Lower,
    Digit,
    /// A letter of a script without capitals, or a symbol beyond ASCII.
    Other,
    Break,
}

fn kind(c: char) -> Kind {
    match c {
        '0'..='9' => Kind::Digit,
        'A'..='Z' => Kind::Upper,
        'a'..='z' => Kind::Lower,
        c if c.is_ascii()
            || c.is_whitespace()
            || ('\u{80}'..='\u{bf}').contains(&c)
            || ('\u{2000}'..='\u{206f}').contains(&c)
            || matches!(c, '\u{d7}' | '\u{f7}') =>
        {
            Kind::Break
        }
        _ => Kind::Other,
    }
}

fn words(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let kinds: Vec<Kind> = chars.iter().map(|c| kind(*c)).collect();
    let at = |index: usize| kinds.get(index).copied().unwrap_or(Kind::Break);
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut ordinal_end = 0;
    for (index, c) in chars.iter().enumerate() {
        if word.is_empty() {
            ordinal_end = index + ordinal(chars.get(index..).unwrap_or_default());
        }
        let (here, next) = (at(index), at(index + 1));
        if here != Kind::Break {
            word.push(*c);
        }
        let ends = match (here, next) {
            _ if index + 1 < ordinal_end => false,
            _ if index + 1 == ordinal_end => true,
            (Kind::Break, _) | (_, Kind::Break) => true,
            (Kind::Upper, Kind::Upper) => at(index + 2) == Kind::Lower,
            (Kind::Upper, Kind::Lower | Kind::Other)
            | (Kind::Other, Kind::Lower | Kind::Other)
            | (Kind::Lower, Kind::Other) => false,
            (one, other) => one != other,
        };
        if ends && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    words
}

/// How long the ordinal number at the start of a text is, such as `1st` or `10TH`; 0 if there is none.
fn ordinal(chars: &[char]) -> usize {
    let digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    let suffix: String = chars.iter().skip(digits).take(2).collect();
    let last = digits.checked_sub(1).and_then(|at| chars.get(at));
    let fits = match suffix.to_ascii_lowercase().as_str() {
        "st" => last == Some(&'1'),
        "nd" => last == Some(&'2'),
        "rd" => last == Some(&'3'),
        "th" => last.is_some_and(|digit| !matches!(digit, '1'..='3')),
        _ => false,
    };
    let is_upper = suffix.chars().all(|c| c.is_ascii_uppercase());
    let is_lower = suffix.chars().all(|c| c.is_ascii_lowercase());
    // What follows must be no letter of the same case, nor a digit.
    let is_free = chars.get(digits + 2).is_none_or(|next| {
        !next.is_ascii_alphanumeric()
            || (is_upper && next.is_ascii_lowercase())
            || (is_lower && next.is_ascii_uppercase())
    });
    if fits && is_free && (is_upper || is_lower) {
        digits + 2
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::kebab_case;

    #[test]
    fn names_are_those_of_the_plugin() {
        let cases = [
            ("patchAccessProfile", "patch-access-profile"),
            ("getV2HTMLPage", "get-v-2-html-page"),
            ("list_users--by ID", "list-users-by-id"),
            ("pets/list", "pets-list"),
            ("User's café", "users-cafe"),
            ("XMLHttpRequest2", "xml-http-request-2"),
            ("1st2ndThird", "1-st-2nd-third"),
            ("get21STAnd1000th", "get-21-st-and-1000th"),
            ("日本語Foo", "日本語-foo"),
            ("getΑβγ", "getαβγ"),
            ("ŒUVREŁódź", "oe-uvre-lodz"),
            ("12ABC.v1·2", "12-abc-v-1-2"),
            ("__FOO_BAR__", "foo-bar"),
            ("", ""),
        ];
        for (id, name) in cases {
            assert_eq!(kebab_case(id), name, "{id}");
        }
    }
}
