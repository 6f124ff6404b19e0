//! JSON pointers (RFC 6901).

use serde_json::Value;

/// A key or index as a part of a pointer.
pub(crate) fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// Appends a key or index to a pointer.
pub(crate) fn push(pointer: &mut String, token: &str) {
    pointer.push('/');
    pointer.push_str(&escape(token));
}

/// The keys and indices of a pointer.
pub(crate) fn tokens(pointer: &str) -> impl Iterator<Item = String> {
    let tokens = pointer.split('/').skip(1);
    tokens.map(|token| token.replace("~1", "/").replace("~0", "~"))
}

/// The string, or the number as a string, at the first of `pointers` that leads to one.
pub(crate) fn find_text(value: &Value, pointers: &[&str]) -> Option<String> {
    pointers
        .iter()
        .find_map(|pointer| match value.pointer(pointer)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_what_was_pushed() {
        let all = ["a", "", "~1", "/~0", "7"];
        let mut pointer = String::new();
        for token in all {
            push(&mut pointer, token);
        }
        assert_eq!(pointer, "/a//~01/~1~00/7");
        assert!(tokens(&pointer).eq(all));
        assert_eq!(tokens("").count(), 0);
    }
}
